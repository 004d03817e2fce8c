//! The two windows of months before a day: the presence of the employee, the economic layoffs.

use guichet_instruction::dossier::ValeurDeChamp;
use jiff::civil::Date;

use guichet_socle::calendrier::mois_plus_tard;

/// The last presence of the employee in the establishment, before the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Never.
    Jamais,
    /// The last day.
    Jour(Date),
}

/// The first day of a window of months that ends with, or just before, a day.
#[must_use]
#[inline]
pub fn ouverture(jour: Date, mois: i64) -> Option<Date> {
    Some(mois_plus_tard(jour, -mois)?.jour)
}

/// Le salarié a-t-il appartenu à l’effectif au cours des mois qui précèdent le début (règlement, 2,
/// 1er tiret) ? La fenêtre va de `ouverture` à la veille du début ; son premier jour n’en est pas si
/// `premier_jour_exclu` (registre, CP-14). Une présence au début ou après ne dit rien de la dernière
/// présence avant : `None`.
#[must_use]
#[inline]
pub fn presence_recente(
    presence: Presence,
    ouverture: Date,
    debut: Date,
    premier_jour_exclu: bool,
) -> Option<bool> {
    match presence {
        Presence::Jamais => Some(false),
        Presence::Jour(jour) if jour >= debut => None,
        Presence::Jour(jour) => {
            Some(jour > ouverture || (jour == ouverture && !premier_jour_exclu))
        }
    }
}

/// The economic layoffs against their window: from its first day to the day of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Licenciements {
    /// The last one within the window.
    pub dans_la_fenetre: Option<Date>,
    /// Whether one of them is on a bound, where two readings differ (register, CP-15).
    pub sur_une_borne: bool,
    /// Whether a date is missing in the list.
    pub incomplets: bool,
}

/// Un licenciement économique a-t-il eu lieu au cours des mois qui précèdent la demande (règlement, 2,
/// 2e tiret) ? La fenêtre va de `ouverture` au jour de la demande, bornes comprises, ou exclues si
/// `bornes_exclues`. Une date après la demande ne compte pas.
#[must_use]
#[inline]
pub fn licenciements(
    dates: &[ValeurDeChamp],
    ouverture: Date,
    demande: Date,
    bornes_exclues: bool,
) -> Licenciements {
    let mut trouves = Licenciements::default();
    for valeur in dates {
        let ValeurDeChamp::Date(jour) = *valeur else {
            trouves.incomplets = true;
            continue;
        };
        let borne = jour == ouverture || jour == demande;
        trouves.sur_une_borne |= borne;
        let dedans = ouverture <= jour && jour <= demande && !(borne && bornes_exclues);
        if dedans && trouves.dans_la_fenetre.is_none_or(|avant| avant < jour) {
            trouves.dans_la_fenetre = Some(jour);
        }
    }
    trouves
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_presence_within_six_months_counts_from_the_first_day_of_the_window() {
        let debut = date(2024, 10, 1);
        let ouverture = ouverture(debut, 6).unwrap();
        assert_eq!(ouverture, date(2024, 4, 1));
        let cas = [
            // day, reading applied, other reading
            (date(2024, 3, 31), Some(false), Some(false)),
            (date(2024, 4, 1), Some(true), Some(false)),
            (date(2024, 4, 2), Some(true), Some(true)),
            (date(2024, 9, 30), Some(true), Some(true)),
            (date(2024, 10, 1), None, None),
            (date(2025, 1, 1), None, None),
        ];
        for (jour, retenue, autre) in cas {
            let presence = Presence::Jour(jour);
            assert_eq!(
                presence_recente(presence, ouverture, debut, false),
                retenue,
                "{jour}"
            );
            assert_eq!(
                presence_recente(presence, ouverture, debut, true),
                autre,
                "{jour}"
            );
        }
        assert_eq!(
            presence_recente(Presence::Jamais, ouverture, debut, false),
            Some(false)
        );
    }

    #[test]
    fn a_layoff_counts_from_the_first_day_of_the_window_to_the_application() {
        let demande = date(2024, 11, 15);
        let ouverture = ouverture(demande, 6).unwrap();
        let cas = [
            (date(2024, 5, 14), false, false, false),
            (date(2024, 5, 15), true, false, true),
            (date(2024, 5, 16), true, true, false),
            (date(2024, 11, 14), true, true, false),
            (date(2024, 11, 15), true, false, true),
            (date(2024, 11, 16), false, false, false),
        ];
        for (jour, retenue, autre, borne) in cas {
            let dates = [ValeurDeChamp::Date(jour)];
            let trouves = |exclues| licenciements(&dates, ouverture, demande, exclues);
            assert_eq!(trouves(false).dans_la_fenetre.is_some(), retenue, "{jour}");
            assert_eq!(trouves(true).dans_la_fenetre.is_some(), autre, "{jour}");
            assert_eq!(trouves(false).sur_une_borne, borne, "{jour}");
        }
    }

    #[test]
    fn the_last_layoff_of_the_window_is_told_and_a_hole_is_no_date() {
        let jours = [date(2024, 6, 1), date(2024, 7, 1), date(2025, 1, 1)];
        let mut dates: Vec<_> = jours.map(ValeurDeChamp::Date).to_vec();
        let (du, au) = (date(2024, 5, 15), date(2024, 11, 15));
        let trouves = licenciements(&dates, du, au, false);
        assert_eq!(trouves.dans_la_fenetre, Some(date(2024, 7, 1)));
        assert!(!trouves.incomplets);
        dates.push(ValeurDeChamp::Absente);
        assert!(licenciements(&dates, du, au, false).incomplets);
        assert_eq!(licenciements(&[], du, au, false), Licenciements::default());
    }
}
