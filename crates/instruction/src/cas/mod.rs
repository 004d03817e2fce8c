//! The worked cases of an edition: for each rule and each reading, dossiers at its boundaries.
//!
//! A case changes some fields of the edition's ordinary dossier and says exactly what is decided. The cases
//! are shown beside their rule and replayed by the tests; what no case shows is told ([`Catalogue::lacunes`]).

mod couverture;
mod lecture;
mod rejeu;

use std::collections::BTreeMap;

use guichet_socle::constat::Valeur;
use guichet_socle::{Issue, Resultat};

use crate::commun::Commun;
use crate::dossier::{Dossier, Rang};
use crate::explication::en_mots;

/// A dossier and what is decided on it.
#[derive(Debug, Clone)]
pub struct Cas {
    /// The fact it shows, in French.
    pub titre: String,
    /// File of the case, relative to the data folder.
    pub fichier: String,
    /// Its line, from 1.
    pub ligne: usize,
    /// The rules and the entries of the register that it shows, by code.
    pub montre: Vec<String>,
    /// Where the document gives it as an example, if it does: a key of `edition.toml`.
    pub exemple: Option<String>,
    /// The fields that differ from the ordinary dossier.
    pub changes: Vec<Rang>,
    /// What is decided.
    pub attendu: Attendu,
    dossier: Dossier,
}

/// What a case expects of the decision, whole: what it does not name is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendu {
    /// The issue.
    pub issue: Issue,
    /// The amount, in cents; none for null.
    pub montant_centimes: Option<i64>,
    /// The rules that are not met, unknown or doubtful; those that are met may be named too.
    pub resultats: BTreeMap<String, Resultat>,
    /// The entries of the register that are listed.
    pub lectures: Vec<String>,
    /// The missing fields.
    pub manque: Vec<String>,
    /// The rules that warn.
    pub avertissements: Vec<String>,
    /// Other fields of the answer, by name: only those that matter to the case.
    pub champs: BTreeMap<String, Valeur>,
}

/// Every case of an edition.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The cases, in the order of the files.
    pub cas: Vec<Cas>,
    /// The rules that can only be met or unknown: no dossier fails them.
    pub jamais_refusees: Vec<String>,
    /// The rules that can only be met or not: no dossier leaves them unknown.
    pub jamais_sans_reponse: Vec<String>,
    ordinaire: Dossier,
}

impl Cas {
    /// The dossier of the case.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The fields that differ from the ordinary dossier: their names, and their values as people read them.
    #[must_use]
    pub fn changements(&self, commun: &Commun) -> Vec<(String, String)> {
        self.changes
            .iter()
            .map(|&rang| {
                let nom = commun.schema.champ(rang).nom.clone();
                (nom, en_mots(commun, &self.dossier, rang))
            })
            .collect()
    }
}

impl Catalogue {
    /// The dossier that every case starts from: it meets every condition.
    #[must_use]
    pub fn ordinaire(&self) -> &Dossier {
        &self.ordinaire
    }

    /// The cases that show a rule or an entry of the register.
    pub fn de<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Cas> {
        self.cas
            .iter()
            .filter(move |cas| cas.montre.iter().any(|montre| montre == code))
    }
}

#[cfg(test)]
mod tests;
