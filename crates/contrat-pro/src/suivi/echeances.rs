//! The five deadlines of a granted contract, each with its own starting point.

use std::collections::BTreeMap;

use jiff::Unit;
use jiff::civil::Date;

use super::Aide;
use crate::faits::delais::dernier_jour;

/// A deadline of a granted contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NatureDEcheance {
    /// Last day to ask for the aid: counted from the start of the contract.
    DemandeDAide,
    /// End of the twelfth month, or of the contract when it comes first: counted from the start.
    FinDesMoisAides,
    /// First day on which the aid may be paid: after the twelfth month, or the end of the contract.
    PaiementPossible,
    /// Last day to request the payment: counted from the end of the contract.
    DemandeDePaiement,
    /// Last day during which the papers are kept: counted from the payment.
    ConservationDesPieces,
}

/// Where a deadline stands on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etat {
    /// What was expected was done on this day, in time.
    Faite(Date),
    /// It was done on this day, after the deadline (without any sanction in the text: CP-18).
    FaiteEnRetard(Date),
    /// The day has come, and nothing was expected from anyone.
    Passee,
    /// Something is expected, for so many days already.
    Depassee(i64),
    /// In so many days; none is today.
    Dans(i64),
    /// Its starting point is not known yet.
    SansDepart,
}

/// A deadline of an aid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echeance {
    /// The aid, by its rank.
    pub aide: usize,
    /// Which deadline.
    pub nature: NatureDEcheance,
    /// The day it is counted from, when it is known.
    pub depart: Option<Date>,
    /// The day.
    pub jour: Option<Date>,
    /// Where it stands.
    pub etat: Etat,
}

impl Echeance {
    /// Whether someone should look at it now: due within so many days, or overdue.
    #[must_use]
    pub fn a_suivre(&self, sous: i64) -> bool {
        match self.etat {
            Etat::Depassee(_) => true,
            Etat::Dans(jours) => jours <= sous,
            Etat::Faite(_) | Etat::FaiteEnRetard(_) | Etat::Passee | Etat::SansDepart => false,
        }
    }
}

/// Every deadline of every aid, on a given day; `versements` are the days of the payments that are known,
/// by reference, and the two lengths come from the edition (months to ask, years to keep the papers).
#[must_use]
pub fn echeances(
    aides: &[Aide],
    versements: &BTreeMap<String, Date>,
    mois_pour_demander: i64,
    ans_de_conservation: i64,
    au: Date,
) -> Vec<Echeance> {
    let mut toutes = Vec::with_capacity(aides.len() * 5);
    for (rang, aide) in aides.iter().enumerate() {
        let verse = versements.get(&aide.reference).copied();
        let fin_des_mois = aide
            .paiement_au_plus_tot
            .and_then(|jour| jour.yesterday().ok());
        let mut dire = |nature, depart: Option<Date>, jour: Option<Date>, etat| {
            toutes.push(Echeance {
                aide: rang,
                nature,
                depart,
                jour,
                etat,
            });
        };
        let limite = dernier_jour(aide.date_debut, mois_pour_demander, false).map(|d| d.jour);
        dire(
            NatureDEcheance::DemandeDAide,
            Some(aide.date_debut),
            limite,
            limite.map_or(Etat::SansDepart, |jour| fait(aide.date_demande, jour)),
        );
        dire(
            NatureDEcheance::FinDesMoisAides,
            Some(aide.date_debut),
            fin_des_mois,
            fin_des_mois.map_or(Etat::SansDepart, |jour| simple_jour(jour, au)),
        );
        let possible = match (aide.paiement_au_plus_tot, verse) {
            (_, Some(verse)) => Etat::Faite(verse),
            (None, None) => Etat::SansDepart,
            // Nothing is owed before it is requested.
            (Some(jour), None) if aide.date_demande_paiement.is_none() => simple_jour(jour, au),
            (Some(jour), None) => attendu(jour, au),
        };
        dire(
            NatureDEcheance::PaiementPossible,
            fin_des_mois,
            aide.paiement_au_plus_tot,
            possible,
        );
        let demande = match (
            aide.demande_paiement_au_plus_tard,
            aide.date_demande_paiement,
            verse,
        ) {
            (None, _, _) => Etat::SansDepart,
            (Some(jour), Some(demande), _) => fait(demande, jour),
            (Some(_), None, Some(_)) => Etat::Passee,
            (Some(jour), None, None) => attendu(jour, au),
        };
        dire(
            NatureDEcheance::DemandeDePaiement,
            Some(aide.fin),
            aide.demande_paiement_au_plus_tard,
            demande,
        );
        let garder = verse
            .and_then(|jour| dernier_jour(jour, ans_de_conservation.checked_mul(12)?, false))
            .map(|d| d.jour);
        dire(
            NatureDEcheance::ConservationDesPieces,
            verse,
            garder,
            garder.map_or(Etat::SansDepart, |jour| simple_jour(jour, au)),
        );
    }
    toutes
}

fn fait(le: Date, limite: Date) -> Etat {
    if le <= limite {
        Etat::Faite(le)
    } else {
        Etat::FaiteEnRetard(le)
    }
}

/// A day that asks nothing from anyone.
fn simple_jour(jour: Date, au: Date) -> Etat {
    match ecart(au, jour) {
        jours if jours < 0 => Etat::Passee,
        jours => Etat::Dans(jours),
    }
}

/// A day by which something is expected.
fn attendu(jour: Date, au: Date) -> Etat {
    match ecart(au, jour) {
        jours if jours < 0 => Etat::Depassee(-jours),
        jours => Etat::Dans(jours),
    }
}

fn ecart(du: Date, au: Date) -> i64 {
    du.until((Unit::Day, au))
        .map_or(i64::MAX, |duree| i64::from(duree.get_days()))
}

#[cfg(test)]
mod tests {
    use super::super::aide::essai::aide;
    use super::*;
    use NatureDEcheance::{
        ConservationDesPieces, DemandeDAide, DemandeDePaiement, FinDesMoisAides, PaiementPossible,
    };
    use jiff::civil::date;

    fn etats(
        aide: &Aide,
        verse: Option<Date>,
        au: Date,
    ) -> Vec<(NatureDEcheance, Option<Date>, Etat)> {
        let versements = verse
            .map(|jour| (aide.reference.clone(), jour))
            .into_iter()
            .collect();
        echeances(std::slice::from_ref(aide), &versements, 3, 10, au)
            .into_iter()
            .map(|e| (e.nature, e.jour, e.etat))
            .collect()
    }

    #[test]
    fn each_deadline_has_its_own_starting_point() {
        let aide = aide("D", "12345678200010", date(2024, 11, 15), 600_000);
        assert_eq!(
            etats(&aide, None, date(2025, 9, 1)),
            [
                (
                    DemandeDAide,
                    Some(date(2025, 1, 1)),
                    Etat::Faite(date(2024, 11, 15))
                ),
                (FinDesMoisAides, Some(date(2025, 9, 30)), Etat::Dans(29)),
                (PaiementPossible, Some(date(2025, 10, 1)), Etat::Dans(30)),
                (DemandeDePaiement, Some(date(2025, 12, 30)), Etat::Dans(120)),
                (ConservationDesPieces, None, Etat::SansDepart),
            ]
        );
        // Paid: the request is over, and the papers are kept ten years.
        let apres = etats(&aide, Some(date(2025, 12, 1)), date(2026, 2, 1));
        assert_eq!(apres[2].2, Etat::Faite(date(2025, 12, 1)));
        assert_eq!(apres[3].2, Etat::Passee);
        assert_eq!(
            (apres[4].1, apres[4].2),
            (Some(date(2035, 12, 1)), Etat::Dans(3_590))
        );
    }

    #[test]
    fn the_last_day_is_in_time_and_the_next_is_overdue() {
        let mut aide = aide("D", "12345678200010", date(2024, 11, 15), 600_000);
        let paiement = |aide: &Aide, au| etats(aide, None, au)[3].2;
        assert_eq!(paiement(&aide, date(2025, 12, 30)), Etat::Dans(0));
        assert_eq!(paiement(&aide, date(2025, 12, 31)), Etat::Depassee(1));
        for (demande, attendu) in [
            (date(2025, 12, 30), Etat::Faite(date(2025, 12, 30))),
            (date(2025, 12, 31), Etat::FaiteEnRetard(date(2025, 12, 31))),
        ] {
            aide.date_demande_paiement = Some(demande);
            assert_eq!(paiement(&aide, date(2026, 3, 1)), attendu);
        }
        // Requested and not paid: the region is awaited.
        assert_eq!(
            etats(&aide, None, date(2025, 10, 2))[2].2,
            Etat::Depassee(1)
        );
    }

    #[test]
    fn only_what_is_near_or_overdue_is_to_be_followed() {
        let aide = aide("D", "12345678200010", date(2024, 11, 15), 600_000);
        let toutes = echeances(&[aide], &BTreeMap::new(), 3, 10, date(2025, 9, 1));
        let suivies = |sous| toutes.iter().filter(|e| e.a_suivre(sous)).count();
        assert_eq!(
            (suivies(28), suivies(29), suivies(30), suivies(120)),
            (0, 1, 2, 3)
        );
    }
}
