//! The age of a person at a day.

use jiff::civil::Date;

/// Âge en années révolues à un jour donné (règlement, 2, 1er tiret). Le jour anniversaire compte ; une
/// personne née un 29 février a son anniversaire le 1er mars des années communes, ou le 28 février si
/// `veille` (registre, CP-11).
#[must_use]
#[inline]
pub fn age_au(naissance: Date, jour: Date, veille: bool) -> i64 {
    let annees = i64::from(jour.year()) - i64::from(naissance.year());
    let mut anniversaire = (naissance.month(), naissance.day());
    if anniversaire == (2, 29) && !jour.in_leap_year() {
        anniversaire = if veille { (2, 28) } else { (3, 1) };
    }
    annees - i64::from((jour.month(), jour.day()) < anniversaire)
}

/// The first day of an age; 1 March for a person born on 29 February, in a common year.
#[must_use]
pub fn jour_des(naissance: Date, ans: i64) -> Option<Date> {
    let annee = i16::try_from(i64::from(naissance.year()).checked_add(ans)?).ok()?;
    Date::new(annee, naissance.month(), naissance.day())
        .or_else(|_| Date::new(annee, 3, 1))
        .ok()
}

/// Whether both readings of CP-11 give two ages.
#[must_use]
#[inline]
pub fn depend_de_la_veille(naissance: Date, jour: Date) -> bool {
    (naissance.month(), naissance.day()) == (2, 29) && (jour.month(), jour.day()) == (2, 28)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_birthday_itself_counts() {
        let cas = [
            (date(1994, 10, 1), date(2024, 9, 30), 29),
            (date(1994, 10, 1), date(2024, 10, 1), 30),
            (date(1996, 2, 29), date(2026, 2, 28), 29),
            (date(1996, 2, 29), date(2026, 3, 1), 30),
            (date(1996, 2, 29), date(2028, 2, 28), 31),
            (date(1996, 2, 29), date(2028, 2, 29), 32),
        ];
        for (naissance, jour, ans) in cas {
            assert_eq!(age_au(naissance, jour, false), ans, "{naissance} au {jour}");
        }
        assert_eq!(age_au(date(1996, 2, 29), date(2026, 2, 28), true), 30);
    }

    #[test]
    fn the_first_day_of_an_age_is_the_day_it_is_reached() {
        for naissance in [date(1994, 10, 1), date(1996, 2, 29), date(1995, 12, 31)] {
            let jour = jour_des(naissance, 30).unwrap();
            assert_eq!(age_au(naissance, jour, false), 30);
            assert_eq!(age_au(naissance, jour.yesterday().unwrap(), false), 29);
        }
        assert_eq!(jour_des(date(1996, 2, 29), 30), Some(date(2026, 3, 1)));
        assert_eq!(jour_des(date(1996, 2, 29), i64::MAX), None);
    }

    #[test]
    fn both_readings_differ_on_28_february_of_a_common_year_alone() {
        let naissance = date(1996, 2, 29);
        for jour in [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)] {
            let differe = age_au(naissance, jour, false) != age_au(naissance, jour, true);
            assert!(!differe || depend_de_la_veille(naissance, jour), "{jour}");
        }
    }
}
