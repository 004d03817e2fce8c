//! A text value as the conditions see it: its bytes, the kinds of its characters, their number.

use crate::caracteres::{Masque, masque_de};

/// A value to check. The bytes are in the file's own encoding, of which only the ASCII part matters
/// to patterns and codes; what needs the characters is already in `masque` and `caracteres`.
#[derive(Debug, Clone, Copy)]
pub struct Texte<'a> {
    /// The bytes, unquoted.
    pub octets: &'a [u8],
    /// Kinds of the characters present.
    pub masque: Masque,
    /// Number of characters.
    pub caracteres: u32,
}

impl<'a> Texte<'a> {
    /// The bit of `masque` that says « this value was not given at all », which differs from empty.
    pub const INCONNU: Masque = 1 << 31;

    /// An empty value.
    pub const VIDE: Texte<'static> = Texte {
        octets: b"",
        masque: 0,
        caracteres: 0,
    };

    /// A value that was not given.
    pub const ABSENT: Texte<'static> = Texte {
        octets: b"",
        masque: Self::INCONNU,
        caracteres: 0,
    };

    /// A value already decoded.
    #[must_use]
    pub fn new(texte: &'a str) -> Self {
        Self {
            octets: texte.as_bytes(),
            masque: masque_de(texte),
            caracteres: u32::try_from(texte.chars().count()).unwrap_or(u32::MAX),
        }
    }

    /// Whether the value is missing altogether.
    #[must_use]
    pub fn est_inconnu(&self) -> bool {
        self.masque & Self::INCONNU != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caracteres::Sorte;

    #[test]
    fn characters_are_counted_not_bytes() {
        let texte = Texte::new("Zoë 2");
        assert_eq!((texte.octets.len(), texte.caracteres), (6, 5));
        assert_ne!(texte.masque & Sorte::LettreAccentuee.bit(), 0);
        assert_eq!(texte.masque & Sorte::Tiret.bit(), 0);
    }

    #[test]
    fn an_absent_value_is_not_an_empty_one() {
        assert!(Texte::ABSENT.est_inconnu());
        assert!(!Texte::VIDE.est_inconnu());
    }
}
