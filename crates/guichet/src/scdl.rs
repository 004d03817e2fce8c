//! The yearly publication of subsidies: the SCDL *Subventions* schema, version 1.1, whatever the aid.
//!
//! A row is what one act grants to one establishment. The schema: comma, UTF-8, a point before the cents.

use guichet_socle::Centimes;
use jiff::civil::Date;

use crate::suivi::Organisation;

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
        "Le schéma SCDL exige {colonne} : {quoi} manque pour {combien} ({exemples}) ; {remede}."
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
        /// Where it is to be given.
        remede: &'static str,
    },
}

/// What one act grants to one establishment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subvention {
    /// How a message calls the beneficiary, when something is missing.
    pub designation: String,
    /// Its SIRET.
    pub siret: Option<String>,
    /// Its name.
    pub nom: Option<String>,
    /// Day of the act.
    pub date: Option<Date>,
    /// Number of the act, as whoever grants keeps it.
    pub reference: String,
    /// What for.
    pub objet: String,
    /// How much.
    pub montant: Centimes,
    /// « unique » or « échelonné ».
    pub conditions: &'static str,
    /// A day, or two around a slash.
    pub periode: Option<String>,
}

/// A column, what it is in French, and whether a subsidy lacks it.
type Exigence = (&'static str, &'static str, fn(&Subvention) -> bool);

/// Writes the table; `remede` says where to give what is missing.
///
/// # Errors
/// A value that the schema requires is nowhere to be found.
pub fn ecrire(
    organisation: &Organisation,
    subventions: &[Subvention],
    remede: &'static str,
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
    let exigences: [Exigence; 4] = [
        ("idBeneficiaire", "le SIRET", |s| s.siret.is_none()),
        ("nomBeneficiaire", "le nom", |s| s.nom.is_none()),
        ("dateConvention", "la date de la décision", |s| {
            s.date.is_none()
        }),
        ("datesPeriodeVersement", "la période de versement", |s| {
            s.periode.is_none()
        }),
    ];
    for (colonne, quoi, manque) in exigences {
        let sans = subventions.iter().filter(|s| manque(s));
        manquants(colonne, quoi, remede, sans)?;
    }
    let mut table = COLONNES.join(",");
    table.push_str("\r\n");
    for subvention in subventions {
        let valeurs = [
            nom.clone(),
            siret.clone(),
            subvention
                .date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            subvention.reference.clone(),
            subvention.nom.clone().unwrap_or_default(),
            subvention.siret.clone().unwrap_or_default(),
            subvention.objet.clone(),
            euros(subvention.montant),
            "aide en numéraire".to_owned(),
            subvention.conditions.to_owned(),
            subvention.periode.clone().unwrap_or_default(),
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

fn manquants<'s>(
    colonne: &'static str,
    quoi: &'static str,
    remede: &'static str,
    sans: impl Iterator<Item = &'s Subvention>,
) -> Result<(), ErreurScdl> {
    let mut designations: Vec<&str> = sans.map(|s| s.designation.as_str()).collect();
    designations.dedup();
    if designations.is_empty() {
        return Ok(());
    }
    let mut exemples = designations[..designations.len().min(EXEMPLES)].join(", ");
    if designations.len() > EXEMPLES {
        exemples.push('…');
    }
    Err(ErreurScdl::Vide {
        colonne,
        quoi,
        combien: match designations.len() {
            1 => "1 établissement".to_owned(),
            n => format!("{n} établissements"),
        },
        exemples,
        remede,
    })
}

/// Fourteen digits.
pub(crate) fn est_un_siret(texte: &str) -> bool {
    texte.len() == 14 && texte.bytes().all(|octet| octet.is_ascii_digit())
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
