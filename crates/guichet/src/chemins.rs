//! The files of a folder, told by their extension.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a folder and of those below that have one of these extensions, sorted.
///
/// # Errors
/// A folder cannot be read: which one, and why.
pub fn fichiers_sous(
    dossier: &Path,
    extensions: &[&str],
) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut trouves = Vec::new();
    chercher(dossier, extensions, &mut trouves)?;
    trouves.sort();
    Ok(trouves)
}

fn chercher(
    dossier: &Path,
    extensions: &[&str],
    trouves: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let ici = |erreur| (dossier.to_owned(), erreur);
    for entree in fs::read_dir(dossier).map_err(ici)? {
        let entree = entree.map_err(ici)?;
        let chemin = entree.path();
        // A link is not followed: folders that hold one another would never end.
        let nature = match entree.file_type() {
            Ok(nature) => nature,
            Err(erreur) => return Err((chemin, erreur)),
        };
        if nature.is_dir() {
            chercher(&chemin, extensions, trouves)?;
        } else if nature.is_file() && convient(&chemin, extensions) {
            trouves.push(chemin);
        }
    }
    Ok(())
}

/// By its extension; the lock files of open workbooks have the same.
fn convient(chemin: &Path, extensions: &[&str]) -> bool {
    let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
    let verrou = nom.starts_with("~$") || nom.starts_with(".~lock.");
    let extension = chemin.extension().unwrap_or_default();
    !verrou && extensions.iter().any(|e| extension.eq_ignore_ascii_case(e))
}
