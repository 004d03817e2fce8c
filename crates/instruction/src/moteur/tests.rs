use guichet_socle::{Centimes, Decision, Issue, Resultat};

use crate::essai::{CONDITIONS, Don, LECTURES, charger, don};
use crate::explication::expliquer;
use crate::moteur::trancher;

fn decider(don: &Don, avec: &[(&str, &str)]) -> Decision {
    expliquer(don, &don.dossier(avec), "D-1", "0")
}

fn lectures(decision: &Decision) -> Vec<&str> {
    decision.lectures.iter().map(|l| &*l.id).collect()
}

/// What a rule answers; nothing when it has nothing to demand.
fn resultat(decision: &Decision, regle: &str) -> Option<Resultat> {
    let constat = decision.constats.iter().find(|c| c.regle == regle);
    constat.map(|constat| constat.resultat)
}

type Attendu<'a> = (Issue, Option<i64>, &'a [&'a str], &'a [&'a str]);
type Ligne<'a> = (&'a [(&'a str, &'a str)], Attendu<'a>);

/// What is changed in a dossier in order; the issue, the amount, the readings shown, what is missing.
#[test]
fn the_issue_follows_from_the_conditions_the_readings_and_what_is_missing() {
    use Issue::{AExaminer, Defavorable, Favorable, Incomplet};
    let table: &[Ligne<'_>] = &[
        (&[], (Favorable, Some(10_000), &[], &[])),
        (&[("age", "18")], (Favorable, Some(10_000), &[], &[])),
        (&[("age", "16")], (Defavorable, Some(0), &[], &[])),
        // A missing fact is named, and never taken as no.
        (&[("age", "absent")], (Incomplet, None, &[], &["age"])),
        (
            &[("age", "absent"), ("inscrit", "absent")],
            (Incomplet, None, &[], &["age", "inscrit"]),
        ),
        // A document said not to be there: insufficient, not refused.
        (&[("piece", "false")], (Incomplet, None, &[], &["piece"])),
        (&[("piece", "absent")], (Incomplet, None, &[], &["piece"])),
        // No condition asks for the share: the computation does.
        (&[("part", "absent")], (Incomplet, None, &[], &["part"])),
        // A failure decides whatever is missing, which is told all the same.
        (
            &[("age", "16"), ("piece", "false")],
            (Defavorable, Some(0), &[], &["piece"]),
        ),
        // An optional field is never missing; a warning never decides.
        (&[("note", "absent")], (Favorable, Some(10_000), &[], &[])),
        (&[("age", "101")], (Favorable, Some(10_000), &[], &[])),
        // A reading that changes the issue, alone.
        (&[("age", "17")], (AExaminer, Some(0), &["DN-01"], &[])),
        (
            &[("jour", "2024-03-02")],
            (AExaminer, Some(0), &["DN-02"], &[]),
        ),
        // The amount, alone: two thirds of 10 000.
        (
            &[("part", "2/3")],
            (AExaminer, Some(6_667), &["DN-03"], &[]),
        ),
        // A third rounds alike both ways: nothing to show.
        (&[("part", "1/3")], (Favorable, Some(3_333), &[], &[])),
        // Another field alone is listed, and the issue stays.
        (
            &[("part", "1/2")],
            (Favorable, Some(5_000), &["DN-04"], &[]),
        ),
        // Two doubts that decide only together.
        (
            &[("age", "17"), ("jour", "2024-03-02")],
            (AExaminer, Some(0), &["DN-01", "DN-02"], &[]),
        ),
        // A firm failure hides the doubts.
        (
            &[("age", "17"), ("inscrit", "false")],
            (Defavorable, Some(0), &[], &[]),
        ),
        // A missing fact comes before a doubt about the amount.
        (
            &[("part", "2/3"), ("inscrit", "absent")],
            (Incomplet, None, &[], &["inscrit"]),
        ),
    ];
    let don = don();
    for (avec, (issue, montant, lues, manque)) in table {
        let decision = decider(&don, avec);
        assert_eq!(decision.issue, *issue, "{avec:?}");
        assert_eq!(decision.montant(), montant.map(Centimes), "{avec:?}");
        assert_eq!(lectures(&decision), *lues, "{avec:?}");
        assert_eq!(decision.manque, *manque, "{avec:?}");
        assert_eq!(
            decision.constats.len(),
            4,
            "every condition answers: {avec:?}"
        );
    }
}

#[test]
fn a_doubtful_condition_says_so_and_both_sides_are_shown_whole() {
    let don = don();
    let decision = decider(&don, &[("age", "17")]);
    assert_eq!(resultat(&decision, "DN-101"), Some(Resultat::AExaminer));
    let vue = &decision.lectures[0];
    let noms = |cote: &[(guichet_socle::mot::Mot, guichet_socle::constat::Valeur)]| {
        cote.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>()
    };
    assert_eq!(noms(&vue.retenue), ["issue", "montant_centimes", "lettre"]);
    assert_eq!(noms(&vue.autre), noms(&vue.retenue));
    // Under a firm refusal the same condition is simply not met.
    let decision = decider(&don, &[("age", "17"), ("inscrit", "false")]);
    assert_eq!(resultat(&decision, "DN-101"), Some(Resultat::NonRempli));
    assert_eq!(resultat(&decision, "DN-102"), Some(Resultat::NonRempli));
}

#[test]
fn doubts_that_decide_together_are_not_hidden_by_one_that_would_only_refuse() {
    let avec = [("age", "17"), ("jour", "2024-03-02"), ("note", "copie")];
    let decision = decider(&don(), &avec);
    assert_eq!(decision.issue, Issue::AExaminer);
    assert_eq!(lectures(&decision), ["DN-01", "DN-02"]);
    // Alone, that one refuses what the reading applied grants.
    let decision = decider(&don(), &[("note", "copie")]);
    assert_eq!(decision.issue, Issue::AExaminer);
    assert_eq!(decision.montant(), Some(Centimes(10_000)));
    assert_eq!(lectures(&decision), ["DN-06"]);
}

#[test]
fn warnings_are_told_beside_the_conditions() {
    let decision = decider(&don(), &[("age", "101")]);
    assert_eq!(decision.avertissements.len(), 1);
    assert_eq!(decision.avertissements[0].message, "101 ans. Vérifiez.");
    assert!(decision.constats.iter().all(|c| c.regle != "DN-501"));
}

#[test]
fn a_lead_is_tried_on_the_dossier_itself() {
    let don = don();
    let seul = decider(&don, &[("age", "16")]);
    assert!(seul.pistes[0].suffit);
    let avec_un_autre_motif = decider(&don, &[("age", "16"), ("inscrit", "false")]);
    assert!(!avec_un_autre_motif.pistes[0].suffit);
}

#[test]
fn the_issue_alone_is_that_of_the_explanation() {
    let don = don();
    for age in ["absent", "16", "17", "18"] {
        for part in ["absent", "1", "1/2", "2/3"] {
            let avec = [("age", age), ("part", part)];
            let verdict = trancher(&don, &don.dossier(&avec));
            assert_eq!(verdict.issue, decider(&don, &avec).issue, "{avec:?}");
        }
    }
}

/// What is added to the condition DN-102; what it answers when the guard is true, false, unknown, for
/// someone who is not registered.
#[test]
fn guards_leave_nothing_to_demand_or_nothing_known() {
    use Resultat::{Indetermine, NonRempli};
    let table = [
        (
            "si = [\"majeur\"]",
            [Some(NonRempli), None, Some(Indetermine)],
        ),
        (
            "sauf = [\"majeur\"]",
            [None, Some(NonRempli), Some(Indetermine)],
        ),
        ("apres = [\"DN-101\"]", [Some(NonRempli), None, None]),
    ];
    for (garde, attendus) in table {
        let conditions = CONDITIONS.replace(
            "nom = \"non-inscrit\"",
            &format!("nom = \"non-inscrit\"\n{garde}"),
        );
        let don = charger(&conditions, LECTURES).unwrap();
        for (age, attendu) in ["40", "16", "absent"].into_iter().zip(attendus) {
            let decision = decider(&don, &[("age", age), ("inscrit", "false")]);
            assert_eq!(resultat(&decision, "DN-102"), attendu, "{garde}, {age}");
        }
    }
}

/// A slip of the edition, and where it is told.
#[test]
fn what_an_edition_says_wrongly_is_an_error_with_its_line() {
    let table = [
        ("fait = \"majeur\"", "fait = \"mageur\"", 6, "mageur"),
        ("fait = \"age\"", "fait = \"ages\"", 40, "ages"),
        ("piste = \"attendre\"", "piste = \"atendre\"", 9, "atendre"),
        (
            "\"{age} ans.\"\nremede = \"A",
            "\"{agge} ans.\"\nremede = \"A",
            7,
            "agge",
        ),
        ("Pièce absente.", "{parametre.plafon}", 32, "plafon"),
        (
            "est_vrai = { fait = \"inscrit\" }",
            "dans_liste = { fait = \"note\", liste = \"villes\" }",
            15,
            "villes",
        ),
        (
            "est_vrai = { fait = \"inscrit\" }",
            "est_vrai = { fait = \"age\" }",
            15,
            "age",
        ),
        ("source = \"regle\"", "source = \"regl\"", 5, "regl"),
        (
            "remede = \"Attendez.\"",
            "remed = \"Attendez.\"",
            8,
            "remed",
        ),
    ];
    for (juste, faux, ligne, mot) in table {
        let conditions = CONDITIONS.replacen(juste, faux, 1);
        assert_ne!(conditions, CONDITIONS, "{juste}");
        let Err(erreur) = charger(&conditions, LECTURES) else {
            panic!("{faux} is accepted");
        };
        assert_eq!(erreur.ligne, Some(ligne), "{faux} : {erreur}");
        assert!(erreur.message.contains(mot), "{erreur}");
    }
    // The reasoning needs an entry with two readings: none, or one that is settled, is told.
    for manquante in [&["DN-99"][..], &["DN-07"][..]] {
        let erreur = charger(CONDITIONS, manquante).err().unwrap();
        assert!(erreur.message.contains(manquante[0]), "{erreur}");
    }
    let parametre = CONDITIONS.replacen("Pièce absente.", "{parametre.plafond}", 1);
    let don = charger(&parametre, LECTURES).unwrap();
    let constat = &decider(&don, &[]).constats[3];
    assert_eq!(constat.message, "100 €");
}
