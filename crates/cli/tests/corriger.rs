//! `guichet cyclades corriger`, from end to end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod commun;

use std::fs;
use std::path::PathBuf;

use commun::{Reponse, guichet, lancer, reponse, texte, verifier};
use serde_json::Value;

const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";

const ENTETE: &str = "civilite;nom_famille;prenoms;INE;pays_naissance;date_naissance;depCOM_naissance;commune_naissance;nationalite;pays;adresse_1;code_postal;localite;telephone_mobile;adresse_mail;etablissement;serie;categorie";

/// A folder with a file whose faults are of every sort: sure, to confirm, shown only, for people only.
fn faute() -> (tempfile::TempDir, PathBuf, String) {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join(NOM);
    let lignes = [
        "Mme;LE  GOFF;Zoé, Anne;123456789ab;France;2006-03-05;1;1053;100;100;12 rue de l’Été;1100;OYONNAX;06 39 98 00 01;zoe@example.org;0750655E;50022137;122",
        "M;MARTIN - PETIT;Noé;123456780AB;100;38777;97;97411;100;100;\"3, rue des Lilas\";75013;PARIS;639980002;noe@example.org;750655E;22137;122",
        "F;DUPONT;Léa;12345678AB;100;31/02/2006;075;75113;100;100;4 rue des Lilas;75013;PARIS;0639980003;lea@example.org;0750655E;22137;122",
    ];
    let contenu = format!("{ENTETE}\r\n{}\r\n", lignes.join("\r\n"));
    fs::write(&chemin, &contenu).unwrap();
    (dossier, chemin, contenu)
}

fn corriger(chemin: &str, sortie: &str, options: &[&str]) -> Reponse {
    let mut arguments = vec!["cyclades", "corriger", chemin, "--sortie", sortie];
    arguments.extend(options);
    lancer(arguments)
}

#[test]
fn the_copy_is_repaired_and_the_original_is_not_touched() {
    let (dossier, chemin, contenu) = faute();
    let copie = dossier.path().join("copie.csv");
    let reponse = corriger(texte(&chemin), texte(&copie), &[]);
    assert_eq!(reponse.statut, 1, "{}", reponse.erreurs);
    assert_eq!(fs::read_to_string(&chemin).unwrap(), contenu);
    let attendu = contenu
        .replace("Mme", "F")
        .replace("LE  GOFF", "LE GOFF")
        .replace("Zoé, Anne", "Zoé Anne")
        .replace("123456789ab", "123456789AB")
        .replace("2006-03-05", "05/03/2006")
        .replace("l’Été", "l'Été")
        .replace("06 39 98 00 01", "0639980001")
        .replace("50022137", "22137");
    assert_eq!(fs::read_to_string(&copie).unwrap(), attendu);
    insta::assert_snapshot!(
        "the_text_of_the_repairs",
        reponse.sortie.replace(texte(dossier.path()), "DOSSIER")
    );
}

#[test]
fn what_a_person_confirms_is_made_too() {
    let (dossier, chemin, contenu) = faute();
    let sous = dossier.path().join("corrige");
    fs::create_dir(&sous).unwrap();
    let reponse = corriger(
        texte(&chemin),
        texte(&sous),
        &["--a-confirmer", "--format", "json"],
    );
    assert_eq!(reponse.statut, 1, "{}", reponse.erreurs);
    // In a folder the copy keeps the name of the original.
    let copie = fs::read_to_string(sous.join(NOM)).unwrap();
    for morceau in [
        "100;05/03/2006;001;01053;100",
        ";01100;OYONNAX",
        ";01/03/2006;974;97411;",
        "\"3, rue des Lilas\"",
        ";0639980002;",
        ";0750655E;22137;122\r\nF;",
    ] {
        assert!(copie.contains(morceau), "{morceau} in {copie}");
    }
    // The row of the third candidate has faults that only a person can mend.
    assert_eq!(copie.lines().nth(3), contenu.lines().nth(3));
    let json: Value = serde_json::from_str(&reponse.sortie).unwrap();
    let modifications = json["modifications"].as_array().unwrap();
    let pays = modifications
        .iter()
        .find(|m| m["champ"] == "pays_naissance")
        .unwrap();
    assert_eq!(
        (&pays["avant"], &pays["apres"]),
        (&"France".into(), &"100".into())
    );
    assert_eq!(
        (&pays["surete"], &pays["etat"]),
        (&"a_confirmer".into(), &"faite".into())
    );
    assert_eq!(
        (&pays["regle"], &pays["ligne"]),
        (&"CY-220".into(), &2.into())
    );
    assert!(pays["raison"].as_str().unwrap().contains("pays"));
    assert_eq!(json["bilan"]["candidats_modifies"], 2);
    assert_eq!(json["bilan"]["a_confirmer"], 0);
    assert_eq!(json["resume"]["avec_erreurs"], 2);
    let (constats, resume) = verifier(&[texte(&sous.join(NOM))]);
    assert_eq!(json["constats"].as_array().unwrap().len(), constats.len());
    assert_eq!(json["resume"], resume);
}

#[test]
fn a_file_made_right_gives_zero_and_its_edits_as_a_table() {
    let (dossier, chemin, contenu) = faute();
    let premiere: Vec<&str> = contenu.split_inclusive("\r\n").take(2).collect();
    fs::write(&chemin, premiere.concat()).unwrap();
    let copie = dossier.path().join("copie.csv");
    let reponse = corriger(
        texte(&chemin),
        texte(&copie),
        &["--a-confirmer", "--format", "csv"],
    );
    assert_eq!(reponse.statut, 0, "{} {}", reponse.erreurs, reponse.sortie);
    assert!(
        reponse.erreurs.contains("aucune erreur"),
        "{}",
        reponse.erreurs
    );
    let mut lignes = reponse.sortie.lines();
    let entete =
        "fichier;ligne;colonne;candidat;champ;avant;apres;surete;etat;regle;correction;raison";
    assert_eq!(lignes.next(), Some(entete));
    let zero = lignes
        .find(|ligne| ligne.contains(";code_postal;"))
        .unwrap();
    assert!(
        zero.contains(";1100;01100;a_confirmer;faite;CY-231;zero-du-code-postal;"),
        "{zero}"
    );
    // Once more changes nothing.
    let encore = dossier.path().join("encore.csv");
    let options = ["--a-confirmer", "--domaine", "CAP", "--session", "2024-06"];
    corriger(texte(&copie), texte(&encore), &options);
    assert_eq!(fs::read(&encore).unwrap(), fs::read(&copie).unwrap());
}

#[test]
fn nothing_is_overwritten_nor_left_behind() {
    let (dossier, chemin, contenu) = faute();
    let la = dossier.path().join("la.csv");
    fs::write(&la, "x").unwrap();
    let absent = dossier.path().join("absent").join("copie.csv");
    let vide = dossier.path().join("vide.csv");
    fs::write(&vide, "").unwrap();
    let neuve = dossier.path().join("neuve.csv");
    let cas = [
        (&chemin, &chemin, "jamais modifié"),
        (&chemin, &la, "existe déjà"),
        (&chemin, &absent, "écriture impossible"),
        (&vide, &neuve, "Le fichier est vide"),
    ];
    for (original, sortie, mot) in cas {
        let reponse = corriger(texte(original), texte(sortie), &[]);
        assert_eq!(reponse.statut, 2, "{mot}");
        assert!(reponse.sortie.is_empty(), "{}", reponse.sortie);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
        assert!(
            reponse.erreurs.contains(mot),
            "{mot} in {}",
            reponse.erreurs
        );
    }
    assert_eq!(fs::read_to_string(&chemin).unwrap(), contenu);
    let mut noms: Vec<_> = fs::read_dir(dossier.path())
        .unwrap()
        .map(|entree| entree.unwrap().file_name().into_string().unwrap())
        .collect();
    noms.sort();
    assert_eq!(noms, [NOM, "la.csv", "vide.csv"]);
}

#[test]
fn the_standard_input_is_repaired_like_a_file() {
    let (dossier, chemin, contenu) = faute();
    let [par_nom, par_entree] = ["a.csv", "b.csv"].map(|nom| dossier.path().join(nom));
    corriger(texte(&chemin), texte(&par_nom), &[]);
    let mut commande = guichet();
    commande
        .args([
            "cyclades",
            "corriger",
            "-",
            "--domaine",
            "CAP",
            "--session",
            "2024-06",
        ])
        .args(["--sortie", texte(&par_entree)])
        .write_stdin(contenu);
    assert_eq!(reponse(&mut commande).statut, 1);
    assert_eq!(fs::read(par_entree).unwrap(), fs::read(par_nom).unwrap());
}
