//! `guichet equipement`.

mod dotations;
mod indexer;
mod volets;

use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::{COMPLEMENT, CONCOURS};

use crate::arguments::Equipement;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Equipement) -> Result<ExitCode, Erreur> {
    match commande {
        Equipement::Dotations(options) => dotations::executer(donnees, options),
        Equipement::Complement(options) => volets::executer(donnees, COMPLEMENT, options),
        Equipement::Bilan(options) => volets::bilan(donnees, options),
        Equipement::Concours(options) => volets::executer(donnees, CONCOURS, options),
        Equipement::Indexer(options) => indexer::executer(donnees, options),
    }
}
