//! Where a JSON value ends, whatever is wrong inside: from brace to brace, strings apart.

/// What is known of a value whose beginning was seen.
#[derive(Debug, Default)]
pub struct Etendue {
    /// The containers that are open, the innermost last: whether each is an object.
    ouverts: Vec<bool>,
    en_chaine: bool,
    echappe: bool,
    /// The last byte that means something.
    dernier: u8,
    debut_de_ligne: bool,
}

/// Where a value ends.
#[derive(Debug, PartialEq, Eq)]
pub enum Fin {
    /// After so many of the bytes.
    Apres(usize),
    /// Before that byte, which begins a line with a brace that the value cannot hold: the value was cut.
    Coupee(usize),
    /// Further on.
    PlusLoin,
}

/// Containers that are remembered: deeper ones are told by the syntax.
const OUVERTS_MAX: usize = 1 << 16;

impl Etendue {
    /// Goes on with more bytes.
    pub fn avancer(&mut self, octets: &[u8], fin_de_ligne: u8) -> Fin {
        for (rang, &octet) in octets.iter().enumerate() {
            if octet == fin_de_ligne {
                // A string ends with its line: otherwise a forgotten quote would swallow the file.
                (self.en_chaine, self.echappe) = (false, false);
                self.debut_de_ligne = true;
                continue;
            }
            if self.en_chaine {
                match octet {
                    _ if self.echappe => self.echappe = false,
                    b'\\' => self.echappe = true,
                    b'"' => self.en_chaine = false,
                    _ => {}
                }
                continue;
            }
            match octet {
                b' ' | b'\t' | b'\r' | b'\n' => continue,
                // A value without braces ends before what follows it in its array.
                b',' | b']' if self.ouverts.is_empty() => return Fin::Apres(rang),
                b'{' if self.debut_de_ligne && !self.admet_une_valeur() => {
                    return Fin::Coupee(rang);
                }
                b'{' | b'[' => self.ouvrir(octet == b'{'),
                b'}' | b']' => {
                    self.ouverts.pop();
                    if self.ouverts.is_empty() {
                        return Fin::Apres(rang + 1);
                    }
                }
                b'"' => self.en_chaine = true,
                _ => {}
            }
            self.dernier = octet;
            self.debut_de_ligne = false;
        }
        Fin::PlusLoin
    }

    /// Whether a value may stand here, after a colon or in an array.
    fn admet_une_valeur(&self) -> bool {
        match self.ouverts.last() {
            None => true,
            Some(true) => self.dernier == b':',
            Some(false) => matches!(self.dernier, b'[' | b','),
        }
    }

    fn ouvrir(&mut self, objet: bool) {
        if self.ouverts.len() < OUVERTS_MAX {
            self.ouverts.push(objet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_with_its_brace_or_where_it_was_cut() {
        let cas = [
            ("{}x", Fin::Apres(2)),
            ("{\"a\":\"}\"}", Fin::Apres(9)),
            ("{\"a\":\"\\\"}\"}", Fin::Apres(11)),
            ("{\"a\":[{},{}]},", Fin::Apres(13)),
            ("[[1]]]", Fin::Apres(5)),
            ("12,", Fin::Apres(2)),
            ("{\"a\":1", Fin::PlusLoin),
            ("{\"a\":1\n{\"b\":2}", Fin::Coupee(7)),
            ("{\"a\":1,\n{\"b\":2}", Fin::Coupee(8)),
            ("{\"a\":\n{\"b\":2}}", Fin::Apres(14)),
            ("{\"a\":[\n{\"b\":2},\n{}]}", Fin::Apres(20)),
            ("{\"a\":\"x\n}", Fin::Apres(9)),
            ("{\"a\":[\n{}\n{}", Fin::Coupee(10)),
        ];
        for (texte, attendue) in cas {
            let fin = Etendue::default().avancer(texte.as_bytes(), b'\n');
            assert_eq!(fin, attendue, "{texte}");
        }
    }
}
