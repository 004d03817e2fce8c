//! The grants of a region, and their totals.

use std::collections::BTreeMap;

use guichet_aide_equipement::dotation::Reponse;
use guichet_aide_equipement::{Dispositif, EditionEquipement};
use guichet_instruction::trancher;
use guichet_socle::{Centimes, Issue};

use super::{Etablissement, Region};

/// The grant of an establishment: the verdict without its words.
#[derive(Debug, Clone)]
pub struct Dotation<'r> {
    /// The establishment.
    pub etablissement: &'r Etablissement,
    /// The issue.
    pub issue: Issue,
    /// The three lines, the scholars, the courses, under the readings applied.
    pub reponse: Reponse,
    /// The entries of the register whose other reading changes the answer.
    pub lectures: Vec<&'r str>,
}

/// What a group of establishments, or a course, adds up to: the grants that are known, refusals apart, so that
/// the grants are what is before the carry-over less what is deducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Establishments.
    pub etablissements: u64,
    /// Pupils, or scholars.
    pub effectif: i64,
    /// Before what is carried over.
    pub brut: Centimes,
    /// What is deducted.
    pub deduit: Centimes,
    /// The grants.
    pub dotation: Centimes,
}

/// The grants of a region.
#[derive(Debug, Clone)]
pub struct Dotations<'r> {
    /// The edition that computed them.
    pub edition: &'r EditionEquipement,
    /// In the order of the establishments.
    pub toutes: Vec<Dotation<'r>>,
}

impl<'r> Dotations<'r> {
    /// Computes the grant of every establishment.
    #[must_use]
    pub fn calculer(edition: &'r EditionEquipement, region: &'r Region) -> Self {
        let toutes = region
            .etablissements
            .iter()
            .map(|etablissement| {
                let verdict = trancher(edition, &etablissement.dossier);
                let lectures = verdict.autres.iter().filter_map(|autre| {
                    let lecture = edition.commun.lectures.get(usize::from(autre.lecture));
                    lecture.map(|lecture| lecture.id.as_str())
                });
                Dotation {
                    etablissement,
                    issue: verdict.issue,
                    lectures: lectures.collect(),
                    reponse: verdict.reponse,
                }
            })
            .collect();
        Self { edition, toutes }
    }

    /// The total of a line over the region.
    #[must_use]
    pub fn total(&self, dispositif: Dispositif) -> Total {
        self.toutes
            .iter()
            .fold(Total::default(), |total, dotation| {
                total.plus(dotation, dispositif)
            })
    }

    /// The totals of each academy, line by line, in the order of [`Dispositif::TOUS`].
    #[must_use]
    pub fn par_academie(&self) -> BTreeMap<&'r str, [Total; 3]> {
        let mut totaux: BTreeMap<&'r str, [Total; 3]> = BTreeMap::new();
        for dotation in &self.toutes {
            let lignes = totaux
                .entry(dotation.etablissement.academie.as_str())
                .or_default();
            for dispositif in Dispositif::TOUS {
                let ligne = &mut lignes[dispositif as usize];
                *ligne = ligne.plus(dotation, dispositif);
            }
        }
        totaux
    }
}

impl Total {
    fn plus(self, dotation: &Dotation<'_>, dispositif: Dispositif) -> Self {
        let ligne = &dotation.reponse.lignes[dispositif as usize];
        let refusee = matches!(dotation.issue, Issue::Defavorable | Issue::HorsChamp);
        if refusee || ligne.dotation.is_none() {
            // What is refused or not known enters no column: they would not add up.
            return self;
        }
        let somme = |total: Centimes, ajout: Option<Centimes>| {
            [total, ajout.unwrap_or_default()].into_iter().sum()
        };
        Self {
            etablissements: self.etablissements + u64::from(ligne.brut > Some(Centimes::ZERO)),
            effectif: self
                .effectif
                .saturating_add(ligne.effectif.unwrap_or_default()),
            brut: somme(self.brut, ligne.brut),
            deduit: somme(self.deduit, ligne.deduit),
            dotation: somme(self.dotation, ligne.dotation),
        }
    }
}
