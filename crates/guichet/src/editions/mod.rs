//! Which edition to apply, which exist, what each holds, and what tells two of them apart.

pub mod catalogue;
mod comparaison;
pub(crate) mod differences;
pub mod projet;
mod reponses;

use guichet_cyclades::cas::session_usuelle;
use guichet_cyclades::controle::{Octets, controler};
use guichet_cyclades::edition::DOSSIER;
use guichet_cyclades::{EditionCyclades, Examen, Options, Refus};
use guichet_socle::ErreurEdition;
use guichet_socle::edition::{Couverture, Edition, HorsCouverture};

use crate::Donnees;

pub use comparaison::{Comparaison, FichierCompare, SortDeFichier, comparer};
pub use differences::{Changement, NatureDeChangement};
pub use reponses::{ReponseChangee, ReponsesComparees, comparer_les_reponses};

/// Why no edition can be applied.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDEdition {
    /// An edition is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// None answers what is asked.
    #[error("{0}")]
    Absente(#[from] HorsCouverture),
}

/// The edition of the CYCLADES document to check a file with.
///
/// The document is tied to a session, not to a day: without an identifier, the edition whose code lists
/// are those of the session's year; else the last one, and the check warns that its lists are of another
/// session (register CY-06).
///
/// # Errors
/// The identifier is unknown, or the edition faulty.
pub fn cyclades(
    donnees: &Donnees,
    id: Option<&str>,
    annee: Option<i16>,
) -> Result<EditionCyclades, ErreurDEdition> {
    let edition = choisir(donnees, id, annee)?;
    if donnees.sont_completees() {
        // The rows are searched in place, and read only when a file asks for them: a typing slip is told now.
        if !edition.communes.est_du_programme() {
            edition.communes.verifier(donnees.fichiers())?;
        }
        verifier_pour_tous(&edition)?;
    }
    Ok(edition)
}

fn choisir(
    donnees: &Donnees,
    id: Option<&str>,
    annee: Option<i16>,
) -> Result<EditionCyclades, ErreurDEdition> {
    let fichiers = donnees.fichiers();
    let couverture = Couverture::lire(fichiers, DOSSIER)?;
    if let Some(id) = id {
        return Ok(EditionCyclades::charger(fichiers, couverture.par_id(id)?)?);
    }
    let mut derniere: Option<EditionCyclades> = None;
    for edition in couverture.editions().iter().rev() {
        let lue = EditionCyclades::charger(fichiers, edition)?;
        if annee.is_none() || annee == Some(lue.session_de_reference) {
            return Ok(lue);
        }
        derniere.get_or_insert(lue);
    }
    match derniere {
        Some(edition) => Ok(edition),
        // No edition at all: the error says which exist.
        None => Err(couverture
            .par_id("")
            .map_or_else(Into::into, |_: &Edition| {
                ErreurEdition::du_fichier(DOSSIER, "aucune édition").into()
            })),
    }
}

/// Compiles the rules for every exam: a check compiles those of one, and a typing slip must be told
/// whichever file comes first. The data of the program need it not: the tests do it.
fn verifier_pour_tous(edition: &EditionCyclades) -> Result<(), ErreurDEdition> {
    let noms: Vec<&str> = edition
        .champs
        .liste
        .iter()
        .map(|champ| champ.nom.as_str())
        .collect();
    let entete = noms.join(";");
    let fichier = Octets {
        nom: "essai.csv",
        octets: entete.as_bytes(),
    };
    for examen in Examen::NOMS.into_iter().filter_map(Examen::lire) {
        let options = Options {
            examen: Some(examen),
            session: Some(session_usuelle(edition, examen).to_string()),
            ..Options::default()
        };
        if let Err(Refus::Edition(erreur)) = controler(edition, &fichier, &options, &mut |_| {}) {
            return Err(erreur.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
