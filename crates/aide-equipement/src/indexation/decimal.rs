//! A decimal number, exact: an index, a rate, an amount in euros.

use std::cmp::Ordering;
use std::fmt;

/// Digits that a number may have before its point, and after it.
const ENTIERS_MAX: usize = 9;
const DECIMALES_MAX: usize = 6;

/// A whole number over a power of ten: `114.18` is 11418 over 10².
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    unites: i64,
    decimales: u32,
}

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalInvalide {
    /// No number.
    #[error("n’est pas un nombre ; écrivez-le en chiffres, par exemple 114,18")]
    Forme,
    /// Below zero.
    #[error("est négatif ; donnez un nombre positif")]
    Negatif,
    /// More digits than any index or amount has.
    #[error("a trop de chiffres ; neuf avant la virgule et six après suffisent")]
    Demesure,
}

impl Decimal {
    /// So many units of the last decimal.
    #[must_use]
    pub fn new(unites: i64, decimales: u32) -> Self {
        Self { unites, decimales }
    }

    /// Reads `107.4`, `107,4`, `1 014,5`.
    ///
    /// # Errors
    /// The text is no number, is below zero, or has too many digits.
    pub fn lire(texte: &str) -> Result<Self, DecimalInvalide> {
        let texte: String = texte
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .collect();
        let (negatif, texte) = match texte.strip_prefix(['-', '−']) {
            Some(reste) => (true, reste),
            None => (false, texte.as_str()),
        };
        let (entiers, decimales) = match texte.split_once(['.', ',']) {
            Some((_, "")) => return Err(DecimalInvalide::Forme),
            Some(parties) => parties,
            None => (texte, ""),
        };
        let chiffres = |partie: &str| partie.bytes().all(|c| c.is_ascii_digit());
        if entiers.is_empty() || !chiffres(entiers) || !chiffres(decimales) {
            return Err(DecimalInvalide::Forme);
        }
        if negatif {
            return Err(DecimalInvalide::Negatif);
        }
        let decimales = decimales.trim_end_matches('0');
        let entiers = entiers.trim_start_matches('0');
        if entiers.len() > ENTIERS_MAX || decimales.len() > DECIMALES_MAX {
            return Err(DecimalInvalide::Demesure);
        }
        let unites = entiers
            .bytes()
            .chain(decimales.bytes())
            .fold(0, |valeur, chiffre| valeur * 10 + i64::from(chiffre - b'0'));
        Ok(Self {
            unites,
            decimales: u32::try_from(decimales.len()).map_err(|_| DecimalInvalide::Demesure)?,
        })
    }

    /// The number of units of its last decimal.
    #[must_use]
    pub fn unites(self) -> i64 {
        self.unites
    }

    /// How many decimals it is written with.
    #[must_use]
    pub fn decimales(self) -> u32 {
        self.decimales
    }

    /// Whether it is zero.
    #[must_use]
    pub fn est_nul(self) -> bool {
        self.unites == 0
    }

    /// The amount in cents of a number of euros; nothing when there are fractions of a cent.
    #[must_use]
    pub fn en_centimes(self) -> Option<i64> {
        let manquent = 2u32.checked_sub(self.decimales)?;
        self.unites.checked_mul(10i64.pow(manquent))
    }

    /// Both numbers in units of the same decimal.
    #[must_use]
    pub fn a_la_meme_echelle(self, autre: Self) -> (i128, i128) {
        let decimales = self.decimales.max(autre.decimales);
        let porter =
            |nombre: Self| i128::from(nombre.unites) * 10i128.pow(decimales - nombre.decimales);
        (porter(self), porter(autre))
    }

    /// The same number without the zeros that end it.
    #[must_use]
    pub fn sans_zeros(self) -> Self {
        let mut court = self;
        while court.decimales > 0 && court.unites % 10 == 0 {
            court.unites /= 10;
            court.decimales -= 1;
        }
        court
    }

    /// As people read it: `114,18`.
    #[must_use]
    pub fn en_francais(self) -> String {
        self.to_string().replace('.', ",")
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, autre: &Self) -> Option<Ordering> {
        let (gauche, droite) = self.a_la_meme_echelle(*autre);
        Some(gauche.cmp(&droite))
    }
}

impl fmt::Display for Decimal {
    /// As programs read it: `114.18`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signe = if self.unites < 0 { "-" } else { "" };
        let places = self.decimales as usize;
        let chiffres = format!("{:0large$}", self.unites.unsigned_abs(), large = places + 1);
        let (entiers, decimales) = chiffres.split_at(chiffres.len() - places);
        if decimales.is_empty() {
            write!(f, "{signe}{entiers}")
        } else {
            write!(f, "{signe}{entiers}.{decimales}")
        }
    }
}
