//! What would make a failed condition met: the smallest change, or why there is none.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Dossier, Proposition};
use guichet_socle::francais::date_en_toutes_lettres;
use jiff::ToSpan as _;

use crate::edition::EditionContratPro;

/// The names of the leads.
pub const PISTES: [&str; 1] = ["debut-apres-l-anniversaire"];

/// What would make a condition met, by the name of its lead.
#[must_use]
pub fn piste(edition: &EditionContratPro, nom: &str, dossier: &Dossier) -> Option<Proposition> {
    match nom {
        "debut-apres-l-anniversaire" => {
            let naissance = dossier.date(edition.champs.date_naissance)?;
            let jour = naissance.checked_add(30.years()).ok()?;
            let date = date_en_toutes_lettres(jour);
            Some(Proposition {
                message: format!(
                    "Le {date}, le salarié aura 30 ans ; un contrat qui commence ce jour-là ou après remplit cette condition."
                ),
                changements: vec![(edition.champs.date_debut, ValeurDeChamp::Date(jour))],
            })
        }
        _ => None,
    }
}
