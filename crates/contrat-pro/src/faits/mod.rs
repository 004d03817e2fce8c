//! The facts derived from a dossier, and the readings of the text they follow.

use guichet_instruction::{Choix, Dossier, Etabli, FaitDerive, Unite};
use guichet_socle::programme::Nature;
use jiff::civil::Date;

use crate::edition::EditionContratPro;

/// The derived facts; [`Fait`] names their places.
pub const DERIVES: &[FaitDerive] = &[
    FaitDerive {
        nom: "age_ans",
        nature: Nature::Nombre,
        unite: Unite::Nombre,
        sens: "l’âge du salarié au premier jour du contrat, en années révolues",
        champs: &["salarie.date_naissance", "contrat.date_debut"],
    },
    FaitDerive {
        nom: "contrat_cerfa_fourni",
        nature: Nature::Booleen,
        unite: Unite::Nombre,
        sens: "la copie du contrat est fournie",
        champs: &["pieces.contrat_cerfa"],
    },
];

/// The places of the derived facts in [`DERIVES`].
#[derive(Debug, Clone, Copy)]
pub enum Fait {
    /// `age_ans`
    Age,
    /// `contrat_cerfa_fourni`
    ContratCerfaFourni,
}

/// The entries of the register with two readings, in the order of the bits of [`Choix`].
pub const LECTURES: &[&str] = &["CP-11"];

/// Their places.
pub mod lecture {
    /// When a person born on 29 February comes of age.
    pub const VINGT_NEUF_FEVRIER: u8 = 0;
}

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionContratPro,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let commun = &edition.commun;
    let champs = &edition.champs;
    let naissance = dossier.date(champs.date_naissance);
    let debut = dossier.date(champs.date_debut);
    if let (Some(naissance), Some(debut)) = (naissance, debut) {
        let veille = choix.autre(lecture::VINGT_NEUF_FEVRIER);
        etabli.entier(
            commun,
            Fait::Age as usize,
            Some(age_au(naissance, debut, veille)),
        );
        let bissextile = naissance.month() == 2 && naissance.day() == 29;
        let ce_jour = debut.month() == 2 && debut.day() == 28;
        etabli.sensible(lecture::VINGT_NEUF_FEVRIER, bissextile && ce_jour);
    }
    // A document that is not there is a missing fact, never a refusal.
    let fourni = dossier.booleen(champs.contrat_cerfa).filter(|oui| *oui);
    etabli.booleen(commun, Fait::ContratCerfaFourni as usize, fourni);
}

/// Âge en années révolues à un jour donné. Le jour anniversaire compte ; une personne née un 29 février a son
/// anniversaire le 1er mars des années communes, ou le 28 février si `veille` (registre CP-11).
#[must_use]
pub fn age_au(naissance: Date, jour: Date, veille: bool) -> i64 {
    let annees = i64::from(jour.year()) - i64::from(naissance.year());
    let mut anniversaire = (naissance.month(), naissance.day());
    if anniversaire == (2, 29) && !jour.in_leap_year() {
        anniversaire = if veille { (2, 28) } else { (3, 1) };
    }
    annees - i64::from((jour.month(), jour.day()) < anniversaire)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_birthday_itself_counts() {
        let cas = [
            (date(1994, 10, 1), date(2024, 9, 30), 29),
            (date(1994, 10, 1), date(2024, 10, 1), 30),
            (date(1996, 2, 29), date(2026, 2, 28), 29),
            (date(1996, 2, 29), date(2026, 3, 1), 30),
            (date(1996, 2, 29), date(2028, 2, 28), 31),
            (date(1996, 2, 29), date(2028, 2, 29), 32),
        ];
        for (naissance, jour, ans) in cas {
            assert_eq!(age_au(naissance, jour, false), ans, "{naissance} au {jour}");
        }
        assert_eq!(age_au(date(1996, 2, 29), date(2026, 2, 28), true), 30);
    }
}
