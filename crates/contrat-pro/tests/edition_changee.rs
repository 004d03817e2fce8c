//! Another edition needs no compiler: what its files say is what is decided.

mod commun;

use commun::{EDITION, donnees, dossier};
use guichet_contrat_pro::{DOSSIER, EditionContratPro};
use guichet_instruction::explication::expliquer;
use guichet_socle::{Centimes, Decision, Edition, ErreurEdition, Issue};

const LISTE: &str = "nomenclatures/contrat-pro/certifications/2024-04-01";

/// The edition with a text replaced by another in some of its files.
fn changee(changes: &[(&str, &str, &str)]) -> Result<EditionContratPro, ErreurEdition> {
    let mut fichiers = donnees();
    for (chemin, ancien, nouveau) in changes {
        let texte = fichiers.texte(chemin).unwrap();
        assert!(texte.contains(ancien), "{chemin}: {ancien}");
        let texte = texte.replacen(ancien, nouveau, 1);
        fichiers.ajouter((*chemin).to_owned(), texte);
    }
    let edition = Edition::lire(&fichiers, &format!("{DOSSIER}/2024-04-01"))?;
    EditionContratPro::charger(&fichiers, &edition)
}

fn decider(edition: &EditionContratPro, changes: &[(&str, &str)]) -> Decision {
    expliquer(edition, &dossier(changes), "D-1", "0")
}

fn chemin(nom: &str) -> String {
    format!("{DOSSIER}/2024-04-01/{nom}")
}

#[test]
fn another_amount_another_cap_and_another_region_are_obeyed() {
    let parametres = chemin("parametres.toml");
    let edition = changee(&[
        (&parametres, "valeur = 50000", "valeur = 40050"),
        (&parametres, "valeur = 12", "valeur = 18"),
        (&parametres, "[\"44\", ", "[\"35\", \"44\", "),
        (
            &parametres,
            "valeur = 3\nunite = \"mois après le début",
            "valeur = 1\nunite = \"mois après le début",
        ),
    ])
    .unwrap();
    let decision = decider(
        &edition,
        &[
            ("employeur.departement", "35"),
            ("contrat.date_fin", "2026-09-30"),
            ("date_demande", "2024-11-01"),
        ],
    );
    assert_eq!(decision.issue, Issue::Favorable, "{:?}", decision.constats);
    assert_eq!(decision.montant(), Some(Centimes(18 * 40_050)));
    let libelle = decision.calcul[0].libelle.replace('\u{a0}', " ");
    assert_eq!(libelle, "18 mois × 400,50 € × 100 %");
    assert_eq!(decider(&edition, &[]).issue, Issue::Defavorable);
}

#[test]
fn another_age_is_obeyed_by_the_condition_and_by_its_lead() {
    let conditions = chemin("conditions.toml");
    let edition = changee(&[(&conditions, "valeur = 30 }", "valeur = 45 }")]).unwrap();
    let decision = decider(&edition, &[("date_demande", "2024-09-01")]);
    assert_eq!(decision.issue, Issue::Defavorable);
    assert_eq!(
        decision.constats[0].message,
        "42 ans au 1er octobre 2024 ; il en faut 45."
    );
    let piste = &decision.pistes[0].message;
    assert!(
        piste.starts_with("Le 21 mars 2027, le salarié aura 45 ans"),
        "{piste}"
    );
}

#[test]
fn another_entry_into_force_is_obeyed_under_both_readings() {
    let conditions = chemin("conditions.toml");
    let edition = changee(&[(
        &conditions,
        "borne = \"2024-04-01\"",
        "borne = \"2024-11-01\"",
    )])
    .unwrap();
    let decision = decider(&edition, &[]);
    assert_eq!(decision.issue, Issue::AExaminer);
    assert_eq!(decision.lectures[0].id, "CP-19");
}

#[test]
fn a_certification_added_to_the_list_is_known_at_once_and_the_receipt_tells() {
    let codes = format!("{LISTE}/codes.csv");
    let schema = format!("{LISTE}/liste.toml");
    let edition = changee(&[
        (
            &codes,
            "\n",
            "\nBTS - FORAIN,5,99999,,COHESION SOCIALE,,COHESION SOCIALE\n",
        ),
        (&schema, "lignes = 425", "lignes = 426"),
        (&schema, "5 = 99", "5 = 100"),
    ])
    .unwrap();
    let changes = [("contrat.certification.rncp", "99999")];
    let avec = decider(&edition, &changes);
    let sans = decider(&EDITION, &changes);
    assert_eq!(
        (avec.issue, sans.issue),
        (Issue::Favorable, Issue::Defavorable)
    );
    assert_ne!(avec.recu.edition_sha256, sans.recu.edition_sha256);
    let connue = edition.certification(&dossier(&changes)).unwrap();
    assert_eq!((connue.titre(), connue.niveau), ("BTS - FORAIN", Some(5)));
}

#[test]
fn a_slip_in_an_edition_is_an_error_with_its_place() {
    let parametres = chemin("parametres.toml");
    let conditions = chemin("conditions.toml");
    let cas = [
        (&parametres, "valeur = 12", "valeur = 61", "61"),
        (&parametres, "valeur = 6\n", "valeur = -6\n", "-6"),
        (&parametres, "\"44\", ", "\"44\", \"44\", ", "44"),
        (
            &parametres,
            "source = \"reglement:1\"",
            "source = \"reglement:9\"",
            "reglement:9",
        ),
        (
            &conditions,
            "fait = \"age_ans\"",
            "fait = \"age_an\"",
            "age_ans",
        ),
        (
            &conditions,
            "liste = \"departements\"",
            "liste = \"departement\"",
            "departements",
        ),
        (
            &conditions,
            "piste = \"delai-passe\"",
            "piste = \"delai\"",
            "delai-passe",
        ),
    ];
    for (fichier, ancien, nouveau, mot) in cas {
        let erreur = changee(&[(fichier, ancien, nouveau)]).unwrap_err();
        assert!(erreur.to_string().contains(mot), "{erreur}");
    }
}
