//! The public contract of the findings: their keys, types and order, in JSON and in NDJSON.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::{exemples, guichet, lancer, reponse, texte, verifier};
use serde_json::Value;

const CLES: [&str; 12] = [
    "fichier",
    "ligne",
    "colonne",
    "candidat",
    "champ",
    "valeur",
    "regle",
    "nom",
    "gravite",
    "message",
    "source",
    "correction",
];

fn cles(objet: &Value) -> Vec<&str> {
    objet
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn check_constat(constat: &Value) {
    assert_eq!(cles(constat), CLES, "{constat}");
    let texte = |cle: &str| {
        constat[cle]
            .as_str()
            .unwrap_or_else(|| panic!("{cle} of {constat}"))
    };
    assert!(!texte("fichier").contains('/'), "{constat}");
    for cle in ["ligne", "colonne", "candidat"] {
        assert!(
            constat[cle].is_null() || constat[cle].as_u64().is_some_and(|n| n > 0),
            "{constat}"
        );
    }
    for cle in ["champ", "valeur"] {
        assert!(
            constat[cle].is_null() || constat[cle].is_string(),
            "{constat}"
        );
    }
    let regle = texte("regle");
    assert!(regle.len() == 6 && regle.starts_with("CY-"), "{constat}");
    assert!(
        ["erreur", "avertissement", "a_examiner"].contains(&texte("gravite")),
        "{constat}"
    );
    for cle in ["nom", "message", "source"] {
        assert!(!texte(cle).is_empty(), "{constat}");
    }
    assert!(!texte("message").contains(['{', '}']), "{constat}");
    let correction = &constat["correction"];
    if !correction.is_null() {
        assert_eq!(cles(correction), ["valeur", "surete"], "{constat}");
        assert!(correction["valeur"].is_string(), "{constat}");
        let surete = correction["surete"].as_str().unwrap();
        assert!(
            ["sure", "a_confirmer", "indicative"].contains(&surete),
            "{constat}"
        );
    }
}

fn check_resume(resume: &Value, constats: &[Value]) {
    assert_eq!(
        &cles(resume)[..4],
        ["lus", "valides", "avec_erreurs", "par_regle"]
    );
    let nombre = |cle: &str| resume[cle].as_u64().unwrap();
    assert_eq!(nombre("lus"), nombre("valides") + nombre("avec_erreurs"));
    let par_regle = resume["par_regle"].as_object().unwrap();
    for (regle, nombre) in par_regle {
        let trouves = constats
            .iter()
            .filter(|c| c["regle"] == regle.as_str())
            .count() as u64;
        assert_eq!(nombre.as_u64(), Some(trouves), "{regle}");
    }
    let total: u64 = par_regle.values().filter_map(Value::as_u64).sum();
    assert_eq!(total, constats.len() as u64);
    let mut ranges: Vec<&String> = par_regle.keys().collect();
    ranges.sort();
    assert!(ranges.iter().eq(&par_regle.keys().collect::<Vec<_>>()));
}

#[test]
fn every_finding_of_every_example_has_the_keys_of_the_contract() {
    for dossier in ["demo", "fautifs", "delicats"] {
        for entree in fs::read_dir(exemples(dossier)).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.extension().is_none_or(|e| e != "csv") {
                continue;
            }
            let (constats, resume) = verifier(&[texte(&chemin)]);
            constats.iter().for_each(check_constat);
            check_resume(&resume, &constats);
        }
    }
}

#[test]
fn json_is_one_document_of_the_same_findings() {
    let chemin = exemples("fautifs");
    let (constats, resume) = verifier(&[texte(&chemin)]);
    let reponse = lancer(["cyclades", "verifier", "--format", "json", texte(&chemin)]);
    let document: Value = serde_json::from_str(&reponse.sortie).unwrap();
    assert_eq!(cles(&document), ["constats", "resume"]);
    assert_eq!(document["constats"].as_array().unwrap(), &constats);
    assert_eq!(document["resume"], resume);
    // Several files: the summary of each follows that of all.
    let fichiers = resume["fichiers"].as_array().unwrap();
    assert_eq!(fichiers.len(), 6);
    assert_eq!(
        cles(&fichiers[0]),
        ["fichier", "lus", "valides", "avec_erreurs", "par_regle"]
    );
    let lus: u64 = fichiers.iter().filter_map(|f| f["lus"].as_u64()).sum();
    assert_eq!(resume["lus"].as_u64(), Some(lus));
    assert_eq!(reponse.statut, 1);
}

#[test]
fn the_finding_of_the_lost_zero_is_that_of_the_contract() {
    let chemin = exemples("demo/CAP_1.0_2024-06_151120230900.csv");
    let (constats, _) = verifier(&[texte(&chemin)]);
    let constat = constats.iter().find(|c| c["regle"] == "CY-231").unwrap();
    insta::assert_json_snapshot!(constat);
    // The column counts bytes of the file, here one a letter: it is in Windows-1252.
    let octets = fs::read(&chemin).unwrap();
    let ligne = octets.split(|&octet| octet == b'\n').nth(12).unwrap();
    let colonne = usize::try_from(constat["colonne"].as_u64().unwrap()).unwrap();
    assert!(ligne[colonne - 1..].starts_with(b"1100;"));
}

#[test]
fn the_header_and_the_name_have_no_candidate() {
    let dossier = tempfile::tempdir().unwrap();
    let juste = fs::read(exemples("demo/CAP_1.0_2024-06_161120230900.csv")).unwrap();
    let chemin = dossier.path().join("candidats.csv");
    fs::write(&chemin, juste).unwrap();
    let (constats, _) = verifier(&[texte(&chemin), "--domaine", "CAP"]);
    assert_eq!(constats.len(), 1, "{constats:?}");
    let constat = &constats[0];
    assert_eq!(constat["champ"], "nom_fichier");
    assert_eq!(constat["gravite"], "erreur");
    assert!(constat["candidat"].is_null() && constat["ligne"].is_null());
}

#[test]
fn options_take_the_place_of_the_name() {
    let dossier = tempfile::tempdir().unwrap();
    let juste = fs::read(exemples("demo/CAP_1.0_2024-06_161120230900.csv")).unwrap();
    let chemin = dossier.path().join("CAP_1.0_2024-06_151120230900.csv");
    fs::write(&chemin, juste).unwrap();
    let cas: [(&[&str], &str, bool); 6] = [
        (&[], "CY-301", false),
        (&["--domaine", "BP"], "CY-301", true),
        (&["--session", "2025-06"], "CY-106", true),
        (&["--session", "2025-06"], "CY-301", false),
        (&["--controle-ine"], "CY-215", false),
        (&["--separateur", "virgule"], "CY-006", true),
    ];
    for (options, regle, attendue) in cas {
        let mut arguments = vec![texte(&chemin)];
        arguments.extend(options);
        let (constats, _) = verifier(&arguments);
        assert_eq!(
            constats.iter().any(|c| c["regle"] == regle),
            attendue,
            "{options:?} {regle}"
        );
    }
}

#[test]
fn the_number_of_threads_and_the_standard_input_change_nothing() {
    let dossier = tempfile::tempdir().unwrap();
    let generer = lancer([
        "exemples",
        "generer",
        "--domaine",
        "CAP",
        "--candidats",
        "20000",
        "--fautes",
        "0.2",
        "--graine",
        "3",
        "--sortie",
        texte(dossier.path()),
    ]);
    assert_eq!(generer.statut, 0);
    let chemin = commun::seul_csv(dossier.path());
    for format in ["texte", "json", "ndjson"] {
        let sorties = ["1", "3"].map(|fils| {
            lancer([
                "cyclades",
                "verifier",
                "--format",
                format,
                "--fils",
                fils,
                texte(&chemin),
            ])
        });
        assert_eq!(sorties[0].statut, 1);
        assert_eq!(sorties[0].sortie, sorties[1].sortie, "{format}");
    }
    let par_nom = lancer(["cyclades", "verifier", "--format", "ndjson", texte(&chemin)]);
    let entree = reponse(
        guichet()
            .args([
                "cyclades",
                "verifier",
                "--format",
                "ndjson",
                "--domaine",
                "CAP",
            ])
            .args(["--session", "2024-06", "-"])
            .write_stdin(fs::read(&chemin).unwrap()),
    );
    let constats = |sortie: &str| -> Vec<String> {
        sortie
            .lines()
            .map(|ligne| serde_json::from_str::<Value>(ligne).unwrap())
            .filter(|constat| constat["champ"] != "nom_fichier" && constat["resume"].is_null())
            .map(|constat| {
                format!(
                    "{} {} {}",
                    constat["ligne"], constat["regle"], constat["valeur"]
                )
            })
            .collect()
    };
    assert_eq!(constats(&entree.sortie), constats(&par_nom.sortie));
}

#[test]
fn a_reader_that_leaves_is_no_fault() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let dossier = tempfile::tempdir().unwrap();
    lancer([
        "exemples",
        "generer",
        "--domaine",
        "CAP",
        "--candidats",
        "5000",
        "--fautes",
        "1",
        "--sortie",
        texte(dossier.path()),
    ]);
    let mut enfant = Command::new(assert_cmd::cargo::cargo_bin!("guichet"))
        .args([
            "cyclades",
            "verifier",
            "--format",
            "ndjson",
            texte(dossier.path()),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut premiere = String::new();
    let mut lecteur = BufReader::new(enfant.stdout.take().unwrap());
    lecteur.read_line(&mut premiere).unwrap();
    drop(lecteur);
    let fin = enfant.wait_with_output().unwrap();
    assert!(premiere.starts_with("{\"fichier\""));
    assert_eq!(String::from_utf8_lossy(&fin.stderr), "");
    assert!(
        fin.status.code().is_some_and(|code| code < 2),
        "{:?}",
        fin.status
    );
}

#[test]
fn no_value_of_a_candidate_reaches_the_error_output() {
    let dossier = tempfile::tempdir().unwrap();
    let fautif = fs::read(exemples("demo/CAP_1.0_2024-06_151120230900.csv")).unwrap();
    fs::write(
        dossier.path().join("CAP_1.0_2024-06_151120230900.csv"),
        fautif,
    )
    .unwrap();
    fs::write(dossier.path().join("CAP_1.0_2024-06_151120230901.csv"), "").unwrap();
    fs::write(
        dossier.path().join("CAP_1.0_2024-06_151120230902.csv"),
        b"%PDF-1.4 DUPONT",
    )
    .unwrap();
    for format in ["texte", "json", "ndjson"] {
        let reponse = lancer([
            "cyclades",
            "verifier",
            "--format",
            format,
            texte(dossier.path()),
        ]);
        assert_eq!(reponse.erreurs.lines().count(), 2, "{}", reponse.erreurs);
        for personnel in ["DUPONT", "FAYE", "646863404AD", "alice", "LEMAIRE"] {
            assert!(!reponse.erreurs.contains(personnel), "{}", reponse.erreurs);
        }
    }
}
