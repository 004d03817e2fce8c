//! The regional aid of Île-de-France to the first equipment of pupils (ARE): which courses are eligible, the
//! grant of an establishment and what is carried over, the complementary grant, the year-end account, the
//! competition fees. The figures and the lists are in `donnees/reglements/equipement` and
//! `donnees/nomenclatures/equipement`.

mod annee_du_dossier;
pub mod bilan;
pub mod complement;
pub mod concours;
pub mod cours;
pub mod dotation;
pub mod formations;
pub mod generation;
pub mod indexation;
pub mod parametres;
mod rangee;
pub mod regles;

pub use bilan::EditionBilan;
pub use complement::EditionComplement;
pub use concours::EditionConcours;
pub use dotation::EditionEquipement;
pub use formations::{
    Cours, Dispositif, Doute, Eligibilite, Fondement, Formation, Formations, Limite, Specialite,
};
pub use guichet_socle::{AnneeScolaire, arrondi};
pub use parametres::{Parametres, ReglesDIndexation};
pub use regles::Regles;

/// Name of the procedure.
pub const PROCEDURE: &str = "equipement";
/// Folder of its editions.
pub const DOSSIER: &str = "reglements/equipement";
/// Prefix of its rules.
pub const PREFIXE: &str = "AE";
