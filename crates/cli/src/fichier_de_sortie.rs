//! A result put in a file: whole or not at all, and never over another one unasked.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use guichet::cyclades::fichiers_de;
use guichet::sortie::{dossier_de, poser, provisoire};
use guichet::systeme::en_mots;
use tempfile::NamedTempFile;

use crate::erreur::Erreur;

/// A temporary file that becomes the result once it is whole, and vanishes otherwise.
pub struct FichierDeSortie {
    provisoire: NamedTempFile,
    chemin: PathBuf,
    remplacer: bool,
}

impl FichierDeSortie {
    /// Opens it beside its place, before the work: what cannot be written must be told at once.
    ///
    /// # Errors
    /// A file of that name exists and may not be replaced, or is one of the inputs; the folder cannot be
    /// written.
    pub fn ouvrir(chemin: &Path, remplacer: bool, entrees: &[PathBuf]) -> Result<Self, Erreur> {
        if chemin.is_dir() {
            return Err(Erreur::Usage(format!(
                "{} est un dossier ; donnez à --sortie le nom d’un fichier.",
                chemin.display()
            )));
        }
        if fs::symlink_metadata(chemin).is_ok() && !remplacer {
            return Err(deja_la(chemin));
        }
        let lui_meme = fs::canonicalize(chemin).ok();
        // A folder stands for its files. One that cannot be read is told by the check itself.
        let mut lues = entrees
            .iter()
            .filter_map(|entree| fichiers_de(entree).ok())
            .flatten();
        if lui_meme.is_some() && lues.any(|lue| fs::canonicalize(lue).ok() == lui_meme) {
            return Err(Erreur::Usage(format!(
                "{} est le fichier à contrôler ; donnez un autre nom à --sortie.",
                chemin.display()
            )));
        }
        let provisoire =
            provisoire(dossier_de(chemin)).map_err(|erreur| impossible(chemin, &erreur))?;
        Ok(Self {
            provisoire,
            chemin: chemin.to_owned(),
            remplacer,
        })
    }

    /// What to write into.
    ///
    /// # Errors
    /// The system gives no other handle on the file.
    pub fn ecriture(&self) -> Result<Box<dyn Write>, Erreur> {
        let fichier = self
            .provisoire
            .as_file()
            .try_clone()
            .map_err(|erreur| impossible(&self.chemin, &erreur))?;
        Ok(Box::new(BufWriter::with_capacity(1 << 16, fichier)))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// A file of that name has come meanwhile, or the folder cannot be written.
    pub fn poser(self) -> Result<(), Erreur> {
        poser(
            self.provisoire,
            &self.chemin,
            self.remplacer,
            |chemin| deja_la(&chemin),
            |chemin, erreur| impossible(&chemin, &erreur),
        )
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
