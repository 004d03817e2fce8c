//! The yearly publication of the aids granted: a row is what one act grants to one establishment.

use std::collections::BTreeMap;

use guichet_contrat_pro::suivi::Aide;
use jiff::civil::Date;

use super::{Correspondance, Lot, Organisation};
use crate::scdl::{self, ErreurScdl, Subvention};

/// Where what is missing is to be given.
const REMEDE: &str =
    "complétez la table --correspondance (siret, nom, date_decision, reference_decision)";

/// What one act grants to one establishment.
#[derive(Default)]
struct Octroi<'a> {
    aides: Vec<&'a Aide>,
}

pub(super) fn ecrire(
    lot: &Lot,
    annee: i16,
    organisation: &Organisation,
    correspondance: &Correspondance,
    versements: &BTreeMap<String, Date>,
) -> Result<String, ErreurScdl> {
    let mut octrois: BTreeMap<(&str, Option<Date>, Option<&str>), Octroi<'_>> = BTreeMap::new();
    for aide in lot.aides().iter().filter(|aide| aide.annee() == annee) {
        let acte = correspondance.acte(&aide.reference, &aide.siret);
        let cle = (
            aide.siret.as_str(),
            acte.and_then(|acte| acte.date),
            acte.and_then(|acte| acte.reference.as_deref()),
        );
        octrois.entry(cle).or_default().aides.push(aide);
    }
    let subventions: Vec<Subvention> = octrois
        .iter()
        .map(|((beneficiaire, date, reference), octroi)| {
            let n = octroi.aides.len();
            Subvention {
                designation: (*beneficiaire).to_owned(),
                siret: Some((*beneficiaire).to_owned()),
                nom: correspondance.nom(beneficiaire).map(str::to_owned),
                date: *date,
                reference: reference.unwrap_or_default().to_owned(),
                objet: match n {
                    1 => "Aide à l’employeur pour un contrat de professionnalisation".to_owned(),
                    n => format!("Aide à l’employeur pour {n} contrats de professionnalisation"),
                },
                montant: octroi.aides.iter().map(|aide| aide.montant).sum(),
                conditions: if n == 1 { "unique" } else { "échelonné" },
                periode: octroi.periode(versements),
            }
        })
        .collect();
    scdl::ecrire(organisation, &subventions, REMEDE)
}

impl Octroi<'_> {
    /// The day of the one payment when it is known; else from the first day on which one of the aids may
    /// be paid to the last day on which a payment may be requested.
    fn periode(&self, versements: &BTreeMap<String, Date>) -> Option<String> {
        let verses: Vec<Date> = self
            .aides
            .iter()
            .filter_map(|aide| versements.get(&aide.reference).copied())
            .collect();
        let (du, au) = if verses.len() == self.aides.len() {
            (verses.iter().min().copied()?, verses.iter().max().copied()?)
        } else {
            let possibles = self.aides.iter().map(|aide| aide.paiement_au_plus_tot);
            let limites = self
                .aides
                .iter()
                .map(|aide| aide.demande_paiement_au_plus_tard);
            let du = possibles.collect::<Option<Vec<Date>>>()?;
            let au = limites.collect::<Option<Vec<Date>>>()?;
            (du.into_iter().min()?, au.into_iter().max()?)
        };
        Some(if du == au {
            du.to_string()
        } else {
            format!("{du}/{au}")
        })
    }
}
