//! `guichet equipement`.

mod documents;
mod dotations;
mod indexer;
mod publier;
mod region;

use std::process::ExitCode;

use guichet::Donnees;
use guichet_restitution::documents::EQUIPEMENT;

use super::modeles;
use crate::arguments::Equipement;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Equipement) -> Result<ExitCode, Erreur> {
    match commande {
        Equipement::Dotations(options) => dotations::executer(donnees, options),
        Equipement::Documents(options) => documents::executer(donnees, options),
        Equipement::Modeles(options) => modeles::executer(donnees, EQUIPEMENT, options),
        Equipement::Publier(options) => publier::executer(donnees, options),
        Equipement::Indexer(options) => indexer::executer(donnees, options),
    }
}
