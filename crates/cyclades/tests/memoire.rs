//! Memory stays bounded, whatever the length of a row. Alone in its program: the peak is that of a process.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod commun;

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use guichet_cyclades::{Options, Source, controler};

/// The peak is that of the process: one test at a time.
static SEUL: Mutex<()> = Mutex::new(());

/// A text whose middle never ends, that no one holds in memory.
struct SansFin {
    debut: &'static str,
    octet: u8,
    longueur: u64,
    fin: &'static str,
}

impl Source for SansFin {
    fn nom(&self) -> &'static str {
        "CAP_1.0_2024-06_151120230900.csv"
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let suite = io::repeat(self.octet).take(self.longueur);
        let tout = self.debut.as_bytes().chain(suite);
        Ok(Box::new(tout.chain(self.fin.as_bytes())))
    }
}

/// The peak memory of this process, in bytes, where the system tells it.
fn sommet() -> Option<u64> {
    let statut = std::fs::read_to_string("/proc/self/status").ok()?;
    let ligne = statut
        .lines()
        .find_map(|ligne| ligne.strip_prefix("VmHWM:"))?;
    let kio: u64 = ligne.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kio << 10)
}

#[test]
fn a_row_of_a_hundred_megabytes_is_never_held() {
    let _seul = SEUL.lock().unwrap_or_else(PoisonError::into_inner);
    let edition = commun::edition().0;
    // A first check takes what any check takes.
    let petite = commun::controler_octets(
        &edition,
        "a.csv",
        b"civilite;prenoms\n",
        &Options::default(),
    );
    assert!(!petite.is_empty());
    for debut in [
        // Under a header, bare or in quotes never closed; instead of a header.
        "civilite;prenoms;INE\nF;",
        "civilite;prenoms;INE\nF;\"",
        "",
        "\"",
    ] {
        let avant = sommet();
        for fils in [1, 2] {
            let options = Options {
                fils,
                ..Options::default()
            };
            let source = SansFin {
                debut,
                octet: b'x',
                longueur: 100 << 20,
                fin: "",
            };
            let mut constats = 0;
            controler(&edition, &source, &options, &mut |_| constats += 1).unwrap();
            assert!(constats > 0, "{debut:?}");
        }
        if let (Some(avant), Some(apres)) = (avant, sommet()) {
            let pris = apres.saturating_sub(avant) >> 20;
            assert!(pris < 24, "{debut:?}: {pris} MiB");
        }
    }
}

#[test]
fn neither_is_a_comment_a_value_or_a_hole_of_xml() {
    const CENT: u64 = 100 << 20;
    let _seul = SEUL.lock().unwrap_or_else(PoisonError::into_inner);
    let edition = commun::edition().0;
    let petite = commun::controler_octets(&edition, "a.xml", b"<cyclades/>", &Options::default());
    assert!(!petite.is_empty());
    // What is around, and how many candidates are counted.
    let cas: [(&str, u8, u64, &str, u64); 9] = [
        ("<cyclades><!--", b'x', CENT, "--><candidat/></cyclades>", 1),
        (
            "<cyclades><candidat/><!--",
            b'\n',
            CENT,
            "--><candidat/></cyclades>",
            2,
        ),
        ("<cyclades><candidat/><!--", b'x', CENT, "", 1),
        (
            "<cyclades><candidat><civilite>",
            b'x',
            CENT,
            "</civilite></candidat><candidat/></cyclades>",
            2,
        ),
        (
            "<cyclades><candidat><civilite><![CDATA[",
            b'x',
            CENT,
            "]]></civilite></candidat><candidat/></cyclades>",
            2,
        ),
        (
            "<cyclades><entete><version>",
            b'x',
            CENT,
            "</version></entete><candidat/></cyclades>",
            1,
        ),
        (
            "<cyclades><candidat/>",
            b' ',
            CENT,
            "<candidat/></cyclades>",
            2,
        ),
        ("<cyclades a='", b'x', CENT, "'><candidat/></cyclades>", 1),
        // A sparse file of two gibibytes.
        ("<cyclades><candidat/>", 0, 2 << 30, "", 1),
    ];
    for (debut, octet, longueur, fin, candidats) in cas {
        let avant = sommet();
        let source = SansFin {
            debut,
            octet,
            longueur,
            fin,
        };
        let mut constats = 0;
        let rapport = controler(&edition, &source, &Options::default(), &mut |_| {
            constats += 1;
        });
        assert_eq!(rapport.unwrap().resume.lus, candidats, "{debut:?}");
        assert!((1..10_000).contains(&constats), "{debut:?}");
        if let (Some(avant), Some(apres)) = (avant, sommet()) {
            let pris = apres.saturating_sub(avant) >> 20;
            assert!(pris < 24, "{debut:?}: {pris} MiB");
        }
    }
}
