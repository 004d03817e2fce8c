//! `guichet cyclades verifier`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use guichet::Donnees;
use guichet::cyclades::fichiers_de;
use guichet::procedure_cyclades::{Options, Refus, Source, controler};
use guichet_restitution::controle::{OptionsDeTexte, Restitution, restitution};

use crate::arguments::Verifier;
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::{progression, sortie};

use super::entree::{self, Editions};

/// Runs the command: every file is seen, whatever happens to the others.
pub fn executer(donnees: &Donnees, arguments: &Verifier) -> Result<ExitCode, Erreur> {
    let options = entree::options(&arguments.entree)?;
    let (ecriture, rapport) = destination(arguments)?;
    let mut restitution = restitution(arguments.format.into(), ecriture, texte_de(arguments));
    let mut controle = Controle {
        editions: Editions::new(donnees, &arguments.entree),
        options: Options {
            portee: restitution.portee(),
            extraits: restitution.veut_les_lignes(),
            structure: entree::structure(donnees, &arguments.entree)?,
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
            Err(erreur) => controle.illisible(chemin, &erreur.to_string(), &mut *restitution)?,
        }
    }
    restitution.fin()?;
    for remarque in restitution.remarques() {
        sortie::avertir(&remarque);
    }
    drop(restitution);
    if let Some(rapport) = rapport {
        rapport.poser()?;
    }
    Ok(if controle.illisibles {
        ExitCode::from(2)
    } else if controle.erreurs {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// Where the report goes, and the file to name once it is whole.
fn destination(arguments: &Verifier) -> Result<(Box<dyn Write>, Option<FichierDeSortie>), Erreur> {
    let Some(chemin) = &arguments.sortie else {
        if arguments.format.est_binaire() && io::stdout().is_terminal() {
            return Err(Erreur::Usage(
                "Un classeur ne se lit pas dans un terminal ; ajoutez --sortie FICHIER.xlsx."
                    .to_owned(),
            ));
        }
        return Ok((sortie::standard(), None));
    };
    let rapport = FichierDeSortie::ouvrir(chemin, arguments.remplacer, &arguments.fichiers)?;
    Ok((rapport.ecriture()?, Some(rapport)))
}

/// A file has no colours, whatever the terminal has.
fn texte_de(arguments: &Verifier) -> OptionsDeTexte {
    OptionsDeTexte {
        couleurs: arguments.sortie.is_none() && sortie::options_de_texte().couleurs,
        ..sortie::options_de_texte()
    }
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

    /// A file that cannot be opened: one line of error, and its place in the report, where it has the
    /// name of the others, without its folders.
    fn illisible(
        &mut self,
        chemin: &Path,
        message: &str,
        restitution: &mut dyn Restitution,
    ) -> Result<(), Erreur> {
        self.signaler(message);
        let debut = format!("{} : ", chemin.display());
        let nom = chemin
            .file_name()
            .map_or(chemin.to_string_lossy(), |nom| nom.to_string_lossy());
        let raison = message.strip_prefix(&debut).unwrap_or(message);
        Ok(restitution.illisible(&nom, raison)?)
    }

    fn fichier(&mut self, chemin: &Path, restitution: &mut dyn Restitution) -> Result<(), Erreur> {
        let (fichier, edition) = match entree::ouvrir(chemin, &mut self.editions)? {
            Ok(ouvert) => ouvert,
            Err(erreur) => return self.illisible(chemin, &erreur.to_string(), restitution),
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
                restitution.contenu(edition, &fichier, &self.options)?;
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
