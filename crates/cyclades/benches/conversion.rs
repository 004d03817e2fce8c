//! Converting generated CAP files in memory, beside what it takes to go through their candidates.
//!
//! The goal is half a million candidates a second for CSV and XML; `Throughput` is in candidates.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench that cannot run stops"
)]

#[path = "../tests/commun/mod.rs"]
mod commun;

use std::io;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use guichet_cyclades::cas::{Catalogue, session_usuelle};
use guichet_cyclades::controle::Octets;
use guichet_cyclades::conversion::{Annonce, Demande, Destination, convertir};
use guichet_cyclades::ecriture::csv::EcritureCsv;
use guichet_cyclades::ecriture::xml::EcritureXml;
use guichet_cyclades::generation::{self, generer};
use guichet_cyclades::{EditionCyclades, Examen, Options};
use jiff::civil::datetime;

const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";
const CANDIDATS: u32 = 200_000;

static EDITION: LazyLock<(EditionCyclades, Catalogue)> = LazyLock::new(commun::edition);
static FICHIER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (edition, catalogue) = &*EDITION;
    let examen = Examen::lire("CAP").unwrap();
    let demande = generation::Demande {
        examen,
        session: session_usuelle(edition, examen),
        candidats: CANDIDATS,
        fautes_pour_mille: 0,
        graine: 7,
    };
    let mut octets = Vec::new();
    generer(edition, catalogue, &demande, &mut octets, &mut |_| {}).unwrap();
    octets
});

fn main() {
    divan::main();
}

fn mesurer<D: Destination>(
    bencher: Bencher<'_, '_>,
    ouvrir: impl Fn(&Annonce) -> io::Result<D> + Sync,
) {
    let octets = &**FICHIER;
    let source = Octets { nom: NOM, octets };
    let demande = Demande {
        extraction: None,
        maintenant: datetime(2024, 1, 1, 0, 0, 0, 0),
        garde_les_autres_colonnes: true,
    };
    bencher
        .counter(ItemsCount::new(CANDIDATS))
        .counter(BytesCount::of_slice(octets))
        .bench(|| {
            let options = Options::default();
            let resultat = convertir(&EDITION.0, &source, &options, &demande, &mut |annonce| {
                ouvrir(annonce)
            });
            black_box(resultat.unwrap().1.candidats)
        });
}

struct Rien;

impl Destination for Rien {
    fn candidat(&mut self, champs: &[&str], _: &[&str]) -> io::Result<()> {
        black_box(champs);
        Ok(())
    }
}

struct VersCsv(EcritureCsv<io::Sink>);

impl Destination for VersCsv {
    fn candidat(&mut self, champs: &[&str], autres: &[&str]) -> io::Result<()> {
        self.0.candidat(champs, autres)
    }
}

struct VersXml(EcritureXml<'static, io::Sink>);

impl Destination for VersXml {
    fn candidat(&mut self, champs: &[&str], _: &[&str]) -> io::Result<()> {
        self.0.candidat(champs)
    }
}

/// The limit: the candidates are read and decoded, nothing is written.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_lecture_seule(bencher: Bencher<'_, '_>) {
    mesurer(bencher, |_| Ok(Rien));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn b_csv_vers_csv(bencher: Bencher<'_, '_>) {
    mesurer(bencher, |annonce| {
        let champs = &EDITION.0.champs.liste;
        let noms = annonce
            .colonnes
            .iter()
            .map(|&rang| champs[usize::from(rang)].nom.as_str());
        Ok(VersCsv(EcritureCsv::nouvelle(
            io::sink(),
            &annonce.colonnes,
            noms,
        )?))
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn c_csv_vers_xml(bencher: Bencher<'_, '_>) {
    mesurer(bencher, |annonce| {
        let entete = |rang: u8| annonce.entete.get(usize::from(rang)).cloned().flatten();
        Ok(VersXml(EcritureXml::nouvelle(
            io::sink(),
            &EDITION.0.xml,
            &entete,
        )?))
    });
}
