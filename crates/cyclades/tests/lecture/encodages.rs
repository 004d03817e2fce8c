//! Encodings: found by the mark, by the zeros, by the whole file; columns count the bytes of the file.

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::Options;
use guichet_cyclades::lecture::encodage::Encodage;

use crate::bilan::verifier;
use crate::place;
use crate::tableau::Tableau;

fn utf16le(texte: &str) -> Vec<u8> {
    texte.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16be(texte: &str) -> Vec<u8> {
    texte.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn windows(texte: &str) -> Vec<u8> {
    let (octets, _, manque) = WINDOWS_1252.encode(texte);
    assert!(!manque, "{texte}");
    octets.into_owned()
}

fn avec_marque(marque: &[u8], octets: &[u8]) -> Vec<u8> {
    [marque, octets].concat()
}

/// A name, how to write it, the mark, what it is read as, and whether it is said.
type Forme = (
    &'static str,
    fn(&str) -> Vec<u8>,
    &'static [u8],
    Encodage,
    bool,
);

const FORMES: [Forme; 7] = [
    (
        "UTF-8",
        |t| t.as_bytes().to_vec(),
        b"",
        Encodage::Utf8,
        false,
    ),
    (
        "UTF-8, mark",
        |t| t.as_bytes().to_vec(),
        b"\xef\xbb\xbf",
        Encodage::Utf8,
        false,
    ),
    ("UTF-16 LE", utf16le, b"", Encodage::Utf16Le, true),
    (
        "UTF-16 LE, mark",
        utf16le,
        b"\xff\xfe",
        Encodage::Utf16Le,
        true,
    ),
    ("UTF-16 BE", utf16be, b"", Encodage::Utf16Be, true),
    (
        "UTF-16 BE, mark",
        utf16be,
        b"\xfe\xff",
        Encodage::Utf16Be,
        true,
    ),
    ("Windows-1252", windows, b"", Encodage::Windows1252, true),
];

/// Faulty values with accents before them, one after a line break between quotes.
fn fautif() -> Tableau {
    Tableau::de(4)
        .avec(2, "categorie", "Zé9")
        .avec(3, "prenoms", "Œdipe, Élise")
        .avec(4, "adresse_1", "\"n° 5\nÉtage € 2\"")
        .avec(4, "serie", "œ-É")
}

#[test]
fn every_encoding_gives_the_same_findings_and_is_said_once() {
    for fin in ["\n", "\r\n", "\r"] {
        let texte = fautif().texte(';', fin).replace("5\n", &format!("5{fin}"));
        let reference = verifier(texte.as_bytes(), &Options::default());
        assert_eq!(reference.constats.len(), 4, "{:?}", reference.brefs());
        for (nom, coder, marque, encodage, dit) in FORMES {
            let octets = avec_marque(marque, &coder(&texte));
            let mut bilan = verifier(&octets, &Options::default());
            assert_eq!(bilan.rapport.encodage, encodage, "{nom}");
            let dits = bilan
                .constats
                .iter()
                .filter(|c| c.regle == "CY-003")
                .count();
            assert_eq!(dits, usize::from(dit), "{nom}");
            bilan.constats.retain(|c| c.regle != "CY-003");
            for constat in &bilan.constats {
                let valeur = constat.valeur.as_deref().unwrap();
                // A value between quotes is told at its quote.
                let cellule = if valeur.contains(fin) {
                    format!("\"{valeur}")
                } else {
                    valeur.into()
                };
                let dite = (constat.ligne.unwrap(), constat.colonne.unwrap());
                let juste = place(&octets, &coder(&cellule), &coder(fin));
                assert_eq!(dite, juste, "{nom} {fin:?} {constat:?}");
            }
            for (constat, juste) in bilan.constats.iter_mut().zip(&reference.constats) {
                constat.colonne = juste.colonne;
            }
            assert_eq!(bilan.constats, reference.constats, "{nom} {fin:?}");
            assert_eq!(bilan.comptes(), reference.comptes(), "{nom}");
        }
    }
}

#[test]
fn an_encoding_that_is_given_is_followed() {
    let texte = fautif().usuel();
    for (nom, coder, marque, encodage, _) in FORMES {
        let octets = avec_marque(marque, &coder(&texte));
        let trouve = verifier(&octets, &Options::default());
        let options = Options {
            encodage: Some(encodage),
            ..Options::default()
        };
        assert_eq!(verifier(&octets, &options).brefs(), trouve.brefs(), "{nom}");
    }
}

#[test]
fn files_longer_than_any_buffer_are_read_to_their_end() {
    // Longer than what is read at a time, once in UTF-8; the only accent is the very last value.
    let mut tableau = Tableau::de(9_000);
    for ligne in &mut tableau.lignes {
        ligne[2] = "Zoe".to_owned();
        ligne[10] = "1".repeat(38);
    }
    let texte = tableau.avec(9_000, "categorie", "é").usuel();
    assert!(texte.len() > 1 << 20);
    for (nom, coder, marque, encodage, dit) in FORMES {
        let bilan = verifier(&avec_marque(marque, &coder(&texte)), &Options::default());
        assert_eq!(bilan.rapport.encodage, encodage, "{nom}");
        assert_eq!(bilan.comptes(), (9_000, 1), "{nom}");
        assert_eq!(
            bilan.constats.len(),
            1 + usize::from(dit),
            "{nom} {:?}",
            bilan.brefs()
        );
        assert_eq!(
            bilan.constats[bilan.constats.len() - 1].ligne,
            Some(9_001),
            "{nom}"
        );
    }
}

#[test]
fn a_few_stray_bytes_in_utf8_are_told_once_for_the_file() {
    let texte = Tableau::de(9).avec(9, "categorie", "Z").usuel();
    let mut octets = texte.into_bytes();
    let ici = octets
        .windows(5)
        .position(|f| f == "Zoé ".as_bytes())
        .unwrap();
    octets.splice(ici + 2..ici + 4, *b"\xe9");
    for marque in [&b""[..], b"\xef\xbb\xbf"] {
        let bilan = verifier(&avec_marque(marque, &octets), &Options::default());
        let brefs = bilan.brefs();
        assert_eq!(brefs.len(), 2, "{brefs:?}");
        assert_eq!(brefs[0], "CY-004");
        assert!(brefs[1].starts_with("CY-320@10:"), "{brefs:?}");
        assert!(bilan.constats[0].message.contains("1 octet n’en est pas"));
    }
}

#[test]
fn halves_and_leftovers_of_utf16_lose_one_value_at_most() {
    let juste = Tableau::de(3).usuel();
    // A lone half of a pair, in a value.
    let mut octets = utf16le(&juste);
    let ici = place(&octets, &utf16le("PARIS"), b"none").1;
    let ici = usize::try_from(ici).unwrap() - 1;
    octets.splice(ici..ici + 2, [0x00, 0xd8]);
    let bilan = verifier(&octets, &Options::default());
    assert_eq!(bilan.comptes(), (3, 1));
    assert_eq!(
        bilan.brefs()[1..],
        [format!(
            "CY-020@2:{}#1 localite=\u{fffd}ARIS",
            colonne(&juste)
        )]
    );
    // A byte too many, at the end.
    let mut octets = utf16le(&juste);
    octets.push(b'x');
    assert_eq!(verifier(&octets, &Options::default()).comptes().0, 4);
}

/// Byte column of the first `PARIS` once in UTF-16.
fn colonne(texte: &str) -> u64 {
    let ligne = texte.lines().nth(1).unwrap();
    let avant = &ligne[..ligne.find("PARIS").unwrap()];
    (avant.encode_utf16().count() * 2 + 1) as u64
}

#[test]
fn a_file_said_to_be_utf8_that_is_not_is_told_to_be_spoilt() {
    // 0x80 and 0xc3 alone pass for parts of letters to whoever trusts the option.
    let entete = Tableau::de(1).usuel();
    let nom = entete
        .lines()
        .nth(1)
        .and_then(|ligne| ligne.split(';').nth(1))
        .unwrap()
        .to_owned();
    for egare in [0x80u8, 0xc3] {
        let place = entete.find(&nom).unwrap() + 1;
        let mut octets = entete.clone().into_bytes();
        octets[place] = egare;
        let options = Options {
            encodage: Some(Encodage::Utf8),
            ..Options::default()
        };
        let bilan = verifier(&octets, &options);
        assert_eq!(bilan.brefs(), ["CY-004"], "{egare:x}");
        assert_eq!(bilan.comptes(), (1, 1));
    }
}
