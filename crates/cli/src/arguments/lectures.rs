//! `guichet lectures`.

use clap::{Args, ValueEnum};
use guichet::socle::lecture::Statut;

/// Options de `lectures`.
#[derive(Debug, Args)]
pub struct Lectures {
    /// Lecture à montrer, par exemple CP-07 (sinon, toutes)
    #[arg(value_name = "ID")]
    pub id: Option<String>,

    /// Lectures d’un document : cyclades, contrat-pro, autorisation-travail ou transversales
    #[arg(long, value_name = "DOCUMENT", conflicts_with = "id")]
    pub document: Option<String>,

    /// Lectures d’un statut
    #[arg(long, value_enum, value_name = "STATUT", conflicts_with = "id")]
    pub statut: Option<StatutDeLecture>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeLectures::Texte, value_name = "FORMAT")]
    pub format: FormatDeLectures,
}

/// Les statuts d’une lecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatutDeLecture {
    /// La valeur est refusée
    Erreur,
    /// La valeur est acceptée, et signalée
    Avertissement,
    /// Le texte porte deux réponses, toutes deux montrées
    DeuxLectures,
    /// Le point est tranché et ne change aucune réponse
    SansEffet,
}

impl From<StatutDeLecture> for Statut {
    fn from(statut: StatutDeLecture) -> Self {
        match statut {
            StatutDeLecture::Erreur => Self::Erreur,
            StatutDeLecture::Avertissement => Self::Avertissement,
            StatutDeLecture::DeuxLectures => Self::DeuxLectures,
            StatutDeLecture::SansEffet => Self::SansEffet,
        }
    }
}

/// Les formes du registre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeLectures {
    /// Pour une personne
    Texte,
    /// Pour un tableur
    Csv,
    /// Un classeur
    Xlsx,
    /// Une page à lire ou à imprimer
    Html,
    /// Un texte à mettre dans une documentation
    Markdown,
    /// Un document JSON
    Json,
}
