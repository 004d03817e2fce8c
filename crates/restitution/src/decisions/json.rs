//! Decisions as JSON: the public contract, key for key.

use std::io::{self, Write};

use guichet::instruction::Bilan;
use guichet::moteur::Commun;
use guichet::socle::Decision;

use super::RestitutionDeDecisions;

/// A JSON array, or one object a line.
pub struct Json<W> {
    sortie: W,
    document: bool,
    premiere: bool,
}

impl<W: Write> Json<W> {
    /// One array.
    pub fn document(sortie: W) -> Self {
        Self {
            sortie,
            document: true,
            premiere: true,
        }
    }

    /// One object a line.
    pub fn lignes(sortie: W) -> Self {
        Self {
            document: false,
            ..Self::document(sortie)
        }
    }
}

impl<W: Write> RestitutionDeDecisions for Json<W> {
    fn decision(&mut self, _commun: &Commun, decision: &Decision) -> io::Result<()> {
        if self.document {
            self.sortie
                .write_all(if self.premiere { b"[\n" } else { b",\n" })?;
        }
        self.premiere = false;
        serde_json::to_writer(&mut self.sortie, decision)?;
        if !self.document {
            self.sortie.write_all(b"\n")?;
        }
        Ok(())
    }

    fn fin(&mut self, _bilan: &Bilan) -> io::Result<()> {
        if self.document {
            let fin: &[u8] = if self.premiere { b"[]\n" } else { b"\n]\n" };
            self.sortie.write_all(fin)?;
        }
        self.sortie.flush()
    }
}
