//! Editions listed, shown, compared, checked.

mod projet;
mod reponses;
pub(crate) mod tableau;
pub(crate) mod texte;
mod verification;

use std::io::{self, Write};

use guichet::editions::Comparaison;
use serde::Serialize;

use crate::tableau::{FormeDeTableau, ecrire};

pub use projet::projet;
pub use texte::{fiche, liste};
pub use verification::verification;

/// The forms of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDeComparaison {
    /// For a person, in a terminal.
    Texte,
    /// For a spreadsheet: a row for each difference.
    Csv,
    /// A page to print.
    Html,
    /// One JSON document.
    Json,
}

/// What differs between two editions, in a form.
///
/// # Errors
/// The output cannot be written.
pub fn comparaison(
    sortie: &mut dyn Write,
    vue: &Comparaison,
    forme: FormeDeComparaison,
    largeur: usize,
) -> io::Result<()> {
    match forme {
        FormeDeComparaison::Texte => texte::comparaison(sortie, vue, largeur),
        FormeDeComparaison::Csv => ecrire(FormeDeTableau::Csv, &[tableau::tableau(vue)], sortie),
        FormeDeComparaison::Html => ecrire(FormeDeTableau::Html, &[tableau::tableau(vue)], sortie),
        FormeDeComparaison::Json => json(sortie, vue),
    }
}

/// A view as one JSON document.
///
/// # Errors
/// The output cannot be written.
pub fn json(sortie: &mut dyn Write, vue: &(impl Serialize + ?Sized)) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *sortie, vue)?;
    writeln!(sortie)
}

/// A view as JSON on one line.
///
/// # Errors
/// The output cannot be written.
pub fn json_en_ligne(sortie: &mut dyn Write, vue: &(impl Serialize + ?Sized)) -> io::Result<()> {
    serde_json::to_writer(&mut *sortie, vue)?;
    writeln!(sortie)
}

#[cfg(test)]
mod tests;
