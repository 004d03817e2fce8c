//! Why an input gives no dossier at all.

use std::io::{self, ErrorKind};

use guichet_tableur::Erreur as ErreurDeClasseur;

/// Why an input cannot be read as a whole: nothing of it is decided.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeLecture {
    /// The system cannot read it.
    #[error("{}", systeme(.0))]
    Systeme(#[from] io::Error),
    /// Nothing in it, or blanks only.
    #[error("ce fichier est vide ; donnez un fichier de dossiers.")]
    Vide,
    /// Some other kind of file.
    #[error("c’est {0} ; donnez un fichier JSON, NDJSON ou CSV, ou un classeur XLSX, XLS ou ODS.")]
    AutreType(&'static str),
    /// The first row names no field.
    #[error(
        "la ligne {ligne} n’est pas une ligne d’en-tête : elle ne nomme aucun champ d’un dossier ; donnez-y les noms des champs, par exemple « {exemple} »."
    )]
    SansEnTete {
        /// Its line.
        ligne: u64,
        /// Some fields, as a header has them.
        exemple: String,
    },
    /// The first row cannot be read as a row.
    #[error(
        "la ligne {ligne}, qui devrait nommer les champs, n’est pas une ligne de tableau : {raison}"
    )]
    EnTeteIllisible {
        /// Its line.
        ligne: u64,
        /// Why, with what to do.
        raison: String,
    },
    /// Some columns are not fields, or stand twice: a line each.
    #[error("{}", .0.join("\n"))]
    Colonnes(Vec<String>),
    /// The workbook gives no rows.
    #[error("{}", classeur(.0))]
    Classeur(ErreurDeClasseur),
}

impl ErreurDeLecture {
    /// What is to be said, a line each, without the name of the file.
    #[must_use]
    pub fn lignes(&self) -> Vec<String> {
        match self {
            Self::Colonnes(lignes) => lignes.clone(),
            autre => vec![autre.to_string()],
        }
    }
}

impl From<ErreurDeClasseur> for ErreurDeLecture {
    fn from(erreur: ErreurDeClasseur) -> Self {
        match erreur {
            ErreurDeClasseur::Lecture(erreur) => Self::Systeme(erreur),
            autre => Self::Classeur(autre),
        }
    }
}

fn systeme(erreur: &io::Error) -> String {
    match erreur.kind() {
        ErrorKind::NotFound => "ce fichier n’existe pas ; vérifiez le chemin.".to_owned(),
        ErrorKind::IsADirectory => {
            "c’est un dossier de fichiers ; donnez les fichiers qu’il contient.".to_owned()
        }
        _ => format!(
            "lecture impossible ({}) ; vérifiez le chemin et les droits.",
            crate::systeme::en_mots(erreur)
        ),
    }
}

/// The room of spreadsheets speaks of candidates.
fn classeur(erreur: &ErreurDeClasseur) -> String {
    match erreur {
        ErreurDeClasseur::Demesure => "ce classeur est démesuré une fois décompressé ; enregistrez la seule feuille des dossiers au format CSV.".to_owned(),
        autre => autre.to_string(),
    }
}
