//! Dossiers read from a file, in its order; one that cannot be read has its place among the others.
//!
//! What the content shows decides the form, never the extension: JSON (one object, an array, one object a
//! line), a table as CSV, a workbook. All but a workbook are read as a stream: memory is bounded by the
//! longest dossier, itself bounded.

mod atelier;
mod avance;
mod classeur;
mod coupe;
mod csv;
mod erreur;
mod flux;
mod json;
mod plan;
mod rangees;
mod tableau;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use guichet_cyclades::lecture::nature;
use guichet_instruction::{Dossier, Schema};
use guichet_tableur::garde;

use super::Illisible;
use atelier::Atelier;
use flux::Flux;

pub use avance::lire_en_avance;
pub use erreur::ErreurDeLecture;
pub use flux::OCTETS_D_UN_DOSSIER;
pub(crate) use rangees::lire_les_rangees;

/// The standard input, as a path and as people read it.
const ENTREE_STANDARD: (&str, &str) = ("-", "entrée standard");

/// Where a dossier stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Base name of the file; « entrée standard » for `-`.
    pub fichier: Arc<str>,
    /// Line of the file (from 1) where the dossier begins; of the sheet, in a workbook.
    pub ligne: u64,
    /// Rank of the dossier in the file, from 1.
    pub rang: u64,
}

impl Place {
    /// What stands for the reference of a dossier that has none.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}:{}", self.fichier, self.ligne)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ligne {}", self.fichier, self.ligne)
    }
}

/// A dossier of a file.
pub struct Lu<'a> {
    /// Where it stands.
    pub place: Place,
    /// What it says, or why it cannot be read.
    pub dossier: Result<&'a Dossier, Illisible>,
}

/// How to read a file of dossiers.
#[derive(Debug, Clone, Default)]
pub struct OptionsDeLecture {
    /// The sheet of a workbook, by name or rank from 1; else the one that looks like dossiers.
    pub feuille: Option<String>,
}

/// Reads the dossiers of a file, `-` for the standard input, in whatever form the content shows.
///
/// # Errors
/// The input cannot be read as a whole; a dossier that cannot be read is given to `recevoir`.
pub fn lire(
    chemin: &Path,
    schema: &Schema,
    options: &OptionsDeLecture,
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    lire_en_avertissant(chemin, schema, options, &mut |_| {}, recevoir)
}

/// Reads the dossiers of a file as [`lire`] does; `avertir` is told what a person should know of the
/// reading: an encoding that was guessed, another sheet that looks like dossiers. A sentence each.
///
/// # Errors
/// The input cannot be read as a whole; a dossier that cannot be read is given to `recevoir`.
pub fn lire_en_avertissant(
    chemin: &Path,
    schema: &Schema,
    options: &OptionsDeLecture,
    avertir: &mut dyn FnMut(String),
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    if chemin == Path::new(ENTREE_STANDARD.0) {
        let source = Box::new(io::stdin().lock());
        return lire_flux(
            ENTREE_STANDARD.1,
            source,
            schema,
            options,
            avertir,
            recevoir,
        );
    }
    let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
    let source = Box::new(File::open(chemin)?);
    lire_flux(&nom, source, schema, options, avertir, recevoir)
}

/// Reads the dossiers of any bytes, under the name that places will show.
///
/// # Errors
/// The input cannot be read as a whole; a dossier that cannot be read is given to `recevoir`.
pub fn lire_flux<'r>(
    nom: &str,
    source: Box<dyn Read + 'r>,
    schema: &Schema,
    options: &OptionsDeLecture,
    avertir: &mut dyn FnMut(String),
    recevoir: &mut dyn FnMut(Lu<'_>),
) -> Result<(), ErreurDeLecture> {
    let (mut flux, tete) = Flux::ouvrir(source)?;
    let mut atelier = Atelier::new(nom, schema, avertir, recevoir);
    if garde::peut_etre_un_classeur(&tete) {
        return match classeur::lire(flux, options.feuille.as_deref(), &mut atelier) {
            Err(ErreurDeLecture::Classeur(guichet_tableur::Erreur::PasUnClasseur)) => Err(
                ErreurDeLecture::AutreType(nature::autre_type(&tete).unwrap_or("une archive ZIP")),
            ),
            lu => lu,
        };
    }
    if options.feuille.is_some() {
        atelier.avertir(
            "ce fichier n’est pas un classeur : la feuille demandée ne sert à rien.".to_owned(),
        );
    }
    let premier = flux.voir().iter().find(|o| !o.is_ascii_whitespace());
    match premier.copied() {
        _ if tete.starts_with(b"{\\rtf") => Err(ErreurDeLecture::AutreType("un document RTF")),
        Some(b'{' | b'[') => json::lire(&mut flux, &mut atelier),
        None if flux.est_court() => Err(ErreurDeLecture::Vide),
        _ => match nature::autre_type(&tete) {
            Some(nature) => Err(ErreurDeLecture::AutreType(nature)),
            None => csv::lire(&mut flux, &mut atelier),
        },
    }
}
