//! `guichet equipement documents`, `modeles` and `publier`: what is made of the grants of a region.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet::equipement::documents::SorteDEquipement;
use guichet::equipement::tables::TablesDeRegion;

use super::documents::FormatDeDocument;

/// Les quatre tables d’une région.
#[derive(Debug, Args)]
pub struct TablesDonnees {
    /// Année scolaire, par exemple 2023-2024
    #[arg(long, value_name = "ID")]
    pub edition: String,

    /// Table des établissements : une ligne par établissement
    #[arg(long, value_name = "FICHIER", help_heading = "Tables d’une région")]
    pub etablissements: PathBuf,

    /// Table des effectifs : une ligne par formation et par année
    #[arg(long, value_name = "FICHIER", help_heading = "Tables d’une région")]
    pub effectifs: PathBuf,

    /// Table des boursiers : une ligne par établissement qui a des élèves post-bac
    #[arg(long, value_name = "FICHIER", help_heading = "Tables d’une région")]
    pub boursiers: PathBuf,

    /// Table des reliquats : une ligne par établissement
    #[arg(long, value_name = "FICHIER", help_heading = "Tables d’une région")]
    pub reliquats: PathBuf,
}

impl TablesDonnees {
    /// Where they are.
    pub fn tables(&self) -> TablesDeRegion {
        TablesDeRegion {
            etablissements: self.etablissements.clone(),
            effectifs: self.effectifs.clone(),
            boursiers: self.boursiers.clone(),
            reliquats: self.reliquats.clone(),
        }
    }
}

/// Options de `equipement documents`.
#[derive(Debug, Args)]
pub struct DocumentsDEquipement {
    #[command(flatten)]
    pub region: TablesDonnees,

    /// Document voulu
    #[arg(long, value_enum, value_name = "DOCUMENT")]
    pub document: DocumentDEquipement,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDocument::Html, value_name = "FORMAT")]
    pub format: FormatDeDocument,

    /// Dossier où écrire, un fichier par établissement, nommé par son numéro UAI
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Coordonnées, signataire, recours : un fichier TOML (« guichet equipement modeles » en écrit un, à remplir)
    #[arg(long, value_name = "FICHIER")]
    pub organisme: Option<PathBuf>,

    /// Modèles à employer à la place de ceux du programme
    #[arg(long, value_name = "DOSSIER")]
    pub modeles: Option<PathBuf>,

    /// Remplace les documents de même nom
    #[arg(long)]
    pub remplacer: bool,
}

/// Les documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocumentDEquipement {
    /// La lettre de la Région : dotation, refus motivé ou renseignements manquants
    Notification,
    /// L’avis de l’établissement aux familles : l’équipement est payé par la Région
    AvisFamilles,
}

impl From<DocumentDEquipement> for SorteDEquipement {
    fn from(document: DocumentDEquipement) -> Self {
        match document {
            DocumentDEquipement::Notification => Self::Notification,
            DocumentDEquipement::AvisFamilles => Self::AvisFamilles,
        }
    }
}

/// Options de `equipement publier`.
#[derive(Debug, Args)]
pub struct Publier {
    /// Ce qui est publié
    #[arg(value_enum, value_name = "QUOI")]
    pub quoi: Publication,

    #[command(flatten)]
    pub region: TablesDonnees,

    /// Fichier où écrire (sinon, à l’écran)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,

    /// SIRET des établissements : une table uai,siret
    #[arg(long, value_name = "FICHIER", help_heading = "Pour le SCDL")]
    pub sirets: Option<PathBuf>,

    /// Jour de la décision qui attribue les dotations, AAAA-MM-JJ
    #[arg(long, value_name = "DATE", help_heading = "Pour le SCDL")]
    pub date_decision: Option<String>,

    /// Numéro de cette décision
    #[arg(long, value_name = "NUMERO", help_heading = "Pour le SCDL")]
    pub reference_decision: Option<String>,

    /// Jour du versement, AAAA-MM-JJ, ou période, AAAA-MM-JJ/AAAA-MM-JJ
    #[arg(long, value_name = "DATE", help_heading = "Pour le SCDL")]
    pub versement: Option<String>,

    /// Attribuant : un fichier TOML (nom, siret, id_rae, notification_ue)
    #[arg(long, value_name = "FICHIER", help_heading = "Pour le SCDL")]
    pub organisation: Option<PathBuf>,

    /// Nom de l’attribuant
    #[arg(long, value_name = "NOM", help_heading = "Pour le SCDL")]
    pub nom_attribuant: Option<String>,

    /// SIRET de l’attribuant
    #[arg(long, value_name = "SIRET", help_heading = "Pour le SCDL")]
    pub siret_attribuant: Option<String>,
}

/// Les publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Publication {
    /// Les dotations, avec les noms de colonnes des données publiées par la Région
    DonneesOuvertes,
    /// Les subventions, au schéma SCDL Subventions 1.1
    Scdl,
}
