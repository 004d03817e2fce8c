//! `guichet instruire`.

use std::process::ExitCode;

use guichet::Donnees;
use guichet::instruction::lecture::{self, OptionsDeLecture};
use guichet::instruction::{Bilan, Instruction};
use guichet::socle::Issue;
use guichet_restitution::decisions::restitution_de_decisions;

use crate::arguments::Instruire;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: every dossier of every file is decided, whatever becomes of the others.
pub fn executer(donnees: &Donnees, arguments: &Instruire) -> Result<ExitCode, Erreur> {
    let edition = arguments.edition.as_deref();
    let instruction =
        Instruction::ouvrir(donnees, &arguments.procedure, edition).map_err(Erreur::usage)?;
    let mut restitution = restitution_de_decisions(
        arguments.format.into(),
        sortie::standard(),
        sortie::options_de_texte().into(),
    );
    let mut bilan = Bilan::nouveau();
    let mut illisibles = false;
    for chemin in &arguments.fichiers {
        let mut ecriture = Ok(());
        let options = OptionsDeLecture::default();
        let lu = lecture::lire(chemin, instruction.schema(), &options, &mut |lu| {
            let decision = instruction.decider_selon(&lu, restitution.etendue());
            let edition = lu
                .dossier
                .as_ref()
                .ok()
                .and_then(|d| instruction.pour(d).ok());
            let axes = match (&lu.dossier, edition) {
                (Ok(dossier), Some(edition)) => edition.axes(dossier),
                _ => Vec::new(),
            };
            bilan.ajouter(&decision, &axes);
            let commun = edition.unwrap_or(instruction.de_lecture()).commun();
            if ecriture.is_ok() {
                ecriture = restitution.decision(commun, &decision);
            }
        });
        if let Err(erreur) = lu {
            sortie::avertir(&format!("{} : {erreur}", chemin.display()));
            illisibles = true;
        }
        ecriture?;
    }
    restitution.fin(&bilan)?;
    let nombre = |issue: Issue| bilan.par_issue.get(issue.code()).copied().unwrap_or(0);
    Ok(if illisibles || nombre(Issue::Illisible) > 0 {
        ExitCode::from(2)
    } else if arguments.strict && nombre(Issue::Defavorable) > 0 {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}
