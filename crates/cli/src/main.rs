//! The `guichet` program: arguments in, the facade's answers out, an exit status that scripts can trust.

mod arguments;
mod commandes;
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
    match arguments::lire().and_then(|arguments| commandes::executer(&arguments)) {
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
