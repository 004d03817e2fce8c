//! `--donnees` for the professionalisation contract: an edition of a folder is obeyed without a compiler,
//! and a slip in it is one line with its file, its line and what to do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{Reponse, guichet, racine, texte};
use serde_json::{Value, json};

const REGLEMENT: &str = "reglements/contrat-pro/2024-04-01";
const CERTIFICATIONS: &str = "nomenclatures/contrat-pro/certifications/2024-04-01";

fn copier(de: &Path, vers: &Path) {
    fs::create_dir_all(vers).unwrap();
    for entree in fs::read_dir(de).unwrap() {
        let entree = entree.unwrap();
        let cible = vers.join(entree.file_name());
        if entree.path().is_dir() {
            copier(&entree.path(), &cible);
        } else {
            fs::copy(entree.path(), cible).unwrap();
        }
    }
}

/// A copy of the regulation and of its list.
fn copie() -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    for sous in [REGLEMENT, CERTIFICATIONS] {
        copier(
            &racine().join("donnees").join(sous),
            &dossier.path().join(sous),
        );
    }
    dossier
}

/// Changes one text of one file of a copy.
fn changer(dossier: &Path, fichier: &str, avant: &str, apres: &str) {
    let chemin = dossier.join(fichier);
    let texte = fs::read_to_string(&chemin).unwrap();
    assert!(texte.contains(avant), "{fichier} : {avant}");
    fs::write(chemin, texte.replacen(avant, apres, 1)).unwrap();
}

/// A dossier that meets every condition.
fn dossier() -> Value {
    json!({
        "reference": "D-1",
        "date_demande": "2024-11-15",
        "employeur": {
            "siret": "12345678200010",
            "departement": "44",
            "assujetti_contribution": true,
            "a_jour_fiscal_social": true,
            "dates_licenciements_economiques": [],
            "aides_annee_centimes": 0
        },
        "salarie": {
            "date_naissance": "1990-03-21",
            "demandeur_emploi": true,
            "derniere_presence_etablissement": null
        },
        "contrat": {
            "nature": "professionnalisation",
            "date_debut": "2024-10-01",
            "date_fin": "2025-09-30",
            "quotite": "1",
            "certification": { "rncp": "37443" },
            "suspensions": []
        },
        "pieces": { "contrat_cerfa": true, "prise_en_charge_opco": true }
    })
}

fn instruire(donnees: &Path, dossier: &Value) -> Reponse {
    commun::reponse(
        guichet()
            .args([
                "--donnees",
                texte(donnees),
                "instruire",
                "contrat-pro",
                "-",
                "--format",
                "ndjson",
            ])
            .write_stdin(dossier.to_string()),
    )
}

fn decider(donnees: &Path, dossier: &Value) -> Value {
    let reponse = instruire(donnees, dossier);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    serde_json::from_str(&reponse.sortie).unwrap()
}

/// The rules that are not met, and those that warn.
fn signalees(decision: &Value) -> Vec<&str> {
    let constats = decision["constats"].as_array().unwrap();
    let avertissements = decision["avertissements"].as_array().unwrap();
    constats
        .iter()
        .filter(|constat| constat["resultat"] != "rempli")
        .chain(avertissements)
        .map(|constat| constat["regle"].as_str().unwrap())
        .collect()
}

#[test]
fn the_dossier_is_favorable_under_the_shipped_edition_and_under_a_plain_copy() {
    let copie = copie();
    for donnees in [racine().join("donnees"), copie.path().to_owned()] {
        let decision = decider(&donnees, &dossier());
        assert_eq!(decision["issue"], "favorable", "{decision}");
        assert_eq!(decision["montant_centimes"], 600_000);
        assert_eq!(signalees(&decision), [] as [&str; 0]);
    }
}

#[test]
fn another_amount_is_obeyed_and_said() {
    let copie = copie();
    changer(
        copie.path(),
        &format!("{REGLEMENT}/parametres.toml"),
        "valeur = 50000",
        "valeur = 40050",
    );
    let decision = decider(copie.path(), &dossier());
    assert_eq!(decision["montant_centimes"], 480_600);
    let calcul = decision["calcul"].to_string().replace('\u{a0}', " ");
    assert!(calcul.contains("400,50 €"), "{calcul}");
}

#[test]
fn a_threshold_is_obeyed_and_its_sentence_follows() {
    let copie = copie();
    changer(
        copie.path(),
        &format!("{REGLEMENT}/conditions.toml"),
        "fait = \"age_ans\", valeur = 30",
        "fait = \"age_ans\", valeur = 35",
    );
    let decision = decider(copie.path(), &dossier());
    assert_eq!(decision["issue"], "defavorable");
    assert_eq!(signalees(&decision), ["CP-101"]);
    let messages = decision["constats"].to_string();
    assert!(
        messages.contains("34 ans au 1er octobre 2024 ; il en faut 35."),
        "{messages}"
    );
}

#[test]
fn a_certification_that_is_added_opens_the_aid() {
    let mut dossier = dossier();
    dossier["contrat"]["certification"]["rncp"] = json!("39999");
    let copie = copie();
    assert_eq!(
        signalees(&decider(copie.path(), &dossier)),
        ["CP-302"],
        "not on the list"
    );
    let codes = copie.path().join(CERTIFICATIONS).join("codes.csv");
    let mut table = fs::read_to_string(&codes).unwrap();
    table.push_str("CAP - FLEURISTE,3,39999,,COMMERCE,,COMMERCE\n");
    fs::write(codes, table).unwrap();
    let liste = format!("{CERTIFICATIONS}/liste.toml");
    changer(copie.path(), &liste, "lignes = 425", "lignes = 426");
    changer(copie.path(), &liste, "3 = 126", "3 = 127");
    let decision = decider(copie.path(), &dossier);
    assert_eq!(decision["issue"], "favorable", "{decision}");
    assert!(
        decision["constats"].to_string().contains("CAP - FLEURISTE"),
        "{decision}"
    );
}

#[test]
fn a_new_condition_on_a_field_of_the_dossier_is_judged_and_listed() {
    let copie = copie();
    let chemin = copie.path().join(REGLEMENT).join("conditions.toml");
    let mut conditions = fs::read_to_string(&chemin).unwrap();
    conditions.push_str(
        r#"
[[condition]]
code = "CP-601"
nom = "contrat-trop-tardif"
source = "reglement:7"
exige = { avant = { fait = "contrat.date_debut", borne = "2024-10-01" } }
phrase = "Le contrat commence le {contrat.date_debut} ; il devait commencer avant le {borne}."
remede = "L’aide a pris fin."
"#,
    );
    fs::write(&chemin, conditions).unwrap();
    let decision = decider(copie.path(), &dossier());
    assert_eq!(decision["issue"], "defavorable");
    assert_eq!(signalees(&decision), ["CP-601"]);
    let mut veille = dossier();
    veille["contrat"]["date_debut"] = json!("2024-09-30");
    assert_eq!(
        signalees(&decider(copie.path(), &veille)),
        [] as [&str; 0],
        "the day before"
    );
    let vue = commun::reponse(guichet().args([
        "--donnees",
        texte(copie.path()),
        "regles",
        "voir",
        "CP-601",
    ]));
    assert_eq!((vue.statut, vue.erreurs.as_str()), (0, ""));
    assert!(
        vue.sortie
            .contains("la date de début d’exécution du contrat précède le 1er octobre 2024"),
        "{}",
        vue.sortie
    );
}

/// File, right text, wrong text, words of the answer.
const FAUTES: &[(&str, &str, &str, &str)] = &[
    (
        "dossier.toml",
        "type = \"date\"",
        "type = \"dat\"",
        "Vouliez-vous dire « date »",
    ),
    (
        "dossier.toml",
        "libelle = \"la date de la demande d’aide\"",
        "label = \"la date de la demande d’aide\"",
        "« label »",
    ),
    (
        "dossier.toml",
        "nom = \"contrat.quotite\"",
        "nom = \"contrat.quotitee\"",
        "« contrat.quotite » manque",
    ),
    (
        "dossier.toml",
        "nom = \"contrat.date_fin\"",
        "nom = \"contrat.date_debut\"",
        "déclaré deux fois",
    ),
    (
        "conditions.toml",
        "fait = \"age_ans\"",
        "fait = \"age_an\"",
        "« age_an »",
    ),
    (
        "conditions.toml",
        "au_moins = { fait = \"age_ans\"",
        "au_minimum = { fait = \"age_ans\"",
        "« au_minimum »",
    ),
    (
        "conditions.toml",
        "valeur = 30 }",
        "valeur = \"30\" }",
        "type attendu",
    ),
    (
        "conditions.toml",
        "liste = \"departements\"",
        "liste = \"departement\"",
        "« departement »",
    ),
    (
        "conditions.toml",
        "piste = \"debut-a-l-age-requis\"",
        "piste = \"debut-a-l-age\"",
        "la piste « debut-a-l-age » n’existe pas",
    ),
    (
        "conditions.toml",
        "lectures = [\"CP-13\"]",
        "lectures = [\"CP-93\"]",
        "la lecture « CP-93 »",
    ),
    (
        "conditions.toml",
        "source = \"reglement:2:tiret-1\"",
        "source = \"reglement:2:tiret-9\"",
        "« reglement:2:tiret-9 »",
    ),
    (
        "conditions.toml",
        "code = \"CP-102\"",
        "code = \"CP-101\"",
        "CP-101",
    ),
    (
        "conditions.toml",
        "{age_ans} ans au",
        "{age} ans au",
        "cite {age}, qui n’existe pas ; choisissez parmi : age_ans.",
    ),
    (
        "conditions.toml",
        "gravite = \"avertissement\"",
        "gravite = \"alerte\"",
        "« alerte »",
    ),
    (
        "conditions.toml",
        "borne = \"2024-04-01\"",
        "borne = \"2024-04-31\"",
        "« 2024-04-31 » n’est pas un jour du calendrier",
    ),
    (
        "parametres.toml",
        "valeur = 50000",
        "valeur = \"50000\"",
        "type attendu",
    ),
    (
        "parametres.toml",
        "[mois_aides_max]",
        "[mois_aide_max]",
        "« mois_aide_max »",
    ),
    (
        "parametres.toml",
        "valeur = 12",
        "valeur = -1",
        "« mois_aides_max » vaut -1",
    ),
    (
        "parametres.toml",
        "source = \"reglement:4\"",
        "source = \"reglement:44\"",
        "« reglement:44 »",
    ),
    (
        "edition.toml",
        "en_vigueur_du = \"2024-04-01\"",
        "en_vigueur_du = \"2024-04-02\"",
        "2024-04-02",
    ),
    (
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,37535,,",
        "« 37535 » est déjà à la ligne 369",
    ),
    (
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,3753Z,,",
        "« 3753Z »",
    ),
    (
        "codes.csv",
        "CAP - BOULANGER,3,37537,,",
        "CAP - BOULANGER,3,37537,114320,",
        "deux codes",
    ),
    ("liste.toml", "lignes = 425", "lignes = 424", "425 lignes"),
];

#[test]
fn a_slip_in_an_edition_is_one_line_with_its_place_and_what_to_do() {
    let dans = |fichier: &str| match fichier {
        "codes.csv" | "liste.toml" => format!("{CERTIFICATIONS}/{fichier}"),
        _ => format!("{REGLEMENT}/{fichier}"),
    };
    for &(fichier, avant, apres, mots) in FAUTES {
        let copie = copie();
        changer(copie.path(), &dans(fichier), avant, apres);
        let reponse = instruire(copie.path(), &dossier());
        let erreurs = &reponse.erreurs;
        let ici = format!("{fichier} : {apres} : {erreurs}");
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""), "{ici}");
        assert_eq!(erreurs.lines().count(), 1, "{ici}");
        assert!(erreurs.contains(mots), "{ici}");
        let (lieu, ligne) = match (fichier, mots) {
            // The table is what is wrong when the number of its rows is not the one announced.
            ("liste.toml", _) => (dans("codes.csv"), false),
            // What is not there has no line.
            (_, "« contrat.quotite » manque" | "« mois_aides_max » manque") => {
                (dans(fichier), false)
            }
            _ => (dans(fichier), true),
        };
        let suite = erreurs
            .strip_prefix(&lieu)
            .unwrap_or_else(|| panic!("{ici}"));
        if ligne {
            let numero: String = suite
                .trim_start_matches(':')
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            assert!(suite.starts_with(':') && !numero.is_empty(), "{ici}");
        }
        // The fact, then what to do.
        assert!(erreurs.contains(" ; ") || erreurs.contains('?'), "{ici}");
        assert!(erreurs.chars().count() < 400, "{ici}");
    }
}
