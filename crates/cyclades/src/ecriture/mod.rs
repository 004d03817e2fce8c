//! Writing import files.

pub mod xml;
