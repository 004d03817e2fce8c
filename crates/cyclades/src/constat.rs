//! What is found in a file: the findings of the public contract, and their summary.

use guichet_socle::constat::Gravite;
use serde::Serialize;
use std::collections::BTreeMap;

pub use crate::correction::{Correction, Surete};
use crate::lecture::encodage::Encodage;

/// A finding, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Constat {
    /// Base name of the file.
    pub fichier: String,
    /// Physical line, from 1; none for the file itself.
    pub ligne: Option<u64>,
    /// Byte column in the line, from 1, at the opening quote if there is one.
    pub colonne: Option<u64>,
    /// Candidate, from 1; none for the header and the file.
    pub candidat: Option<u64>,
    /// Column name of the document, or `nom_fichier`.
    pub champ: Option<String>,
    /// The value as it stands.
    pub valeur: Option<String>,
    /// Code of the rule.
    pub regle: String,
    /// Name of the rule.
    pub nom: String,
    /// How serious.
    pub gravite: Gravite,
    /// The fact with its value, in French.
    pub message: String,
    /// Where the document says so.
    pub source: String,
    /// A repaired value, when one can be proposed.
    pub correction: Option<Correction>,
    /// What to do, in French.
    #[serde(skip)]
    pub remede: String,
    /// The cell, when the file is a sheet: `ligne` and `colonne` are then those of the sheet, from 1.
    #[serde(skip)]
    pub lieu: Option<Lieu>,
    /// The row, to show the cell in its place.
    #[serde(skip)]
    pub extrait: Option<Extrait>,
}

/// A place in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lieu {
    /// The sheet.
    pub feuille: String,
    /// The cell (`L17`), when the finding is about one.
    pub cellule: Option<String>,
}

/// A row and the cell at fault in it, as byte offsets in `ligne`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extrait {
    /// The row, without its line break.
    pub ligne: String,
    /// Where the cell begins.
    pub debut: usize,
    /// Where it ends.
    pub fin: usize,
}

impl Extrait {
    /// A longer row is not shown whole.
    pub const OCTETS_MAX: usize = 4096;

    /// A row in its encoding, and the cell between two offsets of it.
    #[must_use]
    pub fn de(encodage: Encodage, ligne: &[u8], debut: usize, fin: usize) -> Self {
        let fin = fin.min(ligne.len());
        let debut = debut.min(fin);
        let texte = |octets| encodage.texte(octets).into_owned();
        let (avant, cellule) = (texte(&ligne[..debut]), texte(&ligne[debut..fin]));
        Self {
            debut: avant.len(),
            fin: avant.len() + cellule.len(),
            ligne: avant + &cellule + &texte(&ligne[fin..]),
        }
    }
}

/// The summary of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Resume {
    /// Candidates read.
    pub lus: u64,
    /// Candidates without any error.
    pub valides: u64,
    /// Candidates with at least one error.
    pub avec_erreurs: u64,
    /// Findings of each rule.
    pub par_regle: BTreeMap<String, u64>,
}

impl Resume {
    /// Adds another file's.
    pub fn ajouter(&mut self, autre: &Self) {
        self.lus += autre.lus;
        self.valides += autre.valides;
        self.avec_erreurs += autre.avec_erreurs;
        for (regle, nombre) in &autre.par_regle {
            *self.par_regle.entry(regle.clone()).or_default() += nombre;
        }
    }
}
