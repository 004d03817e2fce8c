//! Workbooks as schools make them, written here and read back, and those that cannot be read.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure is a failed test"
)]

use std::io::{Cursor, Write as _};

use guichet_tableur::{Cellule, Classeur, Erreur, Feuille, ecriture::Ecriture, lire};
use rust_xlsxwriter::{Chart, ChartType, ExcelDateTime, Format, Formula, Workbook};

/// How many cells are headings of candidates.
fn noter(cellules: &[String]) -> usize {
    let connus = ["nom_famille", "code_postal", "date_naissance", "telephone"];
    cellules
        .iter()
        .filter(|c| connus.contains(&c.as_str()))
        .count()
}

fn octets(classeur: &mut Workbook) -> Vec<u8> {
    classeur.save_to_buffer().unwrap()
}

fn lue(octets: &[u8], choix: Option<&str>) -> Result<Feuille, Erreur> {
    lire(Cursor::new(octets), choix, &noter)
}

fn textes(feuille: &Feuille) -> Vec<(u64, Vec<&str>)> {
    let ligne = |l: &'_ guichet_tableur::Ligne| l.numero;
    feuille
        .lignes
        .iter()
        .map(|l| (ligne(l), l.cellules.iter().map(Cellule::texte).collect()))
        .collect()
}

/// A title, a blank row, the header, then a row of every sort of cell.
fn candidats() -> Workbook {
    let mut classeur = Workbook::new();
    let page = classeur.add_worksheet().set_name("Candidats").unwrap();
    let format = |f: &str| Format::new().set_num_format(f);
    page.write(0, 0, "Lycée du Parc : candidats").unwrap();
    for (rang, nom) in ["nom_famille", "code_postal", "date_naissance", "telephone"]
        .iter()
        .enumerate()
    {
        page.write(2, u16::try_from(rang).unwrap() + 1, *nom)
            .unwrap();
    }
    let date = ExcelDateTime::from_ymd(2006, 5, 12).unwrap();
    page.write(3, 1, "Martin").unwrap();
    page.write_with_format(3, 2, 7500, &format("00000"))
        .unwrap();
    page.write_with_format(3, 3, &date, &format("dd/mm/yyyy"))
        .unwrap();
    page.write_with_format(3, 4, 612_345_678, &format("0#\" \"##\" \"##\" \"##\" \"##"))
        .unwrap();
    page.write(4, 1, "a\nb;\"c\"").unwrap();
    page.write(4, 2, 7500).unwrap();
    page.write_with_format(
        4,
        3,
        date.and_hms(9, 30, 0).unwrap(),
        &format("dd/mm/yyyy hh:mm"),
    )
    .unwrap();
    page.write(4, 4, 639_980_001).unwrap();
    page.write_formula(6, 1, Formula::new("=B4&\"!\"").set_result("Martin!"))
        .unwrap();
    page.write_formula(6, 2, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    page.write(6, 3, true).unwrap();
    page.write(6, 4, 100_000).unwrap();
    page.set_row_hidden(6).unwrap();
    page.set_column_hidden(2).unwrap();
    // Formatted and empty: nothing to read.
    page.write_blank(40, 9, &format("00000")).unwrap();
    page.merge_range(8, 1, 8, 2, "fusion", &Format::new())
        .unwrap();
    classeur
}

#[test]
fn cells_are_read_as_the_texts_they_meant() {
    let octets = octets(&mut candidats());
    let feuille = lue(&octets, None).unwrap();
    assert_eq!(
        (feuille.nom.as_str(), feuille.ligne_d_entete),
        ("Candidats", 3)
    );
    assert_eq!(
        feuille.colonnes,
        [
            "",
            "nom_famille",
            "code_postal",
            "date_naissance",
            "telephone"
        ]
    );
    assert_eq!(
        textes(&feuille),
        [
            (4, vec!["", "Martin", "07500", "12/05/2006", "0612345678"]),
            (
                5,
                vec!["", "a\nb;\"c\"", "7500", "12/05/2006 09:30", "639980001"]
            ),
            (7, vec!["", "Martin!", "#N/A", "VRAI", "100000"]),
            (9, vec!["", "fusion", "", "", ""]),
        ]
    );
    assert!(matches!(&feuille.lignes[2].cellules[2], Cellule::Erreur(_)));
}

#[test]
fn dates_of_the_1904_calendar_are_the_same_days() {
    let lue = lue(include_bytes!("fixtures/calendrier-1904.xlsx"), None).unwrap();
    assert_eq!(lue.lignes[0].cellules[2].texte(), "12/05/2006");
}

#[test]
fn the_old_and_the_free_formats_read_the_same() {
    // The program that made the ODS wrote a boolean as a number.
    for (octets, vrai) in [
        (&include_bytes!("fixtures/candidats.xls")[..], "VRAI"),
        (include_bytes!("fixtures/candidats.ods"), "1"),
    ] {
        let feuille = lue(octets, None).unwrap();
        assert_eq!(
            (feuille.nom.as_str(), feuille.ligne_d_entete),
            ("Candidats", 3)
        );
        assert_eq!(
            textes(&feuille),
            [
                (4, vec!["Martin", "7500", "12/05/2006", "0612345678"]),
                (
                    5,
                    vec!["Le Goff\nÉva", "75001", "13/05/2006 09:30", "639980001"]
                ),
                (7, vec!["Durand", "07500", vrai, "100000"]),
            ]
        );
    }
}

#[test]
fn the_sheet_is_the_one_that_has_the_headings_or_the_one_chosen() {
    let mut classeur = Workbook::new();
    classeur
        .add_worksheet()
        .set_name("Notes")
        .unwrap()
        .write(0, 0, "x")
        .unwrap();
    for nom in ["Élèves", "Copie"] {
        let page = classeur.add_worksheet().set_name(nom).unwrap();
        page.write(0, 0, "nom_famille").unwrap();
        page.write(1, 0, nom).unwrap();
    }
    classeur.add_worksheet().set_name("Vide").unwrap();
    let mut graphique = Chart::new(ChartType::Column);
    graphique.add_series().set_values("Notes!$A$1:$A$2");
    let page = classeur.add_chartsheet();
    page.set_name("Courbe").unwrap();
    page.insert_chart(0, 0, &graphique).unwrap();
    let octets = octets(&mut classeur);
    let cas = [
        (None, Ok("Élèves")),
        (Some("Copie"), Ok("Copie")),
        (Some("élèves"), Ok("Élèves")),
        (Some("3"), Ok("Copie")),
        (Some("1"), Ok("Notes")),
        (Some("0"), Err("aucune feuille « 0 »")),
        (
            Some("6"),
            Err("le classeur contient : Notes, Élèves, Copie, Vide, Courbe."),
        ),
        (Some("Vide"), Err("est vide")),
        (Some("Courbe"), Err("n’a pas de cellules")),
    ];
    for (choix, attendu) in cas {
        match (lue(&octets, choix), attendu) {
            (Ok(feuille), Ok(nom)) => assert_eq!(feuille.nom, nom, "{choix:?}"),
            (Err(erreur), Err(mot)) => {
                assert!(erreur.to_string().contains(mot), "{choix:?} {erreur}");
            }
            (resultat, _) => panic!("{choix:?} {resultat:?}"),
        }
    }
    let mut classeur = Classeur::ouvrir(Cursor::new(&octets)).unwrap();
    let choisie = guichet_tableur::choisir(&mut classeur, None, &noter).unwrap();
    assert_eq!(choisie.autres, ["Copie"]);
}

#[test]
fn what_is_written_is_read_back_to_the_letter_as_texts() {
    let valeurs = [
        "07500",
        "1e5",
        "12/05/2006",
        "=1+1",
        " bords ",
        "a\nb",
        "a\r\nb\rc",
        "a\u{1}b\tc",
        "é ’ « »",
        "<&>\"'",
        "",
        "VRAI",
        "639980001",
        "_x000D_",
        "http://example.org",
        "0",
    ];
    let noms: Vec<String> = (0..valeurs.len()).map(|rang| format!("c{rang}")).collect();
    let noms: Vec<&str> = noms.iter().map(String::as_str).collect();
    let mut ecriture = Ecriture::nouvelle("CAP", &noms).unwrap();
    ecriture.ligne(valeurs).unwrap();
    let mut sortie = Cursor::new(Vec::new());
    ecriture.terminer(&mut sortie).unwrap();
    let feuille = lue(sortie.get_ref(), None).unwrap();
    assert_eq!(feuille.colonnes, noms);
    let lus: Vec<&str> = feuille.lignes[0]
        .cellules
        .iter()
        .map(Cellule::texte)
        .collect();
    assert_eq!(lus, valeurs);
    assert!(
        feuille.lignes[0]
            .cellules
            .iter()
            .all(|c| matches!(c, Cellule::Texte(_) | Cellule::Vide))
    );
}

fn archive(parties: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (nom, octets) in parties {
        archive.start_file(*nom, options).unwrap();
        archive.write_all(octets).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The beginning of an OLE container, with the name of a stream as its directory holds it.
fn ole(flux: &str) -> Vec<u8> {
    let mut octets = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    octets.resize(1024, 0);
    octets.extend(flux.encode_utf16().flat_map(u16::to_le_bytes));
    octets.resize(4096, 0);
    octets
}

/// The column of the first text of the workbook, changed in place.
fn xls_forge() -> Vec<u8> {
    let mut xls = include_bytes!("fixtures/candidats.xls").to_vec();
    let labelsst = [0xFD, 0, 10, 0];
    let place = xls.windows(4).position(|o| o == labelsst).unwrap() + 6;
    xls[place..place + 2].copy_from_slice(&256u16.to_le_bytes());
    xls
}

/// Its name, its bytes, the error expected.
type Cas = (&'static str, Vec<u8>, fn(&Erreur) -> bool);

#[test]
fn what_cannot_be_read_is_an_error_and_never_a_panic() {
    let sain = octets(&mut candidats());
    let xls = include_bytes!("fixtures/candidats.xls");
    let zeros = vec![b' '; 100 << 20];
    let bombe = archive(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    let long = vec![b'x'; 2 << 20];
    let texte = archive(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", &long),
    ]);
    let cas: [Cas; 10] = [
        ("texte", b"a;b\n".to_vec(), |e| {
            matches!(e, Erreur::PasUnClasseur)
        }),
        ("vide", Vec::new(), |e| matches!(e, Erreur::PasUnClasseur)),
        ("zip", archive(&[("a.txt", b"a")]), |e| {
            matches!(e, Erreur::PasUnClasseur)
        }),
        ("doc", ole("WordDocument"), |e| {
            matches!(e, Erreur::PasUnClasseur)
        }),
        ("protégé", ole("EncryptedPackage"), |e| {
            matches!(e, Erreur::Protege)
        }),
        ("tronqué", sain[..sain.len() / 2].to_vec(), |e| {
            matches!(e, Erreur::Abime)
        }),
        // Its directory is lost: nothing says any more that it was a workbook.
        ("xls tronqué", xls[..xls.len() / 2].to_vec(), |e| {
            matches!(e, Erreur::PasUnClasseur)
        }),
        // Beyond IV: a rectangle up to such a column may take gigabytes.
        ("xls à colonne forgée", xls_forge(), |e| {
            matches!(e, Erreur::Abime)
        }),
        ("bombe", bombe, |e| matches!(e, Erreur::Demesure)),
        ("texte sans fin", texte, |e| matches!(e, Erreur::Demesure)),
    ];
    for (nom, octets, juste) in cas {
        let erreur = lue(&octets, None).expect_err(nom);
        assert!(juste(&erreur), "{nom} : {erreur:?}");
    }
}

#[test]
fn bytes_changed_anywhere_never_panic() {
    let sains = [
        octets(&mut candidats()),
        include_bytes!("fixtures/candidats.xls").to_vec(),
        include_bytes!("fixtures/candidats.ods").to_vec(),
    ];
    let mut suite = 12_345_u64;
    for sain in sains {
        for _ in 0..150 {
            let mut abime = sain.clone();
            for _ in 0..4 {
                suite = suite
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let place = usize::try_from(suite >> 33).unwrap() % abime.len();
                abime[place] ^= u8::try_from(suite >> 24 & 0xff).unwrap() | 1;
            }
            // Whatever it gives, it gives it back.
            let _ = lue(&abime, None);
        }
    }
}
