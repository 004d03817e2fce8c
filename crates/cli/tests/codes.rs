//! `guichet codes exporter`: the columns of the contract first, and every row of the document;
//! `guichet codes voir`: all that a code means; `guichet codes chercher`: what one types, in every list.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::lancer;

/// Columns of the contract, and rows, of each list.
const LISTES: [(&str, &str, usize); 13] = [
    (
        "cyclades/specialites",
        "domaine,code,libelle,premiere_session,derniere_session,ferme_session_2024",
        489,
    ),
    ("cyclades/categories", "domaine,code,libelle", 78),
    (
        "cyclades/enseignements",
        "domaine,code,libelle,specialite",
        11,
    ),
    ("cyclades/langues", "code,libelle", 12),
    ("cyclades/pcs", "code,libelle", 44),
    ("cyclades/departements", "code,libelle", 110),
    ("cyclades/pays", "code,libelle", 213),
    ("communes", "code,nom,departement,successeur", 39_254),
    ("equipement/formations/2021-2022", FORMATION, 242),
    ("equipement/formations/2023-2024", FORMATION, 222),
    ("equipement/formations", FORMATION, 222),
    ("equipement/specialites/2021-2022", "code,libelle", 18),
    ("equipement/specialites/2023-2024", "code,libelle", 19),
];
const FORMATION: &str = "niveau,niveau_regroupement,specialite,code_diplome,type_diplome,libelle";

#[test]
fn each_list_begins_with_the_columns_of_the_contract() {
    for (liste, colonnes, lignes) in LISTES {
        let reponse = lancer(["codes", "exporter", liste]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{liste}"
        );
        let entete = reponse.sortie.lines().next().unwrap();
        assert!(
            entete == colonnes || entete.starts_with(&format!("{colonnes},")),
            "{liste} : {entete}"
        );
        assert!(
            !reponse.sortie.starts_with('\u{feff}') && reponse.sortie.ends_with('\n'),
            "{liste}"
        );
        assert_eq!(reponse.sortie.lines().count() - 1, lignes, "{liste}");
    }
}

#[test]
fn the_lists_are_named_and_a_wrong_name_is_answered() {
    let sans_nom = lancer(["codes", "exporter"]);
    for (liste, ..) in LISTES.iter().take(8) {
        assert!(
            sans_nom.erreurs.contains(liste),
            "{liste} : {}",
            sans_nom.erreurs
        );
    }
    let fausse = lancer(["codes", "exporter", "cyclades/specialites2"]);
    assert_eq!(fausse.statut, 2);
    assert!(
        fausse.erreurs.contains("cyclades/specialites"),
        "{}",
        fausse.erreurs
    );
}

#[test]
fn a_year_that_no_document_covers_is_answered_with_those_that_exist() {
    let reponse = lancer(["codes", "exporter", "equipement/formations/2022-2023"]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert_eq!(
        reponse.erreurs.trim_end(),
        "La liste « equipement/formations » n’a pas d’édition « 2022-2023 » ; choisissez parmi : 2021-2022, 2023-2024."
    );
}

#[test]
fn booleans_and_domains_are_those_of_the_contract() {
    let reponse = lancer(["codes", "exporter", "cyclades/specialites"]);
    for ligne in reponse.sortie.lines().skip(1) {
        let domaine = ligne.split(',').next().unwrap();
        assert!(
            ["BCP", "BP", "MC3", "MC4", "ARI", "CAP"].contains(&domaine),
            "{ligne}"
        );
        assert!(
            ligne.contains(",true") || ligne.contains(",false"),
            "{ligne}"
        );
    }
}

#[test]
fn a_code_tells_where_and_to_whom_and_its_json_keeps_the_meanings_apart() {
    let texte = lancer(["codes", "voir", "61223"]);
    assert_eq!((texte.statut, texte.erreurs.as_str()), (0, ""));
    // Folded at the width of the terminal.
    let mots: Vec<&str> = texte.sortie.split_whitespace().collect();
    let sortie = mots.join(" ");
    for attendu in [
        "travail/ue",
        "travail/national",
        "dans les 22 régions de la métropole",
    ] {
        assert!(sortie.contains(attendu), "{attendu} : {sortie}");
    }
    let json = lancer(["codes", "voir", "32311", "--format", "json"]);
    let fiche: serde_json::Value = serde_json::from_str(&json.sortie).unwrap();
    let listes: Vec<&str> = fiche["sens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sens| sens["liste"].as_str().unwrap())
        .collect();
    assert!(listes.contains(&"cyclades/specialites") && listes.contains(&"travail/ue"));
}

#[test]
fn a_code_that_no_list_has_is_answered_in_one_line() {
    for code in ["6122", "M1805", "zzz", ""] {
        let reponse = lancer(["codes", "voir", code]);
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""), "{code}");
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}

#[test]
fn two_editions_of_a_list_are_compared_in_every_form() {
    let de = |format: &str| {
        let reponse = lancer([
            "codes",
            "comparer",
            "equipement/formations",
            "2021-2022",
            "2023-2024",
            "--format",
            format,
        ]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{format}"
        );
        reponse.sortie
    };
    assert!(de("texte").contains("Lignes dans les deux                         191"));
    assert_eq!(de("csv").lines().count(), 1 + 19 + 32 + 13 + 4 + 8 + 3);
    assert!(de("html").contains("50023224"));
    let json: serde_json::Value = serde_json::from_str(&de("json")).unwrap();
    assert_eq!(json["remplacements"].as_array().unwrap().len(), 19);
}

#[test]
fn the_comparison_is_written_as_a_workbook_and_never_over_a_file() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("comparaison.xlsx");
    let comparer = || {
        lancer([
            "codes",
            "comparer",
            "travail/regions",
            "2007-12-20",
            "2008-01-18",
            "--format",
            "xlsx",
            "--sortie",
            chemin.to_str().unwrap(),
        ])
    };
    let reponse = comparer();
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    assert!(std::fs::read(&chemin).unwrap().starts_with(b"PK"));
    assert_eq!(comparer().statut, 2);
}

#[test]
fn an_edition_or_a_list_that_is_not_there_is_answered_in_one_line() {
    let cas = [
        (
            ["equipement/formation", "2021-2022", "2023-2024"],
            "Vouliez-vous dire « equipement/formations » ?",
        ),
        (
            ["equipement/formations", "2022-2023", "2023-2024"],
            "choisissez parmi : 2021-2022, 2023-2024.",
        ),
        (
            ["travail/regions", "2007-12-20", "2009-01-18"],
            "choisissez parmi : 2007-12-20, 2008-01-18.",
        ),
    ];
    for (arguments, attendu) in cas {
        let reponse = lancer(["codes", "comparer"].into_iter().chain(arguments));
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
        assert_eq!(reponse.erreurs.lines().count(), 1);
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
    }
}

#[test]
fn what_one_types_is_found_in_every_form_and_nothing_is_no_fault() {
    let texte = lancer(["codes", "chercher", "boulanjer"]);
    assert_eq!((texte.statut, texte.erreurs.as_str()), (0, ""));
    for liste in [
        "cyclades/specialites",
        "contrat-pro/certifications",
        "travail/ue",
    ] {
        assert!(texte.sortie.contains(liste), "{}", texte.sortie);
    }
    let json = lancer([
        "codes", "chercher", "bac", "pro", "cuisine", "--format", "json",
    ]);
    let tableaux: serde_json::Value = serde_json::from_str(&json.sortie).unwrap();
    let premiere = &tableaux[0]["lignes"][0];
    assert_eq!(premiere["liste"], "contrat-pro/certifications");
    let csv = lancer([
        "codes",
        "chercher",
        "zambie",
        "--liste",
        "cyclades/pays",
        "--limite",
        "1",
        "--format",
        "csv",
    ]);
    assert_eq!(csv.sortie.lines().count(), 2, "{}", csv.sortie);
    let rien = lancer(["codes", "chercher", "xyzxyzxyz"]);
    assert_eq!((rien.statut, rien.erreurs.as_str()), (0, ""));
    assert!(rien.sortie.contains("0 réponse"), "{}", rien.sortie);
}

#[test]
fn a_search_in_a_list_that_is_not_is_answered_in_one_line() {
    let reponse = lancer(["codes", "chercher", "a", "--liste", "cyclades/pay"]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
}
