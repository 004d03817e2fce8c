//! The result of repairing a file: its edits, and what is left, in one form or another.

mod csv;
mod json;
mod texte;

use std::io::{self, Write};

use guichet::corrections::Corrige;
use guichet::procedure_cyclades::reparation::Modification;
use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee};

pub use self::csv::Csv;
pub use json::Json;
pub use texte::Texte;

use crate::controle::OptionsDeTexte;

/// The forms a list of edits can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// For a terminal.
    Texte,
    /// A row an edit.
    Csv,
    /// One JSON document.
    Json,
}

/// Receives the edits of a file, then what is found in its copy.
pub trait Restitution {
    /// Which findings it shows.
    fn portee(&self) -> Portee;

    /// An edit.
    ///
    /// # Errors
    /// The output cannot be written.
    fn modification(&mut self, modification: Modification) -> io::Result<()>;

    /// A finding of the copy.
    ///
    /// # Errors
    /// The output cannot be written.
    fn constat(&mut self, constat: Constat) -> io::Result<()>;

    /// The copy is written.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fin(&mut self, nom: &str, edition: &EditionCyclades, corrige: &Corrige) -> io::Result<()>;
}

/// The restitution of a form.
#[must_use]
pub fn restitution<'w>(
    forme: Forme,
    sortie: Box<dyn Write + 'w>,
    options: OptionsDeTexte,
) -> Box<dyn Restitution + 'w> {
    match forme {
        Forme::Texte => Box::new(Texte::new(sortie, options)),
        Forme::Csv => Box::new(Csv::new(sortie)),
        Forme::Json => Box::new(Json::new(sortie)),
    }
}
