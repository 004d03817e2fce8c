//! The editions' conditions and the register of readings hold together.

use std::collections::{BTreeMap, BTreeSet};

use guichet_socle::Lecture;
use guichet_socle::lecture::Statut;
use serde::Deserialize;
use toml::{Table, Value};

use crate::project::TextFile;
use crate::{assert_none, project};

/// The prefix of a procedure's codes.
const PREFIXES: [(&str, &str); 4] = [
    ("equipement", "AE"),
    ("autorisation-travail", "AT"),
    ("contrat-pro", "CP"),
    ("cyclades", "CY"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    lecture: Vec<Lecture>,
}

/// Every entry, with the file that holds it; what does not read is a fault.
fn readings(files: &[TextFile]) -> (Vec<(String, Lecture)>, Vec<String>) {
    let mut entries = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        match toml::from_str::<Register>(&file.text) {
            Ok(register) => {
                entries.extend(register.lecture.into_iter().map(|l| (file.path.clone(), l)));
            }
            Err(error) => faults.push(format!("{}: {}", file.path, error.message())),
        }
    }
    (entries, faults)
}

/// `CY-27`: capitals and digits, a hyphen, two digits.
fn is_reading_id(id: &str) -> bool {
    id.split_once('-').is_some_and(|(document, number)| {
        document.starts_with(|c: char| c.is_ascii_uppercase())
            && document
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && number.len() == 2
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

fn check_readings(files: &[TextFile]) -> Vec<String> {
    let (entries, mut faults) = readings(files);
    let mut seen = BTreeSet::new();
    let mut before = (String::new(), String::new());
    for (path, reading) in entries {
        let id = &reading.id;
        if !is_reading_id(id) {
            faults.push(format!(
                "{path}: `{id}` is not an identifier of the register"
            ));
        }
        if !seen.insert(id.clone()) {
            faults.push(format!("{path}: {id} stands twice"));
        } else if before.0 == path && before.1 > *id {
            faults.push(format!("{path}: {id} comes after {}", before.1));
        }
        if !reading.est_coherente() {
            faults.push(format!(
                "{path}: {id} has two readings, or says so, but not both"
            ));
        }
        let texts = [
            Some(&reading.question),
            Some(&reading.retenue),
            reading.autre.as_ref(),
        ];
        if texts
            .into_iter()
            .flatten()
            .any(|text| text.trim().is_empty())
        {
            faults.push(format!("{path}: {id} has an empty text"));
        }
        before = (path, id.clone());
    }
    faults
}

/// Every list of readings cited anywhere in a table.
fn cited<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                match value {
                    Value::Array(ids) if key == "lectures" => {
                        found.extend(ids.iter().filter_map(Value::as_str));
                    }
                    _ => cited(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| cited(value, found)),
        _ => {}
    }
}

/// `reglements/<procedure>/<date>/…` of an edition's file: the procedure.
fn procedure(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

fn check_conditions(files: &[TextFile], registers: &[TextFile]) -> Vec<String> {
    let known: BTreeSet<String> = readings(registers)
        .0
        .into_iter()
        .map(|(_, l)| l.id)
        .collect();
    let prefixes = BTreeMap::from(PREFIXES);
    let mut faults = Vec::new();
    for TextFile { path, text } in files {
        let table: Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let error: toml::de::Error = error;
                faults.push(format!("{path}: {}", error.message()));
                continue;
            }
        };
        let value = Value::Table(table);
        let mut ids = Vec::new();
        cited(&value, &mut ids);
        for id in ids.into_iter().filter(|id| !known.contains(*id)) {
            faults.push(format!(
                "{path}: the reading {id} is not in donnees/lectures"
            ));
        }
        if !path.ends_with("/conditions.toml") {
            continue;
        }
        let Some(prefix) = prefixes.get(procedure(path)) else {
            faults.push(format!(
                "{path}: no prefix is known for `{}`",
                procedure(path)
            ));
            continue;
        };
        let mut before = "";
        for condition in value
            .get("condition")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let code = condition
                .get("code")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let number = code
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix('-'));
            if !number.is_some_and(|n| n.len() == 3 && n.chars().all(|c| c.is_ascii_digit())) {
                faults.push(format!(
                    "{path}: `{code}` is not {prefix}- and three digits"
                ));
            } else if code == before {
                faults.push(format!("{path}: {code} stands twice"));
            } else if code < before {
                faults.push(format!("{path}: {code} comes after {before}"));
            }
            before = code;
        }
    }
    faults
}

/// Each register with the editions and the crates where its entries may be cited.
const HOMES: [(&str, &str, &str); 5] = [
    (
        "donnees/lectures/autorisation-travail.toml",
        "donnees/reglements/autorisation-travail/",
        "crates/autorisation-travail/src/",
    ),
    (
        "donnees/lectures/contrat-pro.toml",
        "donnees/reglements/contrat-pro/",
        "crates/contrat-pro/src/",
    ),
    (
        "donnees/lectures/cyclades.toml",
        "donnees/reglements/cyclades/",
        "crates/cyclades/src/",
    ),
    (
        "donnees/lectures/equipement.toml",
        "donnees/reglements/equipement/",
        "crates/aide-equipement/src/",
    ),
    (
        "donnees/lectures/transversales.toml",
        "donnees/reglements/",
        "crates/",
    ),
];

/// The identifiers of the register that a text names: those of a document that has a register, in code as in
/// comments. `CP-101` is a rule, `CP-01` a reading.
fn named<'t>(text: &'t str, documents: &BTreeSet<&str>) -> Vec<&'t str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.split(|c: char| !is_word(c))
        .filter(|word| is_reading_id(word))
        .filter(|word| {
            word.split_once('-')
                .is_some_and(|(document, _)| documents.contains(document))
        })
        .collect()
}

/// The readings that the code names and that no register has.
fn check_named(code: &[TextFile], registers: &[TextFile]) -> Vec<String> {
    let (entries, mut faults) = readings(registers);
    let known: BTreeSet<&str> = entries.iter().map(|(_, l)| l.id.as_str()).collect();
    let documents: BTreeSet<&str> = known
        .iter()
        .filter_map(|id| id.split_once('-').map(|(document, _)| document))
        .collect();
    for TextFile { path, text } in code {
        for id in named(text, &documents) {
            if !known.contains(id) {
                faults.push(format!("{path}: {id} is not in donnees/lectures"));
            }
        }
    }
    faults
}

/// The entries that have an effect and that neither a rule or a parameter of an edition, nor the table of
/// readings of the code (`"CP-01"`), holds.
fn check_homes(register: &TextFile, editions: &[TextFile], code: &[TextFile]) -> Vec<String> {
    let (entries, mut faults) = readings(std::slice::from_ref(register));
    let tables: Vec<Value> = editions
        .iter()
        .filter_map(|file| file.text.parse().ok().map(Value::Table))
        .collect();
    let mut ids = Vec::new();
    for table in &tables {
        cited(table, &mut ids);
    }
    for (path, reading) in entries {
        let id = &reading.id;
        let quoted = format!("\"{id}\"");
        let housed = ids.contains(&id.as_str()) || code.iter().any(|f| f.text.contains(&quoted));
        if reading.statut != Statut::SansEffet && !housed {
            faults.push(format!(
                "{path}: {id} has an effect, and no rule, parameter or table of readings cites it"
            ));
        }
    }
    faults
}

fn registers() -> Vec<TextFile> {
    project::text_files_where(|path| {
        path.starts_with("donnees/lectures/") && project::has_extension(path, "toml")
    })
}

#[test]
fn the_register_of_readings_is_coherent() {
    let registers = registers();
    assert!(!registers.is_empty(), "donnees/lectures is empty");
    assert_none(&check_readings(&registers));
}

#[test]
fn conditions_have_ordered_codes_and_cite_readings_that_exist() {
    let files = project::text_files_where(|path| {
        path.starts_with("donnees/reglements/") && project::has_extension(path, "toml")
    });
    assert_none(&check_conditions(&files, &registers()));
}

#[test]
fn every_entry_of_a_register_has_a_home() {
    let registers = registers();
    assert_eq!(
        registers.len(),
        HOMES.len(),
        "a register has no line in HOMES"
    );
    for (register, editions, code) in HOMES {
        let one = project::text_files_where(|path| path == register);
        let [register] = one.as_slice() else {
            panic!("{register} is not there");
        };
        let editions = project::text_files_where(|path| {
            path.starts_with(editions)
                && !path.contains("/cas/")
                && project::has_extension(path, "toml")
        });
        let code = project::text_files_where(|path| {
            path.starts_with(code) && project::has_extension(path, "rs")
        });
        assert!(!editions.is_empty() && !code.is_empty());
        assert_none(&check_homes(register, &editions, &code));
    }
}

#[test]
fn every_reading_that_the_code_names_exists() {
    let code = project::text_files_where(|path| {
        path.starts_with("crates/") && path.contains("/src/") && project::has_extension(path, "rs")
    });
    assert!(!code.is_empty());
    assert_none(&check_named(&code, &registers()));
}

#[test]
fn a_reading_that_no_register_has_is_told() {
    let register = [TextFile::new("a", &entry("CP-03", "statut = \"erreur\""))];
    let code = [
        TextFile::new("b", "// see CP-03, and rule CP-101, of EN-14"),
        TextFile::new("c", "const LECTURES: [&str; 1] = [\"CP-04\"];"),
    ];
    assert_eq!(
        check_named(&code, &register),
        ["c: CP-04 is not in donnees/lectures"]
    );
}

#[test]
fn an_entry_without_a_home_is_told() {
    let texts = ["statut = \"erreur\"", "statut = \"sans_effet\""];
    let register = |rest: &str| TextFile::new("a", &entry("CP-03", rest));
    let edition = TextFile::new("e", "[[condition]]\nlectures = [\"CP-03\"]\n");
    let code = TextFile::new("c", "const LECTURES: [&str; 1] = [\"CP-03\"];");
    let elsewhere = TextFile::new("c", "// CP-03, and \"CP-031\"");
    let homes = |register, editions: &[TextFile], code: &[TextFile]| {
        check_homes(&register, editions, code).len()
    };
    assert_eq!(homes(register(texts[0]), &[], &[elsewhere]), 1);
    assert_eq!(homes(register(texts[0]), &[edition], &[]), 0);
    assert_eq!(homes(register(texts[0]), &[], &[code]), 0);
    assert_eq!(homes(register(texts[1]), &[], &[]), 0);
}

fn entry(id: &str, rest: &str) -> String {
    format!("[[lecture]]\nid = \"{id}\"\nquestion = \"q\"\nretenue = \"r\"\n{rest}\n")
}

#[test]
fn faults_of_the_register_are_told() {
    let one = "statut = \"erreur\"";
    let two = "statut = \"deux_lectures\"";
    let cases = [
        (
            entry("CY-02", one) + &entry("CY-01", one),
            "a: CY-01 comes after CY-02",
        ),
        (
            entry("CY-01", one) + &entry("CY-01", one),
            "a: CY-01 stands twice",
        ),
        (
            entry("CY-1", one),
            "a: `CY-1` is not an identifier of the register",
        ),
        (
            entry("CY-01", two),
            "a: CY-01 has two readings, or says so, but not both",
        ),
        (
            entry("CY-01", "autre = \" \"\nstatut = \"deux_lectures\""),
            "a: CY-01 has an empty text",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(check_readings(&[TextFile::new("a", &text)]), [fault]);
    }
    let typing_slip = entry("CY-01", "statuts = \"erreur\"");
    assert_eq!(check_readings(&[TextFile::new("a", &typing_slip)]).len(), 1);
    let across = [
        TextFile::new("a", &entry("CY-01", one)),
        TextFile::new("b", &entry("CY-01", one)),
    ];
    assert_eq!(check_readings(&across), ["b: CY-01 stands twice"]);
}

#[test]
fn faults_of_conditions_are_told() {
    let register = [TextFile::new("a", &entry("CY-01", "statut = \"erreur\""))];
    let path = "donnees/reglements/cyclades/2023-09-29/conditions.toml";
    let condition = |code: &str| format!("[[condition]]\ncode = \"{code}\"\n");
    let cases = [
        (condition("CP-101"), "`CP-101` is not CY- and three digits"),
        (condition("CY-27"), "`CY-27` is not CY- and three digits"),
        (
            condition("CY-101") + &condition("CY-101"),
            "CY-101 stands twice",
        ),
        (
            condition("CY-102") + &condition("CY-101"),
            "CY-101 comes after CY-102",
        ),
        (
            condition("CY-101") + "lectures = [\"CY-01\", \"CY-99\"]\n",
            "the reading CY-99 is not in donnees/lectures",
        ),
    ];
    for (text, fault) in cases {
        assert_eq!(
            check_conditions(&[TextFile::new(path, &text)], &register),
            [format!("{path}: {fault}")]
        );
    }
    let elsewhere = [TextFile::new(
        "donnees/reglements/x/2020-01-01/conditions.toml",
        "",
    )];
    assert_eq!(check_conditions(&elsewhere, &register).len(), 1);
    let broken = [TextFile::new(path, "code = \n")];
    assert_eq!(check_conditions(&broken, &register).len(), 1);
}
