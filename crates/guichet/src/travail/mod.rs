//! The circular of 2007 looked at from every side: by job, by territory, by nationality, as one table, as a
//! map, and by its own method.

pub mod methode;
pub mod projet;
mod recherche;
mod vues;

use guichet_autorisation_travail::{DOSSIER, EditionAutorisationTravail};
use guichet_socle::edition::{Couverture, HorsCouverture, StatutEdition};
use guichet_socle::{Edition, ErreurEdition};

use crate::Donnees;

pub use guichet_autorisation_travail::EditionAutorisationTravail as EditionDeTravail;
pub use recherche::{Trouve, chercher};
pub use vues::{
    Etat, FicheDeMetier, FicheDeNationalite, FicheDeTerritoire, LigneDeTable, MetierVu, Ou, Qui,
    metier, nationalite, table, territoire,
};

/// Why nothing can be shown.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeTravail {
    /// An edition or a list is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No edition has the identifier asked for.
    #[error("{0}")]
    Absente(#[from] HorsCouverture),
    /// A folder cannot be written or read.
    #[error("{0}")]
    Ecriture(String),
    /// What was asked for does not exist: the fact, then what to do.
    #[error("{0}")]
    Inconnu(String),
}

/// The edition asked for, else the last one that is not a draft.
///
/// # Errors
/// No such edition, or it is faulty.
pub fn ouvrir(
    donnees: &Donnees,
    edition: Option<&str>,
) -> Result<EditionAutorisationTravail, ErreurDeTravail> {
    let fichiers = donnees.fichiers();
    let couverture = Couverture::lire(fichiers, DOSSIER)?;
    let verifiee = |edition: &&Edition| edition.statut == StatutEdition::Verifiee;
    let choisie = match edition {
        Some(id) => couverture.par_id(id)?,
        None => match couverture.editions().iter().rev().find(verifiee) {
            Some(derniere) => derniere,
            // None at all: the error names those that exist.
            None => couverture.par_id("")?,
        },
    };
    Ok(EditionAutorisationTravail::charger(fichiers, choisie)?)
}

#[cfg(test)]
mod tests;
