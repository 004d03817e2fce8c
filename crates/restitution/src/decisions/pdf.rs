//! Decisions as a report to print: the page of the browser, laid out by the typesetter.
//!
//! The words are those of the page; only the template differs. A report of thousands of dossiers is read by
//! no one: it tells a bounded number of them, counts all, and says so.

use std::io::{self, Write};

use guichet::instruction::Bilan;
use guichet::moteur::Commun;
use guichet::socle::Decision;
use guichet_imprimerie::{Modele, imprimer};
use serde::Serialize;

use super::RestitutionDeDecisions;
use super::html::Html;
use super::html::page::{Dossier, Rangee, Tete};

/// Decisions told with their reasons.
pub const DECISIONS_IMPRIMEES: u64 = 500;

const MODELE: Modele<'static> = Modele {
    nom: "decisions.typ",
    texte: include_str!("../../modeles/decisions.typ"),
};

/// The report.
pub struct Pdf<'w> {
    sortie: Box<dyn Write + 'w>,
    detail: bool,
    /// Gathers what the report says; it writes nothing.
    page: Html<'static>,
    rangees: Vec<Rangee>,
    dossiers: Vec<Dossier>,
}

impl<'w> Pdf<'w> {
    /// Writes to `sortie` once every decision is seen; `detail` lists the conditions that are met.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>, detail: bool) -> Self {
        Self {
            sortie,
            detail,
            page: Html::new(Box::new(io::sink()), detail),
            rangees: Vec::new(),
            dossiers: Vec::new(),
        }
    }

    fn rapport(&mut self, bilan: &Bilan) -> Rapport<'_> {
        self.page.remarquer(
            DECISIONS_IMPRIMEES,
            "Le PDF montre",
            "un document à lire n’en tient pas plus",
        );
        Rapport {
            tete: self.page.tete(bilan),
            detail: self.detail,
            rangees: &self.rangees,
            dossiers: &self.dossiers,
        }
    }
}

/// What the template sees.
#[derive(Serialize)]
struct Rapport<'r> {
    tete: Tete<'static>,
    detail: bool,
    rangees: &'r [Rangee],
    dossiers: &'r [Dossier],
}

impl RestitutionDeDecisions for Pdf<'_> {
    fn decision(&mut self, commun: &Commun, decision: &Decision) -> io::Result<()> {
        let dite = self.page.relever(commun, decision, DECISIONS_IMPRIMEES);
        if let Some((rangee, dossier)) = dite {
            self.rangees.push(rangee);
            self.dossiers.push(dossier);
        }
        Ok(())
    }

    fn fin(&mut self, bilan: &Bilan) -> io::Result<()> {
        let donnees = serde_json::to_string(&self.rapport(bilan))?;
        let pdf = imprimer(MODELE, &donnees).map_err(io::Error::other)?;
        self.sortie.write_all(&pdf)?;
        self.sortie.flush()
    }

    fn remarques(&self) -> Vec<String> {
        self.page.remarques()
    }
}
