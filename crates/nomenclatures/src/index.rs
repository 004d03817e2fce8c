//! From the raw bytes of a code to its row, in a few nanoseconds and without allocation.

use guichet_socle::programme::Appartenance;

/// The longest code that can be indexed, in bytes.
pub const LONGUEUR_MAX: usize = 16;

/// The key of a free slot: no code packs to zero.
const LIBRE: u128 = 0;

/// Codes of at most sixteen bytes, each with a number, usually that of its row.
///
/// Open addressing over the codes packed into 128 bits: a look-up reads one or two slots.
#[derive(Debug, Clone)]
pub struct IndexCodes {
    cles: Box<[u128]>,
    numeros: Box<[u32]>,
    decalage: u32,
    nombre: usize,
}

/// A code that cannot be indexed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurIndex {
    /// Empty, longer than sixteen bytes, or ending with a NUL byte.
    #[error(
        "le code « {0} » ne peut pas être indexé ; donnez-lui de 1 à {LONGUEUR_MAX} caractères ASCII."
    )]
    Inindexable(String),
    /// Given twice.
    #[error("le code « {0} » est donné deux fois ; gardez-en un.")]
    EnDouble(String),
}

impl Appartenance for IndexCodes {
    #[inline]
    fn contient(&self, octets: &[u8]) -> bool {
        self.chercher(octets).is_some()
    }
}

impl IndexCodes {
    /// Indexes some codes.
    ///
    /// # Errors
    /// A code is empty, longer than sixteen bytes, or given twice.
    pub fn new<'a>(codes: impl IntoIterator<Item = (&'a str, u32)>) -> Result<Self, ErreurIndex> {
        let codes: Vec<(&str, u32)> = codes.into_iter().collect();
        // At most half full, so that a look-up always meets a free slot soon.
        let bits = (codes.len() * 2).next_power_of_two().max(2).ilog2();
        let mut index = Self {
            cles: vec![LIBRE; 1 << bits].into_boxed_slice(),
            numeros: vec![0; 1 << bits].into_boxed_slice(),
            decalage: u64::BITS - bits,
            nombre: codes.len(),
        };
        for (code, numero) in codes {
            let cle = empaqueter(code.as_bytes())
                .ok_or_else(|| ErreurIndex::Inindexable(code.to_owned()))?;
            let case = index.case(cle);
            if index.cles[case] == cle {
                return Err(ErreurIndex::EnDouble(code.to_owned()));
            }
            index.cles[case] = cle;
            index.numeros[case] = numero;
        }
        Ok(index)
    }

    /// The number of a code, or `None` if the bytes are no code of the index.
    #[inline]
    #[must_use]
    pub fn chercher(&self, octets: &[u8]) -> Option<u32> {
        let cle = empaqueter(octets)?;
        let case = self.case(cle);
        (self.cles[case] == cle).then(|| self.numeros[case])
    }

    /// The codes, in no order.
    pub fn codes(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        let pleines = self.cles.iter().filter(|cle| **cle != LIBRE);
        pleines.map(|cle| {
            let longueur = LONGUEUR_MAX - cle.trailing_zeros() as usize / 8;
            cle.to_be_bytes()[..longueur].to_vec()
        })
    }

    /// How many codes are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nombre
    }

    /// Whether there is no code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nombre == 0
    }

    /// The slot that holds the key, or the free one where it would go.
    #[inline]
    fn case(&self, cle: u128) -> usize {
        let masque = self.cles.len() - 1;
        let mut case = self.depart(cle) & masque;
        while self.cles[case] != cle && self.cles[case] != LIBRE {
            case = (case + 1) & masque;
        }
        case
    }

    /// Where the search of a key begins: multiplicative hashing of its two halves.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the halves of the key are taken on purpose, and the mask follows"
    )]
    fn depart(&self, cle: u128) -> usize {
        let melange = (cle >> 64) as u64 ^ (cle as u64).rotate_left(29);
        (melange.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.decalage) as usize
    }
}

/// One to sixteen bytes packed into 128 bits, the first one highest, zeros after the last.
///
/// Two different values never give the same bits: a value that ends with a NUL byte, which the zeros
/// would hide, is refused (`None`), like an empty or too long one.
#[inline]
#[must_use]
pub fn empaqueter(octets: &[u8]) -> Option<u128> {
    let (&dernier, longueur) = (octets.last()?, octets.len());
    if longueur > LONGUEUR_MAX || dernier == 0 {
        return None;
    }
    // Two overlapping reads, one from each end, cover the value; where they overlap they agree.
    let fin = 8 * (LONGUEUR_MAX - longueur);
    if let (Some(a), Some(b)) = (octets.first_chunk(), octets.last_chunk()) {
        return Some(
            u128::from(u64::from_be_bytes(*a)) << 64 | u128::from(u64::from_be_bytes(*b)) << fin,
        );
    }
    if let (Some(a), Some(b)) = (octets.first_chunk(), octets.last_chunk()) {
        return Some(
            u128::from(u32::from_be_bytes(*a)) << 96 | u128::from(u32::from_be_bytes(*b)) << fin,
        );
    }
    let milieu = longueur / 2;
    let octet = |rang: usize| u128::from(octets[rang]) << (8 * (LONGUEUR_MAX - 1 - rang));
    Some(octet(0) | octet(milieu) | octet(longueur - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn the_codes_given_are_those_that_were_indexed() {
        let codes = ["A", "100", "31224", "ABCDEFGHIJKLMNOP"];
        let index = IndexCodes::new(codes.into_iter().zip(0..)).unwrap();
        let mut rendus: Vec<_> = index.codes().collect();
        rendus.sort();
        let mut attendus = codes.map(|code| code.as_bytes().to_vec());
        attendus.sort();
        assert_eq!(rendus, attendus);
    }

    #[test]
    fn bytes_are_packed_in_their_order_whatever_their_number() {
        for longueur in 1..=LONGUEUR_MAX {
            let octets: Vec<u8> = (b'A'..).take(longueur).collect();
            let mut attendu = [0; LONGUEUR_MAX];
            attendu[..longueur].copy_from_slice(&octets);
            assert_eq!(
                empaqueter(&octets),
                Some(u128::from_be_bytes(attendu)),
                "{longueur}"
            );
        }
    }

    #[test]
    fn what_packing_would_confuse_is_refused() {
        for octets in [&b""[..], b"A\0", b"\0", b"ABCDEFGHIJKLMNOPQ"] {
            assert_eq!(empaqueter(octets), None, "{octets:?}");
        }
        assert_ne!(empaqueter(b"\0A"), empaqueter(b"A"));
    }

    #[test]
    fn an_empty_index_answers_nothing() {
        let index = IndexCodes::new([]).unwrap();
        assert!(index.is_empty());
        assert_eq!(index.chercher(b"1"), None);
    }

    #[test]
    fn a_code_twice_or_too_long_is_refused() {
        assert_eq!(
            IndexCodes::new([("1", 0), ("2", 1), ("1", 2)]).unwrap_err(),
            ErreurIndex::EnDouble("1".to_owned())
        );
        for code in ["", "ABCDEFGHIJKLMNOPQ", "A\0"] {
            assert!(IndexCodes::new([(code, 0)]).is_err());
        }
    }

    proptest! {
        #[test]
        fn the_index_answers_like_a_map(
            codes in proptest::collection::hash_map("[0-9A-Z]{1,16}|[0-9]{1,3}", any::<u32>(), 0..200),
            autres in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..20), 0..50),
        ) {
            let codes: HashMap<String, u32> = codes;
            let index = IndexCodes::new(codes.iter().map(|(c, n)| (c.as_str(), *n))).unwrap();
            prop_assert_eq!(index.len(), codes.len());
            for (code, numero) in &codes {
                prop_assert_eq!(index.chercher(code.as_bytes()), Some(*numero));
            }
            for octets in autres {
                let attendu = std::str::from_utf8(&octets).ok().and_then(|c| codes.get(c)).copied();
                prop_assert_eq!(index.chercher(&octets), attendu);
            }
        }
    }
}
