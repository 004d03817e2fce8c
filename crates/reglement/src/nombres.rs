//! Shares as whole numbers.

use guichet_socle::arrondi::{Sens, arrondir};

/// `de / sur` as a whole number; none over zero or below.
#[must_use]
pub fn part(de: i64, sur: i64, sens: Sens) -> Option<i64> {
    let entier = (sur > 0).then(|| arrondir(i128::from(de), i128::from(sur), sens))?;
    i64::try_from(entier).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_over_nothing_is_unknown_and_any_other_is_rounded() {
        let cas = [
            (7, 2, Sens::Proche, Some(4)),
            (7, 2, Sens::Inferieur, Some(3)),
            (1, 0, Sens::Proche, None),
            (1, -2, Sens::Proche, None),
            (i64::MAX, 1, Sens::Proche, Some(i64::MAX)),
        ];
        for (de, sur, sens, attendu) in cas {
            assert_eq!(part(de, sur, sens), attendu, "{de}/{sur} {sens:?}");
        }
    }
}
