//! The schemas of a file: what its rules say field by field, in the languages that other programs read.
//!
//! A [`Schema`] is derived from the rules of an edition, and every schema language from it. It never
//! refuses a value that the rules accept: what a schema cannot say (a condition between two fields, a
//! warning) it leaves out, and the documentation of the field says it in words.

mod automate;
mod documentation;
mod ensemble;
mod expression;
mod listes;
mod regles;
pub mod table;
pub mod xsd;
pub mod xsd_lecture;

use guichet_nomenclatures::cyclades::Domaine;
use guichet_socle::ErreurEdition;

use crate::champs::Bloc;
use crate::{EditionCyclades, Examen};
pub use documentation::Documentation;
use expression::Expression;

/// What a file of an exam may hold, field by field.
#[derive(Debug, Clone)]
pub struct Schema<'e> {
    /// The edition it is derived from.
    pub edition: &'e EditionCyclades,
    /// The exam; without one, what hangs on it is left out.
    pub examen: Option<Examen>,
    /// The year of the session, which opens and closes specialities.
    pub annee: i16,
    /// The fields, in the order of the document.
    pub champs: Vec<Gabarit>,
}

/// What one field may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gabarit {
    /// Rank in the edition's fields.
    pub champ: u8,
    /// Its block.
    pub bloc: Bloc,
    /// A value is required, whatever the rest of the candidate.
    pub obligatoire: bool,
    /// What a value may be, when there is one: any of these. None says that there must be no value.
    pub formes: Vec<Forme>,
    /// What people read about it.
    pub documentation: Documentation,
}

/// One of the forms of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forme {
    /// A code of a list, with its label.
    Codes(Vec<(String, String)>),
    /// A text.
    Texte(FormeDeTexte),
}

/// A text by its length and pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormeDeTexte {
    /// Fewest characters.
    pub min: u32,
    /// Most characters.
    pub max: Option<u32>,
    /// What it is made of; nothing when that cannot be told.
    expression: Option<Expression>,
}

impl FormeDeTexte {
    /// The pattern, in the part of regular expressions that XSD 1.0, Python and JavaScript share;
    /// characters that `permis` refuses are left out.
    #[must_use]
    pub fn motif(&self, permis: &dyn Fn(char) -> bool) -> Option<String> {
        self.expression.as_ref().map(|e| e.ecrite(permis))
    }
}

impl<'e> Schema<'e> {
    /// Derives the schema of an exam for a session.
    ///
    /// # Errors
    /// A rule of the edition does not compile.
    pub fn new(
        edition: &'e EditionCyclades,
        examen: Option<Examen>,
        annee: i16,
    ) -> Result<Self, ErreurEdition> {
        let domaines: Vec<Domaine> = examen.map(Examen::domaines).unwrap_or_default();
        let mut champs = Vec::with_capacity(edition.champs.liste.len());
        for (champ, rang) in edition.champs.liste.iter().zip(0u8..) {
            let formes = regles::formes(edition, rang, &domaines, annee)?;
            champs.push(Gabarit {
                champ: rang,
                bloc: champ.bloc,
                // The document wants the header block in XML, and says so of the block, not of a value.
                obligatoire: formes.obligatoire || champ.bloc == Bloc::Entete,
                documentation: documentation::de(edition, champ, &domaines, &formes),
                formes: formes.possibles,
            });
        }
        Ok(Self {
            edition,
            examen,
            annee,
            champs,
        })
    }

    /// « BCP, session 2024 ».
    #[must_use]
    pub fn pour(&self) -> String {
        let examen = self.examen.map_or_else(String::new, |e| format!("{e}, "));
        format!("{examen}session {}", self.annee)
    }
}
