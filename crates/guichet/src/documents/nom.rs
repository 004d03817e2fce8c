//! The name of a document's file: a code, never what may be the name of someone.

use std::collections::BTreeSet;

/// The names already given.
#[derive(Debug, Default)]
pub(crate) struct Noms {
    pris: BTreeSet<String>,
}

impl Noms {
    /// The name of a document: its kind, and the reference of its dossier if that is a code; else the rank
    /// of the dossier among those given.
    pub(crate) fn nommer(&mut self, sorte: &str, reference: Option<&str>, rang: u64) -> String {
        let nom = match reference {
            Some(reference) if est_un_code(reference) => format!("{sorte}-{reference}"),
            Some(_) => format!("{sorte}-n{rang:05}"),
            None => sorte.to_owned(),
        };
        // Some file systems do not tell capitals from small letters.
        if self.pris.insert(nom.to_lowercase()) {
            return nom;
        }
        let autre = format!("{nom}-n{rang:05}");
        self.pris.insert(autre.to_lowercase());
        autre
    }
}

/// Whether a reference is surely a code: digits, and letters by four at most, so that no name fits.
fn est_un_code(reference: &str) -> bool {
    reference.len() <= 40
        && reference
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && reference.starts_with(|c: char| c.is_ascii_alphanumeric())
        && reference.bytes().any(|b| b.is_ascii_digit())
        && reference
            .split(|c: char| !c.is_ascii_alphabetic())
            .all(|mot| mot.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_a_code_names_a_file() {
        for code in ["D-17", "2024-0012", "CP_2024-0001", "a1", "DOSS12"] {
            assert!(est_un_code(code), "{code}");
        }
        let refus = [
            "",
            "DUPONT",
            "Martin-2024",
            "D 17",
            "../D-17",
            "-17",
            "D.17",
            "D/17",
            "é1",
            "demo.csv:3",
            "12345678901234567890123456789012345678901",
        ];
        for nom in refus {
            assert!(!est_un_code(nom), "{nom}");
        }
    }

    #[test]
    fn no_two_documents_have_the_same_name() {
        let mut noms = Noms::default();
        assert_eq!(noms.nommer("arrete", None, 1), "arrete");
        assert_eq!(noms.nommer("n", Some("D-17"), 1), "n-D-17");
        assert_eq!(noms.nommer("n", Some("d-17"), 2), "n-d-17-n00002");
        assert_eq!(noms.nommer("n", Some("Jeanne Martin"), 3), "n-n00003");
    }
}
