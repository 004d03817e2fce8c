//! The code lists, by name.

use guichet_nomenclatures::catalogue;
pub use guichet_nomenclatures::catalogue::ErreurCatalogue;

use crate::Donnees;

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
