//! `--donnees`: an edition of a folder is obeyed, and told with file and line when it is faulty.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{exemples, guichet, lancer, racine, reponse, texte};
use serde_json::Value;

const EDITION: &str = "reglements/cyclades/2023-09-29";

fn copier(de: &Path, vers: &Path) {
    fs::create_dir_all(vers).unwrap();
    for entree in fs::read_dir(de).unwrap() {
        let entree = entree.unwrap();
        let cible = vers.join(entree.file_name());
        if entree.path().is_dir() {
            copier(&entree.path(), &cible);
        } else {
            fs::copy(entree.path(), cible).unwrap();
        }
    }
}

/// A copy of the edition in which one text of one file is changed.
fn edition_changee(fichier: &str, avant: &str, apres: &str) -> tempfile::TempDir {
    let dossier = tempfile::tempdir().unwrap();
    let copie = dossier.path().join(EDITION);
    copier(&racine().join("donnees").join(EDITION), &copie);
    let chemin = copie.join(fichier);
    let texte = fs::read_to_string(&chemin).unwrap();
    assert!(texte.contains(avant), "{fichier}: {avant}");
    fs::write(chemin, texte.replacen(avant, apres, 1)).unwrap();
    dossier
}

/// What is found with a data folder: rule, field, gravity.
fn trouver(donnees: &Path, fichier: &Path) -> Vec<(String, String, String)> {
    let reponse = lancer([
        "--donnees",
        texte(donnees),
        "cyclades",
        "verifier",
        "--format",
        "ndjson",
        texte(fichier),
    ]);
    assert!(reponse.statut < 2, "{}", reponse.erreurs);
    let mot = |valeur: &Value| valeur.as_str().unwrap_or_default().to_owned();
    reponse
        .sortie
        .lines()
        .map(|ligne| serde_json::from_str::<Value>(ligne).unwrap())
        .filter(|ligne| ligne.get("resume").is_none())
        .map(|c| (mot(&c["regle"]), mot(&c["champ"]), mot(&c["gravite"])))
        .collect()
}

#[test]
fn a_changed_edition_is_obeyed_without_a_compiler() {
    let juste = exemples("demo/CAP_1.0_2024-06_161120230900.csv");
    let fautif = exemples("demo/CAP_1.0_2024-06_151120230900.csv");
    let cas = [
        (
            "parametres.toml",
            "valeur = 2024",
            "valeur = 2025",
            &juste,
            "CY-113",
            "avertissement",
            1,
        ),
        (
            "champs.toml",
            "longueur_max = 40",
            "longueur_max = 5",
            &juste,
            "CY-202",
            "erreur",
            9,
        ),
        (
            "conditions.toml",
            "nom = \"code-postal-francais-incomplet\"\ngravite = \"a_examiner\"",
            "nom = \"code-postal-francais-incomplet\"\ngravite = \"erreur\"",
            &fautif,
            "CY-231",
            "erreur",
            1,
        ),
        (
            "conditions.toml",
            "'^[0-9]{1,4}$'",
            "'^[0-9]{5}$'",
            &juste,
            "CY-231",
            "a_examiner",
            12,
        ),
    ];
    let livrees = racine().join("donnees");
    for (fichier, avant, apres, controle, regle, gravite, nombre) in cas {
        let avec = |donnees: &Path| {
            trouver(donnees, controle)
                .into_iter()
                .filter(|(code, _, sa_gravite)| code == regle && sa_gravite == gravite)
                .count()
        };
        assert_eq!(avec(&livrees), 0, "{fichier} {avant}");
        let dossier = edition_changee(fichier, avant, apres);
        assert_eq!(avec(dossier.path()), nombre, "{fichier} {apres}");
    }
}

#[test]
fn a_faulty_edition_is_told_with_its_file_and_line() {
    let juste = exemples("demo/CAP_1.0_2024-06_161120230900.csv");
    let cas = [
        (
            "conditions.toml",
            "gravite = \"a_examiner\"",
            "gravite = \"douteux\"",
            "conditions.toml:",
        ),
        (
            "conditions.toml",
            "si = [\"residence_en_france\"]",
            "si = [\"residence_en_frnce\"]",
            "conditions.toml:",
        ),
        (
            "champs.toml",
            "longueur_max = 40",
            "longueur_maxi = 40",
            "champs.toml:",
        ),
        (
            "champs.toml",
            "liste = \"pcs\"",
            "liste = \"psc\"",
            "champs.toml:",
        ),
        (
            "edition.toml",
            "en_vigueur_du = \"2023-09-29\"",
            "en_vigueur_du = \"2023-09-30\"",
            "edition.toml:3 : ",
        ),
        (
            "parametres.toml",
            "source = \"entete:annee-session\"",
            "source = \"entete:anee-session\"",
            "parametres.toml:6 : ",
        ),
        (
            "caracteres.toml",
            "\"apostrophe\", \"barre\", \"tiret\"",
            "\"apostrophes\"",
            "caracteres.toml:",
        ),
    ];
    for (fichier, avant, apres, lieu) in cas {
        let dossier = edition_changee(fichier, avant, apres);
        let reponse = lancer([
            "cyclades",
            "verifier",
            texte(&juste),
            "--donnees",
            texte(dossier.path()),
        ]);
        assert_eq!(reponse.statut, 2, "{fichier} {apres}");
        let attendu = format!("{EDITION}/{lieu}");
        assert!(
            reponse.erreurs.starts_with(&attendu),
            "{fichier} {apres} : {}",
            reponse.erreurs
        );
        let apres_le_lieu = reponse.erreurs[attendu.len()..].trim_start();
        let ligne_dite =
            lieu.ends_with(" : ") || apres_le_lieu.starts_with(|c: char| c.is_ascii_digit());
        assert!(ligne_dite, "{}", reponse.erreurs);
        assert_eq!(reponse.sortie, "");
    }
}

/// A folder whose list of the communes has these rows only.
fn communes(lignes: &str) -> tempfile::TempDir {
    const LISTE: &str = "nomenclatures/communes/2026-01-01";
    let dossier = tempfile::tempdir().unwrap();
    let copie = dossier.path().join(LISTE);
    copier(&racine().join("donnees").join(LISTE), &copie);
    let codes = fs::read_to_string(copie.join("codes.csv")).unwrap();
    let entete = codes.lines().next().unwrap();
    fs::write(copie.join("codes.csv"), format!("{entete}\n{lignes}")).unwrap();
    let liste = fs::read_to_string(copie.join("liste.toml")).unwrap();
    let nombre = lignes.lines().count();
    let (debut, _) = liste.split_once("[effectifs.nature]").unwrap();
    let liste = debut.replace("lignes = 39254", &format!("lignes = {nombre}"));
    fs::write(copie.join("liste.toml"), liste).unwrap();
    dossier
}

#[test]
fn a_list_of_communes_of_a_folder_replaces_the_other_one() {
    let juste = exemples("demo/CAP_1.0_2024-06_161120230900.csv");
    let inconnues = |donnees: &Path| {
        trouver(donnees, &juste)
            .iter()
            .filter(|(regle, ..)| regle == "CY-239")
            .count()
    };
    assert_eq!(inconnues(&racine().join("donnees")), 0);
    let une = communes("49007,Angers,49,,COM,,49000\n");
    assert!(inconnues(une.path()) > 5);
    let cas = [
        (
            "49008,Y,49,,COM,,\n49007,Angers,49,,COM,,49000\n",
            "codes.csv:3 : ",
        ),
        ("49007,Angers,49,49008,ANC,,\n", "codes.csv:2 : "),
        ("49007,Angers,49\n", "codes.csv:2 : "),
    ];
    for (lignes, lieu) in cas {
        let dossier = communes(lignes);
        let reponse = lancer([
            "cyclades",
            "verifier",
            texte(&juste),
            "--donnees",
            texte(dossier.path()),
        ]);
        assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
        assert!(reponse.erreurs.contains(lieu), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}

#[test]
fn a_next_edition_is_chosen_by_its_session() {
    let juste = fs::read(exemples("demo/CAP_1.0_2024-06_161120230900.csv")).unwrap();
    let dossier = tempfile::tempdir().unwrap();
    let donnees = dossier.path().join("donnees");
    let source = racine().join("donnees");
    copier(
        &source.join(EDITION),
        &donnees.join("reglements/cyclades/2024-10-01"),
    );
    for liste in fs::read_dir(source.join("nomenclatures/cyclades")).unwrap() {
        let liste = liste.unwrap();
        copier(
            &liste.path().join("2023-09-29"),
            &donnees
                .join("nomenclatures/cyclades")
                .join(liste.file_name())
                .join("2024-10-01"),
        );
    }
    // The new one begins on its day; the old one, which has no end, then ends by itself.
    ouvrir(&source, &donnees);
    let changer = |fichier: &str, avant: &str, apres: &str| {
        let chemin = donnees.join("reglements/cyclades/2024-10-01").join(fichier);
        let texte = fs::read_to_string(&chemin).unwrap();
        assert!(texte.contains(avant));
        fs::write(chemin, texte.replacen(avant, apres, 1)).unwrap();
    };
    changer("parametres.toml", "valeur = 2024", "valeur = 2025");
    let nom = dossier.path().join("CAP_1.0_2025-06_161120240900.csv");
    fs::write(&nom, &juste).unwrap();
    assert_eq!(trouver(&donnees, &nom), []);
    let regles: Vec<_> = trouver(&source, &nom)
        .into_iter()
        .map(|(regle, ..)| regle)
        .collect();
    assert_eq!(regles, ["CY-113"]);
    let ancienne = dossier.path().join("CAP_1.0_2024-06_161120230900.csv");
    fs::write(&ancienne, &juste).unwrap();
    assert_eq!(trouver(&donnees, &ancienne), []);
}

/// Every `edition.toml` of the copy begins on the new day.
fn ouvrir(source: &Path, donnees: &Path) {
    let mut dossiers = vec!["reglements/cyclades".to_owned()];
    for liste in fs::read_dir(source.join("nomenclatures/cyclades")).unwrap() {
        dossiers.push(format!(
            "nomenclatures/cyclades/{}",
            liste.unwrap().file_name().to_string_lossy()
        ));
    }
    for dossier in dossiers {
        let du = "en_vigueur_du = \"2023-09-29\"";
        let nouvelle = donnees.join(&dossier).join("2024-10-01/edition.toml");
        let texte = fs::read_to_string(&nouvelle).unwrap();
        assert!(texte.contains(du), "{dossier}");
        fs::write(
            &nouvelle,
            texte.replace(du, "en_vigueur_du = \"2024-10-01\""),
        )
        .unwrap();
    }
}

#[test]
fn a_folder_that_holds_no_edition_is_told() {
    let vide = tempfile::tempdir().unwrap();
    let absent = vide.path().join("absent");
    for (dossier, mot) in [
        (vide.path(), "aucun dossier d’édition"),
        (&absent, "vérifiez le chemin"),
    ] {
        let reponse = reponse(guichet().args(["--donnees", texte(dossier), "regles", "lister"]));
        assert_eq!((reponse.statut, reponse.erreurs.lines().count()), (2, 1));
        assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
    }
}
