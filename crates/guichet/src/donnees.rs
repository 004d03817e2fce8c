//! The data folder: embedded in the program, and added to at run time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use guichet_socle::Fichiers;
use include_dir::{Dir, include_dir};

use crate::systeme::en_mots;

static EMBARQUEES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../donnees");

/// A data file larger than this is not one of ours.
const TAILLE_MAX: u64 = 64 << 20;

/// The editions and lists at hand.
#[derive(Debug, Clone)]
pub struct Donnees {
    fichiers: Fichiers,
    ajoutees: bool,
}

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDonnees {
    /// A file or folder cannot be read.
    #[error("{} : {} ; vérifiez le chemin et les droits.", chemin.display(), en_mots(erreur))]
    Lecture {
        /// Which.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// A file is not UTF-8 text.
    #[error("{} : ce fichier n’est pas du texte UTF-8 ; enregistrez-le en UTF-8.", .0.display())]
    Encodage(PathBuf),
    /// The folder holds no edition.
    #[error("{} : aucun dossier d’édition (reglements/…/AAAA-MM-JJ ou nomenclatures/…/AAAA-MM-JJ avec edition.toml) ; donnez le dossier qui les contient.", .0.display())]
    SansEdition(PathBuf),
}

impl Donnees {
    /// The data of the program.
    #[must_use]
    pub fn embarquees() -> Self {
        let mut fichiers = Fichiers::new();
        ajouter_embarquees(&EMBARQUEES, &mut fichiers);
        Self {
            fichiers,
            ajoutees: false,
        }
    }

    /// The files.
    #[must_use]
    pub fn fichiers(&self) -> &Fichiers {
        &self.fichiers
    }

    /// Whether a folder was added: what it holds passed no test, unlike the data of the program.
    #[must_use]
    pub fn sont_completees(&self) -> bool {
        self.ajoutees
    }

    /// Adds the editions of a folder laid out as the program's own; an edition of the same path is
    /// replaced whole, since an edition inherits nothing.
    ///
    /// # Errors
    /// The folder cannot be read, holds something else than text, or no edition.
    pub fn ajouter_dossier(&mut self, dossier: &Path) -> Result<(), ErreurDonnees> {
        let mut lus = Vec::new();
        lire_dossier(dossier, "", &mut lus)?;
        let editions: Vec<String> = lus
            .iter()
            .filter_map(|(chemin, _)| chemin.strip_suffix("/edition.toml").map(str::to_owned))
            .collect();
        if editions.is_empty() {
            return Err(ErreurDonnees::SansEdition(dossier.to_owned()));
        }
        for edition in &editions {
            self.fichiers.retirer_dossier(edition);
        }
        for (chemin, texte) in lus {
            self.fichiers.ajouter(chemin, texte);
        }
        self.ajoutees = true;
        Ok(())
    }
}

fn ajouter_embarquees(dossier: &'static Dir<'static>, fichiers: &mut Fichiers) {
    for fichier in dossier.files() {
        let chemin = fichier.path().to_string_lossy().replace('\\', "/");
        fichiers.ajouter_octets(chemin, fichier.contents());
    }
    for sous_dossier in dossier.dirs() {
        ajouter_embarquees(sous_dossier, fichiers);
    }
}

fn lire_dossier(
    dossier: &Path,
    prefixe: &str,
    lus: &mut Vec<(String, String)>,
) -> Result<(), ErreurDonnees> {
    let lecture = |chemin: &Path| {
        let chemin = chemin.to_owned();
        move |erreur| ErreurDonnees::Lecture { chemin, erreur }
    };
    for entree in fs::read_dir(dossier).map_err(lecture(dossier))? {
        let entree = entree.map_err(lecture(dossier))?;
        let chemin = entree.path();
        let nom = entree.file_name().to_string_lossy().into_owned();
        let relatif = if prefixe.is_empty() {
            nom.clone()
        } else {
            format!("{prefixe}/{nom}")
        };
        let infos = fs::metadata(&chemin).map_err(lecture(&chemin))?;
        if infos.is_dir() {
            lire_dossier(&chemin, &relatif, lus)?;
        } else if infos.is_file()
            && infos.len() <= TAILLE_MAX
            && chemin
                .extension()
                .is_some_and(|e| e == "toml" || e == "csv")
        {
            let octets = fs::read(&chemin).map_err(lecture(&chemin))?;
            let texte = String::from_utf8(octets).map_err(|_| ErreurDonnees::Encodage(chemin))?;
            lus.push((relatif, texte));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editions_are_embedded() {
        let donnees = Donnees::embarquees();
        assert!(
            donnees
                .fichiers()
                .lire("reglements/cyclades/2023-09-29/edition.toml")
                .is_some()
        );
    }

    #[test]
    fn an_edition_of_a_folder_replaces_the_embedded_one_whole() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("reglements/cyclades/2023-09-29");
        fs::create_dir_all(&chemin).unwrap();
        fs::write(chemin.join("edition.toml"), "titre = \"autre\"").unwrap();
        let mut donnees = Donnees::embarquees();
        donnees.ajouter_dossier(dossier.path()).unwrap();
        let restants: Vec<_> = donnees
            .fichiers()
            .sous("reglements/cyclades/2023-09-29")
            .map(|(c, _)| c)
            .collect();
        assert_eq!(restants, ["reglements/cyclades/2023-09-29/edition.toml"]);
    }

    #[test]
    fn a_folder_without_edition_and_a_missing_one_are_told() {
        let dossier = tempfile::tempdir().unwrap();
        let mut donnees = Donnees::embarquees();
        assert!(matches!(
            donnees.ajouter_dossier(dossier.path()),
            Err(ErreurDonnees::SansEdition(_))
        ));
        assert!(matches!(
            donnees.ajouter_dossier(&dossier.path().join("absent")),
            Err(ErreurDonnees::Lecture { .. })
        ));
    }
}
