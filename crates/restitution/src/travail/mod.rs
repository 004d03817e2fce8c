//! The circular of 2007 looked at from every side: its views as tables, a page for the whole table, a map.

mod carte;
mod fiches;
mod methode;
mod page;
mod table;

pub use carte::carte;
pub use fiches::{metier, metiers, nationalite, territoire};
pub use methode::{methode, methode_en_bref, methode_en_lignes};
pub use page::ecrire as ecrire_la_page;
pub use table::{resume, table};

/// What none of these views says, and people could read into them.
pub(crate) const RESERVE: &str = "La réponse porte sur la situation de l’emploi seulement : les autres conditions de l’autorisation de travail restent à vérifier (circulaire, 1.1 et 2).";
