//! A regulation written as data alone is decided, explained and exported like those of the program.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fmt::Write as _;

use commun::{Reponse, guichet, lancer, reponse};
use serde_json::Value;

const AIDE: &str = "premier-equipement-apprentis";

fn sur_mesure(arguments: &[&str]) -> Reponse {
    let mut tous = vec!["--donnees", "exemples/sur-mesure"];
    tous.extend(arguments);
    lancer(tous)
}

fn decisions(arguments: &[&str], dossiers: &str) -> Vec<Value> {
    let rendue = reponse(
        guichet()
            .args(["--donnees", "exemples/sur-mesure"])
            .args(arguments)
            .args(["--format", "ndjson", "-"])
            .write_stdin(dossiers),
    );
    assert_eq!(rendue.erreurs, "", "{arguments:?}");
    let lignes = rendue.sortie.lines();
    lignes
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect()
}

#[test]
fn the_aid_of_the_tutorial_is_decided_and_explained() {
    let dossiers = "exemples/sur-mesure/apprentis.csv";
    let texte = sur_mesure(&["instruire", AIDE, dossiers]);
    assert_eq!((texte.statut, texte.erreurs.as_str()), (0, ""));
    insta::assert_snapshot!(texte.sortie);
    let csv = sur_mesure(&["instruire", AIDE, dossiers, "--format", "csv"]);
    assert_eq!(csv.sortie.lines().count(), 5);
    let regles = sur_mesure(&["regles", "lister", AIDE]);
    assert!(regles.sortie.contains("PE-101"), "{}", regles.sortie);
    let regle = sur_mesure(&["regles", "voir", "PE-101"]);
    assert!(
        regle.sortie.contains("Trente ans le jour du début"),
        "{}",
        regle.sortie
    );
    let editions = sur_mesure(&["editions", "lister", AIDE]);
    assert!(
        editions.sortie.contains("2025-09-01"),
        "{}",
        editions.sortie
    );
    let sans = lancer(["instruire", AIDE, dossiers]);
    assert_eq!((sans.statut, sans.erreurs.lines().count()), (2, 1));
}

#[test]
fn the_competition_fees_written_as_data_answer_as_those_of_the_program() {
    let mut dossiers = String::new();
    for rang in 0..600_i64 {
        let mut champs = vec![format!("\"reference\":\"C-{rang}\"")];
        champs.push("\"annee_scolaire\":\"2023-2024\"".to_owned());
        if rang % 7 != 0 {
            champs.push(format!("\"annee_cpge\":{}", 1 + rang % 3));
        }
        if rang % 11 != 0 {
            // Around the ceiling: one cent below, at it, one above, and far on each side.
            let quotient = [0, 1_013_999, 1_014_000, 1_014_001, 2_000_000];
            let place = usize::try_from(rang % 5).unwrap();
            champs.push(format!(
                "\"quotient_familial_centimes\":{}",
                quotient[place]
            ));
        }
        if rang % 13 != 0 {
            champs.push(format!("\"nombre_concours\":{}", rang % 6));
        }
        writeln!(dossiers, "{{{}}}", champs.join(",")).unwrap();
    }
    let livrees = decisions(&["instruire", "equipement-concours"], &dossiers);
    let libres = decisions(&["instruire", "frais-de-concours"], &dossiers);
    assert_eq!(livrees.len(), 600);
    for (livree, libre) in livrees.iter().zip(&libres) {
        for champ in ["reference", "issue", "montant_centimes", "manque"] {
            assert_eq!(livree[champ], libre[champ], "{livree}\n{libre}");
        }
    }
    for issue in ["favorable", "defavorable", "incomplet"] {
        assert!(
            libres.iter().any(|decision| decision["issue"] == issue),
            "{issue}"
        );
    }
}
