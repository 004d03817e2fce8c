//! The ordinary candidates that cases start from, one of each exam and a second person.

use guichet_socle::erreur::lire_toml;
use guichet_socle::{ErreurEdition, Fichiers};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

use super::{Lecteur, Valeurs};
use crate::{EditionCyclades, Examen};

/// Where they are written.
pub(super) fn chemin(dossier: &str) -> String {
    format!("{dossier}/candidat.toml")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidatsLus {
    commun: Valeurs,
    second: Valeurs,
    domaine: BTreeMap<Spanned<String>, Valeurs>,
}

/// Candidates in which nothing is found, their values by rank of field.
#[derive(Debug, Clone)]
pub struct Ordinaires {
    premiers: Vec<(Examen, Vec<String>)>,
    second: Vec<(u8, String)>,
}

impl Ordinaires {
    /// Reads `candidat.toml`.
    ///
    /// # Errors
    /// The file is absent or faulty, a field or an exam does not exist, an exam has no candidate.
    pub(super) fn lire(
        fichiers: &Fichiers,
        edition: &EditionCyclades,
        dossier: &str,
    ) -> Result<Self, ErreurEdition> {
        let chemin = chemin(dossier);
        let texte = fichiers.texte(&chemin)?;
        let lus: CandidatsLus = lire_toml(&chemin, texte)?;
        let lecteur = Lecteur {
            edition,
            chemin: &chemin,
            texte,
        };
        let commun = lecteur.valeurs(&lus.commun)?;
        let second = lecteur.valeurs(&lus.second)?;
        let mut premiers = Vec::new();
        for (nom, siennes) in &lus.domaine {
            let mut valeurs = vec![String::new(); edition.champs.liste.len()];
            for (rang, valeur) in commun.iter().chain(&lecteur.valeurs(siennes)?) {
                valeurs[usize::from(*rang)].clone_from(valeur);
            }
            premiers.push((lecteur.examen(nom)?, valeurs));
        }
        for nom in Examen::NOMS {
            if !premiers.iter().any(|(examen, _)| examen.to_string() == nom) {
                return Err(ErreurEdition::du_fichier(
                    &chemin,
                    format!("aucun candidat ordinaire pour {nom} ; ajoutez [domaine.{nom}]."),
                ));
            }
        }
        Ok(Self { premiers, second })
    }

    /// The candidate of an exam.
    #[must_use]
    pub fn premier(&self, examen: Examen) -> Vec<String> {
        self.premiers
            .iter()
            .find(|(sien, _)| *sien == examen)
            .map(|(_, valeurs)| valeurs.clone())
            .unwrap_or_default()
    }

    /// Another candidate of the same exam.
    #[must_use]
    pub fn second(&self, examen: Examen) -> Vec<String> {
        let mut valeurs = self.premier(examen);
        for (rang, valeur) in &self.second {
            if let Some(place) = valeurs.get_mut(usize::from(*rang)) {
                place.clone_from(valeur);
            }
        }
        valeurs
    }
}
