//! What the workbooks share: the limits of the format, cells of text and of numbers.

use guichet::socle::Centimes;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Rows of a sheet, its header included: the limit of the format.
pub const RANGEES_MAX: u32 = 1_048_576;
/// Characters of a cell, in UTF-16 units: the limit of the format.
const TEXTE_MAX: usize = 32_767;

/// The header stays in sight and on each printed page.
pub fn imprimer_en_tableau(feuille: &mut Worksheet, colonnes_fixes: u16) -> Result<(), XlsxError> {
    feuille.set_freeze_panes(1, colonnes_fixes)?;
    feuille.set_repeat_rows(0, 0)?;
    feuille.set_landscape().set_paper_size(9);
    feuille.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A text cell, cut at the limit of the format.
pub fn ecrire(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    texte: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if texte.len() <= TEXTE_MAX || texte.encode_utf16().count() <= TEXTE_MAX {
        feuille.write_string_with_format(rangee, colonne, texte, format)?;
        return Ok(());
    }
    let mut place = TEXTE_MAX - 1;
    let mut court: String = texte
        .chars()
        .take_while(|c| {
            let reste = place.checked_sub(c.len_utf16());
            place = reste.unwrap_or(0);
            reste.is_some()
        })
        .collect();
    if court.len() < texte.len() {
        court.push('…');
    }
    feuille.write_string_with_format(rangee, colonne, court, format)?;
    Ok(())
}

/// A count; as a text beyond what a cell holds exactly.
pub fn ecrire_nombre(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    n: u64,
    format: &Format,
) -> Result<(), XlsxError> {
    match u32::try_from(n) {
        Ok(n) => feuille.write_number_with_format(rangee, colonne, n, format)?,
        Err(_) => feuille.write_string_with_format(rangee, colonne, n.to_string(), format)?,
    };
    Ok(())
}

/// An amount as a number of euros. Cells hold binary fractions whatever we do; this one is read from the
/// exact decimal writing, so it is the nearest there is, and nothing is computed with it.
pub fn ecrire_montant(
    feuille: &mut Worksheet,
    rangee: u32,
    colonne: u16,
    montant: Centimes,
    format: &Format,
) -> Result<(), XlsxError> {
    match euros(montant).parse::<f64>() {
        Ok(nombre) => {
            feuille.write_number_with_format(rangee, colonne, nombre, format)?;
            Ok(())
        }
        Err(_) => ecrire(feuille, rangee, colonne, &montant.to_string(), format),
    }
}

/// « 4114.29 ».
pub fn euros(Centimes(centimes): Centimes) -> String {
    let signe = if centimes < 0 { "-" } else { "" };
    let valeur = centimes.unsigned_abs();
    format!("{signe}{}.{:02}", valeur / 100, valeur % 100)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx as Lecteur, open_workbook_from_rs};
    use rust_xlsxwriter::Workbook;

    use super::*;

    fn texte(feuille: &Range<Data>, rangee: usize, colonne: usize) -> String {
        feuille
            .get((rangee, colonne))
            .map_or(String::new(), ToString::to_string)
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_it_shows() {
        let mut classeur = Workbook::new();
        let feuille = classeur.add_worksheet();
        for (rangee, texte) in (0u32..).zip(["é".repeat(TEXTE_MAX), "😀".repeat(TEXTE_MAX)]) {
            ecrire(feuille, rangee, 0, &texte, &Format::new()).unwrap();
        }
        let octets = classeur.save_to_buffer().unwrap();
        let mut lecteur: Lecteur<_> = open_workbook_from_rs(Cursor::new(octets)).unwrap();
        let feuille = lecteur.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(texte(&feuille, 0, 0).chars().count(), TEXTE_MAX);
        assert!(texte(&feuille, 1, 0).ends_with("😀…"));
    }
}
