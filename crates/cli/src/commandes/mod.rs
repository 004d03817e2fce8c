//! One module a command.

mod autorisation_travail;
mod codes;
mod contrat_pro;
mod convertir;
mod corriger;
mod demo;
mod editions;
mod entree;
mod equipement;
mod exemples;
mod instruire;
mod lectures;
mod modeles;
mod preparer;
mod regles;
mod schema;
mod verifier;

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;

use crate::arguments::{Arguments, Commande, Cyclades};
use crate::completion;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(arguments: &Arguments) -> Result<ExitCode, Erreur> {
    let mut donnees = Donnees::embarquees();
    if let Some(dossier) = &arguments.donnees {
        donnees.ajouter_dossier(dossier).map_err(Erreur::usage)?;
    }
    match &arguments.commande {
        Commande::Cyclades(Cyclades::Verifier(options)) => verifier::executer(&donnees, options),
        Commande::Cyclades(Cyclades::Convertir(options)) => convertir::executer(&donnees, options),
        Commande::Cyclades(Cyclades::Corriger(options)) => corriger::executer(&donnees, options),
        Commande::Cyclades(Cyclades::Schema(options)) => schema::executer(&donnees, options),
        Commande::Cyclades(Cyclades::Preparer(options)) => preparer::executer(&donnees, options),
        Commande::Instruire(options) => instruire::executer(&donnees, options),
        Commande::ContratPro(commande) => contrat_pro::executer(&donnees, commande),
        Commande::AutorisationTravail(commande) => {
            autorisation_travail::executer(&donnees, commande)
        }
        Commande::Equipement(commande) => equipement::executer(&donnees, commande),
        Commande::Codes(commande) => codes::executer(&donnees, commande),
        Commande::Regles(commande) => regles::executer(&donnees, commande),
        Commande::Lectures(options) => lectures::executer(&donnees, options),
        Commande::Editions(commande) => editions::executer(&donnees, commande),
        Commande::Exemples(commande) => exemples::executer(&donnees, commande),
        Commande::Completion(options) => {
            let script = completion::script(options.interprete)?;
            let mut sortie = sortie::standard();
            sortie.write_all(&script)?;
            sortie.flush()?;
            Ok(ExitCode::SUCCESS)
        }
        Commande::Demo => demo::executer(&donnees),
    }
}
