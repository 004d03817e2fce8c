//! The project's files, as the checks receive them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file: its path from the root, with `/`, and its content.
#[derive(Debug, Clone)]
pub struct TextFile {
    pub path: String,
    pub text: String,
}

impl TextFile {
    /// A file that exists only in a test.
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// The text of one file that must exist.
pub fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Every text file of the project, sorted by path: what git follows or would follow.
///
/// Without git, or outside a clone, it is every file that is not a product of the build.
pub fn text_files() -> Vec<TextFile> {
    let mut paths = from_git().unwrap_or_else(from_disk);
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter_map(|path| {
            // Not a text, or deleted and not yet committed: nothing to look at.
            let text = std::fs::read_to_string(root().join(&path)).ok()?;
            Some(TextFile { path, text })
        })
        .collect()
}

/// The text files whose path is accepted.
pub fn text_files_where(accepted: impl Fn(&str) -> bool) -> Vec<TextFile> {
    let mut files = text_files();
    files.retain(|file| accepted(&file.path));
    files
}

/// Whether a path ends with an extension.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == extension)
}

fn from_git() -> Option<Vec<String>> {
    let output = Command::new("git")
        .current_dir(root())
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .ok()
        .filter(|output| output.status.success() && !output.stdout.is_empty())?;
    let list = String::from_utf8(output.stdout).ok()?;
    Some(
        list.split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

fn from_disk() -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if name != "target" && name != ".git" {
                    folders.push(path);
                }
            } else if let Ok(relative) = path.strip_prefix(&root) {
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

#[test]
fn git_and_the_disk_agree_on_what_the_project_is() {
    let disk = from_disk();
    for path in ["Cargo.toml", "crates/socle/src/lib.rs", ".ci/run"] {
        assert!(disk.iter().any(|p| p == path), "{path}");
        if let Some(git) = from_git() {
            assert!(git.iter().any(|p| p == path), "{path}");
        }
    }
    assert!(!disk.iter().any(|p| p.starts_with("target/")));
}
