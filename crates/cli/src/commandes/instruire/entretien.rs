//! The facts of one dossier asked one by one, then its decision.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use guichet::instruction::ecriture::en_json;
use guichet::instruction::{Instruction, Lu, Place};
use guichet::moteur::dossier::ValeurDeChamp;
use guichet::moteur::entretien::{Question, Suite};
use guichet::moteur::{Dossier, Entretien};
use guichet::socle::Constat;
use guichet_restitution::lignes::replier;

use crate::arguments::{FormatDeDecisions, Instruire};
use crate::erreur::Erreur;
use crate::fichier_de_sortie::FichierDeSortie;
use crate::sortie;

use super::lot::Lot;

const DEBUT: &str = "\
Répondez aux questions ; rien ne quitte votre poste, et rien n’est gardé sans que vous le demandiez.
Entrée passe une question, « ? » dit que vous ne savez pas, « aide » explique, « retour » reprend la question
précédente, « fin » décide avec ce qui est connu.";

/// What a file of answers is called when no name is given: it says nothing of anyone.
const NOM_PROPOSE: &str = "dossier.json";

/// Asks, decides, and keeps the answers when it is wanted.
///
/// # Errors
/// The answers cannot be read, or an output cannot be written.
pub fn executer(instruction: &Instruction, arguments: &Instruire) -> Result<ExitCode, Erreur> {
    // The outputs come first: what cannot be written must be told before the first question.
    let a_garder = (arguments.enregistrer.as_deref())
        .map(|chemin| ouvrir(chemin, arguments.remplacer))
        .transpose()?;
    let mut lot = Lot::ouvrir(instruction, arguments, &[])?;
    let mut conversation = Conversation::ouvrir(arguments);
    conversation.dire(DEBUT)?;
    let dossier = demander(instruction, &mut conversation)?;
    conversation.dire("")?;

    let schema = instruction.schema();
    let mut a_decider = dossier.clone();
    if let Some(reference) = schema.rang("reference")
        && a_decider.valeur(reference) == ValeurDeChamp::Absente
    {
        let nom = a_decider.garder_texte("entretien");
        a_decider.poser(reference, nom);
    }
    lot.dossier(&Lu {
        place: Place {
            fichier: "entretien".into(),
            ligne: 1,
            rang: 1,
        },
        dossier: Ok(&a_decider),
    })?;
    let statut = lot.clore(false)?;

    match (a_garder, &arguments.enregistrer) {
        (Some(fichier), Some(chemin)) => {
            garder(instruction, &dossier, fichier)?;
            conversation.dire(&format!("\nDossier enregistré dans {}.", chemin.display()))?;
        }
        _ => conversation.proposer_de_garder(instruction, &dossier)?,
    }
    Ok(statut)
}

/// Asks every question that matters.
fn demander(instruction: &Instruction, conversation: &mut Conversation) -> Result<Dossier, Erreur> {
    let mut entretien = Entretien::nouveau(instruction.schema());
    let mut posee = None;
    while let Some(question) = entretien.question() {
        // A question that stands is not read twice.
        if posee.as_ref() != Some(&question) {
            conversation.poser(&question)?;
        }
        let Some(ecrit) = conversation.entendre()? else {
            entretien.finir();
            break;
        };
        posee = Some(question);
        match entretien.repondre(&ecrit) {
            Suite::Notee(Some(mots)) => conversation.dire(&format!("  → {mots}"))?,
            Suite::Faute(message) => conversation.ajouter("  ", &phrase(&message))?,
            Suite::Aide(aide) => conversation.ajouter("  ", &aide)?,
            Suite::RienAvant => conversation.dire("  C’est la première question.")?,
            Suite::Retour => posee = None,
            Suite::Notee(None) | Suite::Passee => {}
            Suite::Fin => break,
        }
        // No edition covers the date: the decision says it at the end.
        if let Ok(edition) = instruction.pour(entretien.dossier()) {
            let refus = entretien.controler(edition);
            conversation.refuser(&refus)?;
        }
    }
    entretien.finir();
    Ok(entretien.dossier().clone())
}

fn garder(
    instruction: &Instruction,
    dossier: &Dossier,
    fichier: FichierDeSortie,
) -> Result<(), Erreur> {
    let commun = instruction.de_lecture().commun();
    let texte = en_json(commun, dossier).map_err(Erreur::usage)?;
    let mut ecriture = fichier.ecriture()?;
    ecriture.write_all(texte.as_bytes())?;
    ecriture.flush()?;
    fichier.poser()
}

/// A sentence begins with a capital, also when what it shows comes first.
fn phrase(message: &str) -> String {
    let mut lettres = message.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_uppercase().chain(lettres).collect(),
        None => String::new(),
    }
}

/// Questions out, answers in.
struct Conversation {
    sortie: Box<dyn Write>,
    entree: io::StdinLock<'static>,
    /// A terminal shows by itself what is typed.
    echo: bool,
    largeur: usize,
}

impl Conversation {
    /// The questions go where they do not mix with the decision, unless both are for a person.
    fn ouvrir(arguments: &Instruire) -> Self {
        let ensemble = arguments.format == FormatDeDecisions::Texte && arguments.sortie.is_none();
        Self {
            sortie: if ensemble {
                Box::new(io::stdout())
            } else {
                Box::new(io::stderr())
            },
            entree: io::stdin().lock(),
            echo: !io::stdin().is_terminal(),
            largeur: sortie::options_de_texte().largeur,
        }
    }

    fn dire(&mut self, texte: &str) -> Result<(), Erreur> {
        writeln!(self.sortie, "{texte}")?;
        Ok(self.sortie.flush()?)
    }

    /// A paragraph set back, on lines that fit.
    fn ajouter(&mut self, retrait: &str, texte: &str) -> Result<(), Erreur> {
        let replie = replier(texte, self.largeur, retrait.len());
        self.dire(&format!("{retrait}{replie}"))
    }

    fn poser(&mut self, question: &Question<'_>) -> Result<(), Erreur> {
        let rang = match question.rang {
            Some((rang, sur)) => format!("[{rang}/{sur}] "),
            None => String::new(),
        };
        let retrait = if question.dans_un_groupe { "    " } else { "" };
        let facultatif = if question.facultative {
            " (facultatif)"
        } else {
            ""
        };
        self.dire("")?;
        self.ajouter(retrait, &format!("{rang}{}{facultatif}", question.texte))?;
        let dessous = format!("{retrait}  ");
        if let Some(aide) = question.aide {
            self.ajouter(&dessous, aide)?;
        }
        for (numero, choix) in (1..).zip(question.choix) {
            self.ajouter(&dessous, &format!("{numero}. {}", choix.libelle))?;
        }
        self.ajouter(&dessous, &format!("Réponse : {}.", question.attendu))
    }

    /// A line; none when there are no more.
    fn entendre(&mut self) -> Result<Option<String>, Erreur> {
        write!(self.sortie, "> ")?;
        self.sortie.flush()?;
        let mut octets = Vec::new();
        let lus = self
            .entree
            .read_until(b'\n', &mut octets)
            .map_err(|erreur| {
                Erreur::Usage(format!(
                    "L’entrée standard ne peut pas être lue ({}) ; donnez un fichier de dossiers.",
                    guichet::systeme::en_mots(&erreur)
                ))
            })?;
        let ligne = String::from_utf8_lossy(&octets).trim_end().to_owned();
        if lus == 0 {
            self.dire("")?;
            return Ok(None);
        }
        if self.echo {
            self.dire(&ligne)?;
        }
        Ok(Some(ligne))
    }

    fn refuser(&mut self, refus: &[Constat]) -> Result<(), Erreur> {
        for constat in refus {
            self.dire(
                "\nCette réponse rend la demande défavorable, quoi qu’il en soit du reste :",
            )?;
            self.ajouter(
                "  ",
                &format!(
                    "{} ({}, {}).",
                    constat.message.trim_end_matches('.'),
                    constat.regle,
                    constat.source
                ),
            )?;
        }
        Ok(())
    }

    /// Keeps the answers if a name is given for them; asks again as long as it cannot be done.
    fn proposer_de_garder(
        &mut self,
        instruction: &Instruction,
        dossier: &Dossier,
    ) -> Result<(), Erreur> {
        self.dire(&format!(
            "\nEnregistrer ce dossier ? Donnez un nom de fichier, ou « oui » pour {NOM_PROPOSE} ; Entrée ne garde rien."
        ))?;
        while let Some(ecrit) = self.entendre()? {
            let dit = ecrit.trim();
            let chemin = match dit.to_lowercase().as_str() {
                "" | "non" | "n" | "fin" => return Ok(()),
                "oui" | "o" => PathBuf::from(NOM_PROPOSE),
                _ => PathBuf::from(dit),
            };
            match enregistrer(instruction, dossier, &chemin) {
                Ok(()) => {
                    return self.dire(&format!("Dossier enregistré dans {}.", chemin.display()));
                }
                Err(Erreur::Usage(message)) => self.ajouter("  ", &message)?,
                Err(erreur) => return Err(erreur),
            }
        }
        Ok(())
    }
}

fn enregistrer(instruction: &Instruction, dossier: &Dossier, chemin: &Path) -> Result<(), Erreur> {
    garder(instruction, dossier, ouvrir(chemin, false)?)
}

/// The file of the answers, never over another one unasked.
fn ouvrir(chemin: &Path, remplacer: bool) -> Result<FichierDeSortie, Erreur> {
    if chemin.is_dir() {
        return Err(Erreur::Usage(format!(
            "{} est un dossier ; donnez le nom d’un fichier.",
            chemin.display()
        )));
    }
    if chemin.symlink_metadata().is_ok() && !remplacer {
        return Err(Erreur::Usage(format!(
            "{} existe déjà ; donnez un autre nom, ou ajoutez --remplacer.",
            chemin.display()
        )));
    }
    FichierDeSortie::ouvrir(chemin, remplacer, &[])
}
