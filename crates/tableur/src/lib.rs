//! Spreadsheets in and out, as rows of texts: what a school saves, read back as the codes it meant.
//!
//! A number that was a code is read as it is shown (`7500` under the format `00000` is `07500`), a date as
//! `JJ/MM/AAAA`, and nothing is ever written but text.
//!
//! # Memory
//! An XLSX or XLSB sheet is read row by row; its shared texts, and the whole of an XLS or ODS workbook, are
//! held in memory: [`garde::OCTETS_EN_MEMOIRE`] bounds what they may weigh once inflated.

mod brut;
pub mod cellule;
pub mod classeur;
mod conteneur;
pub mod ecriture;
mod entete;
mod erreur;
mod format;
pub mod garde;
mod garde_ods;
mod garde_xls;
mod isolement;

pub use brut::{Brute, ecrire_brut};
pub use cellule::Cellule;
pub use classeur::{Classeur, Flux};
pub use entete::{Choisie, Feuille, Ligne, choisir, lire};
pub use erreur::Erreur;
