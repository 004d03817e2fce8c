//! `guichet cyclades schema`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options de `cyclades schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Examen : BCP, BP, MCP, MC3, MC4, ARI ou CAP
    #[arg(value_name = "DOMAINE")]
    pub domaine: String,

    /// Langage du schéma
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub nature: TypeDeSchema,

    /// Session, qui ouvre et ferme des spécialités (sinon, celle des listes de l’édition)
    #[arg(long, value_name = "SESSION")]
    pub session: Option<String>,

    /// Édition du document (sinon, celle de la session)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Fichier à écrire (sinon, la sortie standard)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
}

/// Les langages d’un schéma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TypeDeSchema {
    /// XSD 1.0, pour un fichier XML
    Xsd,
    /// Table Schema (Frictionless), pour un fichier CSV
    TableSchema,
}
