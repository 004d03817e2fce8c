//! `guichet equipement indexer`.

use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::indexer_les_forfaits;
use guichet_restitution::indexation;

use crate::arguments::Indexer;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, arguments: &Indexer) -> Result<ExitCode, Erreur> {
    let vue = indexer_les_forfaits(donnees, &arguments.demande()).map_err(Erreur::usage)?;
    let mut flux = sortie::standard();
    indexation::ecrire(arguments.format.into(), &vue, &mut flux)?;
    Ok(ExitCode::SUCCESS)
}
