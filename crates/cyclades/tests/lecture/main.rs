//! Reading CSV as schools and their software really write it: what is read, what is said, and where.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "../commun/mod.rs"]
mod commun;
#[path = "../tableau/mod.rs"]
mod tableau;

mod bilan;
mod colonnes;
mod encodages;
mod guillemets;
mod lignes;
mod natures;
mod separateurs;

use bilan::verifier;
use guichet_cyclades::Options;

/// Physical line and byte column, from 1, of a piece of a file.
fn place(octets: &[u8], morceau: &[u8], fin: &[u8]) -> (u64, u64) {
    let ici = octets
        .windows(morceau.len())
        .position(|f| f == morceau)
        .unwrap();
    let avant = &octets[..ici];
    let sauts: Vec<usize> = (0..avant.len())
        .filter(|&d| avant[d..].starts_with(fin))
        .collect();
    let debut = sauts.last().map_or(0, |d| d + fin.len());
    ((sauts.len() + 1) as u64, (ici - debut + 1) as u64)
}

/// The findings of a file are exactly these.
#[track_caller]
fn exige(titre: &str, texte: &str, options: &Options, attendu: &[&str]) {
    assert_eq!(
        verifier(texte.as_bytes(), options).brefs(),
        attendu,
        "{titre}\n{texte}"
    );
}
