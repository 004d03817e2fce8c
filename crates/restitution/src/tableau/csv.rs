//! Tables for a spreadsheet: the dialect of the other reports (semicolons, the mark that says UTF-8, CRLF).

use std::io::{self, Write};

use super::{Cellule, Tableau};
use crate::cellule::ecrire_cellule;

/// The rows of every table one after the other; several tables have the same columns, and their name comes
/// first. Totals are left to the reader, who may sort and filter.
pub(super) fn ecrire(tableaux: &[Tableau], sortie: &mut dyn Write) -> io::Result<()> {
    let nommes = tableaux.len() > 1;
    let Some(premier) = tableaux.first() else {
        return Ok(());
    };
    let cles = premier.colonnes.iter().map(|colonne| colonne.cle);
    let entete: Vec<&str> = nommes
        .then_some("tableau")
        .into_iter()
        .chain(cles)
        .collect();
    write!(sortie, "\u{feff}{}\r\n", entete.join(";"))?;
    let mut rangee = String::new();
    for tableau in tableaux {
        for ligne in &tableau.lignes {
            rangee.clear();
            if nommes {
                ecrire_cellule(&tableau.nom, &mut rangee);
            }
            for (rang, cellule) in ligne.iter().enumerate() {
                if nommes || rang > 0 {
                    rangee.push(';');
                }
                match cellule {
                    // A hidden figure is not an absent one.
                    Cellule::Cachee => ecrire_cellule(&cellule.lisible(), &mut rangee),
                    // A sign before digits is no formula: a number stays one.
                    Cellule::Montant(_) | Cellule::Nombre(_) => rangee.push_str(&cellule.brute()),
                    _ => ecrire_cellule(&cellule.brute(), &mut rangee),
                }
            }
            rangee.push_str("\r\n");
            sortie.write_all(rangee.as_bytes())?;
        }
    }
    Ok(())
}
