//! The dossiers of `exemples/contrat-pro`: those shipped are those the program makes, they show every issue,
//! and each fault of its list is told in its place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use commun::{lancer, racine, texte};
use serde_json::Value;

/// The shipped files: dossiers, part of faults, form.
const LIVRES: [(&str, &str, &str); 4] = [
    ("32", "0", "csv"),
    ("32", "0", "ndjson"),
    ("6", "1", "csv"),
    ("7", "1", "ndjson"),
];

/// Set to 1 to write the shipped examples again, after a change of the generator.
const RECRIRE: &str = "GUICHET_RECRIRE_EXEMPLES";

fn dossier() -> PathBuf {
    racine().join("exemples/contrat-pro")
}

fn lignes(texte: &str) -> Vec<Value> {
    texte
        .lines()
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect()
}

fn instruire(fichier: &str, statut: i32) -> Vec<Value> {
    let chemin = dossier().join(fichier);
    let reponse = lancer([
        "instruire",
        "contrat-pro",
        texte(&chemin),
        "--format",
        "ndjson",
    ]);
    assert_eq!(reponse.statut, statut, "{}", reponse.erreurs);
    lignes(&reponse.sortie)
}

#[test]
fn the_shipped_dossiers_are_those_the_program_makes() {
    let refait = tempfile::tempdir().unwrap();
    for (dossiers, fautes, forme) in LIVRES {
        let reponse = lancer([
            "exemples",
            "generer",
            "--procedure",
            "contrat-pro",
            "--dossiers",
            dossiers,
            "--fautes",
            fautes,
            "--graine",
            "1",
            "--forme",
            forme,
            "--sortie",
            texte(refait.path()),
        ]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    }
    let mut noms: Vec<String> = fs::read_dir(refait.path())
        .unwrap()
        .map(|entree| entree.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    noms.sort();
    assert_eq!(noms.len(), 6, "{noms:?}");
    for nom in noms {
        let attendu = fs::read(refait.path().join(&nom)).unwrap();
        let livre = dossier().join(&nom);
        if std::env::var_os(RECRIRE).is_some() {
            fs::write(&livre, &attendu).unwrap();
        }
        assert!(
            fs::read(&livre).unwrap_or_default() == attendu,
            "{nom} is not what the program makes; run the test with {RECRIRE}=1 and look at the difference"
        );
    }
}

#[test]
fn both_forms_of_the_dossiers_get_the_same_decisions_of_every_issue() {
    let table = instruire("dossiers.csv", 0);
    assert_eq!(table, instruire("dossiers.ndjson", 0));
    assert_eq!(table.len(), 32);
    let issues: BTreeSet<&str> = table.iter().filter_map(|d| d["issue"].as_str()).collect();
    let attendues = ["a_examiner", "defavorable", "favorable", "incomplet"];
    assert_eq!(issues, BTreeSet::from(attendues));
}

#[test]
fn each_fault_of_the_list_is_told_in_one_line_that_names_its_place() {
    for forme in ["csv", "ndjson"] {
        let nom = format!("fautifs.{forme}");
        let manifeste = dossier().join(format!("{nom}.manifeste.ndjson"));
        let attendues = lignes(&fs::read_to_string(manifeste).unwrap());
        let decisions = instruire(&nom, 2);
        assert_eq!(decisions.len(), attendues.len());
        for (decision, attendue) in decisions.iter().zip(&attendues) {
            assert_eq!(decision["issue"], "illisible");
            assert_eq!(decision["reference"], attendue["reference"]);
            let constats = decision["constats"].as_array().unwrap();
            let [constat] = constats.as_slice() else {
                panic!("{decision}");
            };
            assert_eq!(constat["regle"], attendue["regle"], "{constat}");
            let message = constat["message"].as_str().unwrap();
            let champ = attendue["champ"].as_str().unwrap();
            assert!(message.contains(champ), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
        }
    }
}

/// The commands of the note, as they stand.
#[test]
fn every_command_of_the_note_works() {
    let note = fs::read_to_string(dossier().join("LISEZMOI.md")).unwrap();
    let sortie = tempfile::tempdir().unwrap();
    let mut vues = 0;
    for commande in note
        .split(['`', '\n'])
        .filter_map(|bout| bout.strip_prefix("guichet "))
    {
        let arguments: Vec<String> = commande
            .split_whitespace()
            .map(|mot| mot.replace("DOSSIER", &format!("{}/{vues}", texte(sortie.path()))))
            .collect();
        let reponse = lancer(&arguments);
        let attendu = if commande.contains("fautifs") { 2 } else { 0 };
        assert_eq!(reponse.statut, attendu, "{commande}: {}", reponse.erreurs);
        vues += 1;
    }
    assert!(vues > 6, "{vues}");
}
