//! The looks of the cells.

use guichet::socle::Issue;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// The looks, made once.
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
    /// An amount, in euros.
    pub euros: Format,
    /// A day.
    pub jour: Format,
    /// The total of a column of counts.
    pub total: Format,
    /// The total of a column of amounts.
    pub total_euros: Format,
    issues: [Format; 6],
}

impl Formats {
    /// Makes them.
    pub fn new() -> Self {
        let haut = Format::new().set_align(FormatAlign::Top);
        let texte = haut.clone().set_num_format("@");
        let couleur = |fond: u32, encre: u32| {
            texte
                .clone()
                .set_bold()
                .set_background_color(fond)
                .set_font_color(encre)
        };
        let euros = haut.clone().set_num_format("#,##0.00\\ \"€\"");
        let total = |format: &Format| format.clone().set_bold().set_border_top(FormatBorder::Thin);
        let nombre = haut.clone().set_num_format("#,##0");
        Self {
            titre: haut
                .clone()
                .set_bold()
                .set_background_color(0x00E8_EBF2)
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap(),
            grand_titre: Format::new().set_bold().set_font_size(14),
            phrase: texte.clone().set_text_wrap(),
            jour: haut.clone().set_num_format("dd/mm/yyyy"),
            total: total(&nombre),
            total_euros: total(&euros),
            issues: [
                couleur(0x00E7_F6EC, 0x0017_683A),
                couleur(0x00FD_E0E2, 0x00A3_141C),
                couleur(0x00EA_E4FB, 0x004A_3596),
                couleur(0x00FF_F0CC, 0x007A_4A00),
                couleur(0x00E8_EBF2, 0x0033_3B4D),
                couleur(0x00FD_E0E2, 0x00A3_141C),
            ],
            nombre,
            euros,
            texte,
        }
    }

    /// The look of an issue.
    pub fn de(&self, issue: Issue) -> &Format {
        let rang = Issue::TOUTES.iter().position(|connue| *connue == issue);
        rang.and_then(|rang| self.issues.get(rang))
            .unwrap_or(&self.texte)
    }
}
