//! The procedures by name, over the embedded editions: plain data in the users' words, for the command
//! line, the pages and whoever embeds Guichet.

mod chemins;
pub mod codes;
pub mod conversion;
pub mod corrections;
pub mod cyclades;
pub mod demo;
pub mod documents;
pub mod donnees;
mod dossier_neuf;
pub mod editions;
pub mod equipement;
pub mod exemples;
pub mod feuille;
pub mod import;
pub mod instruction;
pub mod lectures;
pub mod regles;
mod relecture;
pub mod scdl;
pub mod schema;
pub mod sortie;
pub mod suivi;
pub mod systeme;
pub mod travail;

pub use donnees::Donnees;
pub use guichet_cyclades as procedure_cyclades;
pub use guichet_instruction as moteur;
pub use guichet_socle as socle;

/// The version of the program, as receipts keep it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
