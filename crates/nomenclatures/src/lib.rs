//! Dated code lists: tables checked when they load, codes typed by what they designate, fast look-up.
//!
//! This room reads no clock, disk, network or environment: the data are texts already in memory
//! ([`guichet_socle::Fichiers`]), and the edition is an argument.

pub mod catalogue;
pub mod code;
pub mod colonnes;
pub mod communes;
pub mod contrat_pro;
pub mod cyclades;
pub mod identifiants;
pub mod index;
mod lettres;
pub mod libelles;
pub mod liste;
pub mod recherche;

pub use code::{Code, CodeInvalide};
pub use communes::Communes;
pub use contrat_pro::{Certification, Certifications};
pub use cyclades::{Domaine, ListesCyclades};
pub use index::IndexCodes;
pub use liste::Liste;
pub use recherche::Recherche;
