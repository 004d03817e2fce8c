//! `guichet regles lister`, `voir` and `documenter`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::regles::{Regles, documentation};
use guichet_restitution::{markdown, regles as restitution};

use crate::arguments::{self, FormatDeListe, FormatDePage};
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &arguments::Regles) -> Result<ExitCode, Erreur> {
    let regles = || Regles::charger(donnees).map_err(Erreur::usage);
    let mut sortie = sortie::standard();
    match commande {
        arguments::Regles::Documenter { procedure, format } => {
            let page = documentation::page(donnees, procedure).map_err(Erreur::usage)?;
            let texte = restitution::page(&page);
            match format {
                FormatDePage::Markdown => sortie.write_all(texte.as_bytes())?,
                FormatDePage::Html => markdown::html(&texte, &mut sortie)?,
                FormatDePage::Json => restitution::page_json(&mut sortie, &page)?,
            }
        }
        arguments::Regles::Lister { procedure, format } => {
            let liste = regles()?
                .lister(procedure.as_deref())
                .map_err(Erreur::usage)?;
            match format {
                FormatDeListe::Texte => restitution::liste(&mut sortie, &liste)?,
                FormatDeListe::Json => restitution::liste_json(&mut sortie, &liste)?,
            }
        }
        arguments::Regles::Voir { code, format } => {
            let fiche = regles()?.voir(code).map_err(Erreur::usage)?;
            match format {
                FormatDeListe::Texte => {
                    let largeur = sortie::options_de_texte().largeur;
                    restitution::fiche(&mut sortie, &fiche, largeur)?;
                }
                FormatDeListe::Json => restitution::fiche_json(&mut sortie, &fiche)?,
            }
        }
    }
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
