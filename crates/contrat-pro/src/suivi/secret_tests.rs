//! No hidden figure can be had again from the shown ones.

use guichet_socle::Centimes;
use proptest::prelude::*;

use super::{Rangee, TableauPublie, proteger};

const SEUIL: u64 = 5;

fn rangees(comptes: &[(u64, u64)]) -> Vec<Rangee> {
    comptes
        .iter()
        .enumerate()
        .map(|(rang, &(favorables, autres))| Rangee {
            nom: format!("v{rang}"),
            favorables,
            autres,
            montant: Centimes(i64::try_from(favorables * 600_000).unwrap()),
        })
        .collect()
}

/// What a reader can say of a figure: from, to.
type Bornes = (i128, i128);

/// What a reader of one table and of the totals by issue can say of each figure of each row (granted,
/// others, both), by taking sums and differences of rows and columns until nothing moves.
fn deduire(table: &TableauPublie, favorables: Option<u64>) -> Vec<[Bornes; 3]> {
    const LOIN: i128 = 1_000_000;
    let connu = |valeur: Option<u64>| match valeur {
        Some(n) => (i128::from(n), i128::from(n)),
        None => (0, LOIN),
    };
    let mut cases: Vec<[Bornes; 3]> = table
        .rangees
        .iter()
        .map(|r| {
            let autres = r
                .autres
                .or(r.favorables.zip(r.dossiers).map(|(f, n)| n - f));
            [connu(r.favorables), connu(autres), connu(r.dossiers)]
        })
        .collect();
    let total = table.total.dossiers;
    let f = table.total.favorables.or(favorables);
    let totaux = [
        connu(f),
        connu(f.zip(total).map(|(f, n)| n - f)),
        connu(total),
    ];
    loop {
        let avant = cases.clone();
        for rangee in &mut cases {
            let [f, a, n] = *rangee;
            rangee[0] = (f.0.max(n.0 - a.1), f.1.min(n.1 - a.0));
            rangee[1] = (a.0.max(n.0 - f.1), a.1.min(n.1 - f.0));
            rangee[2] = (n.0.max(f.0 + a.0), n.1.min(f.1 + a.1));
        }
        for (mesure, total) in totaux.iter().enumerate() {
            let bas: i128 = cases.iter().map(|c| c[mesure].0).sum();
            let haut: i128 = cases.iter().map(|c| c[mesure].1).sum();
            for case in &mut cases {
                let (de, a) = case[mesure];
                case[mesure] = (de.max(total.0 - (haut - a)), a.min(total.1 - (bas - de)));
            }
        }
        if cases == avant {
            return cases;
        }
    }
}

fn verifier(comptes: &[(u64, u64)]) -> Result<(), TestCaseError> {
    let rangees = rangees(comptes);
    let favorables: u64 = comptes.iter().map(|c| c.0).sum();
    let autres: u64 = comptes.iter().map(|c| c.1).sum();
    let issues: Vec<(&str, u64)> = [
        ("favorable", favorables),
        ("défavorable", autres / 2),
        ("incomplet", autres - autres / 2),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .collect();
    let publies = proteger(&issues, &[("axe", rangees.clone())], SEUIL);
    let favorables_dits = publies[0]
        .rangees
        .iter()
        .find(|r| r.nom == "favorable")
        .and_then(|r| r.dossiers);
    for table in &publies {
        for r in table.rangees.iter().chain([&table.total]) {
            for n in [r.dossiers, r.favorables, r.autres].into_iter().flatten() {
                prop_assert!(n >= SEUIL, "{n} in {r:?}");
            }
            prop_assert!(r.montant.is_none() || r.favorables.is_some());
        }
        let bornes = deduire(table, favorables_dits);
        for (rangee, bornes) in table.rangees.iter().zip(&bornes) {
            if rangee.dossiers.is_none() {
                prop_assert!(bornes[2].1 > bornes[2].0, "{rangee:?} {bornes:?} {table:?}");
            }
            if table.axe == "axe" && rangee.favorables.is_none() && autres > 0 {
                prop_assert!(bornes[0].1 > bornes[0].0, "{rangee:?} {bornes:?} {table:?}");
                prop_assert!(bornes[1].1 > bornes[1].0, "{rangee:?} {bornes:?} {table:?}");
            }
        }
        // What the total less the shown rows tells is nothing, or enough people.
        let reste = |total: Option<u64>, vus: Vec<Option<u64>>| {
            total.map_or(0, |total| total - vus.into_iter().flatten().sum::<u64>())
        };
        let de = |f: fn(&super::RangeePubliee) -> Option<u64>| {
            reste(f(&table.total), table.rangees.iter().map(f).collect())
        };
        for cache in [de(|r| r.dossiers), de(|r| r.favorables), de(|r| r.autres)] {
            prop_assert!(cache == 0 || cache >= SEUIL, "{cache} {table:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn no_hidden_figure_can_be_had_by_sums_and_differences(
        comptes in proptest::collection::vec(
            prop_oneof![
                (0..8_u64, 0..8_u64),
                (0..60_u64, 0..3_u64),
                (0..3_u64, 0..60_u64),
                (0..60_u64, 0..60_u64),
            ],
            1..9,
        ).prop_map(|mut comptes| { comptes.retain(|c| c.0 + c.1 > 0); comptes })
    ) {
        if !comptes.is_empty() {
            verifier(&comptes)?;
        }
    }
}

#[test]
fn a_figure_is_hidden_under_five_with_a_second_one() {
    let issues = [("favorable", 43), ("défavorable", 20)];
    let table = rangees(&[(20, 8), (15, 6), (6, 5), (2, 1)]);
    let publie = &proteger(&issues, &[("departement", table)], SEUIL)[1];
    let vus: Vec<_> = publie
        .rangees
        .iter()
        .map(|r| (r.dossiers, r.favorables))
        .collect();
    assert_eq!(
        vus,
        [
            (Some(28), Some(20)),
            (Some(21), Some(15)),
            (None, None),
            (None, None)
        ]
    );
    assert_eq!(publie.total.favorables, Some(43));
}

#[test]
fn five_people_are_shown_and_four_are_not() {
    for (n, montre) in [(5, true), (4, false)] {
        let issues = [("favorable", 40 + n)];
        let table = rangees(&[(20, 0), (20, 0), (n, 0)]);
        let publie = &proteger(&issues, &[("mois", table)], SEUIL)[1];
        assert_eq!(publie.rangees[2].dossiers.is_some(), montre, "{n}");
        assert_eq!(publie.total.dossiers, Some(40 + n));
        // All are granted: the amounts follow, and there is no second part to tell.
        assert_eq!(publie.rangees[2].montant.is_some(), montre);
        assert!(publie.total.autres.is_none());
    }
}

#[test]
fn too_few_people_in_all_make_a_table_without_any_figure() {
    let publies = proteger(
        &[("favorable", 4)],
        &[("mois", rangees(&[(3, 0), (1, 0)]))],
        SEUIL,
    );
    for table in publies {
        for r in table.rangees.iter().chain([&table.total]) {
            assert_eq!(
                (r.dossiers, r.favorables, r.autres, r.montant),
                (None, None, None, None)
            );
        }
    }
}
