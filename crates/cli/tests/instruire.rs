//! `guichet instruire` on files: what it answers, where, and with which status.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::Path;

use commun::{Reponse, guichet, lancer, reponse, texte};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

/// A dossier that meets every condition.
fn favorable(reference: &str) -> Value {
    json!({
        "reference": reference, "date_demande": "2024-11-15",
        "employeur": {
            "siret": "12345678200010", "departement": "44", "assujetti_contribution": true,
            "a_jour_fiscal_social": true, "dates_licenciements_economiques": [],
            "aides_annee_centimes": 0
        },
        "salarie": {
            "date_naissance": "1990-03-21", "demandeur_emploi": true,
            "derniere_presence_etablissement": null
        },
        "contrat": {
            "nature": "professionnalisation", "date_debut": "2024-10-01", "date_fin": "2025-09-30",
            "quotite": "28/35", "certification": { "rncp": "RNCP37537" }, "suspensions": []
        },
        "pieces": { "contrat_cerfa": true, "prise_en_charge_opco": true }
    })
}

/// The same with one value changed; null at its place when none is given.
fn avec(reference: &str, chemin: &str, valeur: Value) -> Value {
    let mut dossier = favorable(reference);
    *dossier.pointer_mut(chemin).unwrap() = valeur;
    dossier
}

fn refuse(reference: &str) -> Value {
    avec(reference, "/salarie/date_naissance", json!("2001-02-03"))
}

fn incomplet(reference: &str) -> Value {
    avec(reference, "/pieces/contrat_cerfa", Value::Null)
}

fn illisible(reference: &str) -> Value {
    avec(reference, "/contrat/date_fin", json!("2025-02-30"))
}

fn ndjson(dossiers: &[Value]) -> String {
    dossiers
        .iter()
        .map(|dossier| format!("{dossier}\n"))
        .collect::<Vec<_>>()
        .concat()
}

fn ecrire(dossier: &Path, nom: &str, dossiers: &[Value]) -> String {
    let chemin = dossier.join(nom);
    fs::write(&chemin, ndjson(dossiers)).unwrap();
    texte(&chemin).to_owned()
}

fn instruire(arguments: &[&str]) -> Reponse {
    lancer(["instruire", "contrat-pro"].iter().chain(arguments))
}

/// The reference and the issue of each decision.
fn issues(sortie: &str) -> Vec<(String, String)> {
    let texte = |valeur: &Value, nom: &str| valeur[nom].as_str().unwrap().to_owned();
    sortie
        .lines()
        .map(|ligne| serde_json::from_str::<Value>(ligne).unwrap())
        .map(|decision| (texte(&decision, "reference"), texte(&decision, "issue")))
        .collect()
}

fn fichiers(dossier: &Path) -> Vec<String> {
    let entrees = fs::read_dir(dossier).unwrap();
    let mut noms: Vec<String> = entrees
        .map(|entree| entree.unwrap().file_name().into_string().unwrap())
        .collect();
    noms.sort();
    noms
}

#[test]
fn a_refusal_is_a_normal_answer_unless_asked_otherwise() {
    let dossier = tempfile::tempdir().unwrap();
    let cas = [
        ("favorable", vec![favorable("A")], 0, 0),
        ("refus", vec![favorable("A"), refuse("B")], 0, 1),
        ("incomplet", vec![incomplet("A")], 0, 0),
        ("illisible", vec![illisible("A"), favorable("B")], 2, 2),
        (
            "illisible-et-refus",
            vec![illisible("A"), refuse("B")],
            2,
            2,
        ),
    ];
    for (nom, dossiers, sans, avec_strict) in cas {
        let chemin = ecrire(dossier.path(), &format!("{nom}.ndjson"), &dossiers);
        let reponse = instruire(&[&chemin, "--format", "ndjson"]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (sans, ""),
            "{nom}"
        );
        assert_eq!(reponse.sortie.lines().count(), dossiers.len(), "{nom}");
        let strict = instruire(&[&chemin, "--format", "ndjson", "--strict"]);
        assert_eq!(strict.statut, avec_strict, "{nom}");
    }
}

#[test]
fn each_dossier_has_its_answer_in_its_place_whatever_becomes_of_the_others() {
    let dossier = tempfile::tempdir().unwrap();
    let premier = ecrire(
        dossier.path(),
        "1.ndjson",
        &[refuse("A"), illisible("B"), favorable("C")],
    );
    let second = ecrire(dossier.path(), "2.ndjson", &[incomplet("D")]);
    let absent = texte(&dossier.path().join("absent.csv")).to_owned();
    let pdf = dossier.path().join("lettre.pdf");
    fs::write(&pdf, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n").unwrap();
    let commande = [
        &premier,
        &absent,
        "-",
        texte(&pdf),
        &second,
        "--format",
        "ndjson",
    ];
    let reponse = reponse(
        guichet()
            .args(["instruire", "contrat-pro"])
            .args(commande)
            .write_stdin(ndjson(&[favorable("E")])),
    );
    assert_eq!(reponse.statut, 2);
    let attendues = [
        ("A", "defavorable"),
        ("B", "illisible"),
        ("C", "favorable"),
        ("E", "favorable"),
        ("D", "incomplet"),
    ];
    let obtenues = issues(&reponse.sortie);
    let obtenues: Vec<(&str, &str)> = obtenues
        .iter()
        .map(|(r, i)| (r.as_str(), i.as_str()))
        .collect();
    assert_eq!(obtenues, attendues);
    assert_eq!(reponse.erreurs.lines().count(), 2, "{}", reponse.erreurs);
    assert!(
        reponse
            .erreurs
            .contains("absent.csv : ce fichier n’existe pas")
    );
    assert!(reponse.erreurs.contains("PDF"), "{}", reponse.erreurs);
}

#[test]
fn a_folder_stands_for_its_files_of_dossiers() {
    let dossier = tempfile::tempdir().unwrap();
    fs::create_dir(dossier.path().join("b")).unwrap();
    ecrire(dossier.path(), "b/2.ndjson", &[favorable("B")]);
    ecrire(dossier.path(), "a.json", &[refuse("A")]);
    ecrire(dossier.path(), "notes.txt", &[]);
    ecrire(dossier.path(), "~$a.xlsx", &[]);
    let lu = instruire(&[texte(dossier.path()), "--format", "ndjson"]);
    assert_eq!((lu.statut, lu.erreurs.as_str()), (0, ""));
    let references: Vec<String> = issues(&lu.sortie).into_iter().map(|(r, _)| r).collect();
    assert_eq!(references, ["A", "B"]);
    let vide = tempfile::tempdir().unwrap();
    let rien = instruire(&[texte(vide.path())]);
    assert_eq!((rien.statut, rien.sortie.as_str()), (2, ""));
    assert!(rien.erreurs.contains("aucun fichier .json"));
}

#[test]
fn every_form_goes_to_the_output_or_to_a_folder_whole() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = ecrire(
        dossier.path(),
        "d.ndjson",
        &[favorable("A"), refuse("B"), incomplet("C"), illisible("D")],
    );
    let formes = [
        ("texte", "decisions.txt"),
        ("json", "decisions.json"),
        ("ndjson", "decisions.ndjson"),
        ("csv", "decisions.csv"),
        ("html", "decisions.html"),
        ("xlsx", "decisions.xlsx"),
    ];
    for (forme, nom) in formes {
        let commande = ["instruire", "contrat-pro", &chemin, "--format", forme];
        let dit = guichet().args(commande).output().unwrap();
        assert_eq!(dit.status.code(), Some(2), "{forme}");
        let vers = dossier.path().join("pas/encore").join(forme);
        let ecrit = lancer(commande.iter().chain(&["--sortie", texte(&vers)]));
        assert_eq!((ecrit.statut, ecrit.sortie.as_str()), (2, ""), "{forme}");
        assert_eq!(fichiers(&vers), [nom]);
        let octets = fs::read(vers.join(nom)).unwrap();
        if forme == "xlsx" {
            assert!(octets.starts_with(b"PK") && dit.stdout.starts_with(b"PK"));
        } else {
            assert_eq!(
                String::from_utf8(octets).unwrap(),
                String::from_utf8(dit.stdout).unwrap()
            );
        }
    }
}

#[test]
fn a_result_never_replaces_another_one_unasked() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = ecrire(dossier.path(), "d.ndjson", &[favorable("A")]);
    let vers = dossier.path().join("r");
    let commande = [&chemin, "--format", "ndjson", "--sortie", texte(&vers)];
    assert_eq!(instruire(&commande).statut, 0);
    fs::write(vers.join("decisions.ndjson"), "à garder").unwrap();
    let encore = instruire(&commande);
    assert_eq!(encore.statut, 2);
    assert!(encore.erreurs.contains("existe déjà"), "{}", encore.erreurs);
    assert_eq!(
        fs::read_to_string(vers.join("decisions.ndjson")).unwrap(),
        "à garder"
    );
    assert_eq!(fichiers(&vers), ["decisions.ndjson"]);
    let force: Vec<&str> = commande.into_iter().chain(["--remplacer"]).collect();
    assert_eq!(instruire(&force).statut, 0);
    assert!(
        fs::read_to_string(vers.join("decisions.ndjson"))
            .unwrap()
            .contains("\"A\"")
    );
}

#[test]
fn an_input_that_cannot_be_read_at_all_leaves_nothing() {
    let dossier = tempfile::tempdir().unwrap();
    let absent = texte(&dossier.path().join("absent.csv")).to_owned();
    let vers = dossier.path().join("r/s");
    for forme in ["texte", "json", "ndjson", "csv", "html", "xlsx"] {
        let commande = [absent.as_str(), "--format", forme];
        let dit = instruire(&commande);
        assert_eq!((dit.statut, dit.sortie.as_str()), (2, ""), "{forme}");
        assert_eq!(dit.erreurs.lines().count(), 1, "{forme} : {}", dit.erreurs);
        let ecrit = instruire(&[&absent, "--format", forme, "--sortie", texte(&vers)]);
        assert_eq!(ecrit.statut, 2, "{forme}");
        assert_eq!(fichiers(dossier.path()), [] as [&str; 0], "{forme}");
    }
}

#[test]
fn what_cannot_be_followed_is_one_clear_line() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = ecrire(dossier.path(), "d.ndjson", &[favorable("A")]);
    let occupe = dossier.path().join("fichier");
    fs::write(&occupe, "").unwrap();
    let cas: [(&[&str], &str); 8] = [
        (
            &["contrat-pr", &chemin],
            "Vouliez-vous dire « contrat-pro » ?",
        ),
        (
            &["contrat-pro", &chemin, "--edition", "2024-04-11"],
            "Vouliez-vous dire « 2024-04-01 » ?",
        ),
        (
            &["contrat-pro", &chemin, "--edition", "demain"],
            "il existe : 2024-04-01",
        ),
        (
            &["contrat-pro", &chemin, "--format", "xml"],
            "Valeurs admises : texte, json",
        ),
        (
            &["contrat-pro", &chemin, "--sortie", texte(&occupe)],
            "écriture impossible",
        ),
        (&["contrat-pro", &chemin, "--questions"], "qui l’exclut"),
        (&["contrat-pro"], "Il manque un fichier de dossiers"),
        (&[], "Il manque <PROCEDURE>"),
    ];
    for (arguments, attendu) in cas {
        let reponse = lancer(["instruire"].iter().chain(arguments));
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert_eq!(
            reponse.erreurs.lines().count(),
            1,
            "{arguments:?} : {}",
            reponse.erreurs
        );
        assert!(
            reponse.erreurs.contains(attendu),
            "{arguments:?} : {}",
            reponse.erreurs
        );
    }
}

#[test]
fn an_edition_asked_for_is_the_one_applied() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = ecrire(dossier.path(), "d.ndjson", &[favorable("A")]);
    let reponse = instruire(&[&chemin, "--edition", "2024-04-01", "--format", "ndjson"]);
    assert_eq!(reponse.statut, 0);
    assert!(reponse.sortie.contains("\"edition\":\"2024-04-01\""));
}

#[test]
fn the_help_tells_what_a_dossier_is() {
    let reponse = lancer(["instruire", "--help"]);
    assert_eq!(reponse.statut, 0);
    for mot in [
        "Un dossier est une demande",
        "Statut : 0",
        "--champs",
        "--questions",
    ] {
        assert!(reponse.sortie.contains(mot), "{mot}");
    }
    // No word of the library is left in English, nor a colon without its space.
    for mot in [
        "Options:",
        "Arguments:",
        "default",
        "possible",
        "Print",
        "Entretien:",
        "csv:",
        "xlsx :  ",
    ] {
        assert!(!reponse.sortie.contains(mot), "{mot} : {}", reponse.sortie);
    }
}

#[test]
fn the_fields_of_a_dossier_are_told_and_a_model_of_it_is_given() {
    let champs = instruire(&["--champs"]);
    assert_eq!(champs.statut, 0);
    insta::assert_snapshot!("champs", champs.sortie);
    let json = instruire(&["--modele", "json"]).sortie;
    let modele: Value = serde_json::from_str(&json).unwrap();
    let csv = instruire(&["--modele", "csv"]).sortie;
    let noms: Vec<&str> = csv
        .trim_start_matches('\u{feff}')
        .trim_end()
        .split(';')
        .collect();
    for nom in noms {
        assert!(champs.sortie.contains(&format!("\n{nom} ")), "{nom}");
        let dedans = nom.replace('.', "/");
        let groupe = dedans.rsplit_once('/').map_or("", |(groupe, _)| groupe);
        let connu = [dedans.as_str(), groupe]
            .iter()
            .any(|chemin| modele.pointer(&format!("/{chemin}")).is_some());
        assert!(connu, "{nom}");
    }
    // Nothing is said of what was not filled.
    let reponse = reponse(
        guichet()
            .args(["instruire", "contrat-pro", "-", "--format", "ndjson"])
            .write_stdin(modele.to_string().replace("\"\"", "\"2023-01-01\"")),
    );
    assert_eq!(
        issues(&reponse.sortie)[0].1,
        "incomplet",
        "{}",
        reponse.sortie
    );
}

/// The same dossier as a row, with its suspensions in parallel.
const TABLEAU: &str = "\
reference;date_demande;employeur.siret;employeur.departement;employeur.assujetti_contribution;employeur.a_jour_fiscal_social;employeur.dates_licenciements_economiques;salarie.date_naissance;salarie.demandeur_emploi;salarie.derniere_presence_etablissement;contrat.nature;contrat.date_debut;contrat.date_fin;contrat.quotite;contrat.certification.rncp;contrat.suspensions.debut;contrat.suspensions.fin;contrat.suspensions.remuneree;pieces.contrat_cerfa;pieces.prise_en_charge_opco
A;15/11/2024;12345678200010;44;oui;oui;;21/03/1990;oui;;professionnalisation;01/10/2024;30/09/2025;28/35;RNCP37537;06/01/2025|03/03/2025;19/01/2025|04/03/2025;oui|oui;oui;oui
B;15/11/2024;1234567820001;44;oui;oui;;21/03/1990;oui;;professionnalisation;01/10/2024;30/09/2025;28/35;RNCP37537;;;;oui;oui
";

#[test]
fn a_table_and_a_workbook_are_read_as_the_same_dossiers_in_json() {
    let dossier = tempfile::tempdir().unwrap();
    let csv = dossier.path().join("d.csv");
    fs::write(&csv, TABLEAU).unwrap();
    let mut classeur = Workbook::new();
    classeur.add_worksheet().set_name("Notice").unwrap();
    let feuille = classeur.add_worksheet().set_name("Demandes").unwrap();
    for (rangee, ligne) in (0u32..).zip(TABLEAU.lines()) {
        for (colonne, valeur) in (0u16..).zip(ligne.split(';')) {
            feuille.write_string(rangee, colonne, valeur).unwrap();
        }
    }
    let xlsx = dossier.path().join("d.xlsx");
    classeur.save(&xlsx).unwrap();
    let attendues = [("A", "favorable"), ("B", "illisible")];
    for (chemin, feuille) in [(&csv, None), (&xlsx, None), (&xlsx, Some("Demandes"))] {
        let mut commande = vec![texte(chemin), "--format", "ndjson"];
        commande.extend(feuille.iter().flat_map(|nom| ["--feuille", nom]));
        let reponse = instruire(&commande);
        assert_eq!(reponse.statut, 2, "{commande:?}");
        let obtenues = issues(&reponse.sortie);
        let obtenues: Vec<(&str, &str)> = obtenues
            .iter()
            .map(|(r, i)| (r.as_str(), i.as_str()))
            .collect();
        assert_eq!(obtenues, attendues, "{commande:?} {}", reponse.erreurs);
        let lieu = "champ employeur.siret : le numéro SIRET « 1234567820001 » a 13 chiffres";
        assert!(reponse.sortie.contains(lieu), "{}", reponse.sortie);
    }
    let absente = instruire(&[texte(&xlsx), "--feuille", "Février"]);
    assert_eq!((absente.statut, absente.sortie.as_str()), (2, ""));
    assert_eq!(absente.erreurs.lines().count(), 1, "{}", absente.erreurs);
    assert!(absente.erreurs.contains("Février"), "{}", absente.erreurs);
}

#[test]
fn the_details_are_told_when_asked_for() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = ecrire(dossier.path(), "d.ndjson", &[favorable("A")]);
    let (sans, avec) = (instruire(&[&chemin]), instruire(&[&chemin, "--detail"]));
    assert_eq!((sans.statut, avec.statut), (0, 0));
    assert!(!sans.sortie.contains("CP-101") && avec.sortie.contains("CP-101"));
}
