//! `guichet equipement complement`, `bilan` and `concours`: the options of `guichet instruire`, without the name
//! of the procedure.

use std::path::PathBuf;

use clap::Args;

use super::instruire::{FormatDeDecisions, FormeDeModele, Instruire};

/// Options d’un volet de l’aide à l’équipement.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct Volet {
    /// Fichiers de dossiers (JSON, NDJSON, CSV ou classeur), dossiers qui en contiennent, ou - pour l’entrée standard ; sans fichier, les questions sont posées
    #[arg(value_name = "FICHIER")]
    pub fichiers: Vec<PathBuf>,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeDecisions::Texte, value_name = "FORMAT")]
    pub format: FormatDeDecisions,

    /// Édition à appliquer, par exemple 2023-2024 (sinon, celle de l’année de chaque dossier)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Montre aussi les conditions remplies (texte, page et PDF)
    #[arg(long)]
    pub detail: bool,

    /// Dossier où mettre le résultat, créé s’il le faut (sinon, la sortie standard)
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace ce qui existe déjà
    #[arg(long)]
    pub remplacer: bool,

    /// Statut 1 si une réponse est défavorable, non accordable ou non conforme
    #[arg(long)]
    pub strict: bool,

    /// Feuille d’un classeur, par son nom ou son rang
    #[arg(long, value_name = "FEUILLE", requires = "fichiers")]
    pub feuille: Option<String>,

    /// Dit les champs d’un dossier : nom, forme, exemple, sens
    #[arg(long, conflicts_with = "fichiers", help_heading = "Écrire un dossier")]
    pub champs: bool,

    /// Donne un dossier vide, à remplir
    #[arg(
        long,
        value_enum,
        value_name = "FORME",
        conflicts_with_all = ["fichiers", "champs"],
        help_heading = "Écrire un dossier"
    )]
    pub modele: Option<FormeDeModele>,
}

impl Volet {
    /// The same dossiers, as `guichet instruire` is asked for them.
    pub fn en_instruction(&self, procedure: &str) -> Instruire {
        Instruire {
            procedure: procedure.to_owned(),
            fichiers: self.fichiers.clone(),
            format: self.format,
            edition: self.edition.clone(),
            detail: self.detail,
            sortie: self.sortie.clone(),
            remplacer: self.remplacer,
            strict: self.strict,
            feuille: self.feuille.clone(),
            questions: false,
            enregistrer: None,
            champs: self.champs,
            modele: self.modele,
        }
    }
}

/// Options de `equipement bilan`.
#[derive(Debug, Args)]
pub struct BilanDEquipement {
    #[command(flatten)]
    pub volet: Volet,

    /// Fichier CSV où écrire les reliquats à reporter, tel que « equipement dotations » le lit l’année suivante
    #[arg(long, value_name = "FICHIER", requires = "fichiers")]
    pub reliquats: Option<PathBuf>,
}
