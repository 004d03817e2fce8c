//! The names that software gives to the columns, as the edition lists them.

use std::collections::BTreeMap;

use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::{ErreurEdition, Fichiers};
use serde::Deserialize;

use super::noms::normaliser;
use super::preuve::Sorte;
use super::transformations;
use crate::EditionCyclades;

/// What is known of a field's columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuChamp {
    /// Names, the surest first.
    #[serde(default)]
    pub noms: Vec<String>,
    /// Columns that go on after the first one.
    #[serde(default)]
    pub suites: Vec<String>,
    /// Columns that hold several fields.
    #[serde(default)]
    pub composees: Vec<Composee>,
    /// What the values are.
    #[serde(default)]
    pub(super) contenu: Vec<Sorte>,
    /// What is done to the values.
    #[serde(default)]
    pub transformer: Vec<String>,
}

/// Columns that hold several fields, and how to take this one out of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composee {
    /// Names.
    pub noms: Vec<String>,
    /// What is done to the values.
    pub transformer: Vec<String>,
}

/// The names of an edition.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonymes {
    /// Words of the columns that speak of someone else.
    #[serde(default)]
    pub autres_personnes: Vec<String>,
    #[serde(default, rename = "champ")]
    champs: BTreeMap<String, DuChamp>,
}

impl Synonymes {
    /// Reads those of an edition; an edition without any knows the names of the document only.
    ///
    /// # Errors
    /// A key is unknown, a field or a transformation does not exist.
    pub fn lire(fichiers: &Fichiers, edition: &EditionCyclades) -> Result<Self, ErreurEdition> {
        let fichier = format!("{}/synonymes.toml", edition.edition.dossier);
        let Some(texte) = fichiers.lire(&fichier) else {
            return Ok(Self::default());
        };
        let lus: Self = lire_toml(&fichier, texte)?;
        for (champ, du_champ) in &lus.champs {
            if edition.champs.rang(champ).is_none() {
                let connus = edition.champs.liste.iter().map(|c| c.nom.as_str());
                let conseil = plus_proche(champ, connus).map_or_else(
                    || "prenez un nom de champs.toml.".to_owned(),
                    |proche| format!("vouliez-vous dire « {proche} » ?"),
                );
                return Err(ErreurEdition::du_fichier(
                    &fichier,
                    format!("le champ « {champ} » n’existe pas ; {conseil}"),
                ));
            }
            let toutes = du_champ
                .transformer
                .iter()
                .chain(du_champ.composees.iter().flat_map(|c| &c.transformer));
            for nom in toutes {
                transformations::verifier(nom)
                    .map_err(|message| ErreurEdition::du_fichier(&fichier, message))?;
            }
        }
        Ok(lus)
    }

    /// What is known of a field.
    #[must_use]
    pub fn de(&self, champ: &str) -> Option<&DuChamp> {
        self.champs.get(champ)
    }

    /// Whether a normalised heading speaks of someone else than the candidate.
    #[must_use]
    pub fn est_d_une_autre_personne(&self, nom: &str) -> bool {
        nom.split(' ')
            .any(|mot| self.autres_personnes.iter().any(|autre| autre == mot))
    }
}

/// The rank of a normalised heading among names.
#[must_use]
pub fn rang(noms: &[String], entete: &str) -> Option<usize> {
    noms.iter().position(|nom| normaliser(nom) == entete)
}
