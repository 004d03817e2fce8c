//! The cells that an ODS unfolds to: one may be said to stand a thousand times, and so may its row.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::Erreur;

/// Cells of a sheet, from the first to the last that holds something: an ODS is held in memory whole.
pub const CELLULES_MAX: u64 = 16 << 20;

/// The sheet being read.
#[derive(Default)]
struct Feuille {
    lignes: u64,
    derniere_ligne: u64,
    largeur: u64,
}

/// The row being read, and its last cell.
#[derive(Default)]
struct Rangee {
    fois: u64,
    colonnes: u64,
    derniere: u64,
    cellule: Option<(u64, bool)>,
}

/// Reads the contents of an ODS to count the cells of its sheets.
///
/// # Errors
/// One has more than [`CELLULES_MAX`].
pub fn mesurer(partie: impl Read) -> Result<(), Erreur> {
    let mut lecteur = Reader::from_reader(BufReader::with_capacity(1 << 16, partie));
    lecteur.config_mut().check_end_names = false;
    let mut tampon = Vec::new();
    let mut feuille = Feuille::default();
    let mut rangee = Rangee::default();
    loop {
        tampon.clear();
        match lecteur.read_event_into(&mut tampon) {
            Ok(Event::Start(balise)) => match balise.local_name().as_ref() {
                "table" => feuille = Feuille::default(),
                "table-row" => {
                    rangee = Rangee {
                        fois: fois(&balise, "number-rows-repeated"),
                        ..Rangee::default()
                    };
                }
                "table-cell" | "covered-table-cell" => {
                    let fois = fois(&balise, "number-columns-repeated");
                    rangee.cellule = Some((fois, a_une_valeur(&balise)));
                }
                _ => rangee.remplir(),
            },
            Ok(Event::Empty(balise)) => match balise.local_name().as_ref() {
                "table-row" => {
                    let fois = fois(&balise, "number-rows-repeated");
                    feuille.lignes = feuille.lignes.saturating_add(fois);
                }
                "table-cell" | "covered-table-cell" => {
                    let fois = fois(&balise, "number-columns-repeated");
                    rangee.poser(fois, a_une_valeur(&balise));
                }
                _ => rangee.remplir(),
            },
            Ok(Event::End(balise)) => match balise.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => {
                    if let Some((fois, pleine)) = rangee.cellule.take() {
                        rangee.poser(fois, pleine);
                    }
                }
                "table-row" => feuille.poser(&std::mem::take(&mut rangee))?,
                _ => {}
            },
            // Spoilt XML is told by whoever reads it in earnest.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

impl Rangee {
    fn poser(&mut self, fois: u64, pleine: bool) {
        self.colonnes = self.colonnes.saturating_add(fois);
        if pleine {
            self.derniere = self.colonnes;
        }
    }

    /// The cell being read holds an element.
    fn remplir(&mut self) {
        if let Some((_, pleine)) = &mut self.cellule {
            *pleine = true;
        }
    }
}

impl Feuille {
    fn poser(&mut self, rangee: &Rangee) -> Result<(), Erreur> {
        self.lignes = self.lignes.saturating_add(rangee.fois);
        if rangee.derniere > 0 {
            self.derniere_ligne = self.lignes;
            self.largeur = self.largeur.max(rangee.derniere);
        }
        if self.derniere_ligne.saturating_mul(self.largeur) > CELLULES_MAX {
            return Err(Erreur::Demesure);
        }
        Ok(())
    }
}

/// How many times an element stands: once unless it says.
fn fois(balise: &BytesStart<'_>, attribut: &str) -> u64 {
    let dit = balise
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == attribut);
    dit.and_then(|dit| dit.value.trim().parse().ok())
        .unwrap_or(1)
}

/// A cell without contents may still hold a value or a formula.
fn a_une_valeur(balise: &BytesStart<'_>) -> bool {
    balise.attributes().flatten().any(|a| {
        let nom = a.key.local_name();
        nom.as_ref() == "formula" || nom.as_ref().ends_with("value") || nom.as_ref() == "value-type"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_counted_to_the_last_cell_that_holds_something() {
        let feuille = |lignes: &str| format!("<d><t:table>{lignes}</t:table></d>");
        let ligne = |fois: u64, cellules: &str| {
            format!("<t:table-row t:number-rows-repeated=\"{fois}\">{cellules}</t:table-row>")
        };
        let cellule = |fois: u64, dedans: &str| {
            format!("<t:table-cell t:number-columns-repeated=\"{fois}\">{dedans}</t:table-cell>")
        };
        let vide = |fois: u64| format!("<t:table-cell t:number-columns-repeated=\"{fois}\"/>");
        let plein = "<x:p>a</x:p>";
        let cas = [
            (ligne(16_384, &cellule(1024, plein)), true),
            (ligne(16_385, &cellule(1024, plein)), false),
            (ligne(u64::MAX, &cellule(u64::MAX, plein)), false),
            // What every spreadsheet writes after the last cell and the last row.
            (
                ligne(3, &(cellule(9, plein) + &vide(16_375))) + &ligne(1_048_573, &vide(16_384)),
                true,
            ),
            (
                ligne(1_048_573, &vide(16_384)) + &ligne(1, &cellule(17, plein)),
                false,
            ),
            (ligne(1_048_573, &cellule(16_384, "")), true),
            (
                ligne(
                    1_048_573,
                    "<t:table-cell o:value=\"1\" t:number-columns-repeated=\"99\"/>",
                ),
                false,
            ),
        ];
        for (lignes, admis) in cas {
            let mesure = mesurer(feuille(&lignes).as_bytes());
            assert_eq!(mesure.is_ok(), admis, "{lignes}");
        }
    }
}
