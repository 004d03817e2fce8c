//! Who is who: every rank of a file gets a name, first names, a birth date and a birthplace that no other
//! rank has together.
//!
//! The rank is scrambled, then cut into a place, first names and a name; the date is their sum. Any three
//! of the four then tell the fourth: two people who share three of them do not exist, so that even a
//! fault put in one of the four never makes a double by chance.

use jiff::civil::Date;

use guichet_socle::hasard::Permutation;

/// Ranks of the parts of an identity in their lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identite {
    /// The birthplace.
    pub lieu: usize,
    /// The first names.
    pub prenoms: usize,
    /// The family name.
    pub nom: usize,
    /// The birth date.
    pub date: usize,
}

/// The identities of a file.
#[derive(Debug, Clone)]
pub struct Identites {
    lieux: u64,
    prenoms: u64,
    dates: u64,
    decalage: u64,
    permutation: Permutation,
}

impl Identites {
    /// Prepares the identities that so many places, first names, names and dates make. The dates must be
    /// the most numerous.
    #[must_use]
    pub fn new(lieux: usize, prenoms: usize, noms: usize, dates: usize, graine: u64) -> Self {
        debug_assert!(dates >= lieux.max(prenoms).max(noms));
        let (lieux, prenoms, noms) = (lieux as u64, prenoms as u64, noms as u64);
        Self {
            lieux,
            prenoms,
            dates: dates as u64,
            decalage: graine % dates.max(1) as u64,
            permutation: Permutation::new(lieux * prenoms * noms, graine),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn nombre(lieux: usize, prenoms: usize, noms: usize) -> u64 {
        lieux as u64 * prenoms as u64 * noms as u64
    }

    /// The identity of a rank.
    #[must_use]
    pub fn de(&self, rang: u32) -> Identite {
        let nombre = self.permutation.nombre(u64::from(rang));
        let (lieu, reste) = (nombre % self.lieux, nombre / self.lieux);
        let (prenoms, nom) = (reste % self.prenoms, reste / self.prenoms);
        let date = (lieu + prenoms + nom + self.decalage) % self.dates;
        let rang = |nombre: u64| usize::try_from(nombre).unwrap_or(0);
        Identite {
            lieu: rang(lieu),
            prenoms: rang(prenoms),
            nom: rang(nom),
            date: rang(date),
        }
    }
}

/// The days from a first to a last one, as the document writes them.
#[must_use]
pub fn jours(premier: Date, dernier: Date) -> Vec<String> {
    let mut jours = Vec::new();
    let mut jour = premier;
    while jour <= dernier {
        jours.push(format!(
            "{:02}/{:02}/{:04}",
            jour.day(),
            jour.month(),
            jour.year()
        ));
        match jour.tomorrow() {
            Ok(demain) => jour = demain,
            Err(_) => break,
        }
    }
    jours
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn three_parts_of_an_identity_tell_the_fourth() {
        let identites = Identites::new(7, 11, 13, 17, 5);
        let nombre = u32::try_from(Identites::nombre(7, 11, 13)).unwrap();
        let mut vues: [BTreeSet<[usize; 3]>; 4] = Default::default();
        for rang in 0..nombre {
            let Identite {
                lieu,
                prenoms,
                nom,
                date,
            } = identites.de(rang);
            let tous = [lieu, prenoms, nom, date];
            for (sans, vues) in vues.iter_mut().enumerate() {
                let trois: Vec<usize> = (0..4).filter(|i| *i != sans).map(|i| tous[i]).collect();
                assert!(vues.insert([trois[0], trois[1], trois[2]]), "{rang} {sans}");
            }
        }
    }

    #[test]
    fn days_are_real_and_bounds_are_included() {
        let jours = jours(date(2004, 2, 27), date(2004, 3, 1));
        assert_eq!(
            jours,
            ["27/02/2004", "28/02/2004", "29/02/2004", "01/03/2004"]
        );
    }
}
