//! The figures of the follow-up: `suivi.toml`.

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;

/// The parameters of the follow-up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParametresDeSuivi {
    /// Years during which the employer keeps the papers, from the payment.
    pub conservation_pieces: Parametre<i64>,
    /// Fewest people of a cell of the statistics.
    pub effectif_minimal: Parametre<u64>,
    /// First age of each bracket of the statistics, rising.
    pub tranches_age: Parametre<Vec<i64>>,
}

impl ParametresDeSuivi {
    /// Reads the parameters of an edition.
    ///
    /// # Errors
    /// A parameter is missing, unknown or of the wrong type, or its source is not declared.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/suivi.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lus: Self = lire_toml(&chemin, texte)?;
        let sources = [
            &lus.conservation_pieces.source,
            &lus.effectif_minimal.source,
            &lus.tranches_age.source,
        ];
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        if !lus.tranches_age.valeur.is_sorted_by(|a, b| a < b) {
            return Err(ErreurEdition::du_fichier(
                chemin,
                "les tranches d’âge vont en croissant ; rangez leurs premiers âges.",
            ));
        }
        Ok(lus)
    }

    /// The bracket of an age: « 30 à 34 ans ».
    #[must_use]
    pub fn tranche(&self, age: i64) -> String {
        let bornes = &self.tranches_age.valeur;
        let rang = bornes.partition_point(|borne| *borne <= age);
        match (
            rang.checked_sub(1).and_then(|r| bornes.get(r)),
            bornes.get(rang),
        ) {
            (None, Some(premier)) => format!("moins de {premier} ans"),
            (Some(de), Some(suivant)) => format!("{de} à {} ans", suivant - 1),
            (Some(de), None) => format!("{de} ans et plus"),
            (None, None) => "tout âge".to_owned(),
        }
    }
}
