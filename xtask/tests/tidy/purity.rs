//! The pure rooms read no clock, disk, network or environment, print nothing, and hold no float.

use crate::project::TextFile;
use crate::{assert_none, project};

/// The rooms whose answers depend on their arguments alone.
const PURE: [&str; 8] = [
    "crates/socle/src/",
    "crates/nomenclatures/src/",
    "crates/instruction/src/",
    "crates/contrat-pro/src/",
    "crates/aide-equipement/src/",
    "crates/autorisation-travail/src/",
    "crates/cyclades/src/",
    "crates/reglement/src/",
];

/// What they may not say.
const FORBIDDEN: [&str; 18] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
    "f32",
    "f64",
];

/// Modules of `std` that a grouped `use std::{…}` may not bring in.
const FORBIDDEN_IN_GROUP: [&str; 4] = ["env", "fs", "net", "process"];

/// What a source file says outside tests and comments: its lines, with their numbers from 1, and
/// the modules it declares for tests only.
fn sober(text: &str) -> (Vec<(usize, &str)>, Vec<&str>) {
    let mut kept = Vec::new();
    let mut test_modules = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((rank, line)) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let indent = &line[..line.len() - line.trim_start().len()];
            let Some((_, item)) = lines.find(|(_, item)| !item.trim_start().starts_with("#["))
            else {
                break;
            };
            let item = item.trim();
            if let Some(module) = item.strip_suffix(';') {
                test_modules.extend(module.split("mod ").nth(1));
            } else if item.ends_with('{') {
                // rustfmt aligns the closing brace with the item.
                let closing = format!("{indent}}}");
                lines.find(|(_, line)| *line == closing);
            }
        } else if !line.trim_start().starts_with("//") {
            kept.push((rank + 1, line));
        }
    }
    (kept, test_modules)
}

/// Whether a word stands alone in a line: `f64` does in `x: f64`, not in `buf64`.
fn says(line: &str, word: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let ends_open = !word.ends_with(char::is_alphanumeric);
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back().is_some_and(in_word);
        let after = line[start + word.len()..]
            .chars()
            .next()
            .is_some_and(in_word);
        !before && (ends_open || !after)
    })
}

fn check(files: &[TextFile]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut of_tests = Vec::new();
    for file in files {
        let folder = match file.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "mod.rs" | "main.rs")) => folder,
            _ => file.path.trim_end_matches(".rs"),
        };
        for module in sober(&file.text).1 {
            of_tests.push(format!("{folder}/{module}.rs"));
            of_tests.push(format!("{folder}/{module}/"));
        }
    }
    for file in files {
        if of_tests
            .iter()
            .any(|path| file.path == *path || (path.ends_with('/') && file.path.starts_with(path)))
        {
            continue;
        }
        let mut in_std_group = false;
        for (number, line) in sober(&file.text).0 {
            let mut report = |word: &str| {
                faults.push(format!("{}:{number}: `{word}` in a pure room", file.path));
            };
            for word in FORBIDDEN {
                if says(line, word) {
                    report(word);
                }
            }
            in_std_group |= line.contains("use std::{");
            if in_std_group {
                for word in FORBIDDEN_IN_GROUP {
                    if says(line, word) {
                        report(word);
                    }
                }
                in_std_group = !line.contains(';');
            }
        }
    }
    faults
}

#[test]
fn pure_rooms_depend_on_their_arguments_alone() {
    let files = project::text_files_where(|path| {
        PURE.iter().any(|room| path.starts_with(room)) && project::has_extension(path, "rs")
    });
    assert!(files.len() > PURE.len(), "the rooms have moved");
    assert_none(&check(&files));
}

#[test]
fn every_impurity_is_told_with_its_line() {
    for word in FORBIDDEN {
        let text = format!("// {word}\nfn a() {{ {word} }}\n");
        let faults = check(&[TextFile::new("r/src/a.rs", &text)]);
        assert_eq!(faults, [format!("r/src/a.rs:2: `{word}` in a pure room")]);
    }
    let grouped = TextFile::new(
        "r/src/a.rs",
        "use std::{\n    fmt,\n    fs,\n};\nlet fs = 1;\n",
    );
    assert_eq!(check(&[grouped]), ["r/src/a.rs:3: `fs` in a pure room"]);
}

#[test]
fn tests_and_longer_words_are_not_impure() {
    let inside = "const BUF64: u8 = xf64_y;\n#[cfg(test)]\nmod tests {\n    fn f() -> f64 {\n    }\n}\nfn g() -> f32 {}\n";
    assert_eq!(
        check(&[TextFile::new("r/src/a.rs", inside)]),
        ["r/src/a.rs:7: `f32` in a pure room"]
    );
    let apart = [
        TextFile::new("r/src/a/mod.rs", "#[cfg(test)]\nmod tests;\n"),
        TextFile::new("r/src/a/tests.rs", "use std::fs;\n"),
        TextFile::new(
            "r/src/b.rs",
            "#[cfg(test)]\n#[path = \"x\"]\npub(crate) mod cas;\n",
        ),
        TextFile::new("r/src/b/cas/un.rs", "use std::fs;\n"),
        TextFile::new("r/src/tests.rs", "use std::env;\n"),
    ];
    assert_eq!(
        check(&apart),
        ["r/src/tests.rs:1: `std::env` in a pure room"]
    );
}
