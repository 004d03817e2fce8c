//! `guichet contrat-pro`.

mod documents;
mod suivi;

use std::process::ExitCode;

use guichet::Donnees;
use guichet_restitution::documents::CONTRAT_PRO;

use super::modeles;
use crate::arguments::ContratPro;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &ContratPro) -> Result<ExitCode, Erreur> {
    match commande {
        ContratPro::Documents(options) => documents::executer(donnees, options),
        ContratPro::Modeles(options) => modeles::executer(donnees, CONTRAT_PRO, options),
        ContratPro::Suivi(options) => suivi::executer(donnees, options),
    }
}
