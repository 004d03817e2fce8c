//! The yearly publication of subsidies: the SCDL *Subventions* schema, version 1.1.
//!
//! A row is what one act grants to one establishment. The schema: comma, UTF-8, a point before the cents.

use std::collections::BTreeMap;

use guichet_contrat_pro::suivi::Aide;
use guichet_socle::Centimes;
use jiff::civil::Date;

use super::table::est_un_siret;
use super::{Correspondance, Lot, Organisation};

/// The columns of the schema, in its order.
pub const COLONNES: [&str; 14] = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
];

/// How many examples a message gives.
const EXEMPLES: usize = 3;

/// What the schema requires and nothing gives.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurScdl {
    /// Who grants is not known.
    #[error(
        "Le schéma SCDL exige {0} ; donnez --organisation FICHIER, avec nom et siret, ou --nom-attribuant et --siret-attribuant."
    )]
    Attribuant(&'static str),
    /// The SIRET of who grants is none.
    #[error("« {0} » n’est pas le SIRET de l’attribuant ; écrivez ses 14 chiffres.")]
    Siret(String),
    /// A column is empty for some establishments.
    #[error(
        "Le schéma SCDL exige {colonne} : {quoi} manque pour {combien} ({exemples}) ; complétez la table --correspondance (siret, nom, date_decision, reference_decision)."
    )]
    Vide {
        /// The column.
        colonne: &'static str,
        /// What it is, in French.
        quoi: &'static str,
        /// How many establishments, in words.
        combien: String,
        /// Some of them.
        exemples: String,
    },
}

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
    let rempli = |texte: &'_ Option<String>, quoi| {
        texte
            .clone()
            .filter(|texte| !texte.trim().is_empty())
            .ok_or(ErreurScdl::Attribuant(quoi))
    };
    let nom = rempli(&organisation.nom, "nomAttribuant, le nom de l’attribuant")?;
    let siret = rempli(
        &organisation.siret,
        "idAttribuant, le SIRET de l’attribuant",
    )?;
    if !est_un_siret(&siret) {
        return Err(ErreurScdl::Siret(siret));
    }
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
    manquants(
        "nomBeneficiaire",
        "le nom",
        octrois
            .keys()
            .filter(|cle| correspondance.nom(cle.0).is_none()),
    )?;
    manquants(
        "dateConvention",
        "la date de la décision",
        octrois.keys().filter(|cle| cle.1.is_none()),
    )?;
    manquants(
        "datesPeriodeVersement",
        "la période de versement",
        octrois
            .iter()
            .filter(|(_, octroi)| octroi.periode(versements).is_none())
            .map(|(cle, _)| cle),
    )?;
    let mut table = COLONNES.join(",");
    table.push_str("\r\n");
    for ((beneficiaire, date, reference), octroi) in &octrois {
        let n = octroi.aides.len();
        let valeurs = [
            nom.clone(),
            siret.clone(),
            date.map(|date| date.to_string()).unwrap_or_default(),
            reference.unwrap_or_default().to_owned(),
            correspondance
                .nom(beneficiaire)
                .unwrap_or_default()
                .to_owned(),
            (*beneficiaire).to_owned(),
            match n {
                1 => "Aide à l’employeur pour un contrat de professionnalisation".to_owned(),
                n => format!("Aide à l’employeur pour {n} contrats de professionnalisation"),
            },
            euros(octroi.aides.iter().map(|aide| aide.montant).sum()),
            "aide en numéraire".to_owned(),
            if n == 1 { "unique" } else { "échelonné" }.to_owned(),
            octroi.periode(versements).unwrap_or_default(),
            organisation.id_rae.clone().unwrap_or_default(),
            if organisation.notification_ue {
                "oui"
            } else {
                "non"
            }
            .to_owned(),
            // One beneficiary has the whole.
            "1".to_owned(),
        ];
        let ligne: Vec<String> = valeurs.iter().map(|valeur| citer(valeur)).collect();
        table.push_str(&ligne.join(","));
        table.push_str("\r\n");
    }
    Ok(table)
}

fn manquants<'k>(
    colonne: &'static str,
    quoi: &'static str,
    cles: impl Iterator<Item = &'k (&'k str, Option<Date>, Option<&'k str>)>,
) -> Result<(), ErreurScdl> {
    let mut sirets: Vec<&str> = cles.map(|cle| cle.0).collect();
    sirets.dedup();
    if sirets.is_empty() {
        return Ok(());
    }
    let mut exemples = sirets[..sirets.len().min(EXEMPLES)].join(", ");
    if sirets.len() > EXEMPLES {
        exemples.push('…');
    }
    Err(ErreurScdl::Vide {
        colonne,
        quoi,
        combien: match sirets.len() {
            1 => "1 établissement".to_owned(),
            n => format!("{n} établissements"),
        },
        exemples,
    })
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

/// `6000.00`
fn euros(montant: Centimes) -> String {
    format!("{}.{:02}", montant.0 / 100, montant.0 % 100)
}

fn citer(valeur: &str) -> String {
    if valeur.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", valeur.replace('"', "\"\""))
    } else {
        valeur.to_owned()
    }
}
