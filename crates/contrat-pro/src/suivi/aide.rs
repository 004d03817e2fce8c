//! One granted aid, with what its follow-up needs and nothing of the employee.

use guichet_instruction::Dossier;
use guichet_socle::constat::Valeur;
use guichet_socle::{Centimes, Decision, Issue};
use jiff::civil::Date;

use crate::champs::Champs;

/// A granted aid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aide {
    /// Reference of the dossier.
    pub reference: String,
    /// The establishment, fourteen digits.
    pub siret: String,
    /// Its department, when the dossier says it.
    pub departement: Option<String>,
    /// Day of the application: its civil year is the year of the aid.
    pub date_demande: Date,
    /// What is granted.
    pub montant: Centimes,
    /// First day of the contract.
    pub date_debut: Date,
    /// Last day of the contract: the planned one, or that of an early end.
    pub fin: Date,
    /// The aids of the year that the dossier declares, besides this one.
    pub declare_annee: Option<Centimes>,
    /// The aids of the years before that the dossier declares.
    pub declare_anterieur: Option<Centimes>,
    /// Above this yearly total, strictly, an agreement is signed.
    pub seuil: Centimes,
    /// Whether the decision, which knows the declared total alone, says that an order is enough.
    pub decidee_par_arrete: bool,
    /// First day on which the aid may be paid.
    pub paiement_au_plus_tot: Option<Date>,
    /// Last day to request the payment.
    pub demande_paiement_au_plus_tard: Option<Date>,
    /// Day of the payment request, when it was made.
    pub date_demande_paiement: Option<Date>,
}

impl Aide {
    /// The aid that a decision grants; none when it does not, or when it grants nothing (a contract that
    /// ended in its first month).
    #[must_use]
    pub fn de(
        champs: &Champs,
        dossier: &Dossier,
        decision: &Decision,
        seuil: Centimes,
    ) -> Option<Self> {
        let montant = decision.montant().filter(|m| *m > Centimes::ZERO)?;
        if decision.issue != Issue::Favorable {
            return None;
        }
        let debut = dossier.date(champs.date_debut)?;
        let prevue = dossier.date(champs.date_fin)?;
        Some(Self {
            reference: decision.reference.clone(),
            siret: dossier.texte(champs.siret)?.to_owned(),
            departement: dossier.texte(champs.departement).map(str::to_owned),
            date_demande: dossier.date(champs.date_demande)?,
            montant,
            date_debut: debut,
            fin: dossier
                .date(champs.rupture)
                .map_or(prevue, |rupture| rupture.min(prevue)),
            declare_annee: dossier.entier(champs.aides_annee).map(Centimes),
            declare_anterieur: dossier.entier(champs.aides_anterieures).map(Centimes),
            seuil,
            decidee_par_arrete: matches!(
                decision.champ("instrument"),
                Some(Valeur::Texte(acte)) if acte == "arrete"
            ),
            paiement_au_plus_tot: date_du_champ(decision, "paiement_au_plus_tot"),
            demande_paiement_au_plus_tard: date_du_champ(decision, "demande_paiement_au_plus_tard"),
            date_demande_paiement: dossier.date(champs.date_demande_paiement),
        })
    }

    /// The civil year of the aid.
    #[must_use]
    pub fn annee(&self) -> i16 {
        self.date_demande.year()
    }
}

fn date_du_champ(decision: &Decision, nom: &str) -> Option<Date> {
    match decision.champ(nom) {
        Some(Valeur::Texte(texte)) => texte.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod essai {
    use super::*;
    use jiff::ToSpan as _;
    use jiff::civil::date;

    /// An aid asked for some days after 1 January 2024, over a year of contract.
    pub fn aide(reference: &str, siret: &str, demande: Date, centimes: i64) -> Aide {
        Aide {
            reference: reference.to_owned(),
            siret: siret.to_owned(),
            departement: Some("44".to_owned()),
            date_demande: demande,
            montant: Centimes(centimes),
            date_debut: date(2024, 10, 1),
            fin: date(2025, 9, 30),
            declare_annee: None,
            declare_anterieur: None,
            seuil: Centimes(2_300_000),
            decidee_par_arrete: true,
            paiement_au_plus_tot: Some(date(2025, 10, 1)),
            demande_paiement_au_plus_tard: Some(date(2025, 9, 30).saturating_add(3.months())),
            date_demande_paiement: None,
        }
    }
}
