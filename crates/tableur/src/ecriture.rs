//! Writing a workbook row by row, every cell a text: no zero is lost, nothing is taken for a date.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use crate::Erreur;

/// Rows of a sheet, the header included.
pub const LIGNES_MAX: u32 = 1_048_576;
/// Columns of a sheet.
pub const COLONNES_MAX: usize = 16_384;
/// Characters of a cell.
pub const SIGNES_MAX: usize = 32_767;

/// A workbook of one sheet, in constant memory: rows go to a temporary file as they come.
pub struct Ecriture {
    classeur: Workbook,
    texte: Format,
    lignes: u32,
}

impl Ecriture {
    /// Starts a workbook with its header row, which stays in sight, and the widths that show it whole.
    ///
    /// # Errors
    /// The name of the sheet cannot be one, or there are too many columns.
    pub fn nouvelle(feuille: &str, colonnes: &[&str]) -> Result<Self, Erreur> {
        if colonnes.len() > COLONNES_MAX {
            return Err(Erreur::TropGrand);
        }
        let mut classeur = Workbook::new();
        // A text format, so that what a person types later stays a text too.
        let texte = Format::new().set_num_format("@");
        let entete = texte.clone().set_bold().set_align(FormatAlign::Top);
        let page = classeur
            .add_worksheet_with_constant_memory()
            .map_err(|e| en_mots(&e))?;
        page.set_name(feuille).map_err(|e| en_mots(&e))?;
        page.set_freeze_panes(1, 0).map_err(|e| en_mots(&e))?;
        for (rang, nom) in (0u16..).zip(colonnes) {
            let largeur = u16::try_from(nom.chars().count().clamp(8, 40)).unwrap_or(40);
            page.set_column_width(rang, largeur + 2)
                .and_then(|page| page.set_column_format(rang, &texte))
                .map_err(|e| en_mots(&e))?;
        }
        for (rang, nom) in (0u16..).zip(colonnes) {
            page.write_string_with_format(0, rang, *nom, &entete)
                .map_err(|e| en_mots(&e))?;
        }
        Ok(Self {
            classeur,
            texte,
            lignes: 1,
        })
    }

    /// Adds a row; an empty value leaves its cell empty.
    ///
    /// # Errors
    /// The sheet is full, or a value is longer than a cell.
    pub fn ligne<'v>(&mut self, valeurs: impl IntoIterator<Item = &'v str>) -> Result<(), Erreur> {
        if self.lignes >= LIGNES_MAX {
            return Err(Erreur::TropGrand);
        }
        let ligne = self.lignes;
        let page = self
            .classeur
            .worksheet_from_index(0)
            .map_err(|e| en_mots(&e))?;
        for (rang, valeur) in (0u16..).zip(valeurs) {
            if !valeur.is_empty() {
                page.write_string_with_format(ligne, rang, valeur, &self.texte)
                    .map_err(|e| en_mots(&e))?;
            }
        }
        self.lignes += 1;
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn terminer(mut self, sortie: impl Write + Seek + Send) -> Result<(), Erreur> {
        self.classeur
            .save_to_writer(sortie)
            .map_err(|e| en_mots(&e))
    }
}

fn en_mots(erreur: &XlsxError) -> Erreur {
    match erreur {
        XlsxError::RowColumnLimitError => Erreur::TropGrand,
        XlsxError::MaxStringLengthExceeded => {
            Erreur::Ecriture(format!("une valeur dépasse {SIGNES_MAX} caractères"))
        }
        autre => Erreur::Ecriture(autre.to_string()),
    }
}
