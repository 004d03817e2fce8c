//! A workbook, its sheets, their rows.

use std::io::{self, BufReader, Read, Seek};

use calamine::{Data, Range, Reader as _, SheetType, SheetVisible, Xlsb, Xlsx};

use crate::format::FormatDeCode;
use crate::garde::{self, Nature};
use crate::isolement::isoler;
use crate::{Cellule, Erreur, garde_xls};

/// Bytes that can be read from any place: a file, or a slice in a cursor.
pub trait Flux: Read + Seek {}
impl<T: Read + Seek> Flux for T {}

type Tampon<'f> = BufReader<Box<dyn Flux + 'f>>;

/// A workbook, of whatever format.
pub struct Classeur<'f> {
    contenu: Contenu<'f>,
    feuilles: Vec<FeuilleDite>,
}

enum Contenu<'f> {
    Xlsx(Box<Xlsx<Tampon<'f>>>, Vec<Option<FormatDeCode>>),
    Xlsb(Box<Xlsb<Tampon<'f>>>),
    Entier(Vec<(String, Range<Data>)>),
}

/// A sheet as the workbook announces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeuilleDite {
    /// Its name.
    pub nom: String,
    /// Whether a reader of the workbook sees it.
    pub visible: bool,
    /// Whether it has cells: a chart has none.
    pub a_des_cellules: bool,
}

/// Who takes the rows of a sheet: the number of the row in the sheet, from 1, and its cells from column A
/// to the last one that holds something. `false` stops there.
pub type Recevoir<'r> = &'r mut dyn FnMut(u64, &[Cellule]) -> io::Result<bool>;

impl<'f> Classeur<'f> {
    /// Opens a workbook, after its bounds were checked ([`garde::examiner`]).
    ///
    /// # Errors
    /// It is no workbook, is protected, spoilt or too large.
    pub fn ouvrir(flux: impl Read + Seek + 'f) -> Result<Self, Erreur> {
        let mut flux: Box<dyn Flux + 'f> = Box::new(flux);
        let nature = garde::examiner(&mut flux)?;
        let tampon = BufReader::with_capacity(1 << 16, flux);
        isoler(|| Self::lire(nature, tampon))?
    }

    fn lire(nature: Nature, tampon: Tampon<'f>) -> Result<Self, Erreur> {
        Ok(match nature {
            Nature::Xlsx => {
                let classeur = Xlsx::new(tampon).map_err(de_xlsx)?;
                let feuilles = dites(classeur.sheets_metadata());
                Self {
                    contenu: Contenu::Xlsx(Box::new(classeur), Vec::new()),
                    feuilles,
                }
            }
            Nature::Xlsb => {
                let classeur = Xlsb::new(tampon).map_err(|_| Erreur::Abime)?;
                let feuilles = dites(classeur.sheets_metadata());
                Self {
                    contenu: Contenu::Xlsb(Box::new(classeur)),
                    feuilles,
                }
            }
            Nature::Ods => {
                let mut classeur = calamine::Ods::new(tampon).map_err(|erreur| match erreur {
                    calamine::OdsError::Password => Erreur::Protege,
                    calamine::OdsError::CellLimitExceeded { .. } => Erreur::Demesure,
                    _ => Erreur::Abime,
                })?;
                let feuilles = dites(classeur.sheets_metadata());
                Self {
                    contenu: Contenu::Entier(classeur.worksheets()),
                    feuilles,
                }
            }
            Nature::Ole => Self::lire_ole(tampon)?,
        })
    }

    /// An OLE container holds an XLS, an encrypted XLSX, or a document of another kind.
    fn lire_ole(mut tampon: Tampon<'f>) -> Result<Self, Erreur> {
        let mut tout = Vec::new();
        tampon.read_to_end(&mut tout)?;
        // The names of the streams are in UTF-16.
        let contient = |nom: &str| {
            let nom: Vec<u8> = nom.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(&tout, &nom).is_some()
        };
        if contient("EncryptedPackage") {
            return Err(Erreur::Protege);
        }
        if !contient("Workbook") && !contient("Book") {
            return Err(Erreur::PasUnClasseur);
        }
        garde_xls::mesurer(&tout)?;
        let mut classeur =
            calamine::Xls::new(io::Cursor::new(tout)).map_err(|erreur| match erreur {
                calamine::XlsError::Password => Erreur::Protege,
                _ => Erreur::Abime,
            })?;
        let feuilles = dites(classeur.sheets_metadata());
        Ok(Self {
            contenu: Contenu::Entier(classeur.worksheets()),
            feuilles,
        })
    }

    /// Its sheets, in the order of their tabs.
    #[must_use]
    pub fn feuilles(&self) -> &[FeuilleDite] {
        &self.feuilles
    }

    /// Goes through the rows of a sheet that hold something, in their order, hidden ones included.
    ///
    /// # Errors
    /// There is no such sheet, it is spoilt, or who takes the rows cannot.
    pub fn parcourir(&mut self, feuille: &str, recevoir: Recevoir<'_>) -> Result<(), Erreur> {
        let mut rangee = Rangee::default();
        match &mut self.contenu {
            Contenu::Xlsx(classeur, formats) => {
                let mut lecteur =
                    isoler(|| classeur.worksheet_cells_reader(feuille))?.map_err(de_xlsx)?;
                if formats.is_empty() {
                    *formats = lecteur
                        .styles()
                        .iter()
                        .map(|style| FormatDeCode::lire(&style.number_format.as_ref()?.format_code))
                        .collect();
                }
                while let Some((cellule, style)) =
                    isoler(|| lecteur.next_cell_with_style_id())?.map_err(de_xlsx)?
                {
                    let format = formats.get(style).and_then(Option::as_ref);
                    let place = cellule.get_position();
                    let valeur = Cellule::de_reference(cellule.get_value().clone(), format);
                    if !rangee.poser(place, valeur, recevoir)? {
                        return Ok(());
                    }
                }
            }
            Contenu::Xlsb(classeur) => {
                let mut lecteur = isoler(|| classeur.worksheet_cells_reader(feuille))?
                    .map_err(|_| Erreur::Abime)?;
                while let Some(cellule) =
                    isoler(|| lecteur.next_cell())?.map_err(|_| Erreur::Abime)?
                {
                    let place = cellule.get_position();
                    let valeur = Cellule::de_reference(cellule.get_value().clone(), None);
                    if !rangee.poser(place, valeur, recevoir)? {
                        return Ok(());
                    }
                }
            }
            Contenu::Entier(feuilles) => {
                let plage = feuilles.iter().find(|(nom, _)| nom == feuille);
                let Some((_, plage)) = plage else {
                    return Err(Erreur::SansCellules(feuille.to_owned()));
                };
                let (ligne, colonne) = plage.start().unwrap_or_default();
                for (numero, cellules) in (ligne..).zip(plage.rows()) {
                    for (rang, valeur) in (colonne..).zip(cellules) {
                        let valeur = Cellule::de(valeur.clone());
                        if !rangee.poser((numero, rang), valeur, recevoir)? {
                            return Ok(());
                        }
                    }
                }
            }
        }
        rangee.rendre(recevoir).map(|_| ())
    }
}

fn de_xlsx(erreur: calamine::XlsxError) -> Erreur {
    match erreur {
        calamine::XlsxError::Password => Erreur::Protege,
        calamine::XlsxError::NotAWorksheet(nom) => Erreur::SansCellules(nom),
        _ => Erreur::Abime,
    }
}

fn dites(feuilles: &[calamine::Sheet]) -> Vec<FeuilleDite> {
    feuilles
        .iter()
        .map(|feuille| FeuilleDite {
            nom: feuille.name.clone(),
            visible: feuille.visible == SheetVisible::Visible,
            a_des_cellules: feuille.typ == SheetType::WorkSheet,
        })
        .collect()
}

/// The row being read, cell by cell.
#[derive(Default)]
struct Rangee {
    numero: u32,
    cellules: Vec<Cellule>,
}

impl Rangee {
    /// Puts a cell in its place; gives the row before it to its taker once it is whole.
    fn poser(
        &mut self,
        (ligne, colonne): (u32, u32),
        valeur: Cellule,
        recevoir: Recevoir<'_>,
    ) -> Result<bool, Erreur> {
        if valeur.est_vide() {
            return Ok(true);
        }
        if ligne != self.numero {
            if ligne < self.numero {
                // Rows out of order: no program writes them so.
                return Err(Erreur::Abime);
            }
            if !self.rendre(recevoir)? {
                return Ok(false);
            }
            self.numero = ligne;
        }
        let rang = colonne as usize;
        if rang >= crate::ecriture::COLONNES_MAX {
            return Err(Erreur::Abime);
        }
        if self.cellules.len() <= rang {
            self.cellules.resize(rang + 1, Cellule::Vide);
        }
        self.cellules[rang] = valeur;
        Ok(true)
    }

    fn rendre(&mut self, recevoir: Recevoir<'_>) -> Result<bool, Erreur> {
        if self.cellules.is_empty() {
            return Ok(true);
        }
        let suite = recevoir(u64::from(self.numero) + 1, &self.cellules)?;
        self.cellules.clear();
        Ok(suite)
    }
}
