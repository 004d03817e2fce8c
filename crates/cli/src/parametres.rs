//! Values that several commands take.

use guichet::procedure_cyclades::Examen;

use crate::erreur::Erreur;

/// The exam of `--domaine`.
pub fn examen(nom: &str) -> Result<Examen, Erreur> {
    examen_donne(nom, "--domaine")
}

/// The exam of an option or an argument.
pub fn examen_donne(nom: &str, option: &str) -> Result<Examen, Erreur> {
    Examen::lire(nom).ok_or_else(|| {
        Erreur::Usage(format!(
            "« {nom} » n’est pas un examen ; donnez à {option} l’un de {}.",
            Examen::NOMS.join(", ")
        ))
    })
}
