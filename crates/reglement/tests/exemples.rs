//! The regulations shipped as examples decide as their cases say, and a change in a folder is obeyed.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::{APPRENTIS, changee, charger, fichiers};
use guichet_instruction::cas::Catalogue;
use guichet_instruction::dossier::Origine;
use guichet_instruction::{Dossier, trancher};
use guichet_reglement::EditionLibre;
use guichet_socle::Issue;

const AUCUN: [String; 0] = [];

#[test]
fn every_case_is_decided_as_it_says_and_no_rule_is_without_its_cases() {
    let fichiers = fichiers();
    for nom in [APPRENTIS, "frais-de-concours"] {
        let edition = charger(&fichiers, nom).unwrap();
        let catalogue = Catalogue::lire(&fichiers, &edition.commun).unwrap();
        let ecarts: Vec<String> = catalogue
            .cas
            .iter()
            .flat_map(|cas| cas.ecarts(&cas.rejouer(&edition)))
            .chain(catalogue.lacunes(&edition.commun))
            .collect();
        assert_eq!(ecarts, AUCUN, "{}", ecarts.join("\n"));
    }
}

/// The ordinary dossier of the tutorial, some fields changed.
fn dossier(edition: &EditionLibre, changes: &[(&str, &str)]) -> Dossier {
    let catalogue = Catalogue::lire(&fichiers(), &edition.commun).unwrap();
    let mut dossier = catalogue.ordinaire().clone();
    for (nom, ecrit) in changes {
        let rang = edition.commun.schema.rang(nom).unwrap();
        let champ = edition.commun.schema.champ(rang);
        let valeur = dossier.lire_valeur(champ, ecrit, Origine::Json).unwrap();
        dossier.poser(rang, valeur);
    }
    dossier
}

fn montant(edition: &EditionLibre, changes: &[(&str, &str)]) -> Option<i64> {
    use guichet_instruction::Procedure as _;
    let verdict = trancher(edition, &dossier(edition, changes));
    edition.montant(&verdict.reponse).map(|montant| montant.0)
}

#[test]
fn each_step_of_the_library_does_what_its_name_says() {
    let long = [("contrat.date_fin", "2026-03-31")];
    let cas = [
        // The step of the tutorial replaced, the changes of the dossier, the amount in cents.
        (
            "forfait = \"forfait_centimes\"",
            "forfait = 1000",
            &[][..],
            1_000,
        ),
        (
            "forfait = \"forfait_centimes\"",
            "fois = { montant = \"forfait_centimes\", nombre = 2 }",
            &[][..],
            36_000,
        ),
        (
            "forfait = \"forfait_centimes\"",
            "bareme = { selon = \"age_ans\", tranches = [{ jusqu_a = 17, montant = 700 }, { jusqu_a = 20, montant = 800 }, { montant = 900 }] }",
            &[][..],
            700,
        ),
        (
            "forfait = \"forfait_centimes\"",
            "bareme = { selon = \"age_ans\", tranches = [{ jusqu_a = 16, montant = 700 }, { montant = 900 }] }",
            &[][..],
            900,
        ),
        (
            "proportion = { de = \"mois_comptes\", sur = \"parametre.mois_pleins\" }",
            "proportion = { de = \"mois_comptes\", sur = 11, arrondi = \"superieur\" }",
            &long[..],
            11_455,
        ),
        (
            "proportion = { de = \"mois_comptes\", sur = \"parametre.mois_pleins\" }",
            "arrondir = { multiple = 10000, sens = \"inferieur\" }",
            &[][..],
            10_000,
        ),
        (
            "proportion = { de = \"mois_comptes\", sur = \"parametre.mois_pleins\" }",
            "plancher = 20000",
            &[][..],
            20_000,
        ),
    ];
    for (avant, apres, changes, attendu) in cas {
        let edition = changee("calcul.toml", avant, apres).unwrap();
        assert_eq!(montant(&edition, changes), Some(attendu), "{apres}");
    }
}

#[test]
fn each_fact_of_the_library_gives_what_its_name_says() {
    // « mois_comptes » is what the amount of 180 € is a share of, over twelve.
    let mois = "le_plus_petit = { de = [\"mois_de_contrat\", \"parametre.mois_pleins\"] }";
    let cas = [
        (
            "mois = { du = \"contrat.date_debut\", au = \"date_demande\" }",
            1,
        ),
        (
            "mois = { du = \"contrat.date_debut\", au = \"date_demande\", commences = true }",
            2,
        ),
        (
            "mois = { du = \"date_demande\", au = \"contrat.date_debut\" }",
            0,
        ),
        (
            "jours = { du = \"contrat.date_debut\", au = \"date_demande\" }",
            45,
        ),
        ("somme = { de = [\"age_ans\", 3] }", 20),
        ("difference = { de = \"age_ans\", moins = 7 }", 10),
        ("produit = { de = \"age_ans\", fois = 2 }", 34),
        ("part = { de = \"age_ans\", sur = 2, pour = 1 }", 9),
        (
            "part = { de = \"age_ans\", sur = 2, pour = 1, arrondi = \"inferieur\" }",
            8,
        ),
        ("part = { de = 1, sur = 8 }", 13),
        ("le_plus_grand = { de = [\"age_ans\", 30, 4] }", 30),
    ];
    for (recette, attendu) in cas {
        let edition = changee("faits.toml", mois, recette).unwrap();
        // 18,000 × n / 12, to the nearest cent; then at most 60,000.
        let voulu = (18_000 * attendu + 6) / 12;
        assert_eq!(montant(&edition, &[]), Some(voulu.min(60_000)), "{recette}");
    }
    let equipee = "dans_la_liste = { valeur = \"formation.code\", liste = \"formations\" }";
    let vrais = [
        (
            "parmi = { valeur = \"formation.departement\", codes = [\"44\", \"49\"] }",
            Issue::Favorable,
        ),
        (
            "parmi = { valeur = \"formation.departement\", codes = [\"49\"] }",
            Issue::Defavorable,
        ),
        (
            "dans_la_fenetre = { jour = \"date_demande\", du = \"contrat.date_debut\", au = \"date_demande\" }",
            Issue::Favorable,
        ),
        (
            "dans_la_fenetre = { jour = \"contrat.date_debut\", du = \"date_demande\", au = \"contrat.date_fin\" }",
            Issue::Defavorable,
        ),
        (
            "au_moins = { valeur = \"age_ans\", seuil = 17 }",
            Issue::Favorable,
        ),
        (
            "au_moins = { valeur = \"age_ans\", seuil = 18 }",
            Issue::Defavorable,
        ),
    ];
    for (recette, attendu) in vrais {
        let edition = changee("faits.toml", equipee, recette).unwrap();
        assert_eq!(
            trancher(&edition, &dossier(&edition, &[])).issue,
            attendu,
            "{recette}"
        );
    }
}

#[test]
fn a_missing_field_leaves_the_amount_unknown_and_is_never_a_no() {
    let edition = charger(&fichiers(), APPRENTIS).unwrap();
    let mut sans = dossier(&edition, &[]);
    let rang = edition
        .commun
        .schema
        .rang("apprenti.situation_de_handicap")
        .unwrap();
    sans.poser(rang, guichet_instruction::dossier::ValeurDeChamp::Absente);
    let verdict = trancher(&edition, &sans);
    assert_eq!(verdict.issue, Issue::Incomplet);
    assert_eq!(verdict.manquants, rang.bit());
}

#[test]
fn a_fact_of_two_readings_is_shown_under_both() {
    let mut fichiers = fichiers();
    let dossier_de = format!("reglements/{APPRENTIS}/2025-09-01");
    let faits = fichiers.texte(&format!("{dossier_de}/faits.toml")).unwrap();
    let faits = faits.replacen(
        "recette = { le_plus_petit = { de = [\"mois_de_contrat\", \"parametre.mois_pleins\"] } }",
        "recette = { le_plus_petit = { de = [\"mois_de_contrat\", \"parametre.mois_pleins\"] } }\nlecture = \"PE-01\"\nautre = { somme = { de = [\"parametre.mois_pleins\"] } }",
        1,
    );
    fichiers.ajouter(format!("{dossier_de}/faits.toml"), faits);
    fichiers.ajouter(
        "lectures/apprentis.toml",
        "[[lecture]]\nid = \"PE-01\"\nquestion = \"Un contrat plus court réduit-il l’aide ?\"\nretenue = \"Oui.\"\nautre = \"Non.\"\nstatut = \"deux_lectures\"\n",
    );
    let edition = charger(&fichiers, APPRENTIS).unwrap();
    let court = dossier(&edition, &[("contrat.date_fin", "2026-02-28")]);
    let verdict = trancher(&edition, &court);
    assert_eq!((verdict.issue, verdict.autres.len()), (Issue::AExaminer, 1));
    let long = dossier(&edition, &[]);
    assert_eq!(trancher(&edition, &long).issue, Issue::Favorable);
}
