//! The seven lists of the EXAPRO import document (« Description des données de l’import générique »).
//!
//! Three steps, one file each: `elements` cuts the text into fields, headings, sentences and pairs
//! « code, label », whatever their shape; `releve` gathers the pairs under the list and the domain they
//! belong to; `tables` writes them as the project's CSV, with the labels repaired.

mod elements;
mod note;
mod releve;
mod tables;

use super::reparations::Reparations;
use super::{ErreurExtraction, FichierExtrait};

const REPARATIONS: &str = include_str!("reparations.toml");

/// The files of the seven lists, from the text of the document.
///
/// # Errors
/// The text holds a row, a note or a closing sentence that this reader does not know, or a repair
/// does not find its label.
pub fn extraire(texte: &str) -> Result<Vec<FichierExtrait>, ErreurExtraction> {
    let releve = releve::Releve::lire(texte)?;
    tables::ecrire(&releve, Reparations::lire(REPARATIONS)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repairs_of_the_document_are_well_formed() {
        assert!(Reparations::lire(REPARATIONS).is_ok());
    }
}
