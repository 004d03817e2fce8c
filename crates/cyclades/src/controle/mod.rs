//! Checking a file: from its bytes to its findings and their summary.

pub mod bloc;
pub mod codes;
pub mod entre_fichiers;
pub mod lecteur;
pub mod message;
mod message_xml;
pub mod parcours;
pub mod parcours_xml;
pub mod unicite;
pub mod visite;

mod courriel;
mod execution;
pub(crate) mod lieux;
pub mod preparation;
pub(crate) mod redaction;
mod relecture;

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::lecture::dialecte::Dialecte;
use crate::lecture::encodage::Encodage;
use crate::structure::StructureXml;
use crate::{Constat, Contexte, EditionCyclades, Examen, Resume, Session};
use guichet_socle::ErreurEdition;

/// A file to check, which can be read again from its beginning.
pub trait Source: Sync {
    /// Its base name.
    fn nom(&self) -> &str;

    /// Whether the name is its own, to be checked as the document says: the standard input has none.
    fn a_un_nom(&self) -> bool {
        true
    }

    /// The sheet of a workbook that its bytes were made of, so that places are told in the sheet.
    fn tableau(&self) -> Option<Tableau<'_>> {
        None
    }

    /// What it is, to be said after « c’est », when nothing can be read of it.
    fn illisible(&self) -> Option<&str> {
        None
    }

    /// Its bytes, from the first.
    ///
    /// # Errors
    /// It cannot be read.
    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>>;
}

/// A sheet of a workbook, written as a CSV file for the check: rows end with a carriage return, so that a
/// line break in a cell is none in the file, and blank rows are blank lines, so that rows keep their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tableau<'a> {
    /// Its name.
    pub feuille: &'a str,
    /// Rows of the sheet above the header.
    pub lignes_au_dessus: u64,
    /// The texts of its header, from column A.
    pub colonnes: &'a [String],
}

impl Tableau<'_> {
    /// What separates the columns.
    pub const SEPARATEUR: u8 = b';';

    /// The rank of a column, from 1, by its heading.
    #[must_use]
    pub fn colonne(&self, nom: &str) -> Option<u64> {
        let rang = self
            .colonnes
            .iter()
            .position(|colonne| colonne.trim().eq_ignore_ascii_case(nom.trim()))?;
        Some(rang as u64 + 1)
    }
}

/// A file already in memory.
#[derive(Debug, Clone, Copy)]
pub struct Octets<'a> {
    /// Its base name.
    pub nom: &'a str,
    /// Its bytes.
    pub octets: &'a [u8],
}

impl Source for Octets<'_> {
    fn nom(&self) -> &str {
        self.nom
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(self.octets))
    }
}

/// Which findings are put into words; all are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Portee {
    /// Every one.
    #[default]
    Tout,
    /// The first ones of each rule and field.
    Premiers(u32),
}

/// How to check.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The exam, instead of that of the file's name.
    pub examen: Option<Examen>,
    /// The session, instead of that of the file's name.
    pub session: Option<String>,
    /// What the file does not say.
    pub contexte: Contexte,
    /// The separator, instead of the one found.
    pub separateur: Option<u8>,
    /// The encoding, instead of the one found.
    pub encodage: Option<Encodage>,
    /// Threads that check; 0 or 1 checks in the caller's.
    pub fils: usize,
    /// Which findings are put into words.
    pub portee: Portee,
    /// Keep the row of each finding, to show it.
    pub extraits: bool,
    /// Keep the keys of the candidates, to compare them with those of other files.
    pub garder_les_cles: bool,
    /// Bytes read at a time, for tests; 0 is the usual size.
    pub taille_de_bloc: usize,
    /// The shape of an XML file, instead of that of the edition.
    pub structure: Option<StructureXml>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Rows and columns.
    #[default]
    Csv,
    /// Elements.
    Xml,
}

/// What a check found besides its findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rapport {
    /// The summary of the contract.
    pub resume: Resume,
    /// Findings by rule, then field (`None` for the file).
    pub par_champ: BTreeMap<(String, Option<String>), u64>,
    /// The exam it was checked for.
    pub examen: Option<Examen>,
    /// The session it was checked for.
    pub session: Option<Session>,
    /// The encoding it is in.
    pub encodage: Encodage,
    /// How it is written, if it is CSV.
    pub dialecte: Dialecte,
    /// The sheet it was read in, when it is a workbook.
    pub feuille: Option<String>,
    /// Its form.
    pub format: Format,
    /// The keys of its candidates, when they were asked for.
    pub cles: Option<entre_fichiers::Cles>,
}

/// Why a file could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum Refus {
    /// It cannot be read.
    #[error("{0}")]
    Lecture(#[from] io::Error),
    /// It is empty, or of another type: the finding says so.
    #[error("{}", .0.message)]
    Contenu(Box<Constat>),
    /// The edition is faulty.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
}

/// Checks a file; `puits` gets the findings: those of the file, those of its rows in order, then those
/// that only the whole file tells.
///
/// # Errors
/// The file cannot be read, is empty, or is not text.
pub fn controler(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    puits: &mut dyn FnMut(Constat),
) -> Result<Rapport, Refus> {
    // Few findings are put into words: they can wait until the rows have confirmed that the file is
    // UTF-8, which spares reading it once only to know.
    if let Portee::Premiers(_) = options.portee {
        let mut retenus = Vec::new();
        let mut retenir = |constat| retenus.push(constat);
        if let Some(rapport) = essayer(edition, source, options, true, &mut retenir)? {
            retenus.into_iter().for_each(puits);
            return Ok(rapport);
        }
    }
    let rapport = essayer(edition, source, options, false, puits)?;
    // The second reading presumes nothing: only a file that changes meanwhile could belie it.
    rapport.ok_or_else(|| io::Error::other("le fichier change pendant sa lecture").into())
}

/// One reading; nothing when the rows belied what was presumed of the encoding.
fn essayer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    presumer: bool,
    puits: &mut dyn FnMut(Constat),
) -> Result<Option<Rapport>, Refus> {
    let mut sortie = redaction::Sortie::new(edition, source.nom(), options.portee, puits);
    sortie.tableau = source.tableau();
    let prete = preparation::preparer(edition, source, options, presumer, &mut sortie)?;
    execution::executer(edition, source, options, &prete, &mut sortie)
}
