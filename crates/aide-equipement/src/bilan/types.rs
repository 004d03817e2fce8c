//! The kinds of equipment that the aid covers, and which of them stay with the pupil: `parametres.toml`.

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;

/// A kind of equipment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDEquipement {
    /// As an account writes it.
    pub code: String,
    /// As people read it.
    pub libelle: String,
    /// Whether it is personal: it cannot be kept for other pupils.
    #[serde(default)]
    pub personnel: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    types_d_equipement: Parametre<Vec<TypeDEquipement>>,
}

/// The kinds of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypesDEquipement(Vec<TypeDEquipement>);

impl TypesDEquipement {
    /// Reads `parametres.toml` of the part of an edition.
    ///
    /// # Errors
    /// The file is absent or faulty, or its source is not declared.
    pub fn lire(fichiers: &Fichiers, volet: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/parametres.toml", volet.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lu: Fichier = lire_toml(&chemin, texte)?;
        let types = lu.types_d_equipement;
        verifier_les_sources(volet, &chemin, texte, &[&types.source])?;
        Ok(Self(types.valeur))
    }

    /// The kind of a code.
    #[must_use]
    pub fn par_code(&self, code: &str) -> Option<&TypeDEquipement> {
        self.0.iter().find(|connu| connu.code == code)
    }

    /// Every kind, by code: what an account may write.
    #[must_use]
    pub fn en_mots(&self) -> String {
        let codes: Vec<&str> = self.0.iter().map(|connu| connu.code.as_str()).collect();
        codes.join(", ")
    }
}
