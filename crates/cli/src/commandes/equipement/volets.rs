//! `guichet equipement complement`, `bilan` and `concours`: the decisions of `guichet instruire` on the other
//! parts of the aid.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::{BILAN, TableDeReliquats};
use guichet::instruction::Etendue;

use crate::arguments::{BilanDEquipement, Volet};
use crate::commandes::instruire::{executer as instruire, executer_devant};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// Runs the command of a part.
pub fn executer(donnees: &Donnees, procedure: &str, volet: &Volet) -> Result<ExitCode, Erreur> {
    instruire(donnees, &volet.en_instruction(procedure))
}

/// Runs the command of the accounts, and writes what they leave for the year after when it is asked.
pub fn bilan(donnees: &Donnees, arguments: &BilanDEquipement) -> Result<ExitCode, Erreur> {
    let volet = &arguments.volet;
    let Some(chemin) = &arguments.reliquats else {
        return executer(donnees, BILAN, volet);
    };
    if chemin.symlink_metadata().is_ok() && !volet.remplacer {
        return Err(Erreur::Usage(format!(
            "{} existe déjà ; donnez un autre nom à --reliquats, ou ajoutez --remplacer.",
            chemin.display()
        )));
    }
    // Opened before the work: what cannot be written must be told at once.
    let fichier = FichierDeSortie::ouvrir(chemin, volet.remplacer, &volet.fichiers)?;
    let mut table = TableDeReliquats::default();
    let statut = executer_devant(
        donnees,
        &volet.en_instruction(BILAN),
        &mut |instruction, lu| {
            // The batch keeps nothing of a decision once it is written: it is made again.
            let decision = instruction.decider_selon(lu, Etendue::Motifs);
            let dossier = lu.dossier.as_ref().ok().copied();
            table.ajouter(instruction.schema(), dossier, &decision);
        },
    )?;
    if table.nombre() > 0 {
        let mut ecriture = fichier.ecriture()?;
        table.ecrire(&mut ecriture)?;
        ecriture.flush()?;
        drop(ecriture);
        fichier.poser()?;
    }
    dire(&table, &chemin.display().to_string());
    Ok(statut)
}

/// Tells what the table does not show: the accounts that have no row, and those to look at first.
fn dire(table: &TableDeReliquats, fichier: &str) {
    if table.nombre() == 0 {
        sortie::avertir(&format!(
            "{fichier} : aucun bilan n’a de reliquat connu ; ce fichier n’est pas écrit."
        ));
        return;
    }
    match table.sans_reliquat() {
        0 => {}
        1 => sortie::avertir(&format!(
            "{fichier} : un bilan, dont le reliquat n’est pas connu, n’y est pas ; complétez-le."
        )),
        n => sortie::avertir(&format!(
            "{fichier} : {n} bilans, dont le reliquat n’est pas connu, n’y sont pas ; complétez-les."
        )),
    }
    match table.non_conformes() {
        0 => {}
        1 => sortie::avertir(&format!(
            "{fichier} : un bilan n’est pas conforme, ou reste à examiner ; vérifiez son reliquat avant de le reprendre."
        )),
        n => sortie::avertir(&format!(
            "{fichier} : {n} bilans ne sont pas conformes, ou restent à examiner ; vérifiez leurs reliquats avant de les reprendre."
        )),
    }
}
