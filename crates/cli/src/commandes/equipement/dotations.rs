//! `guichet equipement dotations`: the grants of a region from its four tables, or of any dossiers.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::equipement::tables::{Table, TablesDeRegion, lire};
use guichet::equipement::{
    self, Annexe, ConstatDeTable, Dotations as DotationsDeRegion, EditionEquipement, Region,
};
use guichet::instruction::{Bilan, Instruction};
use guichet::socle::Issue;
use guichet::socle::constat::Gravite;
use guichet_restitution::decisions::{FormeDeDecisions, OptionsDeTexte, restitution_de_decisions};
use guichet_restitution::documents::exiger_le_pdf;
use guichet_restitution::equipement::{FormeDAnnexe, ecrire as ecrire_l_annexe};
use guichet_restitution::region;

use crate::arguments::{Dotations, FormatDeDecisions};
use crate::commandes::instruire::{self, Destination};
use crate::erreur::Erreur;
use crate::sortie;

/// The most findings told beside a result that has no room for them.
const CONSTATS_A_COTE: usize = 100;

/// Runs the command.
pub fn executer(donnees: &Donnees, arguments: &Dotations) -> Result<ExitCode, Erreur> {
    match arguments.tables() {
        None => instruire::executer(donnees, &arguments.en_instruction()),
        Some(tables) => de_la_region(donnees, arguments, &tables),
    }
}

fn de_la_region(
    donnees: &Donnees,
    arguments: &Dotations,
    tables: &TablesDeRegion,
) -> Result<ExitCode, Erreur> {
    let annee = arguments.edition.as_deref().unwrap_or_default();
    let edition = equipement::edition(donnees, annee).map_err(Erreur::usage)?;
    if arguments.format.forme() == FormeDeDecisions::Pdf {
        // Said before any table is read.
        exiger_le_pdf().map_err(Erreur::usage)?;
    }
    let entrees: Vec<PathBuf> = Table::TOUTES
        .into_iter()
        .map(|table| tables.chemin(table).to_owned())
        .collect();
    let demande = arguments.en_instruction();
    let nom = arguments.format.nom_de_fichier();
    let nom = nom.replace("decisions", "dotations");
    let destination = Destination::nommee(&demande, &nom, &entrees)?;
    let lue = match lire(&edition, tables) {
        Ok(lue) => lue,
        Err(erreurs) => {
            for erreur in erreurs {
                sortie::avertir(&erreur.to_string());
            }
            return Ok(ExitCode::from(2));
        }
    };
    for avis in &lue.avis {
        sortie::avertir(avis);
    }
    let region = &lue.region;
    let defavorables = match arguments.format {
        FormatDeDecisions::Texte => {
            let dotations = DotationsDeRegion::calculer(&edition, region);
            let mut flux = destination.ecriture()?;
            region::texte(&dotations, region, &mut flux)?;
            flux.flush()?;
            let refus = dotations.toutes.iter();
            refus.filter(|d| d.issue == Issue::Defavorable).count() as u64
        }
        format => match forme_d_annexe(format) {
            Some(forme) => annexe(&edition, region, forme, &destination)?,
            None => decisions(donnees, arguments, region, &destination)?,
        },
    };
    destination.poser()?;
    let erreurs = region.constats.iter();
    let en_erreur = erreurs.into_iter().any(|c| c.gravite == Gravite::Erreur);
    Ok(if arguments.strict && (en_erreur || defavorables > 0) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// The forms that show the region as its assembly votes on it.
fn forme_d_annexe(format: FormatDeDecisions) -> Option<FormeDAnnexe> {
    match format.forme() {
        FormeDeDecisions::Xlsx => Some(FormeDAnnexe::Xlsx),
        FormeDeDecisions::Html => Some(FormeDAnnexe::Html),
        FormeDeDecisions::Pdf => Some(FormeDAnnexe::Pdf),
        _ => None,
    }
}

/// Writes the annex of the assembly; gives how many establishments are refused.
fn annexe(
    edition: &EditionEquipement,
    region: &Region,
    forme: FormeDAnnexe,
    destination: &Destination,
) -> Result<u64, Erreur> {
    let dotations = DotationsDeRegion::calculer(edition, region);
    let annexe = Annexe::nouvelle(region, &dotations);
    let mut flux = destination.ecriture()?;
    ecrire_l_annexe(forme, &annexe, &mut flux)?;
    let refus = dotations.toutes.iter();
    Ok(refus.filter(|d| d.issue == Issue::Defavorable).count() as u64)
}

/// Writes the decision of every establishment; gives how many are refusals.
fn decisions(
    donnees: &Donnees,
    arguments: &Dotations,
    region: &Region,
    destination: &Destination,
) -> Result<u64, Erreur> {
    let instruction =
        Instruction::ouvrir(donnees, equipement::PROCEDURE, arguments.edition.as_deref())
            .map_err(Erreur::usage)?;
    let options = OptionsDeTexte {
        detail: arguments.detail,
        ..OptionsDeTexte::default()
    };
    let flux = destination.ecriture()?;
    let mut restitution = restitution_de_decisions(arguments.format.forme(), flux, options);
    let mut bilan = Bilan::nouveau();
    let mut ecriture = Ok(());
    let commun = instruction.de_lecture().commun();
    equipement::decider(
        &instruction,
        region,
        restitution.etendue(),
        &mut |etablissement, decision| {
            if ecriture.is_err() {
                return;
            }
            let axes = instruction.de_lecture().axes(&etablissement.dossier);
            bilan.ajouter(&decision, &axes);
            ecriture = restitution.decision(commun, &decision);
        },
    );
    ecriture?;
    restitution.fin(&bilan)?;
    for remarque in restitution.remarques() {
        sortie::avertir(&remarque);
    }
    drop(restitution);
    dire_les_autres(region);
    let refus = bilan.de_l_issue(Issue::Defavorable);
    Ok(refus)
}

/// Tells the findings that no decision holds.
fn dire_les_autres(region: &Region) {
    let sans_place: Vec<&ConstatDeTable> = region
        .constats
        .iter()
        .filter(|constat| constat.uai.is_none())
        .collect();
    for constat in sans_place.iter().take(CONSTATS_A_COTE) {
        sortie::avertir(&constat.to_string());
    }
    if sans_place.len() > CONSTATS_A_COTE {
        sortie::avertir(&format!(
            "et {} autres constats ; --format texte les compte par règle.",
            sans_place.len() - CONSTATS_A_COTE
        ));
    }
}
