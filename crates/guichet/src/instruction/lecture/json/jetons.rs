//! The words of JSON, from a text in memory: strict, and with the place of what is wrong.
//!
//! A number keeps its text, so that no decimal goes through a binary fraction.

use std::borrow::Cow;

/// Values inside one another: what no dossier needs, and what recursion could not bear.
const PROFONDEUR: u32 = 100;

/// Where and why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntaxe {
    /// Byte of the text.
    pub octet: usize,
    /// The fact, then what to do.
    pub message: String,
}

/// A text being read.
#[derive(Debug, Clone, Copy)]
pub struct Jetons<'t> {
    texte: &'t str,
    octets: &'t [u8],
    /// Next byte.
    pub octet: usize,
}

impl<'t> Jetons<'t> {
    pub fn de(texte: &'t str) -> Self {
        Self {
            texte,
            octets: texte.as_bytes(),
            octet: 0,
        }
    }

    /// The next byte that is not blank.
    #[inline]
    pub fn voir(&mut self) -> Option<u8> {
        loop {
            match self.octets.get(self.octet) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.octet += 1,
                autre => return autre.copied(),
            }
        }
    }

    /// Goes past a sign, if it is the next.
    #[inline]
    pub fn avaler(&mut self, signe: u8) -> bool {
        let oui = self.voir() == Some(signe);
        self.octet += usize::from(oui);
        oui
    }

    /// That something else was expected here.
    pub fn attendu(&mut self, quoi: &str) -> Syntaxe {
        let message = if self.voir().is_none() {
            format!("le JSON s’arrête avant la fin : il manque {quoi}.")
        } else {
            let vu = self.texte[self.octet..].chars().next();
            let vu = vu.filter(|c| !c.is_control()).unwrap_or('\u{fffd}');
            format!("« {vu} » est écrit là où il faut {quoi} ; corrigez le JSON.")
        };
        Syntaxe {
            octet: self.octet,
            message,
        }
    }

    /// A string; the next byte is its quote.
    #[inline]
    pub fn chaine(&mut self) -> Result<Cow<'t, str>, Syntaxe> {
        let debut = self.octet + 1;
        let reste = &self.octets[debut..];
        let fin = reste
            .iter()
            .position(|&o| o == b'"' || o == b'\\' || o < b' ');
        if let Some(fin) = fin
            && reste[fin] == b'"'
        {
            self.octet = debut + fin + 1;
            return Ok(Cow::Borrowed(&self.texte[debut..debut + fin]));
        }
        self.chaine_echappee(debut, debut + fin.unwrap_or(reste.len()))
    }

    #[cold]
    fn chaine_echappee(&mut self, debut: usize, jusqu_a: usize) -> Result<Cow<'t, str>, Syntaxe> {
        let mut texte = String::from(&self.texte[debut..jusqu_a]);
        self.octet = jusqu_a;
        loop {
            match self.octets.get(self.octet) {
                None => {
                    return Err(faute(
                        debut - 1,
                        "ce texte n’a pas de guillemet fermant ; ajoutez-le.",
                    ));
                }
                Some(b'"') => {
                    self.octet += 1;
                    return Ok(Cow::Owned(texte));
                }
                Some(b'\\') => {
                    let c = self.echappement()?;
                    texte.push(c);
                }
                Some(0..b' ') => {
                    return Err(faute(
                        self.octet,
                        "un texte contient un caractère invisible ou un saut de ligne ; retirez-le, ou ajoutez le guillemet fermant.",
                    ));
                }
                Some(_) => {
                    let reste = &self.octets[self.octet..];
                    let fin = reste
                        .iter()
                        .position(|&o| o == b'"' || o == b'\\' || o < b' ')
                        .unwrap_or(reste.len());
                    texte.push_str(&self.texte[self.octet..self.octet + fin]);
                    self.octet += fin;
                }
            }
        }
    }

    fn echappement(&mut self) -> Result<char, Syntaxe> {
        let debut = self.octet;
        let lettre = self.octets.get(debut + 1).copied();
        self.octet = debut + 2;
        Ok(match lettre {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(debut),
            _ => {
                return Err(faute(
                    debut,
                    "une barre oblique inverse n’annonce rien de connu ; doublez-la (\\\\).",
                ));
            }
        })
    }

    /// `\u00e9`, or two halves of a character beyond them.
    fn unicode(&mut self, debut: usize) -> Result<char, Syntaxe> {
        const PAS_UN_CARACTERE: &str =
            "\\u n’est pas suivi des quatre chiffres d’un caractère ; corrigez-le.";
        let Some(haut) = self.quatre() else {
            return Err(faute(debut, PAS_UN_CARACTERE));
        };
        let code = if (0xd800..0xdc00).contains(&haut)
            && self.octets[self.octet..].starts_with(b"\\u")
        {
            self.octet += 2;
            match self.quatre() {
                Some(bas @ 0xdc00..=0xdfff) => 0x10000 + ((haut - 0xd800) << 10) + (bas - 0xdc00),
                _ => haut,
            }
        } else {
            haut
        };
        char::from_u32(code).ok_or_else(|| {
            faute(
                debut,
                "\\u est suivi de la moitié d’un caractère ; corrigez-le.",
            )
        })
    }

    fn quatre(&mut self) -> Option<u32> {
        let chiffres = self.octets.get(self.octet..self.octet + 4)?;
        self.octet += 4;
        chiffres.iter().try_fold(0, |somme, &octet| {
            Some(somme * 16 + char::from(octet).to_digit(16)?)
        })
    }

    /// The text of a number; the next byte is a digit or a minus.
    pub fn nombre(&mut self) -> Result<&'t str, Syntaxe> {
        let debut = self.octet;
        let mut ici = debut + usize::from(self.octets[debut] == b'-');
        let chiffres = |de: usize| {
            let reste = self.octets.get(de..).unwrap_or_default();
            reste.iter().take_while(|o| o.is_ascii_digit()).count()
        };
        let entiers = chiffres(ici);
        let zero_en_trop = entiers > 1 && self.octets[ici] == b'0';
        let mut complet = entiers > 0;
        ici += entiers;
        if self.octets.get(ici) == Some(&b'.') {
            let decimales = chiffres(ici + 1);
            complet &= decimales > 0;
            ici += 1 + decimales;
        }
        if matches!(self.octets.get(ici), Some(b'e' | b'E')) {
            ici += 1 + usize::from(matches!(self.octets.get(ici + 1), Some(b'+' | b'-')));
            let exposant = chiffres(ici);
            complet &= exposant > 0;
            ici += exposant;
        }
        if zero_en_trop {
            return Err(faute(
                debut,
                "un nombre commence par un zéro ; si c’est un code, écrivez-le entre guillemets.",
            ));
        }
        if !complet {
            return Err(faute(debut, "un nombre est incomplet ; corrigez-le."));
        }
        self.octet = ici;
        Ok(&self.texte[debut..ici])
    }

    /// `true`, `false` or `null`.
    #[inline]
    pub fn mot(&mut self, mot: &str) -> Result<(), Syntaxe> {
        if self.octets[self.octet..].starts_with(mot.as_bytes()) {
            self.octet += mot.len();
            return Ok(());
        }
        Err(self.attendu("true, false, null, un nombre ou un texte entre guillemets"))
    }

    /// Goes past a value, whatever it is.
    pub fn passer(&mut self) -> Result<(), Syntaxe> {
        self.passer_a(0)
    }

    fn passer_a(&mut self, profondeur: u32) -> Result<(), Syntaxe> {
        match self.voir() {
            Some(b'"') => self.chaine().map(drop),
            Some(b'-' | b'0'..=b'9') => self.nombre().map(drop),
            Some(b't') => self.mot("true"),
            Some(b'f') => self.mot("false"),
            Some(b'n') => self.mot("null"),
            Some(ouvrant @ (b'{' | b'[')) => {
                if profondeur == PROFONDEUR {
                    return Err(faute(
                        self.octet,
                        "trop de valeurs sont écrites les unes dans les autres ; retirez-les.",
                    ));
                }
                self.octet += 1;
                self.suite(ouvrant == b'{', |jetons| jetons.passer_a(profondeur + 1))
            }
            _ => Err(self.attendu("une valeur")),
        }
    }

    fn suite(
        &mut self,
        objet: bool,
        mut element: impl FnMut(&mut Self) -> Result<(), Syntaxe>,
    ) -> Result<(), Syntaxe> {
        let fermant = if objet { b'}' } else { b']' };
        if self.avaler(fermant) {
            return Ok(());
        }
        loop {
            if objet {
                self.cle()?;
            }
            element(self)?;
            if !self.continuer(fermant)? {
                return Ok(());
            }
        }
    }

    /// A key and its colon.
    #[inline]
    pub fn cle(&mut self) -> Result<Cow<'t, str>, Syntaxe> {
        if self.voir() != Some(b'"') {
            return Err(self.attendu("le nom d’un champ entre guillemets droits"));
        }
        let cle = self.chaine()?;
        if self.avaler(b':') {
            Ok(cle)
        } else {
            Err(self.attendu("deux-points (:)"))
        }
    }

    /// After a value: whether a comma announces another one, or the end is there.
    #[inline]
    pub fn continuer(&mut self, fermant: u8) -> Result<bool, Syntaxe> {
        match self.voir() {
            Some(b',') => {
                self.octet += 1;
                Ok(true)
            }
            Some(octet) if octet == fermant => {
                self.octet += 1;
                Ok(false)
            }
            _ if fermant == b'}' => Err(self.attendu("une virgule, ou l’accolade fermante")),
            _ => Err(self.attendu("une virgule, ou le crochet fermant")),
        }
    }
}

fn faute(octet: usize, message: &str) -> Syntaxe {
    Syntaxe {
        octet,
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn est_du_json(texte: &str) -> bool {
        let mut jetons = Jetons::de(texte);
        jetons.passer().is_ok() && jetons.voir().is_none()
    }

    proptest! {
        #[test]
        fn what_is_json_is_what_the_library_says(
            morceaux in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "1",
                "-", "0", ".", "e", "E+", "true", "false", "null", "tru", " ", "\n", "é", "\u{0}", "{\"a\":", "[1,",
            ]), 0..12)
        ) {
            let texte = morceaux.concat();
            let lu = serde_json::from_str::<serde_json::Value>(&texte);
            // Our numbers stay texts: none is too large.
            let attendu = lu.map_or_else(|e| e.to_string().contains("out of range"), |_| true);
            prop_assert_eq!(est_du_json(&texte), attendu, "{}", texte);
        }

        #[test]
        fn a_string_is_read_as_the_library_reads_it(texte in any::<String>()) {
            let ecrit = serde_json::to_string(&texte).unwrap();
            prop_assert_eq!(Jetons::de(&ecrit).chaine().unwrap(), texte);
        }
    }

    #[test]
    fn depth_is_bounded() {
        let profond = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(est_du_json(&profond(100)));
        assert!(!est_du_json(&profond(102)));
        assert!(!est_du_json(&profond(10_000)));
    }
}
