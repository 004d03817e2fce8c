//! `guichet contrat-pro documents`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::documents::{Atelier, Organisme, Sorte};
use guichet::instruction::Instruction;
use guichet::instruction::lecture::{self, OptionsDeLecture};
use guichet_restitution::documents::{
    CONTRAT_PRO, FormeDeDocument, Modeles, exiger_le_pdf, rendre,
};
use guichet_restitution::nombres::accorde;

use crate::arguments::Documents;
use crate::dossier_de_sortie::DossierDeSortie;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: every document is made, or none.
pub fn executer(donnees: &Donnees, arguments: &Documents) -> Result<ExitCode, Erreur> {
    let forme = FormeDeDocument::from(arguments.format);
    if forme == FormeDeDocument::Pdf {
        exiger_le_pdf().map_err(Erreur::usage)?;
    }
    let sorte = Sorte::from(arguments.document);
    let instruction = Instruction::ouvrir(donnees, "contrat-pro", arguments.edition.as_deref())
        .map_err(Erreur::usage)?;
    let organisme = match &arguments.organisme {
        Some(chemin) => Organisme::lire(chemin),
        None => Organisme::neutre(donnees, CONTRAT_PRO.procedure),
    }
    .map_err(Erreur::usage)?;
    let modeles =
        Modeles::lire(CONTRAT_PRO, arguments.modeles.as_deref()).map_err(Erreur::usage)?;
    let mut atelier =
        Atelier::ouvrir(donnees, &instruction, sorte, organisme).map_err(Erreur::usage)?;
    for chemin in &arguments.fichiers {
        let options = OptionsDeLecture::default();
        lecture::lire(chemin, instruction.schema(), &options, &mut |lu| {
            atelier.recevoir(&lu);
        })
        .map_err(|erreur| Erreur::Usage(format!("{} : {erreur}", chemin.display())))?;
    }
    let preparation = atelier.terminer();
    for raison in &preparation.sans_document {
        sortie::avertir(raison);
    }
    if preparation.documents.is_empty() {
        return Err(Erreur::Usage(format!(
            "Aucun document « {} » : aucun dossier n’y donne lieu.",
            sorte.nom()
        )));
    }
    let noms = preparation
        .documents
        .iter()
        .map(|document| format!("{}.{}", document.nom, forme.extension()));
    let mut dossier =
        DossierDeSortie::ouvrir(&arguments.sortie, arguments.remplacer, noms.collect())?;
    for document in &preparation.documents {
        dossier.ajouter(&rendre(&modeles, document, forme).map_err(Erreur::usage)?)?;
    }
    let ecrits = dossier.poser()?;
    let mut sortie = sortie::standard();
    for chemin in &ecrits {
        writeln!(sortie, "{}", chemin.display())?;
    }
    let nombre = u64::try_from(ecrits.len()).unwrap_or(u64::MAX);
    writeln!(
        sortie,
        "\n{} à relire, à compléter et à signer : rien n’est signé ici.",
        accorde(nombre, "projet", "projets")
    )?;
    sortie.flush()?;
    Ok(if preparation.illisibles > 0 {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}
