//! The grants of the equipment aid for those who vote on them and pay them: the annex of the assembly as a
//! workbook, a page or a document to print, and the tables of published data.

mod html;
mod pdf;
mod publication;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io::{self, Write};

use guichet::equipement::{Annexe, Dispositif};

pub use publication::{COLONNES_OUVERTES, donnees_ouvertes};

use crate::nombres::accorde;

/// The forms of the annex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDAnnexe {
    /// A workbook whose totals are formulas.
    Xlsx,
    /// A page to read, sort and print.
    Html,
    /// A document to print, for a program built with the typesetter.
    Pdf,
}

/// Writes the annex in a form.
///
/// # Errors
/// The output cannot be written, or the program was built without PDF.
pub fn ecrire(forme: FormeDAnnexe, annexe: &Annexe<'_>, sortie: &mut dyn Write) -> io::Result<()> {
    match forme {
        FormeDAnnexe::Xlsx => xlsx::ecrire(annexe, sortie),
        FormeDAnnexe::Html => html::ecrire(annexe, sortie),
        FormeDAnnexe::Pdf => pdf::ecrire(annexe, sortie),
    }?;
    sortie.flush()
}

/// « Aide régionale à l’équipement : dotations 2023-2024 ».
fn titre(annexe: &Annexe<'_>) -> String {
    format!("Aide régionale à l’équipement : dotations {}", annexe.annee)
}

/// « 3 établissements, 12 400,00 € en tout ».
fn en_tout(annexe: &Annexe<'_>) -> String {
    format!(
        "{}, {} en tout",
        accorde(annexe.dotations(), "établissement", "établissements"),
        annexe.total()
    )
}

/// What the reader must know before the totals, a sentence each.
fn reserves(annexe: &Annexe<'_>) -> Vec<String> {
    let mut reserves = Vec::new();
    let examinees = annexe.examinees();
    if examinees > 0 {
        reserves.push(format!(
            "{} à examiner : le texte y porte deux lectures, et le montant est celui de la lecture retenue.",
            accorde(examinees, "dotation est", "dotations sont")
        ));
    }
    let sans = annexe.sans_dotation.len() as u64;
    if sans > 0 {
        reserves.push(format!(
            "{} sans dotation, avec la raison de chacun.",
            accorde(sans, "établissement reste", "établissements restent")
        ));
    }
    let constats = annexe.constats.len() as u64;
    if constats > 0 {
        reserves.push(format!(
            "{} à lire sur les tables données ; le reste a été calculé.",
            accorde(constats, "constat est", "constats sont")
        ));
    }
    reserves
}

/// « Guichet 0.1.0, édition 2023-09-01, empreinte 0a1b2c3d4e5f ».
fn recu(annexe: &Annexe<'_>) -> String {
    let edition = &annexe.edition.commun.edition;
    format!(
        "Guichet {}, édition {}, empreinte {}",
        guichet::VERSION,
        edition.id,
        edition.sha256.get(..12).unwrap_or_default()
    )
}

/// A line of the grant, as a heading.
fn nom_de_ligne(dispositif: Dispositif) -> &'static str {
    match dispositif {
        Dispositif::PreBac => "Pré-bac",
        Dispositif::PostBac => "Post-bac (boursiers)",
        Dispositif::PrepaMetiers => "3e prépa-métiers",
    }
}
