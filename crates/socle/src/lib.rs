//! What every procedure shares: rules and their findings, decisions, readings, editions, money, dates.
//!
//! This room uses nothing of ours, and reads no clock, disk, network or environment: a date and an
//! edition are always arguments.

pub mod age;
pub mod annee_scolaire;
pub mod argent;
pub mod arrondi;
pub mod calendrier;
pub mod caracteres;
pub mod condition;
pub mod constat;
pub mod decision;
pub mod edition;
pub mod erreur;
pub mod fichiers;
pub mod fraction;
pub mod francais;
pub mod gabarit;
pub mod hasard;
pub mod lecture;
pub mod mot;
pub mod motif;
pub mod parametre;
pub mod periode;
pub mod programme;
pub mod reference;
pub mod resultat;
pub mod texte;
pub mod vocabulaire;

pub use annee_scolaire::AnneeScolaire;
pub use argent::Centimes;
pub use constat::Constat;
pub use decision::{Decision, Issue, MotsDIssue};
pub use edition::Edition;
pub use erreur::ErreurEdition;
pub use fichiers::Fichiers;
pub use fraction::Fraction;
pub use lecture::Lecture;
pub use periode::Periode;
pub use reference::Reference;
pub use resultat::Resultat;
