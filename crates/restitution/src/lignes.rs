//! Lines of text that fit a terminal.

/// The words of a text on lines of at most `largeur` characters, the next ones set back by `retrait`.
/// A word longer than a line is left whole: cutting a pattern or an address would change it.
#[must_use]
pub fn replier(texte: &str, largeur: usize, retrait: usize) -> String {
    let marge = " ".repeat(retrait);
    let mut replie = String::with_capacity(texte.len() + 16);
    let mut place = retrait;
    for (rang, mot) in mots(texte).into_iter().enumerate() {
        let longueur = mot.chars().count();
        if rang > 0 {
            if place + 1 + longueur > largeur {
                replie.push('\n');
                replie.push_str(&marge);
                place = retrait;
            } else {
                replie.push(' ');
                place += 1;
            }
        }
        replie.push_str(mot);
        place += longueur;
    }
    replie
}

/// Words, where a French sign stays with its word: a line never begins with « : » nor ends with « « ».
fn mots(texte: &str) -> Vec<&str> {
    let mut mots: Vec<&str> = Vec::new();
    let mut debut: Option<usize> = None;
    let morceaux: Vec<(usize, &str)> = texte
        .split(' ')
        .scan(0, |place, mot| {
            let ici = *place;
            *place += mot.len() + 1;
            Some((ici, mot))
        })
        .collect();
    for (rang, &(place, mot)) in morceaux.iter().enumerate() {
        let de = *debut.get_or_insert(place);
        let suivant = morceaux.get(rang + 1).map(|(_, mot)| *mot);
        let colle =
            mot == "«" || matches!(suivant, Some(":" | ";" | "?" | "!" | "»" | "»," | "»."));
        if !colle || suivant.is_none() {
            if let Some(mot) = texte
                .get(de..place + mot.len())
                .filter(|mot| !mot.is_empty())
            {
                mots.push(mot);
            }
            debut = None;
        }
    }
    mots
}

/// A text of at most `largeur` characters, its end replaced by « … » if need be.
#[must_use]
pub fn tronquer(texte: &str, largeur: usize) -> String {
    if texte.chars().count() <= largeur {
        return texte.to_owned();
    }
    let mut court: String = texte.chars().take(largeur.saturating_sub(1)).collect();
    court.push('…');
    court
}

/// A sentence put after a colon: without its capital, but for a code or an acronym.
#[must_use]
pub fn sans_majuscule(phrase: &str) -> String {
    let mut caracteres = phrase.chars();
    match (caracteres.next(), caracteres.clone().next()) {
        (Some(premier), Some(second)) if !second.is_uppercase() && !second.is_numeric() => {
            premier.to_lowercase().chain(caracteres).collect()
        }
        _ => phrase.to_owned(),
    }
}

/// A character that can be seen: one that commands shows its symbol, or a dot.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\t' => '→',
        '\0' => '␀',
        c if c.is_control() => '·',
        c => c,
    }
}

/// A value on one line, every character of it seen.
#[must_use]
pub fn lisible(valeur: &str) -> String {
    valeur.chars().map(visible).collect()
}

/// A text that begins with a capital.
#[must_use]
pub fn majuscule(mot: &str) -> String {
    let mut lettres = mot.chars();
    lettres.next().map_or(String::new(), |premiere| {
        premiere.to_uppercase().chain(lettres).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words_and_never_before_a_sign() {
        let cas = [
            ("un deux trois", 9, 2, "un deux\n  trois"),
            ("un deux : trois", 8, 0, "un\ndeux :\ntrois"),
            ("dit « oui » ici", 9, 0, "dit\n« oui »\nici"),
            ("anticonstitutionnel", 5, 2, "anticonstitutionnel"),
            ("", 5, 2, ""),
            ("a  b", 10, 0, "a b"),
        ];
        for (texte, largeur, retrait, attendu) in cas {
            assert_eq!(replier(texte, largeur, retrait), attendu, "{texte}");
        }
    }

    #[test]
    fn a_sentence_after_a_colon_loses_its_capital_and_an_acronym_does_not() {
        let cas = [
            ("La valeur", "la valeur"),
            ("L’INE manque", "l’INE manque"),
            ("Évitez", "évitez"),
            ("AUT n’est pas admis", "AUT n’est pas admis"),
            ("“Mme” n’est pas", "“Mme” n’est pas"),
            ("985 est", "985 est"),
            ("", ""),
        ];
        for (phrase, attendu) in cas {
            assert_eq!(sans_majuscule(phrase), attendu);
        }
    }

    #[test]
    fn a_long_text_ends_with_an_ellipsis() {
        assert_eq!(tronquer("éléphant", 8), "éléphant");
        assert_eq!(tronquer("éléphants", 8), "éléphan…");
    }
}
