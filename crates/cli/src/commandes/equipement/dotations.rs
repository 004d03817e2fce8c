//! `guichet equipement dotations`.

use std::process::ExitCode;

use guichet::Donnees;

use crate::arguments::Dotations;
use crate::commandes::instruire;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, arguments: &Dotations) -> Result<ExitCode, Erreur> {
    instruire::executer(donnees, &arguments.en_instruction())
}
