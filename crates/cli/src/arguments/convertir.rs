//! `guichet cyclades convertir`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Entree;

/// Options de `cyclades convertir`.
#[derive(Debug, Args)]
pub struct Convertir {
    /// Fichiers à convertir, dossiers qui en contiennent, ou - pour l’entrée standard
    #[arg(required = true, value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Forme voulue
    #[arg(long, value_enum, value_name = "FORME")]
    pub vers: Vers,

    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Moment de l’extraction, JJ/MM/AAAA HH:mm (sinon, celui du fichier ou de son nom, à défaut maintenant)
    #[arg(long, value_name = "MOMENT")]
    pub extraction: Option<String>,

    #[command(flatten)]
    pub entree: Entree,
}

/// Les formes d’un fichier d’import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Vers {
    /// CSV : point-virgule, UTF-8
    Csv,
    /// XML du document
    Xml,
    /// Classeur dont chaque cellule est un texte
    Xlsx,
}
