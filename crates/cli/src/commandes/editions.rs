//! `guichet editions lister`, `voir`, `nouvelle` and `comparer`.

use std::process::ExitCode;

use guichet::Donnees;
use guichet::editions::{catalogue, comparer, comparer_les_reponses, projet};
use guichet_restitution::editions as restitution;

use crate::arguments::{Editions, FormatDeListe};
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Editions) -> Result<ExitCode, Erreur> {
    let mut sortie = sortie::standard();
    let largeur = sortie::options_de_texte().largeur;
    match commande {
        Editions::Lister { procedure, format } => {
            let liste = catalogue::lister(donnees, procedure.as_deref()).map_err(Erreur::usage)?;
            match format {
                FormatDeListe::Texte => restitution::liste(&mut sortie, &liste, largeur)?,
                FormatDeListe::Json => restitution::json(&mut sortie, &liste)?,
            }
        }
        Editions::Voir {
            procedure,
            id,
            format,
        } => {
            let fiche = catalogue::voir(donnees, procedure, id).map_err(Erreur::usage)?;
            match format {
                FormatDeListe::Texte => restitution::fiche(&mut sortie, &fiche, largeur)?,
                FormatDeListe::Json => restitution::json(&mut sortie, &fiche)?,
            }
        }
        Editions::Nouvelle(options) => {
            let nouvelle = projet::preparer(donnees, &options.demande()).map_err(Erreur::usage)?;
            projet::ecrire(donnees, &nouvelle, &options.sortie).map_err(Erreur::usage)?;
            match options.format {
                FormatDeListe::Texte => {
                    restitution::projet(&mut sortie, &nouvelle, &options.sortie, largeur)?;
                }
                FormatDeListe::Json => restitution::json(&mut sortie, &nouvelle)?,
            }
        }
        Editions::Comparer {
            procedure,
            avant,
            apres,
            dossiers,
            format,
        } => {
            let mut vue = comparer(donnees, procedure, avant, apres).map_err(Erreur::usage)?;
            if !dossiers.is_empty() {
                let editions = [avant.as_str(), apres.as_str()];
                let reponses = comparer_les_reponses(donnees, procedure, editions, dossiers);
                vue.reponses = Some(reponses.map_err(Erreur::usage)?);
            }
            restitution::comparaison(&mut sortie, &vue, (*format).into(), largeur)?;
        }
    }
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
