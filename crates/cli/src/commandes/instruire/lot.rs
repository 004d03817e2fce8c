//! A batch: decisions written one after the other, their totals, the exit status.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use guichet::instruction::lecture::{ErreurDeLecture, OptionsDeLecture, lire_en_avance};
use guichet::instruction::{Instruction, Lu};
use guichet::socle::Issue;
use guichet_restitution::decisions::{OptionsDeTexte, Suite, restitution_de_decisions};

use crate::arguments::Instruire;
use crate::erreur::Erreur;
use crate::progression::Suivi;
use crate::sortie;

use super::destination::Destination;

/// Who watches the dossiers of a batch once they are decided.
pub type Temoin<'t> = dyn FnMut(&Instruction, &Lu<'_>) + 't;

/// What a batch needs from its first dossier to its last.
pub struct Lot<'a> {
    instruction: &'a Instruction,
    suite: Suite<'a>,
    destination: Destination,
    lecture: OptionsDeLecture,
    illisibles: bool,
    strict: bool,
}

impl<'a> Lot<'a> {
    /// Opens the output, before any dossier: what cannot be written must be told at once.
    ///
    /// # Errors
    /// The output cannot be written, or would replace something unasked.
    pub fn ouvrir(
        instruction: &'a Instruction,
        arguments: &Instruire,
        entrees: &[PathBuf],
    ) -> Result<Self, Erreur> {
        let forme = arguments.format.forme();
        let destination = Destination::ouvrir(arguments, entrees)?;
        let ecriture = destination.ecriture()?;
        let restitution = restitution_de_decisions(forme, ecriture, texte(arguments));
        Ok(Self {
            instruction,
            suite: Suite::new(instruction, restitution),
            destination,
            lecture: OptionsDeLecture {
                feuille: arguments.feuille.clone(),
            },
            illisibles: false,
            strict: arguments.strict,
        })
    }

    /// Decides the dossiers of a file; one that cannot be read is told, and the others go on.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn fichier(&mut self, chemin: &Path, temoin: &mut Temoin<'_>) -> Result<(), Erreur> {
        let a_l_ecran = self.destination.a_l_ecran();
        let (schema, options) = (self.instruction.schema(), self.lecture.clone());
        let mut ecriture = Ok(());
        let mut recevoir = |lu: Lu<'_>| {
            if ecriture.is_ok() {
                ecriture = self.dossier(&lu);
                temoin(self.instruction, &lu);
            }
        };
        let mut avertir = |avis: String| sortie::avertir(&format!("{} : {avis}", chemin.display()));
        let lu = match Entree::ouvrir(chemin) {
            Ok((nom, entree)) => {
                let flux = || entree.flux(&nom, a_l_ecran);
                lire_en_avance(&nom, flux, schema, &options, &mut avertir, &mut recevoir)
            }
            Err(erreur) => Err(ErreurDeLecture::Systeme(erreur)),
        };
        ecriture?;
        if let Err(erreur) = lu {
            avertir(erreur.to_string());
            self.illisibles = true;
        }
        Ok(())
    }

    /// Decides one dossier.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn dossier(&mut self, lu: &Lu<'_>) -> io::Result<()> {
        self.suite.dossier(lu)
    }

    /// Ends the output and gives it its name; an input that could not be read at all leaves none.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn clore(self, introuvables: bool) -> Result<ExitCode, Erreur> {
        let illisibles = self.illisibles || introuvables;
        if illisibles && self.suite.nombre() == 0 {
            return Ok(ExitCode::from(2));
        }
        let (bilan, remarques) = self.suite.finir()?;
        for remarque in remarques {
            sortie::avertir(&remarque);
        }
        self.destination.poser()?;
        Ok(if illisibles || bilan.de_l_issue(Issue::Illisible) > 0 {
            ExitCode::from(2)
        } else if self.strict && bilan.de_l_issue(Issue::Defavorable) > 0 {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }
}

/// How the text is written; a file has no colours, whatever the terminal has.
fn texte(arguments: &Instruire) -> OptionsDeTexte {
    let options: OptionsDeTexte = sortie::options_de_texte().into();
    OptionsDeTexte {
        couleurs: arguments.sortie.is_none() && options.couleurs,
        detail: arguments.detail,
        ..options
    }
}

/// Where the bytes of a file of dossiers are.
enum Entree {
    Standard,
    Fichier(File),
}

impl Entree {
    /// That of a path, and the name that places show.
    fn ouvrir(chemin: &Path) -> io::Result<(String, Self)> {
        if chemin == Path::new("-") {
            return Ok(("entrée standard".to_owned(), Self::Standard));
        }
        let nom = chemin.file_name().unwrap_or(chemin.as_os_str());
        let nom = nom.to_string_lossy().into_owned();
        Ok((nom, Self::Fichier(File::open(chemin)?)))
    }

    /// Its bytes, with a bar when they are many.
    fn flux(self, nom: &str, a_l_ecran: bool) -> Box<dyn Read> {
        match self {
            Self::Standard => Box::new(io::stdin()),
            Self::Fichier(fichier) => {
                let taille = fichier.metadata().map_or(0, |infos| infos.len());
                Box::new(Suivi::nouveau(fichier, nom, taille, a_l_ecran))
            }
        }
    }
}
