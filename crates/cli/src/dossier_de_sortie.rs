//! Several results put in a folder: all of them or none, and never over another one unasked.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use guichet::sortie::provisoire;
use guichet::systeme::en_mots;
use tempfile::TempPath;

use crate::erreur::Erreur;

/// Files that get their names once all are whole, and vanish otherwise.
pub struct DossierDeSortie {
    noms: std::vec::IntoIter<String>,
    ecrits: Vec<(TempPath, PathBuf)>,
    remplacer: bool,
    dossier: PathBuf,
    /// Whether the folder was made here: it goes too if nothing comes of it.
    cree: bool,
}

impl DossierDeSortie {
    /// Opens the folder before the work, and makes it if need be; the names are those of the files to
    /// come, in order.
    ///
    /// # Errors
    /// A file of one of these names exists and may not be replaced; the folder cannot be made.
    pub fn ouvrir(dossier: &Path, remplacer: bool, noms: Vec<String>) -> Result<Self, Erreur> {
        for nom in &noms {
            let chemin = dossier.join(nom);
            if chemin.is_dir() || (!remplacer && fs::symlink_metadata(&chemin).is_ok()) {
                return Err(deja_la(&chemin));
            }
        }
        let cree = !dossier.is_dir();
        if cree {
            fs::create_dir_all(dossier).map_err(|erreur| impossible(dossier, &erreur))?;
        }
        Ok(Self {
            noms: noms.into_iter(),
            ecrits: Vec::new(),
            remplacer,
            dossier: dossier.to_owned(),
            cree,
        })
    }

    /// Writes the next file, still without its name.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn ajouter(&mut self, octets: &[u8]) -> Result<(), Erreur> {
        let Some(nom) = self.noms.next() else {
            return Ok(());
        };
        let chemin = self.dossier.join(nom);
        let ecrire = || -> io::Result<TempPath> {
            let mut fichier = provisoire(&self.dossier)?;
            fichier.write_all(octets)?;
            // Closed at once: thousands of letters must not hold thousands of handles.
            Ok(fichier.into_temp_path())
        };
        let ecrit = ecrire().map_err(|erreur| impossible(&chemin, &erreur))?;
        self.ecrits.push((ecrit, chemin));
        Ok(())
    }

    /// Gives every file its name, and says them.
    ///
    /// # Errors
    /// A name was taken meanwhile, or the folder cannot be written: those already given are taken back.
    pub fn poser(mut self) -> Result<Vec<PathBuf>, Erreur> {
        let mut poses: Vec<PathBuf> = Vec::new();
        for (ecrit, chemin) in std::mem::take(&mut self.ecrits) {
            let pose = if self.remplacer {
                ecrit.persist(&chemin)
            } else {
                ecrit.persist_noclobber(&chemin)
            };
            if let Err(erreur) = pose {
                if !self.remplacer {
                    for pose in &poses {
                        let _ = fs::remove_file(pose);
                    }
                }
                return Err(if erreur.error.kind() == io::ErrorKind::AlreadyExists {
                    deja_la(&chemin)
                } else {
                    impossible(&chemin, &erreur.error)
                });
            }
            poses.push(chemin);
        }
        self.cree = false;
        Ok(poses)
    }
}

impl Drop for DossierDeSortie {
    fn drop(&mut self) {
        self.ecrits.clear();
        if self.cree {
            // Only an empty folder goes.
            let _ = fs::remove_dir(&self.dossier);
        }
    }
}

fn deja_la(chemin: &Path) -> Erreur {
    Erreur::Usage(format!(
        "{} existe déjà ; déplacez-le, changez --sortie, ou ajoutez --remplacer.",
        chemin.display()
    ))
}

fn impossible(chemin: &Path, erreur: &io::Error) -> Erreur {
    Erreur::Usage(format!(
        "{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.",
        chemin.display(),
        en_mots(erreur)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn essai(dossier: &Path, remplacer: bool, textes: &[(&str, &str)]) -> Result<usize, Erreur> {
        let noms = textes.iter().map(|(nom, _)| (*nom).to_owned()).collect();
        let mut sortie = DossierDeSortie::ouvrir(dossier, remplacer, noms)?;
        for (_, texte) in textes {
            sortie.ajouter(texte.as_bytes())?;
        }
        Ok(sortie.poser()?.len())
    }

    #[test]
    fn all_the_files_are_there_or_none() {
        let racine = tempfile::tempdir().unwrap();
        let dossier = racine.path().join("a/b");
        assert!(matches!(
            essai(&dossier, false, &[("x", "1"), ("y", "2")]),
            Ok(2)
        ));
        assert!(essai(&dossier, false, &[("z", "3"), ("y", "4")]).is_err());
        assert!(!dossier.join("z").exists());
        assert!(matches!(essai(&dossier, true, &[("y", "5")]), Ok(1)));
        assert_eq!(fs::read_to_string(dossier.join("y")).unwrap(), "5");
        assert_eq!(fs::read_dir(&dossier).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_made_for_nothing_goes() {
        let racine = tempfile::tempdir().unwrap();
        let dossier = racine.path().join("neuf");
        let mut sortie = DossierDeSortie::ouvrir(&dossier, false, vec!["x".to_owned()]).unwrap();
        sortie.ajouter(b"1").unwrap();
        drop(sortie);
        assert!(!dossier.exists());
    }
}
