//! `guichet equipement`.

mod dotations;
mod indexer;

use std::process::ExitCode;

use guichet::Donnees;

use crate::arguments::Equipement;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Equipement) -> Result<ExitCode, Erreur> {
    match commande {
        Equipement::Dotations(options) => dotations::executer(donnees, options),
        Equipement::Indexer(options) => indexer::executer(donnees, options),
    }
}
