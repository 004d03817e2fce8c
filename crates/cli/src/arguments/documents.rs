//! `guichet contrat-pro documents` and `modeles`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet::documents::Sorte;
use guichet_restitution::documents::FormeDeDocument;

/// Options de `contrat-pro documents`.
#[derive(Debug, Args)]
pub struct Documents {
    /// Fichiers de dossiers : JSON, NDJSON, CSV ou classeur, ou - pour l’entrée standard
    #[arg(required = true, value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Document voulu
    #[arg(long, value_enum, value_name = "DOCUMENT")]
    pub document: SorteDeDocument,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDocument::Html, value_name = "FORMAT")]
    pub format: FormatDeDocument,

    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Coordonnées, signataire, recours : un fichier TOML (« guichet contrat-pro modeles » en écrit un, à remplir)
    #[arg(long, value_name = "FICHIER")]
    pub organisme: Option<PathBuf>,

    /// Modèles à employer à la place de ceux du programme
    #[arg(long, value_name = "DOSSIER")]
    pub modeles: Option<PathBuf>,

    /// Édition à appliquer (sinon, celle en vigueur à la date de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Remplace les documents de même nom
    #[arg(long)]
    pub remplacer: bool,
}

/// Options de `contrat-pro modeles`.
#[derive(Debug, Args)]
pub struct ModelesDeDocuments {
    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Remplace les fichiers de même nom
    #[arg(long)]
    pub remplacer: bool,
}

/// Les documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SorteDeDocument {
    /// Une lettre par dossier : accord, refus motivé ou demande de pièces
    Notification,
    /// Un arrêté qui attribue les aides de tous les dossiers
    Arrete,
    /// Un état récapitulatif par établissement, à annexer à sa convention
    AnnexeConvention,
}

impl From<SorteDeDocument> for Sorte {
    fn from(document: SorteDeDocument) -> Self {
        match document {
            SorteDeDocument::Notification => Self::Notification,
            SorteDeDocument::Arrete => Self::Arrete,
            SorteDeDocument::AnnexeConvention => Self::AnnexeConvention,
        }
    }
}

/// Les formes d’un document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeDocument {
    /// Une page, à ouvrir, à modifier ou à imprimer
    Html,
    /// Un PDF accessible, si le programme est compilé avec
    Pdf,
}

impl From<FormatDeDocument> for FormeDeDocument {
    fn from(format: FormatDeDocument) -> Self {
        match format {
            FormatDeDocument::Html => Self::Html,
            FormatDeDocument::Pdf => Self::Pdf,
        }
    }
}
