//! From months to cents.

use guichet_socle::{Centimes, Fraction};

/// Montant de l’aide (règlement, 3) : mois dus × forfait × quotité, la proportion exacte arrondie au centime
/// le plus proche, la moitié vers le haut ; ou à l’euro le plus proche si `euros_entiers` (registre, CP-09).
#[must_use]
#[inline]
pub fn montant(
    mois: i64,
    forfait: Centimes,
    quotite: Fraction,
    euros_entiers: bool,
) -> Option<Centimes> {
    let plein = forfait.checked_mul(mois)?;
    let (haut, bas) = (
        i64::from(quotite.numerateur()),
        i64::from(quotite.denominateur()),
    );
    if euros_entiers {
        plein.part_au_plus_proche(haut, bas * 100)?.checked_mul(100)
    } else {
        plein.part_au_plus_proche(haut, bas)
    }
}

/// Whether both readings of CP-09 give two amounts: an amount within half a cent of a whole euro is that
/// euro under both.
#[must_use]
#[inline]
pub fn depend_de_l_arrondi(au_centime: Centimes) -> bool {
    au_centime.0 % 100 != 0
}

/// Whether the proportion needs no rounding to be whole cents.
#[must_use]
pub fn est_exact(mois: i64, forfait: Centimes, quotite: Fraction) -> bool {
    let produit = i128::from(forfait.0) * i128::from(mois) * i128::from(quotite.numerateur());
    produit % i128::from(quotite.denominateur()) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_examples_of_the_document_and_the_roundings() {
        let cas = [
            // months, share, cents, whole euros
            (12, "1", 600_000, 600_000),
            (10, "1", 500_000, 500_000),
            (6, "1", 300_000, 300_000),
            (12, "0.80", 480_000, 480_000),
            (10, "0.90", 450_000, 450_000),
            (12, "28/35", 480_000, 480_000),
            (12, "24/35", 411_429, 411_400),
            (1, "1/3", 16_667, 16_700),
            (1, "0.001", 50, 100),
            (1, "0.00001", 1, 0),
            (0, "1", 0, 0),
        ];
        for (mois, part, centimes, euros) in cas {
            let part = Fraction::lire(part).unwrap();
            let montant = |entiers| montant(mois, Centimes(50_000), part, entiers);
            assert_eq!(montant(false), Some(Centimes(centimes)), "{mois} {part}");
            assert_eq!(montant(true), Some(Centimes(euros)), "{mois} {part}");
            assert!(centimes == euros || depend_de_l_arrondi(Centimes(centimes)));
        }
    }

    #[test]
    fn what_needs_rounding_is_told() {
        let part = |texte| Fraction::lire(texte).unwrap();
        assert!(est_exact(12, Centimes(50_000), part("0.80")));
        assert!(!est_exact(12, Centimes(50_000), part("24/35")));
    }
}
