//! The arrows between our packages are those that ARCHITECTURE.md draws.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::{assert_none, markdown, project};

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// What the table says.
fn drawn(architecture: &str) -> Result<Arrows, String> {
    let rows = markdown::table(architecture, "| crate | uses |")
        .ok_or("ARCHITECTURE.md: the table `| crate | uses |` is missing")?;
    rows.iter()
        .map(|row| match row.as_slice() {
            [name, uses] => {
                let name = markdown::code_words(name).concat();
                Ok((name, markdown::code_words(uses).into_iter().collect()))
            }
            _ => Err(format!("ARCHITECTURE.md: {row:?} does not have two cells")),
        })
        .collect()
}

/// What the manifests say, development dependencies apart.
fn actual(metadata: &Value) -> Result<Arrows, String> {
    let list = |value: &Value, key: &str| -> Result<Vec<Value>, String> {
        let found = value[key].as_array().cloned();
        found.ok_or_else(|| format!("cargo metadata has no list `{key}`"))
    };
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let packages = list(metadata, "packages")?;
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    packages
        .iter()
        .map(|package| {
            let uses = list(package, "dependencies")?
                .iter()
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .map(name)
                .filter(|used| ours.contains(used))
                .collect();
            Ok((name(package), uses))
        })
        .collect()
}

fn check(drawn: &Arrows, actual: &Arrows) -> Vec<String> {
    let nothing = BTreeSet::new();
    let names: BTreeSet<&String> = drawn.keys().chain(actual.keys()).collect();
    let mut faults = Vec::new();
    for name in names {
        if !actual.contains_key(name) {
            faults.push(format!("ARCHITECTURE.md: `{name}` is not a package"));
        } else if !drawn.contains_key(name) {
            faults.push(format!("ARCHITECTURE.md: `{name}` has no row in the table"));
        }
        let drawn = drawn.get(name).unwrap_or(&nothing);
        let actual = actual.get(name).unwrap_or(&nothing);
        for used in actual.difference(drawn) {
            faults.push(format!(
                "`{name}` uses `{used}`, which the table does not allow"
            ));
        }
        for unused in drawn.difference(actual) {
            faults.push(format!(
                "`{name}` does not use `{unused}`, which the table says"
            ));
        }
    }
    faults
}

#[test]
fn packages_use_each_other_exactly_as_the_architecture_says() -> Result<(), String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(project::root())
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let drawn = drawn(&project::read("ARCHITECTURE.md")?)?;
    assert_none(&check(&drawn, &actual(&metadata)?));
    Ok(())
}

#[test]
fn an_arrow_too_many_or_too_few_is_told() -> Result<(), String> {
    let drawn = drawn(
        "| crate | uses |\n|---|---|\n| `a` | nothing |\n| `b` | `a`, `c` |\n| `gone` | nothing |\n",
    )?;
    let actual = actual(&serde_json::json!({ "packages": [
        { "name": "a", "dependencies": [
            { "name": "b", "kind": null },
            { "name": "c", "kind": "dev" },
            { "name": "serde", "kind": null },
        ] },
        { "name": "b", "dependencies": [{ "name": "a", "kind": "build" }] },
        { "name": "c", "dependencies": [] },
    ] }))?;
    assert_eq!(
        check(&drawn, &actual),
        [
            "`a` uses `b`, which the table does not allow",
            "`b` does not use `c`, which the table says",
            "ARCHITECTURE.md: `c` has no row in the table",
            "ARCHITECTURE.md: `gone` is not a package",
        ]
    );
    Ok(())
}

#[test]
fn a_missing_table_is_told() {
    assert!(drawn("# Architecture\n").is_err());
}
