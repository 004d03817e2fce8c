//! Separators: found, given, wrong.

use guichet_cyclades::Options;

use crate::bilan::verifier;
use crate::exige;
use crate::tableau::Tableau;

const SEPARATEURS: [char; 4] = [';', ',', '\t', '|'];

fn donne(separateur: char) -> Options {
    Options {
        separateur: u8::try_from(separateur).ok(),
        ..Options::default()
    }
}

#[test]
fn a_separator_is_found_or_given_and_an_unusual_one_is_said_once() {
    let tableau = Tableau::de(3).avec(2, "civilite", "X");
    for separateur in SEPARATEURS {
        let texte = tableau.texte(separateur, "\n");
        let mut attendu = vec!["CY-005@1", "CY-203@3:1#2 civilite=X"];
        if separateur == ';' {
            attendu.remove(0);
        }
        for options in [Options::default(), donne(separateur)] {
            exige("found or given", &texte, &options, &attendu);
            let dialecte = verifier(texte.as_bytes(), &options).rapport.dialecte;
            assert_eq!(char::from(dialecte.separateur), separateur);
        }
    }
}

#[test]
fn a_wrong_separator_is_one_finding_and_no_row_is_dropped() {
    let tableau = Tableau::de(3).avec(2, "civilite", "X");
    for juste in SEPARATEURS {
        for faux in SEPARATEURS.into_iter().filter(|&s| s != juste) {
            let bilan = verifier(tableau.texte(juste, "\n").as_bytes(), &donne(faux));
            assert_eq!(bilan.brefs(), ["CY-006@1"], "{juste:?} {faux:?}");
            assert_eq!(bilan.comptes(), (3, 3), "{juste:?} {faux:?}");
        }
    }
}

#[test]
fn other_separators_in_the_values_mislead_no_one() {
    let tableau = Tableau::de(2)
        .avec(1, "adresse_1", "12, rue du Bac, esc. 3, B, C")
        .avec(2, "adresse_1", "1, 2, 3, 4, 5, 6, 7, 8, 9, 0");
    exige(
        "commas in the values",
        &tableau.usuel(),
        &Options::default(),
        &[],
    );
    let cite = Tableau::de(2).avec(1, "localite", "\"PARIS, 13E\"");
    exige(
        "a comma between quotes",
        &cite.texte(',', "\n"),
        &Options::default(),
        &["CY-005@1"],
    );
}
