//! Views put into the forms people and programs read: text for a terminal, JSON, NDJSON.

pub mod controle;
pub mod lignes;
pub mod nombres;
pub mod preparation;
pub mod regles;

pub use controle::{Forme, Restitution};
