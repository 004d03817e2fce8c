//! A place in an official document: the source every rule and figure cites.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The key of a source, declared once in `edition.toml` and cited everywhere else
/// (`reglement:2:tiret-1`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub String);

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The key that conditions cite.
    pub cle: Reference,
    /// The title of the document.
    pub titre: String,
    /// The place in the document, as a reader finds it (`§ Code postal`).
    pub section: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_written_as_its_key() {
        let reference = Reference("reglement:2:tiret-1".into());
        assert_eq!(reference.to_string(), "reglement:2:tiret-1");
    }
}
