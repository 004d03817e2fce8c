//! The figures of an edition: `parametres.toml`, by the names its author gives them.

use std::collections::BTreeMap;

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::{Parametre, verifier_les_sources};
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers};
use toml::Spanned;

/// The most that a number may be: far more than any figure of a regulation, far less than what overflows.
const MAX: i64 = 1_000_000_000_000;

/// The figures of an edition, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Parametres {
    nombres: Vec<(String, i64)>,
    en_mots: BTreeMap<String, String>,
}

impl Parametres {
    /// Reads the parameters of an edition; a file that is not there has none.
    ///
    /// # Errors
    /// The file is faulty, a figure is not a whole number or is out of reason, a source is not declared.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/parametres.toml", edition.dossier);
        let Some(texte) = fichiers.lire(&chemin) else {
            return Ok(Self::default());
        };
        let lus: BTreeMap<String, Parametre<Spanned<i64>>> = lire_toml(&chemin, texte)?;
        let sources: Vec<&Spanned<String>> = lus.values().map(|p| &p.source).collect();
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        let mut parametres = Self::default();
        for (nom, parametre) in lus {
            let valeur = *parametre.valeur.get_ref();
            if !(-MAX..=MAX).contains(&valeur) {
                return Err(ErreurEdition::a_l_octet(
                    &chemin,
                    texte,
                    parametre.valeur.span().start,
                    format!(
                        "« {nom} » vaut {valeur} ; donnez un nombre de {} à {MAX}.",
                        -MAX
                    ),
                ));
            }
            let mots = if parametre.unite.starts_with("centimes") {
                Centimes(valeur).to_string()
            } else {
                valeur.to_string()
            };
            parametres.en_mots.insert(nom.clone(), mots);
            parametres.nombres.push((nom, valeur));
        }
        Ok(parametres)
    }

    /// The figures by name.
    #[must_use]
    pub fn nombres(&self) -> &[(String, i64)] {
        &self.nombres
    }

    /// What sentences may cite, in words: amounts in euros.
    #[must_use]
    pub fn en_mots(&self) -> &BTreeMap<String, String> {
        &self.en_mots
    }
}
