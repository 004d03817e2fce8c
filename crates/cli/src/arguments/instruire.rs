//! `guichet instruire`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet::instruction::PROCEDURES;
use guichet_restitution::decisions::FormeDeDecisions;

const SUITE: &str = "\
Un dossier est une demande : ce que l’on sait de l’employeur, du salarié, du contrat et des pièces. \
Il s’écrit dans un tableau (une ligne par dossier, une colonne par champ) ou en JSON (un objet, un \
tableau d’objets, ou un objet par ligne). Un champ que l’on ne connaît pas se laisse de côté : la \
décision dit ce qui manque, et ne le prend jamais pour un non.

Statut : 0 quand chaque dossier a sa réponse, même défavorable ; 1 avec --strict si l’une est \
défavorable ; 2 si un dossier ou un fichier est illisible (les autres sont décidés), ou si la commande \
ne peut pas être suivie.

Exemples :
  guichet instruire contrat-pro                              pose les questions une à une
  guichet instruire contrat-pro dossiers.csv                 décide chaque ligne, avec les raisons
  guichet instruire contrat-pro dossiers.xlsx --format xlsx --sortie resultat
  guichet instruire contrat-pro - --format ndjson < dossiers.ndjson
  guichet instruire autorisation-travail demandes.csv        la circulaire de 2007, de même
  guichet instruire contrat-pro --champs                     dit ce qu’un dossier contient
  guichet instruire contrat-pro --modele csv > dossiers.csv  donne un tableau à remplir";

/// Options de `instruire`.
#[derive(Debug, Args)]
#[command(after_help = SUITE)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct Instruire {
    #[arg(value_name = "PROCEDURE", help = format!("Procédure : {}", PROCEDURES.join(", ")))]
    pub procedure: String,

    /// Fichiers de dossiers (JSON, NDJSON, CSV ou classeur), dossiers qui en contiennent, ou - pour l’entrée standard ; sans fichier, les questions sont posées
    #[arg(value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDecisions::Texte, value_name = "FORMAT")]
    pub format: FormatDeDecisions,

    /// Édition à appliquer (sinon, celle en vigueur à la date de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Montre aussi les conditions remplies (texte, page et PDF)
    #[arg(long)]
    pub detail: bool,

    /// Dossier où mettre le résultat, créé s’il le faut (sinon, la sortie standard)
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le résultat de --sortie, ou le fichier de --enregistrer, s’il existe
    #[arg(long)]
    pub remplacer: bool,

    /// Statut 1 si une décision est défavorable
    #[arg(long)]
    pub strict: bool,

    /// Feuille d’un classeur, par son nom ou son rang (sinon, celle qui ressemble à des dossiers)
    #[arg(long, value_name = "FEUILLE", requires = "fichiers")]
    pub feuille: Option<String>,

    /// Pose les questions une à une, même hors d’un terminal
    #[arg(long, conflicts_with = "fichiers", help_heading = "Entretien")]
    pub questions: bool,

    /// Fichier JSON où garder les réponses de l’entretien
    #[arg(
        long,
        value_name = "FICHIER",
        conflicts_with = "fichiers",
        help_heading = "Entretien"
    )]
    pub enregistrer: Option<PathBuf>,

    /// Dit les champs d’un dossier : nom, forme, exemple, sens, et lesquels peuvent manquer
    #[arg(
        long,
        conflicts_with_all = ["fichiers", "questions", "enregistrer"],
        help_heading = "Écrire un dossier"
    )]
    pub champs: bool,

    /// Donne un dossier vide, à remplir
    #[arg(
        long,
        value_enum,
        value_name = "FORME",
        conflicts_with_all = ["fichiers", "questions", "enregistrer", "champs"],
        help_heading = "Écrire un dossier"
    )]
    pub modele: Option<FormeDeModele>,
}

/// Les formes d’un dossier vide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormeDeModele {
    /// Une ligne d’en-tête, pour un tableur
    Csv,
    /// Un objet
    Json,
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
    /// Un rapport à imprimer ou à archiver, si le programme est compilé avec PDF
    Pdf,
}

impl FormatDeDecisions {
    /// Whether it is of no use on a terminal.
    pub fn est_binaire(self) -> bool {
        matches!(self, Self::Xlsx | Self::Pdf)
    }

    /// What the file of the result is called.
    pub fn nom_de_fichier(self) -> &'static str {
        match self {
            Self::Texte => "decisions.txt",
            Self::Json => "decisions.json",
            Self::Ndjson => "decisions.ndjson",
            Self::Csv => "decisions.csv",
            Self::Xlsx => "decisions.xlsx",
            Self::Html => "decisions.html",
            Self::Pdf => "decisions.pdf",
        }
    }

    /// The form that writes decisions one after the other.
    pub fn forme(self) -> FormeDeDecisions {
        match self {
            Self::Texte => FormeDeDecisions::Texte,
            Self::Json => FormeDeDecisions::Json,
            Self::Ndjson => FormeDeDecisions::Ndjson,
            Self::Csv => FormeDeDecisions::Csv,
            Self::Xlsx => FormeDeDecisions::Xlsx,
            Self::Html => FormeDeDecisions::Html,
            Self::Pdf => FormeDeDecisions::Pdf,
        }
    }
}
