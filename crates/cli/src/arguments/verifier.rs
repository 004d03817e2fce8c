//! `guichet cyclades verifier`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet_restitution::Forme;

use super::Entree;

/// Options de `cyclades verifier`.
#[derive(Debug, Args)]
pub struct Verifier {
    /// Fichiers CSV ou classeurs (XLSX, XLS, ODS), dossiers qui en contiennent, ou - pour l’entrée standard
    #[arg(required = true, value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = Format::Texte, value_name = "FORMAT")]
    pub format: Format,

    /// Fichier où écrire le résultat (sinon, la sortie standard)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,

    #[command(flatten)]
    pub entree: Entree,
}

/// Les formes du résultat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Pour une personne
    Texte,
    /// Un document JSON
    Json,
    /// Un objet JSON par ligne
    Ndjson,
    /// Une page à ouvrir dans un navigateur
    Html,
    /// Un classeur : les constats, et le fichier avec ses fautes colorées
    Xlsx,
    /// Un tableau des constats
    Csv,
    /// Pour une forge logicielle (SARIF 2.1.0)
    Sarif,
    /// Pour une intégration continue
    Junit,
}

impl Format {
    /// Whether it is of no use on a terminal.
    pub fn est_binaire(self) -> bool {
        self == Self::Xlsx
    }
}

impl From<Format> for Forme {
    fn from(format: Format) -> Self {
        match format {
            Format::Texte => Self::Texte,
            Format::Json => Self::Json,
            Format::Ndjson => Self::Ndjson,
            Format::Html => Self::Html,
            Format::Xlsx => Self::Xlsx,
            Format::Csv => Self::Csv,
            Format::Sarif => Self::Sarif,
            Format::Junit => Self::Junit,
        }
    }
}
