//! A place where the official text says two things, and what is done about it.

use serde::{Deserialize, Serialize};

use crate::erreur::lire_toml;
use crate::{ErreurEdition, Fichiers};

/// The folder of the register in the data.
const DOSSIER: &str = "lectures";

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

impl Statut {
    /// Every status, in the order of what it leads to, with its name in the data and its words.
    pub const NOMS: [(Self, &str, &str); 4] = [
        (Self::Erreur, "erreur", "erreur"),
        (Self::Avertissement, "avertissement", "avertissement"),
        (Self::DeuxLectures, "deux_lectures", "deux lectures"),
        (Self::SansEffet, "sans_effet", "sans effet"),
    ];

    /// Its words, for people.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        let noms = Self::NOMS.iter().find(|(statut, ..)| *statut == self);
        noms.map_or("", |(_, _, mots)| mots)
    }
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
    let documents = par_document(fichiers)?;
    Ok(documents
        .into_iter()
        .flat_map(|(_, lectures)| lectures)
        .collect())
}

/// The entries of each document, by the name of its file (`contrat-pro`).
///
/// # Errors
/// A file of the register is faulty.
pub fn par_document(fichiers: &Fichiers) -> Result<Vec<(&str, Vec<Lecture>)>, ErreurEdition> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Registre {
        lecture: Vec<Lecture>,
    }
    fichiers
        .sous(DOSSIER)
        .map(|(chemin, texte)| {
            let nom = chemin.rsplit_once('/').map_or(chemin, |(_, nom)| nom);
            let nom = nom.strip_suffix(".toml").unwrap_or(nom);
            Ok((nom, lire_toml::<Registre>(chemin, texte)?.lecture))
        })
        .collect()
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
