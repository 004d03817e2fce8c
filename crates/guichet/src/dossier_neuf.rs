//! A folder of data that is made whole or not at all: it is read back before it gets its name.

use std::fs;
use std::io;
use std::path::Path;

use crate::systeme::en_mots;

/// Why a folder is not made.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeDossierNeuf<E> {
    /// Something has the name already: nothing is ever written over.
    #[error("{0} existe déjà ; donnez le nom d’un dossier à créer.")]
    DejaLa(String),
    /// The system refuses.
    #[error(
        "{dossier} : écriture impossible ({raison}) ; vérifiez le chemin, la place et les droits."
    )]
    Systeme {
        /// The folder.
        dossier: String,
        /// Why.
        raison: String,
    },
    /// What was written cannot be read back.
    #[error("{0}")]
    Relecture(E),
}

/// Writes texts under a folder, by their path in it; `relire` reads them where they are before the folder
/// gets its name.
///
/// # Errors
/// The folder exists, cannot be written, or `relire` refuses it: nothing is left.
pub fn ecrire<E>(
    dossier: &Path,
    textes: &[(String, String)],
    relire: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), ErreurDeDossierNeuf<E>> {
    if fs::symlink_metadata(dossier).is_ok() {
        return Err(ErreurDeDossierNeuf::DejaLa(dossier.display().to_string()));
    }
    let impossible = |erreur: io::Error| ErreurDeDossierNeuf::Systeme {
        dossier: dossier.display().to_string(),
        raison: en_mots(&erreur),
    };
    let provisoire = tempfile::Builder::new()
        .prefix(".guichet-")
        .tempdir_in(crate::sortie::dossier_de(dossier))
        .map_err(impossible)?;
    for (chemin, texte) in textes {
        let chemin = provisoire.path().join(chemin);
        if let Some(parent) = chemin.parent() {
            fs::create_dir_all(parent).map_err(impossible)?;
        }
        fs::write(&chemin, texte).map_err(impossible)?;
    }
    relire(provisoire.path()).map_err(ErreurDeDossierNeuf::Relecture)?;
    // Under its own name, the folder is no longer a temporary one.
    fs::rename(provisoire.path(), dossier).map_err(impossible)?;
    ouvrir_a_tous(dossier);
    drop(provisoire.keep());
    Ok(())
}

/// A temporary folder is closed to the others of the machine; a result is as any folder.
#[cfg(unix)]
fn ouvrir_a_tous(dossier: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(dossier, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn ouvrir_a_tous(_: &Path) {}
