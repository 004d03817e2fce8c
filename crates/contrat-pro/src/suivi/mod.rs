//! What happens to granted aids after the decision: their yearly total against the threshold of the
//! agreement, their deadlines, the anonymous figures of a batch.
//!
//! The year of an aid is the civil year of its application: the dossier does not say when the act was
//! signed.

mod aide;
mod cumuls;
mod echeances;
mod parametres;
mod registre;
mod secret;
#[cfg(test)]
mod secret_tests;
mod statistiques;

pub use aide::Aide;
pub use cumuls::{Cumul, Cumuls, Ecart, Ligne};
pub use echeances::{Echeance, Etat, NatureDEcheance, echeances};
pub use parametres::ParametresDeSuivi;
pub use registre::{Double, Entree, Motif, Suivi};
pub use secret::{Rangee, RangeePubliee, TableauPublie, cacher, proteger};
pub use statistiques::Statistiques;
