//! Shares rounded to whole numbers, by name.

use serde::Deserialize;

/// How a share becomes a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrondi {
    /// To the nearest, half up.
    #[default]
    AuPlusProche,
    /// Down.
    Inferieur,
    /// Up.
    Superieur,
}

/// `de / sur` as a whole number; none over zero or below.
#[must_use]
pub fn part(de: i64, sur: i64, arrondi: Arrondi) -> Option<i64> {
    if sur <= 0 {
        return None;
    }
    let (de, sur) = (i128::from(de), i128::from(sur));
    let bas = de.div_euclid(sur);
    let reste = de.rem_euclid(sur);
    let entier = match arrondi {
        Arrondi::Inferieur => bas,
        Arrondi::Superieur => bas + i128::from(reste > 0),
        Arrondi::AuPlusProche => bas + i128::from(reste * 2 >= sur),
    };
    i64::try_from(entier).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_as_its_name_says() {
        use Arrondi::{AuPlusProche, Inferieur, Superieur};
        let cas = [
            (7, 2, AuPlusProche, Some(4)),
            (7, 2, Inferieur, Some(3)),
            (7, 2, Superieur, Some(4)),
            (5, 4, AuPlusProche, Some(1)),
            (6, 3, Superieur, Some(2)),
            (-7, 2, AuPlusProche, Some(-3)),
            (0, 5, Superieur, Some(0)),
            (1, 0, AuPlusProche, None),
            (i64::MAX, 1, AuPlusProche, Some(i64::MAX)),
        ];
        for (de, sur, arrondi, attendu) in cas {
            assert_eq!(part(de, sur, arrondi), attendu, "{de}/{sur} {arrondi:?}");
        }
    }
}
