//! Workbooks as input: the same findings as the CSV file, told in the sheet; and those that cannot be read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use commun::{exemples, lancer, texte, verifier};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;

/// The corrected demonstration, as rows of texts.
fn lignes() -> Vec<Vec<String>> {
    let chemin = exemples("demo").join("CAP_1.0_2024-06_161120230900.csv");
    let csv = fs::read_to_string(chemin).unwrap();
    csv.lines()
        .map(|ligne| ligne.split(';').map(str::to_owned).collect())
        .collect()
}

/// A workbook with notes first, then the candidates under a title, from column B on.
fn classeur(lignes: &[Vec<String>]) -> Workbook {
    let mut classeur = Workbook::new();
    let notes = classeur.add_worksheet().set_name("Notes").unwrap();
    notes.write(0, 0, "à relire").unwrap();
    let page = classeur.add_worksheet().set_name("Candidats").unwrap();
    page.write(0, 0, "Lycée du Parc").unwrap();
    let postal = lignes[0]
        .iter()
        .position(|nom| nom == "code_postal")
        .unwrap();
    let cinq = Format::new().set_num_format("00000");
    for (ligne, valeurs) in (2u32..).zip(lignes) {
        for (rang, valeur) in valeurs.iter().enumerate() {
            let colonne = u16::try_from(rang).unwrap() + 1;
            match valeur.parse::<u32>() {
                Ok(nombre) if rang == postal => {
                    page.write_with_format(ligne, colonne, nombre, &cinq)
                        .unwrap();
                }
                _ if valeur.is_empty() => {}
                _ => {
                    page.write_string(ligne, colonne, valeur).unwrap();
                }
            }
        }
    }
    classeur
}

#[test]
fn a_sheet_is_checked_as_the_file_it_holds() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("export du 12.xlsx");
    classeur(&lignes()).save(&chemin).unwrap();
    let options = [texte(&chemin), "--domaine", "CAP", "--session", "2024-06"];
    let (constats, resume) = verifier(&options);
    assert_eq!(constats, [] as [Value; 0], "{resume}");
    assert_eq!(
        (&resume["lus"], &resume["valides"]),
        (&12.into(), &12.into())
    );
    let reponse = lancer([&["cyclades", "verifier"], &options[..]].concat());
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert!(
        reponse.sortie.contains("classeur, feuille « Candidats »"),
        "{}",
        reponse.sortie
    );
}

#[test]
fn a_finding_tells_the_row_and_the_column_of_the_sheet() {
    let dossier = tempfile::tempdir().unwrap();
    // Its name is an official one: the exam and the session are read in it.
    let chemin = dossier.path().join("CAP_1.0_2024-06_161120230900.xlsx");
    let mut lignes = lignes();
    let rang = |nom: &str| lignes[0].iter().position(|colonne| colonne == nom).unwrap();
    let (civilite, adresse, postal) = (rang("civilite"), rang("adresse_1"), rang("code_postal"));
    lignes[3][adresse] = "1 rue A\n2e étage".to_owned();
    lignes[5][civilite] = "Mme".to_owned();
    lignes.insert(7, Vec::new());
    lignes[9][postal] = "abc".to_owned();
    classeur(&lignes).save(&chemin).unwrap();
    let (constats, _) = verifier(&[texte(&chemin)]);
    let lieux: BTreeSet<(u64, u64, &str)> = constats
        .iter()
        .filter_map(|c| {
            Some((
                c["ligne"].as_u64()?,
                c["colonne"].as_u64()?,
                c["champ"].as_str()?,
            ))
        })
        .collect();
    let place = |ligne: u64, champ: usize, nom: &'static str| (ligne, champ as u64 + 2, nom);
    assert_eq!(
        lieux,
        BTreeSet::from([
            place(6, adresse, "adresse_1"),
            place(8, civilite, "civilite"),
            place(12, postal, "code_postal"),
        ])
    );
    let lu = lancer(["cyclades", "verifier", texte(&chemin)]);
    assert_eq!(lu.statut, 1);
    assert!(
        lu.sortie
            .contains("feuille Candidats, cellule B8, civilite"),
        "{}",
        lu.sortie
    );
}

#[test]
fn the_sheet_can_be_chosen_and_a_wrong_choice_is_told() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("a.xlsx");
    classeur(&lignes()).save(&chemin).unwrap();
    let avec = |feuille: &str| {
        lancer([
            "cyclades",
            "verifier",
            texte(&chemin),
            "--domaine",
            "CAP",
            "--session",
            "2024-06",
            "--feuille",
            feuille,
        ])
    };
    for feuille in ["Candidats", "candidats", "2"] {
        assert_eq!(avec(feuille).statut, 0, "{feuille}");
    }
    let absente = avec("Élèves");
    assert_eq!((absente.statut, absente.erreurs.lines().count()), (2, 1));
    assert!(
        absente
            .erreurs
            .contains("le classeur contient : Notes, Candidats."),
        "{}",
        absente.erreurs
    );
}

#[test]
fn a_folder_gives_its_workbooks_too() {
    let dossier = tempfile::tempdir().unwrap();
    classeur(&lignes())
        .save(dossier.path().join("CAP.xlsx"))
        .unwrap();
    fs::write(dossier.path().join("~$CAP.xlsx"), "verrou").unwrap();
    let (constats, resume) = verifier(&[texte(dossier.path()), "--session", "2024-06"]);
    assert_eq!((constats.len(), &resume["lus"]), (0, &12.into()));
}

fn refuse(chemin: &Path, octets: &[u8], mot: &str) {
    fs::write(chemin, octets).unwrap();
    let reponse = lancer(["cyclades", "verifier", texte(chemin), "--format", "json"]);
    assert_eq!(reponse.statut, 2, "{mot}");
    assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
    let document: Value = serde_json::from_str(&reponse.sortie).unwrap();
    let constat = &document["constats"][0];
    assert!(
        ["CY-001", "CY-002"].contains(&constat["regle"].as_str().unwrap()),
        "{constat}"
    );
}

#[test]
fn what_cannot_be_read_is_told_in_one_line() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("a.xlsx");
    let sain = classeur(&lignes()).save_to_buffer().unwrap();
    refuse(&chemin, &sain[..sain.len() - 400], "un classeur abîmé");
    let mut protege = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    protege.resize(2048, 0);
    protege.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    protege.resize(4096, 0);
    refuse(&chemin, &protege, "protégé par un mot de passe");
    let mut vide = Workbook::new();
    vide.add_worksheet();
    let vide = vide.save_to_buffer().unwrap();
    refuse(&chemin, &vide, "vide");
}
