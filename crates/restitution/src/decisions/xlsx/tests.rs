//! The workbook, read again: kinds of cells, formulas and their results, nothing lost nor computed.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx as Lecteur, open_workbook_from_rs};

use super::super::essai::{decisions, rendre};
use super::super::{FormeDeDecisions, OptionsDeTexte};
use super::*;
use crate::classeur::euros;

fn octets(decisions: &[Decision]) -> Vec<u8> {
    rendre(FormeDeDecisions::Xlsx, decisions, OptionsDeTexte::default())
}

fn feuilles(octets: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let mut lecteur: Lecteur<_> = open_workbook_from_rs(Cursor::new(octets)).unwrap();
    lecteur.worksheets()
}

fn formules(octets: Vec<u8>, feuille: &str) -> Vec<String> {
    let mut lecteur: Lecteur<_> = open_workbook_from_rs(Cursor::new(octets)).unwrap();
    let formules = lecteur.worksheet_formula(feuille).unwrap();
    let remplies = formules.used_cells().filter(|(_, _, f)| !f.is_empty());
    remplies.map(|(_, _, formule)| formule.clone()).collect()
}

fn texte(feuille: &Range<Data>, rangee: usize, colonne: usize) -> String {
    feuille
        .get((rangee, colonne))
        .map_or(String::new(), ToString::to_string)
}

fn colonne(feuille: &Range<Data>, titre: &str) -> usize {
    (0..feuille.width())
        .find(|colonne| texte(feuille, 0, *colonne) == titre)
        .unwrap_or_else(|| panic!("{titre}"))
}

#[test]
fn amounts_are_euros_days_are_days_and_no_text_is_a_formula() {
    let feuilles = feuilles(octets(&decisions()));
    let noms: Vec<&str> = feuilles.iter().map(|(nom, _)| nom.as_str()).collect();
    assert_eq!(noms, ["Synthèse", "Décisions", "Motifs", "Calculs"]);
    let table = &feuilles[DECISIONS].1;
    assert_eq!(table.height(), decisions().len() + 1);
    let montant = colonne(table, "Montant de l’aide");
    assert_eq!(table.get((1, montant)), Some(&Data::Float(6000.0)));
    assert_eq!(table.get((2, montant)), Some(&Data::Float(0.0)));
    assert_eq!(texte(table, 5, montant), "");
    let paiement = table
        .get((1, colonne(table, "Paiement au plus tôt")))
        .unwrap();
    let Data::DateTime(jour) = paiement else {
        panic!("{paiement:?}");
    };
    assert_eq!(jour.to_ymd_hms_milli(), (2025, 10, 1, 0, 0, 0, 0));
    assert_eq!(texte(table, 1, colonne(table, "Acte")), "arrêté");
    assert_eq!(
        texte(table, 2, colonne(table, "Conditions non remplies")),
        "CP-101\nCP-102"
    );
    assert!(texte(table, 6, 0).starts_with("=1+1"));
    assert_eq!(texte(table, 7, 1), "illisible");
    assert!(formules(octets(&decisions()), "Décisions").is_empty());
    assert!(formules(octets(&decisions()), "Motifs").is_empty());
}

#[test]
fn totals_are_formulas_that_hold_their_results() {
    let feuilles = feuilles(octets(&decisions()));
    let synthese = &feuilles[SYNTHESE].1;
    let ligne = |nom: &str| {
        (0..synthese.height())
            .find(|rangee| texte(synthese, *rangee, 0) == nom)
            .unwrap_or_else(|| panic!("{nom}"))
    };
    let nombre = |nom: &str, colonne| texte(synthese, ligne(nom), colonne);
    assert_eq!(
        (nombre("favorable", 1), nombre("favorable", 2)),
        ("2".into(), "6000".into())
    );
    assert_eq!(
        (nombre("à examiner", 1), nombre("à examiner", 2)),
        ("2".into(), "5500".into())
    );
    assert_eq!(
        (nombre("En tout", 1), nombre("En tout", 2)),
        ("8".into(), "6000".into())
    );
    assert_eq!(nombre("Salarié trop jeune au début du contrat", 2), "1");
    // Twice in one dossier: once.
    assert_eq!(nombre("Valeur impossible", 2), "1");
    assert_eq!(nombre("La date de naissance du salarié", 1), "1");
    assert_eq!(
        (nombre("CONSTRUCTION", 1), nombre("CONSTRUCTION", 5)),
        ("1".into(), "6000".into())
    );
    let formules = formules(octets(&decisions()), "Synthèse");
    assert!(
        formules[0].starts_with("COUNTIF('Décisions'!B:B,A"),
        "{formules:?}"
    );
    assert!(
        formules[1].starts_with("SUMIF('Décisions'!B:B,A"),
        "{formules:?}"
    );
    // Six issues and the total, twice; two reasons (the rule of reading is a number), two facts.
    assert_eq!(formules.len(), 14 + 2 + 2, "{formules:?}");
}

/// The formulas of the totals, worked out on the sheets themselves.
#[test]
fn the_results_are_those_a_spreadsheet_would_find() {
    let feuilles = feuilles(octets(&decisions()));
    let (decisions, motifs) = (&feuilles[DECISIONS].1, &feuilles[MOTIFS].1);
    let compte = |feuille: &Range<Data>, criteres: &[(usize, &str)]| {
        (1..feuille.height())
            .filter(|&r| criteres.iter().all(|&(c, v)| texte(feuille, r, c) == v))
            .count()
    };
    assert_eq!(compte(decisions, &[(1, "favorable")]), 2);
    assert_eq!(compte(decisions, &[(1, "à examiner")]), 2);
    assert_eq!(compte(motifs, &[(2, "CP-101"), (1, NON_REMPLIE)]), 1);
    assert_eq!(
        compte(motifs, &[(3, "pieces.contrat_cerfa"), (1, "manque")]),
        1
    );
}

#[test]
fn each_reason_has_its_row_and_each_step_its_amount() {
    let feuilles = feuilles(octets(&decisions()));
    let motifs = &feuilles[MOTIFS].1;
    let natures: Vec<(String, String, String)> = (1..motifs.height())
        .map(|r| {
            (
                texte(motifs, r, 0),
                texte(motifs, r, 1),
                texte(motifs, r, 2),
            )
        })
        .collect();
    let attendue = |reference: &str, nature: &str, code: &str| {
        let motif = (reference.to_owned(), nature.to_owned(), code.to_owned());
        assert!(natures.contains(&motif), "{motif:?} dans {natures:?}");
    };
    attendue("D-18", NON_REMPLIE, "CP-101");
    attendue("D-18", "ce qui changerait", "CP-101");
    attendue("D-19", "deux lectures", "CP-07");
    attendue("D-20", "à examiner", "CP-101");
    attendue("D-21", "sans réponse", "CP-401");
    attendue("D-21", "manque", "");
    attendue("D-17", "à savoir", "CP-501");
    attendue("dossiers.csv:7", "illisible", "CP-002");
    let calculs = &feuilles[CALCULS].1;
    assert_eq!(calculs.get((4, 2)), Some(&Data::Float(-500.0)));
}

#[test]
fn an_empty_batch_is_a_workbook_too() {
    let feuilles = feuilles(octets(&[]));
    assert_eq!(feuilles.len(), 4);
    assert_eq!(texte(&feuilles[SYNTHESE].1, 1, 0), "0 dossier");
}

#[test]
fn cents_are_written_exactly() {
    let cas = [
        (411_429, "4114.29"),
        (5, "0.05"),
        (-50_000, "-500.00"),
        (0, "0.00"),
    ];
    for (centimes, attendu) in cas {
        assert_eq!(euros(Centimes(centimes)), attendu);
    }
}
