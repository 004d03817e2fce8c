//! Months, amounts, deadlines and the act, on whole decisions.

mod commun;

use commun::{centimes, decider, suspension, texte};
use guichet_socle::{Decision, Issue};

const DEBUT: &str = "contrat.date_debut";
const FIN: &str = "contrat.date_fin";
const QUOTITE: &str = "contrat.quotite";
const RUPTURE: &str = "contrat.rupture";

fn montant(changes: &[(&str, &str)]) -> i64 {
    let decision = decider(changes);
    let etapes: i64 = decision
        .calcul
        .iter()
        .map(|etape| etape.montant_centimes.0)
        .sum();
    let montant = decision.montant().unwrap().0;
    assert_eq!(etapes, montant, "{changes:?} {:?}", decision.calcul);
    montant
}

fn libelles(decision: &Decision) -> Vec<String> {
    let etapes = decision.calcul.iter();
    etapes
        .map(|etape| etape.libelle.replace('\u{a0}', " "))
        .collect()
}

#[test]
fn the_five_examples_of_the_document() {
    assert_eq!(montant(&[]), 600_000);
    assert_eq!(montant(&[(FIN, "2025-07-31")]), 500_000);
    assert_eq!(montant(&[(FIN, "2025-03-31")]), 300_000);
    assert_eq!(montant(&[(QUOTITE, "80 %")]), 480_000);
    assert_eq!(montant(&[(QUOTITE, "90 %"), (FIN, "2025-07-31")]), 450_000);
}

#[test]
fn twelve_months_are_aided_before_the_proportion() {
    assert_eq!(montant(&[(FIN, "2026-03-31"), (QUOTITE, "0.80")]), 480_000);
    assert_eq!(montant(&[(FIN, "2026-03-31"), (QUOTITE, "24/35")]), 411_429);
}

#[test]
fn an_early_end_costs_everything_in_the_first_month_and_what_follows_after() {
    let cas = [
        ("2024-10-01", 0),
        ("2024-10-31", 0),
        ("2024-11-01", 100_000),
        ("2024-11-30", 100_000),
        ("2025-03-14", 300_000),
        ("2025-09-29", 600_000),
        ("2025-09-30", 600_000),
    ];
    for (rupture, attendu) in cas {
        assert_eq!(montant(&[(RUPTURE, rupture)]), attendu, "{rupture}");
        assert_eq!(decider(&[(RUPTURE, rupture)]).issue, Issue::Favorable);
    }
    // After the twelfth month nothing changes.
    assert_eq!(
        montant(&[(FIN, "2026-09-30"), (RUPTURE, "2025-10-02")]),
        600_000
    );
}

#[test]
fn a_suspension_without_pay_costs_each_month_that_it_touches() {
    let cas = [
        ("2025-01-06", "2025-01-19", "false", 550_000),
        ("2025-01-31", "2025-02-01", "false", 500_000),
        ("2024-01-01", "2026-01-01", "false", 0),
        ("2025-01-06", "2025-01-19", "true", 600_000),
        ("2025-10-01", "2025-10-31", "false", 600_000),
        (
            "2025-01-06|2025-01-10",
            "2025-01-19|2025-01-12",
            "false|false",
            550_000,
        ),
        (
            "2025-01-06|2025-02-10",
            "2025-01-19|2025-02-12",
            "false|true",
            550_000,
        ),
    ];
    for (debut, fin, payee, attendu) in cas {
        assert_eq!(
            montant(&suspension(debut, fin, payee)),
            attendu,
            "{debut} {fin} {payee}"
        );
    }
    // The thirteenth month does not make up for a lost one.
    let mut longue = suspension("2025-01-06", "2025-01-19", "false").to_vec();
    longue.push((FIN, "2026-09-30"));
    assert_eq!(montant(&longue), 550_000);
    // An early end and a suspension are both told, and lost months are counted once.
    longue.push((RUPTURE, "2025-03-14"));
    assert_eq!(montant(&longue), 250_000);
    assert_eq!(
        libelles(&decider(&longue)),
        [
            "12 mois × 500 € × 100 %",
            "Rupture le 14 mars 2025, durant le 6e mois : 6 mois non dus",
            "Suspension sans rémunération, 4e mois : 1 mois non dû",
        ]
    );
}

#[test]
fn the_other_reading_of_a_suspension_wants_every_day_of_the_month() {
    let autre = |debut, fin, payee| {
        let decision = decider(&suspension(debut, fin, payee));
        let lecture = decision
            .lectures
            .iter()
            .find(|lecture| lecture.id == "CP-07")?;
        let (_, valeur) = lecture
            .autre
            .iter()
            .find(|(nom, _)| nom == "montant_centimes")?;
        Some(format!("{valeur:?}"))
    };
    // January as a whole, in two overlapping parts; then all of it but a day.
    assert_eq!(
        autre(
            "2025-01-01|2025-01-15",
            "2025-01-20|2025-01-31",
            "false|false"
        ),
        None
    );
    assert_eq!(
        autre(
            "2025-01-01|2025-01-17",
            "2025-01-15|2025-01-31",
            "false|false"
        )
        .as_deref(),
        Some("Entier(600000)")
    );
    assert_eq!(
        autre("2025-01-01", "2025-02-10", "false").as_deref(),
        Some("Entier(550000)")
    );
}

#[test]
fn the_steps_tell_the_product_its_rounding_and_the_loss() {
    let decision = decider(&[(QUOTITE, "24/35")]);
    assert_eq!(
        libelles(&decision),
        ["12 mois × 500 € × 24/35, arrondi au centime le plus proche"]
    );
    assert_eq!(decision.calcul[0].source, "règlement, 3");
    let nul = decider(&[(RUPTURE, "2024-10-15")]);
    assert_eq!(
        libelles(&nul)[1],
        "Rupture le 15 octobre 2024, durant le premier mois : l’aide n’est pas due"
    );
    assert!(
        decider(&[("salarie.demandeur_emploi", "false")])
            .calcul
            .is_empty()
    );
}

#[test]
fn the_act_is_an_agreement_strictly_above_the_threshold() {
    let cas = [
        ("1700000", "arrete"),
        ("1700001", "convention"),
        ("absent", "arrete"),
    ];
    for (aides, attendu) in cas {
        let decision = decider(&[("employeur.aides_annee_centimes", aides)]);
        assert_eq!(texte(&decision, "instrument"), Some(attendu), "{aides}");
    }
}

#[test]
fn the_payment_has_its_first_day_and_its_request_a_last_one() {
    let cas: &[(&[(&str, &str)], &str, &str)] = &[
        (&[], "2025-10-01", "2025-12-30"),
        (&[(FIN, "2026-09-30")], "2025-10-01", "2026-12-30"),
        (&[(FIN, "2025-03-31")], "2025-04-01", "2025-06-30"),
        (&[(RUPTURE, "2025-03-14")], "2025-03-15", "2025-06-14"),
        (&[(FIN, "2025-11-30")], "2025-10-01", "2026-02-28"),
        (
            &[(DEBUT, "2024-10-31"), (FIN, "2026-10-30")],
            "2025-10-31",
            "2027-01-30",
        ),
    ];
    for (changes, au_plus_tot, au_plus_tard) in cas {
        let decision = decider(changes);
        assert_eq!(
            texte(&decision, "paiement_au_plus_tot"),
            Some(*au_plus_tot),
            "{changes:?}"
        );
        assert_eq!(
            texte(&decision, "demande_paiement_au_plus_tard"),
            Some(*au_plus_tard),
            "{changes:?}"
        );
        assert_eq!(decision.champ("demande_paiement_dans_le_delai"), None);
    }
}

#[test]
fn a_refusal_grants_nothing_and_promises_no_date() {
    let decision = decider(&[("salarie.demandeur_emploi", "false")]);
    assert_eq!(centimes(&decision, "montant_centimes"), Some(0));
    for champ in [
        "instrument",
        "paiement_au_plus_tot",
        "demande_paiement_au_plus_tard",
    ] {
        assert_eq!(texte(&decision, champ), None);
    }
}
