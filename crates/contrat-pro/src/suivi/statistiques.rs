//! The counts of a batch by axis, and the form in which they may be shown.

use std::collections::BTreeMap;

use guichet_socle::{Centimes, Decision, Issue};
use jiff::civil::Date;

use super::secret::{Rangee, TableauPublie, proteger};

/// The value of an axis that a dossier does not give.
const INCONNU: &str = "non renseigné";

/// The counts of one year: by axis and value, and by issue.
#[derive(Debug, Clone, Default)]
struct Comptes {
    par_axe: BTreeMap<&'static str, BTreeMap<String, Rangee>>,
    par_issue: BTreeMap<&'static str, u64>,
}

/// Counts by axis. Nothing leaves it that is not protected.
#[derive(Debug, Clone, Default)]
pub struct Statistiques {
    par_annee: BTreeMap<Option<i16>, Comptes>,
}

impl Statistiques {
    /// Counts a dossier: one value an axis, « non renseigné » when it is not known.
    pub(super) fn ajouter<const N: usize>(
        &mut self,
        decision: &Decision,
        demande: Option<Date>,
        valeurs: [(&'static str, Option<String>); N],
    ) {
        let comptes = self.par_annee.entry(demande.map(Date::year)).or_default();
        let favorable = decision.issue == Issue::Favorable;
        for (axe, valeur) in valeurs {
            let nom = valeur.unwrap_or_else(|| INCONNU.to_owned());
            let rangee = comptes
                .par_axe
                .entry(axe)
                .or_default()
                .entry(nom.clone())
                .or_insert_with(|| Rangee {
                    nom,
                    ..Rangee::default()
                });
            if favorable {
                rangee.favorables += 1;
                let montant = decision.montant().unwrap_or_default();
                rangee.montant = [rangee.montant, montant].into_iter().sum();
            } else {
                rangee.autres += 1;
            }
        }
        *comptes.par_issue.entry(decision.issue.code()).or_default() += 1;
    }

    /// The tables that may be shown: by issue first, then by axis in the order given. `annee` keeps the
    /// dossiers of one civil year.
    ///
    /// No published cell holds fewer than `seuil` people, nor does any difference of published cells. This
    /// holds within one publication: two that overlap (a year, and every year) can be compared by a reader.
    #[must_use]
    pub fn publier(
        &self,
        axes: &[&'static str],
        annee: Option<i16>,
        seuil: u64,
    ) -> Vec<TableauPublie> {
        let mut axes_comptes: BTreeMap<&str, BTreeMap<String, Rangee>> = BTreeMap::new();
        let mut issues: BTreeMap<&str, u64> = BTreeMap::new();
        for (an, comptes) in &self.par_annee {
            if annee.is_some() && *an != annee {
                continue;
            }
            for (issue, nombre) in &comptes.par_issue {
                *issues.entry(issue).or_default() += nombre;
            }
            for (axe, valeurs) in &comptes.par_axe {
                let sommes = axes_comptes.entry(axe).or_default();
                for (nom, rangee) in valeurs {
                    let somme = sommes.entry(nom.clone()).or_insert_with(|| Rangee {
                        nom: nom.clone(),
                        ..Rangee::default()
                    });
                    somme.favorables += rangee.favorables;
                    somme.autres += rangee.autres;
                    somme.montant = [somme.montant, rangee.montant]
                        .into_iter()
                        .sum::<Centimes>();
                }
            }
        }
        let issues: Vec<(&str, u64)> = Issue::TOUTES
            .into_iter()
            .filter_map(|issue| issues.get(issue.code()).map(|n| (issue.libelle(), *n)))
            .collect();
        let tables: Vec<(&str, Vec<Rangee>)> = axes
            .iter()
            .map(|axe| {
                let rangees = axes_comptes.remove(axe).unwrap_or_default();
                (*axe, rangees.into_values().collect())
            })
            .collect();
        proteger(&issues, &tables, seuil)
    }
}
