//! `guichet lectures`: the register, whole, by document or by status, one entry, in every form.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::{guichet, lancer};
use serde_json::Value;

fn json(arguments: &[&str]) -> Vec<Value> {
    let mut tous = vec!["lectures", "--format", "json"];
    tous.extend(arguments);
    serde_json::from_str(&lancer(tous).sortie).unwrap()
}

#[test]
fn every_entry_that_a_decision_names_can_be_looked_up() {
    for id in ["CP-07", "cp-07", "CY-27", "M07-08", "X-02"] {
        let reponse = lancer(["lectures", id]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""), "{id}");
        for attendu in [
            id.to_uppercase().as_str(),
            "Question",
            "Retenue",
            "Citée par",
        ] {
            assert!(
                reponse.sortie.contains(attendu),
                "{attendu} : {}",
                reponse.sortie
            );
        }
    }
}

#[test]
fn the_register_is_given_by_document_and_by_status_in_every_form() {
    let toutes = json(&[]);
    let deux = json(&["--document", "contrat-pro", "--statut", "deux-lectures"]);
    assert!(!deux.is_empty() && deux.len() < toutes.len());
    for lecture in &deux {
        assert_eq!(lecture["statut"], "deux_lectures");
        assert_eq!(lecture["document"], "contrat-pro");
        assert!(lecture["autre"].is_string() && lecture["citations"].is_array());
    }
    let csv = lancer(["lectures", "--format", "csv"]).sortie;
    assert_eq!(csv.lines().count(), toutes.len() + 1);
    let html = lancer(["lectures", "CP-07", "--format", "html"]).sortie;
    assert!(html.starts_with("<!doctype html>") && html.contains("CP-07"));
    let xlsx = guichet().args(["lectures", "--format", "xlsx"]).output();
    assert!(xlsx.unwrap().stdout.starts_with(b"PK"));
}

#[test]
fn what_is_no_entry_is_answered_in_one_line() {
    for (arguments, attendu) in [
        (vec!["lectures", "CP-101"], "guichet regles voir CP-101"),
        (vec!["lectures", "CP-99"], "essayez"),
        (vec!["lectures", "--document", "cyclade"], "il y a :"),
        (vec!["lectures", "--statut", "douteux"], "douteux"),
    ] {
        let reponse = lancer(arguments);
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}
