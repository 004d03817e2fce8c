//! `guichet cyclades corriger`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Entree;

/// Options de `cyclades corriger`.
#[derive(Debug, Args)]
pub struct Corriger {
    /// Fichier à corriger (CSV, XML ou classeur), ou - pour l’entrée standard ; il n’est jamais modifié
    #[arg(value_name = "FICHIER")]
    pub fichier: PathBuf,

    /// Copie corrigée : un fichier .csv, .xml ou .xlsx qui n’existe pas encore, ou un dossier
    #[arg(long, value_name = "FICHIER")]
    pub sortie: PathBuf,

    /// Fait aussi les corrections à confirmer : zéros perdus, dates de tableur, accents abîmés…
    #[arg(long)]
    pub a_confirmer: bool,

    /// Récrit toute la copie : point-virgule et UTF-8, ou XML du document (sinon, seules les valeurs corrigées changent)
    #[arg(long)]
    pub canonique: bool,

    /// Forme de la liste des corrections
    #[arg(long, value_enum, default_value_t = FormatDeCorrections::Texte, value_name = "FORMAT")]
    pub format: FormatDeCorrections,

    #[command(flatten)]
    pub entree: Entree,
}

/// Les formes de la liste des corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeCorrections {
    /// Pour une personne
    Texte,
    /// Un tableau, une correction par ligne
    Csv,
    /// Un document JSON
    Json,
}
