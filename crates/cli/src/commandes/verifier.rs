//! `guichet cyclades verifier`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use guichet::Donnees;
use guichet::cyclades::{Fichier, fichiers_de};
use guichet::procedure_cyclades::controle::entre_fichiers::{self, Cles};
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
    let chemins: Vec<_> = arguments
        .fichiers
        .iter()
        .map(|chemin| fichiers_de(chemin))
        .collect();
    let plusieurs = chemins.iter().flatten().map(Vec::len).sum::<usize>() > 1;
    let mut controle = Controle {
        controles: Vec::new(),
        editions: Editions::new(donnees, &arguments.entree),
        options: Options {
            portee: restitution.portee(),
            extraits: restitution.veut_les_lignes(),
            structure: entree::structure(donnees, &arguments.entree)?,
            garder_les_cles: plusieurs,
            ..options
        },
        erreurs: false,
        illisibles: false,
    };
    for (chemin, chemins) in arguments.fichiers.iter().zip(chemins) {
        match chemins {
            Ok(chemins) => {
                for chemin in chemins {
                    controle.fichier(&chemin, &mut *restitution)?;
                }
            }
            Err(erreur) => controle.illisible(chemin, &erreur.to_string(), &mut *restitution)?,
        }
    }
    controle.entre_fichiers(&mut *restitution)?;
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
    /// What the files are compared by, when there are several.
    controles: Vec<(PathBuf, Fichier, Cles)>,
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
            Ok(mut rapport) => {
                self.erreurs |= edition.a_des_erreurs(&rapport.resume);
                restitution.contenu(edition, &fichier, &self.options)?;
                let cles = rapport.cles.take();
                restitution.fichier(&nom, edition, &rapport)?;
                self.garder(chemin, fichier, cles);
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

    /// Keeps what a file is compared by; the same file given twice has no double in itself.
    fn garder(&mut self, chemin: &Path, fichier: Fichier, cles: Option<Cles>) {
        let vrai = chemin.canonicalize().unwrap_or_else(|_| chemin.to_owned());
        if let Some(cles) = cles
            && !self.controles.iter().any(|(autre, ..)| *autre == vrai)
        {
            self.controles.push((vrai, fichier, cles));
        }
    }

    /// Tells the candidates that stand in several of the files.
    fn entre_fichiers(&self, restitution: &mut dyn Restitution) -> Result<(), Erreur> {
        let noms: Vec<String> = self
            .controles
            .iter()
            .map(|(chemin, fichier, _)| self.nom_distinct(chemin, fichier.nom()))
            .collect();
        let mut compares = Vec::new();
        for ((_, fichier, cles), nom) in self.controles.iter().zip(&noms) {
            if let Some(edition) = self.editions.deja_lue(fichier.nom()) {
                compares.push(entre_fichiers::Controle {
                    edition,
                    source: fichier,
                    nom,
                    cles,
                });
            }
        }
        let Some(edition) = compares.first().map(|controle| controle.edition) else {
            return Ok(());
        };
        let mut constats = Vec::new();
        let par_regle =
            entre_fichiers::signaler_doublons(&compares, &self.options, &mut |constat| {
                constats.push(constat);
            })
            .map_err(Erreur::usage)?;
        if !constats.is_empty() {
            restitution.entre_fichiers(edition, constats, &par_regle)?;
        }
        Ok(())
    }

    /// The name of a file, with its folder when another one bears the same.
    fn nom_distinct(&self, chemin: &Path, nom: &str) -> String {
        let pareils = self.controles.iter().filter(|(_, f, _)| f.nom() == nom);
        match chemin.parent().and_then(Path::file_name) {
            Some(dossier) if pareils.count() > 1 => {
                format!("{}/{nom}", dossier.to_string_lossy())
            }
            _ => nom.to_owned(),
        }
    }
}
