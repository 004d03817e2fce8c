//! `guichet contrat-pro suivi`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet_restitution::tableau::FormeDeTableau;

/// Options de `contrat-pro suivi`.
#[derive(Debug, Args)]
pub struct Suivi {
    /// Ce qui est voulu
    #[arg(value_enum, value_name = "VUE")]
    pub vue: VueDeSuivi,

    /// Fichiers de dossiers : JSON, NDJSON, CSV ou classeur, ou - pour l’entrée standard
    #[arg(required = true, value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Année civile des demandes d’aide (requise par recapitulatif, beneficiaires et scdl)
    #[arg(long, value_name = "ANNEE")]
    pub annee: Option<i16>,

    /// Établissement de l’état récapitulatif
    #[arg(long, value_name = "SIRET")]
    pub siret: Option<String>,

    /// Jour auquel les échéances sont regardées, AAAA-MM-JJ (sinon, aujourd’hui)
    #[arg(long, value_name = "DATE")]
    pub au: Option<String>,

    /// Échéances des prochains jours
    #[arg(long, default_value_t = 30, value_name = "JOURS")]
    pub sous: u32,

    /// Toutes les échéances, même passées, tenues ou lointaines
    #[arg(long)]
    pub toutes: bool,

    /// Noms et décisions : une table siret,nom,date_decision,reference_decision
    #[arg(long, value_name = "FICHIER")]
    pub correspondance: Option<PathBuf>,

    /// Versements faits : une table reference,date_versement
    #[arg(long, value_name = "FICHIER")]
    pub versements: Option<PathBuf>,

    /// Attribuant, pour le SCDL : un fichier TOML (nom, siret, id_rae, notification_ue)
    #[arg(long, value_name = "FICHIER")]
    pub organisation: Option<PathBuf>,

    /// Nom de l’attribuant, pour le SCDL
    #[arg(long, value_name = "NOM")]
    pub nom_attribuant: Option<String>,

    /// SIRET de l’attribuant, pour le SCDL
    #[arg(long, value_name = "SIRET")]
    pub siret_attribuant: Option<String>,

    /// Forme du résultat (scdl est toujours en CSV)
    #[arg(long, value_enum, default_value_t = FormatDeTableau::Texte, value_name = "FORMAT")]
    pub format: FormatDeTableau,

    /// Fichier où écrire (sinon, à l’écran)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,

    /// Édition à appliquer (sinon, celle en vigueur à la date de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,
}

/// Les vues du suivi.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VueDeSuivi {
    /// Cumul par établissement et par année, et l’acte qui en découle
    Cumuls,
    /// Aides d’un établissement dans l’année, à annexer à la convention
    Recapitulatif,
    /// Liste annuelle pour l’assemblée, sans aucune donnée sur les salariés
    Beneficiaires,
    /// Publication annuelle, au schéma SCDL Subventions 1.1
    Scdl,
    /// Chiffres anonymes
    Statistiques,
    /// Échéances dépassées ou proches
    Echeances,
}

/// Les formes d’un tableau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeTableau {
    /// Pour une personne
    Texte,
    /// Pour un tableur
    Csv,
    /// Un classeur
    Xlsx,
    /// Une page à imprimer
    Html,
    /// Un document JSON
    Json,
}

impl From<FormatDeTableau> for FormeDeTableau {
    fn from(format: FormatDeTableau) -> Self {
        match format {
            FormatDeTableau::Texte => Self::Texte,
            FormatDeTableau::Csv => Self::Csv,
            FormatDeTableau::Xlsx => Self::Xlsx,
            FormatDeTableau::Html => Self::Html,
            FormatDeTableau::Json => Self::Json,
        }
    }
}
