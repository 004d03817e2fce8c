//! The code lists, by name, and what a code means in all of them.

pub mod comparaison;
mod correspondances;
mod droits;
mod equipement;
mod voir;

use guichet_nomenclatures::catalogue;
pub use guichet_nomenclatures::catalogue::ErreurCatalogue;

use crate::Donnees;

pub use correspondances::Correspondance;
pub use droits::Droit;
pub use voir::{Attribut, ErreurDeCode, FicheDeCode, Sens, voir};

/// The CSV of a list, checked while it is loaded: in the edition that its name ends with
/// (`equipement/formations/2023-2024`), or else in the last one that was checked.
///
/// # Errors
/// The list or its edition is unknown, or the list faulty.
pub fn exporter<'a>(donnees: &'a Donnees, liste: &str) -> Result<&'a str, ErreurCatalogue> {
    let (nom, edition) = catalogue::designer(donnees.fichiers(), liste);
    catalogue::exporter(donnees.fichiers(), nom, edition)
}

/// The names of the lists.
#[must_use]
pub fn noms(donnees: &Donnees) -> Vec<&str> {
    catalogue::noms(donnees.fichiers())
}

#[cfg(test)]
mod tests;
