//! A batch: decisions written one after the other, their totals, the exit status.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use guichet::instruction::lecture::{self, OptionsDeLecture};
use guichet::instruction::{Bilan, Instruction, Lu};
use guichet::socle::Issue;
use guichet_restitution::decisions::{RestitutionDeDecisions, restitution_de_decisions};

use crate::arguments::Instruire;
use crate::erreur::Erreur;
use crate::progression::Compteur;
use crate::sortie;

use super::destination::Destination;

/// What a batch needs from its first dossier to its last.
pub struct Lot<'a> {
    instruction: &'a Instruction,
    restitution: Box<dyn RestitutionDeDecisions>,
    destination: Destination,
    bilan: Bilan,
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
        let Some(forme) = arguments.format.forme() else {
            return Err(super::documents::absents());
        };
        let destination = Destination::ouvrir(arguments, entrees)?;
        Ok(Self {
            instruction,
            restitution: restitution_de_decisions(
                forme,
                destination.ecriture()?,
                sortie::options_de_texte().into(),
            ),
            destination,
            bilan: Bilan::nouveau(),
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
    pub fn fichier(&mut self, chemin: &Path) -> Result<(), Erreur> {
        let schema = self.instruction.schema();
        let options = self.lecture.clone();
        let mut compteur = Compteur::nouveau(&nom(chemin), self.destination.a_l_ecran());
        let mut ecriture = Ok(());
        let lu = lecture::lire(chemin, schema, &options, &mut |lu| {
            if ecriture.is_ok() {
                ecriture = self.dossier(&lu);
                compteur.avancer();
            }
        });
        drop(compteur);
        ecriture?;
        if let Err(erreur) = lu {
            sortie::avertir(&format!("{} : {erreur}", chemin.display()));
            self.illisibles = true;
        }
        Ok(())
    }

    /// Decides one dossier.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn dossier(&mut self, lu: &Lu<'_>) -> io::Result<()> {
        let etendue = self.restitution.etendue();
        let decision = self.instruction.decider_selon(lu, etendue);
        let edition = (lu.dossier.as_ref().ok()).and_then(|d| self.instruction.pour(d).ok());
        let axes = match (&lu.dossier, edition) {
            (Ok(dossier), Some(edition)) => edition.axes(dossier),
            _ => Vec::new(),
        };
        self.bilan.ajouter(&decision, &axes);
        let commun = edition.unwrap_or(self.instruction.de_lecture()).commun();
        self.restitution.decision(commun, &decision)
    }

    /// Ends the output and gives it its name; an input that could not be read at all leaves none.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn clore(mut self, introuvables: bool) -> Result<ExitCode, Erreur> {
        let illisibles = self.illisibles || introuvables;
        if illisibles && self.bilan.dossiers == 0 {
            return Ok(ExitCode::from(2));
        }
        self.restitution.fin(&self.bilan)?;
        for remarque in self.restitution.remarques() {
            sortie::avertir(&remarque);
        }
        drop(self.restitution);
        self.destination.poser()?;
        let nombre = |issue: Issue| {
            let compte = self.bilan.par_issue.get(issue.code());
            compte.copied().unwrap_or_default()
        };
        Ok(if illisibles || nombre(Issue::Illisible) > 0 {
            ExitCode::from(2)
        } else if self.strict && nombre(Issue::Defavorable) > 0 {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }
}

fn nom(chemin: &Path) -> String {
    let nom = chemin.file_name().unwrap_or(chemin.as_os_str());
    nom.to_string_lossy().into_owned()
}
