//! Who grants: what the publication of subsidies says of the region, and no dossier does.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::nom_du_fichier;
use super::table::ErreurDeTable;
use crate::systeme::en_mots;

/// Who grants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its official name.
    pub nom: Option<String>,
    /// Its SIRET, fourteen digits.
    pub siret: Option<String>,
    /// Number of the aid in the *Répertoire des aides aux entreprises*.
    #[serde(default)]
    pub id_rae: Option<String>,
    /// Whether the aid was notified to the European Commission: not under an exempted scheme, nor de
    /// minimis.
    #[serde(default)]
    pub notification_ue: bool,
}

impl Organisation {
    /// Reads a TOML file: `nom`, `siret`, and if need be `id_rae`, `notification_ue`.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn lire(chemin: &Path) -> Result<Self, ErreurDeTable> {
        let fichier = nom_du_fichier(chemin);
        let texte = fs::read_to_string(chemin).map_err(|erreur| ErreurDeTable {
            message: format!(
                "ne peut pas être lu ({}) ; vérifiez le chemin et les droits.",
                en_mots(&erreur)
            ),
            fichier: fichier.clone(),
            ligne: None,
        })?;
        toml::from_str(&texte).map_err(|erreur| ErreurDeTable {
            ligne: erreur
                .span()
                .map(|place| texte[..place.start.min(texte.len())].matches('\n').count() as u64 + 1),
            message: "attend les clés nom et siret, et au besoin id_rae et notification_ue ; corrigez cette ligne."
                .to_owned(),
            fichier,
        })
    }
}
