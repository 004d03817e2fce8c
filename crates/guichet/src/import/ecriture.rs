//! The import file and its correspondence on disk.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::SEPARATEUR;
use guichet_cyclades::import::Preparation;
use tempfile::NamedTempFile;

use super::ErreurDImport;
use crate::sortie;

/// Writes the candidates and the correspondence: both, or neither.
///
/// # Errors
/// A file of that name exists, or the folder cannot be written.
pub fn ecrire(
    preparation: &Preparation,
    fichier: &Path,
    gardee: Option<&Path>,
    texte: &str,
) -> Result<(), ErreurDImport> {
    let mut octets = Vec::new();
    ecrire_ligne(
        &mut octets,
        preparation.champs.iter().map(String::as_str),
        SEPARATEUR,
    );
    for ligne in &preparation.lignes {
        ecrire_ligne(&mut octets, ligne.iter().map(String::as_str), SEPARATEUR);
    }
    let candidats = provisoire(fichier, &octets)?;
    let correspondance = gardee
        .map(|chemin| Ok::<_, ErreurDImport>((provisoire(chemin, texte.as_bytes())?, chemin)))
        .transpose()?;
    if let Some((contenu, chemin)) = correspondance {
        poser(contenu, chemin)?;
    }
    if let Err(erreur) = poser(candidats, fichier) {
        if let Some(chemin) = gardee {
            // One without the other is worth nothing; the first fault is the one to tell.
            let _ = fs::remove_file(chemin);
        }
        return Err(erreur);
    }
    Ok(())
}

/// A file of the folder that `chemin` will be in, removed by itself unless it is given its name.
fn provisoire(chemin: &Path, octets: &[u8]) -> Result<NamedTempFile, ErreurDImport> {
    let en_erreur = |erreur| ErreurDImport::Ecriture {
        chemin: chemin.to_owned(),
        erreur,
    };
    let dossier = sortie::dossier_de(chemin);
    fs::create_dir_all(dossier).map_err(en_erreur)?;
    let mut fichier = sortie::provisoire(dossier).map_err(en_erreur)?;
    fichier
        .write_all(octets)
        .and_then(|()| fichier.flush())
        .map_err(en_erreur)?;
    Ok(fichier)
}

fn poser(provisoire: NamedTempFile, chemin: &Path) -> Result<(), ErreurDImport> {
    let impossible = |chemin, erreur| ErreurDImport::Ecriture { chemin, erreur };
    sortie::poser(provisoire, chemin, false, ErreurDImport::DejaLa, impossible)
}
