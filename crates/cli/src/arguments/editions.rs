//! Options of `editions`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use guichet::editions::projet::DemandeDeProjet;
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
    /// Prépare l’édition suivante : une copie en projet, ses dates, ses listes, ses montants indexés
    #[command(help_template = MODELE)]
    Nouvelle(Nouvelle),
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
        /// Dossiers à décider selon les deux éditions : qui change de réponse, qui gagne, qui perd
        #[arg(long, value_name = "FICHIER")]
        dossiers: Vec<PathBuf>,
        /// Forme du résultat
        #[arg(long, value_enum, default_value_t = FormatDeComparaison::Texte, value_name = "FORMAT")]
        format: FormatDeComparaison,
    },
}

/// Options de `editions nouvelle`.
#[derive(Debug, Args)]
pub struct Nouvelle {
    /// Procédure
    #[arg(value_name = "PROCEDURE")]
    pub procedure: String,

    /// Édition à copier, ou année scolaire qu’elle couvre
    #[arg(value_name = "DEPUIS")]
    pub depuis: String,

    /// Premier jour du projet, ou année scolaire qu’il ouvre : 2024-09-01, ou 2024-2025
    #[arg(value_name = "DATE")]
    pub date: String,

    /// Dossier à créer, pour --donnees
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Indice de décembre n-2, pour indexer les montants (equipement)
    #[arg(
        long,
        value_name = "INDICE",
        requires = "indice",
        allow_hyphen_values = true
    )]
    pub indice_precedent: Option<String>,

    /// Indice de décembre n-1
    #[arg(
        long,
        value_name = "INDICE",
        requires = "indice_precedent",
        allow_hyphen_values = true
    )]
    pub indice: Option<String>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeListe::Texte, value_name = "FORMAT")]
    pub format: FormatDeListe,
}

impl Nouvelle {
    /// What is asked of the facade.
    pub fn demande(&self) -> DemandeDeProjet {
        DemandeDeProjet {
            procedure: self.procedure.clone(),
            depuis: self.depuis.clone(),
            date: self.date.clone(),
            indices: self.indice_precedent.clone().zip(self.indice.clone()),
        }
    }
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
