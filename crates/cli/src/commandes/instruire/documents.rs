//! `--format pdf`: the letters, for a program built with them.

use std::process::ExitCode;

use guichet::instruction::Instruction;

use crate::arguments::Instruire;
use crate::erreur::Erreur;

/// Writes the letters of the dossiers.
///
/// # Errors
/// This program was built without them.
pub fn executer(_instruction: &Instruction, _arguments: &Instruire) -> Result<ExitCode, Erreur> {
    Err(absents())
}

/// What a program without PDF says.
pub fn absents() -> Erreur {
    Erreur::Usage(
        "Ce programme est construit sans les documents PDF ; choisissez --format html et imprimez la page, ou construisez-le avec la fonction « pdf »."
            .to_owned(),
    )
}
