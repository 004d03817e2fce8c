//! Whatever the bytes, reading ends, says a line a fault, and holds no more than a dossier.

use std::io::{self, BufReader};

use proptest::prelude::*;

use super::*;

/// Bytes that a function makes.
struct Faits<F>(F);

impl<F: FnMut(&mut [u8]) -> usize> Read for Faits<F> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        Ok((self.0)(tampon))
    }
}

/// A byte repeated without being held.
fn repete(octet: u8, fois: usize) -> impl Read {
    let mut restants = fois;
    Faits(move |tampon: &mut [u8]| {
        let nombre = restants.min(tampon.len());
        tampon[..nombre].fill(octet);
        restants -= nombre;
        nombre
    })
}

#[test]
fn a_dossier_without_end_is_one_finding_and_its_memory_is_bounded() {
    let cas: [(&[u8], u8, &[u8]); 6] = [
        (b"{\"reference\":\"", b'a', b"\"}\n{}"),
        (b"{\"x\":", b'[', b"\n{}"),
        (b"[{\"x\":\"", b'a', b"\"},{}]"),
        (b"reference\n", b'a', b"\nB\n"),
        (b"reference\n\"", b'a', b"\nB\n"),
        (b"{}\n", b' ', b"\n{}"),
    ];
    for (rang, (debut, motif, fin)) in cas.into_iter().enumerate() {
        let fois = if rang == 0 { 100 << 20 } else { 10 << 20 };
        let source = debut.chain(repete(motif, fois)).chain(fin);
        let (mut flux, _) = Flux::ouvrir(Box::new(BufReader::new(source))).unwrap();
        let schema = schema();
        let (mut bons, mut fautes) = (0, Vec::new());
        let mut recevoir = |lu: Lu<'_>| match lu.dossier {
            Ok(_) => bons += 1,
            Err(illisible) => fautes.extend(illisible.fautes),
        };
        let mut avertir = |_| {};
        let mut atelier = Atelier::new("d", &schema, &mut avertir, &mut recevoir);
        if debut.starts_with(b"reference") {
            csv::lire(&mut flux, &mut atelier).unwrap();
        } else {
            json::lire(&mut flux, &mut atelier).unwrap();
        }
        assert!(flux.capacite() < 8 << 20, "{} bytes held", flux.capacite());
        assert!(fautes.len() <= 2, "{fautes:?}");
        assert!(bons >= 1 || motif == b'[', "{fautes:?}");
    }
}

#[test]
fn depth_and_odd_bytes_are_told() {
    let profond = format!(
        "{{\"x\":{}1{}}}\n{{}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let cas: [(&[u8], &str); 5] = [
        (profond.as_bytes(), "les unes dans les autres"),
        (b"{\"reference\":\"a\0\"}\n{}", "caractère invisible"),
        (b"{\"reference\":\"a\\u0000\"}\n{}", "U+0000"),
        (b"reference\nA\0\nB", "U+0000"),
        (b"{\"reference\":\"\\udc00\"}\n{}", "moitié d’un caractère"),
    ];
    for (octets, attendu) in cas {
        let lecture = lire_octets(octets);
        let fautes = lecture.fautes();
        assert!(fautes.iter().any(|f| f.contains(attendu)), "{fautes:?}");
        assert!(lecture.dossiers.last().unwrap().1.is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_without_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        lire_octets(&octets);
        for debut in [&b"reference;date_demande;contrat.suspensions\n"[..], b"{\"reference\":", b"["] {
            lire_octets(&[debut, &octets].concat());
        }
    }

    #[test]
    fn any_words_end_without_panic(
        morceaux in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"reference\"", "\"contrat\"", "\"suspensions\"", "\"debut\"", "\"", "\\",
            "\n", "\r", ";", "|", "reference", "contrat.suspensions.fin", "2024-01-01", "?", "é", " ", "null", "1",
        ]), 0..40)
    ) {
        lire_octets(morceaux.concat().as_bytes());
        lire_octets(format!("reference;contrat.suspensions\n{}", morceaux.concat()).as_bytes());
    }
}
