//! The code lists, by name, and what a code means in all of them.

pub mod comparaison;
mod correspondances;
mod droits;
mod equipement;
mod recherche;
mod suggestions;
mod voir;

use guichet_nomenclatures::catalogue;
pub use guichet_nomenclatures::catalogue::ErreurCatalogue;

use crate::Donnees;
use comparaison::{ComparaisonDeListe, REMPLACEMENTS};
use guichet_nomenclatures::liste::Liste;

pub use correspondances::Correspondance;
pub use droits::Droit;
pub use recherche::{AutreListe, Chercheur, ErreurDeRecherche, Reponse, Reponses};
pub use suggestions::{Confiance, Suggestion};
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

/// What differs between two editions of a list, each named by its day or its school year.
///
/// # Errors
/// The list or an edition is unknown, or a list faulty.
pub fn comparer(
    donnees: &Donnees,
    liste: &str,
    avant: &str,
    apres: &str,
) -> Result<ComparaisonDeListe, ErreurCatalogue> {
    let fichiers = donnees.fichiers();
    let ouvrir = |edition| catalogue::charger(fichiers, liste, Some(edition));
    let (une, autre) = (ouvrir(avant)?, ouvrir(apres)?);
    let famille = liste.split_once('/').map_or(liste, |(famille, _)| famille);
    let soeur = format!("{famille}/{REMPLACEMENTS}");
    let declarees: Vec<Liste> = catalogue::editions(fichiers, &soeur)
        .into_iter()
        .map(|id| Liste::charger(fichiers, &catalogue::dossier(&soeur, id)))
        .collect::<Result<_, _>>()?;
    Ok(comparaison::comparer(
        &une,
        &autre,
        &comparaison::declares(&declarees),
    ))
}

/// The names of the lists.
#[must_use]
pub fn noms(donnees: &Donnees) -> Vec<&str> {
    catalogue::noms(donnees.fichiers())
}

#[cfg(test)]
mod tests;
