//! A table in the forms people and programs read, whatever it holds: columns of a kind, rows, a total,
//! notes. It serves every list that is short enough to be held in memory.

mod csv;
mod html;
mod json;
#[cfg(test)]
mod tests;
mod texte;
mod xlsx;

use std::io::{self, Write};

use guichet::socle::Centimes;

/// What a column holds: how it is aligned, written, and kept in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorte {
    /// Words.
    Texte,
    /// Digits that are no number: a SIRET, a reference.
    Code,
    /// A count.
    Nombre,
    /// Cents in, euros out for people; its key ends in `_centimes`.
    Montant,
    /// A day.
    Date,
}

impl Sorte {
    fn a_droite(self) -> bool {
        matches!(self, Self::Nombre | Self::Montant)
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colonne {
    /// Its name for programs.
    pub cle: &'static str,
    /// Its heading, in French.
    pub titre: &'static str,
    /// What it holds.
    pub sorte: Sorte,
}

impl Colonne {
    /// A column.
    #[must_use]
    pub const fn new(cle: &'static str, titre: &'static str, sorte: Sorte) -> Self {
        Self { cle, titre, sorte }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cellule {
    /// Nothing.
    Vide,
    /// A figure that may not be shown: « n. c. », *non communiqué*.
    Cachee,
    /// Words, or a code.
    Texte(String),
    /// A count.
    Nombre(u64),
    /// An amount.
    Montant(Centimes),
    /// A day, in ISO form for programs.
    Date(String),
}

impl Cellule {
    /// A text, or nothing.
    #[must_use]
    pub fn texte(texte: Option<impl Into<String>>) -> Self {
        texte.map_or(Self::Vide, |texte| Self::Texte(texte.into()))
    }

    /// A day, or nothing.
    #[must_use]
    pub fn date(jour: Option<impl ToString>) -> Self {
        jour.map_or(Self::Vide, |jour| Self::Date(jour.to_string()))
    }

    /// As people read it: `6 000,00 €`, `01/10/2024`, « n. c. ».
    #[must_use]
    pub fn lisible(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Cachee => "n. c.".to_owned(),
            Self::Texte(texte) => texte.clone(),
            Self::Nombre(n) => crate::nombres::nombre(*n),
            Self::Montant(montant) => montant.to_string(),
            Self::Date(jour) => match jour.split('-').collect::<Vec<_>>()[..] {
                [annee, mois, jour] => format!("{jour}/{mois}/{annee}"),
                _ => jour.clone(),
            },
        }
    }

    /// As programs read it: cents, ISO days; nothing for a hidden figure.
    #[must_use]
    pub fn brute(&self) -> String {
        match self {
            Self::Vide | Self::Cachee => String::new(),
            Self::Texte(texte) | Self::Date(texte) => texte.clone(),
            Self::Nombre(n) => n.to_string(),
            Self::Montant(Centimes(centimes)) => centimes.to_string(),
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tableau {
    /// Its short name: that of its sheet, of its object in JSON.
    pub nom: String,
    /// Its title, in French.
    pub titre: String,
    /// What to know before reading it.
    pub phrases: Vec<String>,
    /// Its columns.
    pub colonnes: Vec<Colonne>,
    /// Its rows, a cell for each column.
    pub lignes: Vec<Vec<Cellule>>,
    /// What a person reads in place of rows when there is none; « rien » when nothing better is said.
    pub sans_ligne: &'static str,
    /// Its last row, the totals.
    pub total: Option<Vec<Cellule>>,
    /// What to know after reading it.
    pub notes: Vec<String>,
}

/// The forms of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDeTableau {
    /// For a person, in a terminal.
    Texte,
    /// For a spreadsheet: the rows alone, without titles nor notes.
    Csv,
    /// A workbook, a sheet a table.
    Xlsx,
    /// A page to print.
    Html,
    /// One JSON document.
    Json,
}

/// Writes tables in a form.
///
/// # Errors
/// The output cannot be written, or a workbook cannot hold the tables.
pub fn ecrire(
    forme: FormeDeTableau,
    tableaux: &[Tableau],
    sortie: &mut dyn Write,
) -> io::Result<()> {
    match forme {
        FormeDeTableau::Texte => texte::ecrire(tableaux, sortie),
        FormeDeTableau::Csv => csv::ecrire(tableaux, sortie),
        FormeDeTableau::Xlsx => xlsx::ecrire(tableaux, sortie),
        FormeDeTableau::Html => html::ecrire(tableaux, None, sortie),
        FormeDeTableau::Json => json::ecrire(tableaux, sortie),
    }?;
    sortie.flush()
}

/// A drawing above tables: an SVG without style of its own, already escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is called, for those who do not see it.
    pub titre: &'static str,
    /// The drawing.
    pub svg: String,
    /// Whether it comes after the first table, which says what it draws; else it opens the page.
    pub apres_le_premier: bool,
}

/// Writes tables as one page, with a figure.
///
/// # Errors
/// The output cannot be written.
pub fn ecrire_avec_figure(
    tableaux: &[Tableau],
    figure: &Figure,
    sortie: &mut dyn Write,
) -> io::Result<()> {
    html::ecrire(tableaux, Some(figure), sortie)?;
    sortie.flush()
}
