//! Quotes: doubled, with line breaks inside, followed by text, never closed.

use guichet_cyclades::{Options, Portee};

use crate::bilan::verifier;
use crate::tableau::Tableau;
use crate::{exige, place};

#[test]
fn values_between_quotes_are_read_without_them() {
    let cas: [(&str, &str, &[&str]); 9] = [
        ("civilite", "\"F\"", &[]),
        ("civilite", "\"X\"", &["CY-203@2:1#1 civilite=X"]),
        ("civilite", "\"X;Y\"", &["CY-203@2:1#1 civilite=X;Y"]),
        ("civilite", "\"X\"\"Y\"", &["CY-203@2:1#1 civilite=X\"Y"]),
        ("civilite", "\"\"\"\"", &["CY-203@2:1#1 civilite=\""]),
        ("civilite", "\"\"", &["CY-201@2:1#1 civilite="]),
        ("civilite", "X\"Y\"", &["CY-203@2:1#1 civilite=X\"Y\""]),
        ("civilite", "\"X\nY\"", &["CY-203@2:1#1 civilite=X\nY"]),
        ("civilite", "\"X\n\"", &["CY-203@2:1#1 civilite=X\n"]),
    ];
    for (champ, valeur, attendu) in cas {
        let texte = Tableau::de(2).avec(1, champ, valeur).usuel();
        exige(valeur, &texte, &Options::default(), attendu);
        let texte = texte.replace('\n', "\r\n");
        let attendu: Vec<String> = attendu
            .iter()
            .map(|bref| bref.replace('\n', "\r\n"))
            .collect();
        let attendu: Vec<&str> = attendu.iter().map(String::as_str).collect();
        exige("CRLF", &texte, &Options::default(), &attendu);
    }
}

#[test]
fn after_a_line_break_between_quotes_places_are_physical() {
    for fin in ["\n", "\r\n", "\r"] {
        let pli = format!("\"12 rue{fin}du Bac{fin}\"");
        let texte = Tableau::de(3)
            .avec(1, "adresse_1", &pli)
            .avec(1, "serie", "zut1")
            .avec(2, "adresse_1", &pli)
            .avec(2, "localite", "\"~\"")
            .avec(3, "categorie", "zut3")
            .texte(';', fin);
        let bilan = verifier(texte.as_bytes(), &Options::default());
        let places: Vec<_> = bilan
            .constats
            .iter()
            .filter(|c| c.champ.as_deref() != Some("adresse_1"))
            .map(|c| (c.ligne.unwrap(), c.colonne.unwrap()))
            .collect();
        let juste = ["zut1", "\"~\"", "zut3"]
            .map(|m| place(texte.as_bytes(), m.as_bytes(), fin.as_bytes()));
        assert_eq!(places, juste, "{fin:?} {:?}", bilan.brefs());
    }
}

#[test]
fn text_after_a_closing_quote_is_told_and_the_whole_cell_is_the_value() {
    let texte = Tableau::de(2).avec(1, "localite", "\"PARIS\" 13").usuel();
    let bilan = verifier(texte.as_bytes(), &Options::default());
    let colonne = place(texte.as_bytes(), b"\"PARIS", b"\n").1;
    assert_eq!(
        bilan.brefs()[0],
        format!("CY-015@2:{colonne}#1 localite=\"PARIS\" 13")
    );
    assert!(
        bilan
            .constats
            .iter()
            .all(|c| c.champ.as_deref() == Some("localite")),
        "{:?}",
        bilan.brefs()
    );
}

#[test]
fn doubled_quotes_are_undone_beside_a_cell_that_text_follows() {
    let texte = Tableau::de(1)
        .avec(1, "civilite", "\"X\"\"Y\"")
        .avec(1, "localite", "\"PARIS\" 13")
        .usuel();
    let bilan = verifier(texte.as_bytes(), &Options::default());
    let civilite = bilan.constats.iter().find(|c| c.regle == "CY-203").unwrap();
    assert_eq!(civilite.valeur.as_deref(), Some("X\"Y"));
}

#[test]
fn a_quote_never_closed_costs_its_line_only() {
    let au = |candidat: usize| {
        let texte = Tableau::de(6)
            .avec(candidat, "adresse_1", "\"12 rue")
            .avec(6, "categorie", "zut")
            .usuel();
        (format!("CY-014@{}:1#{candidat}", candidat + 1), texte)
    };
    for candidat in 1..=5 {
        let (attendu, texte) = au(candidat);
        let colonne = place(texte.as_bytes(), b"zut", b"\n").1;
        let derniere = format!("CY-320@7:{colonne}#6 categorie=zut");
        exige(
            "unclosed",
            &texte,
            &Options::default(),
            &[&attendu, &derniere],
        );
        assert_eq!(
            verifier(texte.as_bytes(), &Options::default()).comptes(),
            (6, 2)
        );
    }
    let (attendu, texte) = au(6);
    for texte in [texte.as_str(), texte.trim_end()] {
        exige("unclosed, last", texte, &Options::default(), &[&attendu]);
    }
}

#[test]
fn a_quote_closed_lines_below_costs_its_line_only() {
    let ouvert = || {
        Tableau::de(6)
            .avec(2, "adresse_1", "\"12 rue")
            .avec(4, "civilite", "X")
    };
    let cas = [
        // The opening quote of another row closes it, and text follows.
        (
            "by an opening quote",
            ouvert().avec(5, "adresse_1", "\"5 rue\""),
            vec![],
        ),
        (
            "by an opening quote, elsewhere",
            ouvert().avec(5, "localite", "\"PARIS\""),
            vec![],
        ),
        // Nothing follows: only the rows it holds tell.
        (
            "by a closing quote",
            ouvert().avec(5, "adresse_1", "12 rue\""),
            vec!["CY-238"],
        ),
    ];
    for (titre, tableau, suite) in cas {
        let bilan = verifier(tableau.usuel().as_bytes(), &Options::default());
        let brefs = bilan.brefs();
        assert_eq!(
            brefs[..2],
            ["CY-014@3:1#2", "CY-203@5:1#4 civilite=X"],
            "{titre}"
        );
        let autres: Vec<_> = bilan.constats[2..]
            .iter()
            .map(|c| c.regle.as_str())
            .collect();
        assert_eq!(autres, suite, "{titre}");
        assert_eq!(bilan.comptes().0, 6, "{titre}");
    }
}

#[test]
fn an_unclosed_quote_in_the_header_does_not_swallow_the_file() {
    let texte = Tableau::de(3)
        .usuel()
        .replacen("categorie", "\"categorie", 1);
    let bilan = verifier(texte.as_bytes(), &Options::default());
    assert_eq!(bilan.comptes().0, 3, "{:?}", bilan.brefs());
    assert!(
        bilan
            .constats
            .iter()
            .any(|c| c.regle == "CY-014" && c.ligne == Some(1)),
        "{:?}",
        bilan.brefs()
    );
}

#[test]
fn in_a_hundred_thousand_rows_one_unclosed_quote_loses_one() {
    let modele = Tableau::de(1).usuel();
    let (entete, ligne) = modele.trim_end().split_once('\n').unwrap();
    let mut texte = format!("{entete}\n");
    for rang in 0..100_000 {
        let ligne = ligne.replacen("000000000AB", &format!("{rang:09}CD"), 1);
        let lettre = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
        let nom = [rang / 17_576, rang / 676, rang / 26, rang].map(lettre);
        let nom: String = nom.into_iter().collect();
        let ligne = ligne.replacen("LE GOFF AAAA", &nom, 1);
        let ligne = if rang == 50_000 {
            ligne.replacen("12 rue", "\"12 rue", 1)
        } else {
            ligne
        };
        texte.push_str(&ligne);
        texte.push('\n');
    }
    for fils in [1, 2] {
        let bilan = verifier(
            texte.as_bytes(),
            &Options {
                fils,
                ..Options::default()
            },
        );
        assert_eq!(bilan.brefs(), ["CY-014@50002:1#50001"]);
        assert_eq!(bilan.comptes(), (100_000, 1));
    }
}

#[test]
fn quotes_that_open_on_every_line_lose_no_line() {
    // Read from any of its lines, the rest is one row. Rereading that started over for each line would
    // take hours on this many.
    let entete = Tableau::de(0).usuel();
    for lignes in [1_000, 400_000] {
        let texte = format!("{entete}{}", "a\";\"b\n".repeat(lignes));
        let bilan = verifier(
            texte.as_bytes(),
            &Options {
                portee: Portee::Premiers(1),
                ..Options::default()
            },
        );
        assert_eq!(bilan.comptes().0, lignes as u64);
    }
}
