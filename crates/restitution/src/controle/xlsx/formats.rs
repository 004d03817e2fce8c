//! The looks of the cells.

use guichet::socle::constat::Gravite;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The looks, made once.
#[derive(Clone)]
pub struct Formats {
    /// A heading of a table.
    pub titre: Format,
    /// The title of a sheet.
    pub grand_titre: Format,
    /// A text that is not to be taken for a number.
    pub texte: Format,
    /// A sentence, on several lines if need be.
    pub phrase: Format,
    /// A count.
    pub nombre: Format,
    erreur: Format,
    avertissement: Format,
    a_examiner: Format,
}

impl Formats {
    /// Makes them.
    pub fn new() -> Self {
        let texte = Format::new()
            .set_num_format("@")
            .set_align(FormatAlign::Top);
        let gravite = |fond: u32, encre: u32| {
            texte
                .clone()
                .set_background_color(fond)
                .set_font_color(encre)
                .set_border(FormatBorder::Thin)
                .set_border_color(encre)
        };
        Self {
            titre: Format::new()
                .set_bold()
                .set_background_color(0x00E8_EBF2)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            grand_titre: Format::new().set_bold().set_font_size(14),
            phrase: texte.clone().set_text_wrap(),
            nombre: Format::new().set_align(FormatAlign::Top),
            erreur: gravite(0x00FD_E0E2, 0x00A3_141C),
            avertissement: gravite(0x00FF_F0CC, 0x007A_4A00),
            a_examiner: gravite(0x00EA_E4FB, 0x004A_3596),
            texte,
        }
    }

    /// The look of a gravity.
    pub fn de(&self, gravite: Gravite) -> &Format {
        match gravite {
            Gravite::Erreur => &self.erreur,
            Gravite::Avertissement => &self.avertissement,
            Gravite::AExaminer => &self.a_examiner,
        }
    }
}
