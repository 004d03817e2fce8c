//! `guichet autorisation-travail`: the circular of 2007 looked at from every side.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{FormatDeTableau, MODELE};

/// Commandes autour des autorisations de travail.
#[derive(Debug, Subcommand)]
pub enum AutorisationTravail {
    /// Un métier : où la situation de l’emploi n’est pas opposable, et à qui
    #[command(help_template = MODELE)]
    Metier {
        /// Code du métier (ROME de 2007), ou mots de son libellé
        #[arg(value_name = "CODE|MOTS")]
        metier: String,
        #[command(flatten)]
        vue: Vue,
    },
    /// Une région de 2007, ou un département : tous ses métiers
    #[command(help_template = MODELE)]
    Region {
        /// Nom de la région, ou numéro du département
        #[arg(value_name = "REGION|DEPARTEMENT")]
        region: String,
        #[command(flatten)]
        vue: Vue,
    },
    /// Une nationalité : son groupe, et les métiers qui lui sont ouverts
    #[command(help_template = MODELE)]
    Nationalite {
        /// Code (INSEE ou ISO), ou nom du pays
        #[arg(value_name = "CODE|NOM")]
        nationalite: String,
        #[command(flatten)]
        vue: Vue,
    },
    /// Toute la table : chaque groupe, chaque métier, chaque territoire (en texte, un résumé)
    #[command(help_template = MODELE)]
    Table {
        #[command(flatten)]
        vue: Vue,
    },
    /// Carte schématique d’un métier, en SVG
    #[command(help_template = MODELE)]
    Carte(Carte),
    /// Méthode de l’annexe 1 sur des offres et des demandes ; listes en projet si on le demande
    #[command(help_template = MODELE)]
    Methode(Methode),
}

/// Ce que toute vue accepte.
#[derive(Debug, Args)]
pub struct Vue {
    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeTableau::Texte, value_name = "FORMAT")]
    pub format: FormatDeTableau,

    #[command(flatten)]
    pub cible: Cible,
}

/// Où écrire, et d’après quelle édition.
#[derive(Debug, Args)]
pub struct Cible {
    /// Fichier où écrire (sinon, à l’écran)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,

    /// Édition à regarder (sinon, la dernière qui n’est pas un projet)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,
}

/// Options de `autorisation-travail carte`.
#[derive(Debug, Args)]
pub struct Carte {
    /// Code du métier (ROME de 2007), ou mots de son libellé
    #[arg(value_name = "CODE|MOTS")]
    pub metier: String,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeCarte::Svg, value_name = "FORMAT")]
    pub format: FormatDeCarte,

    #[command(flatten)]
    pub cible: Cible,
}

/// Les formes d’une carte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeCarte {
    /// Le dessin seul
    Svg,
    /// Une page, avec le dessin et sa table
    Html,
}

/// Options de `autorisation-travail methode`.
#[derive(Debug, Args)]
pub struct Methode {
    /// Table d’offres et de demandes : code_rome, niveau, region, offres, demandes
    #[arg(value_name = "FICHIER")]
    pub fichier: PathBuf,

    /// Tension à dépasser pour un métier de l’enseignement supérieur (sinon, celle de l’annexe 1)
    #[arg(long, value_name = "RAPPORT")]
    pub seuil_superieur: Option<String>,

    /// Nombre de métiers retenus parmi les niveaux IV et V (sinon, celui de l’annexe 1)
    #[arg(long, value_name = "NOMBRE")]
    pub nombre_iv_v: Option<usize>,

    /// Tension à dépasser dans une région (sinon, celle de l’annexe 1)
    #[arg(long, value_name = "RAPPORT")]
    pub seuil_regional: Option<String>,

    /// Écrit les listes en projet dans ce dossier, pour --donnees
    #[arg(long, value_name = "DOSSIER", requires = "date")]
    pub projet: Option<PathBuf>,

    /// Date d’effet du projet, AAAA-MM-JJ
    #[arg(long, value_name = "DATE", requires = "projet")]
    pub date: Option<String>,

    #[command(flatten)]
    pub vue: Vue,
}
