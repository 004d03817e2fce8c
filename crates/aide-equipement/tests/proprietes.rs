//! What holds for every school: whatever is drawn, the grant keeps these promises.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;
mod ecole;

use commun::edition;
use ecole::Ecole;
use guichet_aide_equipement::dotation::Reponse;
use guichet_aide_equipement::dotation::lignes::Ligne;
use guichet_aide_equipement::{Dispositif, EditionEquipement};
use guichet_instruction::{Instructeur, trancher};
use guichet_socle::{Centimes, Issue};
use proptest::prelude::*;

fn reponse(edition: &EditionEquipement, ecole: &Ecole) -> Reponse {
    trancher(edition, &ecole.dossier(edition)).reponse
}

fn cents(montant: Option<Centimes>) -> i64 {
    montant.unwrap().0
}

/// A row cut in two, elsewhere in the table.
fn coupee(ecole: &Ecole, ou: usize, combien: i64) -> Ecole {
    let mut autre = ecole.clone();
    if autre.rangees.is_empty() {
        return autre;
    }
    let place = ou % autre.rangees.len();
    let mut reste = autre.rangees[place];
    let pris = combien.min(reste.effectif);
    autre.rangees[place].effectif -= pris;
    reste.effectif = pris;
    autre.rangees.insert(0, reste);
    autre
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_grant_is_never_negative_and_its_lines_sum_to_it(graine in any::<u64>(), annee in 0..2usize) {
        let edition = edition(["2021-09-01", "2023-09-01"][annee]);
        let ecole = Ecole::tiree(graine, 0);
        let verdict = trancher(edition, &ecole.dossier(edition));
        let mut somme = 0;
        for (ligne, reliquat) in verdict.reponse.lignes.iter().zip(ecole.reliquats) {
            let Ligne { brut, deduit, dotation, restant, .. } = *ligne;
            prop_assert!(cents(dotation) >= 0 && cents(restant) >= 0 && cents(deduit) >= 0);
            prop_assert_eq!(cents(deduit) + cents(restant), reliquat);
            if matches!(verdict.issue, Issue::Favorable | Issue::AExaminer) {
                prop_assert_eq!(cents(dotation) + cents(deduit), cents(brut));
            }
            somme += cents(dotation);
        }
        prop_assert_eq!(verdict.reponse.montant(), Some(Centimes(somme)));
        // The steps of the computation add up to the grant too.
        let decision = edition.instruire(&ecole.dossier(edition), "", "");
        let etapes: i64 = decision.calcul.iter().map(|etape| etape.montant_centimes.0).sum();
        prop_assert_eq!(etapes, somme);
    }

    #[test]
    fn splitting_a_headcount_in_two_rows_changes_nothing(graine in any::<u64>(), ou in 0..40usize, combien in 0..60i64) {
        let edition = edition("2023-09-01");
        let ecole = Ecole::tiree(graine, 0);
        let (entiere, coupee) = (reponse(edition, &ecole), reponse(edition, &coupee(&ecole, ou, combien)));
        prop_assert_eq!(entiere.lignes, coupee.lignes);
        prop_assert_eq!(entiere.boursiers, coupee.boursiers);
    }

    #[test]
    fn envelopes_never_mix(graine in any::<u64>(), ligne in 0..3usize, reliquat in 0..3_000_000i64) {
        let edition = edition("2023-09-01");
        let ecole = Ecole::tiree(graine, 0);
        let mut autre = ecole.clone();
        autre.reliquats[ligne] = reliquat;
        let (avant, apres) = (reponse(edition, &ecole), reponse(edition, &autre));
        for dispositif in Dispositif::TOUS {
            if dispositif as usize != ligne {
                prop_assert_eq!(avant.lignes[dispositif as usize], apres.lignes[dispositif as usize]);
            }
        }
    }

    #[test]
    fn one_more_pupil_never_lowers_a_grant_and_more_carried_over_never_raises_it(graine in any::<u64>(), ou in 0..40usize) {
        let edition = edition("2023-09-01");
        let ecole = Ecole::tiree(graine, 0);
        let base = reponse(edition, &ecole).montant();
        let mut plus = ecole.clone();
        if let Some(rangee) = plus.rangees.get_mut(ou) {
            rangee.effectif += 1;
        }
        prop_assert!(reponse(edition, &plus).montant() >= base);
        let mut moins = ecole.clone();
        moins.reliquats[ou % 3] += 1;
        prop_assert!(reponse(edition, &moins).montant() <= base);
    }
}

#[test]
fn every_reading_that_changes_something_is_told() {
    // The engine tries only the readings that the facts call sensitive: here all of them are tried.
    for id in ["2021-09-01", "2023-09-01"] {
        let edition = edition(id);
        let mut vues = 0;
        for rang in 0..2_000 {
            let dossier = Ecole::tiree(11, rang).dossier(edition);
            let verdict = trancher(edition, &dossier);
            if verdict.issue == Issue::Defavorable || verdict.issue == Issue::HorsChamp {
                continue;
            }
            for place in 0..7u8 {
                let choix = guichet_instruction::Choix(1 << place);
                let autre = guichet_aide_equipement::dotation::reponse::repondre(
                    edition,
                    &dossier,
                    choix,
                    verdict.issue_retenue,
                );
                let dite = verdict.autres.iter().any(|a| a.lecture == place);
                let change = autre.lignes != verdict.reponse.lignes;
                assert!(!change || dite, "{id} {rang} {place}");
                assert!(!dite || autre != verdict.reponse, "{id} {rang} {place}");
                vues += usize::from(dite);
            }
        }
        assert!(vues > 100, "{vues}");
    }
}
