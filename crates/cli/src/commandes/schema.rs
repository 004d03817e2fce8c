//! `guichet cyclades schema`.

use std::io::Write;
use std::process::ExitCode;

use guichet::procedure_cyclades::Session;
use guichet::schema::{self, TypeDeSchema};
use guichet::{Donnees, editions};

use crate::arguments::{self, Schema};
use crate::erreur::Erreur;
use crate::{parametres, sortie};

/// Runs the command.
pub fn executer(donnees: &Donnees, arguments: &Schema) -> Result<ExitCode, Erreur> {
    let examen = parametres::examen_donne(&arguments.domaine, "DOMAINE")?;
    let annee = match &arguments.session {
        None => None,
        Some(session) => Some(Session::annee_de(session).ok_or_else(|| {
            Erreur::Usage(format!(
                "« {session} » n’est pas une session ; donnez à --session l’année (2024), ou l’année et le mois (2024-06)."
            ))
        })?),
    };
    let edition =
        editions::cyclades(donnees, arguments.edition.as_deref(), annee).map_err(Erreur::usage)?;
    let nature = match arguments.nature {
        arguments::TypeDeSchema::Xsd => TypeDeSchema::Xsd,
        arguments::TypeDeSchema::TableSchema => TypeDeSchema::TableSchema,
    };
    let annee = annee.unwrap_or(edition.session_de_reference);
    let texte = schema::cyclades(&edition, examen, annee, nature).map_err(Erreur::usage)?;
    let Some(chemin) = &arguments.sortie else {
        let mut sortie = sortie::standard();
        sortie.write_all(texte.as_bytes())?;
        sortie.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    schema::poser(&texte, chemin).map_err(Erreur::usage)?;
    Ok(ExitCode::SUCCESS)
}
