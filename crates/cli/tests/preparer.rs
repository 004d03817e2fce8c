//! From the export of a school's software to a file that the check accepts, by the real program.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{exemples, lancer, seul_csv, texte, verifier};

/// The shipped exports: form, name, and the options that make a file of them.
const LIVRES: [(&str, &str, &[&str]); 3] = [
    (
        "export-siecle",
        "export-siecle-CAP-21.csv",
        &[
            "--correspondance",
            "siecle",
            "--fixer",
            "etablissement=0750655E",
            "--fixer",
            "categorie=122",
        ],
    ),
    (
        "export-vie-scolaire",
        "export-vie-scolaire-CAP-21.xlsx",
        &[],
    ),
    ("export-cfa", "export-cfa-CAP-21.csv", &[]),
];

/// Set to 1 to write the shipped exports again.
const RECRIRE: &str = "GUICHET_RECRIRE_EXEMPLES";

fn preparer(export: &Path, sortie: &Path, options: &[&str]) -> commun::Reponse {
    let debut = [
        "cyclades",
        "preparer",
        texte(export),
        "--domaine",
        "CAP",
        "--session",
        "2024-06",
        "--extraction",
        "15/11/2023 09:00",
        "--sortie",
        texte(sortie),
    ];
    lancer(debut.iter().chain(options))
}

#[test]
fn the_shipped_exports_are_those_the_program_makes() {
    let refait = tempfile::tempdir().unwrap();
    for (forme, nom, _) in LIVRES {
        let reponse = lancer([
            "exemples",
            "generer",
            "--domaine",
            "CAP",
            "--candidats",
            "20",
            "--graine",
            "21",
            "--forme",
            forme,
            "--sortie",
            texte(refait.path()),
        ]);
        assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
        let octets = fs::read(refait.path().join(nom)).unwrap();
        let livre = exemples("exports").join(nom);
        if std::env::var_os(RECRIRE).is_some() {
            fs::create_dir_all(exemples("exports")).unwrap();
            fs::write(&livre, &octets).unwrap();
        }
        assert!(
            fs::read(&livre).unwrap() == octets,
            "{nom}: run with {RECRIRE}=1"
        );
    }
}

#[test]
fn each_shipped_export_becomes_a_file_in_one_command_and_homonyms_are_told() {
    for (_, nom, options) in LIVRES {
        let dossier = tempfile::tempdir().unwrap();
        let reponse = preparer(&exemples("exports").join(nom), dossier.path(), options);
        // The national base names communes without their departments: two of them have homonyms.
        let valides = if nom.contains("siecle") { 18 } else { 20 };
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (i32::from(valides < 20), ""),
            "{nom} {}",
            reponse.sortie
        );
        assert_eq!(
            reponse.sortie.contains("est le nom de plusieurs communes"),
            valides < 20
        );
        let csv = seul_csv(dossier.path());
        assert_eq!(csv.file_name().unwrap(), "CAP_1.0_2024-06_151120230900.csv");
        let (_, resume) = verifier(&[texte(&csv)]);
        assert_eq!(
            (&resume["lus"], &resume["valides"]),
            (&20.into(), &valides.into()),
            "{nom}"
        );
        assert!(
            valides < 20 || resume["par_regle"] == serde_json::json!({}),
            "{resume}"
        );
        let gardee = dossier
            .path()
            .join("CAP_1.0_2024-06_151120230900.correspondance.toml");
        assert_eq!(
            gardee.exists(),
            !options.contains(&"--correspondance"),
            "{nom}"
        );
        // What was kept makes the same file again.
        if gardee.exists() {
            let encore = tempfile::tempdir().unwrap();
            let reponse = preparer(
                &exemples("exports").join(nom),
                encore.path(),
                &["--correspondance", texte(&gardee)],
            );
            assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
            assert_eq!(
                fs::read(seul_csv(encore.path())).unwrap(),
                fs::read(&csv).unwrap()
            );
        }
    }
}

#[test]
fn the_report_shows_each_column_and_no_value_of_it() {
    let dossier = tempfile::tempdir().unwrap();
    let reponse = preparer(&exemples("exports").join(LIVRES[2].1), dossier.path(), &[]);
    let propre = reponse.sortie.replace(texte(dossier.path()), "[dossier]");
    insta::assert_snapshot!(propre);
}

#[test]
fn what_makes_no_sense_is_told_in_one_line_and_writes_nothing() {
    let dossier = tempfile::tempdir().unwrap();
    let export = exemples("exports").join(LIVRES[2].1);
    let cas: [(&[&str], &str); 4] = [
        (&["--correspondance", "siecles"], "« siecle »"),
        (&["--fixer", "etablissment=0750655E"], "« etablissement »"),
        (&["--fixer", "0750655E"], "champ=valeur"),
        (&["--separateur", "x"], "séparateur"),
    ];
    for (options, mot) in cas {
        let reponse = preparer(&export, dossier.path(), options);
        assert_eq!(reponse.statut, 2, "{options:?}");
        assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
        assert_eq!(
            fs::read_dir(dossier.path()).unwrap().count(),
            0,
            "{options:?}"
        );
    }
    assert_eq!(preparer(&export, dossier.path(), &[]).statut, 0);
    let reponse = preparer(&export, dossier.path(), &[]);
    assert!(
        reponse.statut == 2 && reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    let dossier = tempfile::tempdir().unwrap();
    let reponse = preparer(
        &exemples("delicats").join("CAP-pdf-renomme_1.0_2024-06_151120230900.csv"),
        dossier.path(),
        &[],
    );
    assert!(
        reponse.statut == 2 && reponse.erreurs.contains("PDF"),
        "{}",
        reponse.erreurs
    );
}

#[test]
fn the_same_candidate_of_two_files_is_told_with_both_places() {
    let dossier = tempfile::tempdir().unwrap();
    let livre = exemples("justes").join("CAP_1.0_2024-06_151120230904.csv");
    let texte_entier = fs::read_to_string(&livre).unwrap();
    let lignes: Vec<&str> = texte_entier.lines().collect();
    let un = dossier.path().join("CAP-a_1.0_2024-06_151120230904.csv");
    let deux = dossier.path().join("CAP-b_1.0_2024-06_151120230904.csv");
    fs::write(
        &un,
        format!("{}\n{}\n{}\n", lignes[0], lignes[1], lignes[2]),
    )
    .unwrap();
    fs::write(
        &deux,
        format!("{}\n{}\n{}\n", lignes[0], lignes[3], lignes[2]),
    )
    .unwrap();
    let (constats, resume) = verifier(&[texte(dossier.path())]);
    let dits: Vec<(&str, &str, u64)> = constats
        .iter()
        .map(|c| {
            (
                c["regle"].as_str().unwrap(),
                c["fichier"].as_str().unwrap(),
                c["ligne"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        dits,
        [
            ("CY-503", "CAP-b_1.0_2024-06_151120230904.csv", 3),
            ("CY-504", "CAP-b_1.0_2024-06_151120230904.csv", 3)
        ]
    );
    for constat in &constats {
        let message = constat["message"].as_str().unwrap();
        assert!(
            message.contains("CAP-a_1.0_2024-06_151120230904.csv, ligne 3"),
            "{message}"
        );
    }
    assert_eq!(resume["par_regle"]["CY-503"], 1);
    assert_eq!(resume["fichiers"].as_array().unwrap().len(), 2);
    let reponse = lancer(["cyclades", "verifier", texte(dossier.path())]);
    insta::assert_snapshot!(reponse.sortie);
    // One file alone is compared with nothing.
    assert_eq!(verifier(&[texte(&deux)]).0.len(), 0);
}
