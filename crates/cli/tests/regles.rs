//! `guichet regles`: the list, and each rule with its text, its source and its cases.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::{lancer, racine};
use serde_json::Value;

fn liste() -> Vec<Value> {
    let reponse = lancer(["regles", "lister", "cyclades", "--format", "json"]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    serde_json::from_str(&reponse.sortie).unwrap()
}

/// The rooms below show every rule; here, some of each theme.
#[test]
fn a_rule_can_be_seen_by_its_code() {
    for regle in liste().iter().step_by(9) {
        let code = regle["code"].as_str().unwrap();
        let reponse = lancer(["regles", "voir", code]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{code}"
        );
        assert!(
            reponse.sortie.starts_with(&format!("{code} · ")),
            "{}",
            reponse.sortie
        );
    }
}

#[test]
fn the_place_of_a_rule_is_that_of_its_code() {
    for regle in liste() {
        let code = regle["code"].as_str().unwrap();
        let chemin = racine()
            .join("donnees")
            .join(regle["fichier"].as_str().unwrap());
        let texte = fs::read_to_string(chemin).unwrap();
        let ligne = usize::try_from(regle["ligne"].as_u64().unwrap()).unwrap();
        assert_eq!(
            texte.lines().nth(ligne - 1),
            Some(format!("code = \"{code}\"").as_str())
        );
    }
}

#[test]
fn the_json_of_a_rule_has_the_keys_in_order() {
    let json = lancer(["regles", "voir", "cy-231", "--format", "json"]);
    let fiche: Value = serde_json::from_str(&json.sortie).unwrap();
    let toutes = liste();
    let dans_la_liste = toutes
        .iter()
        .find(|regle| regle["code"] == "CY-231")
        .unwrap();
    for (cle, valeur) in dans_la_liste.as_object().unwrap() {
        assert_eq!(fiche[cle], *valeur, "{cle}");
    }
    let cles: Vec<&String> = fiche.as_object().unwrap().keys().collect();
    assert_eq!(
        cles,
        [
            "code",
            "nom",
            "gravite",
            "procedure",
            "edition",
            "champs",
            "domaines",
            "exige",
            "apres",
            "phrase",
            "remede",
            "correction",
            "source",
            "lectures",
            "fichier",
            "ligne",
            "cas",
        ]
    );
}

#[test]
fn the_list_is_a_table_of_a_hundred_columns() {
    let reponse = lancer(["regles", "lister"]);
    assert_eq!(reponse.statut, 0);
    assert!(
        reponse
            .sortie
            .lines()
            .all(|ligne| ligne.chars().count() <= 100)
    );
    assert_eq!(
        reponse
            .sortie
            .lines()
            .filter(|ligne| ligne.starts_with("CY-"))
            .count(),
        liste().len()
    );
    let inconnue = lancer(["regles", "lister", "ciclades"]);
    assert_eq!(inconnue.statut, 2);
    assert!(
        inconnue.erreurs.contains("Vouliez-vous dire « cyclades »"),
        "{}",
        inconnue.erreurs
    );
}
