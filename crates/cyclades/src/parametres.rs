//! The figures and codes of an edition that the reasoning cites: `parametres.toml`.

use guichet_socle::erreur::lire_toml;
use guichet_socle::parametre::verifier_les_sources;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use std::collections::BTreeMap;

pub use guichet_socle::parametre::Parametre;

/// The parameters of the procedure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametres {
    /// The year whose code lists the edition holds.
    pub session_de_reference: Parametre<i16>,
    /// Version of the format.
    pub version: Parametre<String>,
    /// France, among the countries.
    pub code_de_la_france: Parametre<String>,
    /// What stands for a country that the list lacks.
    pub code_d_un_autre_pays: Parametre<String>,
    /// The teaching that makes the language due.
    pub enseignement_de_la_section_europeenne: Parametre<String>,
    /// How the codes of school candidates begin.
    pub prefixe_des_categories_scolaires: Parametre<String>,
    /// How the eight-digit diploma codes begin, by domain.
    pub prefixes_des_codes_de_diplome: Parametre<BTreeMap<String, String>>,
    /// The ages between which a spreadsheet's number may be a birth date.
    pub ages_vraisemblables: Parametre<[i16; 2]>,
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
        let sources = [
            &lus.session_de_reference.source,
            &lus.version.source,
            &lus.code_de_la_france.source,
            &lus.code_d_un_autre_pays.source,
            &lus.enseignement_de_la_section_europeenne.source,
            &lus.prefixe_des_categories_scolaires.source,
            &lus.prefixes_des_codes_de_diplome.source,
            &lus.ages_vraisemblables.source,
        ];
        verifier_les_sources(edition, &chemin, texte, &sources)?;
        Ok(lus)
    }
}
