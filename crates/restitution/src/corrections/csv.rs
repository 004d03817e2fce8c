//! The edits as a table, in UTF-8 with semicolons: a row an edit.

use std::io::{self, Write};

use guichet::corrections::Corrige;
use guichet::procedure_cyclades::ecriture::csv::ecrire_ligne;
use guichet::procedure_cyclades::reparation::Modification;
use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee};

use super::Restitution;

const COLONNES: [&str; 12] = [
    "fichier",
    "ligne",
    "colonne",
    "candidat",
    "champ",
    "avant",
    "apres",
    "surete",
    "etat",
    "regle",
    "correction",
    "raison",
];

/// The table.
pub struct Csv<'w> {
    sortie: Box<dyn Write + 'w>,
    commence: bool,
}

impl<'w> Csv<'w> {
    /// Writes to `sortie` as edits come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            commence: false,
        }
    }

    fn ligne<'v>(&mut self, valeurs: impl IntoIterator<Item = &'v str>) -> io::Result<()> {
        let mut octets = Vec::new();
        ecrire_ligne(&mut octets, valeurs, b';');
        self.sortie.write_all(&octets)
    }

    fn entete(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.commence, true) {
            return Ok(());
        }
        self.ligne(COLONNES)
    }
}

impl Restitution for Csv<'_> {
    fn portee(&self) -> Portee {
        Portee::Premiers(0)
    }

    fn modification(&mut self, modification: Modification) -> io::Result<()> {
        self.entete()?;
        // The names of the contract, as the JSON writes them.
        let valeurs = serde_json::to_value(&modification)?;
        let textes = COLONNES.map(|colonne| match &valeurs[colonne] {
            serde_json::Value::String(texte) => texte.clone(),
            serde_json::Value::Null => String::new(),
            autre => autre.to_string(),
        });
        self.ligne(textes.iter().map(String::as_str))
    }

    fn constat(&mut self, _: Constat) -> io::Result<()> {
        Ok(())
    }

    fn fin(&mut self, _: &str, _: &EditionCyclades, _: &Corrige) -> io::Result<()> {
        self.entete()?;
        self.sortie.flush()
    }
}
