//! A regulation written as data alone: its dossier (`dossier.toml`), its facts composed from a library
//! (`faits.toml`), its conditions, its computation (`calcul.toml`). No Rust is needed to add one.
//!
//! The library is closed, as the vocabulary of conditions is: a reasoning that it cannot say belongs in a
//! crate of its own, beside the others.

mod calcul;
mod edition;
mod faits;
mod fichier;
mod listes;
mod nombres;
mod operande;
mod parametres;
mod procedure;

pub use edition::EditionLibre;

/// Whether a folder of an edition holds a regulation written as data alone.
#[must_use]
pub fn est_libre(fichiers: &guichet_socle::Fichiers, dossier: &str) -> bool {
    ["dossier.toml", "calcul.toml"]
        .iter()
        .all(|nom| fichiers.lire(&format!("{dossier}/{nom}")).is_some())
}
