//! The code lists, by name, and what a code means in all of them.

pub mod comparaison;
mod droits;
mod recherche;
mod voir;

use guichet_nomenclatures::catalogue;
pub use guichet_nomenclatures::catalogue::ErreurCatalogue;

use crate::Donnees;

pub use droits::Droit;
pub use recherche::{AutreListe, Chercheur, ErreurDeRecherche, Reponse, Reponses};
pub use voir::{Attribut, ErreurDeCode, FicheDeCode, Sens, voir};

/// The CSV of a list, checked while it is loaded.
///
/// # Errors
/// The list is unknown, or faulty.
pub fn exporter<'a>(donnees: &'a Donnees, liste: &str) -> Result<&'a str, ErreurCatalogue> {
    catalogue::exporter(donnees.fichiers(), liste, None)
}

/// The names of the lists.
#[must_use]
pub fn noms(donnees: &Donnees) -> Vec<&str> {
    catalogue::noms(donnees.fichiers())
}

#[cfg(test)]
mod tests;
