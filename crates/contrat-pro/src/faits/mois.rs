//! The contract months that are aided, and those that are lost.

use guichet_instruction::dossier::ValeurDeChamp;
use jiff::civil::Date;

use guichet_socle::calendrier::MoisDuContrat;

/// The days of a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duree {
    /// First day.
    pub debut: Date,
    /// Last day, as planned.
    pub fin_prevue: Date,
    /// Last day, when it ended before the planned one.
    pub rupture: Option<Date>,
}

impl Duree {
    /// The days of a contract, if they follow one another. An end on the planned day, or after, is no early
    /// end: the planned day prevails.
    ///
    /// # Errors
    /// The end, or the early end, is before the start.
    pub fn new(debut: Date, fin_prevue: Date, rupture: Option<Date>) -> Result<Self, Desordre> {
        if fin_prevue < debut {
            return Err(Desordre::Fin);
        }
        if rupture.is_some_and(|jour| jour < debut) {
            return Err(Desordre::Rupture);
        }
        Ok(Self {
            debut,
            fin_prevue,
            rupture: rupture.filter(|&jour| jour < fin_prevue),
        })
    }

    /// The last day of the contract, whatever ended it.
    #[must_use]
    pub fn fin(&self) -> Date {
        self.rupture.unwrap_or(self.fin_prevue)
    }
}

/// Days of a contract that do not follow one another: they do not say how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desordre {
    /// The planned end is before the start.
    Fin,
    /// The early end is before the start.
    Rupture,
}

/// How months are counted: the readings of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Comptage {
    /// Only the months that are over count, at the planned end (CP-01).
    pub acheves: bool,
    /// Months of the calendar (CP-02).
    pub civils: bool,
    /// A month is lost only when it is wholly suspended (CP-07).
    pub entierement_suspendus: bool,
}

/// The contract months within the aided ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mois {
    /// Those of the contract as planned.
    pub prevus: i64,
    /// Those that an early end leaves; the same as planned without one.
    pub apres_rupture: i64,
    /// Those of them that a suspension loses: bit 0 is the first month.
    pub perdus: u64,
}

impl Mois {
    /// How many are due.
    #[must_use]
    pub fn dus(&self) -> i64 {
        self.apres_rupture - i64::from(self.perdus.count_ones())
    }
}

/// A suspension of the contract without pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// First day.
    pub debut: Date,
    /// Last day.
    pub fin: Date,
}

/// The suspensions of a dossier, as it gives them: three lists in parallel.
#[derive(Debug, Clone, Copy)]
pub struct Suspensions<'d> {
    /// First days.
    pub debuts: &'d [ValeurDeChamp],
    /// Last days.
    pub fins: &'d [ValeurDeChamp],
    /// Whether each is paid.
    pub remunerees: &'d [ValeurDeChamp],
}

impl<'d> Suspensions<'d> {
    /// How many there are.
    #[must_use]
    pub fn nombre(&self) -> usize {
        self.debuts
            .len()
            .max(self.fins.len())
            .max(self.remunerees.len())
    }

    /// Each one without pay; `Err` with what leaves one unknown. A paid one has no effect.
    pub fn sans_salaire(
        self,
    ) -> impl Iterator<Item = Result<Suspension, SuspensionInconnue>> + Clone + use<'d> {
        (0..self.nombre()).filter_map(move |rang| {
            match self.remunerees.get(rang) {
                Some(ValeurDeChamp::Booleen(true)) => return None,
                Some(ValeurDeChamp::Booleen(false)) => {}
                _ => return Some(Err(SuspensionInconnue::Remuneration)),
            }
            let Some(&ValeurDeChamp::Date(debut)) = self.debuts.get(rang) else {
                return Some(Err(SuspensionInconnue::Debut));
            };
            let Some(&ValeurDeChamp::Date(fin)) = self.fins.get(rang) else {
                return Some(Err(SuspensionInconnue::Fin));
            };
            Some(if fin < debut {
                Err(SuspensionInconnue::Inversee)
            } else {
                Ok(Suspension { debut, fin })
            })
        })
    }
}

/// What a suspension does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuspensionInconnue {
    /// Its first day.
    Debut,
    /// Its last day.
    Fin,
    /// Whether it is paid.
    Remuneration,
    /// It ends before it begins.
    Inversee,
}

/// Mois d’aide d’un contrat (règlement, 3), dans la limite de `max`. Un mois commencé compte ; une rupture
/// durant le premier mois ne laisse rien, plus tard le mois de la rupture reste dû ; un mois touché par une
/// suspension sans salaire n’est pas dû, et le treizième ne le remplace pas. `None` hors du calendrier.
#[must_use]
#[inline]
pub fn compter(
    duree: &Duree,
    suspensions: &(impl Iterator<Item = Suspension> + Clone),
    max: i64,
    comptage: Comptage,
) -> Option<Mois> {
    let mois = MoisDuContrat::new(duree.debut, comptage.civils);
    let prevus = if comptage.acheves {
        mois.entiers(duree.fin_prevue)
    } else {
        mois.rang(duree.fin_prevue)
    };
    let prevus = prevus.min(max);
    let apres_rupture = match duree.rupture.map(|jour| mois.rang(jour)) {
        None => prevus,
        Some(1) => 0,
        Some(rang) => rang.min(max),
    };
    let mut perdus = 0;
    for suspension in suspensions.clone() {
        for rang in mois_touches(mois, duree, suspension, apres_rupture) {
            perdus |= bit(rang);
        }
    }
    if comptage.entierement_suspendus {
        for rang in 1..=apres_rupture {
            if perdus & bit(rang) != 0 && !est_couvert(mois, duree, rang, suspensions)? {
                perdus &= !bit(rang);
            }
        }
    }
    Some(Mois {
        prevus,
        apres_rupture,
        perdus,
    })
}

fn bit(rang: i64) -> u64 {
    1 << (rang - 1)
}

/// Whether both readings of CP-01 give two numbers.
#[must_use]
#[inline]
pub fn depend_du_dernier_mois(duree: &Duree, max: i64) -> bool {
    let mois = MoisDuContrat::new(duree.debut, false);
    duree.rupture.is_none()
        && mois.rang(duree.fin_prevue).min(max) != mois.entiers(duree.fin_prevue).min(max)
}

/// Whether a suspension has a day in common with the contract.
#[must_use]
pub fn est_dans_le_contrat(duree: &Duree, suspension: Suspension) -> bool {
    duree.debut <= suspension.fin && suspension.debut <= duree.fin()
}

/// The ranks of the counted months that a suspension touches.
fn mois_touches(
    mois: MoisDuContrat,
    duree: &Duree,
    suspension: Suspension,
    comptes: i64,
) -> std::ops::RangeInclusive<i64> {
    if !est_dans_le_contrat(duree, suspension) {
        return std::ops::RangeInclusive::new(1, 0);
    }
    let premier = mois.rang(suspension.debut.max(duree.debut));
    let dernier = mois.rang(suspension.fin.min(duree.fin()));
    premier..=dernier.min(comptes)
}

/// Whether suspensions together hold every day of a month that is in the contract.
fn est_couvert(
    mois: MoisDuContrat,
    duree: &Duree,
    rang: i64,
    suspensions: &(impl Iterator<Item = Suspension> + Clone),
) -> Option<bool> {
    let dernier = mois.dernier_jour(rang)?.min(duree.fin());
    let mut jour = mois.premier_jour(rang)?;
    // Each turn goes past one day of the month at least.
    while let Some(fin) = suspensions
        .clone()
        .filter(|suspension| suspension.debut <= jour && jour <= suspension.fin)
        .map(|suspension| suspension.fin)
        .max()
    {
        if dernier <= fin {
            return Some(true);
        }
        jour = fin.tomorrow().ok()?;
    }
    Some(false)
}

#[cfg(test)]
mod tests;
