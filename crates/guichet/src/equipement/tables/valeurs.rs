//! What spreadsheets make of codes, numbers and amounts, and what can be read of it for sure.

use guichet_instruction::dossier::montrer;
use guichet_nomenclatures::identifiants::{Cle, uai as cle_uai};

/// The code of a course has so many digits.
const CHIFFRES_DU_CODE: usize = 8;

/// A UAI as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uai {
    /// Its key is right.
    Juste(String),
    /// Its key is wrong; the number with the right one.
    CleFausse {
        /// As written.
        uai: String,
        /// With the key of its digits.
        attendu: String,
    },
    /// A spreadsheet took the first zero away: the key tells that it was one.
    ZeroPerdu(String),
    /// Another shape.
    AutreForme,
}

impl Uai {
    /// Reads a UAI, spaces and case apart.
    #[must_use]
    pub fn lire(texte: &str) -> Self {
        let net: String = sans_espaces(texte).to_uppercase();
        match cle_uai(&net) {
            Cle::Juste => Self::Juste(net),
            Cle::Fausse { attendu } => Self::CleFausse { uai: net, attendu },
            _ => {
                let complete = format!("0{net}");
                match cle_uai(&complete) {
                    Cle::Juste => Self::ZeroPerdu(complete),
                    _ => Self::AutreForme,
                }
            }
        }
    }
}

/// The code of a course as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// Eight digits.
    Juste(String),
    /// A spreadsheet wrote it as a number, all its digits are there.
    DuTableur(String),
    /// It cannot be read: what to say.
    Illisible(String),
}

impl Code {
    /// Reads a code.
    #[must_use]
    pub fn lire(texte: &str) -> Self {
        let net = sans_espaces(texte);
        if est_un_nombre(&net) {
            return match net.len() {
                CHIFFRES_DU_CODE => Self::Juste(net),
                7 => Self::Illisible(format!(
                    "le code « {net} » a 7 chiffres au lieu de 8 : un tableur a peut-être retiré le zéro du début ; remettez-le, la cellule au format texte."
                )),
                n => Self::Illisible(format!(
                    "le code « {} » a {n} chiffres au lieu de 8 ; vérifiez-le.",
                    montrer(&net)
                )),
            };
        }
        match nombre_du_tableur(&net) {
            Some(chiffres) if chiffres.len() == CHIFFRES_DU_CODE => Self::DuTableur(chiffres),
            _ if ressemble_a_un_nombre_abrege(&net) => Self::Illisible(format!(
                "le code « {} » est abrégé par un tableur, des chiffres sont perdus ; mettez la cellule au format texte et écrivez les 8 chiffres.",
                montrer(texte)
            )),
            _ => Self::Illisible(format!(
                "« {} » n’est pas un code de formation ; écrivez ses 8 chiffres.",
                montrer(texte)
            )),
        }
    }
}

/// `5.0022137E7` and `50022137.0` as their digits; nothing when digits are not all written.
fn nombre_du_tableur(texte: &str) -> Option<String> {
    let (mantisse, exposant) = match texte.split_once(['E', 'e']) {
        Some((mantisse, exposant)) => {
            let exposant = exposant.strip_prefix('+').unwrap_or(exposant);
            let lu = est_un_nombre(exposant) && exposant.len() <= 2;
            (mantisse, lu.then(|| exposant.parse::<usize>().ok())??)
        }
        None => (texte, 0),
    };
    let (entiers, decimales) = mantisse.split_once([',', '.'])?;
    if !est_un_nombre(entiers) || !est_un_nombre(decimales) {
        return None;
    }
    // Zeros that an exponent would add are digits that nobody wrote.
    let (gardees, reste) = decimales.split_at_checked(exposant)?;
    let rien_apres = reste.bytes().all(|octet| octet == b'0');
    rien_apres.then(|| format!("{entiers}{gardees}"))
}

fn ressemble_a_un_nombre_abrege(texte: &str) -> bool {
    texte.starts_with(|c: char| c.is_ascii_digit())
        && texte.contains(['E', 'e'])
        && texte
            .bytes()
            .all(|octet| octet.is_ascii_digit() || b"Ee+,.".contains(&octet))
}

/// A whole number as people and spreadsheets write it: `1 200`, `12.0`.
#[must_use]
pub fn entier(texte: &str) -> String {
    let net = sans_espaces(texte);
    match net.split_once(['.', ',']) {
        Some((entiers, decimales))
            if !decimales.is_empty() && decimales.bytes().all(|octet| octet == b'0') =>
        {
            entiers.to_owned()
        }
        _ => net,
    }
}

/// Euros as people and spreadsheets write them (`1 234,50 €`, `1234.5`), in cents; nothing when it is not an
/// amount, or has more than two decimals.
#[must_use]
pub fn euros(texte: &str) -> Option<i64> {
    let net = sans_espaces(texte);
    let net = net.strip_suffix('€').unwrap_or(&net);
    let (signe, net) = match net.strip_prefix('-') {
        Some(reste) => (-1, reste),
        None => (1, net),
    };
    let (entiers, decimales) = net.split_once([',', '.']).unwrap_or((net, "00"));
    if !est_un_nombre(entiers) || !est_un_nombre(decimales) || decimales.len() > 2 {
        return None;
    }
    let centimes: i64 = format!("{decimales:0<2}").parse().ok()?;
    let euros: i64 = entiers.parse().ok()?;
    euros
        .checked_mul(100)?
        .checked_add(centimes)?
        .checked_mul(signe)
}

fn sans_espaces(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_whitespace()).collect()
}

fn est_un_nombre(texte: &str) -> bool {
    !texte.is_empty() && texte.bytes().all(|octet| octet.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_when_all_its_digits_are_there() {
        let juste = |code: &str| Code::Juste(code.to_owned());
        let du_tableur = |code: &str| Code::DuTableur(code.to_owned());
        let cas = [
            ("50022137", juste("50022137")),
            ("500 22137", juste("50022137")),
            ("5.0022137E7", du_tableur("50022137")),
            ("5,0022137E+07", du_tableur("50022137")),
            ("5.00221370e7", du_tableur("50022137")),
            ("50022137.0", du_tableur("50022137")),
            ("50022137,00", du_tableur("50022137")),
        ];
        for (texte, attendu) in cas {
            assert_eq!(Code::lire(texte), attendu, "{texte}");
        }
        let refuses = [
            ("5.00E7", "des chiffres sont perdus"),
            ("5.002213E7", "des chiffres sont perdus"),
            ("5.0022137E9", "des chiffres sont perdus"),
            ("5E7", "des chiffres sont perdus"),
            ("50022137.5", "n’est pas un code"),
            ("5002213", "zéro du début"),
            ("500221371", "9 chiffres"),
            ("BOULANGER", "n’est pas un code"),
            ("", "n’est pas un code"),
            ("5.0022137E999", "des chiffres sont perdus"),
        ];
        for (texte, dit) in refuses {
            match Code::lire(texte) {
                Code::Illisible(message) => assert!(message.contains(dit), "{texte} : {message}"),
                lu => panic!("{texte} : {lu:?}"),
            }
        }
    }

    #[test]
    fn a_uai_that_lost_its_zero_is_known_by_its_key() {
        let Cle::Fausse { attendu } = cle_uai("0759001A") else {
            panic!("the key of the example");
        };
        assert_eq!(Uai::lire(&attendu), Uai::Juste(attendu.clone()));
        assert_eq!(
            Uai::lire(&attendu.to_lowercase()),
            Uai::Juste(attendu.clone())
        );
        assert_eq!(Uai::lire(&attendu[1..]), Uai::ZeroPerdu(attendu.clone()));
        let fausse = Uai::CleFausse {
            uai: "0759001A".to_owned(),
            attendu,
        };
        assert_eq!(Uai::lire("0759001A"), fausse);
        for autre in ["", "759001", "Lycée", "07590010A", "759001A"] {
            assert_eq!(Uai::lire(autre), Uai::AutreForme, "{autre}");
        }
    }

    #[test]
    fn euros_are_read_to_the_cent() {
        let cas = [
            ("1 234,50", Some(123_450)),
            ("1234.5", Some(123_450)),
            ("1\u{202f}234,50\u{a0}€", Some(123_450)),
            ("0", Some(0)),
            ("-12,00", Some(-1200)),
            ("1.234", None),
            ("1,234.50", None),
            ("douze", None),
            ("", None),
            ("99999999999999999999", None),
        ];
        for (texte, attendu) in cas {
            assert_eq!(euros(texte), attendu, "{texte}");
        }
        for (texte, attendu) in [
            ("12.0", "12"),
            ("1 200", "1200"),
            ("12.5", "12.5"),
            ("-3", "-3"),
        ] {
            assert_eq!(entier(texte), attendu);
        }
    }
}
