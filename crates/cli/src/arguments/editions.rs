//! Options of `editions`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use guichet_restitution::editions::FormeDeComparaison;

use super::{FormatDeListe, MODELE};

/// Commandes sur les éditions.
#[derive(Debug, Subcommand)]
pub enum Editions {
    /// Éditions d’une procédure, ou de toutes : premier et dernier jour, vérifiée ou projet
    #[command(help_template = MODELE)]
    Lister {
        /// Procédure (cyclades, autorisation-travail, contrat-pro)
        #[arg(value_name = "PROCEDURE")]
        procedure: Option<String>,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
    /// Une édition : sa provenance, ses sources, ce qui n’est pas modélisé, ses fichiers
    #[command(help_template = MODELE)]
    Voir {
        /// Procédure
        #[arg(value_name = "PROCEDURE")]
        procedure: String,
        /// Édition, par exemple 2007-12-20
        #[arg(value_name = "ID")]
        id: String,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
    /// Toutes les fautes d’un dossier d’éditions : fichier, ligne, ce qui ne va pas, ce qu’il faut faire
    #[command(help_template = MODELE)]
    Verifier {
        /// Dossier de données (reglements/…, nomenclatures/…), ou celui d’une édition
        #[arg(value_name = "DOSSIER")]
        dossier: PathBuf,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
        format: FormatDeListe,
    },
    /// Deux éditions : paramètres, règles, champs et listes qui diffèrent
    #[command(help_template = MODELE)]
    Comparer {
        /// Procédure
        #[arg(value_name = "PROCEDURE")]
        procedure: String,
        /// Édition de départ
        #[arg(value_name = "A")]
        avant: String,
        /// Édition d’arrivée
        #[arg(value_name = "B")]
        apres: String,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeComparaison::Texte, value_name = "FORMAT")]
        format: FormatDeComparaison,
    },
}

/// Les formes d’une comparaison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeComparaison {
    /// Pour une personne
    Texte,
    /// Pour un tableur, une ligne par différence
    Csv,
    /// Une page à imprimer
    Html,
    /// Un document JSON
    Json,
}

impl From<FormatDeComparaison> for FormeDeComparaison {
    fn from(format: FormatDeComparaison) -> Self {
        match format {
            FormatDeComparaison::Texte => Self::Texte,
            FormatDeComparaison::Csv => Self::Csv,
            FormatDeComparaison::Html => Self::Html,
            FormatDeComparaison::Json => Self::Json,
        }
    }
}
