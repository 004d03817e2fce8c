//! The files of the data folder, as text already in memory: the pure rooms never touch a disk.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ErreurEdition;

/// A tree of text files, by path relative to the data folder (`reglements/cyclades/…/edition.toml`).
#[derive(Debug, Clone, Default)]
pub struct Fichiers {
    /// Bytes: a file of the program becomes a text when it is read, and most never are.
    contenus: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Fichiers {
    /// No file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn ajouter(&mut self, chemin: impl Into<String>, texte: impl Into<Cow<'static, str>>) {
        let octets = match texte.into() {
            Cow::Borrowed(texte) => Cow::Borrowed(texte.as_bytes()),
            Cow::Owned(texte) => Cow::Owned(texte.into_bytes()),
        };
        self.contenus.insert(chemin.into(), octets);
    }

    /// Adds a file of the program, whose encoding is only looked at when it is read.
    pub fn ajouter_octets(&mut self, chemin: impl Into<String>, octets: &'static [u8]) {
        self.contenus.insert(chemin.into(), Cow::Borrowed(octets));
    }

    /// Forgets every file under a folder (`dossier/` included), before another edition replaces it.
    pub fn retirer_dossier(&mut self, dossier: &str) {
        self.contenus.retain(|chemin, _| !est_sous(chemin, dossier));
    }

    /// The text of a file.
    ///
    /// # Errors
    /// The file does not exist.
    pub fn texte(&self, chemin: &str) -> Result<&str, ErreurEdition> {
        self.lire(chemin).ok_or_else(|| {
            ErreurEdition::du_fichier(
                chemin,
                "ce fichier manque ; ajoutez-le au dossier de données.",
            )
        })
    }

    /// The text of a file that may be absent; one that is not UTF-8 is no text.
    #[must_use]
    pub fn lire(&self, chemin: &str) -> Option<&str> {
        std::str::from_utf8(self.contenus.get(chemin)?).ok()
    }

    /// The bytes of a file, to keep: those of the program are lent, others copied.
    #[must_use]
    pub fn octets(&self, chemin: &str) -> Option<Cow<'static, [u8]>> {
        self.contenus.get(chemin).cloned()
    }

    /// The files under a folder, sorted by path.
    pub fn sous<'a>(&'a self, dossier: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.contenus_sous(dossier).filter_map(|(chemin, octets)| {
            let texte = std::str::from_utf8(octets).ok()?;
            Some((chemin, texte))
        })
    }

    /// The paths under a folder, sorted: their files are not read.
    pub fn chemins<'a>(&'a self, dossier: &'a str) -> impl Iterator<Item = &'a str> {
        self.contenus_sous(dossier).map(|(chemin, _)| chemin)
    }

    fn contenus_sous<'a>(&'a self, dossier: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.contenus
            .range(dossier.to_owned()..)
            .take_while(move |(chemin, _)| chemin.starts_with(dossier))
            .filter(move |(chemin, _)| est_sous(chemin, dossier))
            .map(|(chemin, octets)| (chemin.as_str(), octets.as_ref()))
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.contenus.is_empty()
    }

    /// SHA-256 of the paths and contents under some folders: what a decision's receipt keeps.
    #[must_use]
    pub fn empreinte(&self, dossiers: &[&str]) -> String {
        let mut hache = Sha256::new();
        for dossier in dossiers {
            for (chemin, octets) in self.contenus_sous(dossier) {
                hache.update((chemin.len() as u64).to_be_bytes());
                hache.update(chemin);
                hache.update((octets.len() as u64).to_be_bytes());
                hache.update(octets);
            }
        }
        hache
            .finalize()
            .iter()
            .fold(String::with_capacity(64), |mut hexa, octet| {
                // Writing to a String cannot fail.
                let _ = write!(hexa, "{octet:02x}");
                hexa
            })
    }
}

fn est_sous(chemin: &str, dossier: &str) -> bool {
    chemin
        .strip_prefix(dossier)
        .is_some_and(|reste| reste.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exemple() -> Fichiers {
        let mut fichiers = Fichiers::new();
        fichiers.ajouter("a/1/x.toml", "x");
        fichiers.ajouter("a/10/y.toml", "y");
        fichiers.ajouter("a/1-bis", "z");
        fichiers
    }

    #[test]
    fn a_folder_holds_its_own_files_and_no_homonym() {
        let fichiers = exemple();
        let sous: Vec<_> = fichiers.sous("a/1").collect();
        assert_eq!(sous, [("a/1/x.toml", "x")]);
        assert_eq!(fichiers.chemins("a/1").collect::<Vec<_>>(), ["a/1/x.toml"]);
    }

    #[test]
    fn bytes_are_a_text_only_when_they_are_utf_8() {
        let mut fichiers = exemple();
        fichiers.ajouter_octets("b/oui", "é".as_bytes());
        fichiers.ajouter_octets("b/non", b"\xe9");
        assert_eq!(fichiers.lire("b/oui"), Some("é"));
        assert_eq!(fichiers.lire("b/non"), None);
        assert!(fichiers.texte("b/non").is_err());
        assert_eq!(fichiers.octets("b/non").as_deref(), Some(&b"\xe9"[..]));
    }

    #[test]
    fn the_fingerprint_changes_with_a_letter_and_not_with_a_neighbour() {
        let mut fichiers = exemple();
        let avant = fichiers.empreinte(&["a/1"]);
        fichiers.ajouter("a/10/y.toml", "yy");
        assert_eq!(fichiers.empreinte(&["a/1"]), avant);
        fichiers.ajouter("a/1/x.toml", "xx");
        assert_ne!(fichiers.empreinte(&["a/1"]), avant);
        assert_eq!(avant.len(), 64);
    }

    #[test]
    fn a_missing_file_is_named() {
        assert!(
            exemple()
                .texte("a/2")
                .unwrap_err()
                .to_string()
                .starts_with("a/2 : ")
        );
    }
}
