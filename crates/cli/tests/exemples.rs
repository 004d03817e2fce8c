//! The examples: those shipped are those the program makes, and it finds in them what their manifest says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{exemples, lancer, racine, seul_csv, texte, verifier};
use serde_json::Value;

/// The generated examples that are shipped: folder, exam, candidates, part of faults, seed, form.
const LIVRES: [(&str, &str, &str, &str, &str, &str); 12] = [
    ("justes", "BCP", "30", "0", "1", "csv"),
    ("justes", "BP", "30", "0", "2", "csv"),
    ("justes", "MCP", "30", "0", "3", "csv"),
    ("justes", "CAP", "30", "0", "4", "csv"),
    ("justes", "ARI", "30", "0", "5", "csv"),
    ("justes", "CAP", "30", "0", "6", "xml"),
    ("fautifs", "BCP", "40", "0.5", "11", "csv"),
    ("fautifs", "BP", "40", "0.5", "12", "csv"),
    ("fautifs", "MCP", "40", "0.5", "13", "csv"),
    ("fautifs", "CAP", "40", "0.5", "14", "csv"),
    ("fautifs", "ARI", "40", "0.5", "15", "csv"),
    ("fautifs", "CAP", "40", "0.5", "16", "xml"),
];

/// Set to 1 to write the shipped examples again, after a change of the generator or of the cases.
const RECRIRE: &str = "GUICHET_RECRIRE_EXEMPLES";

fn generer(domaine: &str, candidats: &str, fautes: &str, graine: &str, sortie: &Path) {
    generer_en("csv", domaine, candidats, fautes, graine, sortie);
}

fn generer_en(
    forme: &str,
    domaine: &str,
    candidats: &str,
    fautes: &str,
    graine: &str,
    sortie: &Path,
) {
    let reponse = lancer([
        "exemples",
        "generer",
        "--domaine",
        domaine,
        "--candidats",
        candidats,
        "--fautes",
        fautes,
        "--graine",
        graine,
        "--forme",
        forme,
        "--sortie",
        texte(sortie),
    ]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
}

/// Names and contents, sorted.
fn contenu(dossier: &Path) -> Vec<(String, Vec<u8>)> {
    let mut fichiers: Vec<_> = fs::read_dir(dossier)
        .unwrap()
        .map(|entree| {
            let entree = entree.unwrap();
            let nom = entree.file_name().to_string_lossy().into_owned();
            (nom, fs::read(entree.path()).unwrap())
        })
        .collect();
    fichiers.sort();
    fichiers
}

#[test]
fn the_shipped_examples_are_those_the_program_makes() {
    for dossier in ["justes", "fautifs"] {
        let refait = tempfile::tempdir().unwrap();
        for (_, domaine, candidats, fautes, graine, forme) in
            LIVRES.iter().filter(|l| l.0 == dossier)
        {
            generer_en(forme, domaine, candidats, fautes, graine, refait.path());
        }
        let livre = exemples(dossier);
        if std::env::var_os(RECRIRE).is_some() {
            fs::remove_dir_all(&livre).unwrap_or_default();
            fs::create_dir_all(&livre).unwrap();
            for (nom, octets) in contenu(refait.path()) {
                fs::write(livre.join(nom), octets).unwrap();
            }
        }
        let noms = |fichiers: &[(String, Vec<u8>)]| -> Vec<String> {
            fichiers.iter().map(|(nom, _)| nom.clone()).collect()
        };
        let (attendus, livres) = (contenu(refait.path()), contenu(&livre));
        assert_eq!(noms(&livres), noms(&attendus));
        for ((nom, attendu), (_, livre)) in attendus.iter().zip(&livres) {
            assert!(
                attendu == livre,
                "{dossier}/{nom} is not what the program makes; run the test with {RECRIRE}=1 and look at the difference"
            );
        }
    }
}

/// What is found, or announced, as (line, candidate, field, rule).
fn cles(constats: &[Value]) -> Vec<String> {
    let mut cles: Vec<String> = constats
        .iter()
        .map(|c| {
            format!(
                "{} {} {} {}",
                c["ligne"], c["candidat"], c["champ"], c["regle"]
            )
        })
        .collect();
    cles.sort();
    cles
}

fn manifeste(csv: &Path) -> Vec<Value> {
    let chemin = csv.with_extension("manifeste.ndjson");
    let texte = fs::read_to_string(chemin).unwrap();
    texte
        .lines()
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect()
}

#[test]
fn each_example_is_found_as_its_manifest_says() {
    for dossier in ["justes", "fautifs"] {
        for (nom, _) in contenu(&exemples(dossier)) {
            let chemin = exemples(dossier).join(&nom);
            if chemin.extension().is_none_or(|e| e != "csv") {
                continue;
            }
            let attendus = if dossier == "justes" {
                Vec::new()
            } else {
                manifeste(&chemin)
            };
            let (constats, resume) = verifier(&[texte(&chemin)]);
            assert_eq!(cles(&constats), cles(&attendus), "{nom}");
            let lus = if dossier == "justes" { 30 } else { 40 };
            assert_eq!(resume["lus"], lus, "{nom}");
            assert!(dossier == "justes" || attendus.len() > 10, "{nom}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_another_file() {
    let dossiers = [(), (), ()].map(|()| tempfile::tempdir().unwrap());
    for (dossier, graine) in dossiers.iter().zip(["7", "7", "8"]) {
        generer("CAP", "300", "0.125", graine, dossier.path());
    }
    let [un, deux, trois] = dossiers.map(|dossier| contenu(dossier.path()));
    assert_eq!(un.len(), 2);
    assert_eq!(un, deux);
    assert_ne!(un[0].0, trois[0].0);
    assert_ne!(un[0].1, trois[0].1);
}

#[test]
fn every_fault_of_a_larger_file_is_found_and_nothing_else() {
    for (domaine, graine) in [("BCP", "101"), ("MCP", "102"), ("CAP", "103")] {
        let dossier = tempfile::tempdir().unwrap();
        generer(domaine, "1500", "0.4", graine, dossier.path());
        let csv = seul_csv(dossier.path());
        let (constats, _) = verifier(&[texte(dossier.path())]);
        assert_eq!(cles(&constats), cles(&manifeste(&csv)), "{domaine}");
    }
}

#[test]
fn a_demand_that_makes_no_sense_is_told_in_one_line_and_writes_nothing() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = texte(dossier.path());
    let cas: [(&[&str], &str); 6] = [
        (&["--domaine", "BTS"], "« BTS » n’est pas un examen"),
        (
            &["--domaine", "CAP", "--fautes", "5%"],
            "« 5% » n’est pas une part",
        ),
        (
            &["--domaine", "CAP", "--fautes", "1.5"],
            "un nombre de 0 à 1",
        ),
        (
            &["--domaine", "CAP", "--session", "juin"],
            "« juin » n’est pas une session",
        ),
        (
            &["--domaine", "CAP", "--session", "2024"],
            "la session 2024 n’est pas une session de l’examen CAP",
        ),
        (&["--domaine", "CAP", "--candidats", "-1"], "« -1 »"),
    ];
    for (arguments, mot) in cas {
        let debut = ["exemples", "generer", "--sortie", sortie];
        let reponse = lancer(debut.iter().chain(arguments));
        assert_eq!(reponse.statut, 2, "{arguments:?}");
        assert!(
            reponse.erreurs.contains(mot),
            "{arguments:?} : {}",
            reponse.erreurs
        );
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
        assert!(contenu(dossier.path()).is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_existing_file_is_not_written_over() {
    let dossier = tempfile::tempdir().unwrap();
    generer("ARI", "3", "0", "1", dossier.path());
    let reponse = lancer([
        "exemples",
        "generer",
        "--domaine",
        "ARI",
        "--candidats",
        "4",
        "--graine",
        "1",
        "--sortie",
        texte(dossier.path()),
    ]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    let csv = fs::read_to_string(seul_csv(dossier.path())).unwrap();
    assert_eq!(csv.lines().count(), 4);
}

/// The awkward files: what each is checked to be, and the exit status.
#[test]
fn the_awkward_examples_show_what_their_names_say() {
    let cas: [(&str, i32, &[&str]); 7] = [
        ("CAP-windows-1252", 0, &["CY-003"]),
        ("CAP-utf-16", 0, &["CY-003"]),
        ("CAP-virgules", 0, &["CY-005"]),
        ("CAP-colonnes-decalees", 1, &["CY-009", "CY-012"]),
        ("CAP-guillemet-ouvert", 1, &["CY-014"]),
        ("CAP-pdf-renomme", 2, &["CY-002"]),
        ("CAP-vide", 2, &["CY-001"]),
    ];
    let livres = contenu(&exemples("delicats"));
    assert_eq!(livres.len(), cas.len());
    let lisez_moi = fs::read_to_string(racine().join("exemples/cyclades/LISEZMOI.md")).unwrap();
    for (nom, statut, regles) in cas {
        let chemin = exemples("delicats").join(format!("{nom}_1.0_2024-06_151120230900.csv"));
        let (constats, _) = verifier(&[texte(&chemin)]);
        let mut trouvees: Vec<&str> = constats
            .iter()
            .filter_map(|constat| constat["regle"].as_str())
            .collect();
        trouvees.sort_unstable();
        trouvees.dedup();
        assert_eq!(trouvees, regles, "{nom}");
        assert_eq!(
            lancer(["cyclades", "verifier", texte(&chemin)]).statut,
            statut,
            "{nom}"
        );
        assert!(lisez_moi.contains(nom), "{nom} is not in LISEZMOI.md");
    }
}
