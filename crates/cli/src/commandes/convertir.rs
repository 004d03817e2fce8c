//! `guichet cyclades convertir`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::conversion::{Forme, Moments, convertir};
use guichet::cyclades::fichiers_de;
use guichet::procedure_cyclades::{Options, Source as _};
use guichet_restitution::nombres::accorde;

use crate::arguments::{Convertir, Vers};
use crate::erreur::Erreur;
use crate::{horloge, progression, sortie};

use super::entree::{self, Editions};

/// Runs the command: every file is seen, whatever happens to the others.
pub fn executer(donnees: &Donnees, arguments: &Convertir) -> Result<ExitCode, Erreur> {
    let options = Options {
        structure: entree::structure(donnees, &arguments.entree)?,
        ..entree::options(&arguments.entree)?
    };
    let moments = Moments {
        extraction: horloge::extraction(arguments.extraction.as_deref())?,
        maintenant: horloge::maintenant(),
    };
    let forme = match arguments.vers {
        Vers::Csv => Forme::Csv,
        Vers::Xml => Forme::Xml,
        Vers::Xlsx => Forme::Xlsx,
    };
    let mut editions = Editions::new(donnees, &arguments.entree);
    let mut lignes = sortie::standard();
    let mut refuses = false;
    let mut ecrits = Vec::new();
    for chemin in &arguments.fichiers {
        let chemins = match fichiers_de(chemin) {
            Ok(chemins) => chemins,
            Err(erreur) => {
                refuses = true;
                sortie::avertir(&erreur.to_string());
                continue;
            }
        };
        for chemin in chemins {
            match fichier(
                &chemin,
                &mut editions,
                &options,
                forme,
                moments,
                &arguments.sortie,
            )? {
                Ok((ligne, ecrit)) => {
                    writeln!(lignes, "{ligne}")?;
                    ecrits.push(ecrit);
                }
                Err(refus) => {
                    refuses = true;
                    sortie::avertir(&format!("{} : {refus}", chemin.display()));
                }
            }
        }
    }
    if let [premier, reste @ ..] = ecrits.as_slice() {
        // A conversion changes no value, right or wrong.
        let quoi = if reste.is_empty() {
            premier.clone()
        } else {
            arguments.sortie.display().to_string()
        };
        writeln!(
            lignes,
            "\nRien n’a été contrôlé. Pour le faire : guichet cyclades verifier {quoi}"
        )?;
    }
    lignes.flush()?;
    Ok(if refuses {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}

/// The line that tells a file converted, and its path; or why it is not.
fn fichier(
    chemin: &Path,
    editions: &mut Editions<'_>,
    options: &Options,
    forme: Forme,
    moments: Moments,
    dossier: &Path,
) -> Result<Result<(String, String), String>, Erreur> {
    let (fichier, edition) = match entree::ouvrir(chemin, editions)? {
        Ok(ouvert) => ouvert,
        Err(erreur) => return Ok(Err(sans_chemin(&erreur.to_string(), chemin))),
    };
    let nom = fichier.nom().to_owned();
    let converti = progression::pendant(&fichier, &nom, || {
        convertir(edition, &fichier, options, forme, moments, dossier)
    });
    let converti = match converti {
        Ok(converti) => converti,
        Err(erreur) => return Ok(Err(erreur.to_string())),
    };
    sortie::avertir_des_colonnes(chemin, &converti.bilan.laissees);
    sortie::avertir_des_champs(chemin, &converti.sans_place);
    let ligne = format!(
        "{nom} → {} : {}.",
        converti
            .chemin
            .file_name()
            .unwrap_or_default()
            .to_string_lossy(),
        accorde(
            converti.bilan.candidats,
            "candidat converti",
            "candidats convertis"
        )
    );
    Ok(Ok((ligne, converti.chemin.display().to_string())))
}

/// An error of entry says its path itself.
fn sans_chemin(erreur: &str, chemin: &Path) -> String {
    let debut = format!("{} : ", chemin.display());
    erreur.strip_prefix(&debut).unwrap_or(erreur).to_owned()
}
