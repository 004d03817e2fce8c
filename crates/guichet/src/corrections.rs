//! Repairing a file on disk: its corrected copy, whole or not at all, checked again before it gets its
//! name. The original is read, never written.

use std::fs;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use guichet_cyclades::reparation::{self, Bilan, Demande, Modification};
use guichet_cyclades::{
    Constat, EditionCyclades, Options, Portee, Rapport, Refus, Source, controler,
};
use tempfile::NamedTempFile;

use crate::cyclades::Fichier;
use crate::systeme::en_mots;

/// What was done, and what is left.
#[derive(Debug)]
pub struct Corrige {
    /// The edits, counted.
    pub bilan: Bilan,
    /// The copy checked again.
    pub rapport: Rapport,
    /// Where the copy is.
    pub sortie: PathBuf,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeCorrection {
    /// The output is the original.
    #[error("{} est le fichier d’origine, qui n’est jamais modifié ; donnez un autre nom à --sortie.", .0.display())]
    Original(PathBuf),
    /// A file of that name is there.
    #[error("{} existe déjà ; déplacez-le, ou changez --sortie.", .0.display())]
    DejaLa(PathBuf),
    /// The copy cannot be written.
    #[error("{} : écriture impossible ({}) ; vérifiez le chemin, la place et les droits.", chemin.display(), en_mots(erreur))]
    Ecriture {
        /// Where.
        chemin: PathBuf,
        /// Why.
        erreur: io::Error,
    },
    /// The file cannot be read as an import file.
    #[error("{0}")]
    Refus(#[from] Refus),
}

/// Where the copy goes: the path given or, in a folder, the name of the original.
///
/// # Errors
/// The original stands there, or another file does.
pub fn destination(original: &Path, sortie: &Path) -> Result<PathBuf, ErreurDeCorrection> {
    let chemin = match original.file_name() {
        Some(nom) if sortie.is_dir() => sortie.join(nom),
        _ => sortie.to_owned(),
    };
    let meme = match (fs::canonicalize(original), fs::canonicalize(&chemin)) {
        (Ok(original), Ok(sortie)) => original == sortie,
        _ => false,
    };
    if meme {
        return Err(ErreurDeCorrection::Original(chemin));
    }
    // A link that leads nowhere is a name that is taken all the same.
    if fs::symlink_metadata(&chemin).is_ok() {
        return Err(ErreurDeCorrection::DejaLa(chemin));
    }
    Ok(chemin)
}

/// Writes the corrected copy at a place that `destination` gave; `modifications` gets the edits, then
/// `constats` what is found in the copy, under the name of the original.
///
/// # Errors
/// The file cannot be read as an import file, or the copy cannot be written: nothing is left on the disk.
pub fn corriger(
    edition: &EditionCyclades,
    original: &Fichier,
    options: &Options,
    demande: Demande,
    sortie: &Path,
    modifications: &mut dyn FnMut(Modification),
    constats: &mut dyn FnMut(Constat),
) -> Result<Corrige, ErreurDeCorrection> {
    let en_erreur = |erreur| ErreurDeCorrection::Ecriture {
        chemin: sortie.to_owned(),
        erreur,
    };
    let dossier = match sortie.parent() {
        Some(dossier) if !dossier.as_os_str().is_empty() => dossier,
        _ => Path::new("."),
    };
    // A file that cannot be read is told before anything is tried on the disk.
    let sans_constat = Options {
        portee: Portee::Premiers(0),
        ..options.clone()
    };
    let mut copie = provisoire(dossier).map_err(en_erreur)?;
    let mut tampon = BufWriter::with_capacity(1 << 16, &mut copie);
    let bilan = reparation::corriger(
        edition,
        original,
        &sans_constat,
        demande,
        &mut tampon,
        modifications,
    )?;
    tampon.flush().map_err(en_erreur)?;
    drop(tampon);
    let relue = Relue {
        copie: &copie,
        original,
    };
    let rapport = controler(edition, &relue, options, constats)?;
    match copie.persist_noclobber(sortie) {
        Ok(_) => Ok(Corrige {
            bilan,
            rapport,
            sortie: sortie.to_owned(),
        }),
        Err(erreur) if erreur.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ErreurDeCorrection::DejaLa(sortie.to_owned()))
        }
        Err(erreur) => Err(en_erreur(erreur.error)),
    }
}

/// The copy, under the name of its original: exam and session are told by it.
struct Relue<'a> {
    copie: &'a NamedTempFile,
    original: &'a Fichier,
}

impl Source for Relue<'_> {
    fn nom(&self) -> &str {
        self.original.nom()
    }

    fn a_un_nom(&self) -> bool {
        self.original.a_un_nom()
    }

    fn ouvrir(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(fs::File::open(self.copie.path())?))
    }
}

/// A file of the same folder, removed by itself unless it is given its name.
fn provisoire(dossier: &Path) -> io::Result<NamedTempFile> {
    let mut constructeur = tempfile::Builder::new();
    constructeur.prefix(".correction-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: the mask of the user applies.
        constructeur.permissions(fs::Permissions::from_mode(0o666));
    }
    constructeur.tempfile_in(dossier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_original_and_what_exists_are_never_the_destination() {
        let dossier = tempfile::tempdir().unwrap();
        let original = dossier.path().join("a.csv");
        fs::write(&original, "x").unwrap();
        let autre = dossier.path().join("b.csv");
        assert_eq!(destination(&original, &autre).unwrap(), autre);
        let sous = dossier.path().join("sous");
        fs::create_dir(&sous).unwrap();
        assert_eq!(destination(&original, &sous).unwrap(), sous.join("a.csv"));
        assert!(matches!(
            destination(&original, dossier.path()),
            Err(ErreurDeCorrection::Original(_))
        ));
        fs::write(&autre, "y").unwrap();
        assert!(matches!(
            destination(&original, &autre),
            Err(ErreurDeCorrection::DejaLa(_))
        ));
        #[cfg(unix)]
        {
            let lien = dossier.path().join("lien.csv");
            std::os::unix::fs::symlink(&original, &lien).unwrap();
            assert!(matches!(
                destination(&original, &lien),
                Err(ErreurDeCorrection::Original(_))
            ));
        }
    }
}
