//! What people type, and the first answer they expect: two hundred questions, `recherche.csv`.
//!
//! A question that several rows of a list answer equally well (the same trade in two exams) has their codes
//! separated by a bar, and the folder of several lists stands for them; the first answer is one of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use guichet_nomenclatures::Recherche;
use guichet_socle::Fichiers;

const TABLE: &str = include_str!("recherche.csv");

/// The lists of the program.
fn recherche() -> Recherche {
    let racine = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    let mut dossiers = vec![racine.join("nomenclatures"), racine.join("recherche")];
    while let Some(dossier) = dossiers.pop() {
        for entree in fs::read_dir(dossier).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.is_dir() {
                dossiers.push(chemin);
                continue;
            }
            let relatif = chemin.strip_prefix(racine).unwrap();
            let nom = relatif.to_string_lossy().replace('\\', "/");
            fichiers.ajouter(nom, fs::read_to_string(&chemin).unwrap());
        }
    }
    Recherche::charger(&fichiers, |_| true).unwrap()
}

#[test]
fn two_hundred_questions_get_the_answer_that_people_expect_first() {
    let recherche = recherche();
    let mut fautes = String::new();
    let mut questions = 0;
    for ligne in TABLE.lines().skip(1) {
        let cellules: Vec<&str> = ligne.split(',').collect();
        let [_, tape, liste, codes] = cellules[..] else {
            panic!("{ligne}");
        };
        questions += 1;
        let trouves = recherche.chercher(tape);
        let premier = trouves.first().map(|trouve| (trouve.liste, trouve.code));
        if !premier
            .is_some_and(|(sa, code)| sa.starts_with(liste) && codes.split('|').any(|c| c == code))
        {
            write!(fautes, "« {tape} » : {liste} {codes} attendu").unwrap();
            for trouve in trouves.iter().take(4) {
                let libelle = trouve.rangee.libelle().unwrap_or_default();
                let (liste, code, points) = (trouve.liste, trouve.code, trouve.points);
                write!(fautes, " ; {points} {liste} {code} {libelle}").unwrap();
            }
            fautes.push('\n');
        }
    }
    assert!(
        fautes.is_empty(),
        "{} sur {questions}\n{fautes}",
        fautes.lines().count()
    );
    assert!(questions >= 200, "{questions}");
}

#[test]
fn every_list_is_searched_and_every_label_finds_its_own_row() {
    let recherche = recherche();
    assert!(recherche.len() > 40_000, "{}", recherche.len());
    let mut listes: Vec<&str> = Vec::new();
    for mot in [
        "boulanger",
        "anglais",
        "pologne",
        "POL",
        "paris",
        "corse",
        "cadre",
        "expert",
        "scolaire",
        "domicile",
        "vente",
        "telecom",
    ] {
        for trouve in recherche.chercher(mot) {
            if !listes.contains(&trouve.liste) {
                listes.push(trouve.liste);
            }
        }
    }
    listes.sort_unstable();
    let attendues = [
        "communes",
        "contrat-pro/certifications",
        "cyclades/categories",
        "cyclades/departements",
        "cyclades/enseignements",
        "cyclades/langues",
        "cyclades/pays",
        "cyclades/pcs",
        "cyclades/specialites",
        "travail/national",
        "travail/nationalites",
        "travail/regions",
        "travail/territoires",
        "travail/tiers",
        "travail/ue",
    ];
    for liste in attendues {
        assert!(listes.contains(&liste), "{liste} : {listes:?}");
    }
}
