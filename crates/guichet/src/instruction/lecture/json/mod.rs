//! Dossiers written in JSON: one object, an array of objects, or one object a line.

mod etendue;
mod jetons;
mod objet;
mod suite;

pub use objet::groupe_dans_une_cellule;
pub use suite::lire;
