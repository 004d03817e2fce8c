//! From a school's own export to an import file: columns recognised, labels turned into codes, what cannot
//! be filled told.
//!
//! Nothing is dropped in silence: a value that does not convert stays as it is and is told, a row that
//! cannot be read is told and the others go on.

pub mod correspondance;
pub mod csv;
mod libelles;
pub mod noms;
mod preuve;
pub mod rapprochement;
mod remplissage;
pub mod synonymes;
pub mod transformations;

pub use correspondance::Correspondance;
pub use rapprochement::{Appariement, Concurrence, Confiance, Rapprochement, rapprocher};
pub use remplissage::{Doublon, Lieu, Preparation, Remarque, Requis, preparer};
pub use synonymes::Synonymes;

/// An export, whatever it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// Base name of the file.
    pub nom: String,
    /// Headings, as written; an unnamed column is an empty text.
    pub colonnes: Vec<String>,
    /// Rows that hold something.
    pub lignes: Vec<LigneBrute>,
    /// Rows that could not be read.
    pub illisibles: Vec<Illisible>,
}

/// A row, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LigneBrute {
    /// Physical line, from 1.
    pub numero: u64,
    /// As many values as there are columns.
    pub valeurs: Vec<String>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illisible {
    /// Physical line, from 1.
    pub numero: u64,
    /// Why, in French.
    pub pourquoi: String,
}

/// A candidate under this age at the year of the session is none: a column of later dates is not that of
/// births.
const AGE_MIN: i16 = 10;
