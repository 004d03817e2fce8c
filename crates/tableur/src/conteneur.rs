//! The compound file that holds an XLS: its streams, read within the bytes there are.
//!
//! The reader of the workbook follows chains of sectors that it trusts: one that loops would fill the
//! memory. Every chain is followed here first, and no longer than the file has sectors ([MS-CFB]).

use crate::Erreur;

const FIN_DE_CHAINE: u32 = 0xFFFF_FFFE;
/// Numbers from here on are marks, not sectors.
const MARQUES: u32 = 0xFFFF_FFFA;
/// Streams shorter than this are in sectors of [`PETIT`] bytes.
const COURT: u64 = 4096;
const PETIT: usize = 64;
const ENTREE: usize = 128;

/// The streams of these names, whatever their case.
///
/// # Errors
/// A chain loops or leaves the file.
pub fn flux(octets: &[u8], noms: &[&str]) -> Result<Vec<Vec<u8>>, Erreur> {
    let conteneur = Conteneur::lire(octets)?;
    let mut flux = Vec::new();
    for entree in conteneur.repertoire.chunks_exact(ENTREE) {
        // A byte order mark would have the reader see another name than this one.
        if matches!(
            entree,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0xEF, 0xBB, 0xBF, ..]
        ) {
            return Err(Erreur::Abime);
        }
        let nom = entree[..64]
            .chunks_exact(2)
            .map(|paire| u16::from_le_bytes([paire[0], paire[1]]));
        let nom: String = char::decode_utf16(nom.take_while(|&unite| unite != 0))
            .map(|lettre| lettre.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        if noms.iter().any(|voulu| voulu.eq_ignore_ascii_case(&nom)) {
            flux.push(conteneur.flux(entree)?);
        }
    }
    Ok(flux)
}

struct Conteneur<'o> {
    /// What follows the header.
    secteurs: &'o [u8],
    taille: usize,
    suivants: Vec<u32>,
    repertoire: Vec<u8>,
    petits: Vec<u8>,
    petits_suivants: Vec<u32>,
}

impl<'o> Conteneur<'o> {
    fn lire(octets: &'o [u8]) -> Result<Self, Erreur> {
        let taille = match u16_a(octets, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(Erreur::Abime),
        };
        let mut conteneur = Self {
            secteurs: octets.get(taille..).ok_or(Erreur::Abime)?,
            taille,
            suivants: Vec::new(),
            repertoire: Vec::new(),
            petits: Vec::new(),
            petits_suivants: Vec::new(),
        };
        for numero in conteneur.table(octets)? {
            let secteur = secteur(conteneur.secteurs, taille, numero)?;
            conteneur.suivants.extend(mots(secteur));
        }
        let repertoire = conteneur.chaine(u32_a(octets, 48)?, u64::MAX)?;
        if u32_a(octets, 64)? > 0 {
            let racine = repertoire.get(..ENTREE).ok_or(Erreur::Abime)?;
            conteneur.petits =
                conteneur.chaine(u32_a(racine, 116)?, conteneur.longueur(racine)?)?;
            let longueur = u64::from(u32_a(octets, 64)?) * taille as u64;
            let table = conteneur.chaine(u32_a(octets, 60)?, longueur)?;
            conteneur.petits_suivants = mots(&table).collect();
        }
        conteneur.repertoire = repertoire;
        Ok(conteneur)
    }

    /// The sectors that tell which sector follows which; each stands once.
    fn table(&self, octets: &[u8]) -> Result<Vec<u32>, Erreur> {
        let nombre = self.secteurs.len() / self.taille + 1;
        let mut table: Vec<u32> = mots(octets.get(76..512).ok_or(Erreur::Abime)?).collect();
        let mut suite = u32_a(octets, 68)?;
        let mut lus = 0;
        while suite < MARQUES {
            lus += 1;
            if lus > nombre {
                return Err(Erreur::Abime);
            }
            table.extend(mots(secteur(self.secteurs, self.taille, suite)?));
            suite = table.pop().ok_or(Erreur::Abime)?;
        }
        table.retain(|&numero| numero < MARQUES);
        if table.len() > nombre {
            return Err(Erreur::Abime);
        }
        Ok(table)
    }

    fn chaine(&self, debut: u32, longueur: u64) -> Result<Vec<u8>, Erreur> {
        chaine(self.secteurs, self.taille, &self.suivants, debut, longueur)
    }

    /// Small sectors have their lengths in four bytes, the four others being anything.
    fn longueur(&self, entree: &[u8]) -> Result<u64, Erreur> {
        let basse = u64::from(u32_a(entree, 120)?);
        if self.taille == 512 {
            return Ok(basse);
        }
        Ok(basse | u64::from(u32_a(entree, 124)?) << 32)
    }

    fn flux(&self, entree: &[u8]) -> Result<Vec<u8>, Erreur> {
        let debut = u32_a(entree, 116)?;
        let longueur = self.longueur(entree)?;
        if longueur < COURT {
            chaine(&self.petits, PETIT, &self.petits_suivants, debut, longueur)
        } else {
            self.chaine(debut, longueur)
        }
    }
}

/// The bytes of a chain, `longueur` at most.
fn chaine(
    secteurs: &[u8],
    taille: usize,
    suivants: &[u32],
    mut numero: u32,
    longueur: u64,
) -> Result<Vec<u8>, Erreur> {
    let longueur = usize::try_from(longueur).unwrap_or(usize::MAX);
    let mut lus = Vec::new();
    let mut pas = 0;
    while numero != FIN_DE_CHAINE {
        pas += 1;
        if pas > secteurs.len() / taille + 1 {
            return Err(Erreur::Abime);
        }
        let secteur = secteur(secteurs, taille, numero)?;
        lus.extend_from_slice(&secteur[..secteur.len().min(longueur - lus.len())]);
        if lus.len() >= longueur {
            break;
        }
        numero = *suivants.get(numero as usize).ok_or(Erreur::Abime)?;
    }
    Ok(lus)
}

/// A sector; the last of the file may be cut.
fn secteur(secteurs: &[u8], taille: usize, numero: u32) -> Result<&[u8], Erreur> {
    let debut = (numero as usize).checked_mul(taille).ok_or(Erreur::Abime)?;
    let reste = secteurs.get(debut..).ok_or(Erreur::Abime)?;
    Ok(&reste[..reste.len().min(taille)])
}

fn mots(octets: &[u8]) -> impl Iterator<Item = u32> {
    octets
        .chunks_exact(4)
        .map(|mot| u32::from_le_bytes([mot[0], mot[1], mot[2], mot[3]]))
}

/// A number of two bytes.
///
/// # Errors
/// The bytes end before it.
pub fn u16_a(octets: &[u8], place: usize) -> Result<u16, Erreur> {
    let reste = octets.get(place..).ok_or(Erreur::Abime)?;
    Ok(u16::from_le_bytes(
        *reste.first_chunk().ok_or(Erreur::Abime)?,
    ))
}

/// A number of four bytes.
///
/// # Errors
/// The bytes end before it.
pub fn u32_a(octets: &[u8], place: usize) -> Result<u32, Erreur> {
    let reste = octets.get(place..).ok_or(Erreur::Abime)?;
    Ok(u32::from_le_bytes(
        *reste.first_chunk().ok_or(Erreur::Abime)?,
    ))
}
