//! `guichet codes chercher`, `exporter`, `voir` and `comparer`.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use guichet::Donnees;
use guichet::codes::Chercheur;
use guichet_restitution::codes as restitution;
use guichet_restitution::{recherche, tableau};

use crate::arguments::{Chercher, Codes, ComparerUneListe, FormatDeListe, FormatDeTableau};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Codes) -> Result<ExitCode, Erreur> {
    match commande {
        Codes::Chercher(options) => chercher(donnees, options)?,
        Codes::Exporter { liste } => exporter(donnees, liste.as_deref())?,
        Codes::Voir { code, format } => voir(donnees, code, *format)?,
        Codes::Comparer(options) => comparer(donnees, options)?,
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

fn comparer(donnees: &Donnees, options: &ComparerUneListe) -> Result<(), Erreur> {
    let ComparerUneListe {
        liste,
        avant,
        apres,
        ..
    } = options;
    if options.format == FormatDeTableau::Xlsx
        && options.sortie.is_none()
        && io::stdout().is_terminal()
    {
        return Err(Erreur::Usage(
            "Un classeur ne se lit pas dans un terminal ; ajoutez --sortie FICHIER.xlsx."
                .to_owned(),
        ));
    }
    let vue = guichet::codes::comparer(donnees, liste, avant, apres).map_err(Erreur::usage)?;
    let destination = options
        .sortie
        .as_deref()
        .map(|chemin| FichierDeSortie::ouvrir(chemin, options.remplacer, &[]))
        .transpose()?;
    let largeur = sortie::options_de_texte().largeur;
    let mut flux: Box<dyn Write> = match &destination {
        Some(destination) => destination.ecriture()?,
        None => sortie::standard(),
    };
    restitution::comparaison(&mut *flux, &vue, options.format.into(), largeur)?;
    flux.flush()?;
    drop(flux);
    if let Some(destination) = destination {
        destination.poser()?;
    }
    Ok(())
}
