//! The one error of a badly written edition: file, line, what is wrong, what to do.

use std::fmt;

/// A fault in the data of an edition, told like a compiler would: `fichier:ligne : message`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ErreurEdition {
    /// Path of the faulty file, relative to the data folder.
    pub fichier: String,
    /// Line of the fault, from 1, when the fault has a place.
    pub ligne: Option<usize>,
    /// The fact with its value, then what to do, in French.
    pub message: String,
}

impl fmt::Display for ErreurEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ligne {
            Some(ligne) => write!(f, "{}:{ligne} : {}", self.fichier, self.message),
            None => write!(f, "{} : {}", self.fichier, self.message),
        }
    }
}

impl ErreurEdition {
    /// A fault of a whole file.
    pub fn du_fichier(fichier: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            fichier: fichier.into(),
            ligne: None,
            message: message.into(),
        }
    }

    /// A fault at a line (from 1).
    pub fn a_la_ligne(
        fichier: impl Into<String>,
        ligne: usize,
        message: impl Into<String>,
    ) -> Self {
        Self {
            fichier: fichier.into(),
            ligne: Some(ligne),
            message: message.into(),
        }
    }

    /// A fault at a byte offset of the file's text.
    pub fn a_l_octet(
        fichier: impl Into<String>,
        texte: &str,
        octet: usize,
        message: impl Into<String>,
    ) -> Self {
        Self::a_la_ligne(fichier, ligne_de(texte, octet), message)
    }
}

/// The line (from 1) that holds a byte offset.
#[must_use]
pub fn ligne_de(texte: &str, octet: usize) -> usize {
    texte.bytes().take(octet).filter(|&b| b == b'\n').count() + 1
}

/// Reads a TOML file of an edition into `T`, with the line of whatever does not fit.
///
/// # Errors
/// The syntax is not TOML, a key is unknown, a value is missing or of the wrong type.
pub fn lire_toml<T: serde::de::DeserializeOwned>(
    fichier: &str,
    texte: &str,
) -> Result<T, ErreurEdition> {
    toml::from_str(texte).map_err(|erreur| ErreurEdition {
        fichier: fichier.to_owned(),
        ligne: erreur.span().map(|span| ligne_de(texte, span.start)),
        message: en_francais(erreur.message()),
    })
}

/// What the TOML library says, in French; its own words stay when they are none of the usual ones.
fn en_francais(message: &str) -> String {
    let mots: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (
        message.split('`').next().unwrap_or_default().trim(),
        mots.as_slice(),
    ) {
        ("unknown field", [inconnu, connus @ ..]) => {
            let conseil = match plus_proche(inconnu, connus.iter().copied()) {
                Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
                None => format!("il y a : {}.", connus.join(", ")),
            };
            format!("la clé « {inconnu} » n’existe pas ici ; {conseil}")
        }
        ("missing field", [absent, ..]) => format!("il manque la clé « {absent} » ; ajoutez-la."),
        ("unknown variant", [inconnu, connus @ ..]) => {
            let conseil = match plus_proche(inconnu, connus.iter().copied()) {
                Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
                None => format!("il y a : {}.", connus.join(", ")),
            };
            format!("« {inconnu} » n’est pas admis ici ; {conseil}")
        }
        ("duplicate key", _) => "cette clé est donnée deux fois ; gardez-en une.".to_owned(),
        (debut, _) if debut.starts_with("invalid type") => {
            let lus = message
                .strip_prefix("invalid type: ")
                .and_then(|suite| suite.split_once(", expected "))
                .and_then(|(lu, attendu)| Some((type_lu(lu)?, type_attendu(attendu.trim())?)));
            let types = lus.map_or_else(
                || format!(" ({message})"),
                |(lu, attendu)| format!(" : c’est {lu}, il faut {attendu}"),
            );
            format!(
                "la valeur n’est pas du type attendu{types} ; vérifiez les guillemets et les crochets."
            )
        }
        (debut, _) if debut.contains("date is not valid") => {
            "la date n’est pas un jour du calendrier ; corrigez-la (AAAA-MM-JJ).".to_owned()
        }
        (debut, _) if debut.starts_with("missing opening quote") => {
            "il manque un guillemet ouvrant ; ajoutez-le.".to_owned()
        }
        (debut, _) if debut.starts_with("missing closing quote") => {
            "il manque un guillemet fermant ; ajoutez-le.".to_owned()
        }
        _ => format!("ce n’est pas du TOML bien formé ({message}) ; corrigez la ligne."),
    }
}

/// What a value is, from the words of the TOML library (`string "30"`).
fn type_lu(mots: &str) -> Option<&'static str> {
    Some(match mots.split_whitespace().next()? {
        "string" => "un texte entre guillemets",
        "integer" => "un nombre entier",
        "floating" => "un nombre à virgule",
        "boolean" => "true ou false",
        "sequence" => "une liste entre crochets",
        "map" => "un tableau de clés",
        _ => return None,
    })
}

/// What a value had to be.
fn type_attendu(mots: &str) -> Option<&'static str> {
    Some(match mots {
        "i64" | "u64" | "u32" | "i32" | "u16" | "i16" | "u8" | "i8" | "usize" => "un nombre entier",
        "a string" => "un texte entre guillemets",
        "a boolean" => "true ou false",
        "a sequence" => "une liste entre crochets",
        "a map" => "un tableau de clés",
        structure if structure.starts_with("struct ") => "un tableau de clés",
        _ => return None,
    })
}

/// The known word nearest to an unknown one, for « vouliez-vous dire … ? ».
///
/// Nearness is the number of letters to change, add or remove (Levenshtein), case ignored;
/// nothing is proposed beyond a third of the word.
#[must_use]
pub fn plus_proche<'a>(
    inconnu: &str,
    connus: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let cible: Vec<char> = inconnu.to_lowercase().chars().collect();
    let limite = (cible.len() / 3).max(1);
    connus
        .into_iter()
        .map(|connu| {
            (
                distance(&cible, &connu.to_lowercase().chars().collect::<Vec<_>>()),
                connu,
            )
        })
        .filter(|&(ecart, _)| ecart <= limite)
        .min_by_key(|&(ecart, _)| ecart)
        .map(|(_, connu)| connu)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut rangee: Vec<usize> = (0..=b.len()).collect();
    for (i, &ca) in a.iter().enumerate() {
        let mut diagonale = rangee[0];
        rangee[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let cout = diagonale + usize::from(ca != cb);
            diagonale = rangee[j + 1];
            rangee[j + 1] = cout.min(diagonale + 1).min(rangee[j] + 1);
        }
    }
    rangee[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_an_offset_counts_the_breaks_before_it() {
        assert_eq!(ligne_de("a\nb\nc", 0), 1);
        assert_eq!(ligne_de("a\nb\nc", 1), 1);
        assert_eq!(ligne_de("a\nb\nc", 2), 2);
        assert_eq!(ligne_de("a\nb\nc", 4), 3);
    }

    #[test]
    fn the_nearest_word_is_proposed_and_a_far_one_is_not() {
        let connus = ["code_postal", "localite", "pays"];
        assert_eq!(plus_proche("code_postale", connus), Some("code_postal"));
        assert_eq!(plus_proche("LOCALITÉ", connus), Some("localite"));
        assert_eq!(plus_proche("serie", connus), None);
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Exemple {
        #[expect(dead_code, reason = "only its parsing matters")]
        valeur: i64,
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let erreur = lire_toml::<Exemple>("x.toml", "valeur = 1\n\nvaleurs = 2\n").unwrap_err();
        assert_eq!(erreur.ligne, Some(3));
        assert!(erreur.message.contains("valeurs"), "{erreur}");
    }

    #[test]
    fn the_faults_of_a_toml_file_are_told_in_french() {
        let cas = [
            (
                "valeurs = 2",
                "la clé « valeurs » n’existe pas ici ; vouliez-vous dire « valeur » ?",
            ),
            ("", "il manque la clé « valeur » ; ajoutez-la."),
            ("valeur = 1\nvaleur = 2", "cette clé est donnée deux fois"),
            ("valeur = \"a\"", "n’est pas du type attendu"),
            ("valeur = ", "TOML bien formé"),
        ];
        for (texte, attendu) in cas {
            let erreur = lire_toml::<Exemple>("x.toml", texte).unwrap_err();
            assert!(erreur.message.contains(attendu), "{texte:?} : {erreur}");
        }
    }
}
