//! The worked cases of the edition give exactly what they say, and no rule or reading is without its own.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is a failed test")]

mod commun;

use commun::{edition, fichiers};
use guichet_instruction::cas::Catalogue;

const AUCUN: [String; 0] = [];

#[test]
fn every_case_is_decided_as_it_says() {
    let edition = edition();
    let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
    let ecarts: Vec<String> = catalogue
        .cas
        .iter()
        .flat_map(|cas| cas.ecarts(&cas.rejouer(&edition)))
        .collect();
    assert_eq!(ecarts, AUCUN, "{}", ecarts.join("\n"));
}

#[test]
fn every_rule_has_its_three_cases_and_every_reading_its_two() {
    let edition = edition();
    let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
    let lacunes = catalogue.lacunes(&edition.commun);
    assert_eq!(lacunes, AUCUN, "{}", lacunes.join("\n"));
}

#[test]
fn the_worked_examples_of_the_regulation_are_all_there() {
    let edition = edition();
    let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
    let montants: Vec<Option<i64>> = catalogue
        .cas
        .iter()
        .filter(|cas| cas.exemple.is_some())
        .map(|cas| cas.attendu.montant_centimes)
        .collect();
    // « 12 mois ou plus » is one example and two cases.
    let attendus = [600_000, 600_000, 500_000, 300_000, 480_000, 450_000];
    assert_eq!(montants, attendus.map(Some));
}
