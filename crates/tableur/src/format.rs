//! The number formats under which a number is a code.

/// A format made of digits to show and of fixed signs, such as `00000` or `0#" "##" "##" "##" "##`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatDeCode {
    signes: Vec<Signe>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signe {
    /// A digit, shown even when there is none: `0`.
    Du,
    /// A digit, if there is one: `#`.
    Libre,
    /// Shown as it stands.
    Fixe(char),
}

impl FormatDeCode {
    /// Reads a format; nothing when it is not one of a code, or when it adds nothing to the digits.
    #[must_use]
    pub fn lire(format: &str) -> Option<Self> {
        let mut signes = Vec::new();
        let mut caracteres = format.chars();
        while let Some(c) = caracteres.next() {
            match c {
                // What follows is for negative numbers.
                ';' => break,
                '0' => signes.push(Signe::Du),
                '#' => signes.push(Signe::Libre),
                '"' => {
                    let fixe = caracteres.by_ref().take_while(|&c| c != '"');
                    signes.extend(fixe.filter(|c| !est_espace(*c)).map(Signe::Fixe));
                }
                '\\' => {
                    let c = caracteres.next()?;
                    if !est_espace(c) {
                        signes.push(Signe::Fixe(c));
                    }
                }
                // The width of a sign, or a sign repeated to fill the cell: nothing is shown of them.
                '_' | '*' => {
                    caracteres.next()?;
                }
                '[' => {
                    let dedans: String = caracteres.by_ref().take_while(|&c| c != ']').collect();
                    // A condition chooses among formats; a colour or a language does not.
                    if dedans.starts_with(['<', '>', '=']) {
                        return None;
                    }
                }
                '-' | '(' | ')' => signes.push(Signe::Fixe(c)),
                c if est_espace(c) => {}
                // A decimal point, thousands, a percentage, a date…
                _ => return None,
            }
        }
        let place = |s: &Signe| !matches!(s, Signe::Fixe(_));
        let places = signes.iter().any(place);
        // A zero is added only where another digit follows its place.
        let premier_du = signes.iter().position(|s| *s == Signe::Du);
        let utile = premier_du < signes.iter().rposition(place) && premier_du.is_some()
            || signes.iter().any(|s| !place(s));
        (utile && places).then_some(Self { signes })
    }

    /// The digits of a whole number under this format.
    #[must_use]
    pub fn appliquer(&self, chiffres: &str) -> String {
        let mut restants = chiffres.chars().rev().peekable();
        let places = |s: &Signe| !matches!(s, Signe::Fixe(_));
        let premiere = self.signes.iter().position(places);
        let mut a_l_envers = Vec::with_capacity(self.signes.len() + chiffres.len());
        for (rang, signe) in self.signes.iter().enumerate().rev() {
            match signe {
                Signe::Fixe(c) => a_l_envers.push(*c),
                Signe::Du => a_l_envers.push(restants.next().unwrap_or('0')),
                Signe::Libre => a_l_envers.extend(restants.next()),
            }
            if Some(rang) == premiere {
                // More digits than places: none is lost.
                a_l_envers.extend(restants.by_ref());
            }
        }
        a_l_envers.into_iter().rev().collect()
    }
}

/// Groups of digits are set apart to be read: the code has no spaces.
fn est_espace(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_shown_as_the_format_says() {
        let cas = [
            ("00000", "7500", Some("07500")),
            ("00000", "75001", Some("75001")),
            ("00000", "750010", Some("750010")),
            ("000", "1", Some("001")),
            (
                "0#\" \"##\" \"##\" \"##\" \"##",
                "612345678",
                Some("0612345678"),
            ),
            ("0#\\ ##\\ ##\\ ##\\ ##", "612345678", Some("0612345678")),
            ("00 00 00 00 00", "612345678", Some("0612345678")),
            ("00000;-00000", "7500", Some("07500")),
            ("[$-40C]00000", "7500", Some("07500")),
            ("\"CAP\"0", "12", Some("CAP12")),
            ("000-00", "1234", Some("012-34")),
            ("00000_)", "7500", Some("07500")),
            ("0", "7500", None),
            ("#", "7500", None),
            ("General", "7500", None),
            ("0.00", "7500", None),
            ("#,##0", "7500", None),
            ("0%", "7500", None),
            ("0E+00", "7500", None),
            ("dd/mm/yyyy", "7500", None),
            ("@", "7500", None),
            ("[>9]000;0", "7500", None),
            ("", "7500", None),
            ("\"x", "7500", None),
        ];
        for (format, chiffres, attendu) in cas {
            let lu = FormatDeCode::lire(format).map(|format| format.appliquer(chiffres));
            assert_eq!(lu.as_deref(), attendu, "{format} {chiffres}");
        }
    }
}
