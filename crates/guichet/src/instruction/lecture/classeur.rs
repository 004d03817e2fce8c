//! Dossiers kept in a workbook: one sheet, one row each.

use std::io::{Read, Seek, SeekFrom};

use guichet_tableur::{Cellule, Classeur, choisir};

use super::ErreurDeLecture;
use super::atelier::Atelier;
use super::flux::Flux;
use super::tableau::{Sorte, Tableau, connus};
use crate::feuille::semblables;

/// Reads every row of the sheet asked for, else of the one whose header names most fields.
///
/// # Errors
/// The workbook cannot be read, has no such sheet, or the sheet has no header.
pub fn lire(
    flux: Flux<'_>,
    choix: Option<&str>,
    atelier: &mut Atelier<'_>,
) -> Result<(), ErreurDeLecture> {
    // A workbook is read from its end: what comes from a pipe is put aside first.
    let mut fichier = tempfile::tempfile()?;
    std::io::copy(&mut flux.reste(), &mut fichier)?;
    fichier.seek(SeekFrom::Start(0))?;
    lire_classeur(fichier, choix, atelier)
}

fn lire_classeur(
    fichier: impl Read + Seek,
    choix: Option<&str>,
    atelier: &mut Atelier<'_>,
) -> Result<(), ErreurDeLecture> {
    let mut classeur = Classeur::ouvrir(fichier)?;
    let plan = &atelier.plan;
    let noter = |textes: &[String]| connus(plan, textes.iter().map(String::as_str));
    let choisie = choisir(&mut classeur, choix, &noter)?;
    let feuille = choisie.nom.clone();
    if !choisie.autres.is_empty() {
        atelier.avertir(format!(
            "feuille « {feuille} » lue ; {} : choisissez avec --feuille.",
            semblables(&choisie.autres)
        ));
    }
    let mut tableau = None;
    let mut refus = None;
    classeur.parcourir(&feuille, &mut |numero, cellules| {
        if numero < choisie.ligne_d_entete {
            return Ok(true);
        }
        let Some(tableau) = &mut tableau else {
            let titres: Vec<String> = cellules.iter().map(|c| c.texte().to_owned()).collect();
            let ou = |place| format!("feuille {feuille}, cellule {}", reference(place, numero));
            match Tableau::lire_l_entete(&atelier.plan, &titres, numero, &ou) {
                Ok(lu) => tableau = Some(lu),
                Err(erreur) => refus = Some(erreur),
            }
            return Ok(refus.is_none());
        };
        rangee(atelier, tableau, &feuille, numero, cellules);
        Ok(true)
    })?;
    if let Some(refus) = refus {
        return Err(refus);
    }
    if atelier.place.rang == 0 {
        atelier.avertir("aucun dossier ne suit la ligne d’en-tête.".to_owned());
    }
    Ok(())
}

fn rangee(
    atelier: &mut Atelier<'_>,
    tableau: &mut Tableau,
    feuille: &str,
    numero: u64,
    cellules: &[Cellule],
) {
    if cellules.iter().all(|c| c.texte().trim().is_empty()) {
        return;
    }
    tableau.commencer(&mut atelier.dossier);
    // A row goes no further than its last cell.
    let largeur = tableau.largeur().max(cellules.len());
    for place in 0..largeur {
        let (texte, sorte) = match cellules.get(place) {
            None => ("", Sorte::Ordinaire),
            Some(Cellule::Date(texte)) => (texte.as_str(), Sorte::Date),
            Some(Cellule::Erreur(texte)) => (texte.as_str(), Sorte::Erreur),
            Some(autre) => (autre.texte(), Sorte::Ordinaire),
        };
        tableau.cellule(&atelier.plan, &mut atelier.dossier, place, texte, sorte);
    }
    tableau.finir_les_groupes(&atelier.plan, &mut atelier.dossier);
    let fichier = &atelier.place.fichier;
    let fautes = tableau.fautes.drain(..).map(|(place, mut faute)| {
        let cellule = reference(place, numero);
        faute.ou = Some(format!("{fichier}, feuille {feuille}, cellule {cellule}"));
        faute
    });
    let fautes = fautes.collect();
    atelier.rendre(numero, fautes);
}

/// `D12`: the fourth column of the twelfth row.
fn reference(colonne: usize, ligne: u64) -> String {
    let mut lettres = Vec::new();
    let mut reste = colonne + 1;
    while reste > 0 {
        reste -= 1;
        lettres.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[reste % 26]);
        reste /= 26;
    }
    lettres.reverse();
    format!("{}{ligne}", String::from_utf8_lossy(&lettres))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_the_name_that_spreadsheets_show() {
        let cas = [
            (0, "A7"),
            (3, "D7"),
            (25, "Z7"),
            (26, "AA7"),
            (51, "AZ7"),
            (52, "BA7"),
            (702, "AAA7"),
        ];
        for (colonne, attendu) in cas {
            assert_eq!(reference(colonne, 7), attendu);
        }
    }
}
