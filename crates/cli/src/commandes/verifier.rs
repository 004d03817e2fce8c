//! `guichet cyclades verifier`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::cyclades::fichiers_de;
use guichet::procedure_cyclades::{Options, Refus, Source, controler};
use guichet_restitution::controle::{Forme, Restitution, restitution};

use crate::arguments::{Format, Verifier};
use crate::erreur::Erreur;
use crate::{progression, sortie};

use super::entree::{self, Editions};

/// Runs the command: every file is seen, whatever happens to the others.
pub fn executer(donnees: &Donnees, arguments: &Verifier) -> Result<ExitCode, Erreur> {
    let options = entree::options(&arguments.entree)?;
    let forme = match arguments.format {
        Format::Texte => Forme::Texte,
        Format::Json => Forme::Json,
        Format::Ndjson => Forme::Ndjson,
    };
    let mut restitution = restitution(forme, sortie::standard(), sortie::options_de_texte());
    let mut controle = Controle {
        editions: Editions::new(donnees, &arguments.entree),
        options: Options {
            portee: restitution.portee(),
            extraits: restitution.veut_les_lignes(),
            ..options
        },
        erreurs: false,
        illisibles: false,
    };
    for chemin in &arguments.fichiers {
        match fichiers_de(chemin) {
            Ok(chemins) => {
                for chemin in chemins {
                    controle.fichier(&chemin, &mut *restitution)?;
                }
            }
            Err(erreur) => controle.signaler(&erreur.to_string()),
        }
    }
    restitution.fin()?;
    Ok(if controle.illisibles {
        ExitCode::from(2)
    } else if controle.erreurs {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

struct Controle<'a> {
    options: Options,
    editions: Editions<'a>,
    erreurs: bool,
    illisibles: bool,
}

impl Controle<'_> {
    fn signaler(&mut self, message: &str) {
        self.illisibles = true;
        sortie::avertir(message);
    }

    fn fichier(&mut self, chemin: &Path, restitution: &mut dyn Restitution) -> Result<(), Erreur> {
        let (fichier, edition) = match entree::ouvrir(chemin, &mut self.editions)? {
            Ok(ouvert) => ouvert,
            Err(erreur) => {
                self.signaler(&erreur.to_string());
                return Ok(());
            }
        };
        let nom = fichier.nom().to_owned();
        let mut ecriture: io::Result<()> = Ok(());
        let resultat = progression::pendant(&fichier, &nom, || {
            controler(edition, &fichier, &self.options, &mut |constat| {
                if ecriture.is_ok() {
                    ecriture = restitution.constat(constat);
                }
            })
        });
        ecriture?;
        match resultat {
            Ok(rapport) => {
                self.erreurs |= edition.a_des_erreurs(&rapport.resume);
                restitution.fichier(&nom, edition, &rapport)?;
            }
            // The data are at fault, not the file: the others would be told the same.
            Err(Refus::Edition(erreur)) => return Err(Erreur::usage(erreur)),
            Err(refus) => {
                restitution.refus(&nom, &refus)?;
                let remede = match &refus {
                    Refus::Contenu(constat) => constat.remede.as_str(),
                    _ => "Vérifiez le fichier et les droits.",
                };
                self.signaler(&format!("{} : {refus} {remede}", chemin.display()));
            }
        }
        Ok(())
    }
}
