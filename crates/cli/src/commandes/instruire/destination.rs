//! Where decisions go: the standard output, or a file of a folder, whole or not at all.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use guichet::systeme::en_mots;

use crate::arguments::Instruire;
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// The output of a batch.
pub struct Destination {
    fichier: Option<FichierDeSortie>,
    /// The folders made for it, which go away when nothing is put there; the deepest one last.
    faits: Vec<PathBuf>,
}

impl Destination {
    /// Opens it.
    ///
    /// # Errors
    /// A workbook or a PDF for a terminal, a folder that cannot be written, a file that is there already.
    pub fn ouvrir(arguments: &Instruire, entrees: &[PathBuf]) -> Result<Self, Erreur> {
        Self::nommee(arguments, arguments.format.nom_de_fichier(), entrees)
    }

    /// Opens it under a name of its own.
    ///
    /// # Errors
    /// Those of [`Self::ouvrir`].
    pub fn nommee(arguments: &Instruire, nom: &str, entrees: &[PathBuf]) -> Result<Self, Erreur> {
        let Some(dossier) = &arguments.sortie else {
            if arguments.format.est_binaire() && io::stdout().is_terminal() {
                return Err(Erreur::Usage(
                    "Ce format ne se lit pas dans un terminal ; ajoutez --sortie DOSSIER."
                        .to_owned(),
                ));
            }
            return Ok(Self {
                fichier: None,
                faits: Vec::new(),
            });
        };
        let mut destination = Self {
            fichier: None,
            faits: faire(dossier)?,
        };
        let chemin = dossier.join(nom);
        destination.fichier = Some(FichierDeSortie::ouvrir(
            &chemin,
            arguments.remplacer,
            entrees,
        )?);
        Ok(destination)
    }

    /// What to write into.
    ///
    /// # Errors
    /// The system gives no other handle on the file.
    pub fn ecriture(&self) -> Result<Box<dyn Write>, Erreur> {
        match &self.fichier {
            Some(fichier) => fichier.ecriture(),
            None => Ok(sortie::standard()),
        }
    }

    /// Whether decisions show on the terminal as they come.
    pub fn a_l_ecran(&self) -> bool {
        self.fichier.is_none() && io::stdout().is_terminal()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// A file of that name has come meanwhile, or the folder cannot be written.
    pub fn poser(mut self) -> Result<(), Erreur> {
        if let Some(fichier) = self.fichier.take() {
            fichier.poser()?;
            self.faits.clear();
        }
        Ok(())
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        // The temporary file goes first: a folder must be empty to be removed.
        self.fichier = None;
        for dossier in self.faits.iter().rev() {
            let _ = fs::remove_dir(dossier);
        }
    }
}

/// Makes a folder; gives those that were not there.
fn faire(dossier: &Path) -> Result<Vec<PathBuf>, Erreur> {
    let mut faits: Vec<PathBuf> = dossier
        .ancestors()
        .filter(|ancetre| !ancetre.as_os_str().is_empty() && !ancetre.exists())
        .map(Path::to_owned)
        .collect();
    faits.reverse();
    fs::create_dir_all(dossier).map_err(|erreur| {
        Erreur::Usage(format!(
            "{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.",
            dossier.display(),
            en_mots(&erreur)
        ))
    })?;
    Ok(faits)
}
