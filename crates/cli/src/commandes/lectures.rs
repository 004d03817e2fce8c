//! `guichet lectures`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::lectures::{Choix, lister, voir};
use guichet_restitution::tableau::{self, FormeDeTableau};
use guichet_restitution::{lectures as restitution, markdown};

use crate::arguments::{FormatDeLectures, Lectures};
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, options: &Lectures) -> Result<ExitCode, Erreur> {
    let lectures = if let Some(id) = &options.id {
        vec![voir(donnees, id).map_err(Erreur::usage)?]
    } else {
        let choix = Choix {
            document: options.document.as_deref(),
            statut: options.statut.map(Into::into),
        };
        lister(donnees, choix).map_err(Erreur::usage)?
    };
    let mut sortie = sortie::standard();
    let tableau = |forme, sortie: &mut dyn Write| {
        tableau::ecrire(forme, &[restitution::tableau(&lectures)], sortie)
    };
    let largeur = sortie::options_de_texte().largeur;
    match (options.format, lectures.as_slice()) {
        (FormatDeLectures::Texte, [une]) if options.id.is_some() => {
            restitution::fiche(&mut sortie, une, largeur)?;
        }
        (FormatDeLectures::Texte, toutes) => restitution::texte(&mut sortie, toutes, largeur)?,
        (FormatDeLectures::Json, toutes) => restitution::json(&mut sortie, toutes)?,
        (FormatDeLectures::Csv, _) => tableau(FormeDeTableau::Csv, &mut sortie)?,
        (FormatDeLectures::Xlsx, _) => tableau(FormeDeTableau::Xlsx, &mut sortie)?,
        (FormatDeLectures::Markdown, toutes) => {
            sortie.write_all(restitution::page(toutes).as_bytes())?;
        }
        (FormatDeLectures::Html, toutes) => {
            markdown::html(&restitution::page(toutes), &mut sortie)?;
        }
    }
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
