//! `guichet equipement simuler`: what a region would cost otherwise.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::simulation::{
    RegionLue, Scenario, Simulation, lire_les_dossiers, simuler,
};
use guichet::equipement::tables::{Table, TablesDeRegion, lire};
use guichet::equipement::{EditionEquipement, Region, edition};
use guichet_restitution::editions::{json, json_en_ligne};
use guichet_restitution::simulation::{self as vues, Etendue};
use guichet_restitution::tableau::{self, FormeDeTableau};

use crate::arguments::{FormatDeSimulation, Simuler};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// Runs the command: what is wrong in the options is told before any file is read.
pub fn executer(donnees: &Donnees, arguments: &Simuler) -> Result<ExitCode, Erreur> {
    let changements = &arguments.hypotheses;
    let hypotheses = changements.hypotheses().map_err(Erreur::usage)?;
    let autre = changements.avec_edition.as_deref();
    let autre = autre.map(|id| edition(donnees, id)).transpose();
    let autre = autre.map_err(Erreur::usage)?;
    let entrees = entrees(arguments);
    let destination = arguments
        .sortie
        .as_deref()
        .map(|chemin| FichierDeSortie::ouvrir(chemin, arguments.remplacer, &entrees))
        .transpose()?;
    let a_l_ecran = destination.is_none() && io::stdout().is_terminal();
    if arguments.format == FormatDeSimulation::Xlsx && a_l_ecran {
        return Err(Erreur::Usage(
            "Un classeur ne se lit pas dans un terminal ; ajoutez --sortie FICHIER.xlsx."
                .to_owned(),
        ));
    }
    let Some((avant, apres)) = lire_les_regions(donnees, arguments)? else {
        return Ok(ExitCode::from(2));
    };
    for avis in avant
        .avis
        .iter()
        .chain(apres.iter().flat_map(|lue| &lue.avis))
    {
        sortie::avertir(avis);
    }
    let en_vigueur = Scenario::en_vigueur(avant.edition.clone());
    let scenario = hypotheses
        .appliquer(autre.unwrap_or(avant.edition))
        .map_err(Erreur::usage)?;
    let apres = apres.as_ref().map(|lue| &lue.region);
    let mut simulation = simuler(&en_vigueur, &avant.region, &scenario, apres);
    if hypotheses.sont_vides() && apres.is_none() && changements.avec_edition.is_none() {
        simulation.remarques.push(
            "Rien n’est changé ; « guichet equipement simuler --help » dit ce qui peut l’être."
                .to_owned(),
        );
    }
    let mut flux: Box<dyn Write> = match &destination {
        Some(destination) => destination.ecriture()?,
        None => sortie::standard(),
    };
    ecrire(&simulation, arguments.format, &mut *flux)?;
    flux.flush()?;
    drop(flux);
    if let Some(destination) = destination {
        destination.poser()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn ecrire(
    simulation: &Simulation,
    format: FormatDeSimulation,
    flux: &mut dyn Write,
) -> io::Result<()> {
    let tableaux = |etendue| vues::tableaux(simulation, etendue);
    match format {
        FormatDeSimulation::Texte => {
            tableau::ecrire(FormeDeTableau::Texte, &tableaux(Etendue::Bref), flux)
        }
        FormatDeSimulation::Csv => {
            tableau::ecrire(FormeDeTableau::Csv, &[vues::en_lignes(simulation)], flux)
        }
        FormatDeSimulation::Xlsx => {
            tableau::ecrire(FormeDeTableau::Xlsx, &tableaux(Etendue::Entier), flux)
        }
        FormatDeSimulation::Html => {
            tableau::ecrire_avec_figure(&tableaux(Etendue::Entier), &vues::figure(simulation), flux)
        }
        FormatDeSimulation::Json => json(flux, simulation),
        FormatDeSimulation::Ndjson => json_en_ligne(flux, simulation),
    }
}

fn entrees(arguments: &Simuler) -> Vec<PathBuf> {
    let tables = &arguments.tables;
    let changements = &arguments.hypotheses;
    [
        &tables.etablissements,
        &tables.effectifs,
        &tables.boursiers,
        &tables.reliquats,
        &changements.avec_effectifs,
    ]
    .into_iter()
    .flatten()
    .chain(&arguments.fichiers)
    .chain(&changements.avec_dossiers)
    .cloned()
    .collect()
}

/// The region as it is, and with the headcounts of another year; none when a table cannot be read.
fn lire_les_regions(
    donnees: &Donnees,
    arguments: &Simuler,
) -> Result<Option<(RegionLue, Option<RegionLue>)>, Erreur> {
    let changements = &arguments.hypotheses;
    let demandee = arguments.edition.as_deref();
    let Some(tables) = arguments.tables.de_region() else {
        let avant =
            lire_les_dossiers(donnees, demandee, &arguments.fichiers).map_err(Erreur::Usage)?;
        if changements.avec_dossiers.is_empty() {
            return Ok(Some((avant, None)));
        }
        // Read under the edition in force: the dossiers may name another year.
        let id = avant.edition.commun.edition.id.clone();
        let apres = lire_les_dossiers(donnees, Some(&id), &changements.avec_dossiers)
            .map_err(Erreur::Usage)?;
        return Ok(Some((avant, Some(apres))));
    };
    let edition = edition(donnees, demandee.unwrap_or_default()).map_err(Erreur::usage)?;
    let Some(avant) = lire_les_tables(&edition, &tables) else {
        return Ok(None);
    };
    let Some(effectifs) = changements.avec_effectifs.clone() else {
        return Ok(Some((avant, None)));
    };
    let tables = TablesDeRegion {
        effectifs,
        ..tables
    };
    let apres = lire_les_tables(&edition, &tables);
    Ok(apres.map(|apres| (avant, Some(apres))))
}

fn lire_les_tables(edition: &EditionEquipement, tables: &TablesDeRegion) -> Option<RegionLue> {
    match lire(edition, tables) {
        Ok(lue) => {
            let mut avis = lue.avis;
            avis.extend(dire_les_constats(&lue.region, tables));
            Some(RegionLue {
                edition: edition.clone(),
                region: lue.region,
                avis,
            })
        }
        Err(erreurs) => {
            for erreur in erreurs {
                sortie::avertir(&erreur.to_string());
            }
            None
        }
    }
}

/// How many findings the tables have: `dotations` tells them.
fn dire_les_constats(region: &Region, tables: &TablesDeRegion) -> Option<String> {
    let nombre = region.constats.len();
    (nombre > 0).then(|| {
        let effectifs = tables.chemin(Table::Effectifs).display();
        let constats = if nombre > 1 { "constats" } else { "constat" };
        format!(
            "{nombre} {constats} sur les tables (effectifs : {effectifs}) ; « guichet equipement dotations » les dit tous."
        )
    })
}
