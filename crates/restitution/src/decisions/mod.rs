//! Decisions in the forms people and programs read: one room for every procedure that decides.

mod csv;
#[cfg(test)]
mod essai;
mod html;
mod imbrique;
mod json;
mod pdf;
mod suite;
mod texte;
mod vue;
pub(crate) mod xlsx;

use std::io;

use guichet::instruction::{Bilan, Etendue};
use guichet::moteur::Commun;
use guichet::socle::Decision;
use jiff::civil::Date;

pub use csv::Csv;
pub use html::Html;
pub use json::Json;
pub use pdf::Pdf;
pub use suite::Suite;
pub use texte::{OptionsDeTexte, Texte};
pub use xlsx::Xlsx;

/// The forms of a batch of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDeDecisions {
    /// For a person, in a terminal.
    Texte,
    /// One JSON document: an array, whatever the number of decisions.
    Json,
    /// One decision a line.
    Ndjson,
    /// One row a decision, explained.
    Csv,
    /// A workbook.
    Xlsx,
    /// A page.
    Html,
    /// A report to print, for a program built with the typesetter.
    Pdf,
}

/// What writes decisions one after the other, in the order of the dossiers.
pub trait RestitutionDeDecisions {
    /// How much of each decision it shows: no text needs to be built for the rest.
    fn etendue(&self) -> Etendue {
        Etendue::Entiere
    }

    /// One decision; `commun` is the edition it was made with.
    ///
    /// # Errors
    /// The output cannot be written.
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()>;

    /// The form itself, when its decisions stand alone and it shows no totals: it can then write again what
    /// it wrote of a dossier decided alike.
    fn repetable(&mut self) -> Option<&mut dyn Repetable> {
        None
    }

    /// The totals, once all are written.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fin(&mut self, bilan: &Bilan) -> io::Result<()>;

    /// What the form could not hold, to be told beside it once it is written: no limit is silent.
    fn remarques(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A form in which a decision stands alone, from its reference to its date.
pub trait Repetable {
    /// What the last decision was written as, but for its reference and its date.
    fn milieu(&self) -> &[u8];

    /// One decision more, which [`Self::milieu`] gave of another dossier.
    ///
    /// # Errors
    /// The output cannot be written.
    fn redire(
        &mut self,
        reference: &str,
        milieu: &[u8],
        date_reference: Option<Date>,
    ) -> io::Result<()>;
}

/// What writes a form. `options` are those of the text; the pages show the conditions that are met
/// when they ask for it.
#[must_use]
pub fn restitution_de_decisions<'w>(
    forme: FormeDeDecisions,
    sortie: Box<dyn io::Write + 'w>,
    options: OptionsDeTexte,
) -> Box<dyn RestitutionDeDecisions + 'w> {
    match forme {
        FormeDeDecisions::Texte => Box::new(Texte::new(sortie, options)),
        FormeDeDecisions::Json => Box::new(Json::document(sortie)),
        FormeDeDecisions::Ndjson => Box::new(Json::lignes(sortie)),
        FormeDeDecisions::Xlsx => Box::new(Xlsx::new(sortie)),
        FormeDeDecisions::Html => Box::new(Html::new(sortie, options.detail)),
        FormeDeDecisions::Pdf => Box::new(Pdf::new(sortie, options.detail)),
        FormeDeDecisions::Csv => Box::new(Csv::new(sortie)),
    }
}
