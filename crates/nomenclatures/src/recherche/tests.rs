//! Small lists, searched: what is found, in what order, and what is told of it.

use super::*;

const EDITION: &str = "titre = \"Essai\"\nstatut = \"STATUT\"\nen_vigueur_du = \"DATE\"\ndate_de_reference = \"session\"\nverifiee_le = \"2026-11-20\"\n";

/// A list of these columns and rows, added to what there is.
fn ajouter(fichiers: &mut Fichiers, nom: &str, id: &str, statut: &str, codes: &str) {
    let dossier = catalogue::dossier(nom, id);
    let edition = EDITION.replace("STATUT", statut).replace("DATE", id);
    let colonnes: Vec<String> = codes
        .lines()
        .next()
        .unwrap_or_default()
        .split(',')
        .map(|nom| format!("[[colonne]]\nnom = \"{nom}\"\n"))
        .collect();
    let cle: Vec<&str> = codes
        .lines()
        .next()
        .unwrap_or_default()
        .split(',')
        .collect();
    let liste = format!(
        "cle = {cle:?}\nlignes = {}\n{}",
        codes.lines().count() - 1,
        colonnes.concat()
    );
    fichiers.ajouter(format!("{dossier}/edition.toml"), edition);
    fichiers.ajouter(format!("{dossier}/liste.toml"), liste);
    fichiers.ajouter(format!("{dossier}/codes.csv"), codes.to_owned());
}

fn fichiers() -> Fichiers {
    let mut fichiers = Fichiers::new();
    ajouter(
        &mut fichiers,
        "a/diplomes",
        "2023-01-01",
        "verifiee",
        "domaine,code,libelle,derniere_session\nBP,22108,Boulanger,2022\nCAP,22137,Boulanger,\nCAP,22141,Pâtissier,\n",
    );
    ajouter(
        &mut fichiers,
        "b/metiers",
        "2007-01-01",
        "verifiee",
        "region,code_rome,libelle\nNord,47111,Boulanger (pain)\nSud,47111,Boulanger\nSud,47112,\"Terminal de cuisson, boulangerie\"\n",
    );
    ajouter(
        &mut fichiers,
        "b/metiers",
        "2008-01-01",
        "projet",
        "region,code_rome,libelle\nSud,47111,Boulanger\nSud,47199,Boulanger de nuit\n",
    );
    ajouter(
        &mut fichiers,
        "c/titres",
        "2024-01-01",
        "verifiee",
        "intitule,code_rncp,code_certifinfo\nTITRE - BOULANGER,37537,\nCQP - CRÊPIER,,54109\n",
    );
    fichiers
}

fn trouves(texte: &str) -> Vec<String> {
    let recherche = Recherche::charger(&fichiers(), |_| true).unwrap();
    recherche
        .chercher(texte)
        .iter()
        .map(|trouve| format!("{} {}", trouve.liste, trouve.code))
        .collect()
}

#[test]
fn a_trade_is_found_in_every_list_once_and_what_is_open_comes_first() {
    for texte in [
        "boulanger",
        "BOULANGÈRE",
        "boulanjer",
        "boulangé",
        "boulnager",
    ] {
        let trouves = trouves(texte);
        assert_eq!(trouves[0], "a/diplomes 22137", "{texte} {trouves:?}");
        for attendu in [
            "a/diplomes 22108",
            "b/metiers 47111",
            "b/metiers 47112",
            "b/metiers 47199",
            "c/titres 37537",
        ] {
            let combien = trouves.iter().filter(|trouve| *trouve == attendu).count();
            assert_eq!(combien, 1, "{texte} {attendu} {trouves:?}");
        }
    }
}

#[test]
fn editions_that_agree_are_one_answer_and_say_so() {
    let recherche = Recherche::charger(&fichiers(), |_| true).unwrap();
    let trouves = recherche.chercher("47111");
    assert_eq!(trouves.len(), 1);
    assert_eq!(trouves[0].editions, ["2007-01-01", "2008-01-01"]);
    assert!(!trouves[0].passe);
    // The row of a draft alone is told, as what no checked edition has.
    let trouves = recherche.chercher("47199");
    assert_eq!(trouves[0].editions, ["2008-01-01"]);
    assert!(trouves[0].passe);
}

#[test]
fn codes_are_found_whole_begun_or_with_their_directory() {
    for (texte, attendus) in [
        ("22137", vec!["a/diplomes 22137"]),
        ("2213", vec!["a/diplomes 22137"]),
        ("RNCP37537", vec!["c/titres 37537"]),
        ("rncp 37537", vec!["c/titres 37537"]),
        ("CertifInfo 54109", vec!["c/titres 54109"]),
        ("RNCP22137", vec![]),
        ("22138", vec![]),
    ] {
        assert_eq!(trouves(texte), attendus, "{texte}");
    }
}

#[test]
fn the_domain_confirms_and_the_order_of_words_is_free() {
    for texte in ["cap boulanger", "boulanger cap", "CAP 22137"] {
        assert_eq!(trouves(texte)[0], "a/diplomes 22137", "{texte}");
    }
    assert_eq!(trouves("bp boulanger")[0], "a/diplomes 22108");
}

#[test]
fn what_says_nothing_finds_nothing() {
    for texte in ["", "   ", "'-", "xyzxyzxyz"] {
        assert!(trouves(texte).is_empty(), "{texte}");
    }
}

#[test]
fn only_the_lists_that_are_kept_are_read() {
    let recherche = Recherche::charger(&fichiers(), |nom| nom == "c/titres").unwrap();
    assert_eq!(recherche.len(), 2);
    assert!(recherche.chercher("patissier").is_empty());
    let vide = Recherche::charger(&fichiers(), |_| false).unwrap();
    assert!(vide.is_empty() && vide.chercher("boulanger").is_empty());
}

#[test]
fn a_faulty_list_is_told() {
    let mut fichiers = fichiers();
    fichiers.ajouter("nomenclatures/c/titres/2024-01-01/codes.csv", "intitule\n");
    assert!(Recherche::charger(&fichiers, |_| true).is_err());
}
