//! The texts: no trace of a machine, no file too long, no document missing, no dead link.

use crate::project::TextFile;
use crate::{assert_none, markdown, project};

/// Paths of one machine, in pieces so that this file passes its own check.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/tmp/ba", "sh_jobs"),
    concat!("/tmp/tar", "get"),
];

/// A source file that is longer holds two subjects.
const MAX_LINES: usize = 600;

/// What a newcomer looks for.
const DOCUMENTS: [&str; 12] = [
    ".ci/run",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "GLOSSAIRE.md",
    "LICENSE",
    "LICENSE-DONNEES",
    "README.md",
    "deny.toml",
    "donnees/LISEZMOI.md",
    "justfile",
];

fn check_machine_paths(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (rank, line) in file.text.lines().enumerate() {
            for path in MACHINE_PATHS.iter().filter(|path| line.contains(**path)) {
                faults.push(format!(
                    "{}:{}: `{path}` is a path of one machine",
                    file.path,
                    rank + 1
                ));
            }
        }
    }
    faults
}

fn check_lengths(files: &[TextFile]) -> Vec<String> {
    files
        .iter()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(file, lines)| format!("{}: {lines} lines; split it under {MAX_LINES}", file.path))
        .collect()
}

fn check_documents(exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    DOCUMENTS
        .into_iter()
        .filter(|path| !exists(path))
        .map(|path| format!("{path} is missing"))
        .collect()
}

/// The path that a relative link of a file leads to, `..` resolved.
fn target_path(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Every relative link leads to a file or folder, and every anchor to a title.
fn check_links(files: &[TextFile], exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (line, link) in markdown::links(&file.text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() {
                Some(file.path.clone())
            } else {
                target_path(&file.path, path)
            };
            let mut report = |what: &str| {
                faults.push(format!(
                    "{}:{line}: {what} of the link `{link}` does not exist",
                    file.path
                ));
            };
            match target {
                Some(target) if exists(&target) => {
                    let to = files.iter().find(|other| other.path == target);
                    let titles = to.map_or(Vec::new(), |to| markdown::anchors(&to.text));
                    if !anchor.is_empty() && !titles.iter().any(|title| title == anchor) {
                        report("the title");
                    }
                }
                _ => report("the target"),
            }
        }
    }
    faults
}

/// A file that a document names between backticks under one of our folders is there.
fn check_named_paths(files: &[TextFile], exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (rank, line) in file.text.lines().enumerate() {
            for word in markdown::code_words(line) {
                let ours = ["crates/", "xtask/", "scripts/"]
                    .iter()
                    .any(|f| word.starts_with(f));
                let pattern = word.contains(['<', '*', '{', '…', ' ']);
                if ours && !pattern && !exists(word.trim_end_matches('/')) {
                    faults.push(format!(
                        "{}:{}: `{word}` does not exist",
                        file.path,
                        rank + 1
                    ));
                }
            }
        }
    }
    faults
}

fn in_project(path: &str) -> bool {
    project::root().join(path).exists()
}

fn markdown_files() -> Vec<TextFile> {
    project::text_files_where(|path| project::has_extension(path, "md"))
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    assert_none(&check_machine_paths(&project::text_files()));
}

#[test]
fn no_source_file_is_too_long() {
    let sources = project::text_files_where(|path| {
        (path.starts_with("crates/") || path.starts_with("xtask/"))
            && project::has_extension(path, "rs")
    });
    assert!(!sources.is_empty());
    assert_none(&check_lengths(&sources));
}

#[test]
fn every_document_is_there() {
    assert_none(&check_documents(&in_project));
}

#[test]
fn every_relative_link_leads_somewhere() {
    let files = markdown_files();
    assert!(!files.is_empty());
    assert_none(&check_links(&files, &in_project));
}

#[test]
fn every_source_named_by_a_document_is_there() {
    assert_none(&check_named_paths(&markdown_files(), &in_project));
}

#[cfg(unix)]
#[test]
fn the_ci_can_be_executed() -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(project::root().join(".ci/run"))?
        .permissions()
        .mode();
    assert_eq!(mode & 0o111, 0o111, "chmod +x .ci/run");
    Ok(())
}

#[test]
fn faults_of_texts_are_told() {
    for path in MACHINE_PATHS {
        let file = TextFile::new("a.md", &format!("x\nsee {path}y\n"));
        assert_eq!(
            check_machine_paths(&[file]),
            [format!("a.md:2: `{path}` is a path of one machine")]
        );
    }
    let long = |lines: usize| TextFile::new("a.rs", &"x\n".repeat(lines));
    assert_eq!(check_lengths(&[long(MAX_LINES)]), [""; 0]);
    assert_eq!(check_lengths(&[long(MAX_LINES + 1)]).len(), 1);
    assert_eq!(
        check_documents(&|path| path != "LICENSE"),
        ["LICENSE is missing"]
    );
    let named = [TextFile::new(
        "a.md",
        "`crates/x/src/y.rs` `crates/<x>/` `other/z`\n",
    )];
    assert_eq!(check_named_paths(&named, &|_| true), [""; 0]);
    assert_eq!(
        check_named_paths(&named, &|_| false),
        ["a.md:1: `crates/x/src/y.rs` does not exist"]
    );
}

#[test]
fn dead_links_are_told() {
    let files = [
        TextFile::new(
            "d/a.md",
            "# Un\n[b](../b.md#deux) [c](c.md) [d](#un) [e](https://x/y)\n",
        ),
        TextFile::new("b.md", "# Deux\n[a](d/a.md#deux) [out](../../x) [d](d/)\n"),
    ];
    let exists = |path: &str| ["d/a.md", "b.md", "d"].contains(&path);
    assert_eq!(
        check_links(&files, &exists),
        [
            "d/a.md:2: the target of the link `c.md` does not exist",
            "b.md:2: the title of the link `d/a.md#deux` does not exist",
            "b.md:2: the target of the link `../../x` does not exist",
        ]
    );
}
