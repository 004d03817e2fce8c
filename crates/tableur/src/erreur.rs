//! Why a workbook gives no rows.

use std::io;

/// Why a workbook gives no rows.
#[derive(Debug, thiserror::Error)]
pub enum Erreur {
    /// It cannot be read.
    #[error("lecture impossible ({0})")]
    Lecture(#[from] io::Error),
    /// Some other kind of file.
    #[error("ce n’est pas un classeur XLSX, XLS ou ODS ; donnez-en un, ou un fichier CSV.")]
    PasUnClasseur,
    /// Encrypted.
    #[error(
        "ce classeur est protégé par un mot de passe ; enregistrez-en une copie sans mot de passe."
    )]
    Protege,
    /// Cut short, or spoilt.
    #[error("ce classeur est abîmé et ne s’ouvre pas ; enregistrez-le de nouveau.")]
    Abime,
    /// It would inflate beyond the bounds.
    #[error(
        "ce classeur dépasse, une fois décompressé, ce qu’un classeur de candidats peut contenir ; enregistrez la seule feuille des candidats au format CSV."
    )]
    Demesure,
    /// No sheet of this name or rank.
    #[error("aucune feuille « {demandee} » ; le classeur contient : {}.", noms.join(", "))]
    FeuilleInconnue {
        /// What was asked for.
        demandee: String,
        /// The names of its sheets.
        noms: Vec<String>,
    },
    /// A chart, a macro: it has no cells.
    #[error(
        "la feuille « {0} » n’a pas de cellules (graphique ou macro) ; choisissez-en une autre."
    )]
    SansCellules(String),
    /// Nothing in the sheet, or in any.
    #[error("{}", vide(.0.as_deref()))]
    Vide(Option<String>),
    /// More rows or columns than a sheet holds.
    #[error("une feuille contient au plus 1 048 576 lignes et 16 384 colonnes")]
    TropGrand,
    /// A text that no cell can hold.
    #[error("une valeur dépasse les 32 767 caractères d’une cellule")]
    ValeurTropLongue,
    /// The workbook cannot be written.
    #[error("écriture du classeur impossible ({0})")]
    Ecriture(String),
}

fn vide(feuille: Option<&str>) -> String {
    feuille.map_or_else(
        || "ce classeur est vide.".to_owned(),
        |nom| format!("la feuille « {nom} » est vide ; choisissez-en une autre."),
    )
}

impl Erreur {
    /// What the file is, to be said after « c’est »; nothing when the fault is not its own.
    #[must_use]
    pub fn nature(&self) -> Option<&'static str> {
        match self {
            Self::Protege => Some("un classeur protégé par un mot de passe"),
            Self::Abime => Some("un classeur abîmé, qui ne s’ouvre pas"),
            Self::Demesure => Some("un classeur démesuré une fois décompressé"),
            _ => None,
        }
    }
}
