//! Every condition at its boundaries: the last yes, the first no, the unknown, the two readings.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod dossiers;

use dossiers::{avertissements, centimes, decider, lectures, resultat, suspension};
use guichet_socle::{Issue, Resultat};

use Issue::{AExaminer as EXAMINER, Defavorable, Favorable, Incomplet};
use Resultat::{AExaminer, Indetermine, NonRempli, Rempli};

/// Rule, changes to the favourable dossier, answer of the rule, issue.
type Cas<'a> = (&'a str, &'a [(&'a str, &'a str)], Resultat, Issue);

type Changes<'a> = &'a [(&'a str, &'a str)];

const NAISSANCE: &str = "salarie.date_naissance";
const PRESENCE: &str = "salarie.derniere_presence_etablissement";
const LICENCIEMENTS: &str = "employeur.dates_licenciements_economiques";
const DEBUT: &str = "contrat.date_debut";
const DEMANDE: &str = "date_demande";
const RNCP: &str = "contrat.certification.rncp";
const CERTIFINFO: &str = "contrat.certification.certifinfo";

fn verifier(cas: &[Cas<'_>]) {
    for (regle, changes, attendu, issue) in cas {
        let decision = decider(changes);
        assert_eq!(resultat(&decision, regle), *attendu, "{regle} {changes:?}");
        assert_eq!(decision.issue, *issue, "{regle} {changes:?}");
    }
}

#[test]
fn the_dossier_that_the_cases_start_from_is_favourable_without_a_doubt() {
    let decision = decider(&[]);
    assert_eq!(decision.issue, Favorable);
    assert!(decision.lectures.is_empty() && decision.avertissements.is_empty());
    assert!(
        decision.constats.iter().all(|c| c.resultat == Rempli),
        "{:?}",
        decision.constats
    );
    assert_eq!(decision.constats.len(), 13);
}

#[test]
fn the_employee() {
    verifier(&[
        ("CP-101", &[(NAISSANCE, "1994-10-01")], Rempli, Favorable),
        (
            "CP-101",
            &[(NAISSANCE, "1994-10-02")],
            NonRempli,
            Defavorable,
        ),
        ("CP-101", &[(NAISSANCE, "absent")], Indetermine, Incomplet),
        (
            "CP-101",
            &[
                (NAISSANCE, "1996-02-29"),
                (DEBUT, "2026-02-28"),
                ("contrat.date_fin", "2027-02-27"),
                (DEMANDE, "2026-03-02"),
            ],
            AExaminer,
            EXAMINER,
        ),
        (
            "CP-102",
            &[("salarie.demandeur_emploi", "false")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-102",
            &[("salarie.demandeur_emploi", "absent")],
            Indetermine,
            Incomplet,
        ),
        ("CP-103", &[(PRESENCE, "2024-03-31")], Rempli, Favorable),
        ("CP-103", &[(PRESENCE, "2024-04-01")], AExaminer, EXAMINER),
        (
            "CP-103",
            &[(PRESENCE, "2024-04-02")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-103",
            &[(PRESENCE, "2024-09-30")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-103",
            &[(PRESENCE, "2024-10-01")],
            Indetermine,
            Incomplet,
        ),
        ("CP-103", &[(PRESENCE, "absent")], Indetermine, Incomplet),
    ]);
}

#[test]
fn the_employer() {
    verifier(&[
        (
            "CP-201",
            &[("employeur.departement", "85")],
            Rempli,
            Favorable,
        ),
        (
            "CP-201",
            &[("employeur.departement", "35")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-201",
            &[("employeur.departement", "absent")],
            Indetermine,
            Incomplet,
        ),
        (
            "CP-202",
            &[("employeur.assujetti_contribution", "false")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-202",
            &[("employeur.assujetti_contribution", "absent")],
            Indetermine,
            Incomplet,
        ),
        (
            "CP-203",
            &[("employeur.a_jour_fiscal_social", "false")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-203",
            &[("employeur.a_jour_fiscal_social", "absent")],
            Indetermine,
            Incomplet,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "2024-05-14|2024-11-16")],
            Rempli,
            Favorable,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "2024-05-15")],
            AExaminer,
            EXAMINER,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "2024-11-15")],
            AExaminer,
            EXAMINER,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "2024-05-15|2024-05-16")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "2024-11-14")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-204",
            &[(LICENCIEMENTS, "absent")],
            Indetermine,
            Incomplet,
        ),
    ]);
}

#[test]
fn the_contract_and_its_certification() {
    verifier(&[
        (
            "CP-301",
            &[("contrat.nature", "experimental")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-301",
            &[("contrat.nature", "qualification_conventionnelle")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-301",
            &[("contrat.nature", "apprentissage")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-301",
            &[("contrat.nature", "autre")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-301",
            &[("contrat.nature", "absent")],
            Indetermine,
            Incomplet,
        ),
        ("CP-302", &[(RNCP, "RNCP037443")], Rempli, Favorable),
        ("CP-302", &[(RNCP, "99999")], NonRempli, Defavorable),
        ("CP-302", &[(RNCP, "absent")], Indetermine, Incomplet),
        (
            "CP-302",
            &[(RNCP, "absent"), (CERTIFINFO, "116238")],
            Rempli,
            Favorable,
        ),
        // Each code is looked up in its own name space.
        ("CP-302", &[(RNCP, "116238")], NonRempli, Defavorable),
        (
            "CP-302",
            &[(RNCP, "absent"), (CERTIFINFO, "37443")],
            NonRempli,
            Defavorable,
        ),
        // A certification of the RNCP has a CERTIFINFO number too, which the list does not print.
        ("CP-302", &[(CERTIFINFO, "99999")], Rempli, Favorable),
        ("CP-302", &[(CERTIFINFO, "116238")], Indetermine, Incomplet),
    ]);
    let deux = decider(&[(CERTIFINFO, "116238")]);
    assert_eq!(deux.manque, [RNCP, CERTIFINFO]);
    assert_eq!(avertissements(&deux), ["CP-510"]);
}

#[test]
fn the_documents_are_missing_facts_and_never_refusals() {
    for (regle, piece) in [
        ("CP-401", "pieces.contrat_cerfa"),
        ("CP-402", "pieces.prise_en_charge_opco"),
    ] {
        for valeur in ["false", "absent"] {
            let decision = decider(&[(piece, valeur)]);
            assert_eq!(resultat(&decision, regle), Indetermine);
            assert_eq!(decision.issue, Incomplet);
            assert_eq!(decision.manque, [piece]);
            assert_eq!(
                centimes(&decision, "montant_previsionnel_centimes"),
                Some(600_000)
            );
        }
    }
}

#[test]
fn the_application_has_three_months() {
    verifier(&[
        ("CP-403", &[(DEMANDE, "2025-01-01")], Rempli, Favorable),
        ("CP-403", &[(DEMANDE, "2025-01-02")], NonRempli, Defavorable),
        ("CP-403", &[(DEMANDE, "2024-06-01")], Rempli, Favorable),
        ("CP-403", &[(DEMANDE, "absent")], Indetermine, Incomplet),
        (
            "CP-403",
            &[(DEBUT, "2024-11-30"), (DEMANDE, "2025-02-28")],
            Rempli,
            EXAMINER,
        ),
        (
            "CP-403",
            &[(DEBUT, "2024-11-30"), (DEMANDE, "2025-03-01")],
            AExaminer,
            EXAMINER,
        ),
        (
            "CP-403",
            &[(DEBUT, "2024-11-30"), (DEMANDE, "2025-03-02")],
            NonRempli,
            Defavorable,
        ),
    ]);
}

#[test]
fn the_regulation_holds_from_the_first_of_april() {
    verifier(&[
        (
            "CP-404",
            &[(DEBUT, "2024-04-01"), (DEMANDE, "2024-04-01")],
            Rempli,
            Favorable,
        ),
        (
            "CP-404",
            &[(DEBUT, "2024-04-01"), (DEMANDE, "2024-03-31")],
            NonRempli,
            Defavorable,
        ),
        (
            "CP-404",
            &[(DEBUT, "2024-03-01"), (DEMANDE, "2024-04-15")],
            AExaminer,
            EXAMINER,
        ),
        ("CP-404", &[(DEMANDE, "absent")], Indetermine, Incomplet),
    ]);
}

#[test]
fn the_readings_that_change_the_case_are_shown_and_no_other() {
    let cas: &[(Changes<'_>, Issue, &[&str])] = &[
        // A month that has only begun; the calendar does not matter on a first of the month.
        (&[("contrat.date_fin", "2025-03-10")], EXAMINER, &["CP-01"]),
        // Thirteen months, twelve of which are over: nothing to see.
        (&[("contrat.date_fin", "2025-10-10")], Favorable, &[]),
        // Calendar months: the first one is short, the payment is earlier, the amount the same.
        (
            &[(DEBUT, "2024-10-15"), ("contrat.date_fin", "2025-10-14")],
            Favorable,
            &["CP-02"],
        ),
        (&[("contrat.quotite", "24/35")], EXAMINER, &["CP-09"]),
        (&[("contrat.quotite", "0.80")], Favorable, &[]),
        // The last day to request the payment is on 30 February.
        (&[("contrat.date_fin", "2025-11-30")], Favorable, &["CP-16"]),
        (&[("date_demande_paiement", "2025-12-30")], Favorable, &[]),
        (
            &[("date_demande_paiement", "2025-12-31")],
            EXAMINER,
            &["CP-18"],
        ),
        // A refusal, however one reads the text.
        (
            &[
                ("salarie.demandeur_emploi", "false"),
                ("contrat.date_fin", "2025-03-10"),
            ],
            Defavorable,
            &[],
        ),
        (
            &[("employeur.aides_annees_anterieures_centimes", "1700000")],
            Favorable,
            &[],
        ),
        (
            &[("employeur.aides_annees_anterieures_centimes", "1700001")],
            Favorable,
            &["CP-33"],
        ),
    ];
    for (changes, issue, attendues) in cas {
        let decision = decider(changes);
        assert_eq!(decision.issue, *issue, "{changes:?}");
        assert_eq!(lectures(&decision), *attendues, "{changes:?}");
    }
    let partielle = decider(&suspension("2025-01-06", "2025-01-19", "false"));
    assert_eq!(
        (partielle.issue, lectures(&partielle)),
        (EXAMINER, vec!["CP-07"])
    );
    let entiere = decider(&suspension("2025-01-01", "2025-01-31", "false"));
    assert_eq!((entiere.issue, lectures(&entiere)), (Favorable, vec![]));
}

#[test]
fn a_warning_changes_neither_the_issue_nor_the_amount() {
    let cas: &[(Changes<'_>, &[&str])] = &[
        (&[("employeur.siret", "73282932000075")], &["CP-502"]),
        (&[("employeur.siret", "73282933000074")], &["CP-501"]),
        // La Poste: its establishments follow another key.
        (&[("employeur.siret", "35600000009075")], &[]),
        (&[("employeur.siret", "35600000000048")], &[]),
        (&[("employeur.siret", "35600000009076")], &["CP-502"]),
        (
            &[("employeur.de_minimis_trois_ans_centimes", "29400000")],
            &[],
        ),
        (
            &[("employeur.de_minimis_trois_ans_centimes", "29400001")],
            &["CP-503"],
        ),
        (&[("employeur.aides_annee_centimes", "absent")], &["CP-504"]),
        (&[("contrat.rupture", "2025-09-30")], &[]),
        (&[("contrat.rupture", "2025-10-01")], &["CP-507"]),
        (
            &suspension("2025-10-01", "2025-10-31", "false"),
            &["CP-509"],
        ),
        (&suspension("2025-10-01", "2025-10-31", "true"), &[]),
        (&suspension("2025-10-31", "2025-10-01", "true"), &[]),
    ];
    for (changes, attendus) in cas {
        let decision = decider(changes);
        assert_eq!(avertissements(&decision), *attendus, "{changes:?}");
        assert_eq!(decision.issue, Favorable, "{changes:?}");
        assert_eq!(decision.montant().unwrap().0, 600_000, "{changes:?}");
    }
}

#[test]
fn days_that_do_not_follow_one_another_say_no_duration() {
    let cas: &[(Changes<'_>, &str, &str)] = &[
        (
            &[("contrat.date_fin", "2024-09-30")],
            "CP-505",
            "contrat.date_fin",
        ),
        (
            &[("contrat.rupture", "2024-09-30")],
            "CP-506",
            "contrat.rupture",
        ),
        (
            &suspension("2025-01-31", "2025-01-01", "false"),
            "CP-508",
            "contrat.suspensions",
        ),
    ];
    for (changes, avertissement, manque) in cas {
        let decision = decider(changes);
        assert_eq!(decision.issue, Incomplet, "{changes:?}");
        assert_eq!(avertissements(&decision), [*avertissement], "{changes:?}");
        assert_eq!(decision.manque, [*manque], "{changes:?}");
        assert_eq!(centimes(&decision, "montant_previsionnel_centimes"), None);
    }
}

#[test]
fn what_is_unknown_is_asked_for_or_shown_as_it_stands() {
    let message = |changes: Changes<'_>, regle: &str| {
        let constats = decider(changes).constats;
        let constat = constats.iter().find(|constat| constat.regle == regle);
        constat.unwrap().message.clone()
    };
    assert_eq!(
        message(&[(RNCP, "absent")], "CP-302"),
        "On ne peut pas répondre : il manque le code RNCP de la certification (contrat.certification.rncp) ou le code CERTIFINFO de la certification (contrat.certification.certifinfo)."
    );
    assert_eq!(
        message(&[(CERTIFINFO, "116238")], "CP-302"),
        "On ne peut pas répondre ; vérifiez le code RNCP de la certification (contrat.certification.rncp : 37443) et le code CERTIFINFO de la certification (contrat.certification.certifinfo : 116238)."
    );
    assert_eq!(
        message(&[(PRESENCE, "2024-10-01")], "CP-103"),
        "On ne peut pas répondre ; vérifiez la dernière présence du salarié dans l’effectif de l’établissement avant le contrat (salarie.derniere_presence_etablissement : 1er octobre 2024)."
    );
    assert_eq!(
        message(&[("pieces.contrat_cerfa", "false")], "CP-401"),
        "On ne peut pas répondre : il manque la copie du contrat (formulaire CERFA) (pieces.contrat_cerfa)."
    );
}

#[test]
fn leads_tell_the_smallest_change_and_facts_of_the_past() {
    let piste = |changes: Changes<'_>| {
        let decision = decider(changes);
        let piste = &decision.pistes[0];
        (piste.message.clone(), piste.changements.len(), piste.suffit)
    };
    let avant = ("date_demande", "2024-09-15");
    assert_eq!(
        piste(&[avant, (NAISSANCE, "1994-11-03")]),
        (
            "Le 3 novembre 2024, le salarié aura 30 ans ; un contrat qui commence ce jour-là ou après remplit cette condition.".to_owned(),
            1,
            // The contract would then end in the middle of a month: two readings.
            false
        )
    );
    let (message, changements, _) = piste(&[(NAISSANCE, "1994-11-03")]);
    assert!(
        message.ends_with("Celui-ci a commencé le 1er octobre 2024 : son début ne se change plus.")
    );
    assert_eq!(changements, 0);
    let (message, ..) = piste(&[avant, (PRESENCE, "2024-05-31")]);
    assert!(
        message.starts_with("À compter du 1er décembre 2024,"),
        "{message}"
    );
    let (message, changements, suffit) = piste(&[(LICENCIEMENTS, "2024-06-01")]);
    assert!(
        message.starts_with("À compter du 2 décembre 2024,"),
        "{message}"
    );
    assert_eq!((changements, suffit), (1, true));
    let (message, changements, _) = piste(&[(LICENCIEMENTS, "2024-08-01")]);
    assert!(
        message.ends_with("il n’est pas possible d’attendre."),
        "{message}"
    );
    assert_eq!(changements, 0);
    let (message, changements, suffit) = piste(&[("employeur.a_jour_fiscal_social", "false")]);
    assert!(message.starts_with("Régulariser la situation"), "{message}");
    assert_eq!((changements, suffit), (1, true));
    let (message, ..) = piste(&[(RNCP, "116238")]);
    assert!(message.contains("CERTIFINFO 116238"), "{message}");
    for passe in [
        ("salarie.demandeur_emploi", "false"),
        ("employeur.departement", "35"),
        ("employeur.assujetti_contribution", "false"),
        ("contrat.nature", "apprentissage"),
        (DEMANDE, "2025-01-02"),
    ] {
        assert_eq!(piste(&[passe]).1, 0, "{passe:?}");
    }
}

#[test]
fn totals_are_made_by_sector_level_and_department() {
    let edition = &*dossiers::EDITION;
    let axes = |changes: Changes<'_>| {
        let dossier = dossiers::dossier(changes);
        let axes = guichet_instruction::Procedure::axes(edition, &dossier).into_iter();
        axes.map(|(axe, valeur)| (axe, valeur.into_owned()))
            .collect::<Vec<_>>()
    };
    let avec = axes(&[]);
    let valeurs = |axe: &str| {
        let de_l_axe = avec.iter().filter(|(nom, _)| *nom == axe);
        de_l_axe
            .map(|(_, valeur)| valeur.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(valeurs("secteur").len(), 2);
    assert!(valeurs("secteur").contains(&"CONSTRUCTION"));
    assert_eq!(
        (valeurs("niveau"), valeurs("departement")),
        (vec!["3"], vec!["44"])
    );
    let cqp = axes(&[(RNCP, "absent"), (CERTIFINFO, "116238")]);
    assert!(cqp.contains(&("niveau", "sans niveau".to_owned())));
    assert_eq!(
        axes(&[(RNCP, "99999"), ("employeur.departement", "absent")]),
        []
    );
}
