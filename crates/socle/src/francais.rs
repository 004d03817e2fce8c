//! How the French write days.

use jiff::civil::Date;

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// « 1er avril 2024 », « 29 février 2024 ».
#[must_use]
pub fn date_en_toutes_lettres(date: Date) -> String {
    let (mois, annee) = (mois(date), date.year());
    match date.day() {
        1 => format!("1er {mois} {annee}"),
        jour => format!("{jour} {mois} {annee}"),
    }
}

/// The month of a day: « avril ».
#[must_use]
pub fn mois(date: Date) -> &'static str {
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|rang| MOIS.get(rang))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_first_day_of_a_month_is_an_ordinal() {
        assert_eq!(date_en_toutes_lettres(date(2024, 4, 1)), "1er avril 2024");
        assert_eq!(date_en_toutes_lettres(date(2024, 2, 29)), "29 février 2024");
        assert_eq!(mois(date(2024, 12, 31)), "décembre");
    }
}
