//! What one decision costs: the verdict as bits, then with every sentence.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "../tests/dossiers/mod.rs"]
mod dossiers;

use divan::{Bencher, black_box};
use dossiers::{EDITION, dossier};
use guichet_instruction::explication::expliquer;
use guichet_instruction::moteur::etablir;
use guichet_instruction::{Choix, trancher};

fn main() {
    divan::main();
}

/// A name, and the changes to the favourable dossier.
type Cas<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// Nothing to discuss, a reading that changes a date, one that changes the amount, a refusal.
const DOSSIERS: [Cas<'_>; 4] = [
    ("favorable", &[]),
    (
        "une date à deux lectures",
        &[
            ("contrat.date_debut", "2024-10-15"),
            ("contrat.date_fin", "2025-10-14"),
        ],
    ),
    (
        "un montant à deux lectures",
        &[("contrat.quotite", "24/35")],
    ),
    ("défavorable", &[("employeur.departement", "35")]),
];

#[divan::bench(args = DOSSIERS.map(|(nom, _)| nom))]
fn a_verdict(bencher: Bencher<'_, '_>, nom: &str) {
    let dossier = choisi(nom);
    bencher.bench_local(|| trancher(&*EDITION, black_box(&dossier)));
}

#[divan::bench(args = DOSSIERS.map(|(nom, _)| nom))]
fn b_decision(bencher: Bencher<'_, '_>, nom: &str) {
    let dossier = choisi(nom);
    bencher.bench_local(|| expliquer(&*EDITION, black_box(&dossier), "D-17", "0.1.0"));
}

#[divan::bench]
fn c_faits(bencher: Bencher<'_, '_>) {
    let dossier = dossier(&[]);
    bencher.bench_local(|| etablir(&*EDITION, black_box(&dossier), Choix::RETENUES).sensibles);
}

fn choisi(nom: &str) -> guichet_instruction::Dossier {
    let changes = DOSSIERS.iter().find(|(connu, _)| *connu == nom);
    dossier(changes.map(|(_, changes)| *changes).unwrap_or_default())
}
