//! A school year, as the regulations write it: `2023-2024`.

use std::fmt;

use jiff::civil::Date;

/// A school year, from the first of September.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnneeScolaire {
    debut: i16,
}

impl AnneeScolaire {
    /// Reads `2023-2024`; nothing when the second year is not the one after the first.
    #[must_use]
    pub fn lire(texte: &str) -> Option<Self> {
        let (debut, fin) = texte.split_once('-')?;
        let quatre = |annee: &str| annee.len() == 4 && annee.bytes().all(|c| c.is_ascii_digit());
        if !quatre(debut) || !quatre(fin) {
            return None;
        }
        let debut: i16 = debut.parse().ok()?;
        (fin.parse::<i16>().ok()? == debut + 1).then_some(Self { debut })
    }

    /// Its first day: the first of September.
    #[must_use]
    pub fn premier_jour(self) -> Option<Date> {
        Date::new(self.debut, 9, 1).ok()
    }

    /// The school year that begins on a day.
    #[must_use]
    pub fn qui_commence(jour: Date) -> Self {
        Self { debut: jour.year() }
    }

    /// The one before.
    #[must_use]
    pub fn precedente(self) -> Self {
        Self {
            debut: self.debut - 1,
        }
    }

    /// The one after.
    #[must_use]
    pub fn suivante(self) -> Self {
        Self {
            debut: self.debut + 1,
        }
    }
}

impl fmt::Display for AnneeScolaire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.debut, self.debut + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_two_years_that_follow() {
        let cas = [
            ("2023-2024", Some("2023-09-01")),
            ("2023-2025", None),
            ("2023-2023", None),
            ("23-24", None),
            ("2023/2024", None),
            ("+023-+024", None),
            ("", None),
        ];
        for (texte, attendu) in cas {
            let jour = AnneeScolaire::lire(texte).and_then(AnneeScolaire::premier_jour);
            assert_eq!(jour.map(|j| j.to_string()).as_deref(), attendu, "{texte}");
        }
        let annee = AnneeScolaire::lire("2023-2024").unwrap();
        assert_eq!(annee.suivante().to_string(), "2024-2025");
        assert_eq!(annee.precedente().to_string(), "2022-2023");
    }
}
