//! What every command that reads import files must know of them.

use clap::Args;

/// Options de lecture d’un fichier d’import.
#[derive(Debug, Args)]
pub struct Entree {
    /// Examen : BCP, BP, MCP, MC3, MC4, ARI ou CAP (sinon, d’après le nom du fichier)
    #[arg(long, value_name = "EXAMEN")]
    pub domaine: Option<String>,

    /// Session : 2024 pour BCP et ARI, 2024-06 pour les autres (sinon, d’après le nom du fichier)
    #[arg(long, value_name = "SESSION")]
    pub session: Option<String>,

    /// Édition du document (sinon, celle de la session)
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,

    /// Le « contrôle INE » est coché pour l’établissement
    #[arg(long)]
    pub controle_ine: bool,

    /// L’établissement est en France, outre-mer compris
    #[arg(long)]
    pub etablissement_francais: bool,

    /// Statut de l’établissement : public, prive-sous-contrat ou prive-hors-contrat
    #[arg(long, value_name = "STATUT")]
    pub statut_etablissement: Option<String>,

    /// Séparateur des colonnes : point-virgule, virgule, tabulation ou barre (sinon, trouvé)
    #[arg(long, value_name = "SEPARATEUR")]
    pub separateur: Option<String>,

    /// Encodage : utf-8, windows-1252, utf-16le ou utf-16be (sinon, trouvé)
    #[arg(long, value_name = "ENCODAGE")]
    pub encodage: Option<String>,

    /// Feuille d’un classeur, par son nom ou son rang (sinon, celle qui a le plus de colonnes du document)
    #[arg(long, value_name = "NOM")]
    pub feuille: Option<String>,

    /// Nombre de fils d’exécution (sinon, un par processeur)
    #[arg(long, value_name = "NOMBRE")]
    pub fils: Option<usize>,
}
