//! Options of `equipement simuler`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guichet::equipement::simulation::{ArrondiDesBoursiers, Hypotheses};
use guichet::equipement::tables::TablesDeRegion;
use guichet::equipement::{RefusDIndexation, lire_des_euros};

const SUITE: &str = "\
Ce qui est simulé est comparé à l’édition en vigueur pour l’année des dossiers, ou à celle de --edition.
Un écart positif est un coût de plus. Les formations sont comptées avant déduction des reliquats.

Exemples :
  guichet equipement simuler dossiers.ndjson --forfait-eleve 160 --forfait-prepa-metiers 57
  guichet equipement simuler dossiers.ndjson --specialite 326 --format html --sortie simulation.html
  guichet equipement simuler dossiers.ndjson --formation \"50032601:PRE BAC:INFORMATIQUE\" --arrondi superieur
  guichet equipement simuler --edition 2023-2024 --etablissements etablissements.csv --effectifs effectifs.csv \
--boursiers boursiers.csv --reliquats reliquats.csv --avec-effectifs effectifs-2024.csv
  guichet equipement simuler dossiers.ndjson --avec-edition 2021-2022";

/// Options de `equipement simuler`.
#[derive(Debug, Args)]
#[command(after_help = SUITE)]
pub struct Simuler {
    /// Fichiers de dossiers (JSON, NDJSON, CSV ou classeur), à défaut des quatre tables
    #[arg(
        required_unless_present = "etablissements",
        conflicts_with_all = ["etablissements", "effectifs", "boursiers", "reliquats"],
        value_name = "FICHIER"
    )]
    pub fichiers: Vec<PathBuf>,

    /// Les quatre tables d’une région
    #[command(flatten)]
    pub tables: Tables,

    /// Édition en vigueur, par exemple 2023-2024 (sinon, pour des dossiers, celle de leur année)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Ce qui change
    #[command(flatten)]
    pub hypotheses: Changements,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeSimulation::Texte, value_name = "FORMAT")]
    pub format: FormatDeSimulation,

    /// Fichier où écrire (sinon, à l’écran)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,
}

/// Les quatre tables d’une région.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tables d’une région")]
pub struct Tables {
    /// Table des établissements
    #[arg(
        long,
        value_name = "FICHIER",
        requires_all = ["effectifs", "boursiers", "reliquats", "edition"]
    )]
    pub etablissements: Option<PathBuf>,

    /// Table des effectifs
    #[arg(long, value_name = "FICHIER", requires = "etablissements")]
    pub effectifs: Option<PathBuf>,

    /// Table des boursiers
    #[arg(long, value_name = "FICHIER", requires = "etablissements")]
    pub boursiers: Option<PathBuf>,

    /// Table des reliquats
    #[arg(long, value_name = "FICHIER", requires = "etablissements")]
    pub reliquats: Option<PathBuf>,
}

/// Ce qu’une simulation change.
#[derive(Debug, Args)]
#[command(next_help_heading = "Ce qui change")]
pub struct Changements {
    /// Montant par élève de première année ou par boursier, en euros
    #[arg(long, value_name = "EUROS", allow_hyphen_values = true)]
    pub forfait_eleve: Option<String>,

    /// Montant par élève de 3e prépa-métiers, en euros
    #[arg(long, value_name = "EUROS", allow_hyphen_values = true)]
    pub forfait_prepa_metiers: Option<String>,

    /// Spécialité (trois chiffres) ou groupe (deux) qui devient éligible
    #[arg(long, value_name = "CODE")]
    pub specialite: Vec<String>,

    /// Spécialité ou groupe qui ne l’est plus
    #[arg(long, value_name = "CODE")]
    pub sans_specialite: Vec<String>,

    /// Formation qui devient éligible : CODE, CODE:NIVEAU ou CODE:NIVEAU:LIBELLÉ
    #[arg(long, value_name = "FORMATION")]
    pub formation: Vec<String>,

    /// Formation qui ne l’est plus
    #[arg(long, value_name = "CODE")]
    pub sans_formation: Vec<String>,

    /// Arrondi du nombre de boursiers
    #[arg(long, value_enum, value_name = "ARRONDI")]
    pub arrondi: Option<Arrondi>,

    /// Lecture du registre, par exemple ARE-24=autre
    #[arg(long, value_name = "LECTURE")]
    pub lecture: Vec<String>,

    /// Effectifs d’une autre année : une table, avec les mêmes établissements, boursiers et reliquats
    #[arg(long, value_name = "FICHIER", requires = "etablissements")]
    pub avec_effectifs: Option<PathBuf>,

    /// Dossiers d’une autre année, ou autrement remplis, joints sur le numéro UAI
    #[arg(
        long,
        value_name = "FICHIER",
        conflicts_with_all = ["etablissements", "avec_effectifs"]
    )]
    pub avec_dossiers: Vec<PathBuf>,

    /// Toute une autre édition, par exemple 2021-2022
    #[arg(long, value_name = "ID")]
    pub avec_edition: Option<String>,
}

/// Les formes d’une simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatDeSimulation {
    /// Pour une personne : les plus grands écarts
    Texte,
    /// Pour un tableur, une ligne par dispositif, académie, formation, établissement
    Csv,
    /// Un classeur
    Xlsx,
    /// Une page à imprimer, avec un graphique
    Html,
    /// Un document JSON
    Json,
    /// Le même, sur une ligne
    Ndjson,
}

/// Les arrondis du nombre de boursiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Arrondi {
    /// À l’entier inférieur
    Inferieur,
    /// À l’entier le plus proche, la règle en vigueur
    Proche,
    /// À l’entier supérieur
    Superieur,
    /// Sans arrondi : seul le montant l’est, au centime
    Exact,
}

impl From<Arrondi> for ArrondiDesBoursiers {
    fn from(arrondi: Arrondi) -> Self {
        match arrondi {
            Arrondi::Inferieur => Self::Inferieur,
            Arrondi::Proche => Self::Proche,
            Arrondi::Superieur => Self::Superieur,
            Arrondi::Exact => Self::Exact,
        }
    }
}

impl Tables {
    /// The four tables, when they are given.
    pub fn de_region(&self) -> Option<TablesDeRegion> {
        Some(TablesDeRegion {
            etablissements: self.etablissements.clone()?,
            effectifs: self.effectifs.clone()?,
            boursiers: self.boursiers.clone()?,
            reliquats: self.reliquats.clone()?,
        })
    }
}

impl Changements {
    /// What is changed in the rules.
    ///
    /// # Errors
    /// An amount is none.
    pub fn hypotheses(&self) -> Result<Hypotheses, RefusDIndexation> {
        let euros = |option, texte: &Option<String>| {
            let texte = texte.as_deref();
            texte.map(|texte| lire_des_euros(option, texte)).transpose()
        };
        Ok(Hypotheses {
            forfait_eleve: euros("--forfait-eleve", &self.forfait_eleve)?,
            forfait_prepa_metiers: euros("--forfait-prepa-metiers", &self.forfait_prepa_metiers)?,
            specialites: self.specialite.clone(),
            sans_specialites: self.sans_specialite.clone(),
            formations: self.formation.clone(),
            sans_formations: self.sans_formation.clone(),
            arrondi: self.arrondi.map(Into::into),
            lectures: self.lecture.clone(),
        })
    }
}
