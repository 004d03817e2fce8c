//! The worked cases of the complement, of the account and of the competition fees: each gives what it says, and
//! no rule or reading of a part is without its own.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;

use commun::fichiers;
use guichet_aide_equipement::{DOSSIER, EditionBilan, EditionComplement, EditionConcours};
use guichet_instruction::Instructeur;
use guichet_instruction::cas::Catalogue;
use guichet_socle::edition::Couverture;
use guichet_socle::{Edition, ErreurEdition, Fichiers};

const AUCUN: [String; 0] = [];

/// The cases of a part in each edition that has it: every one is replayed, and what none shows in any edition
/// is told.
fn check<P: Instructeur>(
    volet: &str,
    editions: &[&str],
    charger: fn(&Fichiers, &Edition) -> Result<P, ErreurEdition>,
) {
    let fichiers = fichiers();
    let couverture = Couverture::lire(&fichiers, DOSSIER).unwrap();
    let mut manques: Option<BTreeSet<String>> = None;
    let mut vues = Vec::new();
    for edition in couverture.editions() {
        let dossier = format!("{}/{volet}", edition.dossier);
        if fichiers.chemins(&dossier).next().is_none() {
            continue;
        }
        vues.push(edition.id.as_str());
        let procedure = charger(&fichiers, edition).unwrap();
        let commun = procedure.commun();
        let catalogue = Catalogue::lire(&fichiers, commun).unwrap();
        let ecarts: Vec<String> = catalogue
            .cas
            .iter()
            .flat_map(|cas| cas.ecarts(&cas.rejouer(&procedure)))
            .collect();
        assert_eq!(ecarts, AUCUN, "{}", ecarts.join("\n"));
        let lacunes: BTreeSet<String> = catalogue.lacunes(commun).into_iter().collect();
        manques = Some(match manques {
            Some(avant) => avant.intersection(&lacunes).cloned().collect(),
            None => lacunes,
        });
    }
    assert_eq!(vues, editions, "{volet}");
    let manques: Vec<String> = manques.unwrap().into_iter().collect();
    assert_eq!(manques, AUCUN, "{}", manques.join("\n"));
}

#[test]
fn the_cases_of_the_complement_are_decided_as_they_say_and_cover_its_rules() {
    let editions = ["2021-09-01", "2023-09-01"];
    check("complement", &editions, EditionComplement::charger);
}

#[test]
fn the_cases_of_the_account_are_decided_as_they_say_and_cover_its_rules() {
    let editions = ["2021-09-01", "2023-09-01"];
    check("bilan", &editions, EditionBilan::charger);
}

#[test]
fn the_cases_of_the_competition_fees_are_decided_as_they_say_and_cover_its_rules() {
    // No document gives the amount of an earlier year (ARE-38).
    check("concours", &["2023-09-01"], EditionConcours::charger);
}
