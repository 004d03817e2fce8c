//! `guichet equipement dotations` through the real program: the shipped region, its faults, its years.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use commun::{Reponse, lancer, racine, texte};
use serde_json::Value;

const TABLES: [&str; 4] = ["etablissements", "effectifs", "boursiers", "reliquats"];

/// Set to 1 to write the shipped examples again, after a change of the generator.
const RECRIRE: &str = "GUICHET_RECRIRE_EXEMPLES";

/// The shipped regions: folder, establishments, part of faults.
const LIVREES: [(&str, &str, &str); 2] = [("region", "60", "0"), ("fautive", "40", "0.5")];

fn exemples() -> PathBuf {
    racine().join("exemples/equipement")
}

fn dotations(dossier: &Path, edition: &str, suite: &[&str]) -> Reponse {
    let mut arguments: Vec<String> = ["equipement", "dotations", "--edition", edition]
        .map(str::to_owned)
        .to_vec();
    for table in TABLES {
        arguments.push(format!("--{table}"));
        arguments.push(dossier.join(format!("{table}.csv")).display().to_string());
    }
    arguments.extend(suite.iter().map(|mot| (*mot).to_owned()));
    lancer(arguments)
}

fn lignes(texte: &str) -> Vec<Value> {
    texte
        .lines()
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect()
}

/// Copies a shipped region, to change one of its tables.
fn copie(nom: &str) -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    for table in TABLES {
        let fichier = format!("{table}.csv");
        fs::copy(
            exemples().join(nom).join(&fichier),
            dossier.path().join(&fichier),
        )
        .unwrap();
    }
    dossier
}

#[test]
fn the_shipped_regions_are_those_the_program_makes() {
    for (nom, etablissements, fautes) in LIVREES {
        let refait = tempfile::tempdir().unwrap();
        let reponse = lancer([
            "exemples",
            "generer",
            "--procedure",
            "equipement",
            "--etablissements",
            etablissements,
            "--fautes",
            fautes,
            "--graine",
            "1",
            "--sortie",
            texte(refait.path()),
        ]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
        for entree in fs::read_dir(refait.path()).unwrap() {
            let chemin = entree.unwrap().path();
            let attendu = fs::read(&chemin).unwrap();
            let livre = exemples().join(nom).join(chemin.file_name().unwrap());
            if std::env::var_os(RECRIRE).is_some() {
                fs::write(&livre, &attendu).unwrap();
            }
            assert!(
                fs::read(&livre).unwrap_or_default() == attendu,
                "{} is not what the program makes; run the test with {RECRIRE}=1 and look at the difference",
                livre.display()
            );
        }
    }
}

#[test]
fn the_shipped_region_is_computed_under_both_editions() {
    for (edition, forfait) in [("2023-2024", 15_100), ("2021-2022", 13_800)] {
        let reponse = dotations(&exemples().join("region"), edition, &["--format", "ndjson"]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
        let decisions = lignes(&reponse.sortie);
        assert_eq!(decisions.len(), 60);
        let issues: BTreeSet<&str> = decisions
            .iter()
            .filter_map(|d| d["issue"].as_str())
            .collect();
        assert!(issues.contains("favorable") && !issues.contains("incomplet"));
        for decision in &decisions {
            assert_eq!(decision["pre_bac"]["forfait_centimes"], forfait);
        }
    }
}

#[test]
fn the_year_that_no_document_has_is_refused_and_the_message_says_so() {
    let reponse = dotations(&exemples().join("region"), "2022-2023", &[]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert!(
        reponse.erreurs.contains("Aucun document connu"),
        "{}",
        reponse.erreurs
    );
    assert!(
        reponse.erreurs.contains("2021-09-01"),
        "{}",
        reponse.erreurs
    );
}

#[test]
fn each_fault_of_the_shipped_region_is_told_and_the_rest_is_computed() {
    let dossier = exemples().join("fautive");
    let manifeste = fs::read_to_string(dossier.join("region.manifeste.ndjson")).unwrap();
    let attendues = lignes(&manifeste);
    let reponse = dotations(&dossier, "2023-2024", &["--format", "json"]);
    assert_eq!(reponse.statut, 0);
    let decisions: Vec<Value> = serde_json::from_str(&reponse.sortie).unwrap();
    assert_eq!(decisions.len(), 40);
    // A finding is a warning of the decision of its establishment, or stands on the error output.
    let mut dits: Vec<String> = reponse.erreurs.lines().map(str::to_owned).collect();
    for decision in &decisions {
        for avertissement in decision["avertissements"].as_array().unwrap() {
            dits.push(avertissement["message"].as_str().unwrap().to_owned());
        }
    }
    for attendue in &attendues {
        let fichier = attendue["fichier"].as_str().unwrap();
        let debut = match attendue["ligne"].as_u64() {
            Some(ligne) => format!("{fichier}, ligne {ligne}"),
            None => format!("{fichier} : "),
        };
        let uai = attendue["uai"].as_str().unwrap();
        let trouvee = dits.iter().any(|dit| {
            dit.starts_with(&debut) && (attendue["ligne"].is_u64() || dit.contains(uai))
                // The decision tells the key of its own number by itself.
                || dit.contains(uai) && attendue["faute"] == "cle-uai-fausse-partout"
        });
        assert!(trouvee, "{attendue}");
    }
    let favorables = decisions
        .iter()
        .filter(|d| d["issue"] == "favorable")
        .count();
    assert!(favorables > 5, "{favorables}");
    let strict = dotations(&dossier, "2023-2024", &["--format", "json", "--strict"]);
    assert_eq!(strict.statut, 1);
}

#[test]
fn the_report_begins_with_the_findings_and_gives_totals_that_add_up() {
    let reponse = dotations(&exemples().join("fautive"), "2023-2024", &[]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    let premiere = reponse.sortie.lines().next().unwrap();
    assert!(premiere.ends_with("le reste est calculé."), "{premiere}");
    for mot in [
        "AE-605",
        "AE-609",
        "Par académie",
        "Par établissement",
        "Total",
    ] {
        assert!(reponse.sortie.contains(mot), "{mot}");
    }
    let juste = dotations(&exemples().join("region"), "2023-2024", &[]);
    assert!(
        juste.sortie.starts_with("Dotations 2023-2024"),
        "{}",
        juste.sortie
    );
}

#[test]
fn rows_of_another_year_are_told_and_left_out() {
    let dossier = copie("region");
    let chemin = dossier.path().join("reliquats.csv");
    let table = fs::read_to_string(&chemin).unwrap();
    let datee: String = table
        .lines()
        .enumerate()
        .map(|(rang, ligne)| match rang {
            0 => format!("{ligne};annee_scolaire\n"),
            1 | 2 => format!("{ligne};2022-2023\n"),
            _ => format!("{ligne};2023-2024\n"),
        })
        .collect();
    fs::write(&chemin, datee).unwrap();
    let reponse = dotations(dossier.path(), "2023-2024", &["--format", "ndjson"]);
    assert_eq!(reponse.statut, 0);
    let dites = reponse
        .erreurs
        .matches("Cette ligne est de 2022-2023")
        .count();
    assert_eq!(dites, 2, "{}", reponse.erreurs);
    assert_eq!(lignes(&reponse.sortie)[0]["issue"], "incomplet");
}

#[test]
fn a_table_that_cannot_be_read_as_a_whole_leaves_no_result() {
    let dossier = copie("region");
    fs::write(dossier.path().join("effectifs.csv"), "a;b\n1;2\n").unwrap();
    fs::remove_file(dossier.path().join("boursiers.csv")).unwrap();
    let sortie = dossier.path().join("resultat");
    let reponse = dotations(
        dossier.path(),
        "2023-2024",
        &["--format", "json", "--sortie", texte(&sortie)],
    );
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert!(
        reponse.erreurs.contains("boursiers.csv"),
        "{}",
        reponse.erreurs
    );
    assert!(!sortie.exists());
}

#[test]
fn dossiers_are_decided_as_guichet_instruire_decides_them() {
    let chemin = exemples().join("dossiers.json");
    let par_instruire = lancer([
        "instruire",
        "equipement",
        texte(&chemin),
        "--format",
        "json",
    ]);
    let par_dotations = lancer([
        "equipement",
        "dotations",
        texte(&chemin),
        "--format",
        "json",
    ]);
    assert_eq!(par_dotations.statut, 0, "{}", par_dotations.erreurs);
    assert_eq!(par_dotations.sortie, par_instruire.sortie);
    let decisions: Vec<Value> = serde_json::from_str(&par_dotations.sortie).unwrap();
    let issues: BTreeSet<&str> = decisions
        .iter()
        .filter_map(|d| d["issue"].as_str())
        .collect();
    let attendues = [
        "a_examiner",
        "defavorable",
        "favorable",
        "hors_champ",
        "incomplet",
    ];
    assert_eq!(issues, BTreeSet::from(attendues));
}

#[test]
fn the_rules_of_the_tables_are_explained() {
    for numero in 601..=614 {
        let reponse = lancer(["regles", "voir", &format!("AE-{numero}")]);
        assert_eq!(reponse.statut, 0, "{numero} {}", reponse.erreurs);
    }
}
