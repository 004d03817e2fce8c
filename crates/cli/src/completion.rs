//! What the shell proposes while a command is typed: commands, options, and the values that the data know.
//!
//! A value is proposed after the name of its place (`LISTE`, `PROCEDURE`…): an argument that is added to a
//! command and named so is completed without a line here. The data are read only when a value is wanted.

use std::ffi::{OsStr, OsString};
use std::io::Write;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, CommandFactory};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;
use guichet::codes::Chercheur;
use guichet::editions::catalogue;
use guichet::regles::{PROCEDURES, Regles};
use guichet::{Donnees, codes, lectures};

use crate::arguments::{Arguments, Interprete};
use crate::erreur::Erreur;

/// What the script of the shell says to the program when it wants proposals.
const VARIABLE: &str = "GUICHET_COMPLETER";
/// The name of the program, as it is typed.
const PROGRAMME: &str = "guichet";
/// Proposals beyond that are read by no one.
const PROPOSITIONS: usize = 200;

/// The script that a shell reads once to ask the program for proposals.
pub fn script(interprete: Interprete) -> Result<Vec<u8>, Erreur> {
    let nom = match interprete {
        Interprete::Bash => "bash",
        Interprete::Zsh => "zsh",
        Interprete::Fish => "fish",
    };
    let mut octets = Vec::new();
    let completeur = Shells::builtins();
    let Some(completeur) = completeur.completer(nom) else {
        return Err(Erreur::Usage(format!(
            "Aucune complétion n’est écrite pour « {nom} »."
        )));
    };
    completeur.write_registration(VARIABLE, PROGRAMME, PROGRAMME, PROGRAMME, &mut octets)?;
    Ok(octets)
}

/// Answers a shell that wants proposals; `false` when the program is run for something else.
pub fn repondre() -> Result<bool, Erreur> {
    let Some(nom) = std::env::var_os(VARIABLE).filter(|nom| !nom.is_empty()) else {
        return Ok(false);
    };
    let shells = Shells::builtins();
    let Some(completeur) = nom.to_str().and_then(|nom| shells.completer(nom)) else {
        return Ok(false);
    };
    let mots: Vec<OsString> = std::env::args_os()
        .skip_while(|mot| mot != "--")
        .skip(1)
        .collect();
    let ici = std::env::current_dir().ok();
    let mut octets = Vec::new();
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("Montre la version");
    let commande = Arguments::command().disable_version_flag(true).arg(version);
    let mut commande = en_francais(commande, "");
    commande.build();
    completeur.write_complete(&mut commande, mots, ici.as_deref(), &mut octets)?;
    let mut sortie = crate::sortie::standard();
    sortie.write_all(&octets)?;
    sortie.flush()?;
    Ok(true)
}

/// A command and those under it: help in French, and proposals for the values.
fn en_francais(commande: Command, parent: &str) -> Command {
    let nom = format!("{parent} {}", commande.get_name());
    let aide = Arg::new("aide")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Montre cette aide");
    commande
        .disable_help_flag(true)
        .arg(aide)
        .mut_args(|argument| match propositions(&nom, &argument) {
            Some(propositions) => argument.add(ArgValueCompleter::new(propositions)),
            None => argument,
        })
        .mut_subcommands(|enfant| en_francais(enfant, &nom))
}

/// What finds the proposals of a value.
type Propositions = fn(&OsStr) -> Vec<CompletionCandidate>;

/// The proposals of an argument, by the name of its value and the command it stands in.
fn propositions(commande: &str, argument: &Arg) -> Option<Propositions> {
    let valeur = argument.get_value_names()?.first()?.as_str();
    Some(match valeur {
        "LISTE" => listes,
        "PROCEDURE" => procedures,
        "TEXTE" => mots,
        "CODE" if commande.ends_with("regles voir") => regles,
        "CODE" => tous_les_codes,
        "ID" if commande.ends_with("lectures") => toutes_les_lectures,
        "ID" | "A" | "B" => editions,
        _ => return None,
    })
}

/// The values that begin with what was typed, whatever the case, with what they mean.
fn garder<V: Into<OsString>, S: Into<String>>(
    debut: &OsStr,
    valeurs: impl IntoIterator<Item = (V, S)>,
) -> Vec<CompletionCandidate> {
    let debut = debut.to_string_lossy().to_lowercase();
    valeurs
        .into_iter()
        .map(|(valeur, sens)| (valeur.into(), sens.into()))
        .filter(|(valeur, _)| {
            let valeur: &OsString = valeur;
            valeur.to_string_lossy().to_lowercase().starts_with(&debut)
        })
        .take(PROPOSITIONS)
        .map(|(valeur, sens): (OsString, String)| {
            let aide = (!sens.is_empty()).then(|| StyledStr::from(sens));
            CompletionCandidate::new(valeur).help(aide)
        })
        .collect()
}

fn listes(debut: &OsStr) -> Vec<CompletionCandidate> {
    let donnees = Donnees::embarquees();
    garder(
        debut,
        codes::noms(&donnees).into_iter().map(|nom| (nom, "")),
    )
}

fn procedures(debut: &OsStr) -> Vec<CompletionCandidate> {
    garder(debut, PROCEDURES.map(|nom| (nom, "")))
}

fn editions(debut: &OsStr) -> Vec<CompletionCandidate> {
    let Ok(editions) = catalogue::lister(&Donnees::embarquees(), None) else {
        return Vec::new();
    };
    let dites = editions
        .into_iter()
        .map(|edition| (edition.id, edition.procedure));
    garder(debut, dites)
}

fn regles(debut: &OsStr) -> Vec<CompletionCandidate> {
    let regles = Regles::charger(&Donnees::embarquees());
    let Ok(regles) = regles.and_then(|regles| regles.lister(None)) else {
        return Vec::new();
    };
    garder(
        debut,
        regles.into_iter().map(|regle| (regle.code, regle.nom)),
    )
}

fn toutes_les_lectures(debut: &OsStr) -> Vec<CompletionCandidate> {
    let Ok(registre) = lectures::Registre::lire(&Donnees::embarquees()) else {
        return Vec::new();
    };
    let dites = registre
        .ids()
        .map(|(id, question)| (id.to_owned(), question.to_owned()));
    garder(debut, dites)
}

/// Codes are proposed once something of them is typed: there are forty thousand.
fn tous_les_codes(debut: &OsStr) -> Vec<CompletionCandidate> {
    let Some(texte) = debut.to_str().filter(|texte| !texte.is_empty()) else {
        return Vec::new();
    };
    let Ok(chercheur) = Chercheur::ouvrir(&Donnees::embarquees(), None) else {
        return Vec::new();
    };
    garder(debut, chercheur.codes(texte, PROPOSITIONS))
}

fn mots(debut: &OsStr) -> Vec<CompletionCandidate> {
    let Some(texte) = debut.to_str().filter(|texte| texte.chars().count() > 1) else {
        return Vec::new();
    };
    let Ok(chercheur) = Chercheur::ouvrir(&Donnees::embarquees(), None) else {
        return Vec::new();
    };
    // What was typed with accents would not be recognised in a word without.
    chercheur
        .mots(texte, PROPOSITIONS)
        .into_iter()
        .map(CompletionCandidate::new)
        .collect()
}
