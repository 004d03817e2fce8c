//! A file that is made: whole or not at all, and never over another one unasked.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The folder that a file is in, or will be.
#[must_use]
pub fn dossier_de(chemin: &Path) -> &Path {
    match chemin.parent() {
        Some(dossier) if !dossier.as_os_str().is_empty() => dossier,
        _ => Path::new("."),
    }
}

/// A file of the folder, removed by itself unless it is given its name.
///
/// # Errors
/// The folder cannot be written.
pub fn provisoire(dossier: &Path) -> io::Result<NamedTempFile> {
    let mut constructeur = tempfile::Builder::new();
    constructeur.prefix(".guichet-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: the mask of the user applies.
        constructeur.permissions(std::fs::Permissions::from_mode(0o666));
    }
    constructeur.tempfile_in(dossier)
}

/// Gives a file its name. What it says when it cannot is its caller's: `deja_la` when another one has the
/// name and may not be replaced, `impossible` for anything else.
///
/// # Errors
/// A file of that name is there, or the folder cannot be written.
pub fn poser<E>(
    provisoire: NamedTempFile,
    chemin: &Path,
    remplacer: bool,
    deja_la: impl FnOnce(PathBuf) -> E,
    impossible: impl FnOnce(PathBuf, io::Error) -> E,
) -> Result<(), E> {
    let pose = if remplacer {
        provisoire.persist(chemin)
    } else {
        provisoire.persist_noclobber(chemin)
    };
    match pose {
        Ok(_) => Ok(()),
        Err(erreur) if erreur.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(deja_la(chemin.to_owned()))
        }
        Err(erreur) => Err(impossible(chemin.to_owned(), erreur.error)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_gets_its_name_once_and_another_one_only_when_asked() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("a.csv");
        let essai = |texte: &str, chemin: &Path, remplacer| {
            let mut fichier = provisoire(dossier_de(chemin)).unwrap();
            fichier.write_all(texte.as_bytes()).unwrap();
            poser(fichier, chemin, remplacer, |_| "là", |_, _| "impossible")
        };
        assert_eq!(essai("un", &chemin, false), Ok(()));
        assert_eq!(essai("deux", &chemin, false), Err("là"));
        assert_eq!(fs::read_to_string(&chemin).unwrap(), "un");
        assert_eq!(essai("trois", &chemin, true), Ok(()));
        assert_eq!(fs::read_to_string(&chemin).unwrap(), "trois");
        fs::create_dir(dossier.path().join("b")).unwrap();
        assert_eq!(
            essai("quatre", &dossier.path().join("b"), true),
            Err("impossible")
        );
        assert_eq!(fs::read_dir(dossier.path()).unwrap().count(), 2);
        assert_eq!(dossier_de(Path::new("a.csv")), Path::new("."));
    }
}
