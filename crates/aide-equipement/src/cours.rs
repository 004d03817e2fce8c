//! The courses that a request or an account names: whether each is eligible, under given readings.

use guichet_instruction::Choix;

use crate::formations::{Cours, Dispositif, Doute, Eligibilite, Fondement, Formations};

/// The entries of the register on which the eligibility of a course may depend: the first ones in the table
/// of each part that names courses.
pub const LECTURES: [&str; 2] = ["ARE-03", "ARE-16"];

/// The place of a doubt in [`LECTURES`].
#[must_use]
pub fn place(doute: Doute) -> u8 {
    match doute {
        Doute::ListeFermee => 0,
        Doute::FormationRetiree => 1,
    }
}

/// A course by its code, as a dossier names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursNomme {
    /// Code of the diploma.
    pub code: String,
    /// Its label: that of the list, else that of the dossier.
    pub libelle: String,
    /// Whether it is eligible, and why.
    pub eligibilite: Eligibilite,
    /// Whether it is, under the readings chosen.
    pub eligible: bool,
}

impl CoursNomme {
    /// The course of a code.
    #[must_use]
    pub fn lire(formations: &Formations, code: &str, libelle: Option<&str>, choix: Choix) -> Self {
        let eligibilite = formations.eligibilite(&Cours {
            code: Some(code),
            libelle,
            ..Cours::default()
        });
        let bascule = eligibilite.doute.is_some_and(|d| choix.autre(place(d)));
        Self {
            code: code.to_owned(),
            libelle: formations.par_code(code).map_or_else(
                || libelle.unwrap_or_default().to_owned(),
                |formation| formation.libelle.clone(),
            ),
            eligible: eligibilite.retenue ^ bascule,
            eligibilite,
        }
    }

    /// The line it belongs to, when it is known.
    #[must_use]
    pub fn dispositif(&self) -> Option<Dispositif> {
        self.eligibilite.dispositif
    }

    /// The three digits of its speciality, which the code contains (ARE-28, ARE-45).
    #[must_use]
    pub fn specialite(&self) -> &str {
        self.code.get(3..6).unwrap_or_default()
    }

    /// The readings that may change whether it is eligible, a bit each.
    #[must_use]
    pub fn sensibles(&self) -> u32 {
        self.eligibilite.doute.map_or(0, |doute| 1 << place(doute))
    }

    /// Whether its speciality makes it eligible though the list does not have it.
    #[must_use]
    pub fn par_specialite(&self) -> bool {
        matches!(
            self.eligibilite.fondement,
            Fondement::Specialite | Fondement::SpecialiteRetiree
        )
    }

    /// As people name it: « 50022137 (BOULANGER (CAP)) ».
    #[must_use]
    pub fn en_mots(&self) -> String {
        match self.libelle.as_str() {
            "" => self.code.clone(),
            libelle => format!("{} ({libelle})", self.code),
        }
    }

    /// Its label, or its code when it has none.
    #[must_use]
    pub fn nom(&self) -> &str {
        match self.libelle.as_str() {
            "" => &self.code,
            libelle => libelle,
        }
    }

    /// « 50023217 (à présent 50023224) », for a code that another one follows.
    #[must_use]
    pub fn remplace(&self, formations: &Formations) -> Option<String> {
        let nouveau = formations.remplacement(&self.code)?;
        Some(format!("{} (à présent {nouveau})", self.code))
    }
}

/// How many of some answers are yes: none when it is not certain, that is when one is unknown and none is yes.
#[must_use]
pub fn nombre_de_oui(reponses: impl IntoIterator<Item = Option<bool>>) -> Option<i64> {
    let (mut oui, mut inconnues) = (0, false);
    for reponse in reponses {
        match reponse {
            Some(vrai) => oui += i64::from(vrai),
            None => inconnues = true,
        }
    }
    (oui > 0 || !inconnues).then_some(oui)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dotation;

    #[test]
    fn the_places_are_those_of_the_grant_too() {
        for (rang, id) in LECTURES.iter().enumerate() {
            assert_eq!(dotation::LECTURES[rang], *id);
        }
    }

    #[test]
    fn one_yes_is_enough_to_know_and_one_unknown_is_enough_to_doubt() {
        let cas: [(&[Option<bool>], Option<i64>); 5] = [
            (&[], Some(0)),
            (&[Some(false)], Some(0)),
            (&[Some(false), None], None),
            (&[Some(true), None], Some(1)),
            (&[Some(true), Some(true)], Some(2)),
        ];
        for (reponses, attendu) in cas {
            assert_eq!(nombre_de_oui(reponses.iter().copied()), attendu);
        }
    }
}
