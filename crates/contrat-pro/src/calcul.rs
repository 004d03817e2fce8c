//! The amount and the deadlines.

use guichet_instruction::{Choix, Dossier, Etabli};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::EtapeDeCalcul;
use guichet_socle::{Centimes, Issue};

use crate::edition::EditionContratPro;

/// The act by which the aid is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instrument {
    /// An order of the President.
    Arrete,
    /// An agreement, above the yearly threshold.
    Convention,
}

/// The answer besides the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    /// The amount; none when a fact is missing.
    pub montant: Option<Centimes>,
}

/// The answer to a dossier.
#[must_use]
pub fn repondre(
    edition: &EditionContratPro,
    dossier: &Dossier,
    _choix: Choix,
    _etabli: &Etabli<'_>,
    issue: Issue,
) -> Reponse {
    let quotite = dossier.fraction(edition.champs.quotite);
    let montant = match issue {
        Issue::Favorable => quotite.and_then(|part| {
            let mois = edition.parametres.mois_aides_max.valeur;
            Centimes(edition.parametres.forfait_mensuel.valeur * mois)
                .part_au_plus_proche(part.numerateur().into(), part.denominateur().into())
        }),
        Issue::Defavorable => Some(Centimes::ZERO),
        _ => None,
    };
    Reponse { montant }
}

/// The fields of the answer.
#[must_use]
pub fn champs(reponse: &Reponse) -> Vec<(String, Valeur)> {
    let montant = reponse
        .montant
        .map_or(Valeur::Nul, |Centimes(centimes)| Valeur::Entier(centimes));
    vec![("montant_centimes".to_owned(), montant)]
}

/// The computation, step by step.
#[must_use]
pub fn etapes(
    edition: &EditionContratPro,
    dossier: &Dossier,
    reponse: &Reponse,
) -> Vec<EtapeDeCalcul> {
    let part = dossier.fraction(edition.champs.quotite);
    match (reponse.montant, part) {
        (Some(montant), Some(part)) if montant > Centimes::ZERO => vec![EtapeDeCalcul {
            libelle: format!(
                "{} mois × {} × {part}",
                edition.parametres.mois_aides_max.valeur,
                Centimes(edition.parametres.forfait_mensuel.valeur)
            ),
            montant_centimes: montant,
            source: "règlement, 3".to_owned(),
        }],
        _ => Vec::new(),
    }
}
