//! Values that several commands take.

use guichet::procedure_cyclades::Examen;

use crate::erreur::Erreur;

/// The exam of an option.
pub fn examen(nom: &str) -> Result<Examen, Erreur> {
    Examen::lire(nom).ok_or_else(|| {
        Erreur::Usage(format!(
            "« {nom} » n’est pas un examen ; donnez à --domaine l’un de {}.",
            Examen::NOMS.join(", ")
        ))
    })
}
