//! `guichet cyclades corriger`.

use std::io::{self, BufWriter, Seek as _, Write as _};
use std::process::ExitCode;

use guichet::Donnees;
use guichet::conversion::{ErreurDeConversion, Moments};
use guichet::corrections::{self, Copie, ErreurDeCorrection};
use guichet::procedure_cyclades::reparation::Demande;
use guichet::procedure_cyclades::{Options, Refus, Source as _};
use guichet_restitution::controle::verdict;
use guichet_restitution::corrections::{Forme, restitution};

use crate::arguments::{Corriger, FormatDeCorrections};
use crate::erreur::Erreur;
use crate::{progression, sortie};

use super::entree::{self, Editions};

/// Runs the command.
pub fn executer(donnees: &Donnees, arguments: &Corriger) -> Result<ExitCode, Erreur> {
    let forme = match arguments.format {
        FormatDeCorrections::Texte => Forme::Texte,
        FormatDeCorrections::Csv => Forme::Csv,
        FormatDeCorrections::Json => Forme::Json,
    };
    // The list is told only once the copy is there: half of it would be taken for the whole.
    let mut liste = tempfile::tempfile()?;
    let mut restitution = restitution(
        forme,
        Box::new(BufWriter::with_capacity(1 << 16, liste.try_clone()?)),
        sortie::options_de_texte(),
    );
    let options = Options {
        portee: restitution.portee(),
        extraits: forme == Forme::Texte,
        structure: entree::structure(donnees, &arguments.entree)?,
        ..entree::options(&arguments.entree)?
    };
    let mut editions = Editions::new(donnees, &arguments.entree);
    let (fichier, edition) =
        entree::ouvrir(&arguments.fichier, &mut editions)?.map_err(Erreur::usage)?;
    let classeur = fichier.tableau().is_some();
    let destination = corrections::destination(&arguments.fichier, classeur, &arguments.sortie)
        .map_err(Erreur::usage)?;
    let copie = Copie {
        demande: Demande {
            a_confirmer: arguments.a_confirmer,
        },
        canonique: arguments.canonique,
        moments: Moments {
            extraction: None,
            maintenant: jiff::Zoned::now().datetime(),
        },
        destination: &destination,
    };
    let mut ecriture: io::Result<()> = Ok(());
    let resultat = {
        // Both go to the same output, one after the other.
        let sortie = std::cell::RefCell::new((&mut restitution, &mut ecriture));
        progression::pendant(&fichier, fichier.nom(), || {
            corrections::corriger(
                edition,
                &fichier,
                &options,
                copie,
                &mut |modification| {
                    let (restitution, ecriture) = &mut *sortie.borrow_mut();
                    if ecriture.is_ok() {
                        **ecriture = restitution.modification(modification);
                    }
                },
                &mut |constat| {
                    let (restitution, ecriture) = &mut *sortie.borrow_mut();
                    if ecriture.is_ok() {
                        **ecriture = restitution.constat(constat);
                    }
                },
            )
        })
    };
    let corrige = resultat.map_err(|erreur| match &erreur {
        ErreurDeCorrection::Refus(Refus::Contenu(constat)) => Erreur::Usage(format!(
            "{} : {erreur} {}",
            arguments.fichier.display(),
            constat.remede
        )),
        // Reading the original and writing its copy go together: either may be at fault.
        ErreurDeCorrection::Refus(Refus::Lecture(panne)) => Erreur::Usage(format!(
            "{} : {} ; vérifiez le fichier, la place et les droits.",
            arguments.fichier.display(),
            guichet::systeme::en_mots(panne)
        )),
        ErreurDeCorrection::Conversion(ErreurDeConversion::Conversion(_)) => {
            Erreur::Usage(format!("{} : {erreur}", arguments.fichier.display()))
        }
        _ => Erreur::usage(erreur),
    })?;
    ecriture?;
    restitution.fin(fichier.nom(), edition, &corrige)?;
    drop(restitution);
    liste.rewind()?;
    let mut lignes = sortie::standard();
    io::copy(&mut liste, &mut lignes)?;
    lignes.flush()?;
    sortie::avertir_des_colonnes(&arguments.fichier, &corrige.laissees);
    sortie::avertir_des_champs(&arguments.fichier, &corrige.sans_place);
    let resume = &corrige.rapport.resume;
    if forme == Forme::Csv {
        // The table has no room for it.
        sortie::avertir(&verdict(edition, resume));
    }
    Ok(if edition.a_des_erreurs(resume) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}
