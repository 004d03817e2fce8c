//! Rows: how they end, how many fields they have, blank ones, those too long.

use std::io::{self, Read};

use guichet_cyclades::{Options, Source, controler};

use crate::bilan::{bref, verifier};
use crate::exige;
use crate::tableau::{EDITION, NOM, Tableau};

#[test]
fn rows_end_by_a_line_feed_a_carriage_return_or_both() {
    for fin in ["\n", "\r\n", "\r"] {
        let texte = Tableau::de(3)
            .avec(2, "civilite", "X")
            .avec(3, "categorie", "9")
            .texte(';', fin);
        let colonne = texte
            .lines()
            .last()
            .unwrap()
            .rsplit(['\r', '\n'])
            .next()
            .unwrap()
            .len();
        let colonne = if fin == "\r" {
            texte.trim_end().rsplit('\r').next().unwrap().len()
        } else {
            colonne
        };
        let attendu = [
            "CY-203@3:1#2 civilite=X",
            &format!("CY-320@4:{colonne}#3 categorie=9"),
        ];
        exige("with its last end", &texte, &Options::default(), &attendu);
        exige("without", texte.trim_end(), &Options::default(), &attendu);
    }
    let texte = Tableau::de(3)
        .avec(3, "civilite", "X")
        .texte(';', "\r\n")
        .replacen("\r\n", "\n", 2);
    exige(
        "mixed ends",
        &texte,
        &Options::default(),
        &["CY-203@4:1#3 civilite=X"],
    );
}

#[test]
fn ragged_rows_are_told_one_by_one_and_the_others_are_read() {
    let mut tableau = Tableau::de(9).avec(9, "civilite", "X");
    tableau.lignes[2].pop();
    tableau.lignes[4].push("reste".to_owned());
    let bilan = verifier(tableau.usuel().as_bytes(), &Options::default());
    assert_eq!(
        bilan.brefs(),
        ["CY-013@4:1#3", "CY-013@6:1#5", "CY-203@10:1#9 civilite=X"]
    );
    assert_eq!(bilan.comptes(), (9, 3));
    for (constat, mots) in bilan.constats.iter().zip([["17 ", "18 "], ["19 ", "18 "]]) {
        assert!(
            mots.iter().all(|mot| constat.message.contains(mot)),
            "{}",
            constat.message
        );
    }
}

#[test]
fn rows_that_are_all_shifted_are_one_finding() {
    for (titre, de_trop) in [("a value too many", true), ("a value too few", false)] {
        let mut tableau = Tableau::de(20);
        for ligne in &mut tableau.lignes {
            if de_trop {
                ligne.insert(4, "intrus".to_owned());
            } else {
                ligne.remove(4);
            }
        }
        for fin in ["\n", "\r\n", "\r"] {
            let bilan = verifier(tableau.texte(';', fin).as_bytes(), &Options::default());
            assert_eq!(bilan.brefs(), ["CY-012@2"], "{titre} {fin:?}");
            assert_eq!(bilan.comptes(), (20, 20), "{titre} {fin:?}");
        }
    }
    let entete = Tableau::de(0).usuel();
    let lignes = Tableau::de(20).texte(',', "\n");
    let texte = entete + lignes.split_once('\n').unwrap().1;
    let bilan = verifier(texte.as_bytes(), &Options::default());
    assert_eq!(bilan.brefs(), ["CY-012@2"]);
    assert!(
        bilan.constats[0].message.contains("la virgule"),
        "{}",
        bilan.constats[0].message
    );
}

#[test]
fn a_separator_too_many_at_the_end_of_every_row_is_one_finding() {
    let tableau = Tableau::de(4).avec(3, "civilite", "X");
    for fin in ["\n", "\r\n", "\r"] {
        let texte = tableau.texte(';', &format!(";{fin}"));
        // In the header too: a last column without name, always empty.
        exige(
            "header and rows",
            &texte,
            &Options::default(),
            &["CY-203@4:1#3 civilite=X"],
        );
        let texte = texte.replacen(&format!(";{fin}"), fin, 1);
        let attendu = ["CY-021@2", "CY-203@4:1#3 civilite=X"];
        exige("rows only", &texte, &Options::default(), &attendu);
    }
}

#[test]
fn blank_rows_are_skipped_counted_and_told_once() {
    let tableau = Tableau::de(3).avec(3, "civilite", "X");
    let separateurs = ";".repeat(17);
    for fin in ["\n", "\r\n", "\r"] {
        for vide in ["", separateurs.as_str(), ";"] {
            let texte = tableau.texte(';', fin);
            let (entete, lignes) = texte.split_once(fin).unwrap();
            let texte = format!("{entete}{fin}{vide}{fin}{lignes}{vide}{fin}{vide}{fin}");
            let bilan = verifier(texte.as_bytes(), &Options::default());
            assert_eq!(
                bilan.brefs(),
                ["CY-203@5:1#3 civilite=X", "CY-018@2"],
                "{fin:?} {vide:?}"
            );
            assert_eq!(bilan.comptes(), (3, 1), "{fin:?} {vide:?}");
            assert!(bilan.constats[1].message.contains("3 lignes vides"));
        }
    }
    let entete = Tableau::de(0).usuel();
    let texte = format!("{entete}\n{separateurs}\n");
    exige(
        "nothing but blank rows",
        &texte,
        &Options::default(),
        &["CY-018@2", "CY-019"],
    );
}

#[test]
fn a_nul_is_told_in_its_field_and_by_no_other_rule() {
    let tableau = Tableau::de(3)
        .avec(2, "nom_famille", "LE\0GOFF")
        .avec(3, "categorie", "\0");
    let texte = tableau.usuel();
    let colonne = texte.lines().last().unwrap().len();
    let attendu = [
        "CY-017@3:3#2 nom_famille=LE\0GOFF",
        &format!("CY-017@4:{colonne}#3 categorie=\0"),
    ];
    exige("NUL", &texte, &Options::default(), &attendu);
}

#[test]
fn a_replacement_character_is_told_in_its_field() {
    let tableau = Tableau::de(2).avec(2, "nom_famille", "LE G\u{fffd}FF");
    let attendu = ["CY-020@3:3#2 nom_famille=LE G\u{fffd}FF"];
    exige("U+FFFD", &tableau.usuel(), &Options::default(), &attendu);
}

/// A beginning, a row of so many bytes that is never held in memory, an end.
struct Demesuree {
    debut: String,
    longueur: u64,
    fin: String,
}

impl Source for Demesuree {
    fn nom(&self) -> &str {
        NOM
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let milieu = io::repeat(b'x').take(self.longueur);
        Ok(Box::new(
            self.debut
                .as_bytes()
                .chain(milieu)
                .chain(self.fin.as_bytes()),
        ))
    }
}

#[test]
fn a_row_of_a_hundred_megabytes_is_told_by_its_line_and_the_next_one_is_read() {
    let entete = Tableau::de(0).usuel();
    let suite = Tableau::de(2).avec(2, "civilite", "X").usuel();
    let (_, lignes) = suite.split_once('\n').unwrap();
    let (premiere, derniere) = lignes.split_once('\n').unwrap();
    let debut = format!("{entete}{premiere}\n");
    let cas: [(&str, &str, String, &[&str]); 4] = [
        (
            "bare",
            "",
            format!("\n{derniere}"),
            &["CY-016@3:1#2", "CY-203@4:1#3 civilite=X"],
        ),
        ("last, without end", "", String::new(), &["CY-016@3:1#2"]),
        (
            "between quotes",
            "\"",
            format!("\"\n{derniere}"),
            &["CY-016@3:1#2", "CY-203@4:1#3 civilite=X"],
        ),
        (
            "a quote never closed",
            "F;\"",
            format!("\n{derniere}"),
            &["CY-016@3:1#2", "CY-203@4:1#3 civilite=X"],
        ),
    ];
    for (titre, ouverture, fin, attendu) in cas {
        let source = Demesuree {
            debut: format!("{debut}{ouverture}"),
            longueur: 100 << 20,
            fin,
        };
        for fils in [1, 2] {
            let options = Options {
                fils,
                ..Options::default()
            };
            let mut brefs = Vec::new();
            controler(&EDITION, &source, &options, &mut |c| {
                if c.regle == "CY-016" {
                    assert!(c.message.contains("10485760"), "{titre}: {}", c.message);
                }
                brefs.push(bref(&c));
            })
            .unwrap();
            assert_eq!(brefs, attendu, "{titre}");
        }
    }
}

#[test]
fn the_limit_of_a_row_does_not_depend_on_the_blocks() {
    const MIO: usize = 1 << 20;
    let entete = Tableau::de(0).usuel();
    let suite = Tableau::de(2).usuel();
    let (_, lignes) = suite.split_once('\n').unwrap();
    for longueur in [MIO - 1, MIO, MIO + 1, 3 * MIO / 2, 2 * MIO] {
        let corps = "x".repeat(longueur - 1);
        let pli = format!(
            "\"{}\n{}\"",
            "y".repeat(longueur / 2),
            "z".repeat(longueur / 2)
        );
        for (titre, milieu) in [
            ("bare", format!("{corps}\n")),
            ("an open quote", format!("\"{corps}\n")),
            ("folded between quotes", format!("{pli}\n")),
        ] {
            let texte = format!("{entete}{milieu}{lignes}");
            let reference = verifier(texte.as_bytes(), &Options::default());
            assert!(reference.comptes().0 >= 3, "{titre} {longueur}");
            for taille_de_bloc in [MIO / 2 - 1, MIO, 3 * MIO, 7 * MIO / 3] {
                let options = Options {
                    taille_de_bloc,
                    fils: 2,
                    ..Options::default()
                };
                let bilan = verifier(texte.as_bytes(), &options);
                assert_eq!(
                    bilan.brefs(),
                    reference.brefs(),
                    "{titre} {longueur} {taille_de_bloc}"
                );
                assert_eq!(bilan, reference);
            }
        }
    }
}
