//! Chance that a seed decides, the same on every machine and in every version of the program.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014) is written here rather than taken from a crate: generators of
//! crates change their sequences between versions, and a file must come back the same from its seed.

/// A sequence of draws.
#[derive(Debug, Clone)]
pub struct Hasard(u64);

impl Hasard {
    /// The sequence of a seed and a rank: that of each row hangs on no other row.
    #[must_use]
    pub fn new(graine: u64, rang: u64) -> Self {
        Self(melange(graine ^ melange(rang)))
    }

    /// Sixty-four bits.
    pub fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(PAS);
        melange_final(self.0)
    }

    /// A number below `borne`; 0 when `borne` is 0.
    pub fn sous(&mut self, borne: u32) -> u32 {
        // The high half of a product: no division, a bias below one in four billion.
        let produit = (self.suivant() >> 32) * u64::from(borne);
        u32::try_from(produit >> 32).unwrap_or(0)
    }

    /// A number from `min` to `max`.
    pub fn entre(&mut self, min: u32, max: u32) -> u32 {
        min + self.sous(max - min + 1)
    }

    /// True so many times in a thousand.
    pub fn pour_mille(&mut self, combien: u32) -> bool {
        self.sous(1000) < combien
    }

    /// One of these, if there is one.
    pub fn parmi<'c, T>(&mut self, choix: &'c [T]) -> Option<&'c T> {
        let rang = self.sous(u32::try_from(choix.len()).unwrap_or(u32::MAX));
        choix.get(usize::try_from(rang).unwrap_or(0))
    }
}

const PAS: u64 = 0x9e37_79b9_7f4a_7c15;

fn melange(nombre: u64) -> u64 {
    melange_final(nombre.wrapping_add(PAS))
}

fn melange_final(nombre: u64) -> u64 {
    let nombre = (nombre ^ nombre >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let nombre = (nombre ^ nombre >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    nombre ^ nombre >> 31
}

/// The numbers below a bound in an order that looks like chance, none twice: a Feistel network, walked
/// again while it leads beyond the bound.
#[derive(Debug, Clone)]
pub struct Permutation {
    borne: u64,
    demi: u32,
    cles: [u64; 4],
}

impl Permutation {
    /// The permutation of a seed.
    #[must_use]
    pub fn new(borne: u64, graine: u64) -> Self {
        let bits = u64::BITS - borne.saturating_sub(1).leading_zeros();
        let mut hasard = Hasard::new(graine, borne);
        Self {
            borne,
            demi: bits.div_ceil(2).max(1),
            cles: std::array::from_fn(|_| hasard.suivant()),
        }
    }

    /// The number of a rank; the ranks from the bound on are those from 0 on.
    #[must_use]
    pub fn nombre(&self, rang: u64) -> u64 {
        let masque = (1 << self.demi) - 1;
        let mut nombre = rang % self.borne.max(1);
        loop {
            let (mut gauche, mut droite) = (nombre >> self.demi, nombre & masque);
            for cle in self.cles {
                (gauche, droite) = (droite, gauche ^ melange(droite ^ cle) & masque);
            }
            nombre = gauche << self.demi | droite;
            if nombre < self.borne || self.borne == 0 {
                return nombre;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_draws_for_ever() {
        let mut hasard = Hasard::new(42, 0);
        let tires: Vec<u32> = (0..6).map(|_| hasard.sous(1000)).collect();
        let mut encore = Hasard::new(42, 0);
        assert!(tires.iter().all(|&t| t == encore.sous(1000)));
        assert_ne!(Hasard::new(42, 0).suivant(), Hasard::new(42, 1).suivant());
        assert_ne!(Hasard::new(42, 0).suivant(), Hasard::new(43, 0).suivant());
        // Published first outputs of SplitMix64 for the state 1234567.
        let mut publie = Hasard(1_234_567);
        assert_eq!(publie.suivant(), 6_457_827_717_110_365_317);
        assert_eq!(publie.suivant(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut hasard = Hasard::new(1, 1);
        for _ in 0..1000 {
            assert!(hasard.sous(7) < 7);
            assert!((3..=9).contains(&hasard.entre(3, 9)));
            assert!(hasard.pour_mille(1000) && !hasard.pour_mille(0));
        }
        assert_eq!(hasard.sous(0), 0);
        assert_eq!(hasard.parmi::<u8>(&[]), None);
    }

    #[test]
    fn a_permutation_gives_every_number_once() {
        for borne in [1, 2, 3, 10, 1000, 4096, 10_007] {
            let permutation = Permutation::new(borne, 7);
            let mut vus: Vec<u64> = (0..borne).map(|rang| permutation.nombre(rang)).collect();
            vus.sort_unstable();
            assert!(vus.iter().copied().eq(0..borne), "{borne}");
        }
    }
}
