//! `guichet equipement indexer` and `simuler`, `guichet editions nouvelle` and `comparer --dossiers`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::lancer;
use serde_json::Value;

const LYCEES: &str = "exemples/equipement/simulation/lycees.ndjson";
const AUTRE_ANNEE: &str = "exemples/equipement/simulation/lycees-autre-annee.ndjson";
const INDICES: [&str; 4] = ["--indice-precedent", "107.4", "--indice", "114.18"];

/// What a command that succeeds says, with plain spaces.
fn dit(arguments: &[&str]) -> String {
    let reponse = lancer(arguments);
    assert_eq!(
        (reponse.statut, reponse.erreurs.as_str()),
        (0, ""),
        "{arguments:?}"
    );
    reponse.sortie.replace(['\u{a0}', '\u{202f}'], " ")
}

fn simuler(options: &[&str]) -> String {
    dit(&[&["equipement", "simuler", LYCEES], options].concat())
}

fn simuler_en_json(options: &[&str]) -> Value {
    serde_json::from_str(&simuler(&[options, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn the_figures_of_the_document_are_found_again() {
    let debut = ["equipement", "indexer", "--edition", "2022-2023"];
    let forfaits = ["--forfait", "142", "--forfait", "51", "--forfait", "290"];
    let arguments = [&debut[..], &INDICES, &forfaits].concat();
    let json = dit(&[&arguments[..], &["--format", "json"]].concat());
    let reponse: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(reponse["issue"], "favorable");
    assert_eq!(reponse["taux_pourcent"], "6.31");
    let figures: Vec<(i64, &str, i64)> = reponse["forfaits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            (
                f["ancien_centimes"].as_i64().unwrap(),
                f["exact"].as_str().unwrap(),
                f["nouveau_centimes"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        figures,
        [
            (14_200, "150.96", 15_100),
            (5_100, "54.22", 5_400),
            (29_000, "308.30", 30_800)
        ]
    );
    let ndjson = dit(&[&arguments[..], &["--format", "ndjson"]].concat());
    assert_eq!(ndjson.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&ndjson).unwrap(), reponse);
    insta::assert_snapshot!("indexer", dit(&arguments));
}

#[test]
fn a_figure_that_is_none_is_told_in_one_line() {
    let base = [
        "equipement",
        "indexer",
        "--edition",
        "2022-2023",
        "--indice-precedent",
        "107,4",
    ];
    let cas: [(&[&str], &str); 5] = [
        (
            &["--indice", "114,18"],
            "Donnez les montants de 2022-2023 par --forfait",
        ),
        (
            &["--indice", "0", "--forfait", "142"],
            "--indice : « 0 » est nul",
        ),
        (
            &["--indice", "-114.18", "--forfait", "142"],
            "--indice : « -114.18 » est négatif",
        ),
        (
            &["--indice", "114.18", "--forfait", "142,001"],
            "plus de deux décimales",
        ),
        (&["--forfait", "142"], "Il manque --indice"),
    ];
    for (suite, attendu) in cas {
        let reponse = lancer([&base[..], suite].concat());
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{suite:?}"
        );
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1);
    }
}

#[test]
fn a_draft_is_written_read_and_decided_with() {
    let racine = tempfile::tempdir().unwrap();
    let dossier = racine.path().join("projet");
    let chemin = dossier.to_str().unwrap();
    let nouvelle = [
        "editions",
        "nouvelle",
        "equipement",
        "2023-2024",
        "2024-2025",
        "--sortie",
        chemin,
    ];
    let indices = ["--indice-precedent", "114.18", "--indice", "118,39"];
    let arguments = [&nouvelle[..], &indices].concat();
    // What does not follow the path of the folder, nor the number of its files.
    let texte = dit(&arguments);
    let (debut, fin) = (texte.find("Montants"), texte.find("- nomenclatures/"));
    insta::assert_snapshot!("nouvelle", &texte[debut.unwrap()..fin.unwrap()]);
    assert!(texte.contains("Ces fichiers nomment encore"), "{texte}");
    // The amounts of the draft decide, when it is asked for.
    for nom in ["2024-09-01", "2024-2025"] {
        let decisions = dit(&[
            "--donnees",
            chemin,
            "instruire",
            "equipement",
            LYCEES,
            "--edition",
            nom,
            "--format",
            "ndjson",
        ]);
        let premiere: Value = serde_json::from_str(decisions.lines().next().unwrap()).unwrap();
        assert_eq!(premiere["edition"], "2024-09-01", "{nom}");
        assert_eq!(premiere["pre_bac"]["forfait_centimes"], 15_700, "{nom}");
    }
    // Never unasked.
    let sans = dit(&[
        "--donnees",
        chemin,
        "instruire",
        "equipement",
        LYCEES,
        "--format",
        "ndjson",
    ]);
    assert!(
        sans.lines()
            .all(|ligne| ligne.contains("\"edition\":\"2023-09-01\""))
    );
    // A simulation can take it whole.
    let simulee = dit(&[
        "--donnees",
        chemin,
        "equipement",
        "simuler",
        LYCEES,
        "--avec-edition",
        "2024-09-01",
        "--format",
        "json",
    ]);
    let simulee: Value = serde_json::from_str(&simulee).unwrap();
    assert_eq!(simulee["edition_simulee"], "2024-09-01");
    assert!(simulee["total"]["ecart_centimes"].as_i64().unwrap() > 0);
    // Nothing is written over.
    let parametres = dossier.join("reglements/equipement/2024-09-01/parametres.toml");
    let avant = fs::read_to_string(&parametres).unwrap();
    let refus = lancer(&arguments);
    assert_eq!((refus.statut, refus.sortie.as_str()), (2, ""));
    assert!(refus.erreurs.contains("existe déjà"), "{}", refus.erreurs);
    assert_eq!(fs::read_to_string(&parametres).unwrap(), avant);
}

#[test]
fn a_draft_that_cannot_be_made_leaves_nothing() {
    let racine = tempfile::tempdir().unwrap();
    let chemin = racine.path().join("projet");
    let cas: [(&[&str], &str); 4] = [
        (
            &["equipement", "2023-2024", "demain"],
            "n’est ni une date ni une année scolaire",
        ),
        (&["equipement", "2023-2024", "2023-09-01"], "existe déjà"),
        (
            &["contrat", "2024-04-01", "2025-04-01"],
            "n’est pas une procédure",
        ),
        (
            &["contrat-pro", "2024-04-01", "2025-04-01", "--indice", "1"],
            "Il manque --indice-precedent",
        ),
    ];
    for (suite, attendu) in cas {
        let sortie = ["--sortie", chemin.to_str().unwrap()];
        let reponse = lancer([&["editions", "nouvelle"], suite, &sortie].concat());
        assert_eq!(reponse.statut, 2, "{suite:?}");
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
        assert!(!chemin.exists());
    }
}

#[test]
fn a_person_reads_who_gains_and_who_loses() {
    insta::assert_snapshot!(
        "simuler",
        simuler(&[
            "--forfait-eleve",
            "160",
            "--specialite",
            "326",
            "--sans-formation",
            "50022141"
        ])
    );
}

#[test]
fn changing_nothing_costs_nothing_and_says_so() {
    let simulation = simuler_en_json(&[]);
    assert_eq!(simulation["total"]["ecart_centimes"], 0);
    assert_eq!(simulation["inchanges"], 6);
    assert!(
        simulation["remarques"][0]
            .as_str()
            .unwrap()
            .starts_with("Rien n’est changé")
    );
}

#[test]
fn each_change_costs_what_it_should() {
    let cas: [(&[&str], i64); 7] = [
        // 24, 18, 12 pupils, 12 and 11 scholars: 77 at 9 € more; the other schools live on their carry-over.
        (&["--forfait-eleve", "160"], 77 * 900),
        (&["--forfait-prepa-metiers", "57,50"], (22 + 24) * 350),
        // 40 pupils at 151 € less 2 000 €; 24 at 151 €.
        (
            &["--specialite", "326"],
            40 * 15_100 - 200_000 + 24 * 15_100,
        ),
        (&["--formation", "40032603:PRE BAC:SERVICES"], 24 * 15_100),
        (
            &["--sans-specialite", "221"],
            -(24 * 15_100 - 50_000 + 18 * 15_100),
        ),
        // 28 × 31 / 80 = 10.85 scholars, 35 × 24 / 70 = 12.
        (&["--arrondi", "inferieur"], -15_100),
        (&["--arrondi", "exact"], -2_265),
    ];
    for (options, attendu) in cas {
        let simulation = simuler_en_json(options);
        assert_eq!(
            simulation["total"]["ecart_centimes"], attendu,
            "{options:?}"
        );
        let somme = |liste: &str| -> i64 {
            let ecarts = simulation[liste].as_array().unwrap().iter();
            ecarts.map(|e| e["ecart_centimes"].as_i64().unwrap()).sum()
        };
        for liste in ["par_dispositif", "par_academie", "par_etablissement"] {
            assert_eq!(somme(liste), attendu, "{options:?} {liste}");
        }
    }
}

#[test]
fn headcounts_of_another_year_are_compared_school_by_school() {
    let simulation = simuler_en_json(&["--avec-dossiers", AUTRE_ANNEE]);
    let issues: Vec<(&str, &Value)> = simulation["par_etablissement"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["libelle"].as_str().unwrap(), &e["issues"]))
        .collect();
    assert_eq!(issues.len(), 7);
    let de = |nom: &str| issues.iter().find(|(autre, _)| *autre == nom).unwrap().1;
    assert_eq!(de("Lycée du Grand-Cèdre")[0], "absent");
    assert_eq!(de("Lycée de la Marne")[1], "absent");
}

#[test]
fn every_form_is_written_whole_or_not_at_all() {
    let racine = tempfile::tempdir().unwrap();
    let fichier = racine.path().join("simulation");
    let chemin = fichier.to_str().unwrap();
    for (format, debut) in [
        ("texte", &b"Simulation"[..]),
        ("csv", "\u{feff}vue;code;".as_bytes()),
        ("xlsx", b"PK"),
        ("html", b"<!doctype html>"),
        ("json", b"{"),
        ("ndjson", b"{"),
    ] {
        let options = [
            "--forfait-eleve",
            "160",
            "--format",
            format,
            "--sortie",
            chemin,
        ];
        assert_eq!(simuler(&options), "", "{format}");
        let octets = fs::read(&fichier).unwrap();
        let tete = String::from_utf8_lossy(&octets[..debut.len()]).to_lowercase();
        assert_eq!(
            tete,
            String::from_utf8_lossy(debut).to_lowercase(),
            "{format}"
        );
        let refus = lancer([&["equipement", "simuler", LYCEES][..], &options].concat());
        assert_eq!(refus.statut, 2);
        assert!(refus.erreurs.contains("existe déjà"), "{}", refus.erreurs);
        fs::remove_file(&fichier).unwrap();
    }
    // The inputs are never written over.
    let entree = racine.path().join("lycees.ndjson");
    fs::copy(commun::racine().join(LYCEES), &entree).unwrap();
    let entree = entree.to_str().unwrap();
    let refus = lancer([
        "equipement",
        "simuler",
        entree,
        "--sortie",
        entree,
        "--remplacer",
    ]);
    assert_eq!(refus.statut, 2, "{}", refus.erreurs);
    assert!(
        fs::read_to_string(entree)
            .unwrap()
            .starts_with("{\"reference\"")
    );
}

#[test]
fn the_page_draws_the_difference_and_says_it_in_words() {
    let page = simuler(&["--forfait-eleve", "160", "--format", "html"]);
    for mot in [
        "<svg",
        "role=\"img\"",
        "Coût par académie, avant et après",
        "<desc id=\"graphique-desc\">",
    ] {
        assert!(page.contains(mot), "{mot}");
    }
    assert!(!page.contains("<script"), "the page needs none");
}

#[test]
fn what_cannot_be_simulated_is_told_in_one_line() {
    let cas: [(&[&str], &str); 8] = [
        (&[LYCEES, "--specialite", "abc"], "n’est pas une spécialité"),
        (
            &[LYCEES, "--formation", "123:PRE BAC:X"],
            "n’est pas un code de formation",
        ),
        (
            &[LYCEES, "--lecture", "ARE-24"],
            "écrivez par exemple ARE-24=autre",
        ),
        (&[LYCEES, "--forfait-eleve", "-1"], "est négatif"),
        (&[LYCEES, "--avec-edition", "2022-2023"], "Aucune édition"),
        (&[LYCEES, "--edition", "1999-2000"], "Aucune édition"),
        (&["absent.ndjson"], "absent.ndjson"),
        (&[], "Il manque <FICHIER>"),
    ];
    for (suite, attendu) in cas {
        let reponse = lancer([&["equipement", "simuler"], suite].concat());
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{suite:?}"
        );
        assert!(reponse.erreurs.contains(attendu), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}

#[test]
fn two_editions_are_compared_on_the_same_headcounts() {
    let base = [
        "editions",
        "comparer",
        "equipement",
        "2021-09-01",
        "2023-09-01",
        "--dossiers",
        LYCEES,
    ];
    let texte = dit(&base);
    let debut = texte.find("Réponses aux mêmes dossiers").unwrap();
    let reponses = texte[debut..].split("\n\n").next().unwrap();
    insta::assert_snapshot!("comparer", reponses);
    let json = dit(&[&base[..], &["--format", "json"]].concat());
    let vue: Value = serde_json::from_str(&json).unwrap();
    let reponses = &vue["reponses"];
    assert_eq!(reponses["dossiers"], 6);
    // The simulation of one edition by the other tells the same.
    let simulee = dit(&[
        "equipement",
        "simuler",
        LYCEES,
        "--edition",
        "2021-2022",
        "--avec-edition",
        "2023-2024",
        "--format",
        "json",
    ]);
    let simulee: Value = serde_json::from_str(&simulee).unwrap();
    for cle in ["gagnants", "perdants", "avant_centimes", "apres_centimes"] {
        let de_la_simulation = simulee.get(cle).unwrap_or(&simulee["total"][cle]);
        assert_eq!(&reponses[cle], de_la_simulation, "{cle}");
    }
    let csv = dit(&[&base[..], &["--format", "csv"]].concat());
    assert!(
        csv.lines()
            .any(|ligne| ligne.starts_with("réponses;changé;S-1;")),
        "{csv}"
    );
}

#[test]
fn the_four_tables_of_a_region_are_simulated_with_the_headcounts_of_another_year() {
    let racine = tempfile::tempdir().unwrap();
    let region = |nom: &str, graine: &str| {
        let dossier = racine.path().join(nom);
        let chemin = dossier.to_str().unwrap();
        let base = [
            "exemples",
            "generer",
            "--procedure",
            "equipement",
            "--etablissements",
            "12",
        ];
        let reponse = lancer([&base[..], &["--graine", graine, "--sortie", chemin]].concat());
        assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
        chemin.to_owned()
    };
    let une = region("une", "1");
    let table = |nom: &str| format!("{une}/{nom}.csv");
    let tables = [
        ("--etablissements", table("etablissements")),
        ("--effectifs", table("effectifs")),
        ("--boursiers", table("boursiers")),
        ("--reliquats", table("reliquats")),
    ];
    let mut arguments = vec![
        "equipement",
        "simuler",
        "--edition",
        "2023-2024",
        "--format",
        "json",
    ];
    arguments.extend(
        tables
            .iter()
            .flat_map(|(option, chemin)| [*option, chemin.as_str()]),
    );
    let simuler = |suite: &[&str]| -> Value {
        let reponse = lancer([&arguments[..], suite].concat());
        assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
        serde_json::from_str(&reponse.sortie).unwrap()
    };
    let rien = simuler(&[]);
    assert_eq!(rien["par_etablissement"].as_array().unwrap().len(), 12);
    assert_eq!(rien["total"]["ecart_centimes"], 0);
    assert!(rien["total"]["avant_centimes"].as_i64().unwrap() > 0);
    // The same headcounts change nothing; twice as many pupils cost more.
    let memes = table("effectifs");
    let memes = simuler(&["--avec-effectifs", memes.as_str()]);
    assert_eq!(memes["total"], rien["total"]);
    let lues = fs::read_to_string(table("effectifs")).unwrap();
    let colonne = lues
        .lines()
        .next()
        .unwrap()
        .split([',', ';'])
        .position(|c| c == "effectif")
        .unwrap();
    let doublees: Vec<String> = (0..)
        .zip(lues.lines())
        .map(|(rang, ligne)| {
            let separateur = if ligne.contains(';') { ';' } else { ',' };
            let mut cases: Vec<String> = ligne.split(separateur).map(str::to_owned).collect();
            if rang > 0
                && let Ok(effectif) = cases[colonne].parse::<u32>()
            {
                cases[colonne] = (effectif * 2).to_string();
            }
            cases.join(&separateur.to_string())
        })
        .collect();
    let autre = racine.path().join("effectifs-doubles.csv");
    fs::write(&autre, doublees.join("\n") + "\n").unwrap();
    let doublee = simuler(&["--avec-effectifs", autre.to_str().unwrap()]);
    assert!(doublee["total"]["ecart_centimes"].as_i64().unwrap() > 0);
    assert_eq!(doublee["perdants"], 0);
}
