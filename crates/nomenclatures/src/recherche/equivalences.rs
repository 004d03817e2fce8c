//! What people type for what lists write: `recherche/equivalences.toml`, in the data.

use guichet_socle::erreur::lire_toml;
use guichet_socle::{ErreurEdition, Fichiers};
use serde::Deserialize;

use super::ecart::ecarts;
use super::mots::mots_de;

/// The file of the data.
const CHEMIN: &str = "recherche/equivalences.toml";
/// A question is asked in this many ways at most.
const MANIERES: usize = 8;

/// Words that are read as others.
#[derive(Debug, Default)]
pub struct Equivalences(Vec<(Vec<String>, Vec<String>)>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    equivalence: Vec<Equivalence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalence {
    /// What people type, in several ways.
    tape: Vec<String>,
    /// What lists write, in several ways.
    ecrit: Vec<String>,
}

impl Equivalences {
    /// Reads them; data without that file have none.
    ///
    /// # Errors
    /// The file is faulty.
    pub fn lire(fichiers: &Fichiers) -> Result<Self, ErreurEdition> {
        let Some(texte) = fichiers.lire(CHEMIN) else {
            return Ok(Self::default());
        };
        let fichier: Fichier = lire_toml(CHEMIN, texte)?;
        let mut paires = Vec::new();
        for equivalence in &fichier.equivalence {
            for tape in &equivalence.tape {
                for ecrit in &equivalence.ecrit {
                    paires.push((mots_de(tape), mots_de(ecrit)));
                }
            }
        }
        paires.retain(|(tape, ecrit)| !tape.is_empty() && !ecrit.is_empty());
        Ok(Self(paires))
    }

    /// The ways to ask the same: as it was typed, then with equivalents in place of what was.
    #[must_use]
    pub fn manieres(&self, mots: Vec<String>) -> Vec<Vec<String>> {
        let mut manieres = vec![mots];
        for (tape, ecrit) in &self.0 {
            for rang in 0..manieres.len() {
                if manieres.len() >= MANIERES {
                    return manieres;
                }
                let mots = &manieres[rang];
                let Some(place) = mots
                    .windows(tape.len())
                    .position(|vus| se_ressemblent(vus, tape))
                else {
                    continue;
                };
                let mut autre = mots.clone();
                autre.splice(place..place + tape.len(), ecrit.iter().cloned());
                if !manieres.contains(&autre) {
                    manieres.push(autre);
                }
            }
        }
        manieres
    }
}

/// Whether words are those that people type, a slip apart in a long one.
fn se_ressemblent(vus: &[String], tapes: &[String]) -> bool {
    vus.iter().zip(tapes).all(|(vu, tape)| {
        vu == tape || (tape.len() >= 7 && ecarts(vu.as_bytes(), tape.as_bytes(), 1).0.is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_as_typed_then_in_the_words_of_the_lists() {
        let mut fichiers = Fichiers::new();
        fichiers.ajouter(
            CHEMIN,
            "[[equivalence]]\ntape = [\"bac pro\", \"bacpro\"]\necrit = [\"BCP\"]\n",
        );
        let equivalences = Equivalences::lire(&fichiers).unwrap();
        let dites = |texte: &str| -> Vec<String> {
            let manieres = equivalences.manieres(mots_de(texte));
            manieres.into_iter().map(|mots| mots.join(" ")).collect()
        };
        assert_eq!(dites("cuisine bac pro"), ["CUISINE BAC PRO", "CUISINE BCP"]);
        assert_eq!(dites("bacpro"), ["BACPRO", "BCP"]);
        assert_eq!(dites("bac"), ["BAC"]);
        fichiers.ajouter(CHEMIN, "[[equivalence]]\ntapes = []\n");
        assert!(Equivalences::lire(&fichiers).is_err());
    }
}
