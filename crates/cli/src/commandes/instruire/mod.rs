//! `guichet instruire`: files of dossiers decided, or the facts of one asked on a terminal.

mod destination;
mod entretien;
mod lot;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::instruction::Instruction;
use guichet::instruction::entrees::fichiers_de;
use guichet_restitution::decisions::FormeDeDecisions;
use guichet_restitution::documents::exiger_le_pdf;
use guichet_restitution::dossier::{champs_en_texte, modele_csv, modele_json};

use crate::arguments::{FormeDeModele, Instruire};
use crate::erreur::Erreur;
use crate::sortie;

pub use destination::Destination;
use lot::{Lot, Temoin};

/// Runs the command: every dossier of every file is decided, whatever becomes of the others.
pub fn executer(donnees: &Donnees, arguments: &Instruire) -> Result<ExitCode, Erreur> {
    executer_devant(donnees, arguments, &mut |_, _| {})
}

/// Runs the command, in front of who watches every dossier.
pub fn executer_devant(
    donnees: &Donnees,
    arguments: &Instruire,
    temoin: &mut Temoin<'_>,
) -> Result<ExitCode, Erreur> {
    let edition = arguments.edition.as_deref();
    let instruction =
        Instruction::ouvrir(donnees, &arguments.procedure, edition).map_err(Erreur::usage)?;
    let commun = instruction.de_lecture().commun();
    if arguments.champs {
        let largeur = sortie::options_de_texte().largeur;
        return ecrire(&champs_en_texte(&commun.schema, largeur));
    }
    match arguments.modele {
        Some(FormeDeModele::Csv) => return ecrire(&modele_csv(&commun.schema)),
        Some(FormeDeModele::Json) => return ecrire(&modele_json(&commun.schema)),
        None => {}
    }
    if arguments.format.forme() == FormeDeDecisions::Pdf {
        // Said before any dossier is read.
        exiger_le_pdf().map_err(Erreur::usage)?;
    }
    if !arguments.fichiers.is_empty() {
        return decider_les_fichiers(&instruction, arguments, temoin);
    }
    if arguments.questions || io::stdin().is_terminal() {
        return entretien::executer(&instruction, arguments);
    }
    Err(Erreur::Usage(format!(
        "Il manque un fichier de dossiers ; donnez-en un, - pour l’entrée standard, ou --questions pour répondre aux questions. Essayez « guichet instruire {} --champs ».",
        instruction.nom()
    )))
}

fn decider_les_fichiers(
    instruction: &Instruction,
    arguments: &Instruire,
    temoin: &mut Temoin<'_>,
) -> Result<ExitCode, Erreur> {
    let mut chemins: Vec<PathBuf> = Vec::new();
    let mut introuvables = false;
    for chemin in &arguments.fichiers {
        match fichiers_de(chemin) {
            Ok(trouves) => chemins.extend(trouves),
            Err(erreur) => {
                sortie::avertir(&erreur.to_string());
                introuvables = true;
            }
        }
    }
    let mut lot = Lot::ouvrir(instruction, arguments, &chemins)?;
    for chemin in &chemins {
        lot.fichier(chemin, temoin)?;
    }
    lot.clore(introuvables)
}

fn ecrire(texte: &str) -> Result<ExitCode, Erreur> {
    let mut sortie = sortie::standard();
    sortie.write_all(texte.as_bytes())?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
