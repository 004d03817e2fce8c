//! The files of dossiers that a path stands for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::chemins::fichiers_sous;
use crate::systeme::en_mots;

/// The standard input.
const ENTREE_STANDARD: &str = "-";

/// The files of a folder that may hold dossiers.
pub const EXTENSIONS: [&str; 9] = [
    "json", "ndjson", "jsonl", "csv", "xlsx", "xlsm", "xlsb", "xls", "ods",
];

/// Why a path gives no file of dossiers.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDEntree {
    /// Nothing of that name.
    #[error("{} : ce fichier n’existe pas ; vérifiez le chemin.", .0.display())]
    Absent(PathBuf),
    /// A folder without any file of dossiers.
    #[error("{} : ce dossier ne contient aucun fichier .json, .ndjson ou .csv, ni classeur (.xlsx, .xls, .ods) ; donnez un fichier.", .0.display())]
    DossierVide(PathBuf),
    /// It cannot be read.
    #[error("{} : lecture impossible ({}) ; vérifiez les droits.", chemin.display(), en_mots(erreur))]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
}

/// The files that a path stands for: itself, or those of a folder and of the folders below, sorted.
///
/// # Errors
/// The path does not exist, cannot be read, or is a folder without such a file.
pub fn fichiers_de(chemin: &Path) -> Result<Vec<PathBuf>, ErreurDEntree> {
    if chemin.as_os_str() == ENTREE_STANDARD {
        return Ok(vec![chemin.to_owned()]);
    }
    let en_erreur = |(chemin, erreur): (PathBuf, io::Error)| match erreur.kind() {
        io::ErrorKind::NotFound => ErreurDEntree::Absent(chemin),
        _ => ErreurDEntree::Lecture { chemin, erreur },
    };
    let infos = fs::metadata(chemin).map_err(|erreur| en_erreur((chemin.to_owned(), erreur)))?;
    if !infos.is_dir() {
        return Ok(vec![chemin.to_owned()]);
    }
    let trouves = fichiers_sous(chemin, &EXTENSIONS).map_err(en_erreur)?;
    if trouves.is_empty() {
        return Err(ErreurDEntree::DossierVide(chemin.to_owned()));
    }
    Ok(trouves)
}
