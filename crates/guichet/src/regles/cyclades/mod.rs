//! The rules of the exam registration files.

mod cas;
mod mots;

use guichet_cyclades::EditionCyclades;
use guichet_cyclades::cas::Catalogue;
use guichet_cyclades::reparation;
use guichet_socle::Edition;
use guichet_socle::condition::{Condition, Conditions};

use super::vues::{CasVue, CorrectionVue, ExigenceVue};
use super::{ErreurDeRegle, Reglement, textes};
use crate::Donnees;
use crate::editions;

/// An edition of the document, and the cases of its rules.
pub(super) struct DeCyclades {
    edition: EditionCyclades,
    catalogue: Catalogue,
}

impl DeCyclades {
    pub(super) fn charger(donnees: &Donnees) -> Result<Self, ErreurDeRegle> {
        let edition = editions::cyclades(donnees, None, None)?;
        let catalogue = Catalogue::lire(donnees.fichiers(), &edition)?;
        Ok(Self { edition, catalogue })
    }
}

impl Reglement for DeCyclades {
    fn procedure(&self) -> &'static str {
        super::CYCLADES
    }

    fn edition(&self) -> &Edition {
        &self.edition.edition
    }

    fn conditions(&self) -> &Conditions {
        &self.edition.conditions
    }

    fn exigences(&self, condition: &Condition) -> Vec<ExigenceVue> {
        mots::exigences(&self.edition, condition)
    }

    fn champs(&self, condition: &Condition, exige: &[ExigenceVue]) -> Vec<String> {
        let ecrits = textes(&condition.champs);
        if !ecrits.is_empty() {
            return ecrits;
        }
        self.edition
            .champs
            .liste
            .iter()
            .map(|champ| &champ.nom)
            .filter(|nom| exige.iter().any(|exigence| exigence.champs.contains(nom)))
            .cloned()
            .collect()
    }

    /// The repairs of a rule, tried in this order: their names, and what they do.
    fn correction(&self, condition: &Condition) -> Option<CorrectionVue> {
        let noms = textes(&condition.corrections);
        let mots: Vec<&str> = noms.iter().map(|nom| reparation::en_mots(nom)).collect();
        (!noms.is_empty()).then(|| CorrectionVue {
            nom: noms.join(", "),
            mots: mots.join(" ; sinon, "),
        })
    }

    fn cas(&self, code: &str) -> Vec<CasVue> {
        cas::de_la_regle(&self.edition, &self.catalogue, code)
    }

    fn nombre_de_cas(&self, code: &str) -> usize {
        let candidats = self.catalogue.candidats.iter();
        let fichiers = self.catalogue.fichiers.iter();
        candidats.filter(|cas| cas.regle == code).count()
            + fichiers.filter(|cas| cas.regle == code).count()
    }
}
