//! The figures that the computation cites: `parametres.toml`.

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;

/// The parameters of the procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametres {
    /// Cents a contract month, full time.
    pub forfait_mensuel: Parametre<i64>,
    /// How many contract months are aided at most.
    pub mois_aides_max: Parametre<i64>,
}

impl Parametres {
    /// Reads the parameters of an edition.
    ///
    /// # Errors
    /// A parameter is missing, unknown or of the wrong type, or its source is not declared.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/parametres.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lus: Self = lire_toml(&chemin, texte)?;
        let sources = [&lus.forfait_mensuel.source, &lus.mois_aides_max.source];
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        Ok(lus)
    }
}
