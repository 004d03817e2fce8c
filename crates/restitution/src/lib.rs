//! Views put into the forms people and programs read: text for a terminal, JSON, NDJSON, CSV, a page for a
//! browser, a workbook, SARIF, JUnit.

pub mod controle;
pub mod corrections;
pub mod decisions;
pub mod documents;
pub mod lignes;
pub mod nombres;
pub mod preparation;
pub mod regles;

pub use controle::{Forme, Restitution};
