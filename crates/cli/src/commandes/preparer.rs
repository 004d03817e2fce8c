//! `guichet cyclades preparer`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::cyclades::Fichier;
use guichet::import::{self, Demande};
use guichet::procedure_cyclades::{Options, Refus, Session, Source, controler};
use guichet_restitution::controle::{Forme, restitution};
use guichet_restitution::preparation;

use crate::arguments::Preparer;
use crate::erreur::Erreur;
use crate::{horloge, parametres, sortie};

use super::entree;

/// Runs the command: the import file is made, then checked as any other.
pub fn executer(donnees: &Donnees, arguments: &Preparer) -> Result<ExitCode, Erreur> {
    let examen = parametres::examen(&arguments.domaine)?;
    let session = Session::lire(&arguments.session).ok_or_else(|| {
        Erreur::Usage(format!(
            "« {} » n’est pas une session ; donnez à --session l’année (2024) pour BCP et ARI, l’année et le mois (2024-06) pour les autres.",
            arguments.session
        ))
    })?;
    let fixes = arguments
        .fixer
        .iter()
        .map(|fixe| {
            fixe.split_once('=')
                .map(|(champ, valeur)| (champ.trim().to_owned(), valeur.to_owned()))
                .ok_or_else(|| {
                    Erreur::Usage(format!(
                        "« {fixe} » ne dit pas quel champ ; donnez à --fixer champ=valeur (etablissement=0750655E)."
                    ))
                })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let extraction =
        horloge::extraction(arguments.extraction.as_deref())?.unwrap_or_else(horloge::maintenant);
    let separateur = arguments.separateur.as_deref();
    let encodage = arguments.encodage.as_deref();
    let faite = import::faire(
        donnees,
        &Demande {
            exports: &arguments.exports,
            examen,
            session,
            correspondance: arguments.correspondance.as_deref(),
            fixes: &fixes,
            dossier: &arguments.sortie,
            extraction,
            enregistrer: arguments.enregistrer.as_deref(),
            feuille: arguments.feuille.as_deref(),
            separateur: separateur.map(entree::separateur).transpose()?,
            encodage: encodage.map(entree::encodage).transpose()?,
        },
    )
    .map_err(Erreur::usage)?;
    let mut ecran = sortie::standard();
    preparation::ecrire(&mut ecran, &faite, sortie::options_de_texte().largeur)?;
    writeln!(ecran)?;
    let fichier = Fichier::ouvrir(&faite.fichier).map_err(Erreur::usage)?;
    let mut controle = restitution(Forme::Texte, ecran, sortie::options_de_texte());
    let options = Options {
        portee: controle.portee(),
        extraits: controle.veut_les_lignes(),
        ..Options::default()
    };
    let mut ecriture = Ok(());
    let resultat = controler(&faite.edition, &fichier, &options, &mut |constat| {
        if ecriture.is_ok() {
            ecriture = controle.constat(constat);
        }
    });
    ecriture?;
    let rapport = resultat.map_err(|refus: Refus| Erreur::usage(refus))?;
    controle.fichier(fichier.nom(), &faite.edition, &rapport)?;
    controle.fin()?;
    let reste =
        faite.edition.a_des_erreurs(&rapport.resume) || !faite.preparation.illisibles.is_empty();
    Ok(if reste {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}
