//! An amount as acts write it: in figures, and in words.

use french_numbers::{PRE_REFORM_MASCULINE, french_number_options};
use guichet_socle::Centimes;
use serde::Serialize;

/// An amount in figures and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Montant {
    /// « 6 000,00 € », with no-break spaces.
    pub chiffres: String,
    /// « six mille euros ».
    pub lettres: String,
    /// Whether it is nothing at all.
    pub nul: bool,
}

impl Montant {
    /// Both forms of an amount.
    #[must_use]
    pub fn de(montant: Centimes) -> Self {
        Self {
            chiffres: montant.to_string(),
            lettres: en_lettres(montant),
            nul: montant == Centimes::ZERO,
        }
    }
}

/// An amount in words: « quatre mille cent quatorze euros et vingt-neuf centimes ».
///
/// The spelling is the traditional one, that acts keep: hyphens below one hundred only.
#[must_use]
pub fn en_lettres(montant: Centimes) -> String {
    let valeur = montant.0.unsigned_abs();
    let (euros, centimes) = (valeur / 100, valeur % 100);
    let mots = |nombre: u64| french_number_options(&nombre, &PRE_REFORM_MASCULINE);
    // « un million d’euros », but « un million deux cents euros ».
    let de = if euros >= 1_000_000 && euros.is_multiple_of(1_000_000) {
        " d’euros"
    } else if euros > 1 {
        " euros"
    } else {
        " euro"
    };
    let signe = if montant.0 < 0 { "moins " } else { "" };
    let partie_entiere = format!("{}{de}", mots(euros));
    let s = if centimes > 1 { "s" } else { "" };
    let decimales = format!("{} centime{s}", mots(centimes));
    match (euros, centimes) {
        (_, 0) => format!("{signe}{partie_entiere}"),
        (0, _) => format!("{signe}{decimales}"),
        _ => format!("{signe}{partie_entiere} et {decimales}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_acts_write_them() {
        let cas = [
            (0, "zéro euro"),
            (1, "un centime"),
            (29, "vingt-neuf centimes"),
            (100, "un euro"),
            (121, "un euro et vingt et un centimes"),
            (2_100, "vingt et un euros"),
            (7_100, "soixante et onze euros"),
            (8_000, "quatre-vingts euros"),
            (8_100, "quatre-vingt-un euros"),
            (9_100, "quatre-vingt-onze euros"),
            (20_000, "deux cents euros"),
            (20_300, "deux cent trois euros"),
            (100_000, "mille euros"),
            (
                411_429,
                "quatre mille cent quatorze euros et vingt-neuf centimes",
            ),
            (480_000, "quatre mille huit cents euros"),
            (600_000, "six mille euros"),
            (8_000_000, "quatre-vingt mille euros"),
            (20_000_000, "deux cent mille euros"),
            (
                23_456_789,
                "deux cent trente-quatre mille cinq cent soixante-sept euros et quatre-vingt-neuf centimes",
            ),
            (100_000_000, "un million d’euros"),
            (200_020_000, "deux millions deux cents euros"),
            (1_000_000_000, "dix millions d’euros"),
            (-50_000, "moins cinq cents euros"),
        ];
        for (centimes, attendu) in cas {
            assert_eq!(en_lettres(Centimes(centimes)), attendu, "{centimes}");
        }
    }

    #[test]
    fn every_amount_of_the_aid_is_written_without_a_digit() {
        for centimes in (0..=2_400_000).step_by(37) {
            let mots = en_lettres(Centimes(centimes));
            assert!(!mots.contains(|c: char| c.is_ascii_digit()), "{mots}");
        }
    }
}
