//! The totals of a batch: by issue, by reason, and by what the procedure counts besides.

use std::collections::BTreeMap;

use guichet_socle::{Centimes, Decision, Issue, Resultat};
use serde::Serialize;

/// A number of dossiers and what they are granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// Dossiers.
    pub dossiers: u64,
    /// Favourable ones.
    pub favorables: u64,
    /// Sum of the amounts of the favourable ones.
    pub montant_centimes: Centimes,
}

/// The totals of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Bilan {
    /// Dossiers, whatever became of them.
    pub dossiers: u64,
    /// By issue, every issue named.
    pub par_issue: BTreeMap<String, u64>,
    /// Sum of the amounts of the favourable ones.
    pub montant_centimes: Centimes,
    /// By rule that is not met, and its name: how many dossiers.
    pub par_motif: BTreeMap<String, (String, u64)>,
    /// By axis (« secteur »), then by value.
    pub par_axe: BTreeMap<String, BTreeMap<String, Total>>,
}

impl Bilan {
    /// Nothing decided yet.
    #[must_use]
    pub fn nouveau() -> Self {
        Self {
            par_issue: Issue::TOUTES
                .into_iter()
                .map(|issue| (issue.code().to_owned(), 0))
                .collect(),
            ..Self::default()
        }
    }

    /// Adds a decision, and the values of the axes of its dossier.
    pub fn ajouter(&mut self, decision: &Decision, axes: &[(&'static str, String)]) {
        self.dossiers += 1;
        *self
            .par_issue
            .entry(decision.issue.code().to_owned())
            .or_default() += 1;
        let favorable = decision.issue == Issue::Favorable;
        let montant = decision.montant().filter(|_| favorable).unwrap_or_default();
        self.montant_centimes = [self.montant_centimes, montant].into_iter().sum();
        for constat in &decision.constats {
            if constat.resultat == Resultat::NonRempli {
                self.par_motif
                    .entry(constat.regle.clone())
                    .or_insert_with(|| (constat.nom.clone(), 0))
                    .1 += 1;
            }
        }
        for (axe, valeur) in axes {
            let total = self
                .par_axe
                .entry((*axe).to_owned())
                .or_default()
                .entry(valeur.clone())
                .or_default();
            total.dossiers += 1;
            total.favorables += u64::from(favorable);
            total.montant_centimes = [total.montant_centimes, montant].into_iter().sum();
        }
    }
}
