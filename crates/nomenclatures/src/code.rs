//! Codes typed by what they designate: five digits may be a speciality here and a job there.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::index::{LONGUEUR_MAX, empaqueter};

/// What a kind of code designates, and the shape of its codes.
pub trait Genre {
    /// As a sentence names it (`code de spécialité`).
    const NOM: &'static str;
    /// The shape, as a sentence tells it.
    const FORME: &'static str;

    /// Whether the bytes have the shape of such a code. Membership of a list is another matter.
    fn accepte(octets: &[u8]) -> bool;
}

/// A code of one kind: one to sixteen ASCII bytes held in place, compared in the order of the bytes.
///
/// A code of one kind is never a code of another:
///
/// ```compile_fail
/// use guichet_nomenclatures::code::{CodePays, CodeCategorie};
/// let pays: CodePays = "131".parse().unwrap();
/// let categorie: CodeCategorie = "131".parse().unwrap();
/// assert!(pays != categorie);
/// ```
///
/// ```compile_fail
/// use guichet_nomenclatures::code::{CodeCertifinfo, CodeRncp};
/// let rncp: CodeRncp = "37537".parse().unwrap();
/// let certifinfo: CodeCertifinfo = "37537".parse().unwrap();
/// assert!(rncp != certifinfo);
/// ```
pub struct Code<G> {
    octets: [u8; LONGUEUR_MAX],
    genre: PhantomData<fn() -> G>,
}

/// A text that does not have the shape of the code it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {valeur} » n’est pas un {genre} ; il faut {forme}.")]
pub struct CodeInvalide {
    /// What was read, bytes beyond UTF-8 replaced.
    pub valeur: String,
    /// What it should have been.
    pub genre: &'static str,
    /// The shape expected.
    pub forme: &'static str,
}

impl<G: Genre> Code<G> {
    /// Reads a code from raw bytes, exactly as they stand.
    ///
    /// # Errors
    /// The bytes do not have the shape of this kind of code.
    pub fn lire(octets: &[u8]) -> Result<Self, CodeInvalide> {
        match empaqueter(octets).filter(|_| octets.is_ascii() && G::accepte(octets)) {
            Some(paquet) => Ok(Self {
                octets: paquet.to_be_bytes(),
                genre: PhantomData,
            }),
            None => Err(CodeInvalide {
                valeur: String::from_utf8_lossy(octets).into_owned(),
                genre: G::NOM,
                forme: G::FORME,
            }),
        }
    }
}

impl<G> Code<G> {
    /// The bytes of the code.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        let longueur = self
            .octets
            .iter()
            .position(|&octet| octet == 0)
            .unwrap_or(LONGUEUR_MAX);
        &self.octets[..longueur]
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII bytes are ever held.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

// Written by hand: a derive would ask the same of `G`, which is only a name.
impl<G> Clone for Code<G> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<G> Copy for Code<G> {}

impl<G> PartialEq for Code<G> {
    fn eq(&self, autre: &Self) -> bool {
        self.octets == autre.octets
    }
}

impl<G> Eq for Code<G> {}

impl<G> PartialOrd for Code<G> {
    fn partial_cmp(&self, autre: &Self) -> Option<Ordering> {
        Some(self.cmp(autre))
    }
}

impl<G> Ord for Code<G> {
    fn cmp(&self, autre: &Self) -> Ordering {
        self.octets.cmp(&autre.octets)
    }
}

impl<G> Hash for Code<G> {
    fn hash<H: Hasher>(&self, etat: &mut H) {
        self.octets.hash(etat);
    }
}

impl<G> fmt::Debug for Code<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.as_str())
    }
}

impl<G> fmt::Display for Code<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<G: Genre> FromStr for Code<G> {
    type Err = CodeInvalide;

    fn from_str(texte: &str) -> Result<Self, CodeInvalide> {
        Self::lire(texte.as_bytes())
    }
}

impl<G> Serialize for Code<G> {
    fn serialize<S: Serializer>(&self, sortie: S) -> Result<S::Ok, S::Error> {
        sortie.serialize_str(self.as_str())
    }
}

impl<'de, G: Genre> Deserialize<'de> for Code<G> {
    fn deserialize<D: Deserializer<'de>>(entree: D) -> Result<Self, D::Error> {
        String::deserialize(entree)?
            .parse()
            .map_err(de::Error::custom)
    }
}

macro_rules! genres {
    ($($(#[$doc:meta])* $code:ident = $genre:ident, $nom:literal, $forme:literal, $accepte:expr;)*) => {$(
        #[doc = concat!("Kind of [`", stringify!($code), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $genre {}

        impl Genre for $genre {
            const NOM: &'static str = $nom;
            const FORME: &'static str = $forme;

            fn accepte(octets: &[u8]) -> bool {
                let accepte: fn(&[u8]) -> bool = $accepte;
                accepte(octets)
            }
        }

        $(#[$doc])*
        pub type $code = Code<$genre>;
    )*};
}

genres! {
    /// A speciality of an exam (field `serie`); the same code may be another diploma in another domain.
    CodeSpecialite = GenreSpecialite, "code de spécialité",
        "quatre chiffres puis un chiffre ou une lettre majuscule", |octets| {
            octets.len() == 5 && chiffres(&octets[..4]) && chiffres_et_majuscules(&octets[4..])
        };
    /// A category of candidate (field `categorie`).
    CodeCategorie = GenreCategorie, "code de catégorie de candidat", "trois chiffres",
        |octets| octets.len() == 3 && chiffres(octets);
    /// An option of the field `enseignement`.
    CodeEnseignement = GenreEnseignement, "code d’enseignement",
        "de un à seize chiffres ou lettres majuscules", chiffres_et_majuscules;
    /// A language of a European section (field `langue_section_euro`).
    CodeLangue = GenreLangue, "code de langue",
        "de un à seize chiffres ou lettres majuscules", chiffres_et_majuscules;
    /// A socio-professional category (field `categ_socio_pro`).
    CodePcs = GenrePcs, "code de catégorie socio-professionnelle", "deux chiffres",
        |octets| octets.len() == 2 && chiffres(octets);
    /// A department or overseas collectivity, on three characters (field `depCOM_naissance`).
    CodeDepartement = GenreDepartement, "code de département",
        "trois chiffres ou lettres majuscules", |octets| {
            octets.len() == 3 && chiffres_et_majuscules(octets)
        };
    /// A country (fields `pays_naissance`, `nationalite`, `pays`), `AUT` included.
    CodePays = GenrePays, "code de pays", "trois chiffres ou lettres majuscules",
        |octets| octets.len() == 3 && chiffres_et_majuscules(octets);
    /// A certification of the national directory (RNCP), without prefix or leading zeros.
    CodeRncp = Rncp, "code RNCP", "de un à six chiffres, sans zéro au début", numero;
    /// A certification in CERTIFINFO, another name space: the same number may be something else there.
    CodeCertifinfo = Certifinfo, "code CERTIFINFO", "de un à six chiffres, sans zéro au début", numero;
}

/// One to six digits, the first of which is not zero.
fn numero(octets: &[u8]) -> bool {
    octets.len() <= 6 && chiffres(octets) && octets.first().is_some_and(|premier| *premier != b'0')
}

fn chiffres(octets: &[u8]) -> bool {
    octets.iter().all(u8::is_ascii_digit)
}

fn chiffres_et_majuscules(octets: &[u8]) -> bool {
    octets
        .iter()
        .all(|octet| octet.is_ascii_digit() || octet.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_accepts_its_own_shape() {
        let cas: [(&str, [bool; 5]); 9] = [
            // speciality, category, PCS, department, language
            ("33205", [true, false, false, false, true]),
            ("3320M", [true, false, false, false, true]),
            ("3320m", [false; 5]),
            ("131", [false, true, false, true, true]),
            ("02A", [false, false, false, true, true]),
            ("10", [false, false, true, false, true]),
            ("", [false; 5]),
            (" 131", [false; 5]),
            ("ABCDEFGHIJKLMNOPQ", [false; 5]),
        ];
        for (texte, attendu) in cas {
            let lus = [
                texte.parse::<CodeSpecialite>().is_ok(),
                texte.parse::<CodeCategorie>().is_ok(),
                texte.parse::<CodePcs>().is_ok(),
                texte.parse::<CodeDepartement>().is_ok(),
                texte.parse::<CodeLangue>().is_ok(),
            ];
            assert_eq!(lus, attendu, "{texte}");
        }
    }

    #[test]
    fn a_number_of_a_directory_has_no_leading_zero() {
        for (texte, attendu) in [
            ("738", true),
            ("114320", true),
            ("0738", false),
            ("0", false),
            ("1143201", false),
            ("RNCP738", false),
            ("", false),
        ] {
            assert_eq!(texte.parse::<CodeRncp>().is_ok(), attendu, "{texte}");
            assert_eq!(texte.parse::<CodeCertifinfo>().is_ok(), attendu, "{texte}");
        }
    }

    #[test]
    fn a_code_is_shown_as_it_was_read_and_ordered_like_its_text() {
        let mut codes: Vec<CodeEnseignement> = ["EURO", "A", "ABCDEFGHIJKLMNOP", "EUR"]
            .map(|c| c.parse().unwrap())
            .to_vec();
        codes.sort();
        let textes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        assert_eq!(textes, ["A", "ABCDEFGHIJKLMNOP", "EUR", "EURO"]);
        assert_eq!(size_of::<CodePays>(), 16);
    }

    #[test]
    fn a_refusal_says_the_value_and_the_shape() {
        assert_eq!(
            CodeSpecialite::lire(b"332\xe9").unwrap_err().to_string(),
            "« 332\u{fffd} » n’est pas un code de spécialité ; il faut quatre chiffres puis un chiffre ou une lettre majuscule."
        );
    }
}
