//! `guichet codes chercher`.

use clap::Args;

use super::FormatDeTableau;

/// Options de `codes chercher`.
#[derive(Debug, Args)]
pub struct Chercher {
    /// Ce qu’on cherche : un libellé, même mal tapé, ou un code
    #[arg(required = true, value_name = "TEXTE")]
    pub texte: Vec<String>,

    /// Liste où chercher, ou le début de son nom, par exemple cyclades/specialites ou travail
    #[arg(long, value_name = "LISTE")]
    pub liste: Option<String>,

    /// Nombre de réponses montrées ; 0 les montre toutes
    #[arg(long, default_value_t = 20, value_name = "NOMBRE")]
    pub limite: usize,

    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = FormatDeTableau::Texte, value_name = "FORMAT")]
    pub format: FormatDeTableau,
}
