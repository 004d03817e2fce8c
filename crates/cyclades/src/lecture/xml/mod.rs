//! Reading XML: blocks cut at candidates, what stands before them, names, values.
//!
//! Nothing is expanded but the five predefined entities and the references to characters; a DTD is
//! refused; depth, attributes and sizes are bounded.

pub mod blocs;
pub mod defaut;
pub mod flux;
pub mod jeton;
pub mod modele;
pub mod prologue;
pub mod valeur;

/// Elements open at once, the root included.
pub const PROFONDEUR_MAX: usize = 64;

/// Attributes of one element.
pub const ATTRIBUTS_MAX: usize = 32;
