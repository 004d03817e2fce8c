//! `guichet cyclades schema`, and `--xsd`: what comes out, what is refused.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::process::Command;

use commun::{exemples, lancer, texte};
use serde_json::Value;

const DOMAINES: [&str; 7] = ["BCP", "BP", "MCP", "MC3", "MC4", "ARI", "CAP"];

fn schema(domaine: &str, nature: &str) -> String {
    let reponse = lancer(["cyclades", "schema", domaine, "--type", nature]);
    assert_eq!(
        (reponse.statut, reponse.erreurs.as_str()),
        (0, ""),
        "{domaine}"
    );
    reponse.sortie
}

#[test]
fn the_xsd_of_every_domain_compiles() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("skipped: xmllint is not installed (Debian: libxml2-utils)");
        return;
    }
    let dossier = tempfile::tempdir().unwrap();
    let vide = dossier.path().join("vide.xml");
    fs::write(&vide, "<autre/>").unwrap();
    for domaine in DOMAINES {
        let chemin = dossier.path().join(format!("{domaine}.xsd"));
        fs::write(&chemin, schema(domaine, "xsd")).unwrap();
        let sortie = Command::new("xmllint")
            .args(["--noout", "--schema", texte(&chemin), texte(&vide)])
            .output()
            .unwrap();
        // 3: the file is not valid. 5: the schema is not.
        assert_eq!(sortie.status.code(), Some(3), "{domaine}");
    }
}

#[test]
fn the_head_and_a_field_of_an_xsd_are_for_people() {
    let xsd = schema("CAP", "xsd");
    let tete: Vec<&str> = xsd.lines().take(30).collect();
    insta::assert_snapshot!("tete", tete.join("\n"));
    let champ = |nom: &str, fin: &str| -> String {
        let debut = xsd.find(nom).unwrap();
        let longueur = xsd[debut..].find(fin).unwrap();
        xsd[debut..debut + longueur].to_owned()
    };
    insta::assert_snapshot!(
        "code_postal",
        champ("<xs:element name=\"code_postal\"", "</xs:element>")
            + &champ(
                "<xs:simpleType name=\"code_postal\"",
                "<xs:simpleType name=\"localite\""
            )
    );
}

#[test]
fn a_table_schema_has_the_columns_of_the_document_in_its_order() {
    for domaine in DOMAINES {
        let json: Value = serde_json::from_str(&schema(domaine, "table-schema")).unwrap();
        let champs = json["fields"].as_array().unwrap();
        assert_eq!(champs.len(), 27, "{domaine}");
        assert_eq!(champs[0]["name"], "civilite");
        assert!(champs.iter().all(|champ| champ["type"] == "string"));
        assert_eq!(json["missingValues"], serde_json::json!([""]));
    }
    let json: Value = serde_json::from_str(&schema("CAP", "table-schema")).unwrap();
    let champ = json["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|champ| champ["name"] == "code_postal")
        .unwrap();
    insta::assert_snapshot!(
        "code_postal_en_table",
        serde_json::to_string_pretty(champ).unwrap()
    );
}

#[test]
fn the_session_opens_and_closes_specialities() {
    let de = |session: &str| {
        lancer([
            "cyclades",
            "schema",
            "CAP",
            "--type",
            "table-schema",
            "--session",
            session,
        ])
        .sortie
    };
    assert_ne!(de("2022-06"), de("2024-06"));
    assert_eq!(de("2024"), de("2024-06"));
    assert_eq!(de("2024-06"), schema("CAP", "table-schema"));
}

#[test]
fn a_schema_is_written_whole_in_a_new_file_only() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("cap.xsd");
    let arguments = [
        "cyclades",
        "schema",
        "cap",
        "--type",
        "xsd",
        "--sortie",
        texte(&chemin),
    ];
    let reponse = lancer(arguments);
    assert_eq!(
        (reponse.statut, reponse.sortie.as_str()),
        (0, ""),
        "{}",
        reponse.erreurs
    );
    assert_eq!(fs::read_to_string(&chemin).unwrap(), schema("CAP", "xsd"));
    fs::write(&chemin, "à garder").unwrap();
    let reponse = lancer(arguments);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    assert_eq!(fs::read_to_string(&chemin).unwrap(), "à garder");
    assert_eq!(fs::read_dir(dossier.path()).unwrap().count(), 1);
}

#[test]
fn what_makes_no_sense_is_one_line() {
    let cas: [(&[&str], &str); 6] = [
        (&["BTS", "--type", "xsd"], "BCP, BP, MCP"),
        (&["CAP"], "--type"),
        (&["CAP", "--type", "dtd"], "xsd, table-schema"),
        (&["CAP", "--type", "xsd", "--session", "juin"], "« juin »"),
        (
            &["CAP", "--type", "xsd", "--edition", "1999-01-01"],
            "2023-09-29",
        ),
        (
            &["CAP", "--type", "xsd", "--sortie", "/absent/cap.xsd"],
            "écriture impossible",
        ),
    ];
    for (suite, mot) in cas {
        let reponse = lancer(["cyclades", "schema"].iter().chain(suite));
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{suite:?}"
        );
        assert!(
            reponse.erreurs.contains(mot),
            "{suite:?} : {}",
            reponse.erreurs
        );
        assert_eq!(reponse.erreurs.lines().count(), 1);
    }
}

/// A file with findings, checked with an XSD.
fn avec_xsd(xsd: &str) -> commun::Reponse {
    let dossier = exemples("");
    let fichier = premier_csv(&dossier);
    let fichier = texte(&fichier).to_owned();
    lancer([
        "cyclades",
        "verifier",
        &fichier,
        "--domaine",
        "CAP",
        "--xsd",
        xsd,
    ])
}

fn premier_csv(dossier: &std::path::Path) -> std::path::PathBuf {
    let mut chemins: Vec<_> = guichet::cyclades::fichiers_de(dossier).unwrap();
    chemins.sort();
    chemins.remove(0)
}

#[test]
fn our_own_xsd_given_back_differs_in_nothing_and_another_says_how() {
    let dossier = tempfile::tempdir().unwrap();
    let notre = dossier.path().join("cap.xsd");
    fs::write(&notre, schema("CAP", "xsd")).unwrap();
    let reponse = avec_xsd(texte(&notre));
    assert!(!reponse.erreurs.contains(".xsd"), "{}", reponse.erreurs);
    let autre = dossier.path().join("autre.xsd");
    let change = fs::read_to_string(&notre)
        .unwrap()
        .replace(
            "<xs:element name=\"cyclades\">",
            "<xs:element name=\"import\">",
        )
        .replace(
            "<xs:maxLength value=\"38\"/>",
            "<xs:maxLength value=\"32\"/>",
        );
    fs::write(&autre, change).unwrap();
    let reponse = avec_xsd(texte(&autre));
    assert!(reponse.statut < 2, "{}", reponse.erreurs);
    for mot in [
        "La racine est « import », et non « cyclades ».",
        "adresse_1 : 32 caractères au plus dans le XSD, 38 dans le document.",
    ] {
        assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
    }
    for (nom, contenu, mot) in [
        ("absent.xsd", None, "introuvable"),
        ("faux.xsd", Some("<html/>"), "ce n’est pas un XSD"),
        ("dtd.xsd", Some("<!DOCTYPE a><a/>"), "DTD"),
    ] {
        let chemin = dossier.path().join(nom);
        if let Some(contenu) = contenu {
            fs::write(&chemin, contenu).unwrap();
        }
        let reponse = avec_xsd(texte(&chemin));
        assert_eq!(
            (reponse.statut, reponse.erreurs.lines().count()),
            (2, 1),
            "{nom}"
        );
        assert!(reponse.erreurs.contains(mot), "{nom} : {}", reponse.erreurs);
    }
}
