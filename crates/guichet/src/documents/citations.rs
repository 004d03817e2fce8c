//! What documents cite of a regulation: its `documents.toml`.

use std::collections::BTreeMap;

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::verifier_les_sources;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::{Deserialize, Serialize};
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ecrites {
    aide: String,
    #[serde(default)]
    visa: Vec<Ecrite>,
    #[serde(default)]
    obligation: Vec<Ecrite>,
    #[serde(default)]
    consequence: Vec<Ecrite>,
    #[serde(default)]
    versement: Vec<Ecrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ecrite {
    texte: String,
    source: Spanned<String>,
}

/// A sentence of a regulation, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The words.
    pub texte: String,
    /// « règlement, 4 ».
    pub source: String,
}

/// What documents cite of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Citations {
    /// Name of the aid, without article.
    pub aide: String,
    /// What an act refers to.
    pub visas: Vec<Citation>,
    /// What the beneficiary commits to; each follows « s’engage à ».
    pub obligations: Vec<Citation>,
    /// What follows a breach: whole sentences.
    pub consequences: Vec<Citation>,
    /// How the aid is paid: whole sentences.
    pub versements: Vec<Citation>,
}

impl Citations {
    /// Reads those of an edition.
    ///
    /// # Errors
    /// The file is missing or faulty, or cites a source that the edition does not declare.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/documents.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lues: Ecrites = lire_toml(&chemin, texte)?;
        let listes = [
            &lues.visa,
            &lues.obligation,
            &lues.consequence,
            &lues.versement,
        ];
        let sources: Vec<&Spanned<String>> = listes
            .into_iter()
            .flatten()
            .map(|ecrite| &ecrite.source)
            .collect();
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        let citees = |ecrites: &[Ecrite]| citees(ecrites, edition);
        Ok(Self {
            visas: citees(&lues.visa),
            obligations: citees(&lues.obligation),
            consequences: citees(&lues.consequence),
            versements: citees(&lues.versement),
            aide: lues.aide,
        })
    }
}

fn citees(ecrites: &[Ecrite], edition: &Edition) -> Vec<Citation> {
    let places: BTreeMap<&str, String> = edition
        .sources
        .iter()
        .map(|(cle, source)| {
            (
                cle.as_str(),
                format!("{}, {}", source.titre, source.section),
            )
        })
        .collect();
    ecrites
        .iter()
        .map(|ecrite| Citation {
            texte: ecrite.texte.clone(),
            source: places
                .get(ecrite.source.get_ref().as_str())
                .cloned()
                .unwrap_or_default(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Donnees;
    use guichet_socle::edition::Couverture;

    #[test]
    fn the_obligations_are_those_of_the_regulation_with_their_places() {
        let donnees = Donnees::embarquees();
        let couverture = Couverture::lire(donnees.fichiers(), "reglements/contrat-pro").unwrap();
        let citations = Citations::lire(donnees.fichiers(), &couverture.editions()[0]).unwrap();
        let places: Vec<&str> = citations
            .obligations
            .iter()
            .map(|citation| citation.source.as_str())
            .collect();
        assert_eq!(places, ["règlement, 4", "règlement, 6", "règlement, 6"]);
    }

    #[test]
    fn an_undeclared_source_and_a_missing_file_are_told() {
        let donnees = Donnees::embarquees();
        let couverture = Couverture::lire(donnees.fichiers(), "reglements/contrat-pro").unwrap();
        let edition = &couverture.editions()[0];
        let mut fichiers = Fichiers::new();
        let erreur = Citations::lire(&fichiers, edition).unwrap_err().to_string();
        assert!(erreur.contains("documents.toml"), "{erreur}");
        fichiers.ajouter(
            format!("{}/documents.toml", edition.dossier),
            "aide = \"aide\"\n\n[[visa]]\ntexte = \"la loi\"\nsource = \"loi\"\n",
        );
        let erreur = Citations::lire(&fichiers, edition).unwrap_err().to_string();
        assert!(
            erreur.contains(":5 : ") && erreur.contains("« loi »"),
            "{erreur}"
        );
    }
}
