//! A figure or a code of an edition that the reasoning cites, with its unit and its source.

use serde::Deserialize;
use toml::Spanned;

use crate::{Edition, ErreurEdition};

/// A value with its unit and its source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parametre<T> {
    /// The value.
    pub valeur: T,
    /// Its unit, in French.
    pub unite: String,
    /// Key of its source.
    pub source: Spanned<String>,
    /// Entries of the register of readings that shaped it.
    #[serde(default)]
    pub lectures: Vec<String>,
}

/// Checks that the sources of some parameters are declared by their edition.
///
/// # Errors
/// One is not; the error says where it is cited.
pub fn verifier_les_sources(
    edition: &Edition,
    chemin: &str,
    texte: &str,
    sources: &[&Spanned<String>],
) -> Result<(), ErreurEdition> {
    for source in sources {
        edition.source(source.get_ref()).map_err(|message| {
            ErreurEdition::a_l_octet(chemin, texte, source.span().start, message)
        })?;
    }
    Ok(())
}
