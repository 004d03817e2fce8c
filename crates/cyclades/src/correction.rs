//! A repair as findings propose it: a new value for one cell, and how sure it is.

use serde::Serialize;

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Surete {
    /// Shown only.
    Indicative,
    /// Right most of the time: a person says yes.
    AConfirmer,
    /// The same value, written as the document wants it.
    Sure,
}

impl Surete {
    /// As people read it.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Sure => "sûre",
            Self::AConfirmer => "à confirmer",
            Self::Indicative => "à titre indicatif",
        }
    }
}

/// A repaired value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The value.
    pub valeur: String,
    /// How sure it is.
    pub surete: Surete,
}

impl Correction {
    /// A value that says the same, written as the document wants it.
    #[must_use]
    pub fn sure(valeur: impl Into<String>) -> Self {
        Self {
            valeur: valeur.into(),
            surete: Surete::Sure,
        }
    }

    /// A value that a person must confirm.
    #[must_use]
    pub fn a_confirmer(valeur: impl Into<String>) -> Self {
        Self {
            valeur: valeur.into(),
            surete: Surete::AConfirmer,
        }
    }
}
