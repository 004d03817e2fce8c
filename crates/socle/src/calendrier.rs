//! Months from date to date, and the months of a contract.

use jiff::civil::Date;

/// A day some months away from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantieme {
    /// The same day of that month, or its last day when it has no such day.
    pub jour: Date,
    /// Whether that month has no such day (30 November, three months later).
    pub manque: bool,
}

impl Quantieme {
    /// The day itself, or the next one when the month has no such day and that reading is followed.
    #[must_use]
    pub fn lu(self, lendemain: bool) -> Option<Date> {
        if lendemain && self.manque {
            self.jour.tomorrow().ok()
        } else {
            Some(self.jour)
        }
    }
}

/// The day some months later (or earlier); `None` outside the calendar.
#[inline]
#[must_use]
pub fn mois_plus_tard(jour: Date, mois: i64) -> Option<Quantieme> {
    let premier = premier_du_mois(rang_du_mois(jour).checked_add(mois)?)?;
    if jour.day() <= 28 {
        // Every month has this day.
        let jour = Date::new(premier.year(), premier.month(), jour.day()).ok()?;
        return Some(Quantieme {
            jour,
            manque: false,
        });
    }
    let dernier = premier.days_in_month();
    let manque = jour.day() > dernier;
    let quantieme = if manque { dernier } else { jour.day() };
    let jour = Date::new(premier.year(), premier.month(), quantieme).ok()?;
    Some(Quantieme { jour, manque })
}

/// Months since year zero.
fn rang_du_mois(jour: Date) -> i64 {
    i64::from(jour.year()) * 12 + i64::from(jour.month()) - 1
}

fn premier_du_mois(rang: i64) -> Option<Date> {
    let annee = i16::try_from(rang.div_euclid(12)).ok()?;
    let mois = i8::try_from(rang.rem_euclid(12) + 1).ok()?;
    Date::new(annee, mois, 1).ok()
}

/// The months of a contract, counted from 1.
#[derive(Debug, Clone, Copy)]
pub struct MoisDuContrat {
    debut: Date,
    /// Months of the calendar, the first one begun on the first day of the contract (register, CP-02).
    civils: bool,
}

impl MoisDuContrat {
    /// The months of a contract that begins on a day: from date to date, or those of the calendar.
    #[must_use]
    pub fn new(debut: Date, civils: bool) -> Self {
        Self { debut, civils }
    }

    /// The month that holds a day, which is not before the contract.
    #[inline]
    #[must_use]
    pub fn rang(self, jour: Date) -> i64 {
        let ecart = rang_du_mois(jour) - rang_du_mois(self.debut);
        // A month that begins on the 31st begins on the last day of a shorter one.
        let entame = self.civils || jour.day() >= self.debut.day().min(jour.days_in_month());
        ecart + i64::from(entame)
    }

    /// How many months are over at the end of a day, which is not before the contract.
    /// The last day of the calendar, by which some mean a contract without end, leaves one month open.
    #[must_use]
    pub fn entiers(self, jour: Date) -> i64 {
        self.rang(jour.tomorrow().unwrap_or(jour)) - 1
    }

    /// The first day of a month.
    #[inline]
    #[must_use]
    pub fn premier_jour(self, rang: i64) -> Option<Date> {
        if rang <= 1 {
            Some(self.debut)
        } else if self.civils {
            premier_du_mois(rang_du_mois(self.debut) + rang - 1)
        } else {
            Some(mois_plus_tard(self.debut, rang - 1)?.jour)
        }
    }

    /// The last day of a month.
    #[must_use]
    pub fn dernier_jour(self, rang: i64) -> Option<Date> {
        self.premier_jour(rang + 1)?.yesterday().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_missing_day_is_the_last_of_the_month_or_the_first_of_the_next() {
        let cas = [
            (date(2024, 10, 1), 3, date(2025, 1, 1), date(2025, 1, 1)),
            (date(2024, 11, 30), 3, date(2025, 2, 28), date(2025, 3, 1)),
            (date(2023, 11, 30), 3, date(2024, 2, 29), date(2024, 3, 1)),
            (date(2024, 12, 31), -6, date(2024, 6, 30), date(2024, 7, 1)),
            (date(2024, 3, 15), -6, date(2023, 9, 15), date(2023, 9, 15)),
        ];
        for (jour, mois, retenu, autre) in cas {
            let plus_tard = mois_plus_tard(jour, mois).unwrap();
            assert_eq!(plus_tard.lu(false), Some(retenu), "{jour} + {mois}");
            assert_eq!(plus_tard.lu(true), Some(autre), "{jour} + {mois}");
        }
        assert_eq!(mois_plus_tard(date(9999, 12, 1), 1), None);
    }

    #[test]
    fn months_are_counted_from_the_first_day_of_the_contract() {
        let cas = [
            // start, day, month that holds it, months over at its end
            (date(2024, 10, 1), date(2024, 10, 1), 1, 0),
            (date(2024, 10, 1), date(2024, 10, 31), 1, 1),
            (date(2024, 10, 1), date(2025, 9, 30), 12, 12),
            (date(2024, 10, 1), date(2025, 10, 1), 13, 12),
            (date(2024, 10, 15), date(2024, 11, 14), 1, 1),
            (date(2024, 10, 15), date(2024, 11, 15), 2, 1),
            (date(2025, 1, 31), date(2025, 2, 27), 1, 1),
            (date(2025, 1, 31), date(2025, 2, 28), 2, 1),
            (date(2025, 1, 31), date(2025, 3, 30), 2, 2),
            (date(2025, 1, 31), date(2025, 3, 31), 3, 2),
            (date(2024, 2, 29), date(2025, 2, 27), 12, 12),
            (date(2024, 2, 29), date(2025, 2, 28), 13, 12),
        ];
        for (debut, jour, rang, entiers) in cas {
            let mois = MoisDuContrat::new(debut, false);
            assert_eq!(mois.rang(jour), rang, "{debut} {jour}");
            assert_eq!(mois.entiers(jour), entiers, "{debut} {jour}");
            let premier = mois.premier_jour(rang).unwrap();
            let dernier = mois.dernier_jour(rang).unwrap();
            assert!(premier <= jour && jour <= dernier, "{debut} {jour}");
        }
    }

    #[test]
    fn months_of_the_calendar_begin_on_the_first() {
        let mois = MoisDuContrat::new(date(2024, 10, 15), true);
        assert_eq!(mois.rang(date(2024, 10, 31)), 1);
        assert_eq!(mois.rang(date(2024, 11, 1)), 2);
        assert_eq!(mois.dernier_jour(1), Some(date(2024, 10, 31)));
        assert_eq!(mois.premier_jour(13), Some(date(2025, 10, 1)));
    }
}
