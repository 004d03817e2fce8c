//! The interview of `guichet instruire`, with its answers piped in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::{Reponse, guichet, lancer, reponse, texte};
use serde_json::Value;

/// The answers of an employer whose request is right, to the last question.
const TOUTES: [&str; 26] = [
    "",
    "15/11/2024",
    "123 456 782 00010",
    "44",
    "oui",
    "o",
    "aucune",
    "0,00 €",
    "",
    "",
    "21/03/1990",
    "oui",
    "jamais",
    "1",
    "01/10/2024",
    "30/09/2025",
    "28/35",
    "RNCP37537",
    "",
    "oui",
    "06/01/2025",
    "19/01/2025",
    "oui",
    "non",
    "oui",
    "oui",
];

fn entretien(arguments: &[&str], reponses: &[&str]) -> Reponse {
    let ecrit: Vec<String> = reponses.iter().map(|r| format!("{r}\n")).collect();
    reponse(
        guichet()
            .args(["instruire", "contrat-pro", "--questions"])
            .args(arguments)
            .write_stdin(ecrit.concat()),
    )
}

/// A decision without what tells where it was read.
fn sans_lieu(decision: &str) -> Value {
    let mut valeur: Value = serde_json::from_str(decision).unwrap();
    valeur["reference"] = Value::Null;
    valeur
}

#[test]
fn a_whole_interview_reads_as_a_conversation() {
    let mut reponses = vec![
        "retour",
        "",
        "31/11/2024",
        "15/11/2024",
        "retour",
        "15/11/2024",
    ];
    reponses.extend([
        "aide",
        "?",
        "44",
        "oui",
        "peut-être",
        "oui",
        "12/02/2024 | 13/02/2024",
    ]);
    reponses.extend([
        "",
        "",
        "",
        "03/02/2001",
        "oui",
        "jamais",
        "2",
        "oui",
        "01/10/2024",
        "fin",
    ]);
    let reponse = entretien(&[], &reponses);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    // What follows is the decision, and its form has its own tests.
    let (questions, decision) = reponse.sortie.split_once("\n> fin\n").unwrap();
    assert!(decision.contains("CP-101"), "{decision}");
    insta::assert_snapshot!(questions);
}

#[test]
fn the_answers_kept_in_a_file_give_the_same_decision() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("d.json");
    let garde = ["--format", "ndjson", "--enregistrer", texte(&chemin)];
    let dit = entretien(&garde, &TOUTES);
    assert_eq!(dit.statut, 0, "{}", dit.erreurs);
    // The questions do not mix with what a program reads.
    assert_eq!(dit.sortie.lines().count(), 1);
    assert!(
        dit.erreurs.contains("Dossier enregistré dans"),
        "{}",
        dit.erreurs
    );
    let relu = lancer([
        "instruire",
        "contrat-pro",
        texte(&chemin),
        "--format",
        "ndjson",
    ]);
    assert_eq!(relu.statut, 0, "{}", relu.erreurs);
    assert_eq!(sans_lieu(&relu.sortie), sans_lieu(&dit.sortie));
    assert_eq!(
        sans_lieu(&dit.sortie)["issue"],
        "favorable",
        "{}",
        dit.sortie
    );
}

#[test]
fn what_is_unknown_is_unknown_in_the_file_too() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("d.json");
    let mut reponses = TOUTES;
    (reponses[2], reponses[24]) = ("?", "je ne sais pas");
    // Whether the suspension is paid.
    reponses[22] = "?";
    let garde = ["--format", "ndjson", "--enregistrer", texte(&chemin)];
    let dit = entretien(&garde, &reponses);
    let relu = lancer([
        "instruire",
        "contrat-pro",
        texte(&chemin),
        "--format",
        "ndjson",
    ]);
    assert_eq!(sans_lieu(&relu.sortie), sans_lieu(&dit.sortie));
    let decision = sans_lieu(&dit.sortie);
    assert_eq!(decision["issue"], "incomplet");
    let manque = decision["manque"].to_string();
    assert_eq!(
        manque,
        r#"["employeur.siret","contrat.suspensions","pieces.contrat_cerfa"]"#
    );
}

#[test]
fn a_file_of_answers_replaces_nothing_and_is_told_before_the_questions() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("d.json");
    fs::write(&chemin, "à garder").unwrap();
    let refus = entretien(&["--enregistrer", texte(&chemin)], &["fin"]);
    assert_eq!((refus.statut, refus.sortie.as_str()), (2, ""));
    assert!(refus.erreurs.contains("existe déjà"), "{}", refus.erreurs);
    assert_eq!(fs::read_to_string(&chemin).unwrap(), "à garder");
}

#[test]
fn the_end_of_the_interview_offers_to_keep_it() {
    let dossier = tempfile::tempdir().unwrap();
    let pris = dossier.path().join("pris.json");
    fs::write(&pris, "à garder").unwrap();
    let libre = dossier.path().join("libre.json");
    let cas: [(&[&str], &[&str]); 3] = [
        (&["fin", ""], &["pris.json"]),
        (&["fin"], &["pris.json"]),
        (
            &["fin", texte(&pris), texte(&libre)],
            &["libre.json", "pris.json"],
        ),
    ];
    for (reponses, attendus) in cas {
        let dit = entretien(&[], reponses);
        assert_eq!(dit.statut, 0, "{}", dit.erreurs);
        assert!(dit.sortie.contains("Enregistrer ce dossier ?"));
        let mut noms: Vec<String> = fs::read_dir(dossier.path())
            .unwrap()
            .map(|entree| entree.unwrap().file_name().into_string().unwrap())
            .collect();
        noms.sort();
        assert_eq!(noms, attendus);
    }
    assert_eq!(fs::read_to_string(&pris).unwrap(), "à garder");
}

#[test]
fn an_interview_cut_short_decides_with_what_is_known() {
    let dit = entretien(&["--format", "ndjson"], &["", "15/11/2024"]);
    assert_eq!(dit.statut, 0);
    assert_eq!(sans_lieu(&dit.sortie)["issue"], "incomplet");
    let refuse = entretien(
        &["--format", "ndjson", "--strict"],
        &["", "15/11/2024", "", "75", "non"],
    );
    assert_eq!(refuse.statut, 1, "{}", refuse.erreurs);
    assert!(refuse.erreurs.contains("CP-201"), "{}", refuse.erreurs);
    assert_eq!(sans_lieu(&refuse.sortie)["issue"], "defavorable");
}
