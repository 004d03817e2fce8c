//! Exam registration files of CYCLADES: model, reading, rules.
//!
//! Reading never fails on content: it yields what it could read and a list of findings. A row is scanned
//! once, each character leaving the bit of its kind; the conditions of the edition, compiled to a flat
//! program, then read those bits, and words are made only for the findings someone reads.

pub mod cas;
pub mod champs;
pub mod constat;
pub mod contexte;
pub mod controle;
pub mod conversion;
pub mod correction;
pub mod ecriture;
pub mod edition;
#[cfg(test)]
mod essai;
pub mod examen;
pub mod faits;
pub mod generation;
pub mod import;
pub mod lecture;
pub mod nom_de_fichier;
pub mod parametres;
pub mod plan;
pub mod reparation;
pub mod schema;
pub mod session;
pub mod structure;

pub use constat::{Constat, Correction, Resume, Surete};
pub use contexte::{Contexte, StatutEtablissement};
pub use controle::{Format, Options, Portee, Rapport, Refus, Source, controler};
pub use edition::EditionCyclades;
pub use examen::Examen;
pub use guichet_nomenclatures::cyclades::Domaine;
pub use session::Session;
