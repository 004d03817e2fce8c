//! The result of checking files, in one form or another.

mod json;
mod texte;

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Rapport, Refus};

pub use json::{Json, Ndjson};
pub use texte::{OptionsDeTexte, Texte, verdict};

/// The forms a check can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// For a terminal.
    Texte,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// Receives the files of a check one after the other.
pub trait Restitution {
    /// Which findings it shows.
    fn portee(&self) -> Portee;

    /// Whether it shows the rows.
    fn veut_les_lignes(&self) -> bool {
        false
    }

    /// A finding of the current file.
    ///
    /// # Errors
    /// The output cannot be written.
    fn constat(&mut self, constat: Constat) -> io::Result<()>;

    /// The current file was checked whole.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fichier(
        &mut self,
        nom: &str,
        edition: &EditionCyclades,
        rapport: &Rapport,
    ) -> io::Result<()>;

    /// The current file could not be checked.
    ///
    /// # Errors
    /// The output cannot be written.
    fn refus(&mut self, nom: &str, refus: &Refus) -> io::Result<()>;

    /// What only several files tell, once all were checked: the findings, and their number by rule.
    ///
    /// # Errors
    /// The output cannot be written.
    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        let _ = (edition, par_regle);
        constats.into_iter().try_for_each(|c| self.constat(c))
    }

    /// Every file was seen.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fin(&mut self) -> io::Result<()>;
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
        Forme::Json => Box::new(Json::new(sortie)),
        Forme::Ndjson => Box::new(Ndjson::new(sortie)),
    }
}
