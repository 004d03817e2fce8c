//! Writing import files.

pub mod csv;
pub mod xml;
