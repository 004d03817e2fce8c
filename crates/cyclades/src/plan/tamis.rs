//! The tests of the first look: a few vector instructions each, the same whatever the value.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "a branch that the processor cannot guess costs more than both its sides"
)]

use guichet_socle::motif::Conjonction;
use wide::u8x16;

/// The longest value told place by place.
const FORME_MAX: usize = 16;
/// The longest code, one byte less than a word: the last one holds the length.
const CODE_MAX: usize = 7;

/// The bytes that most often stand between others, the most usual first.
const USUELS: [u8; 8] = *b" -'._/,+";

/// Values of one length: at each place, two ranges of bytes (often twice the same).
#[derive(Debug, Clone)]
pub(super) struct Forme {
    longueur: usize,
    plages: [Plage; 2],
}

/// Values made of free bytes, with some others among them that never touch each other nor the ends.
///
/// The numbers of ranges are fixed, those that are not needed repeating another: no loop to guess.
#[derive(Debug, Clone)]
pub(super) struct Texte {
    longueur_max: usize,
    libres: [Plage; 4],
    trous: [u8x16; 4],
    isoles: [u8x16; 4],
}

/// Values that an automaton reads by runs: one step for the letters and digits of a word.
#[derive(Debug, Clone)]
pub(super) struct Mots {
    longueur_max: usize,
    neutres: [Plage; 4],
    conjonction: Conjonction,
}

/// Codes of a list, each with its length in one word.
#[derive(Debug, Clone)]
pub(super) struct Codes {
    mots: Box<[u64]>,
    decalage: u32,
}

/// At each place a byte, and how many after it.
#[derive(Debug, Clone, Copy)]
struct Plage {
    bas: u8x16,
    etendue: u8x16,
}

impl Plage {
    fn de((bas, haut): (u8, u8)) -> Self {
        Self {
            bas: u8x16::splat(bas),
            etendue: u8x16::splat(haut - bas),
        }
    }

    /// All ones at each place whose byte is in the range.
    #[inline]
    fn contient(&self, octets: u8x16) -> u8x16 {
        // Below the range the difference wraps round and is large.
        let ecart = octets - self.bas;
        ecart.min(self.etendue).simd_eq(ecart)
    }
}

impl Forme {
    /// Values whose every place has its own bytes. Bytes that two ranges do not cover are left to the
    /// second look.
    pub(super) fn de(places: &[[bool; 256]]) -> Option<Self> {
        if places.is_empty() || places.len() > FORME_MAX {
            return None;
        }
        let mut bas = [[0u8; 16]; 2];
        let mut etendues = [[0u8; 16]; 2];
        for (rang, octets) in places.iter().enumerate() {
            let mut plages = plages(octets);
            plages.sort_by_key(|(bas, haut)| bas.abs_diff(*haut));
            let premiere = plages.pop()?;
            let seconde = plages.pop().unwrap_or(premiere);
            for (quelle, (debut, fin)) in [premiere, seconde].into_iter().enumerate() {
                bas[quelle][rang] = debut;
                etendues[quelle][rang] = fin - debut;
            }
        }
        let plage = |quelle: usize| Plage {
            bas: u8x16::new(bas[quelle]),
            etendue: u8x16::new(etendues[quelle]),
        };
        Some(Self {
            longueur: places.len(),
            plages: [plage(0), plage(1)],
        })
    }

    /// Whether the value at the beginning of these bytes, of this length, passes.
    #[inline]
    pub(super) fn passe(&self, octets: &[u8; 16], longueur: usize) -> bool {
        let octets = u8x16::new(*octets);
        let justes = self.plages[0].contient(octets) | self.plages[1].contient(octets);
        let toutes = (1u32 << self.longueur) - 1;
        (longueur == self.longueur) & (justes.to_bitmask() & toutes == toutes)
    }
}

impl Texte {
    /// Values made of free bytes, and of others each between two of those, as far as four ranges and four
    /// bytes go: the widest and the most usual. A value that begins with a space may be blank: none
    /// passes.
    pub(super) fn de(
        mut libres: [bool; 256],
        isoles: [bool; 256],
        longueur_max: usize,
    ) -> Option<Self> {
        libres[usize::from(b' ')] = false;
        let (mut plages, mut trous) = plages_a_trous(&libres);
        if trous.len() > 4 {
            (plages, trous) = (self::plages(&libres), Vec::new());
        }
        plages.sort_by_key(|(bas, haut)| bas.abs_diff(*haut));
        let plages: Vec<_> = plages.into_iter().rev().take(4).collect();
        let parmi = |octet: u8| {
            plages
                .iter()
                .any(|&(bas, haut)| bas <= octet && octet <= haut)
        };
        let trous: Vec<u8> = trous.into_iter().filter(|trou| parmi(*trou)).collect();
        let isoles: Vec<u8> = USUELS
            .into_iter()
            .filter(|&octet| isoles[usize::from(octet)] && !parmi(octet))
            .take(4)
            .collect();
        Some(Self {
            longueur_max: longueur_max.min(64),
            libres: completer(&plages)?.map(Plage::de),
            // Without any, a byte that stands in no value changes nothing.
            trous: completer(&trous).unwrap_or([b'\n'; 4]).map(u8x16::splat),
            isoles: completer(&isoles).unwrap_or([b'\n'; 4]).map(u8x16::splat),
        })
    }

    /// Whether the value at the beginning of these bytes, of this length, passes.
    #[inline]
    pub(super) fn passe(&self, octets: &[u8; 64], longueur: usize) -> bool {
        if longueur == 0 || longueur > self.longueur_max {
            return false;
        }
        let (seizaines, _) = octets.as_chunks::<16>();
        let (mut libres, mut isoles) = self.deux(&seizaines[0], &seizaines[1]);
        if longueur > 32 {
            let suite = self.deux(&seizaines[2], &seizaines[3]);
            libres |= suite.0 << 32;
            isoles |= suite.1 << 32;
        }
        let toutes = u64::MAX >> (64 - longueur);
        libres &= toutes;
        // An isolated byte has a free one on each side.
        isoles &= libres << 1 & libres >> 1;
        libres | isoles == toutes
    }

    /// The free bytes and the isolated ones of thirty-two, by bit.
    #[inline]
    fn deux(&self, premiers: &[u8; 16], seconds: &[u8; 16]) -> (u64, u64) {
        let (a, b) = (self.seize(premiers), self.seize(seconds));
        (
            u64::from(a.0) | u64::from(b.0) << 16,
            u64::from(a.1) | u64::from(b.1) << 16,
        )
    }

    #[inline]
    fn seize(&self, octets: &[u8; 16]) -> (u32, u32) {
        let octets = u8x16::new(*octets);
        let [a, b, c, d] = &self.libres;
        let libres =
            (a.contient(octets) | b.contient(octets)) | (c.contient(octets) | d.contient(octets));
        let parmi = |[a, b, c, d]: &[u8x16; 4]| {
            (octets.simd_eq(*a) | octets.simd_eq(*b)) | (octets.simd_eq(*c) | octets.simd_eq(*d))
        };
        let (libres, trous) = (libres.to_bitmask(), parmi(&self.trous).to_bitmask());
        (libres & !trous, parmi(&self.isoles).to_bitmask())
    }
}

impl Mots {
    /// Nothing when the automaton has no runs, or too scattered ones.
    pub(super) fn de(conjonction: &Conjonction, longueur_max: usize) -> Option<Self> {
        Some(Self {
            longueur_max: longueur_max.min(64),
            neutres: completer(&plages(&conjonction.neutres()?))?.map(Plage::de),
            conjonction: conjonction.clone(),
        })
    }

    /// Whether the value at the beginning of these bytes, of this length, passes: ASCII only.
    #[inline]
    pub(super) fn passe(&self, octets: &[u8; 64], longueur: usize) -> bool {
        if longueur == 0 || longueur > self.longueur_max || octets[0] == b' ' {
            return false;
        }
        let [a, b, c, d] = &self.neutres;
        let (mut neutres, mut au_dela) = (0u64, 0u64);
        for (seize, rang) in octets.as_chunks::<16>().0.iter().zip(0u32..) {
            let octets = u8x16::new(*seize);
            let ici = (a.contient(octets) | b.contient(octets))
                | (c.contient(octets) | d.contient(octets));
            neutres |= u64::from(ici.to_bitmask()) << (16 * rang);
            au_dela |= u64::from(octets.to_bitmask()) << (16 * rang);
        }
        let toutes = u64::MAX >> (64 - longueur);
        au_dela & toutes == 0
            && self
                .conjonction
                .accepte_par_mots(&octets[..longueur], !neutres & toutes)
    }
}

impl Codes {
    /// The codes that fit; the others are left to the second look, like those that two slots do not
    /// hold.
    pub(super) fn de(codes: impl Iterator<Item = impl AsRef<[u8]>>) -> Self {
        let codes: Vec<u64> = codes
            .filter_map(|code| mot_d_un_code(code.as_ref()))
            .collect();
        let bits = (codes.len() * 4).next_power_of_two().max(16).ilog2();
        let mut table = Self {
            // One slot more: the second one of the last.
            mots: vec![0; (1 << bits) + 1].into_boxed_slice(),
            decalage: u64::BITS - bits,
        };
        for mot in codes {
            let case = table.case(mot);
            if let Some(libre) = table.mots[case..=case + 1].iter_mut().find(|m| **m == 0) {
                *libre = mot;
            }
        }
        table
    }

    /// Whether the value at the beginning of these bytes, of this length, is a code.
    #[inline]
    pub(super) fn passe(&self, octets: [u8; 8], longueur: usize) -> bool {
        let mot = mot(u64::from_le_bytes(octets), longueur.clamp(1, CODE_MAX));
        let case = self.case(mot);
        let trouve = match self.mots.get(case..case + 2) {
            Some(&[a, b]) => (a == mot) | (b == mot),
            _ => false,
        };
        trouve & (longueur <= CODE_MAX) & (longueur > 0)
    }

    #[inline]
    fn case(&self, mot: u64) -> usize {
        // As many bits as the table has slots: they fit.
        usize::try_from(mot.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.decalage).unwrap_or(0)
    }
}

/// Some bytes and their number, which tells a code from one that ends with a NUL.
#[inline]
fn mot(octets: u64, longueur: usize) -> u64 {
    (octets & u64::MAX >> (64 - 8 * longueur)) | (longueur as u64) << 56
}

fn mot_d_un_code(code: &[u8]) -> Option<u64> {
    let mut octets = [0; 8];
    octets[..CODE_MAX]
        .get_mut(..code.len())?
        .copy_from_slice(code);
    // A value that begins with a space may be blank.
    (!matches!(code, [] | [b' ', ..])).then(|| mot(u64::from_le_bytes(octets), code.len()))
}

/// Four of them, the last one repeated; nothing when there is none, or more.
fn completer<T: Copy>(quelques: &[T]) -> Option<[T; 4]> {
    let dernier = *quelques.last()?;
    (quelques.len() <= 4)
        .then(|| std::array::from_fn(|rang| quelques.get(rang).copied().unwrap_or(dernier)))
}

/// The ranges of a set, in order.
fn plages(octets: &[bool; 256]) -> Vec<(u8, u8)> {
    let mut plages: Vec<(u8, u8)> = Vec::new();
    for (octet, _) in (0..=255u8).zip(octets).filter(|(_, dedans)| **dedans) {
        match plages.last_mut() {
            Some((_, haut)) if *haut + 1 == octet => *haut = octet,
            _ => plages.push((octet, octet)),
        }
    }
    plages
}

/// The ranges of a set, those one byte apart made one with a hole.
fn plages_a_trous(octets: &[bool; 256]) -> (Vec<(u8, u8)>, Vec<u8>) {
    let mut larges: Vec<(u8, u8)> = Vec::new();
    let mut trous = Vec::new();
    for (bas, haut) in plages(octets) {
        match larges.last_mut() {
            Some((_, fin)) if bas - *fin == 2 => {
                trous.push(bas - 1);
                *fin = haut;
            }
            _ => larges.push((bas, haut)),
        }
    }
    (larges, trous)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_socle::motif::Motif;

    fn ensemble(octets: impl IntoIterator<Item = u8>) -> [bool; 256] {
        let mut ensemble = [false; 256];
        for octet in octets {
            ensemble[usize::from(octet)] = true;
        }
        ensemble
    }

    /// The value is followed by bytes that would change the answer, were they looked at.
    fn passe<const N: usize>(test: impl Fn(&[u8; N], usize) -> bool, valeur: &str) -> bool {
        let reponses = [b'A', b'1', b'-', b';', 0, 0xff].map(|suite| {
            let mut fenetre = [suite; N];
            let longueur = valeur.len().min(N);
            fenetre[..longueur].copy_from_slice(&valeur.as_bytes()[..longueur]);
            test(&fenetre, valeur.len())
        });
        assert!(reponses.iter().all(|r| *r == reponses[0]), "{valeur}");
        reponses[0]
    }

    #[test]
    fn a_form_is_one_length_and_at_each_place_its_bytes() {
        let chiffre = ensemble(b'0'..=b'9');
        let lettre = ensemble((b'A'..=b'H').chain(b'J'..=b'Z'));
        let forme = Forme::de(&[chiffre, chiffre, lettre]).unwrap();
        for (valeur, attendu) in [
            ("12A", true),
            ("12Z", true),
            ("09J", true),
            ("12I", false),
            ("1/A", false),
            ("1:A", false),
            ("12", false),
            ("12AA", false),
            ("", false),
        ] {
            assert_eq!(passe(|o, n| forme.passe(o, n), valeur), attendu, "{valeur}");
        }
        assert!(Forme::de(&[]).is_none() && Forme::de(&[chiffre; 17]).is_none());
    }

    #[test]
    fn a_text_is_free_bytes_and_isolated_ones_between_them() {
        let lettres = (b'A'..=b'Z').chain(0x80..=0xbf).chain([0xc3]);
        let libres = ensemble(lettres.filter(|o| *o != 0x97));
        let texte = Texte::de(libres, ensemble(*b" -"), 100).unwrap();
        let longue = "A".repeat(63);
        for (valeur, attendu) in [
            ("A", true),
            ("LE GOFF-MARTIN", true),
            ("ÉLÉONORE DE-BEAUVOIR DU CHATEL", true),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA B", true),
            ("A×B", false),
            ("LE  GOFF", false),
            ("LE -GOFF", false),
            (" LE", false),
            ("LE-", false),
            ("-", false),
            ("Le", false),
            ("AAAAAAAAAAAAAAA B", true),
            ("AAAAAAAAAAAAAAA -B", false),
            ("", false),
            (&format!("{longue}A"), true),
            (&format!("{longue}-"), false),
            (&format!("{longue}AA"), false),
        ] {
            assert_eq!(passe(|o, n| texte.passe(o, n), valeur), attendu, "{valeur}");
        }
        let court = Texte::de(libres, [false; 256], 3).unwrap();
        assert!(passe(|o, n| court.passe(o, n), "ABC"));
        assert!(!passe(|o, n| court.passe(o, n), "ABCD"));
        assert!(!passe(|o, n| court.passe(o, n), "A-B"));
        assert!(Texte::de([false; 256], libres, 100).is_none());
        // Wider ranges and more usual bytes first; the others are left to the second look.
        let epars = ensemble(b"ABCEFGHJKLMNOPQSTUVabcdeghijlmn".iter().copied());
        let epars = Texte::de(epars, ensemble(*b" -'./,"), 100).unwrap();
        assert!(passe(|o, n| epars.passe(o, n), "J-K'a S"));
        for valeur in ["J/K", "A-K", "JRK"] {
            assert!(!passe(|o, n| epars.passe(o, n), valeur), "{valeur}");
        }
    }

    #[test]
    fn an_address_is_read_by_words() {
        let mail = Motif::entier(r"[a-z0-9.]+@[a-z0-9]+(?:\.[a-z0-9]+)+").unwrap();
        let mots = Mots::de(&Conjonction::de(&[&mail]).unwrap(), 40).unwrap();
        let longue = "a".repeat(36);
        for (valeur, attendu) in [
            ("prenom.nom9@example.org", true),
            ("a@b.c", true),
            ("prenom.nom", false),
            ("a@b", false),
            ("é@b.c", false),
            (" a@b.c", false),
            ("", false),
            (&format!("{longue}@b.c"), true),
            (&format!("a{longue}@b.c"), false),
        ] {
            assert_eq!(passe(|o, n| mots.passe(o, n), valeur), attendu, "{valeur}");
        }
    }

    #[test]
    fn a_code_is_one_of_the_list_whatever_follows_it() {
        let liste = ["100", "1", "MC", "31224", "1234567", "DOMSECINC"];
        let codes = Codes::de(liste.iter());
        for (valeur, attendu) in [
            ("100", true),
            ("1", true),
            ("MC", true),
            ("31224", true),
            ("1234567", true),
            ("DOMSECINC", false),
            ("10", false),
            ("1000", false),
            ("100\0", false),
            ("MCA", false),
            ("", false),
        ] {
            assert_eq!(
                passe(|o, n| codes.passe(*o, n), valeur),
                attendu,
                "{valeur}"
            );
        }
        assert!(!passe(
            |o, n| Codes::de(std::iter::empty::<&str>()).passe(*o, n),
            "A"
        ));
    }

    #[test]
    fn ranges_are_those_of_the_set() {
        let octets = ensemble([0, 1, 2, 65, 254, 255]);
        assert_eq!(plages(&octets), [(0, 2), (65, 65), (254, 255)]);
        assert_eq!(plages(&[true; 256]), [(0, 255)]);
        let (larges, trous) = plages_a_trous(&ensemble([0, 1, 3, 6]));
        assert_eq!((larges, trous), (vec![(0, 3), (6, 6)], vec![2]));
    }
}
