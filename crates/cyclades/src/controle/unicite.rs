//! The same INE or the same person twice in a file: sixteen bytes a candidate for each question.

use crate::faits::{Reperes, octets};
use std::hash::{BuildHasher, Hasher};

/// A key, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cle {
    /// A packed INE, or the hash of an identity.
    pub cle: u64,
    /// Candidate, from 1.
    pub candidat: u32,
    /// Physical line, from 1.
    pub ligne: u32,
}

/// A candidate whose key an earlier one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doublon {
    /// The later one.
    pub second: Cle,
    /// The first one.
    pub premier: Cle,
}

/// The eleven characters of an INE in forty bits, its letters in upper case, so that a double is told
/// before the case is repaired; `None` for any other form.
#[inline]
#[must_use]
pub fn ine(octets: &[u8]) -> Option<u64> {
    let (chiffres, lettres) = octets.split_at_checked(9)?;
    let &[a, b] = lettres else { return None };
    let (a, b) = (a & 0xdf, b & 0xdf);
    if !a.is_ascii_uppercase() || !b.is_ascii_uppercase() {
        return None;
    }
    let mut nombre = 0u64;
    for &c in chiffres {
        if !c.is_ascii_digit() {
            return None;
        }
        nombre = nombre * 10 + u64::from(c - b'0');
    }
    Some(nombre << 10 | u64::from(a - b'A') << 5 | u64::from(b - b'A'))
}

/// The identity of a candidate as a hash: name, first names, birth date, birthplace, the case of
/// unaccented letters ignored. `None` when one of the first three is empty: it would liken strangers.
#[inline]
#[must_use]
pub fn identite(valeurs: &[&[u8]], reperes: &Reperes, graine: u64) -> Option<u64> {
    let lire = |rang| octets(valeurs, rang);
    let parties = [
        lire(reperes.nom_famille),
        lire(reperes.prenoms),
        lire(reperes.date_naissance),
        lire(reperes.commune),
    ];
    if parties[..3].iter().any(|partie| partie.is_empty()) {
        return None;
    }
    let mut hacheur = foldhash::fast::FixedState::with_seed(graine).build_hasher();
    let mut tampon = [0u8; 128];
    let mut plein = 0;
    for partie in parties {
        // The length says where a field ends, whatever bytes it holds.
        hacheur.write_usize(partie.len());
        if let Some(place) = tampon.get_mut(plein..plein + partie.len()) {
            place.copy_from_slice(partie);
            plein += partie.len();
        } else {
            // Longer than any usual identity.
            hacheur.write(&partie.to_ascii_uppercase());
        }
    }
    tampon[..plein].make_ascii_uppercase();
    hacheur.write(&tampon[..plein]);
    Some(hacheur.finish())
}

/// The doubles of a set of keys, in the order of the later candidates.
///
/// Two bitmaps first tell the few keys that may stand twice; only those are sorted. Keys are taken in two
/// halves, one after the other, so that the bitmaps are half as large.
#[must_use]
pub fn doublons(cles: &[Cle]) -> Vec<Doublon> {
    let cases = (cles.len() * 8).next_power_of_two().max(64);
    let masque = cases as u64 - 1;
    let mut vues = vec![0u64; cases / 64];
    let mut revues = vec![0u64; cases / 64];
    let mut doublons = Vec::new();
    for moitie in 0..2 {
        // The bit of a key is null in the other half: a branch could not be guessed.
        let place = |cle: &Cle| {
            // Packed INEs are far from random: spread them before taking bits.
            let melange = cle.cle.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let case = (melange ^ melange >> 32) & masque;
            let bit = u64::from(melange >> 63 == moitie) << (case % 64);
            (usize::try_from(case / 64).unwrap_or(0), bit)
        };
        for cle in cles {
            let (mot, bit) = place(cle);
            revues[mot] |= vues[mot] & bit;
            vues[mot] |= bit;
        }
        let mut suspectes: Vec<Cle> = cles
            .iter()
            .filter(|cle| {
                let (mot, bit) = place(cle);
                revues[mot] & bit != 0
            })
            .copied()
            .collect();
        suspectes.sort_unstable_by_key(|cle| (cle.cle, cle.candidat));
        for groupe in suspectes.chunk_by(|a, b| a.cle == b.cle) {
            doublons.extend(groupe[1..].iter().map(|&second| Doublon {
                second,
                premier: groupe[0],
            }));
        }
        vues.fill(0);
        revues.fill(0);
    }
    doublons.sort_unstable_by_key(|doublon| doublon.second.candidat);
    doublons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ine_is_packed_without_loss_and_other_forms_are_not_packed() {
        assert_ne!(ine(b"123456789AB"), ine(b"123456789BA"));
        assert_ne!(ine(b"000000000AA"), ine(b"000000001AA"));
        assert!(ine(b"999999999ZZ").is_some_and(|cle| cle < 1 << 40));
        assert_eq!(ine(b"123456789aZ"), ine(b"123456789AZ"));
        for autre in [
            "1234567890A",
            "123456789{B",
            "123456789!B",
            "123456789A",
            "",
            "12345678éAB",
        ] {
            assert_eq!(ine(autre.as_bytes()), None, "{autre}");
        }
    }

    #[test]
    fn every_later_candidate_is_a_double_of_the_first() {
        let cles: Vec<Cle> = [5, 7, 5, 9, 7, 5]
            .into_iter()
            .zip(1..)
            .map(|(cle, candidat)| Cle {
                cle,
                candidat,
                ligne: candidat + 1,
            })
            .collect();
        let paires: Vec<_> = doublons(&cles)
            .into_iter()
            .map(|d| (d.second.candidat, d.premier.candidat))
            .collect();
        assert_eq!(paires, [(3, 1), (5, 2), (6, 1)]);
        assert!(doublons(&[]).is_empty());
    }

    #[test]
    fn keys_that_share_a_slot_are_not_doubles() {
        let cles: Vec<Cle> = (0..10_000u32)
            .map(|n| Cle {
                cle: u64::from(n) << 40,
                candidat: n,
                ligne: n,
            })
            .collect();
        assert!(doublons(&cles).is_empty());
    }

    #[test]
    fn the_place_of_a_letter_between_two_fields_matters() {
        let reperes = Reperes {
            annee_session: None,
            date_heure_export: None,
            ine: None,
            nom_famille: Some(0),
            prenoms: Some(1),
            pays_naissance: None,
            date_naissance: Some(2),
            departement: None,
            commune: Some(3),
            pays: None,
            etablissement: None,
            serie: None,
            enseignement: None,
            categorie: None,
        };
        let cle = |valeurs: [&'static str; 4]| identite(&valeurs.map(str::as_bytes), &reperes, 1);
        let reference = cle(["AB", "C", "01/01/2006", "75113"]);
        assert_eq!(reference, cle(["Ab", "c", "01/01/2006", "75113"]));
        assert_ne!(reference, cle(["A", "BC", "01/01/2006", "75113"]));
        assert_ne!(reference, cle(["AB", "C", "01/01/2006", "75112"]));
        assert_eq!(cle(["AB", "", "01/01/2006", "75113"]), None);
    }
}
