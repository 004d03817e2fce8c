//! The reports in files: whole or not at all, valid for those who read them, filtered by a real browser.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use commun::{Reponse, exemples, guichet, lancer, racine, texte};

const FORMATS: [&str; 8] = [
    "texte", "json", "ndjson", "html", "xlsx", "csv", "sarif", "junit",
];

fn fautif() -> PathBuf {
    exemples("demo/CAP_1.0_2024-06_151120230900.csv")
}

fn rapport(format: &str, sortie: &Path, autres: &[&str]) -> Reponse {
    let fichier = fautif();
    let mut arguments = vec!["cyclades", "verifier", texte(&fichier), "--format", format];
    arguments.extend(["--sortie", texte(sortie)]);
    arguments.extend(autres);
    lancer(arguments)
}

fn noms(dossier: &Path) -> Vec<String> {
    let mut noms: Vec<String> = fs::read_dir(dossier)
        .unwrap()
        .map(|entree| entree.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    noms.sort();
    noms
}

/// A program of the machine, if it runs; else one line says that the test is not done.
fn outil(noms: &[&str], essai: &[&str], test: &str) -> Option<PathBuf> {
    let trouve = noms.iter().find(|nom| {
        Command::new(nom)
            .args(essai)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|statut| statut.success())
    });
    if trouve.is_none() {
        println!(
            "test passé sans être fait ({test}) : il faut {}.",
            noms.join(" ou ")
        );
    }
    trouve.map(PathBuf::from)
}

#[test]
fn each_format_goes_to_a_file_which_is_alone_in_its_folder() {
    for format in FORMATS {
        let dossier = tempfile::tempdir().unwrap();
        let sortie = dossier.path().join("rapport");
        let reponse = rapport(format, &sortie, &[]);
        assert_eq!(
            (
                reponse.statut,
                reponse.sortie.as_str(),
                reponse.erreurs.as_str()
            ),
            (1, "", ""),
            "{format}"
        );
        assert_eq!(noms(dossier.path()), ["rapport"], "{format}");
        assert!(fs::metadata(&sortie).unwrap().len() > 500, "{format}");
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_and_an_input_never() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().join("rapport.html");
    fs::write(&sortie, "précieux").unwrap();
    let refus = rapport("html", &sortie, &[]);
    assert_eq!((refus.statut, refus.erreurs.lines().count()), (2, 1));
    assert!(refus.erreurs.contains("--remplacer"), "{}", refus.erreurs);
    assert_eq!(fs::read_to_string(&sortie).unwrap(), "précieux");
    assert_eq!(rapport("html", &sortie, &["--remplacer"]).statut, 1);
    assert!(
        fs::read_to_string(&sortie)
            .unwrap()
            .starts_with("<!doctype html>")
    );

    let entree = dossier.path().join("CAP_1.0_2024-06_151120230900.csv");
    fs::copy(fautif(), &entree).unwrap();
    for demande in [texte(&entree), texte(dossier.path())] {
        let reponse = lancer([
            "cyclades",
            "verifier",
            demande,
            "--sortie",
            texte(&entree),
            "--remplacer",
        ]);
        assert_eq!(reponse.statut, 2, "{demande}");
        assert!(
            reponse.erreurs.contains("fichier à contrôler"),
            "{}",
            reponse.erreurs
        );
    }
    assert_eq!(fs::read(&entree).unwrap(), fs::read(fautif()).unwrap());
    assert_eq!(noms(dossier.path()).len(), 2);
}

#[test]
fn what_cannot_be_written_is_told_in_one_line() {
    let dossier = tempfile::tempdir().unwrap();
    let cas = [
        (dossier.path().join("absent/rapport.html"), "introuvable"),
        (dossier.path().to_owned(), "est un dossier"),
    ];
    for (sortie, mot) in cas {
        let reponse = rapport("html", &sortie, &[]);
        assert_eq!((reponse.statut, reponse.erreurs.lines().count()), (2, 1));
        assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
    }
    let sans_sortie = lancer(["cyclades", "verifier", texte(&fautif()), "--remplacer"]);
    assert_eq!(sans_sortie.statut, 2);
    assert!(noms(dossier.path()).is_empty());
}

#[test]
fn files_that_cannot_be_read_are_in_the_report_and_on_the_error_output() {
    for format in ["html", "sarif", "junit"] {
        let dossier = tempfile::tempdir().unwrap();
        let sortie = dossier.path().join("rapport");
        let reponse = rapport(format, &sortie, &["nulle-part/absent.csv"]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.lines().count()),
            (2, 1),
            "{format}"
        );
        let ecrit = fs::read_to_string(&sortie).unwrap();
        assert!(ecrit.contains("absent.csv"), "{format}");
        // The folders of the machine are nobody's business.
        assert!(!ecrit.contains("nulle-part"), "{format}");
    }
}

#[test]
fn a_workbook_goes_down_a_pipe() {
    let fichier = fautif();
    let brute = guichet()
        .args(["cyclades", "verifier", "--format", "xlsx", texte(&fichier)])
        .output()
        .unwrap();
    assert!(brute.stdout.starts_with(b"PK"));
}

#[test]
fn the_faulty_cells_of_the_workbook_are_coloured_and_commented() {
    let essai = ["-c", "import zipfile"];
    let Some(python) = outil(&["python3"], &essai, "cases colorées du classeur") else {
        return;
    };
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().join("rapport.xlsx");
    rapport("xlsx", &sortie, &[]);
    let lire = |morceau: &str| {
        let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";
        let brute = Command::new(&python)
            .args(["-c", script, texte(&sortie), morceau])
            .output()
            .unwrap();
        String::from_utf8(brute.stdout).unwrap()
    };
    // One comment a faulty cell, with the rule and what to do.
    let notes = lire("xl/comments1.xml");
    assert!(
        notes.contains("CY-203") && notes.contains("Mettez M ou F."),
        "{notes}"
    );
    assert!(notes.contains("Proposé : “F” (sûr)"), "{notes}");
    assert!(notes.contains("ref=\"B9\""), "{notes}");
    let styles = lire("xl/styles.xml");
    assert!(
        styles.contains("FFFDE0E2") && styles.contains("FFFFF0CC"),
        "{styles}"
    );
    // The civility at fault has a style that its neighbours do not have.
    let feuille = lire("xl/worksheets/sheet3.xml");
    let style = |case: &str| {
        let debut = feuille.find(&format!("r=\"{case}\"")).unwrap();
        let suite = &feuille[debut..];
        let style = suite.find("s=\"").unwrap() + 3;
        suite[style..style + suite[style..].find('"').unwrap()].to_owned()
    };
    assert_ne!(style("B9"), style("B8"));
    assert_eq!(style("B8"), style("B10"));
    assert!(feuille.contains("state=\"frozen\""), "{feuille}");
}

#[test]
fn the_sarif_report_is_valid_against_the_schema_of_the_format() {
    let essai = ["-c", "import jsonschema"];
    let pythons = std::env::var("FRICTIONLESS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Some(python) = outil(&[&pythons], &essai, "schéma SARIF, avec jsonschema") else {
        return;
    };
    let schema = racine().join("crates/cli/tests/schemas/sarif-2.1.0-rtm.5.json");
    let dossier = tempfile::tempdir().unwrap();
    let valide = |sarif: &Path| {
        let script = "import json, sys, jsonschema; jsonschema.Draft4Validator(json.load(open(sys.argv[1], encoding='utf-8'))).validate(json.load(open(sys.argv[2], encoding='utf-8')))";
        Command::new(&python)
            .args(["-c", script, texte(&schema), texte(sarif)])
            .output()
            .unwrap()
    };
    for (rang, sous) in ["demo", "fautifs", "delicats", "justes"].iter().enumerate() {
        let sortie = dossier.path().join(format!("{rang}.sarif"));
        lancer([
            "cyclades",
            "verifier",
            texte(&exemples(sous)),
            "absent.csv",
            "--format",
            "sarif",
            "--sortie",
            texte(&sortie),
        ]);
        let reponse = valide(&sortie);
        let dit = String::from_utf8_lossy(&reponse.stderr);
        assert!(reponse.status.success(), "{sous} : {dit}");
    }
    let faux = dossier.path().join("faux.sarif");
    fs::write(&faux, "{\"version\": \"2.1.0\", \"runs\": [{}]}").unwrap();
    assert!(!valide(&faux).status.success());
}

#[test]
fn the_junit_report_is_well_formed_and_counts_its_failures() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().join("rapport.xml");
    lancer([
        "cyclades",
        "verifier",
        texte(&exemples("fautifs")),
        texte(&exemples("delicats")),
        "--format",
        "junit",
        "--sortie",
        texte(&sortie),
    ]);
    let ecrit = fs::read_to_string(&sortie).unwrap();
    let tete = ecrit.lines().nth(1).unwrap();
    for (attribut, element) in [
        ("tests", "<testcase "),
        ("failures", "<failure "),
        ("errors", "<error "),
    ] {
        let nombre = ecrit.matches(element).count();
        assert!(nombre > 0, "{element}");
        assert!(
            tete.contains(&format!(" {attribut}=\"{nombre}\"")),
            "{tete}"
        );
    }
    let Some(xmllint) = outil(&["xmllint"], &["--version"], "JUnit bien formé") else {
        return;
    };
    let reponse = Command::new(xmllint)
        .arg("--noout")
        .arg(&sortie)
        .output()
        .unwrap();
    assert!(
        reponse.status.success(),
        "{}",
        String::from_utf8_lossy(&reponse.stderr)
    );
}

/// The page as a browser has it once its script has run.
fn dom(chromium: &Path, page: &Path, fragment: &str) -> String {
    let profil = tempfile::tempdir().unwrap();
    let brute = Command::new(chromium)
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .arg(format!("--user-data-dir={}", profil.path().display()))
        .args(["--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("file://{}{fragment}", page.display()))
        .stderr(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(brute.stdout).unwrap()
}

/// Rule, field and line of a row.
type Rangee = (String, String, String);
/// What a filter shows.
type Choix = fn(&Rangee) -> bool;

/// The rows shown.
fn rangees(dom: &str) -> Vec<Rangee> {
    let attribut = |rangee: &str, nom: &str| {
        let debut = rangee.find(&format!("{nom}=\"")).unwrap() + nom.len() + 2;
        rangee[debut..debut + rangee[debut..].find('"').unwrap()].to_owned()
    };
    dom.match_indices("<tr data-g=")
        .map(|(debut, _)| &dom[debut..debut + dom[debut..].find('>').unwrap()])
        .filter(|rangee| !rangee.contains("hidden"))
        .map(|r| {
            (
                attribut(r, "data-r"),
                attribut(r, "data-c"),
                attribut(r, "data-l"),
            )
        })
        .collect()
}

#[test]
fn the_page_shows_and_filters_the_faults_in_a_browser() {
    let voulu = std::env::var("CHROMIUM").unwrap_or_default();
    let noms = [
        voulu.as_str(),
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];
    let noms = &noms[usize::from(voulu.is_empty())..];
    let Some(chromium) = outil(noms, &["--version"], "page dans un navigateur") else {
        return;
    };
    let dossier = tempfile::tempdir().unwrap();
    let page = dossier.path().join("rapport.html");
    rapport("html", &page, &[]);
    let entiere = dom(&chromium, &page, "");
    let toutes = rangees(&entiere);
    assert_eq!(toutes.len(), 12);
    assert!(
        entiere.contains("12 constats affichés."),
        "the script did not run"
    );
    // The filters appear with the script, and their choices are those of the file.
    assert!(entiere.contains("<option value=\"CY-231\">CY-231 (1)</option>"));
    let cas: [(&str, Choix); 7] = [
        ("#regle=CY-231", |(regle, _, _)| regle == "CY-231"),
        ("#regle=CY-231&champ=code_postal", |(_, champ, _)| {
            champ == "code_postal"
        }),
        ("#champ=depCOM_naissance", |(_, champ, _)| {
            champ == "depCOM_naissance"
        }),
        ("#ligne=3", |(_, _, ligne)| ligne == "3"),
        ("#ligne=9-13", |(_, _, ligne)| {
            ligne.parse().is_ok_and(|n: u32| (9..=13).contains(&n))
        }),
        ("#texte=CIVILITE%20mme", |(_, champ, _)| champ == "civilite"),
        ("#regle=CY-999", |_| true),
    ];
    for (fragment, choix) in cas {
        let filtree = dom(&chromium, &page, fragment);
        let attendues: Vec<_> = toutes.iter().filter(|r| choix(r)).cloned().collect();
        assert_eq!(rangees(&filtree), attendues, "{fragment}");
        assert!(!attendues.is_empty(), "{fragment}");
        let nombre = attendues.len();
        let compte = match nombre {
            12 => "12 constats affichés.".to_owned(),
            1 => "1 constat affiché sur 12.".to_owned(),
            n => format!("{n} constats affichés sur 12."),
        };
        assert!(filtree.contains(&compte), "{fragment} : {compte}");
    }
    let graves = dom(&chromium, &page, "#gravite=a_examiner");
    assert_eq!(rangees(&graves).len(), 1);
}
