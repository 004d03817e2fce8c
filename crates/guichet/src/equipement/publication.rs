//! The publication of the grants as subsidies (SCDL): what the annex says, and the acts and SIRET that no
//! table of the region holds.

use std::collections::BTreeMap;
use std::path::Path;

use guichet_socle::Centimes;
use jiff::civil::Date;

use super::Annexe;
use crate::scdl::{self, ErreurScdl, Subvention};
use crate::suivi::table::{lire_table, siret};
use crate::suivi::{ErreurDeTable, Organisation};

/// Where what is missing is to be given.
const REMEDE: &str = "complétez la table --sirets (uai, siret), la table des établissements (nom), ou les options --date-decision et --versement";

/// The act of the assembly, the same for every grant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acte {
    /// Its day.
    pub date: Option<Date>,
    /// Its number.
    pub reference: String,
    /// Day or period of the payment: `2023-11-15`, `2023-11-01/2023-12-31`.
    pub versement: Option<String>,
}

/// Reads the SIRET of the establishments: a table `uai,siret`.
///
/// # Errors
/// The table cannot be read, a SIRET is none, or an establishment has two.
pub fn lire_les_sirets(chemin: &Path) -> Result<BTreeMap<String, String>, ErreurDeTable> {
    let mut sirets: BTreeMap<String, String> = BTreeMap::new();
    lire_table(chemin, &["uai", "siret"], 2, &mut |ligne| {
        let Some(uai) = ligne.rempli(0) else {
            return Err("il faut un numéro UAI ; complétez la ligne.".to_owned());
        };
        let siret = siret(ligne.rempli(1).unwrap_or_default())?;
        match sirets.insert(uai.to_uppercase(), siret.clone()) {
            Some(autre) if autre != siret => Err(format!(
                "l’établissement {uai} a déjà le SIRET {autre} ; gardez un seul SIRET."
            )),
            _ => Ok(()),
        }
    })?;
    Ok(sirets)
}

/// The grants of an annex, as a table of the SCDL *Subventions* schema, version 1.1: a row an establishment
/// whose grant is not nothing.
///
/// # Errors
/// A value that the schema requires is nowhere to be found.
pub fn scdl(
    annexe: &Annexe<'_>,
    organisation: &Organisation,
    sirets: &BTreeMap<String, String>,
    acte: &Acte,
) -> Result<String, ErreurScdl> {
    let subventions: Vec<Subvention> = annexe
        .academies
        .iter()
        .flat_map(|academie| &academie.dotations)
        .filter_map(|retenue| {
            let dotation = retenue.dotation;
            let montant = dotation.reponse.montant()?;
            let etablissement = dotation.etablissement;
            let nom = etablissement.nom.trim();
            (montant > Centimes::ZERO).then(|| Subvention {
                designation: etablissement.uai.clone(),
                siret: sirets.get(&etablissement.uai.to_uppercase()).cloned(),
                nom: (!nom.is_empty()).then(|| nom.to_owned()),
                date: acte.date,
                reference: acte.reference.clone(),
                objet: format!(
                    "Aide régionale à l’équipement des élèves, année scolaire {}",
                    annexe.annee
                ),
                montant,
                conditions: "unique",
                periode: acte.versement.clone(),
            })
        })
        .collect();
    scdl::ecrire(organisation, &subventions, REMEDE)
}
