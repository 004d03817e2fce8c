//! Views put into the forms people and programs read: text for a terminal, JSON, NDJSON, CSV, a page for a
//! browser, a workbook, SARIF, JUnit.

mod brouillon;
mod cellule;
mod classeur;
pub mod codes;
pub mod controle;
pub mod corrections;
pub mod decisions;
pub mod documents;
pub mod dossier;
pub mod editions;
pub mod equipement;
pub mod indexation;
pub mod lectures;
pub mod lignes;
pub mod markdown;
pub mod nombres;
mod page;
pub mod preparation;
pub mod recherche;
pub mod region;
pub mod regles;
pub mod simulation;
pub mod suivi;
pub mod tableau;
pub mod travail;

pub use controle::{Forme, Restitution};
