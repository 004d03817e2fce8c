//! A quotient as a whole number: the one way in which amounts, rates and scholars are rounded here.

use serde::Deserialize;

/// Where a rounding goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sens {
    /// To the unit below.
    Inferieur,
    /// To the unit above.
    Superieur,
    /// To the nearest unit, half away from zero.
    #[default]
    #[serde(rename = "au_plus_proche")]
    Proche,
}

/// A quotient as a whole number; `denominateur` is above zero.
#[must_use]
pub fn arrondir(numerateur: i128, denominateur: i128, sens: Sens) -> i128 {
    match sens {
        Sens::Inferieur => numerateur.div_euclid(denominateur),
        Sens::Superieur => -((-numerateur).div_euclid(denominateur)),
        Sens::Proche => {
            let magnitude = (numerateur.abs() * 2 + denominateur) / (denominateur * 2);
            magnitude * numerateur.signum()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rounding_goes_its_way_and_a_whole_quotient_stays() {
        let cas = [
            (7, 2, 3, 4, 4),
            (5, 3, 1, 2, 2),
            (4, 3, 1, 2, 1),
            (6, 3, 2, 2, 2),
            (0, 3, 0, 0, 0),
            (-7, 2, -4, -3, -4),
            (-4, 3, -2, -1, -1),
        ];
        for (haut, bas, inferieur, superieur, proche) in cas {
            assert_eq!(
                arrondir(haut, bas, Sens::Inferieur),
                inferieur,
                "{haut}/{bas}"
            );
            assert_eq!(
                arrondir(haut, bas, Sens::Superieur),
                superieur,
                "{haut}/{bas}"
            );
            assert_eq!(arrondir(haut, bas, Sens::Proche), proche, "{haut}/{bas}");
        }
    }
}
