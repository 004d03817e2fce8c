//! `guichet equipement`.

mod documents;
mod dotations;
mod indexer;
mod publier;
mod region;
mod simuler;
mod volets;

use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::{COMPLEMENT, CONCOURS};
use guichet_restitution::documents::EQUIPEMENT;

use super::modeles;
use crate::arguments::Equipement;
use crate::erreur::Erreur;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Equipement) -> Result<ExitCode, Erreur> {
    match commande {
        Equipement::Dotations(options) => dotations::executer(donnees, options),
        Equipement::Complement(options) => volets::executer(donnees, COMPLEMENT, options),
        Equipement::Bilan(options) => volets::bilan(donnees, options),
        Equipement::Concours(options) => volets::executer(donnees, CONCOURS, options),
        Equipement::Documents(options) => documents::executer(donnees, options),
        Equipement::Modeles(options) => modeles::executer(donnees, EQUIPEMENT, options),
        Equipement::Publier(options) => publier::executer(donnees, options),
        Equipement::Indexer(options) => indexer::executer(donnees, options),
        Equipement::Simuler(options) => simuler::executer(donnees, options),
    }
}
