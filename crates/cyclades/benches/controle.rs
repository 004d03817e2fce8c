//! Checking generated CAP files in memory, beside what the `csv` crate, or
//! `quick-xml`, takes only to read them.
//!
//! Ratios between these lines are worth reading, not their seconds. `scripts/bench-cyclades` measures
//! the program itself, from disk, on a million candidates.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench that cannot run stops"
)]

#[path = "../tests/commun/mod.rs"]
mod commun;

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use encoding_rs::WINDOWS_1252;
use guichet_cyclades::cas::{Catalogue, session_usuelle};
use guichet_cyclades::controle::{Octets, Portee};
use guichet_cyclades::generation::{Demande, generer, generer_xml};
use guichet_cyclades::{EditionCyclades, Examen, Options};

const NOM: &str = "CAP_1.0_2024-06_151120230900.csv";
const CANDIDATS: u32 = 200_000;

static EDITION: LazyLock<(EditionCyclades, Catalogue)> = LazyLock::new(commun::edition);

fn main() {
    divan::main();
}

/// A generated file; each is made once.
fn fichier(candidats: u32, fautes_pour_mille: u32) -> &'static [u8] {
    static FAITS: Mutex<BTreeMap<(u32, u32), &'static [u8]>> = Mutex::new(BTreeMap::new());
    let mut faits = FAITS.lock().unwrap();
    faits
        .entry((candidats, fautes_pour_mille))
        .or_insert_with(|| {
            let (edition, catalogue) = &*EDITION;
            let examen = Examen::lire("CAP").unwrap();
            let session = session_usuelle(edition, examen);
            let demande = Demande {
                examen,
                session,
                candidats,
                fautes_pour_mille,
                graine: 7,
            };
            let mut octets = Vec::new();
            generer(edition, catalogue, &demande, &mut octets, &mut |_| {}).unwrap();
            octets.leak()
        })
}

/// Rows and bytes a second.
fn mesurer(bencher: Bencher<'_, '_>, octets: &[u8], candidats: u32, agir: impl Fn(&[u8]) + Sync) {
    bencher
        .counter(ItemsCount::new(candidats))
        .counter(BytesCount::of_slice(octets))
        .bench(|| agir(black_box(octets)));
}

fn controler(octets: &[u8], fils: usize) {
    let options = Options {
        fils,
        ..Options::default()
    };
    black_box(commun::controler_octets(&EDITION.0, NOM, octets, &options).len());
}

/// The limit: rows cut into fields, nothing checked.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_lecture_brute_du_crate_csv(bencher: Bencher<'_, '_>) {
    mesurer(bencher, fichier(CANDIDATS, 20), CANDIDATS, |octets| {
        let mut lecteur = csv::ReaderBuilder::new()
            .delimiter(b';')
            .flexible(true)
            .from_reader(octets);
        let mut ligne = csv::ByteRecord::new();
        let mut champs = 0;
        while lecteur.read_byte_record(&mut ligne).unwrap() {
            champs += ligne.len();
        }
        black_box(champs);
    });
}

/// Every rule, by number of threads; 2 % of the candidates have a fault.
#[divan::bench(args = [1, 2], sample_count = 10, sample_size = 1)]
fn b_controle(bencher: Bencher<'_, '_>, fils: usize) {
    mesurer(bencher, fichier(CANDIDATS, 20), CANDIDATS, |octets| {
        controler(octets, fils);
    });
}

/// By candidates with a fault, in a thousand: every finding is worded.
#[divan::bench(args = [0, 20, 1_000], sample_count = 10, sample_size = 1)]
fn c_fautes_pour_mille(bencher: Bencher<'_, '_>, fautes: u32) {
    mesurer(bencher, fichier(CANDIDATS, fautes), CANDIDATS, |octets| {
        controler(octets, 1);
    });
}

/// The same: three findings of each rule and field are worded, the others are counted.
#[divan::bench(args = [0, 20, 1_000], sample_count = 10, sample_size = 1)]
fn d_fautes_pour_mille_premiers_constats(bencher: Bencher<'_, '_>, fautes: u32) {
    let options = Options {
        portee: Portee::Premiers(3),
        ..Options::default()
    };
    mesurer(bencher, fichier(CANDIDATS, fautes), CANDIDATS, |octets| {
        let source = Octets { nom: NOM, octets };
        black_box(guichet_cyclades::controler(&EDITION.0, &source, &options, &mut |_| {}).unwrap());
    });
}

/// The same file as `b_controle`, in Windows-1252.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn e_windows_1252(bencher: Bencher<'_, '_>) {
    let texte = std::str::from_utf8(fichier(CANDIDATS, 20)).unwrap_or_default();
    let octets = WINDOWS_1252.encode(texte).0;
    mesurer(bencher, &octets, CANDIDATS, |octets| controler(octets, 1));
}

/// A usual file: its rules are compiled, then a thousand rows checked.
#[divan::bench(sample_count = 20)]
fn f_mille_candidats(bencher: Bencher<'_, '_>) {
    mesurer(bencher, fichier(1_000, 20), 1_000, |octets| {
        controler(octets, 1);
    });
}

/// A generated file in XML.
fn fichier_xml() -> &'static [u8] {
    static FAIT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let (edition, catalogue) = &*EDITION;
        let examen = Examen::lire("CAP").unwrap();
        let demande = Demande {
            examen,
            session: session_usuelle(edition, examen),
            candidats: CANDIDATS,
            fautes_pour_mille: 20,
            graine: 7,
        };
        let mut octets = Vec::new();
        generer_xml(edition, catalogue, &demande, &mut octets, &mut |_| {}).unwrap();
        octets
    });
    &FAIT
}

/// The limit in XML: quick-xml goes through its events, nothing is checked.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn i_lecture_brute_de_quick_xml(bencher: Bencher<'_, '_>) {
    mesurer(bencher, fichier_xml(), CANDIDATS, |octets| {
        let mut lecteur = quick_xml::Reader::from_reader(octets);
        let (mut tampon, mut evenements) = (Vec::new(), 0u64);
        while !matches!(
            lecteur.read_event_into(&mut tampon).unwrap(),
            quick_xml::events::Event::Eof
        ) {
            evenements += 1;
            tampon.clear();
        }
        black_box(evenements);
    });
}

/// Every rule over XML, by number of threads; 2 % of the candidates have a fault.
#[divan::bench(args = [1, 2], sample_count = 10, sample_size = 1)]
fn j_controle_xml(bencher: Bencher<'_, '_>, fils: usize) {
    mesurer(bencher, fichier_xml(), CANDIDATS, |octets| {
        controler(octets, fils);
    });
}

/// What a file costs before its first row.
#[divan::bench(sample_count = 20)]
fn g_un_candidat(bencher: Bencher<'_, '_>) {
    mesurer(bencher, fichier(1, 0), 1, |octets| controler(octets, 1));
}

/// The edition, from the texts of its files, with its cases.
#[divan::bench(sample_count = 10)]
fn h_chargement_de_l_edition() -> EditionCyclades {
    commun::edition().0
}
