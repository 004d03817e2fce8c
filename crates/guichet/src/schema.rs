//! The schemas of the exam files: XSD and Table Schema, as texts.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use guichet_cyclades::schema::xsd_lecture::{self, ErreurXsd};
use guichet_cyclades::schema::{Schema, table, xsd};
use guichet_cyclades::structure::StructureXml;
use guichet_cyclades::{EditionCyclades, Examen};
use guichet_socle::ErreurEdition;

use crate::sortie;
use crate::systeme::en_mots;

/// The languages of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeDeSchema {
    /// XSD 1.0, for an XML file.
    Xsd,
    /// Frictionless Table Schema, for a CSV file.
    TableSchema,
}

/// Why there is no schema.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeSchema {
    /// A rule of the edition is faulty.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
    /// It cannot be written as JSON.
    #[error("le schéma ne s’écrit pas en JSON ({0}).")]
    Json(#[from] serde_json::Error),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie.", .0.display())]
    DejaLa(PathBuf),
    /// The file cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
}

pub use guichet_cyclades::schema::xsd_lecture::Difference;

/// Why an XSD cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeXsd {
    /// It cannot be read.
    #[error("{} : lecture impossible ({}) ; vérifiez le chemin et les droits.", chemin.display(), en_mots(erreur))]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// It is no XSD of candidates.
    #[error("{} : {erreur}", chemin.display())]
    Contenu {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: ErreurXsd,
    },
}

/// Reads an official XSD: the structure it gives, and what differs from the edition's.
///
/// # Errors
/// It cannot be read, or is no XSD of candidates.
pub fn lire_xsd(
    chemin: &Path,
    edition: &EditionCyclades,
    examen: Option<Examen>,
    annee: i16,
) -> Result<(StructureXml, Vec<Difference>), ErreurDeXsd> {
    // One byte more than the reader accepts: it says what is too large, whatever its size.
    let limite = xsd_lecture::OCTETS_MAX as u64 + 1;
    let mut octets = Vec::new();
    File::open(chemin)
        .and_then(|fichier| fichier.take(limite).read_to_end(&mut octets))
        .map_err(|erreur| ErreurDeXsd::Lecture {
            chemin: chemin.to_owned(),
            erreur,
        })?;
    xsd_lecture::lire_xsd(&octets, edition, examen, annee).map_err(|erreur| ErreurDeXsd::Contenu {
        chemin: chemin.to_owned(),
        erreur,
    })
}

/// The text of the schema of an exam for the session of a year.
///
/// # Errors
/// A rule of the edition is faulty.
pub fn cyclades(
    edition: &EditionCyclades,
    examen: Examen,
    annee: i16,
    nature: TypeDeSchema,
) -> Result<String, ErreurDeSchema> {
    let schema = Schema::new(edition, Some(examen), annee)?;
    Ok(match nature {
        TypeDeSchema::Xsd => xsd::ecrire(&schema),
        TypeDeSchema::TableSchema => {
            let mut texte = serde_json::to_string_pretty(&table::table(&schema))?;
            texte.push('\n');
            texte
        }
    })
}

/// Writes a schema in a file: whole or not at all, and never over another.
///
/// # Errors
/// A file of that name exists, or the folder cannot be written.
pub fn poser(texte: &str, chemin: &Path) -> Result<(), ErreurDeSchema> {
    let en_erreur = |erreur| ErreurDeSchema::Ecriture {
        chemin: chemin.to_owned(),
        erreur,
    };
    let mut provisoire = sortie::provisoire(sortie::dossier_de(chemin)).map_err(en_erreur)?;
    provisoire.write_all(texte.as_bytes()).map_err(en_erreur)?;
    let impossible = |chemin, erreur| ErreurDeSchema::Ecriture { chemin, erreur };
    sortie::poser(
        provisoire,
        chemin,
        false,
        ErreurDeSchema::DejaLa,
        impossible,
    )
}
