//! The faults of a folder of editions, as a compiler tells them.

use std::io::{self, Write};

use guichet::editions::verification::{EditionControlee, Faute, Verification};
use guichet::socle::edition::StatutEdition;

use crate::lignes::replier;
use crate::nombres::{accorde, nombre};

/// How many faults of one file are shown; the JSON form has them all.
const PAR_FICHIER: usize = 20;

/// Each fault with its line, what should be looked at, then what was looked at.
///
/// # Errors
/// The output cannot be written.
pub fn verification(sortie: &mut dyn Write, vue: &Verification, largeur: usize) -> io::Result<()> {
    let largeur = largeur.clamp(60, 120);
    montrer(sortie, &vue.fautes, largeur)?;
    if !vue.remarques.is_empty() {
        writeln!(
            sortie,
            "À regarder, sans que rien n’empêche d’appliquer l’édition\n"
        )?;
        montrer(sortie, &vue.remarques, largeur)?;
    }
    for edition in &vue.editions {
        writeln!(sortie, "{}", replier(&en_une_ligne(edition), largeur, 2))?;
    }
    let editions = accorde(
        vue.editions.len() as u64,
        "édition contrôlée",
        "éditions contrôlées",
    );
    let fautes = match vue.fautes.len() {
        0 => "aucune faute".to_owned(),
        nombre => accorde(nombre as u64, "faute", "fautes"),
    };
    writeln!(sortie, "\n{editions}, {fautes}.")
}

fn montrer(sortie: &mut dyn Write, fautes: &[Faute], largeur: usize) -> io::Result<()> {
    for du_fichier in fautes.chunk_by(|une, autre| une.fichier == autre.fichier) {
        for faute in du_fichier.iter().take(PAR_FICHIER) {
            une_faute(sortie, faute, largeur)?;
        }
        if let Some(premiere) = du_fichier.first()
            && du_fichier.len() > PAR_FICHIER
        {
            writeln!(
                sortie,
                "{} : et {}, toutes dans --format json\n",
                premiere.fichier,
                accorde((du_fichier.len() - PAR_FICHIER) as u64, "autre", "autres")
            )?;
        }
    }
    Ok(())
}

fn une_faute(sortie: &mut dyn Write, faute: &Faute, largeur: usize) -> io::Result<()> {
    match faute.ligne {
        Some(ligne) => writeln!(sortie, "{}:{ligne}", faute.fichier)?,
        None => writeln!(sortie, "{}", faute.fichier)?,
    }
    writeln!(sortie, "  {}", replier(&faute.message, largeur, 2))?;
    if let (Some(ligne), Some(extrait)) = (faute.ligne, &faute.extrait) {
        writeln!(sortie, "  {ligne:>5} │ {extrait}")?;
    }
    writeln!(sortie)
}

fn en_une_ligne(edition: &EditionControlee) -> String {
    let statut = match edition.statut {
        Some(StatutEdition::Verifiee) => " (vérifiée)",
        Some(StatutEdition::Projet) => " (projet)",
        None => "",
    };
    let contenu: Vec<String> = edition
        .contenu
        .iter()
        .map(|(quoi, combien)| format!("{quoi} : {}", nombre(*combien as u64)))
        .collect();
    let suite = match edition.fautes {
        0 if contenu.is_empty() => "juste".to_owned(),
        0 => format!("juste ; {}", contenu.join(", ")),
        fautes => accorde(fautes as u64, "faute", "fautes"),
    };
    format!("{} {}{statut} : {suite}.", edition.nom, edition.id)
}
