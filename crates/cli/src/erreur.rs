//! Everything that stops a command, in one line for a person.

use std::io;

/// Why a command stopped. All give the exit status 2, but a request for help.
#[derive(Debug)]
pub enum Erreur {
    /// Help or version was asked for: this text answers.
    Aide(String),
    /// The arguments make no sense, or what they name cannot be used.
    Usage(String),
    /// The output cannot be written.
    Ecriture(io::Error),
}

impl std::fmt::Display for Erreur {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Aide(texte) | Self::Usage(texte) => f.write_str(texte),
            Self::Ecriture(erreur) => {
                write!(
                    f,
                    "La sortie ne peut pas être écrite ({}) ; vérifiez la place et les droits.",
                    guichet::systeme::en_mots(erreur)
                )
            }
        }
    }
}

impl From<io::Error> for Erreur {
    fn from(erreur: io::Error) -> Self {
        Self::Ecriture(erreur)
    }
}

impl Erreur {
    /// An error that says itself.
    pub fn usage(erreur: impl std::fmt::Display) -> Self {
        Self::Usage(erreur.to_string())
    }
}
