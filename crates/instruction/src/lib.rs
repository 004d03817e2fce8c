//! A dossier, its facts, its decision: what every procedure that decides shares.
//!
//! A procedure declares the fields of its dossier (`dossier.toml`) and its conditions as data, and gives
//! two things in Rust: the facts it derives, and the computation of its answer. The engine does the rest:
//! every condition is evaluated, every reading of the register that may matter is tried, and the decision
//! tells all its reasons.

pub mod cas;
mod champs;
pub mod commun;
pub mod dossier;
pub mod entretien;
#[cfg(test)]
mod essai;
pub mod etabli;
pub mod explication;
mod faits;
pub mod memoire;
pub mod moteur;
pub mod mots;
mod phrases;
mod places;
pub mod procedure;
pub mod reponse;

pub use commun::{Commun, FaitDerive, Unite};
pub use dossier::{Champ, Dossier, Rang, Schema};
pub use entretien::Entretien;
pub use etabli::{Choix, Etabli};
pub use memoire::Memoire;
pub use moteur::{Verdict, trancher};
pub use procedure::{Axes, Instructeur, Procedure, Proposition};
pub use reponse::{ChampDeReponse, GenreDeReponse};
