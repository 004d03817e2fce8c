//! The exit status of a check, and the one line that goes with what cannot be checked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;

use commun::{exemples, guichet, lancer, reponse, texte};

const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";

/// A folder with one file of each kind.
fn dossier() -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    let ecrire = |nom: &str, octets: &[u8]| {
        let chemin = dossier.path().join(nom);
        fs::create_dir_all(chemin.parent().unwrap()).unwrap();
        fs::write(chemin, octets).unwrap();
    };
    let juste = fs::read(exemples("demo/CAP_1.0_2024-06_161120230900.csv")).unwrap();
    let fautif = fs::read(exemples(&format!("demo/{NOM}"))).unwrap();
    ecrire(&format!("juste/{NOM}"), &juste);
    ecrire(&format!("fautif/{NOM}"), &fautif);
    let virgules = String::from_utf8(juste.clone()).unwrap().replace(';', ",");
    ecrire(&format!("avertissements/{NOM}"), virgules.as_bytes());
    ecrire(
        &format!("pdf/{NOM}"),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    );
    ecrire(&format!("vide/{NOM}"), b"");
    ecrire(&format!("un-bon-un-fautif/a/{NOM}"), &juste);
    ecrire(&format!("un-bon-un-fautif/b/{NOM}"), &fautif);
    fs::create_dir(dossier.path().join("rien")).unwrap();
    dossier
}

#[test]
fn each_kind_of_input_has_its_status_and_at_most_one_line_of_error() {
    let dossier = dossier();
    let chemin = |nom: &str| texte(&dossier.path().join(nom)).to_owned();
    let fichier = |nom: &str| chemin(&format!("{nom}/{NOM}"));
    let cas: Vec<(Vec<String>, i32, &str)> = vec![
        (vec![fichier("juste")], 0, ""),
        (vec![fichier("avertissements")], 0, ""),
        (vec![fichier("fautif")], 1, ""),
        (vec![fichier("pdf")], 2, "c’est un document PDF"),
        (vec![fichier("vide")], 2, "Le fichier est vide"),
        (vec![chemin("juste")], 0, ""),
        (vec![chemin("un-bon-un-fautif")], 1, ""),
        (vec![chemin("rien")], 2, "aucun fichier .csv"),
        (vec![chemin("absent.csv")], 2, "n’existe pas"),
        (
            vec![fichier("juste"), chemin("absent.csv"), fichier("fautif")],
            2,
            "n’existe pas",
        ),
        (
            vec![fichier("juste"), "--format-inconnu".to_owned()],
            2,
            "n’existe pas",
        ),
        (
            vec![fichier("juste"), "--domaine".to_owned(), "BTS".to_owned()],
            2,
            "« BTS »",
        ),
        (
            vec![fichier("juste"), "--session".to_owned(), "juin".to_owned()],
            2,
            "« juin »",
        ),
        (
            vec![
                fichier("juste"),
                "--edition".to_owned(),
                "1999-01-01".to_owned(),
            ],
            2,
            "2023-09-29",
        ),
        (
            vec![fichier("juste"), "--separateur".to_owned(), "x".to_owned()],
            2,
            "« x »",
        ),
        (
            vec![
                fichier("juste"),
                "--encodage".to_owned(),
                "ebcdic".to_owned(),
            ],
            2,
            "« ebcdic »",
        ),
    ];
    for (arguments, statut, mot) in cas {
        let debut = ["cyclades".to_owned(), "verifier".to_owned()];
        let reponse = lancer(debut.iter().chain(&arguments));
        assert_eq!(
            reponse.statut, statut,
            "{arguments:?} : {}",
            reponse.erreurs
        );
        assert_eq!(
            reponse.erreurs.lines().count(),
            usize::from(!mot.is_empty()),
            "{arguments:?}"
        );
        assert!(
            reponse.erreurs.contains(mot),
            "{arguments:?} : {}",
            reponse.erreurs
        );
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_told_like_a_file() {
    let vide = lancer(["cyclades", "verifier", "/dev/null"]);
    assert_eq!(vide.statut, 2);
    assert!(
        vide.erreurs.contains("/dev/null : Le fichier est vide"),
        "{}",
        vide.erreurs
    );
    let zero = lancer(["cyclades", "verifier", "/dev/zero"]);
    assert_eq!(
        (zero.statut, zero.erreurs.lines().count()),
        (2, 1),
        "{}",
        zero.erreurs
    );
}

#[test]
fn the_others_are_checked_when_one_file_cannot_be() {
    let dossier = dossier();
    let juste = dossier.path().join("juste").join(NOM);
    let absent = dossier.path().join("absent.csv");
    let reponse = lancer(["cyclades", "verifier", texte(&absent), texte(&juste)]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.sortie.contains("Accepté : 12 candidats lus"),
        "{}",
        reponse.sortie
    );
}

#[test]
fn a_command_that_makes_no_sense_is_told_in_one_line() {
    let cas: [(&[&str], &str); 5] = [
        (&["cyclade"], "Vouliez-vous dire « cyclades »"),
        (&["cyclades", "verifier"], "Il manque <FICHIER>"),
        (
            &["codes", "exporter", "cyclades/specialite"],
            "cyclades/specialites",
        ),
        (&["codes", "exporter"], "cyclades/pays"),
        (&["regles", "voir", "CY-255"], "CY-253 et CY-301"),
    ];
    for (arguments, mot) in cas {
        let reponse = lancer(arguments);
        assert_eq!(reponse.statut, 2, "{arguments:?}");
        assert!(
            reponse.erreurs.contains(mot),
            "{arguments:?} : {}",
            reponse.erreurs
        );
        assert_eq!(reponse.erreurs.lines().count(), 1, "{arguments:?}");
        assert_eq!(reponse.sortie, "", "{arguments:?}");
    }
}

#[test]
fn help_is_an_answer() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &[],
        &["cyclades", "verifier", "--help"],
    ] {
        let reponse = reponse(guichet().args(arguments));
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{arguments:?}"
        );
        assert!(!reponse.sortie.is_empty(), "{arguments:?}");
    }
}
