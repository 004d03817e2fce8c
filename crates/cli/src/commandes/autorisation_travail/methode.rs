//! `guichet autorisation-travail methode`.

use std::fs::File;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::systeme::en_mots;
use guichet::travail::{methode, projet};
use guichet_restitution::travail as vues;

use super::{ecrire_apres, ouvrir};
use crate::arguments::{FormatDeTableau, Methode};
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command: the draft is written once the table is known to be sound.
pub fn executer(donnees: &Donnees, options: &Methode) -> Result<ExitCode, Erreur> {
    let edition = ouvrir(donnees, &options.vue.cible)?;
    let seuils = methode::seuils(
        &edition,
        options.seuil_superieur.as_deref(),
        options.nombre_iv_v,
        options.seuil_regional.as_deref(),
    )
    .map_err(Erreur::usage)?;
    let nom = options.fichier.display().to_string();
    let fichier = File::open(&options.fichier).map_err(|erreur| {
        Erreur::Usage(format!(
            "{nom} : {} ; vérifiez le chemin.",
            en_mots(&erreur)
        ))
    })?;
    let releves = match methode::lire(&edition, &nom, fichier) {
        Ok(releves) => releves,
        Err(fautes) => {
            for faute in &fautes {
                sortie::avertir(faute);
            }
            return Ok(ExitCode::from(2));
        }
    };
    let resultat = methode::appliquer(&edition, &releves, seuils);
    let verifications = methode::verifications(&edition);
    let tableaux = match options.vue.format {
        // Rows alone have one set of columns.
        FormatDeTableau::Csv => vec![vues::methode_en_lignes(&edition, &resultat)],
        FormatDeTableau::Texte => vues::methode_en_bref(&edition, &resultat, &verifications),
        _ => vues::methode(&edition, &resultat, &verifications),
    };
    let mut suite = None;
    if let (Some(dossier), Some(date)) = (&options.projet, &options.date) {
        let compte =
            projet::ecrire(donnees, &edition, &resultat, date, dossier).map_err(Erreur::usage)?;
        suite = Some(format!(
            "Projet {date} dans {} : {} métiers, dont {} dans toutes les régions, {} lignes régionales. Essayez : guichet --donnees {} autorisation-travail table --edition {date}",
            dossier.display(),
            compte.tiers,
            compte.national,
            compte.regions,
            dossier.display()
        ));
    }
    let fini = ecrire_apres(
        &options.vue,
        std::slice::from_ref(&options.fichier),
        &tableaux,
    )?;
    if let Some(suite) = suite {
        sortie::avertir(&suite);
    }
    Ok(fini)
}
