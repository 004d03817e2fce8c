//! The school year of a dossier: it chooses the edition.

use guichet_instruction::{Dossier, Rang};
use jiff::civil::Date;

use crate::AnneeScolaire;

/// Its first day.
#[must_use]
pub fn premier_jour(dossier: &Dossier, champ: Rang) -> Option<Date> {
    AnneeScolaire::lire(dossier.texte(champ)?)?.premier_jour()
}

/// What is wrong with a school year that is well formed and is none: its field, and what to do.
#[must_use]
pub fn impossible(dossier: &Dossier, champ: Rang) -> Vec<(Rang, String)> {
    match dossier.texte(champ) {
        Some(annee) if AnneeScolaire::lire(annee).is_none() => vec![(
            champ,
            format!(
                "« {annee} » n’est pas une année scolaire : la seconde année suit la première ; écrivez par exemple 2023-2024."
            ),
        )],
        _ => Vec::new(),
    }
}
