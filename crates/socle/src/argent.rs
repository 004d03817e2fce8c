//! Money: integer cents, never binary fractions.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// An amount of euros in whole cents, shown as `4 114,29 €` with no-break spaces.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Centimes(pub i64);

impl Centimes {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole euros; `None` beyond what 64 bits hold.
    #[must_use]
    pub fn from_euros(euros: i64) -> Option<Self> {
        euros.checked_mul(100).map(Self)
    }

    /// The sum, or `None` beyond what 64 bits hold.
    #[must_use]
    pub fn checked_add(self, autre: Self) -> Option<Self> {
        self.0.checked_add(autre.0).map(Self)
    }

    /// The difference, or `None` beyond what 64 bits hold.
    #[must_use]
    pub fn checked_sub(self, autre: Self) -> Option<Self> {
        self.0.checked_sub(autre.0).map(Self)
    }

    /// So many times the amount, or `None` beyond what 64 bits hold.
    #[must_use]
    pub fn checked_mul(self, fois: i64) -> Option<Self> {
        self.0.checked_mul(fois).map(Self)
    }

    /// The exact share `numerateur / denominateur` of the amount, rounded to the nearest cent, a half
    /// cent going away from zero. `None` for a zero denominator, or beyond what 64 bits hold.
    #[must_use]
    pub fn part_au_plus_proche(self, numerateur: i64, denominateur: i64) -> Option<Self> {
        if denominateur == 0 {
            return None;
        }
        let produit = i128::from(self.0) * i128::from(numerateur);
        let diviseur = i128::from(denominateur);
        let (produit, diviseur) = if diviseur < 0 {
            (-produit, -diviseur)
        } else {
            (produit, diviseur)
        };
        // Half away from zero: round the magnitude half up, then give the sign back.
        let arrondi = (produit.abs() * 2 + diviseur) / (diviseur * 2) * produit.signum();
        i64::try_from(arrondi).ok().map(Self)
    }
}

impl fmt::Display for Centimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let valeur = self.0.unsigned_abs();
        let euros = (valeur / 100).to_string();
        let mut groupes = String::with_capacity(euros.len() + euros.len() / 3);
        for (rang, chiffre) in euros.chars().enumerate() {
            if rang > 0 && (euros.len() - rang).is_multiple_of(3) {
                groupes.push('\u{a0}');
            }
            groupes.push(chiffre);
        }
        let signe = if self.0 < 0 { "-" } else { "" };
        write!(f, "{signe}{groupes},{:02}\u{a0}€", valeur % 100)
    }
}

impl Sum for Centimes {
    /// Saturates rather than wraps: a total beyond 92 million billion euros is a fault elsewhere.
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |total, montant| {
            Self(total.0.saturating_add(montant.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_as_the_french_write_them() {
        let cas = [
            (0, "0,00 €"),
            (5, "0,05 €"),
            (99_999, "999,99 €"),
            (100_000, "1 000,00 €"),
            (411_429, "4 114,29 €"),
            (12_345_678_900, "123 456 789,00 €"),
            (-1_050, "-10,50 €"),
            (i64::MIN, "-92 233 720 368 547 758,08 €"),
        ];
        for (centimes, attendu) in cas {
            assert_eq!(
                Centimes(centimes).to_string().replace('\u{a0}', " "),
                attendu
            );
        }
    }

    #[test]
    fn a_share_is_rounded_to_the_nearest_cent_half_away_from_zero() {
        let cas = [
            (600_000, 28, 35, Some(480_000)),
            (1, 1, 2, Some(1)),
            (-1, 1, 2, Some(-1)),
            (1, 49, 100, Some(0)),
            (100, 1, -3, Some(-33)),
            (100, 2, 3, Some(67)),
            (1, 1, 0, None),
            (i64::MAX, 2, 1, None),
            (i64::MIN, 1, 1, Some(i64::MIN)),
        ];
        for (montant, n, d, attendu) in cas {
            assert_eq!(
                Centimes(montant).part_au_plus_proche(n, d),
                attendu.map(Centimes),
                "{montant} × {n}/{d}"
            );
        }
    }

    #[test]
    fn no_sum_wraps() {
        assert_eq!(Centimes(i64::MAX).checked_add(Centimes(1)), None);
        assert_eq!(Centimes(i64::MIN).checked_sub(Centimes(1)), None);
        assert_eq!(Centimes(i64::MAX).checked_mul(2), None);
        assert_eq!(Centimes::from_euros(i64::MAX), None);
        assert_eq!(
            [Centimes(i64::MAX), Centimes(1)]
                .into_iter()
                .sum::<Centimes>()
                .0,
            i64::MAX
        );
    }
}
