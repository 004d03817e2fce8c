//! What an account tells: its spendings, its transfers, the pupils without a scholarship who were helped.

use guichet_instruction::{Choix, Dossier, Rang};
use guichet_socle::Centimes;

use super::EditionBilan;
use crate::cours::CoursNomme;
use crate::formations::Dispositif;
use crate::rangee::Rangee;

/// A spending. What is not known is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depense {
    /// The line that pays.
    pub dispositif: Option<Dispositif>,
    /// The course.
    pub cours: Option<CoursNomme>,
    /// Pupils who were helped.
    pub eleves: Option<i64>,
    /// What was spent.
    pub montant: Option<Centimes>,
    /// Kinds of equipment, by code.
    pub types: Option<Vec<String>>,
}

impl Depense {
    /// Whether everything of it is told.
    #[must_use]
    pub fn est_entiere(&self) -> bool {
        self.dispositif.is_some()
            && self.cours.is_some()
            && self.eleves.is_some()
            && self.montant.is_some()
            && self.types.is_some()
    }
}

/// A transfer from a line to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Virement {
    /// The line that gives.
    pub de: Option<Dispositif>,
    /// The line that receives.
    pub vers: Option<Dispositif>,
    /// How much.
    pub montant: Option<Centimes>,
}

/// Help to pupils without a scholarship, charged on the post-bac envelope besides the other spendings (ARE-40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NonBoursiers {
    /// Whether their last resources would give right to a scholarship.
    pub eligible_crous: Option<bool>,
    /// How much.
    pub montant: Option<Centimes>,
}

/// An account, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compte {
    /// Row by row; none when the dossier does not give them.
    pub depenses: Option<Vec<Depense>>,
    /// Row by row; none when the dossier does not give them.
    pub virements: Option<Vec<Virement>>,
    /// Row by row; none when the dossier does not give them.
    pub non_boursiers: Option<Vec<NonBoursiers>>,
    /// The fields of the rows that are missing.
    pub insuffisants: u64,
}

impl Compte {
    /// The spendings, if any is told.
    pub fn depenses(&self) -> impl Iterator<Item = &Depense> {
        self.depenses.iter().flatten()
    }

    /// The courses that are told.
    pub fn cours(&self) -> impl Iterator<Item = &CoursNomme> {
        self.depenses().filter_map(|depense| depense.cours.as_ref())
    }
}

/// Reads an account, under given readings.
#[must_use]
pub fn lire(edition: &EditionBilan, dossier: &Dossier, choix: Choix) -> Compte {
    let mut lecture = Lecture {
        edition,
        dossier,
        insuffisants: 0,
    };
    Compte {
        depenses: lecture.depenses(choix),
        virements: lecture.virements(),
        non_boursiers: lecture.non_boursiers(),
        insuffisants: lecture.insuffisants,
    }
}

struct Lecture<'a> {
    edition: &'a EditionBilan,
    dossier: &'a Dossier,
    insuffisants: u64,
}

impl<'a> Lecture<'a> {
    fn rangees(&self, champs: &[Rang]) -> Option<impl Iterator<Item = Rangee<'a>> + use<'a>> {
        Rangee::toutes(&self.edition.commun.schema, self.dossier, champs)
    }

    /// Says that a field of a record is missing.
    fn exiger<T>(&mut self, champ: Rang, valeur: Option<T>) -> Option<T> {
        if valeur.is_none() {
            self.insuffisants |= champ.bit();
        }
        valeur
    }

    fn depenses(&mut self, choix: Choix) -> Option<Vec<Depense>> {
        let champs = self.edition.champs;
        let formations = &self.edition.regles.formations;
        let rangees = self.rangees(&[
            champs.dispositif,
            champs.code_diplome,
            champs.eleves,
            champs.depense,
            champs.types,
        ])?;
        let depenses = rangees.map(|rangee| {
            let code = self.exiger(champs.code_diplome, rangee.texte(champs.code_diplome));
            let types = self.exiger(champs.types, rangee.textes(champs.types));
            let dispositif = rangee.dispositif(champs.dispositif);
            Depense {
                dispositif: self.exiger(champs.dispositif, dispositif),
                cours: code.map(|code| CoursNomme::lire(formations, code, None, choix)),
                eleves: self.exiger(champs.eleves, rangee.entier(champs.eleves)),
                montant: self
                    .exiger(champs.depense, rangee.entier(champs.depense))
                    .map(Centimes),
                types: types.map(|types| types.into_iter().map(str::to_owned).collect()),
            }
        });
        Some(depenses.collect())
    }

    fn virements(&mut self) -> Option<Vec<Virement>> {
        let champs = self.edition.champs;
        let rangees = self.rangees(&[champs.de, champs.vers, champs.virement])?;
        let virements = rangees.map(|rangee| Virement {
            de: self.exiger(champs.de, rangee.dispositif(champs.de)),
            vers: self.exiger(champs.vers, rangee.dispositif(champs.vers)),
            montant: self
                .exiger(champs.virement, rangee.entier(champs.virement))
                .map(Centimes),
        });
        Some(virements.collect())
    }

    fn non_boursiers(&mut self) -> Option<Vec<NonBoursiers>> {
        let champs = self.edition.champs;
        let rangees = self.rangees(&[champs.eligible_crous, champs.non_boursiers])?;
        let aides = rangees.map(|rangee| NonBoursiers {
            eligible_crous: self
                .exiger(champs.eligible_crous, rangee.booleen(champs.eligible_crous)),
            montant: self
                .exiger(champs.non_boursiers, rangee.entier(champs.non_boursiers))
                .map(Centimes),
        });
        Some(aides.collect())
    }
}
