//! Numbers and plurals as the French write them.

/// A count with no-break thin spaces between thousands: `12 345`.
#[must_use]
pub fn nombre(n: u64) -> String {
    let chiffres = n.to_string();
    let mut texte = String::with_capacity(chiffres.len() * 2);
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push('\u{202f}');
        }
        texte.push(chiffre);
    }
    texte
}

/// A count with its noun, in the plural from two on: `1 erreur`, `2 erreurs`, `0 erreur`.
#[must_use]
pub fn accorde(n: u64, singulier: &str, pluriel: &str) -> String {
    format!("{} {}", nombre(n), if n > 1 { pluriel } else { singulier })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart_and_nouns_agree() {
        let cas = [
            (0, "0"),
            (999, "999"),
            (1000, "1 000"),
            (1_234_567, "1 234 567"),
        ];
        for (n, attendu) in cas {
            assert_eq!(nombre(n).replace('\u{202f}', " "), attendu);
        }
        assert_eq!(accorde(1, "erreur", "erreurs"), "1 erreur");
        assert_eq!(accorde(0, "erreur", "erreurs"), "0 erreur");
        assert_eq!(accorde(2, "erreur", "erreurs"), "2 erreurs");
    }
}
