use super::*;
use jiff::civil::date;

fn compte(duree: &Duree, suspensions: &[Suspension], comptage: Comptage) -> Mois {
    compter(duree, &suspensions.iter().copied(), 12, comptage).unwrap()
}

fn du_au(debut: Date, fin: Date) -> Suspension {
    Suspension { debut, fin }
}

const RETENU: Comptage = Comptage {
    acheves: false,
    civils: false,
    entierement_suspendus: false,
};

#[test]
fn a_month_that_has_begun_counts_and_the_other_reading_wants_it_over() {
    let cas = [
        // start, end, begun, over
        (date(2024, 10, 1), date(2024, 10, 1), 1, 0),
        (date(2024, 10, 1), date(2024, 10, 31), 1, 1),
        (date(2024, 10, 15), date(2025, 8, 14), 10, 10),
        (date(2024, 10, 15), date(2025, 8, 15), 11, 10),
        (date(2025, 1, 31), date(2025, 2, 27), 1, 1),
        (date(2025, 1, 31), date(2025, 2, 28), 2, 1),
        (date(2024, 10, 1), date(2025, 10, 1), 12, 12),
        (date(2024, 10, 1), date(2027, 9, 30), 12, 12),
    ];
    for (debut, fin, commences, acheves) in cas {
        let duree = Duree::new(debut, fin, None).unwrap();
        let autre = Comptage {
            acheves: true,
            ..RETENU
        };
        assert_eq!(
            compte(&duree, &[], RETENU).dus(),
            commences,
            "{debut} {fin}"
        );
        assert_eq!(compte(&duree, &[], autre).dus(), acheves, "{debut} {fin}");
        assert_eq!(
            depend_du_dernier_mois(&duree, 12),
            commences != acheves,
            "{debut} {fin}"
        );
    }
}

#[test]
fn an_early_end_keeps_its_own_month_whatever_the_reading_of_the_last_one() {
    let fin = date(2026, 10, 14);
    let cas = [
        // early end, months from date to date, months of the calendar
        (date(2024, 10, 15), 0, 0),
        (date(2024, 10, 31), 0, 0),
        (date(2024, 11, 1), 0, 2),
        (date(2024, 11, 14), 0, 2),
        (date(2024, 11, 15), 2, 2),
        (date(2025, 3, 14), 5, 6),
        (date(2025, 10, 15), 12, 12),
    ];
    for (rupture, de_date_a_date, civils) in cas {
        let duree = Duree::new(date(2024, 10, 15), fin, Some(rupture)).unwrap();
        for acheves in [false, true] {
            let mois = |civils| {
                compte(
                    &duree,
                    &[],
                    Comptage {
                        acheves,
                        civils,
                        ..RETENU
                    },
                )
            };
            assert_eq!(mois(false).dus(), de_date_a_date, "{rupture}");
            assert_eq!(mois(true).dus(), civils, "{rupture}");
        }
        assert!(!depend_du_dernier_mois(&duree, 12));
    }
}

#[test]
fn an_end_on_the_planned_day_or_after_is_no_early_end() {
    let (debut, fin) = (date(2024, 10, 1), date(2025, 3, 10));
    for rupture in [date(2025, 3, 10), date(2025, 4, 30)] {
        let duree = Duree::new(debut, fin, Some(rupture)).unwrap();
        assert_eq!((duree.rupture, duree.fin()), (None, fin));
    }
    assert_eq!(Duree::new(fin, debut, None), Err(Desordre::Fin));
    let avant = debut.yesterday().unwrap();
    assert_eq!(Duree::new(debut, fin, Some(avant)), Err(Desordre::Rupture));
}

#[test]
fn months_lost_to_suspensions_are_a_set() {
    let duree = Duree::new(date(2024, 10, 15), date(2025, 10, 14), None).unwrap();
    let entiers = Comptage {
        entierement_suspendus: true,
        ..RETENU
    };
    let cas: [(&[Suspension], u64, u64); 6] = [
        // touched, wholly suspended
        (&[du_au(date(2024, 11, 14), date(2024, 11, 14))], 0b1, 0),
        (&[du_au(date(2024, 11, 14), date(2024, 11, 15))], 0b11, 0),
        (&[du_au(date(2024, 11, 14), date(2024, 12, 14))], 0b11, 0b10),
        (
            &[
                du_au(date(2024, 11, 15), date(2024, 11, 30)),
                du_au(date(2024, 12, 1), date(2024, 12, 14)),
            ],
            0b10,
            0b10,
        ),
        (&[du_au(date(2020, 1, 1), date(2024, 10, 14))], 0, 0),
        (&[du_au(date(2020, 1, 1), date(2030, 1, 1))], 0xFFF, 0xFFF),
    ];
    for (suspensions, touches, entierement) in cas {
        assert_eq!(compte(&duree, suspensions, RETENU).perdus, touches);
        assert_eq!(compte(&duree, suspensions, entiers).perdus, entierement);
    }
}

#[test]
fn the_last_month_is_wholly_suspended_when_all_its_days_in_the_contract_are() {
    let duree = Duree::new(date(2024, 10, 1), date(2025, 3, 10), None).unwrap();
    let entiers = Comptage {
        entierement_suspendus: true,
        ..RETENU
    };
    let suspension = [du_au(date(2025, 3, 1), date(2025, 3, 10))];
    assert_eq!(compte(&duree, &suspension, entiers).perdus, 0b10_0000);
}

#[test]
fn a_suspension_without_its_days_or_its_pay_is_not_known() {
    use ValeurDeChamp::{Absente, Booleen, Date};
    let jour = Date(date(2025, 1, 6));
    let veille = Date(date(2025, 1, 5));
    let cas = [
        (jour, jour, Booleen(true), None),
        (Absente, Absente, Booleen(true), None),
        (jour, jour, Absente, Some(SuspensionInconnue::Remuneration)),
        (
            Absente,
            jour,
            Booleen(false),
            Some(SuspensionInconnue::Debut),
        ),
        (jour, Absente, Booleen(false), Some(SuspensionInconnue::Fin)),
        (
            jour,
            veille,
            Booleen(false),
            Some(SuspensionInconnue::Inversee),
        ),
    ];
    for (debut, fin, payee, attendue) in cas {
        let suspensions = Suspensions {
            debuts: &[debut],
            fins: &[fin],
            remunerees: &[payee],
        };
        let trouvee = suspensions.sans_salaire().find_map(Result::err);
        assert_eq!(trouvee, attendue, "{debut:?} {fin:?} {payee:?}");
    }
}
