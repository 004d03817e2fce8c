//! The edits and what is left, as one JSON document written as they come.

use std::io::{self, Write};

use guichet::corrections::Corrige;
use guichet::procedure_cyclades::reparation::{Bilan, Modification};
use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Resume};
use serde::Serialize;

use super::Restitution;

/// `{"modifications": […], "constats": […], "bilan": {…}, "resume": {…}}`.
pub struct Json<'w> {
    sortie: Box<dyn Write + 'w>,
    liste: Option<&'static str>,
    vide: bool,
}

const LISTES: [&str; 2] = ["modifications", "constats"];

impl<'w> Json<'w> {
    /// Writes to `sortie` as edits, then findings, come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            liste: None,
            vide: true,
        }
    }

    /// Opens a list, the one before closed.
    fn ouvrir(&mut self, liste: &'static str) -> io::Result<()> {
        if self.liste == Some(liste) {
            return Ok(());
        }
        if self.liste.is_none() {
            write!(self.sortie, "{{\n\"{}\": [", LISTES[0])?;
            self.liste = Some(LISTES[0]);
            self.vide = true;
        }
        if liste == LISTES[1] {
            write!(self.sortie, "\n],\n\"{liste}\": [")?;
            self.liste = Some(liste);
            self.vide = true;
        }
        Ok(())
    }

    fn element(&mut self, liste: &'static str, valeur: &impl Serialize) -> io::Result<()> {
        self.ouvrir(liste)?;
        let avant: &[u8] = if self.vide { b"\n" } else { b",\n" };
        self.sortie.write_all(avant)?;
        self.vide = false;
        serde_json::to_writer(&mut self.sortie, valeur)?;
        Ok(())
    }
}

impl Restitution for Json<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn modification(&mut self, modification: Modification) -> io::Result<()> {
        self.element(LISTES[0], &modification)
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.element(LISTES[1], &constat)
    }

    fn fin(&mut self, _: &str, _: &EditionCyclades, corrige: &Corrige) -> io::Result<()> {
        #[derive(Serialize)]
        struct Fin<'a> {
            bilan: Bilan,
            resume: &'a Resume,
        }
        self.ouvrir(LISTES[1])?;
        let fin = serde_json::to_string(&Fin {
            bilan: corrige.bilan,
            resume: &corrige.rapport.resume,
        })?;
        let fin = fin.strip_prefix('{').unwrap_or(&fin);
        writeln!(self.sortie, "\n],\n{fin}")?;
        self.sortie.flush()
    }
}
