//! Tables as a workbook: a sheet each, codes as texts, amounts as euros that a spreadsheet can add up.

use std::io::{self, Cursor, Write};

use guichet::socle::Centimes;
use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Cellule, Sorte, Tableau};

/// Characters of the name of a sheet: the limit of the format.
const NOM_MAX: usize = 31;
/// Widest column, in characters.
const LARGEUR_MAX: usize = 60;

struct Formats {
    titre: Format,
    entete: Format,
    texte: Format,
    nombre: Format,
    montant: Format,
    date: Format,
}

impl Formats {
    fn nouveaux(gras: bool) -> Self {
        let base = if gras {
            Format::new().set_bold().set_border_top(FormatBorder::Thin)
        } else {
            Format::new()
        };
        Self {
            titre: Format::new().set_bold().set_font_size(14),
            entete: Format::new()
                .set_bold()
                .set_background_color(0x00E8_EBF2)
                .set_border_bottom(FormatBorder::Thin)
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            texte: base.clone().set_num_format("@"),
            nombre: base.clone().set_num_format("#,##0"),
            montant: base.clone().set_num_format("#,##0.00\\ €"),
            date: base.set_num_format("dd/mm/yyyy"),
        }
    }
}

pub(super) fn ecrire(tableaux: &[Tableau], sortie: &mut dyn Write) -> io::Result<()> {
    let mut octets = Cursor::new(Vec::new());
    classeur(tableaux, &mut octets).map_err(io::Error::other)?;
    sortie.write_all(octets.get_ref())
}

fn classeur(tableaux: &[Tableau], octets: &mut Cursor<Vec<u8>>) -> Result<(), XlsxError> {
    let mut classeur = Workbook::new();
    let normaux = Formats::nouveaux(false);
    let gras = Formats::nouveaux(true);
    for tableau in tableaux {
        let feuille = classeur.add_worksheet();
        let nom: String = tableau.nom.chars().take(NOM_MAX).collect();
        feuille.set_name(nom)?;
        feuille.set_landscape().set_paper_size(9);
        feuille.set_print_fit_to_pages(1, 0);
        remplir(feuille, tableau, &normaux, &gras)?;
    }
    classeur.save_to_writer(octets)
}

fn remplir(
    feuille: &mut Worksheet,
    tableau: &Tableau,
    normaux: &Formats,
    gras: &Formats,
) -> Result<(), XlsxError> {
    let mut rangee = 0;
    feuille.write_string_with_format(rangee, 0, &tableau.titre, &normaux.titre)?;
    for phrase in &tableau.phrases {
        rangee += 1;
        feuille.write_string(rangee, 0, phrase)?;
    }
    rangee += 2;
    let entete = rangee;
    for (place, colonne) in (0_u16..).zip(&tableau.colonnes) {
        let longueurs = tableau.lignes.iter().chain(&tableau.total);
        let large = longueurs
            .filter_map(|ligne| ligne.get(usize::from(place)))
            .map(|cellule| cellule.lisible().chars().count())
            .chain([colonne.titre.chars().count()])
            .max()
            .unwrap_or(0);
        let large = u32::try_from(large.min(LARGEUR_MAX) + 2).unwrap_or(10);
        feuille.set_column_width(place, f64::from(large))?;
        feuille.write_string_with_format(entete, place, colonne.titre, &normaux.entete)?;
    }
    feuille.set_repeat_rows(entete, entete)?;
    feuille.set_freeze_panes(entete + 1, 0)?;
    for ligne in &tableau.lignes {
        rangee += 1;
        poser(feuille, rangee, tableau, ligne, normaux)?;
    }
    if let (Ok(derniere), false) = (
        u16::try_from(tableau.colonnes.len()),
        tableau.lignes.is_empty(),
    ) {
        feuille.autofilter(entete, 0, rangee, derniere.saturating_sub(1))?;
    }
    if let Some(total) = &tableau.total {
        rangee += 1;
        poser(feuille, rangee, tableau, total, gras)?;
    }
    rangee += 1;
    for note in &tableau.notes {
        rangee += 1;
        feuille.write_string(rangee, 0, note)?;
    }
    Ok(())
}

fn poser(
    feuille: &mut Worksheet,
    rangee: u32,
    tableau: &Tableau,
    ligne: &[Cellule],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for ((place, cellule), colonne) in (0_u16..).zip(ligne).zip(&tableau.colonnes) {
        match cellule {
            Cellule::Vide => feuille.write_blank(rangee, place, &formats.texte)?,
            Cellule::Nombre(n) if u32::try_from(*n).is_ok() => {
                let n = u32::try_from(*n).unwrap_or_default();
                feuille.write_number_with_format(rangee, place, n, &formats.nombre)?
            }
            Cellule::Montant(Centimes(centimes)) if i32::try_from(centimes / 100).is_ok() => {
                // A cell of a workbook is a float: the euros and the cents are both exact before it.
                let euros = i32::try_from(centimes / 100).unwrap_or_default();
                let reste = i32::try_from(centimes % 100).unwrap_or_default();
                let valeur = f64::from(euros) + f64::from(reste) / 100.0;
                feuille.write_number_with_format(rangee, place, valeur, &formats.montant)?
            }
            Cellule::Date(jour) if colonne.sorte == Sorte::Date => {
                match ExcelDateTime::parse_from_str(jour) {
                    Ok(date) => {
                        feuille.write_datetime_with_format(rangee, place, date, &formats.date)?
                    }
                    Err(_) => {
                        feuille.write_string_with_format(rangee, place, jour, &formats.texte)?
                    }
                }
            }
            autre => {
                feuille.write_string_with_format(rangee, place, autre.lisible(), &formats.texte)?
            }
        };
    }
    Ok(())
}
