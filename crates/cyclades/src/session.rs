//! The session a file is for: a year, and for some exams a month.

use jiff::civil::{Date, date};
use std::fmt;

/// `2024` or `2024-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Session {
    /// The year.
    pub annee: i16,
    /// The month, 1 to 12.
    pub mois: Option<i8>,
}

impl Session {
    /// Reads `AAAA` or `AAAA-MM`; a month that does not exist leaves nothing, a wrong form neither.
    #[must_use]
    pub fn lire(texte: &str) -> Option<Self> {
        let (annee, mois) = match texte.split_once('-') {
            Some((annee, mois)) => (annee, Some(mois)),
            None => (texte, None),
        };
        let annee = nombre(annee, 4)?;
        let mois = match mois {
            Some(mois) => Some(
                i8::try_from(nombre(mois, 2)?)
                    .ok()
                    .filter(|m| (1..=12).contains(m))?,
            ),
            None => None,
        };
        Some(Self { annee, mois })
    }

    /// The year of a badly formed session, when it begins with four digits: enough for the code lists.
    #[must_use]
    pub fn annee_de(texte: &str) -> Option<i16> {
        nombre(texte.get(..4)?, 4)
    }

    /// The first day after the session: the month, or the year, is over.
    #[must_use]
    pub fn fin(self) -> Date {
        match self.mois {
            Some(mois) if mois < 12 => date(self.annee.clamp(0, 9998), mois + 1, 1),
            _ => date(self.annee.clamp(0, 9998) + 1, 1, 1),
        }
    }
}

fn nombre(texte: &str, longueur: usize) -> Option<i16> {
    if texte.len() == longueur && texte.bytes().all(|b| b.is_ascii_digit()) {
        texte.parse().ok()
    } else {
        None
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mois {
            Some(mois) => write!(f, "{:04}-{mois:02}", self.annee),
            None => write!(f, "{:04}", self.annee),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_read_by_year_and_month() {
        let cas = [
            ("2024", Some((2024, None))),
            ("2024-06", Some((2024, Some(6)))),
            ("2024-12", Some((2024, Some(12)))),
            ("2024-13", None),
            ("2024-00", None),
            ("2024-6", None),
            ("24", None),
            ("2024-06-01", None),
            ("", None),
            ("２０２４", None),
        ];
        for (texte, attendu) in cas {
            assert_eq!(
                Session::lire(texte).map(|s| (s.annee, s.mois)),
                attendu,
                "{texte}"
            );
        }
        assert_eq!(Session::annee_de("2024-13"), Some(2024));
        assert_eq!(Session::annee_de("é024"), None);
    }

    #[test]
    fn a_session_is_over_on_the_first_day_of_the_next_month_or_year() {
        assert_eq!(Session::lire("2024-06").unwrap().fin(), date(2024, 7, 1));
        assert_eq!(Session::lire("2024-12").unwrap().fin(), date(2025, 1, 1));
        assert_eq!(Session::lire("2024").unwrap().fin(), date(2025, 1, 1));
        assert_eq!(Session::lire("9999").unwrap().fin(), date(9999, 1, 1));
    }
}
