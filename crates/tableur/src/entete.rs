//! The sheet that is meant among several, and its header row, which is not always the first.

use std::io::{Read, Seek};

use crate::{Cellule, Classeur, Erreur};

/// Rows looked at to find a header: titles, addresses, a logo stand above it, rarely more.
const LIGNES_REGARDEES: usize = 50;

/// Cells of a sheet held whole in memory: half a million candidates.
const CELLULES_MAX: usize = 20_000_000;

/// A sheet with the place of its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choisie {
    /// Name of the sheet.
    pub nom: String,
    /// Row of the header in the sheet, from 1.
    pub ligne_d_entete: u64,
    /// The other sheets whose header deserves as much.
    pub autres: Vec<String>,
}

/// A sheet in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feuille {
    /// Its name.
    pub nom: String,
    /// Row of the header in the sheet, from 1.
    pub ligne_d_entete: u64,
    /// The texts of the header, from column A; empty where a column has values and no heading.
    pub colonnes: Vec<String>,
    /// The rows below the header that hold something.
    pub lignes: Vec<Ligne>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ligne {
    /// Its number in the sheet, from 1.
    pub numero: u64,
    /// Its cells, as many as there are columns.
    pub cellules: Vec<Cellule>,
}

/// Reads the sheet that is meant, whole: see [`choisir`] for which.
///
/// # Errors
/// The workbook cannot be read, or has no such sheet, or the sheet is empty.
pub fn lire<'f>(
    flux: impl Read + Seek + 'f,
    choix: Option<&str>,
    noter: &dyn Fn(&[String]) -> usize,
) -> Result<Feuille, Erreur> {
    let mut classeur = Classeur::ouvrir(flux)?;
    let choisie = choisir(&mut classeur, choix, noter)?;
    let mut colonnes: Vec<String> = Vec::new();
    let mut lignes: Vec<Ligne> = Vec::new();
    let mut tenues = 0;
    classeur.parcourir(&choisie.nom, &mut |numero, cellules| {
        if numero == choisie.ligne_d_entete {
            colonnes = textes(cellules);
        } else if numero > choisie.ligne_d_entete {
            if colonnes.len() < cellules.len() {
                colonnes.resize(cellules.len(), String::new());
            }
            tenues += cellules.len();
            if tenues > CELLULES_MAX {
                return Ok(false);
            }
            lignes.push(Ligne {
                numero,
                cellules: cellules.to_vec(),
            });
        }
        Ok(true)
    })?;
    if tenues > CELLULES_MAX || colonnes.len().saturating_mul(lignes.len()) > CELLULES_MAX {
        return Err(Erreur::Demesure);
    }
    for ligne in &mut lignes {
        ligne.cellules.resize(colonnes.len(), Cellule::Vide);
    }
    Ok(Feuille {
        nom: choisie.nom,
        ligne_d_entete: choisie.ligne_d_entete,
        colonnes,
        lignes,
    })
}

/// The sheet chosen by its name (in any case) or its rank from 1, else the one whose best row `noter` likes
/// most, visible ones and the first ones before the others; and its header, the row liked most among the
/// first, or the first that holds something when `noter` likes none.
///
/// # Errors
/// There is no such sheet, it has no cells, or it is empty, or all are.
pub fn choisir(
    classeur: &mut Classeur<'_>,
    choix: Option<&str>,
    noter: &dyn Fn(&[String]) -> usize,
) -> Result<Choisie, Erreur> {
    let candidates: Vec<String> = if let Some(choix) = choix {
        vec![demandee(classeur, choix)?]
    } else {
        let mut feuilles: Vec<_> = classeur
            .feuilles()
            .iter()
            .filter(|feuille| feuille.a_des_cellules)
            .collect();
        feuilles.sort_by_key(|feuille| !feuille.visible);
        feuilles.into_iter().map(|f| f.nom.clone()).collect()
    };
    let mut trouvees: Vec<(usize, u64, String)> = Vec::new();
    for nom in candidates {
        if let Some((note, ligne)) = entete(classeur, &nom, noter)? {
            trouvees.push((note, ligne, nom));
        }
    }
    let meilleure = trouvees.iter().map(|(note, ..)| *note).max();
    let mut retenues = trouvees
        .into_iter()
        .filter(|(note, ..)| Some(*note) == meilleure);
    match retenues.next() {
        None => Err(Erreur::Vide(choix.map(str::to_owned))),
        Some((_, ligne_d_entete, nom)) => Ok(Choisie {
            nom,
            ligne_d_entete,
            autres: retenues.map(|(_, _, nom)| nom).collect(),
        }),
    }
}

fn demandee(classeur: &Classeur<'_>, choix: &str) -> Result<String, Erreur> {
    let feuilles = classeur.feuilles();
    let par_nom = feuilles.iter().find(|f| f.nom == choix).or_else(|| {
        feuilles
            .iter()
            .find(|f| f.nom.to_lowercase() == choix.to_lowercase())
    });
    let par_rang = || {
        let rang: usize = choix.parse().ok()?;
        feuilles.get(rang.checked_sub(1)?)
    };
    match par_nom.or_else(par_rang) {
        Some(feuille) if feuille.a_des_cellules => Ok(feuille.nom.clone()),
        Some(feuille) => Err(Erreur::SansCellules(feuille.nom.clone())),
        None => Err(Erreur::FeuilleInconnue {
            demandee: choix.to_owned(),
            noms: feuilles.iter().map(|f| f.nom.clone()).collect(),
        }),
    }
}

/// The best of the first rows, and its note; nothing for an empty sheet.
fn entete(
    classeur: &mut Classeur<'_>,
    feuille: &str,
    noter: &dyn Fn(&[String]) -> usize,
) -> Result<Option<(usize, u64)>, Erreur> {
    let mut meilleure: Option<(usize, u64)> = None;
    let mut regardees = 0;
    classeur.parcourir(feuille, &mut |numero, cellules| {
        let note = noter(&textes(cellules));
        if meilleure.is_none_or(|(connue, _)| note > connue) {
            meilleure = Some((note, numero));
        }
        regardees += 1;
        Ok(regardees < LIGNES_REGARDEES)
    })?;
    Ok(meilleure)
}

fn textes(cellules: &[Cellule]) -> Vec<String> {
    cellules.iter().map(|c| c.texte().to_owned()).collect()
}
