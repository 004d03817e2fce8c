//! Half-open periods of validity, and the coverage they make together.

use jiff::civil::Date;
use std::fmt;

/// From a first day, included, to another, excluded; no end means « still in force ».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periode {
    /// First day in force.
    pub du: Date,
    /// First day no longer in force, if one is known.
    pub au: Option<Date>,
}

impl Periode {
    /// Whether a day is inside.
    #[must_use]
    pub fn contient(&self, jour: Date) -> bool {
        self.du <= jour && self.au.is_none_or(|au| jour < au)
    }

    /// Whether two periods share at least a day.
    #[must_use]
    pub fn chevauche(&self, autre: &Self) -> bool {
        self.au.is_none_or(|au| autre.du < au) && autre.au.is_none_or(|au| self.du < au)
    }
}

impl fmt::Display for Periode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.au {
            Some(au) => write!(f, "du {} au {} exclu", self.du, au),
            None => write!(f, "depuis le {}", self.du),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_first_day_is_in_and_the_last_one_is_out() {
        let periode = Periode {
            du: date(2024, 4, 1),
            au: Some(date(2025, 4, 1)),
        };
        let cas = [
            (date(2024, 3, 31), false),
            (date(2024, 4, 1), true),
            (date(2025, 3, 31), true),
            (date(2025, 4, 1), false),
        ];
        for (jour, attendu) in cas {
            assert_eq!(periode.contient(jour), attendu, "{jour}");
        }
        assert!(
            Periode {
                au: None,
                ..periode
            }
            .contient(date(2999, 1, 1))
        );
    }

    #[test]
    fn two_periods_that_touch_do_not_overlap() {
        let avant = Periode {
            du: date(2021, 9, 1),
            au: Some(date(2022, 9, 1)),
        };
        let apres = Periode {
            du: date(2022, 9, 1),
            au: None,
        };
        assert!(!avant.chevauche(&apres) && !apres.chevauche(&avant));
        let veille = Periode {
            du: date(2022, 8, 31),
            au: None,
        };
        assert!(avant.chevauche(&veille) && veille.chevauche(&avant));
    }
}
