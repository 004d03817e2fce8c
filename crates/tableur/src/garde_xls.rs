//! The cells that an XLS unfolds to: its reader makes a rectangle from the first cell to the last of each
//! sheet, and believes the lengths that records tell of themselves ([MS-XLS]).

use crate::Erreur;
use crate::conteneur::{self, u16_a, u32_a};
use crate::garde_ods::CELLULES_MAX;

/// The last column of the format, IV.
const DERNIERE_COLONNE: u16 = 255;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const FILEPASS: u16 = 0x002F;
const BOUNDSHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
const MULRK: u16 = 0x00BD;
const LABEL: u16 = 0x0204;
const RSTRING: u16 = 0x00D6;
const MERGECELLS: u16 = 0x00E5;
/// NUMBER, LABEL, LABELSST, RK, BOOLERR, RSTRING: a row, then a column. Cells without value are not read.
const CELLULES: [u16; 6] = [0x0203, LABEL, 0x00FD, 0x027E, 0x0205, RSTRING];

/// Goes through the records of an XLS.
///
/// # Errors
/// It is protected or spoilt, a cell is beyond what the format can hold, or its sheets have more than
/// [`CELLULES_MAX`] cells together.
pub fn mesurer(octets: &[u8]) -> Result<(), Erreur> {
    for flux in conteneur::flux(octets, &["Workbook", "Book"])? {
        mesurer_le_flux(&flux)?;
    }
    Ok(())
}

fn mesurer_le_flux(flux: &[u8]) -> Result<(), Erreur> {
    let mut feuilles = Vec::new();
    for enregistrement in (Enregistrements { reste: flux }) {
        let enregistrement = enregistrement?;
        match enregistrement.sorte {
            FILEPASS => return Err(Erreur::Protege),
            BOUNDSHEET => feuilles.push(u32_a(enregistrement.donnees, 0)? as usize),
            EOF => break,
            _ => {}
        }
    }
    let (mut lus, mut cellules) = (0, 0);
    for debut in feuilles {
        let reste = flux.get(debut..).ok_or(Erreur::Abime)?;
        let (octets, rectangle) = mesurer_la_feuille(reste)?;
        lus += octets;
        cellules += rectangle;
        // Sheets that share their bytes would multiply them.
        if lus > flux.len() {
            return Err(Erreur::Abime);
        }
        if cellules > CELLULES_MAX {
            return Err(Erreur::Demesure);
        }
    }
    Ok(())
}

/// The bytes and the cells of a sheet.
fn mesurer_la_feuille(octets: &[u8]) -> Result<(usize, u64), Erreur> {
    let mut enregistrements = Enregistrements { reste: octets };
    let mut rectangle = Rectangle::default();
    let mut formule = (0, 0);
    let mut commencee = false;
    // A chart of the sheet has records of its own, that are not cells.
    let mut dans = 0usize;
    for enregistrement in enregistrements.by_ref() {
        let Enregistrement {
            sorte,
            donnees,
            suite,
        } = enregistrement?;
        match sorte {
            BOF if commencee => dans += 1,
            BOF => commencee = true,
            EOF if dans > 0 => dans -= 1,
            EOF => break,
            _ if dans > 0 => {}
            DIMENSIONS => verifier_les_dimensions(donnees)?,
            MERGECELLS if donnees.len() < 2 + 8 * usize::from(u16_a(donnees, 0)?) => {
                return Err(Erreur::Abime);
            }
            STRING => {
                verifier_le_texte(donnees, 0, suite)?;
                rectangle.poser(formule)?;
            }
            FORMULA => {
                formule = place(donnees)?;
                rectangle.poser(formule)?;
            }
            MULRK => {
                let (ligne, colonne) = place(donnees)?;
                let derniere = u16_a(donnees, donnees.len() - 2)?;
                rectangle.poser((ligne, colonne))?;
                rectangle.poser((ligne, derniere))?;
            }
            _ if CELLULES.contains(&sorte) => {
                if matches!(sorte, LABEL | RSTRING) {
                    verifier_le_texte(donnees, 6, suite)?;
                }
                rectangle.poser(place(donnees)?)?;
            }
            _ => {}
        }
    }
    Ok((
        octets.len() - enregistrements.reste.len(),
        rectangle.cellules(),
    ))
}

fn place(donnees: &[u8]) -> Result<(u16, u16), Erreur> {
    Ok((u16_a(donnees, 0)?, u16_a(donnees, 2)?))
}

/// A text is given the room that it says it takes.
fn verifier_le_texte(donnees: &[u8], debut: usize, suite: usize) -> Result<(), Erreur> {
    let caracteres = usize::from(u16_a(donnees, debut)?);
    if caracteres > donnees.len() - debut + suite {
        return Err(Erreur::Abime);
    }
    Ok(())
}

/// The reader makes room for the cells that a sheet says it has.
fn verifier_les_dimensions(donnees: &[u8]) -> Result<(), Erreur> {
    let (premiere, apres, gauche, droite) = match donnees.len() {
        10 => (
            u32::from(u16_a(donnees, 0)?),
            u32::from(u16_a(donnees, 2)?),
            u16_a(donnees, 4)?,
            u16_a(donnees, 6)?,
        ),
        14 | 16 => (
            u32_a(donnees, 0)?,
            u32_a(donnees, 4)?,
            u16_a(donnees, 8)?,
            u16_a(donnees, 10)?,
        ),
        _ => return Err(Erreur::Abime),
    };
    if apres == 0 || droite == 0 {
        return Ok(());
    }
    if apres < premiere {
        return Err(Erreur::Abime);
    }
    // As the reader does with a first column that cannot be.
    let gauche = if gauche > DERNIERE_COLONNE || droite < gauche {
        0
    } else {
        gauche
    };
    if u64::from(apres - premiere) * u64::from(droite - gauche) > CELLULES_MAX {
        return Err(Erreur::Demesure);
    }
    Ok(())
}

/// From the first cell to the last.
#[derive(Default)]
struct Rectangle(Option<[u16; 4]>);

impl Rectangle {
    fn poser(&mut self, (ligne, colonne): (u16, u16)) -> Result<(), Erreur> {
        if colonne > DERNIERE_COLONNE {
            return Err(Erreur::Abime);
        }
        let [haut, bas, gauche, droite] = self.0.unwrap_or([ligne, ligne, colonne, colonne]);
        self.0 = Some([
            haut.min(ligne),
            bas.max(ligne),
            gauche.min(colonne),
            droite.max(colonne),
        ]);
        Ok(())
    }

    fn cellules(&self) -> u64 {
        self.0.map_or(0, |[haut, bas, gauche, droite]| {
            (u64::from(bas - haut) + 1) * (u64::from(droite - gauche) + 1)
        })
    }
}

struct Enregistrement<'o> {
    sorte: u16,
    donnees: &'o [u8],
    /// Bytes of the records that continue it.
    suite: usize,
}

struct Enregistrements<'o> {
    reste: &'o [u8],
}

impl<'o> Enregistrements<'o> {
    fn un(&mut self) -> Result<(u16, &'o [u8]), Erreur> {
        let sorte = u16_a(self.reste, 0)?;
        let longueur = usize::from(u16_a(self.reste, 2)?);
        let donnees = self.reste.get(4..4 + longueur).ok_or(Erreur::Abime)?;
        self.reste = &self.reste[4 + longueur..];
        Ok((sorte, donnees))
    }
}

impl<'o> Iterator for Enregistrements<'o> {
    type Item = Result<Enregistrement<'o>, Erreur>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.reste.is_empty() {
            return None;
        }
        let (sorte, donnees) = match self.un() {
            Ok(lu) => lu,
            Err(erreur) => {
                self.reste = &[];
                return Some(Err(erreur));
            }
        };
        let mut suite = 0;
        while self.reste.len() > 4 && u16_a(self.reste, 0).is_ok_and(|s| s == CONTINUE) {
            match self.un() {
                Ok((_, donnees)) => suite += donnees.len(),
                Err(erreur) => {
                    self.reste = &[];
                    return Some(Err(erreur));
                }
            }
        }
        Some(Ok(Enregistrement {
            sorte,
            donnees,
            suite,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANDIDATS: &[u8] = include_bytes!("../tests/fixtures/candidats.xls");

    fn enregistrement(sorte: u16, donnees: &[u8]) -> Vec<u8> {
        let longueur = u16::try_from(donnees.len()).unwrap();
        let tete = [sorte.to_le_bytes(), longueur.to_le_bytes()].concat();
        [tete, donnees.to_vec()].concat()
    }

    fn nombre(ligne: u16, colonne: u16) -> Vec<u8> {
        let place = [ligne.to_le_bytes(), colonne.to_le_bytes()].concat();
        enregistrement(0x0203, &[place, vec![0; 10]].concat())
    }

    /// A stream of sheets, each of these records.
    fn flux(feuilles: &[Vec<Vec<u8>>]) -> Vec<u8> {
        let annonce = |debut: usize| {
            let debut = u32::try_from(debut).unwrap().to_le_bytes();
            enregistrement(BOUNDSHEET, &[&debut[..], &[0, 0, 1, 0, b'a']].concat())
        };
        let tete = 4 + 8 + feuilles.len() * annonce(0).len() + 4;
        let (mut annonces, mut corps) = (Vec::new(), Vec::new());
        for feuille in feuilles {
            annonces.extend(annonce(tete + corps.len()));
            corps.extend(enregistrement(BOF, &[0; 8]));
            corps.extend(feuille.concat());
            corps.extend(enregistrement(EOF, &[]));
        }
        let debut = enregistrement(BOF, &[0; 8]);
        [debut, annonces, enregistrement(EOF, &[]), corps].concat()
    }

    #[test]
    fn a_sheet_holds_what_the_format_can_hold_and_no_more() {
        let dimensions = |lignes: u32, colonnes: u16| {
            let lignes = [0u32.to_le_bytes(), lignes.to_le_bytes()].concat();
            let colonnes = [0u16.to_le_bytes(), colonnes.to_le_bytes()].concat();
            enregistrement(DIMENSIONS, &[lignes, colonnes, vec![0; 2]].concat())
        };
        let texte = |annonce: u16, vrai: usize| {
            let longueur = annonce.to_le_bytes();
            let donnees = [&[0; 6][..], &longueur, &vec![b'a'; vrai]].concat();
            enregistrement(LABEL, &donnees)
        };
        let cas: [(Vec<Vec<Vec<u8>>>, &str); 12] = [
            (vec![vec![nombre(0, 0), nombre(65_535, 255)]], "oui"),
            (vec![vec![nombre(0, 256)]], "abime"),
            (vec![vec![nombre(0, 65_535)]], "abime"),
            (vec![vec![nombre(0, 0), nombre(65_535, 127)]; 2], "oui"),
            (vec![vec![nombre(0, 0), nombre(65_535, 128)]; 2], "demesure"),
            (vec![vec![dimensions(65_536, 256)]], "oui"),
            (vec![vec![dimensions(u32::MAX, u16::MAX)]], "demesure"),
            (vec![vec![texte(9, 8)]], "oui"),
            (vec![vec![texte(u16::MAX, 1)]], "abime"),
            (vec![vec![enregistrement(MULRK, &[0])]], "abime"),
            (vec![vec![enregistrement(MERGECELLS, &[9, 0])]], "abime"),
            // A chart's records are no cells.
            (
                vec![vec![
                    enregistrement(BOF, &[]),
                    nombre(0, 999),
                    enregistrement(EOF, &[]),
                    nombre(0, 1),
                ]],
                "oui",
            ),
        ];
        for (rang, (feuilles, attendu)) in cas.into_iter().enumerate() {
            let dit = match mesurer_le_flux(&flux(&feuilles)) {
                Ok(()) => "oui",
                Err(Erreur::Abime) => "abime",
                Err(Erreur::Demesure) => "demesure",
                Err(autre) => panic!("{autre}"),
            };
            assert_eq!(dit, attendu, "{rang}");
        }
    }

    #[test]
    fn sheets_that_share_their_bytes_are_refused() {
        let longue = || vec![nombre(0, 0); 99];
        let mut partage = flux(&[longue(), longue(), longue()]);
        assert!(mesurer_le_flux(&partage).is_ok());
        // The two others begin where the first does, which is longer than what precedes it.
        let annonce = enregistrement(BOUNDSHEET, &[0; 9]).len();
        let premiere = partage[16..20].to_vec();
        for rang in 1..3 {
            partage[16 + rang * annonce..][..4].copy_from_slice(&premiere);
        }
        let une = (partage.len() - 16 - 3 * annonce) / 3;
        partage.truncate(partage.len() - 2 * une);
        assert!(matches!(mesurer_le_flux(&partage), Err(Erreur::Abime)));
    }

    #[test]
    fn the_workbook_of_a_spreadsheet_passes_and_any_byte_of_it_may_be_changed() {
        mesurer(CANDIDATS).unwrap();
        for valeur in [0, 1, 0x7F, 0xFE, 0xFF] {
            for place in 0..CANDIDATS.len() {
                let mut faux = CANDIDATS.to_vec();
                faux[place] = valeur;
                let _ = mesurer(&faux);
            }
        }
        for fin in 0..CANDIDATS.len() {
            let _ = mesurer(&CANDIDATS[..fin]);
        }
    }
}
