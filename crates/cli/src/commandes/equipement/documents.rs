//! `guichet equipement documents`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::documents::Organisme;
use guichet::equipement::Dotations;
use guichet::equipement::documents::{SorteDEquipement, documents};
use guichet_restitution::documents::{
    EQUIPEMENT, FormeDeDocument, Modeles, exiger_le_pdf, rendre_equipement,
};
use guichet_restitution::nombres::accorde;

use super::region::Lue;
use crate::arguments::DocumentsDEquipement;
use crate::dossier_de_sortie::DossierDeSortie;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: every document is made, or none.
pub fn executer(donnees: &Donnees, arguments: &DocumentsDEquipement) -> Result<ExitCode, Erreur> {
    let forme = FormeDeDocument::from(arguments.format);
    if forme == FormeDeDocument::Pdf {
        exiger_le_pdf().map_err(Erreur::usage)?;
    }
    let sorte = SorteDEquipement::from(arguments.document);
    let organisme = match &arguments.organisme {
        Some(chemin) => Organisme::lire(chemin),
        None => Organisme::neutre(donnees, EQUIPEMENT.procedure),
    }
    .map_err(Erreur::usage)?;
    let modeles = Modeles::lire(EQUIPEMENT, arguments.modeles.as_deref()).map_err(Erreur::usage)?;
    let Some(lue) = Lue::lire(donnees, &arguments.region)? else {
        return Ok(ExitCode::from(2));
    };
    let dotations = Dotations::calculer(&lue.edition, &lue.region);
    let faits =
        documents(donnees, &lue.region, &dotations, sorte, &organisme).map_err(Erreur::usage)?;
    for raison in &faits.sans_document {
        sortie::avertir(raison);
    }
    if faits.documents.is_empty() {
        return Err(Erreur::Usage(format!(
            "Aucun document « {} » : aucun établissement n’y donne lieu.",
            sorte.nom()
        )));
    }
    let noms = faits
        .documents
        .iter()
        .map(|document| format!("{}.{}", document.nom, forme.extension()));
    let mut dossier =
        DossierDeSortie::ouvrir(&arguments.sortie, arguments.remplacer, noms.collect())?;
    for document in &faits.documents {
        dossier.ajouter(&rendre_equipement(&modeles, document, forme).map_err(Erreur::usage)?)?;
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
    Ok(ExitCode::SUCCESS)
}
