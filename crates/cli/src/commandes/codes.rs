//! `guichet codes chercher`, `voir` and `exporter`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::codes::Chercheur;
use guichet_restitution::codes as restitution;
use guichet_restitution::{recherche, tableau};

use crate::arguments::{Chercher, Codes, FormatDeListe};
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Codes) -> Result<ExitCode, Erreur> {
    match commande {
        Codes::Chercher(options) => chercher(donnees, options)?,
        Codes::Exporter { liste } => exporter(donnees, liste.as_deref())?,
        Codes::Voir { code, format } => voir(donnees, code, *format)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn chercher(donnees: &Donnees, options: &Chercher) -> Result<(), Erreur> {
    let chercheur = Chercheur::ouvrir(donnees, options.liste.as_deref()).map_err(Erreur::usage)?;
    let reponses = chercheur.chercher(&options.texte.join(" "), options.limite);
    let forme = options.format.into();
    let mut sortie = sortie::standard();
    tableau::ecrire(forme, &[recherche::tableau(&reponses, forme)], &mut sortie)?;
    Ok(())
}

fn exporter(donnees: &Donnees, liste: Option<&str>) -> Result<(), Erreur> {
    let Some(liste) = liste else {
        return Err(Erreur::Usage(format!(
            "Dites quelle liste exporter : {}.",
            guichet::codes::noms(donnees).join(", ")
        )));
    };
    let csv = guichet::codes::exporter(donnees, liste).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    sortie.write_all(csv.as_bytes())?;
    Ok(sortie.flush()?)
}

fn voir(donnees: &Donnees, code: &str, format: FormatDeListe) -> Result<(), Erreur> {
    let fiche = guichet::codes::voir(donnees, code).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    match format {
        FormatDeListe::Texte => {
            let largeur = sortie::options_de_texte().largeur;
            restitution::fiche(&mut sortie, &fiche, largeur)?;
        }
        FormatDeListe::Json => restitution::fiche_json(&mut sortie, &fiche)?,
    }
    Ok(sortie.flush()?)
}
