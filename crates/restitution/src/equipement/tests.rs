//! The annex of a small region, in each form; its workbook recalculated by LibreOffice.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use guichet::Donnees;
use guichet::equipement::{
    self, AnneeScolaire, Annexe, ConstatDeTable, Dotations, EditionEquipement, Etablissement,
    Region,
};
use guichet::instruction::lecture::{Lu, OptionsDeLecture, lire};
use guichet::socle::Centimes;
use guichet::socle::constat::Gravite;
use rust_xlsxwriter::{Formula, Workbook};

use super::*;

/// UAI, name, academy, survey answered, pre-bac pupils, post-bac pupils, 3e pupils, carry-over pre-bac and 3e.
type Ecole<'a> = (&'a str, &'a str, &'a str, bool, [u32; 3], [u64; 2]);

const ECOLES: [Ecole<'_>; 5] = [
    (
        "0750001W",
        "Lycée des Tilleuls",
        "Paris",
        true,
        [24, 35, 22],
        [123_456, 0],
    ),
    (
        "0930001S",
        "Lycée <des> Peupliers",
        "Créteil",
        true,
        [60, 0, 0],
        [0, 0],
    ),
    (
        "0750002X",
        "Lycée des Ormes",
        "Paris",
        true,
        [12, 0, 10],
        [500_000, 10_001],
    ),
    (
        "0750003Y",
        "Lycée des Frênes",
        "Paris",
        false,
        [40, 0, 0],
        [0, 0],
    ),
    (
        "0780001A",
        "Lycée du Houx",
        "Versailles",
        true,
        [7, 0, 0],
        [0, 0],
    ),
];

fn region(edition: &EditionEquipement, ecoles: &[Ecole<'_>]) -> Region {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("region.ndjson");
    let mut lignes = String::new();
    for (uai, nom, academie, repondue, [pre, post, prepa], [reliquat, reliquat_prepa]) in ecoles {
        let cours = [("50022137", pre), ("32031212", post), ("67010031", prepa)];
        let effectifs: Vec<String> = cours
            .iter()
            .filter(|(_, eleves)| **eleves > 0)
            .map(|(code, eleves)| {
                format!(r#"{{"code_diplome":"{code}","annee":1,"effectif":{eleves},"statut":"scolaire"}}"#)
            })
            .collect();
        let ecole = format!(
            "{{\"reference\":\"{uai}\",\"annee_scolaire\":\"2023-2024\",\"etablissement\":{{\"uai\":\"{uai}\",\"nom\":\"{nom}\",\"nature\":\"lycee_public\",\"enquete_repondue\":{repondue},\"academie\":\"{academie}\"}},\"effectifs\":[{}],\"boursiers\":{{\"nombre\":24,\"effectif_post_bac\":70}},\"reliquats\":{{\"pre_bac_centimes\":{reliquat},\"post_bac_centimes\":0,\"prepa_metiers_centimes\":{reliquat_prepa}}}}}\n",
            effectifs.join(",")
        );
        lignes.push_str(&ecole);
    }
    fs::write(&chemin, lignes).unwrap();
    let mut etablissements = Vec::new();
    let mut recevoir = |lu: Lu<'_>| {
        let dossier = lu.dossier.unwrap().clone();
        etablissements.push(Etablissement::du_dossier(edition, dossier));
    };
    let options = OptionsDeLecture::default();
    lire(&chemin, &edition.commun.schema, &options, &mut recevoir).unwrap();
    Region {
        annee: AnneeScolaire::lire("2023-2024").unwrap(),
        etablissements,
        constats: vec![ConstatDeTable {
            fichier: "reliquats.csv".to_owned(),
            ligne: Some(7),
            champ: Some("pre_bac".to_owned()),
            uai: Some("0750009F".to_owned()),
            regle: "AE-605".to_owned(),
            gravite: Gravite::Erreur,
            message: "L’UAI 0750009F n’est dans aucune ligne d’établissements ; ajoutez-le."
                .to_owned(),
        }],
    }
}

fn avec<T>(faire: impl FnOnce(&Annexe<'_>) -> T) -> T {
    let edition = equipement::edition(&Donnees::embarquees(), "2023-2024").unwrap();
    let region = region(&edition, &ECOLES);
    let dotations = Dotations::calculer(&edition, &region);
    faire(&Annexe::nouvelle(&region, &dotations))
}

fn rendre(forme: FormeDAnnexe) -> Vec<u8> {
    let mut sortie = Vec::new();
    avec(|annexe| ecrire(forme, annexe, &mut sortie)).unwrap();
    sortie
}

fn lisible(octets: Vec<u8>) -> String {
    String::from_utf8(octets)
        .unwrap()
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace('\r', "")
}

#[test]
fn published_data_have_the_column_names_of_the_region_first() {
    let mut sortie = Vec::new();
    avec(|annexe| donnees_ouvertes(annexe, &mut sortie)).unwrap();
    insta::assert_snapshot!(lisible(sortie));
}

#[test]
fn the_page_puts_totals_first_and_no_value_becomes_markup() {
    let page = lisible(rendre(FormeDAnnexe::Html));
    let place = |mot: &str| page.find(mot).unwrap_or_else(|| panic!("{mot}"));
    assert!(place("id=\"totaux\"") < place("id=\"dotations\""));
    assert!(page.contains("Lycée &#60;des&#62; Peupliers"), "escaped");
    assert!(page.contains("ARE-24") && page.contains("Lycée des Frênes"));
    assert!(page.contains("AE-605") && page.contains("arrêté n° 2023-087"));
    assert!(!page.contains("<des>") && !page.contains("http:") && !page.contains("https:"));
}

/// A sheet, its formulas as texts in their places.
fn feuilles(octets: &[u8], nom: &str) -> (Range<Data>, Range<String>) {
    let mut lecteur: Xlsx<_> = open_workbook_from_rs(Cursor::new(octets.to_vec())).unwrap();
    let valeurs = lecteur.worksheet_range(nom).unwrap();
    (valeurs, lecteur.worksheet_formula(nom).unwrap())
}

fn formule(formules: &Range<String>, (rangee, colonne): (u32, u32)) -> &str {
    formules
        .get_value((rangee, colonne))
        .map_or("", String::as_str)
}

#[test]
fn the_workbook_computes_each_grant_and_each_total_by_a_live_formula() {
    let octets = rendre(FormeDAnnexe::Xlsx);
    let (valeurs, formules) = feuilles(&octets, "Annexe");
    let texte = |rangee: u32, colonne: u32| {
        let valeur = valeurs.get_value((rangee, colonne));
        valeur.map_or(String::new(), ToString::to_string)
    };
    // Academies by name: Créteil, its total, Paris (two grants), its total, Versailles, its total, the region.
    assert_eq!(texte(5, 0), "0930001S");
    assert_eq!(texte(7, 1), "Lycée des Tilleuls");
    let cas = [
        ((7, 6), "E8*F8", "3624"),
        ((7, 8), "MAX(0,G8-H8)", "2389.44"),
        ((7, 19), "I8+N8+S8", "5389.44"),
        ((8, 8), "MAX(0,G9-H9)", "0"),
        ((8, 18), "MAX(0,Q9-R9)", "439.99"),
        ((9, 8), "SUM(I8:I9)", "2389.44"),
        ((12, 19), "T7+T10+T12", "15946.43"),
    ];
    for (place, attendue, valeur) in cas {
        assert_eq!(formule(&formules, place), attendue, "{place:?}");
        assert_eq!(texte(place.0, place.1), valeur, "{place:?}");
    }
    assert!(
        !(0..20).any(|rangee| texte(rangee, 0) == "0750003Y"),
        "no answer, no grant"
    );
    let (sans, _) = feuilles(&octets, "Sans dotation");
    assert_eq!(
        sans.get_value((1, 0)),
        Some(&Data::String("0750003Y".to_owned()))
    );
    let (examens, _) = feuilles(&octets, "À examiner");
    assert_eq!(
        examens.get_value((1, 0)),
        Some(&Data::String("0750002X".to_owned()))
    );
    let (sources, _) = feuilles(&octets, "Sources");
    assert!(
        sources
            .rows()
            .any(|ligne| ligne[1] == Data::String("151,00\u{a0}€".to_owned()))
    );
}

/// A profile of LibreOffice that recalculates every workbook it opens.
const RECALCUL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Opens workbooks in LibreOffice, recalculates them, and puts each sheet in a CSV beside; none without it.
fn recalculer(dossier: &Path, classeurs: &[&str]) -> Option<()> {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("not done: soffice is not installed (libreoffice-calc)");
        return None;
    }
    let profil = dossier.join("profil/user");
    fs::create_dir_all(&profil).unwrap();
    fs::write(profil.join("registrymodifications.xcu"), RECALCUL).unwrap();
    let fait = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}/profil",
            dossier.display()
        ))
        .args(["--headless", "--convert-to"])
        .arg("csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1")
        .arg("--outdir")
        .arg(dossier)
        .args(classeurs.iter().map(|nom| dossier.join(nom)))
        .output()
        .unwrap();
    assert!(fait.status.success(), "{fait:?}");
    Some(())
}

#[test]
fn libreoffice_finds_the_same_totals_to_the_cent() {
    let dossier = tempfile::tempdir().unwrap();
    fs::write(
        dossier.path().join("annexe.xlsx"),
        rendre(FormeDAnnexe::Xlsx),
    )
    .unwrap();
    // A result that is wrong on purpose shows that the recalculation takes place.
    let mut temoin = Workbook::new();
    let feuille = temoin.add_worksheet().set_name("T").unwrap();
    feuille
        .write_formula(0, 0, Formula::new("=1+1").set_result("3"))
        .unwrap();
    temoin.save(dossier.path().join("temoin.xlsx")).unwrap();
    if recalculer(dossier.path(), &["annexe.xlsx", "temoin.xlsx"]).is_none() {
        return;
    }
    let temoin = fs::read_to_string(dossier.path().join("temoin-T.csv")).unwrap();
    assert_eq!(temoin.trim().trim_matches('"'), "2");
    let lu = fs::read_to_string(dossier.path().join("annexe-Annexe.csv")).unwrap();
    let centimes = |texte: &str| -> i64 {
        let (euros, reste) = texte.split_once(['.', ',']).unwrap_or((texte, ""));
        let reste = format!("{reste:0<4}");
        let euros: i64 = euros.parse().unwrap();
        let dix_milliemes: i64 = reste[..4].parse().unwrap();
        euros * 100 + (dix_milliemes + 50) / 100
    };
    let totaux: Vec<Vec<String>> = lu
        .lines()
        .filter(|ligne| ligne.starts_with("Total") || ligne.starts_with("\"Total"))
        .map(|ligne| {
            let cellules = ligne.split(';');
            cellules.map(|c| c.trim_matches('"').to_owned()).collect()
        })
        .collect();
    avec(|annexe| {
        assert_eq!(totaux.len(), annexe.academies.len() + 1, "{lu}");
        let sommes = annexe.academies.iter().map(|a| (a.totaux, a.total()));
        let sommes = sommes.chain([(annexe.totaux, annexe.total())]);
        for (ligne, (sommes, total)) in totaux.iter().zip(sommes) {
            for (rang, somme) in sommes.iter().enumerate() {
                let premiere = 4 + 5 * rang;
                assert_eq!(ligne[premiere], somme.effectif.to_string(), "{ligne:?}");
                assert_eq!(centimes(&ligne[premiere + 2]), somme.brut.0, "{ligne:?}");
                assert_eq!(
                    centimes(&ligne[premiere + 4]),
                    somme.dotation.0,
                    "{ligne:?}"
                );
            }
            assert_eq!(Centimes(centimes(&ligne[19])), total, "{ligne:?}");
        }
    });
}
