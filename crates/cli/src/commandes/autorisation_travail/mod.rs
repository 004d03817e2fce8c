//! `guichet autorisation-travail`.

mod methode;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::travail::{self, EditionDeTravail, Trouve};
use guichet_restitution::tableau::{self, Figure, FormeDeTableau, Tableau};
use guichet_restitution::travail as vues;

use crate::arguments::{AutorisationTravail, Carte, Cible, FormatDeCarte, FormatDeTableau, Vue};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &AutorisationTravail) -> Result<ExitCode, Erreur> {
    match commande {
        AutorisationTravail::Metier { metier, vue } => un_metier(donnees, metier, vue),
        AutorisationTravail::Region { region, vue } => {
            let edition = ouvrir(donnees, &vue.cible)?;
            let fiche = travail::territoire(&edition, region).map_err(Erreur::usage)?;
            ecrire(vue, &[vues::territoire(&fiche)])
        }
        AutorisationTravail::Nationalite { nationalite, vue } => {
            let edition = ouvrir(donnees, &vue.cible)?;
            let fiche = travail::nationalite(&edition, nationalite).map_err(Erreur::usage)?;
            ecrire(vue, &[vues::nationalite(&fiche)])
        }
        AutorisationTravail::Table { vue } => toute_la_table(donnees, vue),
        AutorisationTravail::Carte(options) => une_carte(donnees, options),
        AutorisationTravail::Methode(options) => methode::executer(donnees, options),
    }
}

fn ouvrir(donnees: &Donnees, cible: &Cible) -> Result<EditionDeTravail, Erreur> {
    travail::ouvrir(donnees, cible.edition.as_deref()).map_err(Erreur::usage)
}

fn un_metier(donnees: &Donnees, demande: &str, vue: &Vue) -> Result<ExitCode, Erreur> {
    let edition = ouvrir(donnees, &vue.cible)?;
    let code = match travail::chercher(&edition, demande).map_err(Erreur::usage)? {
        Trouve::Un(code) => code,
        Trouve::Plusieurs(trouves) => {
            return ecrire(vue, &[vues::metiers(demande, "libellé", &trouves)]);
        }
        Trouve::DuDomaine(trouves) => {
            return ecrire(vue, &[vues::metiers(demande, "domaine", &trouves)]);
        }
    };
    let fiche = travail::metier(&edition, &code).map_err(Erreur::usage)?;
    let tableaux = [vues::metier(&fiche)];
    if vue.format != FormatDeTableau::Html {
        return ecrire(vue, &tableaux);
    }
    vers(&vue.cible, &[], |flux| {
        tableau::ecrire_avec_figure(&tableaux, &figure(vues::carte(&fiche)), flux)
    })
}

fn toute_la_table(donnees: &Donnees, vue: &Vue) -> Result<ExitCode, Erreur> {
    let edition = ouvrir(donnees, &vue.cible)?;
    match vue.format {
        FormatDeTableau::Texte => ecrire(vue, &vues::resume(&edition)),
        FormatDeTableau::Html => vers(&vue.cible, &[], |flux| vues::ecrire_la_page(&edition, flux)),
        _ => ecrire(vue, &[vues::table(&edition)]),
    }
}

fn une_carte(donnees: &Donnees, options: &Carte) -> Result<ExitCode, Erreur> {
    let edition = ouvrir(donnees, &options.cible)?;
    let demande = &options.metier;
    let code = match travail::chercher(&edition, demande).map_err(Erreur::usage)? {
        Trouve::Un(code) => code,
        Trouve::Plusieurs(trouves) | Trouve::DuDomaine(trouves) => {
            let codes: Vec<&str> = trouves.iter().map(|(code, _)| code.as_str()).collect();
            return Err(Erreur::Usage(format!(
                "« {demande} » désigne plusieurs métiers : {} ; donnez l’un de ces codes.",
                codes.join(", ")
            )));
        }
    };
    let fiche = travail::metier(&edition, &code).map_err(Erreur::usage)?;
    let carte = vues::carte(&fiche);
    vers(&options.cible, &[], |flux| match options.format {
        FormatDeCarte::Svg => flux.write_all(carte.as_bytes()),
        FormatDeCarte::Html => {
            tableau::ecrire_avec_figure(&[vues::metier(&fiche)], &figure(carte), flux)
        }
    })
}

fn figure(svg: String) -> Figure {
    Figure {
        titre: "Carte",
        svg,
        apres_le_premier: false,
    }
}

fn ecrire(vue: &Vue, tableaux: &[Tableau]) -> Result<ExitCode, Erreur> {
    ecrire_apres(vue, &[], tableaux)
}

/// Writes the tables in the form asked for; the inputs may not be written over.
fn ecrire_apres(vue: &Vue, entrees: &[PathBuf], tableaux: &[Tableau]) -> Result<ExitCode, Erreur> {
    let sans_fichier = vue.cible.sortie.is_none() && io::stdout().is_terminal();
    if vue.format == FormatDeTableau::Xlsx && sans_fichier {
        return Err(Erreur::Usage(
            "Un classeur ne se lit pas dans un terminal ; ajoutez --sortie FICHIER.xlsx."
                .to_owned(),
        ));
    }
    vers(&vue.cible, entrees, |flux| {
        tableau::ecrire(FormeDeTableau::from(vue.format), tableaux, flux)
    })
}

/// Writes into the file asked for, whole or not at all, or to the screen.
fn vers(
    cible: &Cible,
    entrees: &[PathBuf],
    ecrire: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ExitCode, Erreur> {
    let destination = cible
        .sortie
        .as_deref()
        .map(|chemin| FichierDeSortie::ouvrir(chemin, cible.remplacer, entrees))
        .transpose()?;
    let mut flux: Box<dyn Write> = match &destination {
        Some(destination) => destination.ecriture()?,
        None => sortie::standard(),
    };
    ecrire(&mut *flux)?;
    flux.flush()?;
    drop(flux);
    if let Some(destination) = destination {
        destination.poser()?;
    }
    Ok(ExitCode::SUCCESS)
}
