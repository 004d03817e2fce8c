//! `guichet equipement`: the regional aid to the first equipment of pupils, around its decisions.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::MODELE;
use super::instruire::{FormatDeDecisions, Instruire};

/// Commandes autour de l’aide régionale à l’équipement.
#[derive(Debug, Subcommand)]
pub enum Equipement {
    /// Dotations d’une région : quatre tables, ou des dossiers
    #[command(help_template = MODELE)]
    Dotations(Dotations),
}

/// Options de `equipement dotations`.
#[derive(Debug, Args)]
pub struct Dotations {
    /// Fichiers de dossiers (JSON, NDJSON, CSV ou classeur), ou - pour l’entrée standard
    #[arg(required = true, value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Édition à appliquer, par exemple 2023-2024 (sinon, celle de l’année de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDecisions::Texte, value_name = "FORMAT")]
    pub format: FormatDeDecisions,

    /// Montre aussi les conditions remplies (texte, page et PDF)
    #[arg(long)]
    pub detail: bool,

    /// Dossier où mettre le résultat, créé s’il le faut (sinon, la sortie standard)
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le résultat de --sortie s’il existe
    #[arg(long)]
    pub remplacer: bool,

    /// Statut 1 si une décision est défavorable
    #[arg(long)]
    pub strict: bool,
}

impl Dotations {
    /// The same dossiers, as `guichet instruire equipement` is asked for them.
    pub fn en_instruction(&self) -> Instruire {
        Instruire {
            procedure: guichet::equipement::PROCEDURE.to_owned(),
            fichiers: self.fichiers.clone(),
            format: self.format,
            edition: self.edition.clone(),
            detail: self.detail,
            sortie: self.sortie.clone(),
            remplacer: self.remplacer,
            strict: self.strict,
            feuille: None,
            questions: false,
            enregistrer: None,
            champs: false,
            modele: None,
        }
    }
}
