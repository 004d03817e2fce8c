//! The worked cases of the edition give exactly what they say, no rule or reading is without its own, and no
//! answer ever says that the work is granted.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::{edition, fichiers};
use guichet_autorisation_travail::EditionAutorisationTravail;
use guichet_instruction::cas::Catalogue;

const AUCUN: [String; 0] = [];

fn catalogue(edition: &EditionAutorisationTravail) -> Catalogue {
    Catalogue::lire(&fichiers(), &edition.commun).unwrap()
}

#[test]
fn every_case_is_decided_as_it_says() {
    let edition = edition("2007-12-20");
    let ecarts: Vec<String> = catalogue(&edition)
        .cas
        .iter()
        .flat_map(|cas| cas.ecarts(&cas.rejouer(&edition)))
        .collect();
    assert_eq!(ecarts, AUCUN, "{}", ecarts.join("\n"));
}

#[test]
fn every_rule_has_its_cases_and_every_reading_its_two() {
    let edition = edition("2007-12-20");
    let lacunes = catalogue(&edition).lacunes(&edition.commun);
    assert_eq!(lacunes, AUCUN, "{}", lacunes.join("\n"));
}

#[test]
fn no_answer_says_that_the_work_is_granted() {
    let edition = edition("2007-12-20");
    let catalogue = catalogue(&edition);
    assert!(catalogue.cas.len() > 30, "{}", catalogue.cas.len());
    for cas in &catalogue.cas {
        let dite = format!("{:?}", cas.rejouer(&edition)).to_lowercase();
        for mot in ["autorisé", "autorisee", "accordée", "refusée"] {
            assert!(!dite.contains(mot), "{mot} : {dite}");
        }
    }
}
