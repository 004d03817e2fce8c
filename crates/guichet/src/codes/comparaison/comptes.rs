//! How much of a list changed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{ComparaisonDeListe, NatureDeCellule};

/// Rows and codes, counted. A code of several places is one code and several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Comptes {
    /// Rows that both editions have.
    pub lignes_communes: usize,
    /// Rows of the first edition only.
    pub lignes_retirees: usize,
    /// Rows of the second edition only.
    pub lignes_ajoutees: usize,
    /// Codes gone that another one seems to have replaced.
    pub remplaces: usize,
    /// Codes gone without such a successor.
    pub retires: usize,
    /// Codes come that seem to replace none.
    pub ajoutes: usize,
    /// Codes whose label says something else.
    pub renommes: usize,
    /// Codes whose label is only written in another way.
    pub reecrits: usize,
    /// Codes of which another column changed.
    pub changes: usize,
}

impl Comptes {
    /// The counts of a comparison, of which `communes` rows are in both editions.
    pub(super) fn de(comparaison: &ComparaisonDeListe, communes: usize) -> Self {
        let lignes = |edition: &Option<super::EditionDeListe>| {
            edition.as_ref().map_or(0, |edition| edition.lignes)
        };
        let codes = |nature: NatureDeCellule| {
            let codes: BTreeSet<&str> = comparaison
                .modifications
                .iter()
                .filter(|cellule| cellule.nature == nature)
                .map(|cellule| cellule.code.as_str())
                .collect();
            codes.len()
        };
        Self {
            lignes_communes: communes,
            lignes_retirees: lignes(&comparaison.avant).saturating_sub(communes),
            lignes_ajoutees: lignes(&comparaison.apres).saturating_sub(communes),
            remplaces: comparaison.remplacements.len(),
            retires: comparaison.retraits.len(),
            ajoutes: comparaison.ajouts.len(),
            renommes: codes(NatureDeCellule::Renommage),
            reecrits: codes(NatureDeCellule::Ecriture),
            changes: codes(NatureDeCellule::Valeur),
        }
    }
}
