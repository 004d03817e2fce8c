//! What the end-to-end tests share: the program, the examples, its answers read back.

#![allow(dead_code, reason = "each test file uses its part of these")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The program, away from the user's settings.
pub fn guichet() -> Command {
    let mut commande = assert_cmd::cargo::cargo_bin_cmd!("guichet");
    commande
        .env_remove("COLUMNS")
        .env("NO_COLOR", "1")
        .current_dir(racine());
    commande
}

/// The root of the project.
pub fn racine() -> PathBuf {
    let ici = Path::new(env!("CARGO_MANIFEST_DIR"));
    ici.ancestors().nth(2).unwrap_or(ici).to_owned()
}

/// The shipped examples.
pub fn exemples(sous: &str) -> PathBuf {
    racine().join("exemples/cyclades").join(sous)
}

/// What a command answered.
#[derive(Debug)]
pub struct Reponse {
    /// Exit status.
    pub statut: i32,
    /// Standard output.
    pub sortie: String,
    /// Error output.
    pub erreurs: String,
}

/// Runs the program with some arguments.
pub fn lancer<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Reponse {
    reponse(guichet().args(arguments))
}

/// Runs a command.
pub fn reponse(commande: &mut Command) -> Reponse {
    let brute = commande.output().unwrap();
    Reponse {
        statut: brute.status.code().unwrap_or(-1),
        sortie: String::from_utf8(brute.stdout).unwrap(),
        erreurs: String::from_utf8(brute.stderr).unwrap(),
    }
}

/// Checks files in NDJSON: the findings, then the summary.
pub fn verifier(arguments: &[&str]) -> (Vec<Value>, Value) {
    let mut tous = vec!["cyclades", "verifier", "--format", "ndjson"];
    tous.extend(arguments);
    let reponse = lancer(tous);
    let mut lignes: Vec<Value> = reponse
        .sortie
        .lines()
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect();
    let resume = lignes.pop().unwrap();
    assert!(resume.get("resume").is_some(), "{resume}");
    (lignes, resume["resume"].clone())
}

/// The only CSV file of a folder.
pub fn seul_csv(dossier: &Path) -> PathBuf {
    let mut csv: Vec<PathBuf> = std::fs::read_dir(dossier)
        .unwrap()
        .map(|entree| entree.unwrap().path())
        .filter(|chemin| chemin.extension().is_some_and(|e| e == "csv"))
        .collect();
    assert_eq!(csv.len(), 1, "{csv:?}");
    csv.remove(0)
}

/// The faults that xmllint finds in a file by a schema; none when it is not installed, which is told.
#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
pub fn fautes_selon_xmllint(schema: &Path, fichier: &Path) -> Option<String> {
    let essai = std::process::Command::new("xmllint")
        .args(["--noout", "--schema", texte(schema), texte(fichier)])
        .output();
    let Ok(sortie) = essai else {
        println!("skipped: xmllint is not installed (Debian: libxml2-utils)");
        return None;
    };
    let dit = String::from_utf8_lossy(&sortie.stderr).into_owned();
    (!sortie.status.success()).then_some(dit)
}

/// A path as an argument.
pub fn texte(chemin: &Path) -> &str {
    chemin.to_str().unwrap()
}
