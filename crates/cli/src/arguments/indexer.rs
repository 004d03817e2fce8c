//! Options of `equipement indexer`.

use clap::{Args, ValueEnum};
use guichet::equipement::DemandeDIndexation;
use guichet_restitution::indexation::FormeDIndexation;

/// Options de `equipement indexer`.
#[derive(Debug, Args)]
pub struct Indexer {
    /// Année scolaire, ou édition, dont les montants sont indexés (sinon, la dernière édition)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Les deux indices
    #[command(flatten)]
    pub indices: Indices,

    /// Montant à indexer, en euros ; autant de fois qu’il y a de montants (sinon, ceux de l’édition)
    #[arg(long, value_name = "EUROS", allow_hyphen_values = true)]
    pub forfait: Vec<String>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDIndexation::Texte, value_name = "FORMAT")]
    pub format: FormatDIndexation,
}

/// Les deux indices des prix.
#[derive(Debug, Args)]
pub struct Indices {
    /// Indice de décembre n-2, par exemple 107,4
    #[arg(long, value_name = "INDICE", allow_hyphen_values = true)]
    pub indice_precedent: String,

    /// Indice de décembre n-1, par exemple 114,18
    #[arg(long, value_name = "INDICE", allow_hyphen_values = true)]
    pub indice: String,
}

/// Les formes d’une indexation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDIndexation {
    /// Pour une personne
    Texte,
    /// Un document JSON
    Json,
    /// Le même, sur une ligne
    Ndjson,
}

impl From<FormatDIndexation> for FormeDIndexation {
    fn from(format: FormatDIndexation) -> Self {
        match format {
            FormatDIndexation::Texte => Self::Texte,
            FormatDIndexation::Json => Self::Json,
            FormatDIndexation::Ndjson => Self::Ndjson,
        }
    }
}

impl Indexer {
    /// What is asked of the facade.
    pub fn demande(&self) -> DemandeDIndexation {
        DemandeDIndexation {
            edition: self.edition.clone(),
            indice_precedent: self.indices.indice_precedent.clone(),
            indice: self.indices.indice.clone(),
            forfaits: self.forfait.clone(),
        }
    }
}
