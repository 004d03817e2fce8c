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
    let reponse = lancer(["regles", "lister", "--format", "json"]);
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
            "phrase_remplie",
            "remede",
            "correction",
            "piste",
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
            .filter(|ligne| ["AE-", "AT-", "CP-", "CY-"]
                .iter()
                .any(|debut| ligne.starts_with(debut)))
            .count(),
        liste().len()
    );
    assert!(
        reponse.sortie.contains("cyclades, édition ")
            && reponse.sortie.contains("contrat-pro, édition "),
        "{}",
        reponse.sortie
    );
    let inconnue = lancer(["regles", "lister", "ciclades"]);
    assert_eq!(inconnue.statut, 2);
    assert!(
        inconnue.erreurs.contains("Vouliez-vous dire « cyclades »"),
        "{}",
        inconnue.erreurs
    );
}

#[test]
fn every_condition_of_a_procedure_that_decides_stands_in_the_list_with_its_source() {
    let reponse = lancer(["regles", "lister", "contrat-pro"]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    let regles: Vec<Value> = liste()
        .into_iter()
        .filter(|regle| regle["procedure"] == "contrat-pro")
        .collect();
    assert!(!regles.is_empty());
    for regle in &regles {
        let texte = |valeur: &Value| valeur.as_str().unwrap().to_owned();
        let code = texte(&regle["code"]);
        // A long source goes on under its column.
        let debut = reponse.sortie.find(&code).unwrap();
        let suite = &reponse.sortie[debut + code.len()..];
        let fin = suite.find("\nCP-").or(suite.find("\n\n")).unwrap();
        let dite = suite[..fin]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let source = &regle["source"];
        let attendue = format!(
            "{} {}, {}",
            texte(&regle["nom"]),
            texte(&source["document"]),
            texte(&source["section"])
        );
        assert!(dite.ends_with(&attendue), "{dite} : {attendue}");
    }
    assert!(!reponse.sortie.contains("CY-"), "{}", reponse.sortie);
}

#[test]
fn an_unknown_code_is_answered_across_the_procedures() {
    let reponse = lancer(["regles", "voir", "001"]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse
            .erreurs
            .contains("essayez CY-001, AT-001, CP-001 ou AE-001"),
        "{}",
        reponse.erreurs
    );
}
