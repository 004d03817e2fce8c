//! `guichet cyclades verifier`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
}
