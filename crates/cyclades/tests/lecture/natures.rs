//! Files that are not CSV, or hold nothing: refused by name.

use guichet_cyclades::Options;
use guichet_cyclades::Refus;
use guichet_cyclades::controle::Octets;
use guichet_cyclades::controler;

use crate::bilan::bref;
use crate::commun::controler_octets;
use crate::tableau::{EDITION, NOM};

fn utf16(texte: &str) -> Vec<u8> {
    let marque = b"\xff\xfe".iter().copied();
    marque
        .chain(texte.encode_utf16().flat_map(u16::to_le_bytes))
        .collect()
}

#[test]
fn what_is_not_csv_is_refused_by_its_name() {
    let bruit: Vec<u8> = (0..5_000u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let cas: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "pdf",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n".to_vec(),
            "PDF",
        ),
        (
            "xlsx",
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml\x00xl/workbook.xml".to_vec(),
            "XLSX",
        ),
        (
            "ods",
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet".to_vec(),
            "ODS",
        ),
        (
            "docx",
            b"PK\x03\x04[Content_Types].xml word/document.xml".to_vec(),
            "DOCX",
        ),
        ("zip", b"PK\x03\x04\x14\x00export.csv".to_vec(), "ZIP"),
        (
            "xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00".to_vec(),
            "XLS",
        ),
        (
            "html",
            b"<!DOCTYPE html>\n<html lang=\"fr\"><head>".to_vec(),
            "HTML",
        ),
        (
            "html, case and spaces",
            b"\r\n  <HTML><BODY>".to_vec(),
            "HTML",
        ),
        (
            "html table that a program names .xls",
            b"<table><tr><td>civilite".to_vec(),
            "HTML",
        ),
        ("json, compact", b"[{\"civilite\":\"F\"}]".to_vec(), "JSON"),
        ("json, object", b"{\"candidats\":[]}".to_vec(), "JSON"),
        (
            "json, indented",
            b"[\n  {\n    \"civilite\": \"F\"\n  }\n]\n".to_vec(),
            "JSON",
        ),
        (
            "json, object indented",
            b"{\n  \"candidats\": []\n}\n".to_vec(),
            "JSON",
        ),
        ("noise", bruit, "binaire"),
        ("zeros", vec![0; 5_000], "binaire"),
    ];
    for (titre, octets, mot) in cas {
        let constats = controler_octets(&EDITION, NOM, &octets, &Options::default());
        assert_eq!(
            constats.iter().map(bref).collect::<Vec<_>>(),
            ["CY-002"],
            "{titre}"
        );
        assert!(
            constats[0].message.contains(mot),
            "{titre}: {}",
            constats[0].message
        );
        let source = Octets {
            nom: NOM,
            octets: &octets,
        };
        let refus = controler(&EDITION, &source, &Options::default(), &mut |_| {}).unwrap_err();
        assert!(matches!(refus, Refus::Contenu(_)), "{titre}");
    }
}

#[test]
fn a_file_that_holds_nothing_is_empty() {
    let cas: Vec<(&str, Vec<u8>)> = vec![
        ("no byte", vec![]),
        ("a mark", b"\xef\xbb\xbf".to_vec()),
        ("a mark of UTF-16", b"\xff\xfe".to_vec()),
        ("the other mark of UTF-16", b"\xfe\xff".to_vec()),
        ("line feeds", b"\n\n\n".to_vec()),
        ("line feeds and carriage returns", b"\r\n\r\n".to_vec()),
        ("carriage returns", b"\r\r".to_vec()),
        ("spaces and tabs", b"  \n\t\n".to_vec()),
        ("a mark and line feeds", b"\xef\xbb\xbf\r\n\r\n".to_vec()),
        ("line feeds in UTF-16", utf16("\r\n\r\n")),
        ("many line feeds", vec![b'\n'; 200_000]),
    ];
    for (titre, octets) in cas {
        let constats = controler_octets(&EDITION, NOM, &octets, &Options::default());
        assert_eq!(
            constats.iter().map(bref).collect::<Vec<_>>(),
            ["CY-001"],
            "{titre}"
        );
    }
}
