//! Before a workbook is opened: what it is, and that it does not inflate beyond measure.
//!
//! A workbook is a ZIP archive, of which a few kilobytes may hold gigabytes, and whose directory may lie:
//! every part is inflated once here, to nothing, while its bytes are counted.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::{Erreur, garde_ods};

/// What the parts that stay in memory may weigh together: shared texts and styles of an XLSX, contents of
/// an ODS.
pub const OCTETS_EN_MEMOIRE: u64 = 512 << 20;
/// What the parts that are read row by row may weigh together: a million candidates weigh 3 GiB.
pub const OCTETS_LUS: u64 = 8 << 30;
/// How many times its size an archive may inflate, beyond [`OCTETS_TOUJOURS_ADMIS`].
pub const FOIS: u64 = 200;
/// An archive that inflates to less is never a bomb.
pub const OCTETS_TOUJOURS_ADMIS: u64 = 64 << 20;
/// An XLS is held in memory whole, several times its size.
pub const OCTETS_D_UN_XLS: u64 = 128 << 20;
/// Between two tags there is a value: a longer one would be held whole in memory.
pub const OCTETS_ENTRE_BALISES: usize = 1 << 20;
const PARTIES: usize = 10_000;

/// A format of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// XLSX and XLSM.
    Xlsx,
    /// XLSB.
    Xlsb,
    /// XLS, or an encrypted XLSX.
    Ole,
    /// ODS.
    Ods,
}

/// Whether the first bytes of a file may be those of a workbook.
#[must_use]
pub fn peut_etre_un_classeur(tete: &[u8]) -> bool {
    tete.starts_with(b"PK\x03\x04") || tete.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// What a file is, once it is known to stay within the bounds.
///
/// # Errors
/// It is no workbook, is cut short, or is too large.
pub fn examiner(flux: &mut (impl Read + Seek)) -> Result<Nature, Erreur> {
    let mut tete = Vec::new();
    flux.seek(SeekFrom::Start(0))?;
    flux.by_ref().take(8).read_to_end(&mut tete)?;
    if !peut_etre_un_classeur(&tete) {
        return Err(Erreur::PasUnClasseur);
    }
    let taille = flux.seek(SeekFrom::End(0))?;
    flux.seek(SeekFrom::Start(0))?;
    if !tete.starts_with(b"PK") {
        return if taille > OCTETS_D_UN_XLS {
            Err(Erreur::Demesure)
        } else {
            Ok(Nature::Ole)
        };
    }
    let nature = examiner_l_archive(flux, taille)?;
    flux.seek(SeekFrom::Start(0))?;
    Ok(nature)
}

fn examiner_l_archive(flux: &mut (impl Read + Seek), taille: u64) -> Result<Nature, Erreur> {
    let mut archive = ZipArchive::new(flux).map_err(|_| Erreur::Abime)?;
    if archive.len() > PARTIES {
        return Err(Erreur::Demesure);
    }
    let nature = nature(&mut archive)?;
    let (mut en_memoire, mut lus) = (0, 0);
    for rang in 0..archive.len() {
        let mut partie = archive.by_index(rang).map_err(|_| Erreur::Abime)?;
        let nom = partie
            .name()
            .map_err(|_| Erreur::Abime)?
            .to_ascii_lowercase();
        let finit_par = |fin: &[u8]| nom.as_bytes().ends_with(fin);
        if ![&b".xml"[..], b".rels", b".bin"].into_iter().any(finit_par) {
            continue;
        }
        let par_lignes = nature != Nature::Ods && nom.contains("worksheets/");
        let deja = en_memoire + lus;
        let reste = if par_lignes {
            OCTETS_LUS - lus
        } else {
            OCTETS_EN_MEMOIRE - en_memoire
        };
        let admis = OCTETS_TOUJOURS_ADMIS.max(taille.saturating_mul(FOIS));
        let reste = reste.min(admis.saturating_sub(deja));
        let octets = peser(&mut partie, reste, !finit_par(b".bin"))?;
        drop(partie);
        if nature == Nature::Ods && nom == "content.xml" {
            let partie = archive.by_index(rang).map_err(|_| Erreur::Abime)?;
            garde_ods::mesurer(partie)?;
        }
        if par_lignes {
            lus += octets;
        } else {
            en_memoire += octets;
        }
    }
    Ok(nature)
}

fn nature(archive: &mut ZipArchive<impl Read + Seek>) -> Result<Nature, Erreur> {
    const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    if let Ok(partie) = archive.by_name("mimetype") {
        let mut dite = Vec::new();
        partie
            .take(128)
            .read_to_end(&mut dite)
            .map_err(|_| Erreur::Abime)?;
        return if dite.starts_with(ODS) {
            Ok(Nature::Ods)
        } else {
            Err(Erreur::PasUnClasseur)
        };
    }
    let finit_par = |fin: &str| {
        archive
            .file_names()
            .any(|nom| nom.is_ok_and(|nom| nom.ends_with(fin)))
    };
    if finit_par("workbook.bin") {
        Ok(Nature::Xlsb)
    } else if finit_par("workbook.xml") {
        Ok(Nature::Xlsx)
    } else {
        Err(Erreur::PasUnClasseur)
    }
}

/// Inflates a part to nothing; gives its size.
fn peser(partie: &mut impl Read, admis: u64, xml: bool) -> Result<u64, Erreur> {
    let mut tampon = vec![0; 1 << 16];
    let mut octets = 0u64;
    let mut sans_balise = 0;
    loop {
        let lus = match partie.read(&mut tampon) {
            Ok(0) => return Ok(octets),
            Ok(lus) => lus,
            Err(_) => return Err(Erreur::Abime),
        };
        octets += lus as u64;
        if octets > admis {
            return Err(Erreur::Demesure);
        }
        if xml {
            let morceau = &tampon[..lus];
            match memchr::memrchr(b'<', morceau) {
                Some(derniere) => sans_balise = lus - derniere,
                None => sans_balise += lus,
            }
            if sans_balise > OCTETS_ENTRE_BALISES {
                return Err(Erreur::Demesure);
            }
        }
    }
}
