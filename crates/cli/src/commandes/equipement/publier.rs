//! `guichet equipement publier`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::publication::{Acte, lire_les_sirets, scdl};
use guichet::equipement::{Annexe, Dotations};
use guichet::suivi::Organisation;
use guichet_restitution::equipement::donnees_ouvertes;
use guichet_restitution::nombres::accorde;
use jiff::civil::Date;

use super::region::Lue;
use crate::arguments::{Publication, Publier};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// Runs the command: what is wrong in the options is told before any table is read.
pub fn executer(donnees: &Donnees, arguments: &Publier) -> Result<ExitCode, Erreur> {
    let acte = Acte {
        date: arguments.date_decision.as_deref().map(jour).transpose()?,
        reference: arguments.reference_decision.clone().unwrap_or_default(),
        versement: arguments.versement.as_deref().map(periode).transpose()?,
    };
    let mut organisation = match &arguments.organisation {
        Some(chemin) => Organisation::lire(chemin).map_err(Erreur::usage)?,
        None => Organisation::default(),
    };
    if arguments.nom_attribuant.is_some() {
        organisation.nom.clone_from(&arguments.nom_attribuant);
    }
    if arguments.siret_attribuant.is_some() {
        organisation.siret.clone_from(&arguments.siret_attribuant);
    }
    let sirets = match &arguments.sirets {
        Some(chemin) => lire_les_sirets(chemin).map_err(Erreur::usage)?,
        None => std::collections::BTreeMap::new(),
    };
    let tables = &arguments.region;
    let entrees = [
        &tables.etablissements,
        &tables.effectifs,
        &tables.boursiers,
        &tables.reliquats,
    ]
    .map(Clone::clone);
    let destination = arguments
        .sortie
        .as_deref()
        .map(|chemin| FichierDeSortie::ouvrir(chemin, arguments.remplacer, &entrees))
        .transpose()?;
    let Some(lue) = Lue::lire(donnees, tables)? else {
        return Ok(ExitCode::from(2));
    };
    let dotations = Dotations::calculer(&lue.edition, &lue.region);
    let annexe = Annexe::nouvelle(&lue.region, &dotations);
    if annexe.examinees() > 0 {
        sortie::avertir(&format!(
            "{} à examiner : le montant publié est celui de la lecture retenue ; choisissez d’abord.",
            accorde(annexe.examinees(), "dotation est", "dotations sont")
        ));
    }
    let mut flux = match &destination {
        Some(destination) => destination.ecriture()?,
        None => sortie::standard(),
    };
    match arguments.quoi {
        Publication::DonneesOuvertes => donnees_ouvertes(&annexe, &mut flux)?,
        Publication::Scdl => {
            let table = scdl(&annexe, &organisation, &sirets, &acte).map_err(Erreur::usage)?;
            flux.write_all(table.as_bytes())?;
        }
    }
    flux.flush()?;
    drop(flux);
    if let Some(destination) = destination {
        destination.poser()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn jour(texte: &str) -> Result<Date, Erreur> {
    texte.parse().map_err(|_| {
        Erreur::Usage(format!(
            "« {texte} » n’est pas une date ; écrivez-la comme 2023-09-20."
        ))
    })
}

/// A day, or two in order around a slash.
fn periode(texte: &str) -> Result<String, Erreur> {
    match texte.split_once('/') {
        None => jour(texte).map(|jour| jour.to_string()),
        Some((du, au)) => {
            let (du, au) = (jour(du)?, jour(au)?);
            if du > au {
                return Err(Erreur::Usage(format!(
                    "« {texte} » finit avant de commencer ; écrivez le premier jour, puis le dernier."
                )));
            }
            Ok(format!("{du}/{au}"))
        }
    }
}
