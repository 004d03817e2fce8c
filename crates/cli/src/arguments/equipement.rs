//! `guichet equipement`: the regional aid to the first equipment of pupils, around its decisions.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use guichet::equipement::tables::TablesDeRegion;

use super::MODELE;
use super::documents::ModelesDeDocuments;
use super::equipement_sorties::{DocumentsDEquipement, Publier};
use super::indexer::Indexer;
use super::instruire::{FormatDeDecisions, Instruire};
use super::simuler::Simuler;
use super::volets_d_equipement::{BilanDEquipement, Volet};

/// Commandes autour de l’aide régionale à l’équipement.
#[derive(Debug, Subcommand)]
pub enum Equipement {
    /// Dotations d’une région : quatre tables, ou des dossiers
    #[command(help_template = MODELE)]
    Dotations(Dotations),
    /// Demandes de dotation complémentaire : ce qui s’y oppose, le montant maximal
    #[command(help_template = MODELE)]
    Complement(Volet),
    /// Bilans de fin d’année : enveloppes, dépenses, reliquats à reporter
    #[command(help_template = MODELE)]
    Bilan(BilanDEquipement),
    /// Aide aux frais de concours des élèves de classe préparatoire
    #[command(help_template = MODELE)]
    Concours(Volet),
    /// Lettres aux établissements, ou avis aux familles, à relire et à signer
    #[command(help_template = MODELE)]
    Documents(DocumentsDEquipement),
    /// Écrit les modèles des documents, pour les modifier
    #[command(help_template = MODELE)]
    Modeles(ModelesDeDocuments),
    /// Données ouvertes, ou subventions au schéma SCDL
    #[command(help_template = MODELE)]
    Publier(Publier),
    /// Montants de l’année suivante, d’après deux indices des prix : le taux, chaque arrondi
    #[command(help_template = MODELE)]
    Indexer(Indexer),
    /// Coût d’un changement de montants, de listes, de lecture ou d’effectifs : qui gagne, qui perd
    #[command(help_template = MODELE)]
    Simuler(Box<Simuler>),
}

const SUITE: &str = "\
Les quatre tables (CSV, XLSX, XLS ou ODS) se joignent sur le numéro UAI. Leurs colonnes, quels que soient la \
casse, les accents et les espaces :
  etablissements   uai, nature, enquete_repondue, nom, academie
  effectifs        uai, code_diplome, annee, effectif, statut, libelle, specialite, niveau, type_diplome
  boursiers        uai, nombre, effectif_post_bac, effectif_etablissement
  reliquats        uai, et pour chaque ligne pre_bac_centimes ou pre_bac (en euros), de même post_bac et prepa_metiers
Chacune peut avoir annee_scolaire : les lignes d’une autre année ne sont pas comptées.

Ce qui est faux dans une table est dit avec sa ligne, sa colonne et son remède ; le reste de la région est calculé, \
et un établissement dont une donnée manque reste incomplet.

Statut : 0 quand la région est calculée ; 1 avec --strict si une table a une erreur, ou si une décision est \
défavorable ; 2 si une table est illisible en entier, ou si la commande ne peut pas être suivie.

Exemples :
  guichet equipement dotations --edition 2023-2024 --etablissements etablissements.csv --effectifs effectifs.csv \
--boursiers boursiers.csv --reliquats reliquats.csv --format xlsx --sortie resultat
  guichet equipement dotations dossiers.json
  guichet equipement dotations - --format ndjson < dossiers.ndjson";

/// Options de `equipement dotations`.
#[derive(Debug, Args)]
#[command(after_help = SUITE)]
pub struct Dotations {
    /// Fichiers de dossiers (JSON, NDJSON, CSV ou classeur), ou - pour l’entrée standard, à défaut des quatre tables
    #[arg(
        required_unless_present = "etablissements",
        conflicts_with_all = ["etablissements", "effectifs", "boursiers", "reliquats"],
        value_name = "FICHIER"
    )]
    pub fichiers: Vec<PathBuf>,

    /// Table des établissements : une ligne par établissement
    #[arg(
        long,
        value_name = "FICHIER",
        requires_all = ["effectifs", "boursiers", "reliquats", "edition"],
        help_heading = "Tables d’une région"
    )]
    pub etablissements: Option<PathBuf>,

    /// Table des effectifs : une ligne par formation et par année
    #[arg(
        long,
        value_name = "FICHIER",
        requires = "etablissements",
        help_heading = "Tables d’une région"
    )]
    pub effectifs: Option<PathBuf>,

    /// Table des boursiers : une ligne par établissement qui a des élèves post-bac
    #[arg(
        long,
        value_name = "FICHIER",
        requires = "etablissements",
        help_heading = "Tables d’une région"
    )]
    pub boursiers: Option<PathBuf>,

    /// Table des reliquats : une ligne par établissement
    #[arg(
        long,
        value_name = "FICHIER",
        requires = "etablissements",
        help_heading = "Tables d’une région"
    )]
    pub reliquats: Option<PathBuf>,

    /// Édition à appliquer, par exemple 2023-2024 (sinon, pour des dossiers, celle de l’année de chacun)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDecisions::Texte, value_name = "FORMAT")]
    pub format: FormatDeDecisions,

    /// Montre aussi les conditions remplies (texte, page et PDF)
    #[arg(long)]
    pub detail: bool,

    /// Dossier où mettre le résultat, créé s’il le faut (sinon, la sortie standard)
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le résultat de --sortie s’il existe
    #[arg(long)]
    pub remplacer: bool,

    /// Statut 1 si une décision est défavorable, ou si une table a une erreur
    #[arg(long)]
    pub strict: bool,
}

impl Dotations {
    /// The four tables, when they are given.
    pub fn tables(&self) -> Option<TablesDeRegion> {
        Some(TablesDeRegion {
            etablissements: self.etablissements.clone()?,
            effectifs: self.effectifs.clone()?,
            boursiers: self.boursiers.clone()?,
            reliquats: self.reliquats.clone()?,
        })
    }

    /// The same dossiers, as `guichet instruire equipement` is asked for them.
    pub fn en_instruction(&self) -> Instruire {
        Instruire {
            procedure: guichet::equipement::PROCEDURE.to_owned(),
            fichiers: self.fichiers.clone(),
            format: self.format,
            edition: self.edition.clone(),
            detail: self.detail,
            sortie: self.sortie.clone(),
            remplacer: self.remplacer,
            strict: self.strict,
            feuille: None,
            questions: false,
            enregistrer: None,
            champs: false,
            modele: None,
        }
    }
}
