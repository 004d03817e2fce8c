//! What a dossier is made of, as an edition declares it in `dossier.toml`, and the values of one dossier.

mod saisie;
mod schema;
mod valeurs;

pub use saisie::{Faute, Origine, montrer};
pub use schema::{Champ, ChoixPossible, Groupe, Rang, Schema, TypeDeChamp};
pub use valeurs::{Dossier, ValeurDeChamp};
