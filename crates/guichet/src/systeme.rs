//! The errors of the system, in French for those that a user meets.

use std::io::{self, ErrorKind};

/// Why the system refuses.
#[must_use]
pub fn en_mots(erreur: &io::Error) -> String {
    match erreur.kind() {
        ErrorKind::NotFound => "introuvable",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "plus de place sur le disque",
        ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        ErrorKind::NotADirectory => "un fichier tient la place d’un dossier",
        ErrorKind::IsADirectory => "c’est un dossier",
        ErrorKind::AlreadyExists => "un fichier porte déjà ce nom",
        ErrorKind::FileTooLarge => "fichier trop grand",
        ErrorKind::InvalidFilename => "nom de fichier impossible",
        // The system has words of its own, in the language it likes: its number is enough to look it up.
        _ => {
            return match erreur.raw_os_error() {
                Some(numero) => format!("erreur {numero} du système"),
                None => erreur.to_string(),
            };
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_refusals_are_in_french_and_the_others_as_they_are() {
        assert_eq!(en_mots(&ErrorKind::PermissionDenied.into()), "accès refusé");
        assert_eq!(en_mots(&io::Error::other("câble coupé")), "câble coupé");
        assert_eq!(
            en_mots(&io::Error::from_raw_os_error(i32::MAX)),
            format!("erreur {} du système", i32::MAX)
        );
    }
}
