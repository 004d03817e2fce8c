//! The regional aid of Île-de-France to the first equipment of pupils (ARE): which courses are eligible, the
//! grant of an establishment, what is carried over. The figures and the lists are in
//! `donnees/reglements/equipement` and `donnees/nomenclatures/equipement`.

pub mod annee;
pub mod dotation;
pub mod formations;
pub mod generation;
pub mod parametres;
pub mod regles;

pub use annee::AnneeScolaire;
pub use dotation::EditionEquipement;
pub use formations::{
    Cours, Dispositif, Doute, Eligibilite, Fondement, Formation, Formations, Limite, Specialite,
};
pub use parametres::Parametres;
pub use regles::Regles;

/// Name of the procedure.
pub const PROCEDURE: &str = "equipement";
/// Folder of its editions.
pub const DOSSIER: &str = "reglements/equipement";
/// Prefix of its rules.
pub const PREFIXE: &str = "AE";
