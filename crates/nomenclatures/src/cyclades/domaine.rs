//! The six exam domains of the EXAPRO import.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An exam domain. A file of « mentions complémentaires » (`MCP`) holds both [`Domaine::Mc3`] and
/// [`Domaine::Mc4`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Domaine {
    /// Baccalauréat professionnel.
    Bcp,
    /// Brevet professionnel.
    Bp,
    /// Mention complémentaire de niveau 3.
    Mc3,
    /// Mention complémentaire de niveau 4.
    Mc4,
    /// Attestation de réussite intermédiaire, in the year before the baccalauréat professionnel.
    Ari,
    /// Certificat d’aptitude professionnelle.
    Cap,
}

/// A word that is no domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un domaine d’examen ; choisissez parmi BCP, BP, MC3, MC4, ARI, CAP.")]
pub struct DomaineInconnu(pub String);

impl Domaine {
    /// The domains, in the order of the document.
    pub const TOUS: [Self; 6] = [
        Self::Bcp,
        Self::Bp,
        Self::Mc3,
        Self::Mc4,
        Self::Ari,
        Self::Cap,
    ];

    /// The code of the document (`BCP`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bcp => "BCP",
            Self::Bp => "BP",
            Self::Mc3 => "MC3",
            Self::Mc4 => "MC4",
            Self::Ari => "ARI",
            Self::Cap => "CAP",
        }
    }

    /// The domain of a code, exactly as the document writes it.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::TOUS
            .into_iter()
            .find(|domaine| domaine.code() == code)
    }
}

impl fmt::Display for Domaine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Domaine {
    type Err = DomaineInconnu;

    fn from_str(texte: &str) -> Result<Self, DomaineInconnu> {
        Self::parse(texte).ok_or_else(|| DomaineInconnu(texte.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_read_from_its_own_code_only() {
        for (rang, domaine) in Domaine::TOUS.into_iter().enumerate() {
            assert_eq!(domaine.code().parse(), Ok(domaine));
            assert_eq!(domaine as usize, rang, "the order is that of the document");
        }
        for inconnu in ["bcp", "MCP", "", "BCP "] {
            assert_eq!(Domaine::parse(inconnu), None, "{inconnu}");
        }
    }
}
