//! What the search over every list costs: getting ready, then each question.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run stops")]

use std::path::Path;

use divan::{Bencher, black_box};
use guichet_nomenclatures::Recherche;
use guichet_socle::Fichiers;

fn main() {
    divan::main();
}

/// The lists, lent as those of the program are.
fn fichiers() -> Fichiers {
    let racine = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    let mut dossiers = vec![racine.join("nomenclatures"), racine.join("recherche")];
    while let Some(dossier) = dossiers.pop() {
        for entree in std::fs::read_dir(dossier).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.is_dir() {
                dossiers.push(chemin);
                continue;
            }
            let octets: &'static [u8] = std::fs::read(&chemin).unwrap().leak();
            let relatif = chemin.strip_prefix(racine).unwrap();
            fichiers.ajouter_octets(relatif.to_string_lossy().replace('\\', "/"), octets);
        }
    }
    fichiers
}

#[divan::bench(args = ["", "communes", "travail/"])]
fn a_preparer(bencher: Bencher<'_, '_>, debut: &str) {
    let fichiers = fichiers();
    bencher
        .bench(|| Recherche::charger(black_box(&fichiers), |nom| nom.starts_with(debut)).unwrap());
}

#[divan::bench(args = [
    "boulanjer",
    "cap boulanger patissier",
    "st denis 93",
    "44109",
    "s",
    "accompagnement soins et services à la personne option à domicile",
])]
fn b_question(bencher: Bencher<'_, '_>, texte: &str) {
    let recherche = Recherche::charger(&fichiers(), |_| true).unwrap();
    bencher.bench(|| recherche.chercher(black_box(texte)).len());
}
