//! `guichet cyclades preparer`.

use std::path::PathBuf;

use clap::Args;

/// Options de `cyclades preparer`.
#[derive(Debug, Args)]
pub struct Preparer {
    /// Exports d’un logiciel, en CSV, XLSX, XLS ou ODS ; plusieurs se mettent bout à bout
    #[arg(required = true, value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,

    /// Examen : BCP, BP, MCP, MC3, MC4, ARI ou CAP
    #[arg(long, value_name = "EXAMEN")]
    pub domaine: String,

    /// Session : 2024 pour BCP et ARI, 2024-06 pour les autres
    #[arg(long, value_name = "SESSION")]
    pub session: String,

    /// Dossier où écrire
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: PathBuf,

    /// Correspondance : un fichier TOML, ou le nom d’une livrée (siecle…) ; sinon, trouvée
    #[arg(long, value_name = "FICHIER")]
    pub correspondance: Option<String>,

    /// Même valeur pour tous les candidats : --fixer etablissement=0750655E
    #[arg(long, value_name = "CHAMP=VALEUR")]
    pub fixer: Vec<String>,

    /// Où garder la correspondance (sinon, à côté du fichier écrit)
    #[arg(long, value_name = "FICHIER")]
    pub enregistrer: Option<PathBuf>,

    /// Moment de l’extraction, JJ/MM/AAAA HH:mm, pour le nom du fichier (sinon, maintenant)
    #[arg(long, value_name = "MOMENT")]
    pub extraction: Option<String>,

    /// Feuille du classeur (sinon, trouvée)
    #[arg(long, value_name = "NOM")]
    pub feuille: Option<String>,

    /// Séparateur des colonnes : point-virgule, virgule, tabulation ou barre (sinon, trouvé)
    #[arg(long, value_name = "SEPARATEUR")]
    pub separateur: Option<String>,

    /// Encodage : utf-8, windows-1252, utf-16le ou utf-16be (sinon, trouvé)
    #[arg(long, value_name = "ENCODAGE")]
    pub encodage: Option<String>,
}
