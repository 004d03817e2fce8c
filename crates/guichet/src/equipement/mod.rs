//! The aid to first equipment, a whole region at a time: establishments, grants, totals.

mod annexe;
mod decisions;
pub mod documents;
mod dotations;
mod indexation;
pub mod publication;
mod region;
mod reliquats;
pub mod simulation;
pub mod tables;

pub use annexe::{AExaminer, Academie, Annexe, Retenue, SansDotation, Somme};
pub use decisions::{ConstatsParEtablissement, decider};
pub use dotations::{Dotation, Dotations, Total};
pub use guichet_aide_equipement::bilan::PROCEDURE as BILAN;
pub use guichet_aide_equipement::complement::PROCEDURE as COMPLEMENT;
pub use guichet_aide_equipement::concours::PROCEDURE as CONCOURS;
pub use guichet_aide_equipement::dotation::comptes::{CoursCompte, Ecarte};
pub use guichet_aide_equipement::dotation::lignes::{Boursiers, Ligne};
pub use guichet_aide_equipement::indexation::{Forfait, ForfaitIndexe, Indexation};
pub use guichet_aide_equipement::{
    AnneeScolaire, Cours, Dispositif, EditionEquipement, Fondement, Formation, Formations,
    PROCEDURE, Parametres, Regles, dotation::Reponse,
};
pub use indexation::{
    DemandeDIndexation, IndexationVue, RefusDIndexation, indexer_les_forfaits, lire_des_euros,
};
pub use region::{ConstatDeTable, Etablissement, Region};
pub use reliquats::TableDeReliquats;

use guichet_socle::edition::Couverture;

use crate::Donnees;
use crate::instruction::{ErreurDInstruction, designee};

/// The edition of a date (`2023-09-01`) or of a school year (`2023-2024`).
///
/// # Errors
/// No edition has it: the year between two of them is in no document; or one is faulty.
pub fn edition(donnees: &Donnees, id: &str) -> Result<EditionEquipement, ErreurDInstruction> {
    let fichiers = donnees.fichiers();
    let couverture = Couverture::lire(fichiers, guichet_aide_equipement::DOSSIER)?;
    let edition = designee(&couverture, id).map_err(|hors| ErreurDInstruction::Absente {
        hors,
        conseil: AnneeScolaire::lire(id).map_or(String::new(), |annee| {
            format!(" Aucun document connu ne donne les montants de {annee} : ajoutez son édition avec --donnees.")
        }),
    })?;
    Ok(EditionEquipement::charger(fichiers, edition)?)
}

/// Every edition, oldest first.
///
/// # Errors
/// One is faulty.
pub fn editions(donnees: &Donnees) -> Result<Vec<EditionEquipement>, ErreurDInstruction> {
    let fichiers = donnees.fichiers();
    let couverture = Couverture::lire(fichiers, guichet_aide_equipement::DOSSIER)?;
    let lues = couverture.editions().iter();
    Ok(lues
        .map(|edition| EditionEquipement::charger(fichiers, edition))
        .collect::<Result<_, _>>()?)
}
