//! Writes a workbook of so many cells with `rust_xlsxwriter`, and nothing else: the peer of the bench of the
//! annex, which computes and formats besides. One cell in two is a text.
//!
//! `cargo run --release -p guichet-restitution --example ecriture_brute_classeur -- CELLULES FICHIER`

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use rust_xlsxwriter::Workbook;

/// Cells of a row.
const COLONNES: u16 = 10;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let cellules = arguments.next().and_then(|texte| texte.parse::<u32>().ok());
    let (Some(cellules), Some(fichier)) = (cellules, arguments.next()) else {
        let _ = writeln!(
            std::io::stderr(),
            "usage: ecriture_brute_classeur CELLULES FICHIER"
        );
        return ExitCode::from(2);
    };
    match ecrire(cellules, &fichier) {
        Ok(()) => ExitCode::SUCCESS,
        Err(erreur) => {
            let _ = writeln!(std::io::stderr(), "{erreur}");
            ExitCode::from(2)
        }
    }
}

fn ecrire(cellules: u32, fichier: &str) -> Result<(), Box<dyn Error>> {
    let mut classeur = Workbook::new();
    let feuille = classeur.add_worksheet();
    for rang in 0..cellules {
        let ligne = rang / u32::from(COLONNES);
        let colonne = u16::try_from(rang % u32::from(COLONNES))?;
        if colonne.is_multiple_of(2) {
            feuille.write_number(ligne, colonne, rang)?;
        } else {
            feuille.write_string(ligne, colonne, format!("cellule {rang}"))?;
        }
    }
    classeur.save(fichier)?;
    Ok(())
}
