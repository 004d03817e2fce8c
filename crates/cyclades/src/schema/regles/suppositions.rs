//! What the rest of the candidate may be, as far as the rules of a field ask.

use std::collections::{BTreeMap, BTreeSet};

use super::{Regle, Test};

/// Facts that are known of every candidate whose other fields have no error: supposing them unknown
/// would leave nothing to say.
pub(super) const TOUJOURS_CONNUS: [&str; 3] = [
    "naissance_en_france",
    "residence_en_france",
    "section_europeenne",
];

pub(super) fn gardes(regle: &Regle) -> impl Iterator<Item = &String> {
    regle.si.iter().chain(&regle.sauf)
}

pub(super) fn dite(test: &Test) -> bool {
    match test {
        Test::Ailleurs | Test::Suppose(_) => false,
        Test::Toutes(tests) | Test::AuMoinsUne(tests) => tests.iter().all(dite),
        Test::Non(test) => dite(test),
        _ => true,
    }
}

fn supposes(test: &Test, noms: &mut BTreeSet<String>) {
    match test {
        Test::Suppose(nom) => drop(noms.insert(nom.clone())),
        Test::Toutes(tests) | Test::AuMoinsUne(tests) => {
            for test in tests {
                supposes(test, noms);
            }
        }
        Test::Non(test) => supposes(test, noms),
        _ => {}
    }
}

pub(super) type Supposition = BTreeMap<String, Option<bool>>;

/// Every answer that the facts the rules name may have together.
pub(super) fn suppositions(regles: &[Regle]) -> Vec<Supposition> {
    let mut noms: BTreeSet<String> = regles.iter().flat_map(gardes).cloned().collect();
    for regle in regles {
        supposes(&regle.test, &mut noms);
    }
    let mut toutes = vec![Supposition::new()];
    for nom in noms {
        let reponses: &[Option<bool>] = if TOUJOURS_CONNUS.contains(&nom.as_str()) {
            &[Some(true), Some(false)]
        } else {
            &[Some(true), Some(false), None]
        };
        // Enough for any edition that a person can read; more would be accepted unsaid.
        if toutes.len() * reponses.len() > 81 {
            break;
        }
        toutes = toutes
            .iter()
            .flat_map(|s| {
                reponses.iter().map(|&reponse| {
                    let mut suivante = s.clone();
                    suivante.insert(nom.clone(), reponse);
                    suivante
                })
            })
            .collect();
    }
    toutes
}
