//! One table in every form.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;

fn tableau() -> Tableau {
    Tableau {
        nom: "aides".to_owned(),
        titre: "Aides de l’année <2024>".to_owned(),
        phrases: vec!["Ce qu’il faut savoir.".to_owned()],
        colonnes: vec![
            Colonne::new("nom", "Nom", Sorte::Texte),
            Colonne::new("siret", "SIRET", Sorte::Code),
            Colonne::new("le", "Le", Sorte::Date),
            Colonne::new("contrats", "Contrats", Sorte::Nombre),
            Colonne::new("montant_centimes", "Montant", Sorte::Montant),
        ],
        lignes: vec![
            vec![
                Cellule::Texte("=1+1 & \"fils\"".to_owned()),
                Cellule::Texte("01234567800010".to_owned()),
                Cellule::Date("2024-10-01".to_owned()),
                Cellule::Nombre(1_234),
                Cellule::Montant(Centimes(411_429)),
            ],
            vec![
                Cellule::Vide,
                Cellule::Texte("35600000000048".to_owned()),
                Cellule::Vide,
                Cellule::Cachee,
                Cellule::Cachee,
            ],
        ],
        sans_ligne: "",
        total: Some(vec![
            Cellule::Texte("Total".to_owned()),
            Cellule::Vide,
            Cellule::Vide,
            Cellule::Nombre(1_240),
            Cellule::Montant(Centimes(500_001)),
        ]),
        notes: vec!["À vérifier.".to_owned()],
    }
}

fn rendre(forme: FormeDeTableau, tableaux: &[Tableau]) -> Vec<u8> {
    let mut octets = Vec::new();
    ecrire(forme, tableaux, &mut octets).unwrap();
    octets
}

fn texte(forme: FormeDeTableau, tableaux: &[Tableau]) -> String {
    String::from_utf8(rendre(forme, tableaux)).unwrap()
}

#[test]
fn a_terminal_shows_columns_aligned_and_amounts_to_the_right() {
    insta::assert_snapshot!(texte(FormeDeTableau::Texte, &[tableau()]));
}

#[test]
fn an_empty_table_says_so() {
    let vide = Tableau {
        lignes: Vec::new(),
        ..tableau()
    };
    assert!(
        texte(FormeDeTableau::Texte, std::slice::from_ref(&vide))
            .contains("  (rien)\n- À vérifier.")
    );
    let dit = Tableau {
        sans_ligne: "aucune aide cette année",
        ..vide
    };
    assert!(texte(FormeDeTableau::Texte, &[dit]).contains("  (aucune aide cette année)\n"));
}

#[test]
fn a_spreadsheet_gets_the_rows_alone_and_no_formula() {
    assert_eq!(
        texte(FormeDeTableau::Csv, &[tableau()]),
        "\u{feff}nom;siret;le;contrats;montant_centimes\r\n\
         \"'=1+1 & \"\"fils\"\"\";01234567800010;2024-10-01;1234;411429\r\n\
         ;35600000000048;;n. c.;n. c.\r\n"
    );
    let deux = texte(FormeDeTableau::Csv, &[tableau(), tableau()]);
    assert!(deux.starts_with("\u{feff}tableau;nom;"), "{deux}");
    assert_eq!(deux.matches("\r\naides;").count(), 4);
}

#[test]
fn json_has_the_keys_of_the_columns_and_numbers() {
    let json: serde_json::Value =
        serde_json::from_slice(&rendre(FormeDeTableau::Json, &[tableau()])).unwrap();
    let table = &json[0];
    assert_eq!(table["lignes"][0]["montant_centimes"], 411_429);
    assert_eq!(table["lignes"][0]["siret"], "01234567800010");
    assert_eq!(table["lignes"][1]["contrats"], "non_communique");
    assert!(table["lignes"][1]["nom"].is_null());
    assert_eq!(table["total"]["contrats"], 1_240);
    assert_eq!(table["notes"][0], "À vérifier.");
}

#[test]
fn a_page_escapes_what_it_shows_and_runs_nothing() {
    let page = texte(FormeDeTableau::Html, &[tableau()]);
    assert!(page.contains("Aides de l’année &#60;2024&#62;"), "{page}");
    assert!(!page.contains("<2024>") && !page.contains("<script"));
    assert!(page.contains("4\u{a0}114,29\u{a0}€"));
    assert!(page.contains("<tfoot>"));
}

#[test]
fn a_workbook_keeps_codes_as_texts_and_amounts_as_euros() {
    let octets = rendre(FormeDeTableau::Xlsx, &[tableau()]);
    let mut classeur: Xlsx<_> = Xlsx::new(Cursor::new(octets)).unwrap();
    let feuille = classeur.worksheet_range("aides").unwrap();
    let lignes: Vec<Vec<Data>> = feuille.rows().map(<[Data]>::to_vec).collect();
    let entete = lignes
        .iter()
        .position(|ligne| ligne[0] == Data::String("Nom".to_owned()))
        .unwrap();
    let premiere = &lignes[entete + 1];
    assert_eq!(premiere[0], Data::String("=1+1 & \"fils\"".to_owned()));
    assert_eq!(premiere[1], Data::String("01234567800010".to_owned()));
    assert_eq!(premiere[3], Data::Float(1_234.0));
    assert_eq!(premiere[4], Data::Float(4_114.29));
    assert!(matches!(premiere[2], Data::DateTime(_)), "{premiere:?}");
    assert_eq!(lignes[entete + 2][4], Data::String("n. c.".to_owned()));
    assert_eq!(lignes[entete + 3][4], Data::Float(5_000.01));
}
