//! Memory stays bounded, whatever the length of a row. Alone in its program: the peak is that of a process.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod commun;

use std::io::{self, Read};

use guichet_cyclades::{Options, Source, controler};

/// Rows without end of line, that no one holds in memory.
struct SansFin {
    debut: &'static str,
    longueur: u64,
}

impl Source for SansFin {
    fn nom(&self) -> &'static str {
        "CAP_1.0_2024-06_151120230900.csv"
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let suite = io::repeat(b'x').take(self.longueur);
        Ok(Box::new(self.debut.as_bytes().chain(suite)))
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
                longueur: 100 << 20,
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
