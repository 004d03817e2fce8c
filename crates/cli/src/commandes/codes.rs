//! `guichet codes exporter`.

use std::io::Write;
use std::process::ExitCode;

use guichet::Donnees;

use crate::arguments::Codes;
use crate::erreur::Erreur;
use crate::sortie;

/// Runs the command.
pub fn executer(donnees: &Donnees, commande: &Codes) -> Result<ExitCode, Erreur> {
    let Codes::Exporter { liste } = commande;
    let Some(liste) = liste else {
        return Err(Erreur::Usage(format!(
            "Dites quelle liste exporter : {}.",
            guichet::codes::noms(donnees).join(", ")
        )));
    };
    let csv = guichet::codes::exporter(donnees, liste).map_err(Erreur::usage)?;
    let mut sortie = sortie::standard();
    sortie.write_all(csv.as_bytes())?;
    sortie.flush()?;
    Ok(ExitCode::SUCCESS)
}
