//! Sentences with placeholders: `{nom}` in the data, a value when someone reads.

/// A sentence cut into fixed text and placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gabarit {
    morceaux: Vec<Morceau>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Morceau {
    /// As it is.
    Texte(String),
    /// What a name stands for.
    Trou(String),
}

impl Gabarit {
    /// Cuts a sentence.
    ///
    /// # Errors
    /// A brace is opened and not closed, closed and not opened, or holds nothing.
    pub fn lire(phrase: &str) -> Result<Self, String> {
        let mut morceaux = Vec::new();
        let mut reste = phrase;
        while let Some(ouvre) = reste.find(['{', '}']) {
            if reste[ouvre..].starts_with('}') {
                return Err("une accolade est fermée sans être ouverte ; retirez-la.".to_owned());
            }
            if ouvre > 0 {
                morceaux.push(Morceau::Texte(reste[..ouvre].to_owned()));
            }
            let Some(ferme) = reste[ouvre..].find('}').map(|i| ouvre + i) else {
                return Err("une accolade n’est pas fermée ; ajoutez « } ».".to_owned());
            };
            let nom = &reste[ouvre + 1..ferme];
            if nom.is_empty() || nom.contains('{') {
                return Err(format!("« {{{nom}}} » n’est pas un nom ; écrivez {{nom}}."));
            }
            morceaux.push(Morceau::Trou(nom.to_owned()));
            reste = &reste[ferme + 1..];
        }
        if !reste.is_empty() {
            morceaux.push(Morceau::Texte(reste.to_owned()));
        }
        Ok(Self { morceaux })
    }

    /// Its pieces, in order.
    #[must_use]
    pub fn morceaux(&self) -> &[Morceau] {
        &self.morceaux
    }

    /// The names of the placeholders, in order.
    pub fn trous(&self) -> impl Iterator<Item = &str> {
        self.morceaux.iter().filter_map(|morceau| match morceau {
            Morceau::Trou(nom) => Some(nom.as_str()),
            Morceau::Texte(_) => None,
        })
    }

    /// The sentence, each placeholder filled by `valeur`.
    pub fn remplir(&self, mut valeur: impl FnMut(&str, &mut String)) -> String {
        let mut phrase = String::with_capacity(96);
        for morceau in &self.morceaux {
            match morceau {
                Morceau::Texte(texte) => phrase.push_str(texte),
                Morceau::Trou(nom) => valeur(nom, &mut phrase),
            }
        }
        phrase
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_the_rest_is_kept() {
        let gabarit = Gabarit::lire("“{valeur}” compte {longueur} chiffres.").unwrap();
        assert_eq!(gabarit.trous().collect::<Vec<_>>(), ["valeur", "longueur"]);
        let phrase = gabarit.remplir(|nom, sortie| sortie.push_str(&nom.to_uppercase()));
        assert_eq!(phrase, "“VALEUR” compte LONGUEUR chiffres.");
    }

    #[test]
    fn unbalanced_braces_are_refused() {
        for phrase in ["{a", "a}", "{}", "{a{b}}"] {
            assert!(Gabarit::lire(phrase).is_err(), "{phrase}");
        }
        assert!(Gabarit::lire("").is_ok());
    }
}
