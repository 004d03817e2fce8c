//! The result of checking files, in one form or another.

mod csv;
#[cfg(test)]
mod essai;
mod html;
mod json;
mod junit;
mod mots;
mod retenue;
mod sarif;
mod texte;
mod xlsx;

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::{
    Constat, EditionCyclades, Options, Portee, Rapport, Refus, Source,
};

pub use csv::Csv;
pub use html::Html;
pub use json::{Json, Ndjson};
pub use junit::Junit;
pub use sarif::Sarif;
pub use texte::{OptionsDeTexte, Texte, verdict};
pub use xlsx::Xlsx;

/// The forms a check can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// For a terminal.
    Texte,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// The static analysis format of code forges.
    Sarif,
    /// The test report of continuous integration.
    Junit,
    /// A table of the findings.
    Csv,
    /// A page for a browser.
    Html,
    /// A workbook: the findings, and the file with its faults.
    Xlsx,
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

    /// The rows of the current file, for the forms that show it; called before `fichier`.
    ///
    /// # Errors
    /// The file cannot be read again, or the output cannot be written.
    fn contenu(
        &mut self,
        _edition: &EditionCyclades,
        _source: &dyn Source,
        _options: &Options,
    ) -> io::Result<()> {
        Ok(())
    }

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

    /// A file that could not even be opened, and why.
    ///
    /// # Errors
    /// The output cannot be written.
    fn illisible(&mut self, _nom: &str, _raison: &str) -> io::Result<()> {
        Ok(())
    }

    /// What only several files tell, once all were checked: the findings, and their number by rule.
    ///
    /// # Errors
    /// The output cannot be written.
    fn entre_fichiers(
        &mut self,
        edition: &EditionCyclades,
        constats: Vec<Constat>,
        par_regle: &BTreeMap<String, u64>,
    ) -> io::Result<()>;

    /// Every file was seen.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fin(&mut self) -> io::Result<()>;

    /// What the form could not hold, to be told beside it once it is written: no limit is silent.
    fn remarques(&self) -> Vec<String> {
        Vec::new()
    }
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
        Forme::Sarif => Box::new(Sarif::new(sortie)),
        Forme::Junit => Box::new(Junit::new(sortie)),
        Forme::Csv => Box::new(Csv::new(sortie)),
        Forme::Html => Box::new(Html::new(sortie)),
        Forme::Xlsx => Box::new(Xlsx::new(sortie)),
    }
}
