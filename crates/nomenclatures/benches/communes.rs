//! What the list of the communes costs: its first question, then each of the following ones.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run stops")]

use std::path::Path;

use divan::{Bencher, black_box};
use guichet_nomenclatures::Communes;
use guichet_socle::Fichiers;

fn main() {
    divan::main();
}

/// The files of the list, lent as those of the program are.
fn fichiers() -> Fichiers {
    let racine = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    for edition in std::fs::read_dir(racine.join("nomenclatures/communes")).unwrap() {
        for fichier in std::fs::read_dir(edition.unwrap().path()).unwrap() {
            let chemin = fichier.unwrap().path();
            let octets: &'static [u8] = std::fs::read(&chemin).unwrap().leak();
            let relatif = chemin.strip_prefix(racine).unwrap();
            fichiers.ajouter_octets(relatif.to_string_lossy().replace('\\', "/"), octets);
        }
    }
    fichiers
}

#[divan::bench]
fn a_trouver_la_liste(bencher: Bencher<'_, '_>) {
    let fichiers = fichiers();
    bencher.bench(|| Communes::charger(black_box(&fichiers)).unwrap());
}

#[divan::bench]
fn b_premiere_question(bencher: Bencher<'_, '_>) {
    let fichiers = fichiers();
    bencher
        .with_inputs(|| Communes::charger(&fichiers).unwrap())
        .bench_refs(|communes| communes.etat(black_box(b"75113")));
}

#[divan::bench]
fn c_question_suivante(bencher: Bencher<'_, '_>) {
    let communes = Communes::charger(&fichiers()).unwrap();
    bencher.bench(|| communes.etat(black_box(b"75113")));
}

#[divan::bench]
fn d_fiche(bencher: Bencher<'_, '_>) {
    let communes = Communes::charger(&fichiers()).unwrap();
    bencher.bench(|| communes.fiche(black_box(b"75113")).map(|c| c.nom.len()));
}

#[divan::bench]
fn e_premier_nom(bencher: Bencher<'_, '_>) {
    let fichiers = fichiers();
    bencher
        .with_inputs(|| Communes::charger(&fichiers).unwrap())
        .bench_refs(|communes| communes.par_nom(black_box("ST-DENIS"), Some("974")).len());
}

#[divan::bench]
fn f_nom_suivant(bencher: Bencher<'_, '_>) {
    let communes = Communes::charger(&fichiers()).unwrap();
    bencher.bench(|| communes.par_nom(black_box("ST-DENIS"), Some("974")).len());
}
