//! The deadlines that months after a day make.

use jiff::civil::Date;

use crate::faits::mois::Duree;
use guichet_socle::calendrier::{MoisDuContrat, Quantieme, mois_plus_tard};

/// A last day, and what the register says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DernierJour {
    /// The last day that is in time.
    pub jour: Date,
    /// Whether both readings of CP-16 give two days.
    pub depend_de_la_lecture: bool,
}

/// Dernier jour pour agir, un nombre de mois après un jour (règlement, 2, 5e tiret, et 3) : le jour même est
/// dans le délai. Un 30 février est le dernier jour de février, ou le 1er mars si `lendemain` (registre,
/// CP-16).
#[must_use]
#[inline]
pub fn dernier_jour(jour: Date, mois: i64, lendemain: bool) -> Option<DernierJour> {
    let quantieme: Quantieme = mois_plus_tard(jour, mois)?;
    Some(DernierJour {
        jour: quantieme.lu(lendemain)?,
        depend_de_la_lecture: quantieme.manque,
    })
}

/// Premier jour où l’aide peut être payée (règlement, 3) : le lendemain du dernier mois aidé, ou celui de la
/// fin du contrat si elle vient avant. Les mois sont ceux du calendrier si `civils` (registre, CP-02).
#[must_use]
#[inline]
pub fn paiement_au_plus_tot(duree: &Duree, mois_aides_max: i64, civils: bool) -> Option<Date> {
    let mois = MoisDuContrat::new(duree.debut, civils);
    let apres_la_fin = duree.fin().tomorrow().unwrap_or(Date::MAX);
    Some(mois.premier_jour(mois_aides_max + 1)?.min(apres_la_fin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_day_to_apply_is_three_months_later() {
        let cas = [
            (date(2024, 10, 1), date(2025, 1, 1), date(2025, 1, 1)),
            (date(2024, 11, 30), date(2025, 2, 28), date(2025, 3, 1)),
            (date(2023, 11, 30), date(2024, 2, 29), date(2024, 3, 1)),
            (date(2024, 8, 31), date(2024, 11, 30), date(2024, 12, 1)),
        ];
        for (debut, retenu, autre) in cas {
            let lu = |lendemain| dernier_jour(debut, 3, lendemain).unwrap();
            assert_eq!((lu(false).jour, lu(true).jour), (retenu, autre), "{debut}");
            assert_eq!(lu(false).depend_de_la_lecture, retenu != autre, "{debut}");
        }
    }

    #[test]
    fn the_payment_waits_for_the_twelfth_month_or_for_the_end() {
        let cas = [
            // start, end, early end, months from date to date, months of the calendar
            (
                date(2024, 10, 1),
                date(2025, 9, 30),
                None,
                date(2025, 10, 1),
                date(2025, 10, 1),
            ),
            (
                date(2024, 10, 15),
                date(2026, 10, 14),
                None,
                date(2025, 10, 15),
                date(2025, 10, 1),
            ),
            (
                date(2024, 10, 15),
                date(2025, 4, 30),
                None,
                date(2025, 5, 1),
                date(2025, 5, 1),
            ),
            (
                date(2024, 10, 1),
                date(2026, 9, 30),
                Some(date(2025, 3, 14)),
                date(2025, 3, 15),
                date(2025, 3, 15),
            ),
        ];
        for (debut, fin, rupture, de_date_a_date, civils) in cas {
            let duree = Duree::new(debut, fin, rupture).unwrap();
            let au_plus_tot = |civil| paiement_au_plus_tot(&duree, 12, civil);
            assert_eq!(au_plus_tot(false), Some(de_date_a_date), "{debut} {fin}");
            assert_eq!(au_plus_tot(true), Some(civils), "{debut} {fin}");
        }
    }
}
