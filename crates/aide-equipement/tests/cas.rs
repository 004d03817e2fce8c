//! The worked cases of both editions give exactly what they say, and no rule or reading is without its own.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;

use commun::{edition, fichiers};
use guichet_instruction::cas::Catalogue;

const EDITIONS: [&str; 2] = ["2021-09-01", "2023-09-01"];
const AUCUN: [String; 0] = [];

#[test]
fn every_case_is_decided_as_it_says() {
    for id in EDITIONS {
        let edition = edition(id);
        let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
        let ecarts: Vec<String> = catalogue
            .cas
            .iter()
            .flat_map(|cas| cas.ecarts(&cas.rejouer(edition)))
            .collect();
        assert_eq!(ecarts, AUCUN, "{}", ecarts.join("\n"));
    }
}

#[test]
fn every_rule_has_its_cases_and_every_reading_its_two_in_one_edition_or_the_other() {
    let [avant, apres] = EDITIONS.map(|id| {
        let edition = edition(id);
        let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
        let lacunes = catalogue.lacunes(&edition.commun);
        lacunes.into_iter().collect::<BTreeSet<String>>()
    });
    // The rules are the same, and what an edition settles the other leaves open: a case in one is enough.
    let lacunes: Vec<String> = avant.intersection(&apres).cloned().collect();
    assert_eq!(lacunes, AUCUN, "{}", lacunes.join("\n"));
}
