//! A dossier written as the public contract has it.

use guichet_instruction::entretien::dossier_en_objet;
use guichet_instruction::{Commun, Dossier};

/// The dossier as one JSON object on several lines, which `lecture` reads back to the same decision.
///
/// # Errors
/// Those of the serializer.
pub fn en_json(commun: &Commun, dossier: &Dossier) -> Result<String, serde_json::Error> {
    let mut texte = serde_json::to_string_pretty(&dossier_en_objet(commun, dossier))?;
    texte.push('\n');
    Ok(texte)
}
