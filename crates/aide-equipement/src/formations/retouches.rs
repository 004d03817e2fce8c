//! The courses and specialities of an edition, changed in memory: what a simulation asks.

use super::{Cours, Formation, Formations, Limite, Specialite, specialite_de};
use crate::parametres::Portee;

impl Formations {
    /// Adds a course to the list, as a simulation does.
    pub fn ajouter_formation(&mut self, formation: Formation) {
        if let Some(&rang) = self.par_code.get(&formation.code) {
            self.lignes[rang] = formation;
        } else {
            self.par_code
                .insert(formation.code.clone(), self.lignes.len());
            self.lignes.push(formation);
        }
    }

    /// Declares a speciality (three digits) or a group (two), as a simulation does: whatever was eligible
    /// stays so. Says whether it was wholly declared already.
    pub fn declarer(&mut self, specialite: &str, libelle: &str) -> bool {
        let connue = self.declaree(specialite);
        if connue.is_some_and(|connue| matches!(connue.limite, Limite::Aucune | Limite::Levee)) {
            return true;
        }
        // A group goes before its specialities: the 3e of one of them must not be lost.
        let avec_la_3e = self.specialites.values().any(|autre| {
            autre.limite == Limite::PrepaMetiersSeulement && autre.code.starts_with(specialite)
        });
        let limite = if avec_la_3e {
            Limite::Levee
        } else {
            Limite::Aucune
        };
        let declaree = Specialite {
            code: specialite.to_owned(),
            libelle: connue.map_or(libelle, |connue| &connue.libelle).to_owned(),
            limite,
        };
        self.specialites.insert(declaree.code.clone(), declaree);
        false
    }

    /// Keeps a course out, listed or not, as a simulation does.
    pub fn ecarter_formation(&mut self, code: &str) {
        self.ecartees.insert(code.to_owned());
    }

    /// Keeps out every course of a speciality (three digits) or of a group (two), as a simulation does.
    pub fn ecarter_specialite(&mut self, specialite: &str) {
        self.specialites_ecartees.insert(specialite.to_owned());
    }

    /// Whether only listed courses are eligible.
    #[must_use]
    pub fn est_limitative(&self) -> bool {
        self.portee == Portee::Limitative
    }

    pub(super) fn est_ecartee(&self, cours: &Cours<'_>) -> bool {
        if self.ecartees.is_empty() && self.specialites_ecartees.is_empty() {
            return false;
        }
        let specialite = specialite_de(cours).unwrap_or_default();
        let groupe = specialite.get(..2).unwrap_or_default();
        cours.code.is_some_and(|code| self.ecartees.contains(code))
            || self.specialites_ecartees.contains(specialite)
            || self.specialites_ecartees.contains(groupe)
    }
}
