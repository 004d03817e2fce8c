//! Options of `codes comparer`.

use std::path::PathBuf;

use clap::Args;

use super::FormatDeTableau;

/// Options de `codes comparer`.
#[derive(Debug, Args)]
pub struct ComparerUneListe {
    /// Nom de la liste, par exemple equipement/formations
    #[arg(value_name = "LISTE")]
    pub liste: String,

    /// Édition de départ, par exemple 2021-2022 ou 2007-12-20
    #[arg(value_name = "A")]
    pub avant: String,

    /// Édition d’arrivée
    #[arg(value_name = "B")]
    pub apres: String,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeTableau::Texte, value_name = "FORMAT")]
    pub format: FormatDeTableau,

    /// Fichier où écrire (sinon, à l’écran)
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,

    /// Remplace le fichier de --sortie s’il existe
    #[arg(long, requires = "sortie")]
    pub remplacer: bool,
}
