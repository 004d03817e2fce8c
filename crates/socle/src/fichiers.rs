//! The files of the data folder, as text already in memory: the pure rooms never touch a disk.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ErreurEdition;

/// A tree of text files, by path relative to the data folder (`reglements/cyclades/…/edition.toml`).
#[derive(Debug, Clone, Default)]
pub struct Fichiers {
    textes: BTreeMap<String, Cow<'static, str>>,
}

impl Fichiers {
    /// No file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn ajouter(&mut self, chemin: impl Into<String>, texte: impl Into<Cow<'static, str>>) {
        self.textes.insert(chemin.into(), texte.into());
    }

    /// Forgets every file under a folder (`dossier/` included), before another edition replaces it.
    pub fn retirer_dossier(&mut self, dossier: &str) {
        self.textes.retain(|chemin, _| !est_sous(chemin, dossier));
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

    /// The text of a file that may be absent.
    #[must_use]
    pub fn lire(&self, chemin: &str) -> Option<&str> {
        self.textes.get(chemin).map(AsRef::as_ref)
    }

    /// The files under a folder, sorted by path.
    pub fn sous<'a>(&'a self, dossier: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.textes
            .range(dossier.to_owned()..)
            .take_while(move |(chemin, _)| chemin.starts_with(dossier))
            .filter(move |(chemin, _)| est_sous(chemin, dossier))
            .map(|(chemin, texte)| (chemin.as_str(), texte.as_ref()))
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.textes.is_empty()
    }

    /// SHA-256 of the paths and contents under some folders: what a decision's receipt keeps.
    #[must_use]
    pub fn empreinte(&self, dossiers: &[&str]) -> String {
        let mut hache = Sha256::new();
        for dossier in dossiers {
            for (chemin, texte) in self.sous(dossier) {
                hache.update((chemin.len() as u64).to_be_bytes());
                hache.update(chemin);
                hache.update((texte.len() as u64).to_be_bytes());
                hache.update(texte);
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
