//! `guichet instruire`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet_restitution::decisions::FormeDeDecisions;

/// Options de `instruire`.
#[derive(Debug, Args)]
pub struct Instruire {
    /// Procédure : contrat-pro
    #[arg(value_name = "PROCEDURE")]
    pub procedure: String,

    /// Fichiers de dossiers : JSON, NDJSON, CSV ou classeur, ou - pour l’entrée standard
    #[arg(value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDecisions::Texte, value_name = "FORMAT")]
    pub format: FormatDeDecisions,

    /// Édition à appliquer (sinon, celle en vigueur à la date de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Statut 1 si une décision n’est pas favorable
    #[arg(long)]
    pub strict: bool,
}

/// Les formes des décisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeDecisions {
    /// Pour une personne
    Texte,
    /// Un document JSON
    Json,
    /// Une décision par ligne
    Ndjson,
    /// Une ligne expliquée par dossier
    Csv,
    /// Un classeur
    Xlsx,
    /// Une page à imprimer
    Html,
}

impl From<FormatDeDecisions> for FormeDeDecisions {
    fn from(format: FormatDeDecisions) -> Self {
        match format {
            FormatDeDecisions::Texte => Self::Texte,
            FormatDeDecisions::Json => Self::Json,
            FormatDeDecisions::Ndjson => Self::Ndjson,
            FormatDeDecisions::Csv => Self::Csv,
            FormatDeDecisions::Xlsx => Self::Xlsx,
            FormatDeDecisions::Html => Self::Html,
        }
    }
}
