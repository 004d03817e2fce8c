//! The manifests: no `unsafe` anywhere, and a reason for each dependency.

use std::collections::BTreeSet;

use toml::Table;

use crate::project::TextFile;
use crate::{assert_none, markdown, project};

fn parse(file: &TextFile) -> Result<Table, String> {
    file.text
        .parse()
        .map_err(|error: toml::de::Error| format!("{}: {}", file.path, error.message()))
}

/// Every member follows the workspace's lints, and these forbid `unsafe`.
fn check_lints(root: &Table, members: &[(String, Table)]) -> Vec<String> {
    let mut faults = Vec::new();
    let level = root
        .get("workspace")
        .and_then(|w| w.get("lints")?.get("rust")?.get("unsafe_code"));
    if level.and_then(toml::Value::as_str) != Some("forbid") {
        faults.push("Cargo.toml: [workspace.lints.rust] needs unsafe_code = \"forbid\"".into());
    }
    for (path, manifest) in members {
        let follows = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        if follows.and_then(toml::Value::as_bool) != Some(true) {
            faults.push(format!("{path}: [lints] workspace = true is missing"));
        }
    }
    faults
}

/// Every dependency of the workspace has its line in the architecture, and conversely.
fn check_reasons(root: &Table, architecture: &str) -> Vec<String> {
    let Some(rows) = markdown::table(architecture, "| dependency | why |") else {
        return vec!["ARCHITECTURE.md: the table `| dependency | why |` is missing".into()];
    };
    let declared: BTreeSet<String> = root
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies")?.as_table())
        .into_iter()
        .flatten()
        .filter(|(_, dependency)| dependency.get("path").is_none())
        .map(|(name, _)| name.clone())
        .collect();
    let mut explained = BTreeSet::new();
    let mut faults = Vec::new();
    for row in &rows {
        let name = row
            .first()
            .map_or(String::new(), |cell| markdown::code_words(cell).concat());
        if row.get(1).is_none_or(String::is_empty) {
            faults.push(format!("ARCHITECTURE.md: `{name}` has no reason"));
        }
        if !explained.insert(name.clone()) {
            faults.push(format!("ARCHITECTURE.md: `{name}` has two lines"));
        }
    }
    for name in declared.difference(&explained) {
        faults.push(format!(
            "ARCHITECTURE.md: the dependency `{name}` has no line"
        ));
    }
    for name in explained.difference(&declared) {
        faults.push(format!(
            "ARCHITECTURE.md: `{name}` is not in [workspace.dependencies]"
        ));
    }
    faults
}

/// A member takes its dependencies from the workspace, where versions are written once.
fn check_versions(members: &[(String, Table)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, manifest) in members {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let dependencies = manifest.get(section).and_then(toml::Value::as_table);
            for (name, dependency) in dependencies.into_iter().flatten() {
                if dependency.get("workspace").is_none() {
                    faults.push(format!(
                        "{path}: `{name}` must be `{name}.workspace = true`"
                    ));
                }
            }
        }
    }
    faults
}

fn members() -> Result<Vec<(String, Table)>, String> {
    project::text_files_where(|path| path.ends_with("/Cargo.toml"))
        .into_iter()
        .map(|file| Ok((file.path.clone(), parse(&file)?)))
        .collect()
}

fn root() -> Result<Table, String> {
    parse(&TextFile::new("Cargo.toml", &project::read("Cargo.toml")?))
}

#[test]
fn no_crate_may_contain_unsafe_code() -> Result<(), String> {
    assert_none(&check_lints(&root()?, &members()?));
    Ok(())
}

#[test]
fn every_dependency_has_its_reason() -> Result<(), String> {
    assert_none(&check_reasons(&root()?, &project::read("ARCHITECTURE.md")?));
    Ok(())
}

#[test]
fn versions_are_written_once() -> Result<(), String> {
    assert_none(&check_versions(&members()?));
    Ok(())
}

#[test]
fn faults_of_manifests_are_told() -> Result<(), String> {
    let root = parse(&TextFile::new(
        "Cargo.toml",
        "[workspace.lints.rust]\nunsafe_code = \"deny\"\n[workspace.dependencies]\nours = { path = \"x\" }\ntoml = \"1\"\ncsv = \"1\"\n",
    ))?;
    let members = [(
        "x/Cargo.toml".to_owned(),
        parse(&TextFile::new(
            "x/Cargo.toml",
            "[dependencies]\ncsv = \"1\"\n",
        ))?,
    )];
    assert_eq!(
        check_lints(&root, &members),
        [
            "Cargo.toml: [workspace.lints.rust] needs unsafe_code = \"forbid\"",
            "x/Cargo.toml: [lints] workspace = true is missing",
        ]
    );
    assert_eq!(
        check_reasons(
            &root,
            "| dependency | why |\n|---|---|\n| `csv` | |\n| `gone` | x |\n| `gone` | x |\n"
        ),
        [
            "ARCHITECTURE.md: `csv` has no reason",
            "ARCHITECTURE.md: `gone` has two lines",
            "ARCHITECTURE.md: the dependency `toml` has no line",
            "ARCHITECTURE.md: `gone` is not in [workspace.dependencies]",
        ]
    );
    assert_eq!(
        check_versions(&members),
        ["x/Cargo.toml: `csv` must be `csv.workspace = true`"]
    );
    assert_eq!(check_reasons(&root, "").len(), 1);
    Ok(())
}
