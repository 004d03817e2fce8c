//! Check digits of the identifiers of enterprises and schools: a mistyped number is told before it is used.
//!
//! A right key does not say that the enterprise exists, only that the number was not mistyped.

/// The SIREN of La Poste, whose establishments outnumber the keys that Luhn leaves.
const LA_POSTE: &str = "356000000";
/// Its head office, the one establishment of La Poste that follows Luhn.
const SIEGE_DE_LA_POSTE: &str = "35600000000048";

/// The letters of the key of a UAI: those that cannot be taken for a digit or another letter.
const CLES_UAI: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// What the key of an identifier says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cle {
    /// The key is that of the number.
    Juste,
    /// It is not; the number with the key that its other characters would have.
    ///
    /// That one is a suggestion at most: any other character may be the mistyped one.
    Fausse {
        /// The whole identifier, as it would be if only its last character were wrong.
        attendu: String,
    },
    /// It is not, and no single last character would make it right for sure.
    FausseSansAutre,
    /// The text does not have the shape of such an identifier.
    AutreForme,
}

/// The key of a SIREN: nine digits, the last of which is the Luhn key of the others.
#[must_use]
pub fn siren(numero: &str) -> Cle {
    match chiffres::<9>(numero) {
        Some(chiffres) => de_luhn(numero, &chiffres),
        None => Cle::AutreForme,
    }
}

/// The key of a SIRET: fourteen digits, the last of which is the Luhn key of the others.
///
/// For La Poste (SIREN 356000000), the sum of the digits is a multiple of five instead, but for its head
/// office, which has the Luhn key.
#[must_use]
pub fn siret(numero: &str) -> Cle {
    let Some(chiffres) = chiffres::<14>(numero) else {
        return Cle::AutreForme;
    };
    if !numero.starts_with(LA_POSTE) || numero == SIEGE_DE_LA_POSTE {
        return de_luhn(numero, &chiffres);
    }
    let somme: u32 = chiffres.iter().copied().map(u32::from).sum();
    if somme.is_multiple_of(5) {
        Cle::Juste
    } else {
        // Two last digits in ten make the sum a multiple of five.
        Cle::FausseSansAutre
    }
}

/// The SIREN of a SIRET: its first nine digits.
#[must_use]
pub fn siren_du_siret(siret: &str) -> Option<&str> {
    chiffres::<14>(siret).and_then(|_| siret.get(..9))
}

/// The key of a UAI: seven digits, then the letter that their number modulo 23 chooses.
#[must_use]
pub fn uai(code: &str) -> Cle {
    let Some((numero, lettre)) = code
        .split_at_checked(7)
        .filter(|(_, lettre)| matches!(lettre.as_bytes(), [b'A'..=b'Z']))
    else {
        return Cle::AutreForme;
    };
    let Some(chiffres) = chiffres::<7>(numero) else {
        return Cle::AutreForme;
    };
    let reste = chiffres.iter().fold(0, |reste, &chiffre| {
        (reste * 10 + usize::from(chiffre)) % 23
    });
    let attendue = char::from(CLES_UAI[reste]);
    if lettre.starts_with(attendue) {
        Cle::Juste
    } else {
        Cle::Fausse {
            attendu: format!("{numero}{attendue}"),
        }
    }
}

/// Whether the last digit is the Luhn key of the others.
fn de_luhn(numero: &str, chiffres: &[u8]) -> Cle {
    // From the right, one digit in two is doubled, and a result of two digits is their sum.
    let somme: u32 = chiffres
        .iter()
        .rev()
        .enumerate()
        .map(|(rang, &chiffre)| {
            let poids = u32::from(chiffre) * (1 + u32::from(rang % 2 == 1));
            poids / 10 + poids % 10
        })
        .sum();
    let ecart = somme % 10;
    if ecart == 0 {
        return Cle::Juste;
    }
    let dernier = chiffres.last().copied().map_or(0, u32::from);
    let attendu = (dernier + 10 - ecart) % 10;
    let debut = &numero[..numero.len() - 1];
    Cle::Fausse {
        attendu: format!("{debut}{attendu}"),
    }
}

/// The digits of a text of exactly so many.
fn chiffres<const N: usize>(texte: &str) -> Option<[u8; N]> {
    let octets: [u8; N] = texte.as_bytes().try_into().ok()?;
    octets
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| octets.map(|octet| octet - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fausse(attendu: &str) -> Cle {
        Cle::Fausse {
            attendu: attendu.to_owned(),
        }
    }

    #[test]
    fn a_siren_has_its_luhn_key() {
        let cas = [
            ("732829320", Cle::Juste),
            ("000000000", Cle::Juste),
            ("356000000", Cle::Juste),
            ("732829321", fausse("732829320")),
            ("732829329", fausse("732829320")),
            ("123456789", fausse("123456782")),
            ("73282932", Cle::AutreForme),
            ("7328293200", Cle::AutreForme),
            ("73282932O", Cle::AutreForme),
            ("73282932é", Cle::AutreForme),
            ("", Cle::AutreForme),
        ];
        for (numero, attendue) in cas {
            assert_eq!(siren(numero), attendue, "{numero}");
        }
    }

    #[test]
    fn a_siret_has_its_luhn_key_and_la_poste_its_own_rule() {
        let cas = [
            ("73282932000074", Cle::Juste),
            ("12345678200010", Cle::Juste),
            ("73282932000075", fausse("73282932000074")),
            // The head office of La Poste passes Luhn (its sum, 26, is no multiple of five).
            ("35600000000048", Cle::Juste),
            // An establishment: 3 + 5 + 6 + 1 = 15, and not Luhn.
            ("35600000000001", Cle::Juste),
            ("35600000000006", Cle::Juste),
            ("35600000000002", Cle::FausseSansAutre),
            // Luhn, but not the head office: 3 + 5 + 6 + 1 + 4 = 19.
            ("35600000000014", Cle::FausseSansAutre),
            // The rule is that of La Poste alone.
            ("35600000100001", fausse("35600000100004")),
            ("7328293200007", Cle::AutreForme),
            ("732 829 320 00074", Cle::AutreForme),
        ];
        for (numero, attendue) in cas {
            assert_eq!(siret(numero), attendue, "{numero}");
        }
        assert_eq!(siren_du_siret("73282932000074"), Some("732829320"));
        assert_eq!(siren_du_siret("732829320"), None);
    }

    #[test]
    fn every_wrong_digit_of_a_siret_is_told() {
        let juste = "73282932000074";
        for place in 0..juste.len() {
            for chiffre in '0'..='9' {
                let mut change: Vec<char> = juste.chars().collect();
                let meme = change[place] == chiffre;
                change[place] = chiffre;
                let change: String = change.into_iter().collect();
                assert_eq!(siret(&change) == Cle::Juste, meme, "{change}");
            }
        }
    }

    #[test]
    fn the_key_that_is_proposed_is_right() {
        for reste in 0..100u32 {
            let numero = format!("1234567820{reste:03}0");
            let juste = match siret(&numero) {
                Cle::Fausse { attendu } => attendu,
                _ => numero,
            };
            assert_eq!(siret(&juste), Cle::Juste);
        }
    }

    #[test]
    fn a_uai_has_its_letter() {
        let cas = [
            ("0750654D", Cle::Juste),
            ("0750655E", Cle::Juste),
            ("0750655D", fausse("0750655E")),
            ("0000000A", Cle::Juste),
            ("0000022Z", Cle::Juste),
            ("0000023A", Cle::Juste),
            ("0000008J", Cle::Juste),
            ("0000008I", fausse("0000008J")),
            ("0000008j", Cle::AutreForme),
            ("000008J", Cle::AutreForme),
            ("00000080", Cle::AutreForme),
            ("0000008é", Cle::AutreForme),
            ("", Cle::AutreForme),
        ];
        for (code, attendue) in cas {
            assert_eq!(uai(code), attendue, "{code}");
        }
    }
}
