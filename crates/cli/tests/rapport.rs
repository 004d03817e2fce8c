//! What a person reads: the report of a faulty file, that of awkward ones, the demonstration.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::{exemples, guichet, lancer, racine, reponse, texte};

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

/// The lines inside the blocks of a document that begin with this mark.
fn dans_les_blocs<'t>(texte: &'t str, debut: &str) -> Vec<&'t str> {
    let mut lignes = Vec::new();
    let mut dedans = false;
    for ligne in texte.lines() {
        if ligne.starts_with("```") {
            dedans = !dedans && ligne == debut;
        } else if dedans {
            lignes.push(ligne);
        }
    }
    lignes
}

#[test]
fn the_documents_show_what_the_program_says() {
    let demo = exemples("demo/CAP_1.0_2024-06_151120230900.csv");
    let texte_dit = lancer(["cyclades", "verifier", texte(&demo)]).sortie;
    let json_dit = lancer(["cyclades", "verifier", "--format", "ndjson", texte(&demo)]).sortie;
    let cas = [
        ("README.md", "```text", &texte_dit),
        ("docs/guide.md", "```text", &texte_dit),
        ("docs/guide.md", "```json", &json_dit),
    ];
    for (document, debut, dit) in cas {
        let contenu = fs::read_to_string(racine().join(document)).unwrap();
        let montrees = dans_les_blocs(&contenu, debut);
        assert!(montrees.len() > 1, "{document} {debut}");
        for ligne in montrees
            .into_iter()
            .filter(|l| !l.starts_with("$ ") && *l != "[…]")
        {
            assert!(
                dit.lines().any(|dite| dite == ligne),
                "{document} shows « {ligne} »"
            );
        }
    }
}
