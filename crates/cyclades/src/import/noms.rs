//! Names as people write them, compared: case, accents and punctuation set aside.

/// A name without case, accents or punctuation, its words apart by one space: « Né(e) le » is `ne e le`.
#[must_use]
pub fn normaliser(texte: &str) -> String {
    let mut normal = String::with_capacity(texte.len());
    let mut coupe = false;
    for c in texte.chars().flat_map(char::to_lowercase) {
        let base = sans_accent(c);
        if base.is_empty() {
            // A combining accent belongs to the letter before it.
            coupe |= !('\u{300}'..='\u{36f}').contains(&c);
            continue;
        }
        if coupe && !normal.is_empty() {
            normal.push(' ');
        }
        coupe = false;
        normal.push_str(base.texte(c).as_str());
    }
    normal
}

/// What stands for a letter.
struct Base(Option<&'static str>, bool);

impl Base {
    fn is_empty(&self) -> bool {
        self.0.is_none() && !self.1
    }

    fn texte(&self, c: char) -> String {
        self.0.map_or_else(|| c.to_string(), str::to_owned)
    }
}

fn sans_accent(c: char) -> Base {
    let base = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        // « N° », « 1ʳᵉ »: the sign says nothing more.
        '°' => return Base(None, false),
        c => return Base(None, c.is_alphanumeric()),
    };
    Base(Some(base), true)
}

/// Whether every word of `partie` is among those of `tout`, both normalised.
#[must_use]
pub fn contient_les_mots(tout: &str, partie: &str) -> bool {
    !partie.is_empty()
        && partie
            .split(' ')
            .all(|mot| tout.split(' ').any(|autre| autre == mot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_case_accents_and_punctuation() {
        let cas = [
            ("Né(e) le", "ne e le"),
            ("  Tél. Portable Repr. Lég. ", "tel portable repr leg"),
            ("NE(E) LE", "ne e le"),
            ("N° INE", "n ine"),
            ("Nom d’usage", "nom d usage"),
            ("Cœur-de-Ville", "coeur de ville"),
            ("Pre\u{301}nom", "prenom"),
            ("telephone_mobile", "telephone mobile"),
            ("", ""),
            ("***", ""),
        ];
        for (texte, attendu) in cas {
            assert_eq!(normaliser(texte), attendu, "{texte}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert!(contient_les_mots("nom de naissance", "nom naissance"));
        assert!(!contient_les_mots("prenom", "nom"));
        assert!(!contient_les_mots("nom", ""));
    }
}
