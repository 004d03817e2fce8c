//! The circular of 20 December 2007: whether the employment situation may be opposed to a foreign worker,
//! by nationality, job and region. The lists are in `donnees/nomenclatures/travail`.
//!
//! It never says that a work permit is granted: the employment situation is one criterion among others.

mod champs;
mod edition;
mod faits;
mod listes;
pub mod methode;
mod parametres;
mod pistes;
mod procedure;
mod reponse;

pub use champs::Champs;
pub use edition::{DOSSIER, EditionAutorisationTravail, PREFIXE, PROCEDURE};
pub use listes::{Groupe, Listes, Metier, Nationalite, Ouverture, Territoire, normaliser};
pub use reponse::{Regime, Reponse, ResteAVerifier, Situation};
