//! What a decision tells beside its issue: warnings, what is missing, the words of its sentences.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod dossiers;

use dossiers::{EDITION, avertissements, centimes, decider, texte};
use guichet_socle::Issue::{Favorable, Incomplet};

#[test]
fn a_refusal_does_not_warn_of_what_only_a_grant_would_do() {
    let aides = ("employeur.aides_annee_centimes", "absent");
    let de_minimis = ("employeur.de_minimis_trois_ans_centimes", "40000000");
    let refus = ("employeur.departement", "35");
    let faux = ("employeur.siret", "73282932000075");
    assert_eq!(
        avertissements(&decider(&[aides, de_minimis, faux])),
        ["CP-502", "CP-503", "CP-504"]
    );
    assert_eq!(
        avertissements(&decider(&[aides, de_minimis, faux, refus])),
        ["CP-502"]
    );
    // A dossier that waits may still be granted.
    let attend = ("pieces.contrat_cerfa", "false");
    assert_eq!(
        avertissements(&decider(&[aides, de_minimis, attend])),
        ["CP-503", "CP-504"]
    );
}

#[test]
fn there_is_no_grant_to_an_establishment_that_no_number_names() {
    let decision = decider(&[("employeur.siret", "absent")]);
    assert_eq!(decision.issue, Incomplet);
    assert_eq!(decision.manque, ["employeur.siret"]);
    assert_eq!(
        centimes(&decision, "montant_previsionnel_centimes"),
        Some(600_000)
    );
}

#[test]
fn a_contract_without_end_is_that_of_the_last_day_of_the_calendar() {
    let decision = decider(&[("contrat.date_fin", "9999-12-31")]);
    assert_eq!(decision.issue, Favorable);
    assert_eq!(decision.montant().unwrap().0, 600_000);
    assert_eq!(texte(&decision, "paiement_au_plus_tot"), Some("2025-10-01"));
    assert_eq!(texte(&decision, "demande_paiement_au_plus_tard"), None);
    assert!(avertissements(&decision).is_empty());
}

#[test]
fn the_sentence_on_the_entry_into_force_tells_the_contract_when_it_is_known() {
    let message = |changes: &[(&str, &str)]| {
        let decision = decider(changes);
        let constat = decision.constats.iter().find(|c| c.regle == "CP-404");
        constat.unwrap().message.clone()
    };
    let tot = ("date_demande", "2024-03-18");
    let vigueur = "; le règlement est en vigueur à compter du 1er avril 2024.";
    assert_eq!(
        message(&[tot, ("contrat.date_debut", "absent")]),
        format!("Demande du 18 mars 2024 {vigueur}")
    );
    assert_eq!(
        message(&[tot, ("contrat.date_debut", "2024-03-01")]),
        format!("Demande du 18 mars 2024, pour un contrat commencé le 1er mars 2024 {vigueur}")
    );
    assert_eq!(
        message(&[tot, ("contrat.date_debut", "2024-04-02")]),
        format!("Demande du 18 mars 2024, pour un contrat qui commence le 2 avril 2024 {vigueur}")
    );
}

#[test]
fn every_rule_that_a_decision_shows_has_a_title() {
    for condition in &EDITION.commun.conditions.conditions {
        let titre = condition.titre.as_deref().unwrap_or_default();
        assert!(
            titre.starts_with(char::is_uppercase),
            "{}",
            condition.code.get_ref()
        );
        assert!(!titre.ends_with('.'), "{titre}");
    }
}
