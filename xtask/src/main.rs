//! The tasks of the workshop: `cargo xtask <task>`. Each task is a module; this file only dispatches.

mod extraction;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Les travaux d’entretien de Guichet.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    tache: Tache,
}

#[derive(Debug, Subcommand)]
enum Tache {
    /// Reconstruit les tables d’une édition à partir du texte d’un document officiel.
    Extraire(extraction::Arguments),
}

fn main() -> ExitCode {
    let resultat = match Arguments::parse().tache {
        Tache::Extraire(arguments) => extraction::executer(&arguments),
    };
    let (texte, code) = match resultat {
        Ok(compte_rendu) => (compte_rendu, ExitCode::SUCCESS),
        Err(erreur) => (erreur.to_string(), ExitCode::FAILURE),
    };
    // Nobody is left to tell when the terminal itself is gone.
    let _ = writeln!(std::io::stderr(), "{texte}");
    code
}
