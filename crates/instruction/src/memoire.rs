//! What was decided of a dossier, kept for those that say the same.
//!
//! A decision is a function of the fields that are read to make it and of those that are absent, and a
//! dossier notes which ones were read. Two dossiers that agree on every field any decision has read so far,
//! and on the absent ones, are decided alike; their references and their other fields are their own. No one
//! has to declare what matters: a procedure that reads one more field is remembered by one more field.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::dossier::Dossier;

/// Places in a memory: a power of two. What it weighs is bounded by what is kept in them.
const CASES: usize = 1 << 12;
/// Dossiers after which a memory asks itself whether it is of use.
const PERIODE: u32 = 1 << 12;
/// It is of use when a dossier in so many is found again.
const UN_SUR: u32 = 16;
/// Else it sleeps for so many periods.
const SOMMEIL: u32 = 15;

/// Something kept, and the dossier it is kept for.
#[derive(Debug, Default)]
struct Case<T> {
    /// The edition and the fields; nothing in a free place.
    cle: Vec<u8>,
    valeur: T,
}

/// What is kept of the decisions made, bounded; the oldest of two that share a place goes.
#[derive(Debug, Default)]
pub struct Memoire<T> {
    /// The fields that some decision has read.
    regardes: u64,
    cases: Vec<Case<T>>,
    /// The key of the dossier looked for last, and its place.
    cle: Vec<u8>,
    place: usize,
    cherches: u32,
    trouves: u32,
    /// Dossiers during which it sleeps.
    sommeil: u32,
}

impl<T: Default> Memoire<T> {
    /// What was kept of a dossier that says the same, under the same edition.
    pub fn chercher(&mut self, edition: usize, dossier: &Dossier) -> Option<&T> {
        if self.sommeil > 0 {
            self.sommeil -= 1;
            return None;
        }
        self.reflechir();
        self.situer(edition, dossier);
        let voisines = [self.place, self.place ^ 1];
        let trouvee = voisines.into_iter().find(|&place| {
            let case = self.cases.get(place);
            case.is_some_and(|case| case.cle == self.cle)
        })?;
        self.trouves += 1;
        self.cases.get(trouvee).map(|case| &case.valeur)
    }

    /// Keeps something of the dossier that was not found, just decided: `remplir` writes over what was
    /// kept in its place.
    pub fn garder(&mut self, edition: usize, dossier: &Dossier, remplir: impl FnOnce(&mut T)) {
        if self.sommeil > 0 {
            return;
        }
        let neufs = dossier.lus() & !self.regardes;
        if neufs != 0 {
            // What was kept was looked for by fewer fields.
            self.regardes |= neufs;
            self.cases.iter_mut().for_each(|case| case.cle.clear());
            self.situer(edition, dossier);
        }
        if self.cases.is_empty() {
            self.cases.resize_with(CASES, Case::default);
        }
        self.cases.swap(self.place, self.place ^ 1);
        let case = &mut self.cases[self.place];
        case.cle.clone_from(&self.cle);
        remplir(&mut case.valeur);
    }

    /// Sleeps when too few dossiers say the same: they are then decided without a look-up.
    fn reflechir(&mut self) {
        self.cherches += 1;
        if self.cherches == PERIODE {
            if self.trouves < PERIODE / UN_SUR {
                self.sommeil = SOMMEIL * PERIODE;
            }
            self.cherches = 0;
            self.trouves = 0;
        }
    }

    fn situer(&mut self, edition: usize, dossier: &Dossier) {
        self.cle.clear();
        self.cle.extend(edition.to_le_bytes());
        dossier.ecrire_la_cle(self.regardes, &mut self.cle);
        let marque = FixedState::default().hash_one(self.cle.as_slice());
        // The rest of the mark is of no use.
        self.place = usize::try_from(marque % CASES as u64).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{Rang, ValeurDeChamp};

    const REFERENCE: Rang = Rang(0);
    const AGE: Rang = Rang(1);
    const NOM: Rang = Rang(2);

    fn dossier(reference: i64, age: i64, nom: &str) -> Dossier {
        let mut dossier = Dossier::vide(3);
        dossier.poser(REFERENCE, ValeurDeChamp::Entier(reference));
        dossier.poser(AGE, ValeurDeChamp::Entier(age));
        let nom = dossier.garder_texte(nom);
        dossier.poser(NOM, nom);
        dossier
    }

    /// Decides: reads the age, and the name of minors.
    fn decider(dossier: &Dossier) -> String {
        match dossier.entier(AGE) {
            Some(age) if age < 18 => format!("{age} {:?}", dossier.texte(NOM)),
            age => format!("{age:?}"),
        }
    }

    /// What is answered, and whether it was remembered.
    fn repondre(
        memoire: &mut Memoire<String>,
        edition: usize,
        dossier: &Dossier,
    ) -> (String, bool) {
        if let Some(gardee) = memoire.chercher(edition, dossier) {
            return (gardee.clone(), true);
        }
        dossier.oublier_les_lectures();
        let decision = decider(dossier);
        memoire.garder(edition, dossier, |gardee| gardee.clone_from(&decision));
        (decision, false)
    }

    #[test]
    fn only_what_was_read_makes_a_dossier_another_one() {
        let mut memoire = Memoire::default();
        // Reference, age, name, edition, whether it is found again.
        let suite = [
            (1, 30, "A", 0, false),
            (2, 30, "A", 0, true),
            (3, 30, "B", 0, true),
            (4, 30, "B", 1, false),
            // The name is read for the first time: it counts from here on.
            (5, 17, "A", 0, false),
            (6, 17, "A", 0, true),
            (7, 17, "B", 0, false),
            (8, 30, "B", 0, false),
            (9, 30, "B", 0, true),
        ];
        for (reference, age, nom, edition, trouvee) in suite {
            let dossier = dossier(reference, age, nom);
            let attendue = decider(&dossier);
            let repondue = repondre(&mut memoire, edition, &dossier);
            assert_eq!(repondue, (attendue, trouvee), "dossier {reference}");
        }
    }

    #[test]
    fn an_absent_field_is_not_a_field_that_says_the_same() {
        let mut memoire = Memoire::default();
        let mut sans_nom = dossier(1, 30, "A");
        assert!(!repondre(&mut memoire, 0, &sans_nom).1);
        sans_nom.poser(NOM, ValeurDeChamp::Absente);
        assert!(!repondre(&mut memoire, 0, &sans_nom).1);
    }

    #[test]
    fn what_escapes_in_a_copy_counts_as_read_and_a_trial_tells_what_it_read() {
        let original = dossier(1, 30, "A");
        let changements = [(AGE, ValeurDeChamp::Entier(17))];
        original.essayer(&changements, decider);
        assert_eq!(original.lus(), AGE.bit() | NOM.bit());
        original.oublier_les_lectures();
        let _ = original.a_part(decider);
        assert_eq!(original.lus(), 0);
        let _ = original.clone();
        assert_eq!(original.lus(), u64::MAX);
    }

    #[test]
    fn a_memory_that_finds_nothing_sleeps_and_wakes_up() {
        let mut memoire = Memoire::default();
        let tout_le_sommeil = i64::from((SOMMEIL + 1) * PERIODE);
        for rang in 0..tout_le_sommeil {
            assert!(!repondre(&mut memoire, 0, &dossier(rang, 100 + rang, "A")).1);
        }
        assert!(!repondre(&mut memoire, 0, &dossier(0, 50, "A")).1);
        assert!(repondre(&mut memoire, 0, &dossier(0, 50, "A")).1);
    }
}
