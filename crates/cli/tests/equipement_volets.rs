//! The complement, the year-end account and the competition fees, through the program.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod commun;

use std::fs;

use commun::{Reponse, guichet, lancer, reponse, texte};
use serde_json::{Value, json};

const COMPLEMENTS: &str = "exemples/equipement/complements.json";
const BILANS: &str = "exemples/equipement/bilans.json";
const CONCOURS: &str = "exemples/equipement/concours.json";
const FAUTIFS: &str = "exemples/equipement/volets-fautifs.json";

fn lues(reponse: &Reponse) -> Vec<Value> {
    serde_json::from_str(&reponse.sortie).unwrap()
}

/// Decisions on some dossiers written on the standard input.
fn decider(volet: &str, dossiers: &Value) -> Vec<Value> {
    let mut commande = guichet();
    commande.args(["equipement", volet, "-", "--format", "json"]);
    commande.write_stdin(dossiers.to_string());
    lues(&reponse(&mut commande))
}

fn issues(decisions: &[Value]) -> Vec<&str> {
    decisions
        .iter()
        .map(|d| d["issue"].as_str().unwrap())
        .collect()
}

/// The text without what changes with every word of an edition.
fn assert_text(nom: &str, arguments: &[&str]) {
    let reponse = lancer(arguments);
    assert_eq!(reponse.erreurs, "");
    insta::assert_snapshot!(nom, reponse.sortie);
}

#[test]
fn the_complements_are_told_as_an_officer_reads_them() {
    assert_text("complements", &["equipement", "complement", COMPLEMENTS]);
}

#[test]
fn the_accounts_are_told_as_an_officer_reads_them() {
    assert_text("bilans", &["equipement", "bilan", BILANS]);
}

#[test]
fn the_competition_fees_are_told_as_an_officer_reads_them() {
    assert_text("concours", &["equipement", "concours", CONCOURS]);
}

#[test]
fn a_complement_is_never_automatic_and_keeps_the_words_of_the_contract() {
    let reponse = lancer(["equipement", "complement", COMPLEMENTS, "--format", "json"]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let decisions = lues(&reponse);
    assert_eq!(
        issues(&decisions),
        [
            "accordable",
            "a_examiner",
            "a_examiner",
            "non_accordable",
            "incomplet"
        ]
    );
    for decision in &decisions {
        assert_eq!(decision["automatique"], json!(false));
        assert_eq!(decision["procedure"], "equipement-complement");
    }
    let montants: Vec<&Value> = decisions
        .iter()
        .map(|d| &d["montant_maximal_centimes"])
        .collect();
    assert_eq!(
        montants,
        [
            &json!(120_800),
            &json!(21_600),
            &json!(30_200),
            &json!(0),
            &Value::Null
        ]
    );
    assert_eq!(decisions[1]["lectures"][0]["id"], "ARE-27");
    assert_eq!(decisions[2]["lectures"][0]["id"], "ARE-26");
    // The code contains the speciality: both are shown (ARE-28).
    assert_eq!(decisions[0]["formations"][0]["specialite"], "221");
}

#[test]
fn the_same_dossiers_are_decided_alike_by_either_command() {
    for (volet, fichier) in [
        ("complement", COMPLEMENTS),
        ("bilan", BILANS),
        ("concours", CONCOURS),
    ] {
        let procedure = format!("equipement-{volet}");
        let ici = lancer(["equipement", volet, fichier, "--format", "ndjson"]);
        let la = lancer(["instruire", &procedure, fichier, "--format", "ndjson"]);
        assert_eq!((ici.statut, ici.sortie), (la.statut, la.sortie), "{volet}");
    }
}

#[test]
fn an_account_leaves_what_was_not_spent_and_never_less_than_nothing() {
    let decisions = lues(&lancer(["equipement", "bilan", BILANS, "--format", "json"]));
    assert_eq!(
        issues(&decisions),
        ["conforme", "a_examiner", "non_conforme", "incomplet"]
    );
    assert_eq!(
        decisions[0]["reliquats"],
        json!({ "pre_bac_centimes": 72_400, "post_bac_centimes": 16_100, "prepa_metiers_centimes": 8_000 })
    );
    // Spent above the grant, a transfer that is not allowed: nothing is left, and nothing is owed.
    assert_eq!(
        decisions[2]["reliquats"],
        json!({ "pre_bac_centimes": 0, "post_bac_centimes": 0, "prepa_metiers_centimes": 0 })
    );
    let refus: Vec<&str> = decisions[2]["constats"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|constat| constat["resultat"] == "non_rempli")
        .map(|constat| constat["regle"].as_str().unwrap())
        .collect();
    assert_eq!(refus, ["AE-412", "AE-415", "AE-416", "AE-418"]);
}

#[test]
fn the_carry_overs_are_the_table_that_next_year_reads() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("reliquats.csv");
    let arguments = ["equipement", "bilan", BILANS, "--reliquats", texte(&chemin)];
    let premiere = lancer(arguments);
    assert_eq!(premiere.statut, 0, "{}", premiere.erreurs);
    assert_eq!(
        fs::read_to_string(&chemin).unwrap(),
        "uai;annee_scolaire;pre_bac_centimes;post_bac_centimes;prepa_metiers_centimes\n\
         0990001N;2024-2025;72400;16100;8000\n\
         0990002P;2024-2025;14000;0;0\n\
         0990003R;2024-2025;0;0;0\n"
    );
    let erreurs: Vec<&str> = premiere.erreurs.lines().collect();
    assert_eq!(erreurs.len(), 2, "{erreurs:?}");
    assert!(erreurs[0].contains("un bilan, dont le reliquat n’est pas connu"));
    assert!(erreurs[1].contains("2 bilans ne sont pas conformes, ou restent à examiner"));
    let seconde = lancer(arguments);
    assert_eq!(seconde.statut, 2);
    assert!(
        seconde.erreurs.contains("existe déjà"),
        "{}",
        seconde.erreurs
    );
    let troisieme = lancer(arguments.into_iter().chain(["--remplacer"]));
    assert_eq!(troisieme.statut, 0, "{}", troisieme.erreurs);
}

#[test]
fn no_carry_over_leaves_no_file() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("reliquats.csv");
    let mut commande = guichet();
    commande.args(["equipement", "bilan", "-", "--reliquats", texte(&chemin)]);
    commande.write_stdin(r#"{"reference": "B-9", "annee_scolaire": "2023-2024"}"#);
    let reponse = reponse(&mut commande);
    assert!(!chemin.exists());
    assert!(
        reponse.erreurs.contains("n’est pas écrit"),
        "{}",
        reponse.erreurs
    );
}

/// Each record of a table holds several kinds, separated by a plus.
#[test]
fn an_account_says_the_same_in_a_table() {
    let table = "reference;annee_scolaire;etablissement.uai;dotations.pre_bac_centimes;dotations.post_bac_centimes;dotations.prepa_metiers_centimes;reliquats_anterieurs.pre_bac_centimes;reliquats_anterieurs.post_bac_centimes;reliquats_anterieurs.prepa_metiers_centimes;depenses.dispositif;depenses.code_diplome;depenses.eleves_aides;depenses.montant_centimes;depenses.types;virements;non_boursiers_aides.eligible_crous;non_boursiers_aides.montant_centimes\n\
        B-1;2023-2024;0990001N;362400;181200;108000;10000;0;0;pre_bac|pre_bac|post_bac|prepa_metiers;50022137|50022139|32031212|67010031;20|4|11|20;290000|10000|150000|100000;vetement_protection + materiel_outillage|materiel_outillage|consommable_documentation|consommable_documentation;[];oui;15100\n";
    let mut commande = guichet();
    commande.args(["equipement", "bilan", "-", "--format", "json"]);
    commande.write_stdin(table);
    let mut du_tableau = lues(&reponse(&mut commande));
    let mut du_json = lues(&lancer(["equipement", "bilan", BILANS, "--format", "json"]));
    assert_eq!(du_tableau[0].take(), du_json[0].take());
}

#[test]
fn a_list_in_a_record_is_told_where_it_is_wrong() {
    let dossier = |types: Value| {
        json!({ "reference": "B-1", "annee_scolaire": "2023-2024",
                "depenses": [{ "dispositif": "pre_bac", "types": types }] })
    };
    for (types, attendu) in [
        (json!("materiel_outillage"), "depenses[1].types"),
        (json!(["materiel_outillage", 3]), "depenses[1].types[2]"),
        (json!([["materiel_outillage"]]), "depenses[1].types[1]"),
        (json!([null]), "depenses[1].types[1]"),
    ] {
        let decisions = decider("bilan", &dossier(types.clone()));
        assert_eq!(issues(&decisions), ["illisible"], "{types}");
        let message = decisions[0]["constats"][0]["message"].as_str().unwrap();
        assert!(message.contains(attendu), "{types} : {message}");
        assert_eq!(decisions[0]["constats"][0]["regle"], "AE-402");
    }
}

#[test]
fn the_competition_fees_pay_three_at_most_under_the_ceiling_included() {
    let decisions = lues(&lancer([
        "equipement",
        "concours",
        CONCOURS,
        "--format",
        "json",
    ]));
    assert_eq!(
        issues(&decisions),
        ["favorable", "favorable", "defavorable", "incomplet"]
    );
    assert_eq!(decisions[0]["montant_centimes"], 61_600);
    assert_eq!(decisions[1]["montant_centimes"], 92_400);
    let avertis: Vec<&str> = decisions[1]["avertissements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|avis| avis["regle"].as_str().unwrap())
        .collect();
    assert_eq!(avertis, ["AE-751", "AE-752"]);
}

#[test]
fn a_year_without_the_aid_and_a_dossier_that_cannot_be_read_keep_their_place() {
    let reponse = lancer(["equipement", "concours", FAUTIFS, "--format", "json"]);
    assert_eq!(reponse.statut, 2);
    let decisions = lues(&reponse);
    assert_eq!(issues(&decisions), ["illisible"; 3]);
    let message = |rang: usize| decisions[rang]["constats"][0]["message"].as_str().unwrap();
    assert!(message(0).contains("Aucune édition de « equipement-concours »"));
    assert!(message(1).contains("n’est pas une année scolaire"));
    let regles: Vec<&str> = decisions[2]["constats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|constat| constat["regle"].as_str().unwrap())
        .collect();
    assert_eq!(regles, ["AE-701", "AE-702"]);
}

#[test]
fn the_parts_are_procedures_of_the_catalogue_and_no_editions_of_their_own() {
    let regles = lancer(["regles", "lister", "equipement-bilan"]);
    assert!(regles.sortie.contains("AE-415"), "{}", regles.erreurs);
    let fiche = lancer(["regles", "voir", "AE-318"]);
    assert!(fiche.sortie.contains("ARE-26"), "{}", fiche.erreurs);
    let editions = lancer(["editions", "lister"]).sortie;
    assert!(editions.contains("equipement"));
    assert!(!editions.contains("equipement-bilan"), "{editions}");
    let voir = lancer(["editions", "voir", "equipement", "2023-09-01"]).sortie;
    assert!(voir.contains("bilan/conditions.toml"), "{voir}");
    let absente = lancer(["equipement", "concours", CONCOURS, "--edition", "2021-2022"]);
    assert_eq!(absente.statut, 2);
    assert!(absente.erreurs.contains("equipement-concours"));
}
