//! The findings as a table, for a spreadsheet.
//!
//! The table is meant for people who open it with a double click, programs having JSON and NDJSON: hence
//! the dialect of the import files themselves and of French spreadsheets (semicolons, the mark that says
//! UTF-8, CRLF). For the same reason a cell never begins with a sign that a spreadsheet takes for a
//! formula (`=`, `+`, `-`, `@`, tabulation, carriage return): an apostrophe is put before it. One is put
//! before an apostrophe too, so that taking one off any cell that begins with it gives the exact value.

use std::collections::BTreeMap;
use std::io::{self, Write};

use guichet::procedure_cyclades::{Constat, EditionCyclades, Portee, Rapport, Refus};

use super::Restitution;
use super::mots::{cle_de_gravite, cle_de_surete};
use crate::cellule::ecrire_cellule;

/// The columns: those of the public contract, then the remedy, and the place in a workbook.
const COLONNES: [&str; 16] = [
    "fichier",
    "ligne",
    "colonne",
    "candidat",
    "champ",
    "valeur",
    "regle",
    "nom",
    "gravite",
    "message",
    "source",
    "correction.valeur",
    "correction.surete",
    "remede",
    "feuille",
    "cellule",
];

/// One finding a row.
pub struct Csv<'w> {
    sortie: Box<dyn Write + 'w>,
    commence: bool,
    rangee: String,
}

impl<'w> Csv<'w> {
    /// Writes to `sortie` as findings come.
    #[must_use]
    pub fn new(sortie: Box<dyn Write + 'w>) -> Self {
        Self {
            sortie,
            commence: false,
            rangee: String::new(),
        }
    }

    fn entete(&mut self) -> io::Result<()> {
        if self.commence {
            return Ok(());
        }
        self.commence = true;
        write!(self.sortie, "\u{feff}{}\r\n", COLONNES.join(";"))
    }

    fn rangee(&mut self, constat: &Constat) -> io::Result<()> {
        self.entete()?;
        let nombre = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        let correction = constat.correction.as_ref();
        let lieu = constat.lieu.as_ref();
        let cellules = [
            constat.fichier.as_str(),
            &nombre(constat.ligne),
            &nombre(constat.colonne),
            &nombre(constat.candidat),
            constat.champ.as_deref().unwrap_or_default(),
            constat.valeur.as_deref().unwrap_or_default(),
            &constat.regle,
            &constat.nom,
            cle_de_gravite(constat.gravite),
            &constat.message,
            &constat.source,
            correction.map_or("", |correction| correction.valeur.as_str()),
            correction.map_or("", |correction| cle_de_surete(correction.surete)),
            &constat.remede,
            lieu.map_or("", |lieu| &lieu.feuille),
            lieu.and_then(|lieu| lieu.cellule.as_deref())
                .unwrap_or_default(),
        ];
        self.rangee.clear();
        for (rang, cellule) in cellules.into_iter().enumerate() {
            if rang > 0 {
                self.rangee.push(';');
            }
            ecrire_cellule(cellule, &mut self.rangee);
        }
        self.rangee.push_str("\r\n");
        self.sortie.write_all(self.rangee.as_bytes())
    }
}

impl Restitution for Csv<'_> {
    fn portee(&self) -> Portee {
        Portee::Tout
    }

    fn constat(&mut self, constat: Constat) -> io::Result<()> {
        self.rangee(&constat)
    }

    fn fichier(&mut self, _: &str, _: &EditionCyclades, _: &Rapport) -> io::Result<()> {
        Ok(())
    }

    fn refus(&mut self, _: &str, refus: &Refus) -> io::Result<()> {
        match refus {
            Refus::Contenu(constat) => self.rangee(constat),
            _ => Ok(()),
        }
    }

    fn entre_fichiers(
        &mut self,
        _: &EditionCyclades,
        constats: Vec<Constat>,
        _: &BTreeMap<String, u64>,
    ) -> io::Result<()> {
        constats.iter().try_for_each(|constat| self.rangee(constat))
    }

    fn fin(&mut self) -> io::Result<()> {
        self.entete()?;
        self.sortie.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Forme;
    use super::super::essai::{
        NOM, demo, deux_fichiers, rendre, rendre_ensemble, rendre_la_feuille,
    };
    use super::*;

    #[test]
    fn what_several_files_tell_is_in_the_table_with_the_name_of_the_second() {
        let table = rendre_ensemble(Forme::Csv, &deux_fichiers(&demo(&[])));
        let table = String::from_utf8(table).unwrap();
        let doubles: Vec<&str> = table.lines().filter(|l| l.contains(";CY-503;")).collect();
        assert!(doubles[0].starts_with("CAP_1.0_2024-06_161120231000.csv;2;"));
        assert!(
            doubles[0].contains(&format!("{NOM}, ligne 2")),
            "{doubles:?}"
        );
        assert_eq!(table.lines().count(), doubles.len() * 2 + 1, "{table}");
    }

    #[test]
    fn a_place_in_a_workbook_is_in_columns_of_its_own() {
        let table = rendre_la_feuille(Forme::Csv, &demo(&[("M;MAR", "Mme;MAR")]));
        let table = String::from_utf8(table).unwrap();
        assert!(
            table.lines().nth(1).unwrap().ends_with(";Élèves;A4"),
            "{table}"
        );
    }

    #[test]
    fn the_table_holds_the_findings_and_a_file_without_any_has_its_header() {
        let (juste, _) = rendre(Forme::Csv, &[(NOM, &demo(&[]))]);
        let attendu = format!("\u{feff}{}\r\n", COLONNES.join(";"));
        assert_eq!(String::from_utf8(juste).unwrap(), attendu);
        let fautif = demo(&[("M;", "=cmd|' /C calc'!A0;"), ("100;", "10;")]);
        let (table, _) = rendre(Forme::Csv, &[(NOM, &fautif), ("vide.csv", b"")]);
        insta::assert_snapshot!(String::from_utf8(table).unwrap().replace('\r', ""));
    }
}
