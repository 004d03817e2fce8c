//! The `guichet` program: arguments in, the facade's answers out, an exit status that scripts can trust.

mod arguments;
mod commandes;
mod completion;
mod dossier_de_sortie;
mod erreur;
mod fichier_de_sortie;
mod horloge;
mod parametres;
mod progression;
mod sortie;

use std::process::ExitCode;

use erreur::Erreur;

fn main() -> ExitCode {
    match executer() {
        Ok(statut) => statut,
        // The reader of a pipe has gone: there is no one left to tell.
        Err(Erreur::Ecriture(erreur)) if erreur.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Erreur::Aide(texte)) => {
            sortie::dire(&texte);
            ExitCode::SUCCESS
        }
        Err(erreur) => {
            sortie::avertir(&erreur.to_string());
            ExitCode::from(2)
        }
    }
}

/// A shell that wants proposals is answered before its command line is read: it is not finished.
fn executer() -> Result<ExitCode, Erreur> {
    if completion::repondre()? {
        return Ok(ExitCode::SUCCESS);
    }
    commandes::executer(&arguments::lire()?)
}
