//! The one place that reads the clock.

use jiff::civil::DateTime;

/// Now, in the zone of the machine.
pub fn maintenant() -> DateTime {
    jiff::Zoned::now().datetime()
}

/// A moment as people give it: `2023-11-15 09:00`, or the twelve digits of an official file name.
pub fn lire(texte: &str) -> Option<DateTime> {
    let douze = texte.len() == 12 && texte.bytes().all(|octet| octet.is_ascii_digit());
    if douze {
        let nombre = |debut: usize, fin: usize| texte.get(debut..fin)?.parse::<i16>().ok();
        let petit = |debut, fin| i8::try_from(nombre(debut, fin)?).ok();
        return DateTime::new(
            nombre(4, 8)?,
            petit(2, 4)?,
            petit(0, 2)?,
            petit(8, 10)?,
            petit(10, 12)?,
            0,
            0,
        )
        .ok();
    }
    texte.replace(' ', "T").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_moment_is_read_in_both_forms_and_an_impossible_one_is_not() {
        let attendu = Some(datetime(2023, 11, 15, 9, 0, 0, 0));
        for texte in ["151120230900", "2023-11-15 09:00", "2023-11-15T09:00"] {
            assert_eq!(lire(texte), attendu, "{texte}");
        }
        for texte in ["321120230900", "15/11/2023", "", "hier"] {
            assert_eq!(lire(texte), None, "{texte}");
        }
    }
}
