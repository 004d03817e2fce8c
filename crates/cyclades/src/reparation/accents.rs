//! Accents broken by an encoding taken for another: `GÃ©rald` is `Gérald` in UTF-8, read as Windows-1252.

use encoding_rs::WINDOWS_1252;

use super::Situation;
use crate::correction::Correction;

/// Decodes the whole cell again, if all of it bears it.
pub fn accents_abimes(s: &Situation<'_>) -> Option<Correction> {
    // The lead byte of a two-byte letter, or of a three-byte sign, read as a letter.
    if !s.valeur.contains(['Ã', 'Â', 'Å', 'â', 'Ä']) {
        return None;
    }
    let (octets, _, sans_equivalent) = WINDOWS_1252.encode(s.valeur);
    if sans_equivalent {
        return None;
    }
    let relu = std::str::from_utf8(&octets).ok()?;
    (relu.chars().count() < s.valeur.chars().count()).then(|| Correction::a_confirmer(relu))
}
