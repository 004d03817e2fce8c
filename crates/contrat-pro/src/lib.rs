//! The aid of the Pays de la Loire to employers for professionalisation contracts: facts, conditions,
//! amount, deadlines. The figures and the lists are in `donnees/reglements/contrat-pro`.

mod calcul;
mod champs;
mod edition;
mod faits;
pub mod generation;
mod parametres;
mod pistes;
mod procedure;
mod reponse;
pub mod suivi;

pub use calcul::{Instrument, Reponse, Suites};
pub use champs::Champs;
pub use edition::{DOSSIER, EditionContratPro, PREFIXE, PROCEDURE};
pub use parametres::Parametres;
pub use reponse::{REPONSE, RESTE_A_VERIFIER, reste_en_mots};
