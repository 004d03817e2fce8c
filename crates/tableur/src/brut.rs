//! A workbook as people keep it, for the examples: numbers are numbers, and codes among them lose their zeros.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::Erreur;

/// A cell as a person would type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brute {
    /// A text.
    Texte(String),
    /// A number under the general format.
    Nombre(i64),
}

/// The bytes of a workbook of one sheet, under a title row; the same cells always give the same bytes.
///
/// # Errors
/// There are too many rows or columns, or a text is too long.
pub fn ecrire_brut(
    feuille: &str,
    colonnes: &[&str],
    lignes: impl IntoIterator<Item = Vec<Brute>>,
) -> Result<Vec<u8>, Erreur> {
    let en_mots = |erreur: XlsxError| Erreur::Ecriture(erreur.to_string());
    let mut classeur = Workbook::new();
    // The hour of writing would change the bytes.
    let date = ExcelDateTime::from_ymd(2023, 11, 15).map_err(en_mots)?;
    classeur.set_properties(&DocProperties::new().set_creation_datetime(&date));
    let gras = Format::new().set_bold();
    let page = classeur.add_worksheet();
    page.set_name(feuille).map_err(en_mots)?;
    page.write_string_with_format(0, 0, feuille, &gras)
        .map_err(en_mots)?;
    for (rang, nom) in (0u16..).zip(colonnes) {
        page.write_string_with_format(2, rang, *nom, &gras)
            .map_err(en_mots)?;
    }
    for (ligne, cellules) in (3u32..).zip(lignes) {
        for (rang, cellule) in (0u16..).zip(cellules) {
            match cellule {
                Brute::Texte(texte) if texte.is_empty() => {}
                Brute::Texte(texte) => {
                    page.write_string(ligne, rang, texte).map_err(en_mots)?;
                }
                Brute::Nombre(nombre) => {
                    // Beyond eleven digits no code of ours goes: the number is exact.
                    #[expect(clippy::cast_precision_loss, reason = "codes have far fewer digits")]
                    page.write_number(ligne, rang, nombre as f64)
                        .map_err(en_mots)?;
                }
            }
        }
    }
    classeur.save_to_buffer().map_err(en_mots)
}
