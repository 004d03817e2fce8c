//! Decisions in the forms people and programs read: one room for every procedure that decides.

mod json;

use std::io;

use guichet::instruction::Bilan;
use guichet::moteur::Commun;
use guichet::socle::Decision;

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
}

/// What writes decisions one after the other, in the order of the dossiers.
pub trait RestitutionDeDecisions {
    /// One decision; `commun` is the edition it was made with.
    ///
    /// # Errors
    /// The output cannot be written.
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()>;

    /// The totals, once all are written.
    ///
    /// # Errors
    /// The output cannot be written.
    fn fin(&mut self, bilan: &Bilan) -> io::Result<()>;
}

/// What writes a form.
#[must_use]
pub fn restitution_de_decisions<'w>(
    forme: FormeDeDecisions,
    sortie: Box<dyn io::Write + 'w>,
) -> Box<dyn RestitutionDeDecisions + 'w> {
    match forme {
        FormeDeDecisions::Json => Box::new(json::Json::document(sortie)),
        _ => Box::new(json::Json::lignes(sortie)),
    }
}
