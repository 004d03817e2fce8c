//! What a person reads: the report of a faulty file, that of awkward ones, the demonstration.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::{exemples, guichet, lancer, reponse, texte};

fn rapport(sous: &str) -> String {
    lancer(["cyclades", "verifier", texte(&exemples(sous))]).sortie
}

#[test]
fn the_report_of_a_faulty_file_shows_each_cause_once_with_its_row() {
    insta::assert_snapshot!(rapport("fautifs/CAP_1.0_2024-06_151120230914.csv"));
}

#[test]
fn the_report_of_awkward_files_says_what_they_are() {
    for nom in [
        "CAP-windows-1252",
        "CAP-colonnes-decalees",
        "CAP-guillemet-ouvert",
    ] {
        insta::assert_snapshot!(
            nom,
            rapport(&format!("delicats/{nom}_1.0_2024-06_151120230900.csv"))
        );
    }
}

#[test]
fn the_demonstration_needs_nothing_and_ends_well() {
    let ailleurs = tempfile::tempdir().unwrap();
    let reponse = reponse(guichet().arg("demo").current_dir(ailleurs.path()));
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    insta::assert_snapshot!(reponse.sortie);
}

#[test]
fn a_narrow_terminal_gets_shorter_rows() {
    let chemin = exemples("demo/CAP_1.0_2024-06_151120230900.csv");
    let reponse = reponse(
        guichet()
            .env("COLUMNS", "70")
            .args(["cyclades", "verifier"])
            .arg(chemin),
    );
    let rangees = reponse.sortie.lines().filter(|ligne| ligne.contains(" | "));
    for ligne in rangees.filter(|ligne| !ligne.contains('^')) {
        assert!(ligne.chars().count() <= 70, "{ligne}");
    }
}
