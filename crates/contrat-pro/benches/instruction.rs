//! What one decision costs: the verdict as bits, then with every sentence.

#[path = "../tests/commun/mod.rs"]
mod commun;

use commun::{EDITION, dossier};
use divan::{Bencher, black_box};
use guichet_instruction::explication::expliquer;
use guichet_instruction::trancher;

fn main() {
    divan::main();
}

/// Dossiers of each kind: nothing to discuss, a reading that changes a date, one that changes the amount,
/// a refusal.
const DOSSIERS: [(&str, &[(&str, &str)]); 4] = [
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
    bencher.bench(|| trancher(&*EDITION, black_box(&dossier)));
}

#[divan::bench(args = DOSSIERS.map(|(nom, _)| nom))]
fn b_decision(bencher: Bencher<'_, '_>, nom: &str) {
    let dossier = choisi(nom);
    bencher.bench(|| expliquer(&*EDITION, black_box(&dossier), "D-17", "0.1.0"));
}

fn choisi(nom: &str) -> guichet_instruction::Dossier {
    let changes = DOSSIERS.iter().find(|(connu, _)| *connu == nom);
    dossier(changes.map(|(_, changes)| *changes).unwrap_or_default())
}
