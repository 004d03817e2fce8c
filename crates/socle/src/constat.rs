//! What one condition found in one dossier, told to people.

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::Resultat;
use crate::mot::Mot;

/// How serious a finding is: what rejects, what the document only doubts, what it leaves open.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Gravite {
    /// Two readings of the text: a person decides.
    AExaminer,
    /// Accepted by the text, and worth a look.
    Avertissement,
    /// Against the text.
    Erreur,
}

impl Gravite {
    /// As people read it, in the singular.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Erreur => "erreur",
            Self::Avertissement => "avertissement",
            Self::AExaminer => "à examiner",
        }
    }
}

/// The value of a fact, as it is shown and kept in the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Valeur {
    /// True or false.
    Booleen(bool),
    /// A count, a number of months, cents…
    Entier(i64),
    /// A date in ISO form, a code, a label.
    Texte(Mot),
    /// Several values.
    Liste(Vec<Valeur>),
    /// Named values, in the order written.
    #[serde(serialize_with = "en_objet")]
    Objet(Vec<(String, Valeur)>),
    /// Nothing: a field that has no value here.
    Nul,
}

impl Valeur {
    /// A text made for this value.
    #[must_use]
    pub fn texte(texte: impl Into<String>) -> Self {
        Self::Texte(Mot::Owned(texte.into()))
    }

    /// A text that the program or an edition holds: a code, a label.
    #[must_use]
    pub fn fixe(texte: &'static str) -> Self {
        Self::Texte(Mot::Borrowed(texte))
    }
}

/// A condition's answer with its sentence: every decision holds one for each condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Constat {
    /// Code of the rule (`CP-101`).
    pub regle: Mot,
    /// Name of the rule: the fault it finds.
    pub nom: Mot,
    /// The answer.
    pub resultat: Resultat,
    /// The fact with its value, in French.
    pub message: Mot,
    /// Where the document says so.
    pub source: Mot,
    /// The facts the answer rests on, by name.
    #[serde(serialize_with = "en_objet")]
    pub faits: Vec<(Mot, Valeur)>,
}

/// Named values as one object, in the order written.
///
/// # Errors
/// Those of the serializer.
pub fn en_objet<N: AsRef<str>, S: serde::Serializer>(
    faits: &[(N, Valeur)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut objet = serializer.serialize_map(Some(faits.len()))?;
    for (nom, valeur) in faits {
        objet.serialize_entry(nom.as_ref(), valeur)?;
    }
    objet.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_outranks_a_warning_which_outranks_a_doubt() {
        assert!(Gravite::Erreur > Gravite::Avertissement);
        assert!(Gravite::Avertissement > Gravite::AExaminer);
    }
}
