//! `guichet contrat-pro`.

mod documents;
mod modeles;
mod suivi;

use std::process::ExitCode;

use guichet::Donnees;

use crate::arguments::ContratPro;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &ContratPro) -> Result<ExitCode, Erreur> {
    match commande {
        ContratPro::Documents(options) => documents::executer(donnees, options),
        ContratPro::Modeles(options) => modeles::executer(donnees, options),
        ContratPro::Suivi(options) => suivi::executer(donnees, options),
    }
}
