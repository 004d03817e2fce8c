//! An exact share: what a rate or a quota is, never a binary fraction.

use std::fmt;
use std::hash::{Hash, Hasher};

/// A share `numerateur / denominateur`, in lowest terms; never negative, its denominator never zero.
///
/// 30/35 and 6/7 are the same share; what was written « 30/35 » is shown so.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    numerateur: u32,
    denominateur: u32,
    /// What both were multiplied by, as they were written.
    facteur: u32,
}

impl PartialEq for Fraction {
    fn eq(&self, autre: &Self) -> bool {
        (self.numerateur, self.denominateur) == (autre.numerateur, autre.denominateur)
    }
}

impl Eq for Fraction {}

impl Hash for Fraction {
    fn hash<H: Hasher>(&self, hacheur: &mut H) {
        (self.numerateur, self.denominateur).hash(hacheur);
    }
}

/// Why a text is not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FractionInvalide {
    /// Neither a decimal, nor a fraction, nor a percentage.
    #[error("ce n’est ni un nombre décimal (0.80), ni une fraction (28/35)")]
    Forme,
    /// Below zero.
    #[error("une part ne peut pas être négative")]
    Negative,
    /// A division by zero.
    #[error("on ne divise pas par zéro")]
    ParZero,
    /// More digits than any contract has.
    #[error("il y a trop de chiffres")]
    Demesuree,
}

impl Fraction {
    /// The whole.
    pub const UN: Self = Self {
        numerateur: 1,
        denominateur: 1,
        facteur: 1,
    };

    /// A share in lowest terms; `None` over zero.
    #[must_use]
    pub fn new(numerateur: u32, denominateur: u32) -> Option<Self> {
        reduite(u64::from(numerateur), u64::from(denominateur)).ok()
    }

    /// Reads `0.80`, `0,80`, `28/35`, `17,5/35` or `80 %`, exactly.
    ///
    /// # Errors
    /// The text is none of these, is negative, divides by zero or has too many digits.
    pub fn lire(texte: &str) -> Result<Self, FractionInvalide> {
        let texte = texte.trim();
        let mut ecrite = false;
        let (haut, bas) = if let Some(pourcent) = texte.strip_suffix('%') {
            (decimal(pourcent)?, (100, 1))
        } else if let Some((haut, bas)) = texte.split_once('/') {
            let (haut, bas) = (decimal(haut)?, decimal(bas)?);
            ecrite = haut.1 == 1 && bas.1 == 1;
            (haut, bas)
        } else {
            (decimal(texte)?, (1, 1))
        };
        // (a / 10^n) / (b / 10^m) = (a × 10^m) / (b × 10^n)
        let numerateur = haut
            .0
            .checked_mul(bas.1)
            .ok_or(FractionInvalide::Demesuree)?;
        let denominateur = bas
            .0
            .checked_mul(haut.1)
            .ok_or(FractionInvalide::Demesuree)?;
        let mut part = reduite(numerateur, denominateur)?;
        let facteur = denominateur / u64::from(part.denominateur);
        if let (true, Ok(facteur)) = (ecrite, u32::try_from(facteur)) {
            part.facteur = facteur;
        }
        Ok(part)
    }

    /// The number above.
    #[must_use]
    pub fn numerateur(self) -> u32 {
        self.numerateur
    }

    /// The number below.
    #[must_use]
    pub fn denominateur(self) -> u32 {
        self.denominateur
    }

    /// What both were multiplied by, when they were written as two whole numbers; else 1.
    #[must_use]
    pub fn facteur(self) -> u32 {
        self.facteur
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, autre: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(autre))
    }
}

impl Ord for Fraction {
    fn cmp(&self, autre: &Self) -> std::cmp::Ordering {
        let gauche = u64::from(self.numerateur) * u64::from(autre.denominateur);
        let droite = u64::from(autre.numerateur) * u64::from(self.denominateur);
        gauche.cmp(&droite)
    }
}

impl fmt::Display for Fraction {
    /// As a percentage when it is a whole one (« 80 % »), else as it was written (« 30/35 »).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cent = u64::from(self.numerateur) * 100;
        if cent.is_multiple_of(u64::from(self.denominateur)) {
            write!(f, "{}\u{a0}%", cent / u64::from(self.denominateur))
        } else {
            let ecrit = |nombre: u32| u64::from(nombre) * u64::from(self.facteur);
            write!(f, "{}/{}", ecrit(self.numerateur), ecrit(self.denominateur))
        }
    }
}

/// A decimal as a whole number over a power of ten.
fn decimal(texte: &str) -> Result<(u64, u64), FractionInvalide> {
    let texte = texte.trim();
    if texte.starts_with(['-', '−']) {
        return Err(FractionInvalide::Negative);
    }
    let (entiers, decimales) = texte.split_once(['.', ',']).unwrap_or((texte, ""));
    let chiffres = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let a_point = entiers.len() + 1 == texte.len();
    if entiers.is_empty() || a_point || !chiffres(entiers) || !chiffres(decimales) {
        return Err(FractionInvalide::Forme);
    }
    let decimales = decimales.trim_end_matches('0');
    let mut valeur: u64 = 0;
    for chiffre in entiers.bytes().chain(decimales.bytes()) {
        valeur = valeur
            .checked_mul(10)
            .and_then(|v| v.checked_add(u64::from(chiffre - b'0')))
            .ok_or(FractionInvalide::Demesuree)?;
    }
    let puissance = u32::try_from(decimales.len())
        .ok()
        .and_then(|n| 10u64.checked_pow(n))
        .ok_or(FractionInvalide::Demesuree)?;
    Ok((valeur, puissance))
}

fn reduite(numerateur: u64, denominateur: u64) -> Result<Fraction, FractionInvalide> {
    if denominateur == 0 {
        return Err(FractionInvalide::ParZero);
    }
    let (mut a, mut b) = (numerateur, denominateur);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    match (
        u32::try_from(numerateur / a),
        u32::try_from(denominateur / a),
    ) {
        (Ok(numerateur), Ok(denominateur)) => Ok(Fraction {
            numerateur,
            denominateur,
            facteur: 1,
        }),
        _ => Err(FractionInvalide::Demesuree),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_share_is_exact() {
        let cas = [
            ("0.80", 4, 5),
            ("0,8", 4, 5),
            ("28/35", 4, 5),
            ("17,5/35", 1, 2),
            ("80 %", 4, 5),
            ("1", 1, 1),
            ("0", 0, 1),
            (" 1.5 ", 3, 2),
            ("0.333", 333, 1000),
        ];
        for (texte, numerateur, denominateur) in cas {
            let fraction = Fraction::lire(texte).unwrap();
            assert_eq!(
                Some(fraction),
                Fraction::new(numerateur, denominateur),
                "{texte}"
            );
        }
    }

    #[test]
    fn what_is_no_share_is_told() {
        let cas = [
            ("", FractionInvalide::Forme),
            ("0.", FractionInvalide::Forme),
            (".5", FractionInvalide::Forme),
            ("1/2/3", FractionInvalide::Forme),
            ("mi-temps", FractionInvalide::Forme),
            ("-0.5", FractionInvalide::Negative),
            ("28/0", FractionInvalide::ParZero),
            ("0.1234567890123456789012", FractionInvalide::Demesuree),
        ];
        for (texte, attendue) in cas {
            assert_eq!(Fraction::lire(texte), Err(attendue), "{texte}");
        }
    }

    #[test]
    fn shares_are_ordered_and_shown() {
        assert!(Fraction::lire("24/35").unwrap() < Fraction::lire("0.7").unwrap());
        assert_eq!(Fraction::lire("0.9").unwrap().to_string(), "90\u{a0}%");
        let montrees = [
            ("24/35", "24/35"),
            ("30/35", "30/35"),
            ("28/35", "80\u{a0}%"),
        ];
        for (ecrite, montree) in montrees {
            assert_eq!(Fraction::lire(ecrite).unwrap().to_string(), montree);
        }
        assert_eq!(Fraction::lire("30/35"), Fraction::lire("6/7"));
    }
}
