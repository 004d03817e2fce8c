//! A place where the official text says two things, and what is done about it.

use serde::{Deserialize, Serialize};

use crate::erreur::lire_toml;
use crate::{ErreurEdition, Fichiers};

/// What follows from a contradiction of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statut {
    /// One reading is refused: the value is an error.
    Erreur,
    /// Accepted, and reported.
    Avertissement,
    /// Both readings are shown; a person decides.
    DeuxLectures,
    /// Settled without effect on any answer.
    SansEffet,
}

/// An entry of the register of contradictions and readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lecture {
    /// Identifier in the register (`CY-27`); not the code of a rule.
    pub id: String,
    /// What the document says, and why it matters.
    pub question: String,
    /// The reading applied.
    pub retenue: String,
    /// The other reading, when the text supports it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autre: Option<String>,
    /// What the reading leads to.
    pub statut: Statut,
}

impl Lecture {
    /// Whether the entry is coherent: two readings are shown if, and only if, there are two.
    #[must_use]
    pub fn est_coherente(&self) -> bool {
        (self.statut == Statut::DeuxLectures) == self.autre.is_some()
    }
}

/// Every entry of the register (`lectures/*.toml`), in the order of the files.
///
/// # Errors
/// A file of the register is faulty.
pub fn registre(fichiers: &Fichiers) -> Result<Vec<Lecture>, ErreurEdition> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Registre {
        lecture: Vec<Lecture>,
    }
    let mut lectures = Vec::new();
    for (chemin, texte) in fichiers.sous("lectures") {
        lectures.extend(lire_toml::<Registre>(chemin, texte)?.lecture);
    }
    Ok(lectures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_readings_need_two_texts() {
        let table = [
            (Statut::DeuxLectures, true, true),
            (Statut::DeuxLectures, false, false),
            (Statut::Erreur, false, true),
            (Statut::Erreur, true, false),
            (Statut::Avertissement, false, true),
            (Statut::SansEffet, false, true),
        ];
        for (statut, autre, attendu) in table {
            let lecture = Lecture {
                id: "CY-27".into(),
                question: "…".into(),
                retenue: "…".into(),
                autre: autre.then(|| "…".into()),
                statut,
            };
            assert_eq!(lecture.est_coherente(), attendu, "{statut:?} {autre}");
        }
    }
}
