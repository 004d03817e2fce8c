//! The amounts of a year raised by the consumer price index: a rate, then every amount, each rounding shown.
//!
//! The rate is rounded first, as the order of 2023 does (ARE-31); the amount is rounded next, in a way that no
//! text says and that the known amounts suggest (ARE-30). An index that falls leaves the amounts as they were
//! (ARE-32). The base is the published amount, never the one before its rounding (ARE-34).

mod decimal;
#[cfg(test)]
mod tests;

use guichet_socle::Centimes;

use crate::arrondi::{Sens, arrondir};
use crate::parametres::ReglesDIndexation;

pub use decimal::{Decimal, DecimalInvalide};

/// The greatest amount that may be indexed, in cents: far more than any aid.
const FORFAIT_MAX: i64 = 10_000_000;

/// An amount to index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forfait {
    /// The parameter it comes from, when it is that of an edition.
    pub parametre: Option<&'static str>,
    /// The published amount.
    pub ancien: Centimes,
}

/// An amount indexed, with what other roundings would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForfaitIndexe {
    /// The parameter it comes from, when it is that of an edition.
    pub parametre: Option<&'static str>,
    /// The amount of the year before, as published.
    pub ancien: Centimes,
    /// The product, every decimal kept; the amount itself when the index falls.
    pub produit: Decimal,
    /// The product to the nearest cent.
    pub au_centime: Centimes,
    /// The product to the unit below.
    pub inferieur: Centimes,
    /// The product to the unit above.
    pub superieur: Centimes,
    /// The amount of the new year.
    pub nouveau: Centimes,
}

/// The amounts of a new year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexation {
    /// The index of December n-2.
    pub indice_precedent: Decimal,
    /// The index of December n-1.
    pub indice: Decimal,
    /// The change in percent, rounded as the rules say.
    pub taux: Decimal,
    /// The change in percent with four more decimals, to show what the rounding does.
    pub taux_detaille: Decimal,
    /// Whether the index falls: the amounts are then those of the year before.
    pub gele: bool,
    /// The amounts, in the order given.
    pub forfaits: Vec<ForfaitIndexe>,
}

/// Why nothing is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurDIndexation {
    /// An index of zero gives no rate.
    #[error("un indice des prix n’est jamais nul ; donnez celui que publie l’INSEE")]
    IndiceNul,
    /// A figure is beyond reason.
    #[error("un indice ou un montant est hors de toute mesure ; vérifiez les chiffres donnés")]
    Demesure,
}

/// Indexes amounts.
///
/// # Errors
/// An index is zero, or a figure is beyond what the arithmetic holds.
pub fn indexer(
    regles: &ReglesDIndexation,
    indice_precedent: Decimal,
    indice: Decimal,
    forfaits: &[Forfait],
) -> Result<Indexation, ErreurDIndexation> {
    if indice_precedent.est_nul() || indice.est_nul() {
        return Err(ErreurDIndexation::IndiceNul);
    }
    let decimales = u32::try_from(regles.decimales_du_taux.valeur)
        .ok()
        .filter(|decimales| *decimales <= ReglesDIndexation::DECIMALES_MAX)
        .ok_or(ErreurDIndexation::Demesure)?;
    let taux = taux(indice_precedent, indice, decimales)?;
    let gele = indice < indice_precedent;
    Ok(Indexation {
        indice_precedent,
        indice,
        taux,
        taux_detaille: self::taux(indice_precedent, indice, decimales + 4)?,
        gele,
        forfaits: forfaits
            .iter()
            .map(|forfait| forfait.indexer(taux, gele, regles.unite_d_arrondi.valeur))
            .collect::<Result<_, _>>()?,
    })
}

/// `(indice / precedent - 1) × 100`, to so many decimals, half away from zero.
fn taux(precedent: Decimal, indice: Decimal, decimales: u32) -> Result<Decimal, ErreurDIndexation> {
    let (avant, apres) = precedent.a_la_meme_echelle(indice);
    let numerateur = (apres - avant) * 100 * 10i128.pow(decimales);
    let unites = arrondir(numerateur, avant, Sens::Proche);
    let unites = i64::try_from(unites).map_err(|_| ErreurDIndexation::Demesure)?;
    Ok(Decimal::new(unites, decimales))
}

impl Forfait {
    fn indexer(
        self,
        taux: Decimal,
        gele: bool,
        unite: i64,
    ) -> Result<ForfaitIndexe, ErreurDIndexation> {
        let demesure = ErreurDIndexation::Demesure;
        if !(0..=FORFAIT_MAX).contains(&self.ancien.0) || unite <= 0 {
            return Err(demesure);
        }
        // The amount of the year before is carried over as it stands, whatever its cents.
        let taux = if gele { Decimal::new(0, 0) } else { taux };
        let cent = 100 * 10i128.pow(taux.decimales());
        let produit = i128::from(self.ancien.0) * (cent + i128::from(taux.unites()));
        let a = |unite: i64, sens: Sens| {
            let arrondi = arrondir(produit, cent * i128::from(unite), sens) * i128::from(unite);
            i64::try_from(arrondi).map(Centimes).map_err(|_| demesure)
        };
        let unite = if gele { 1 } else { unite };
        Ok(ForfaitIndexe {
            parametre: self.parametre,
            ancien: self.ancien,
            // Cents are two decimals, the percentage two more.
            produit: Decimal::new(
                i64::try_from(produit).map_err(|_| demesure)?,
                taux.decimales() + 4,
            ),
            au_centime: a(1, Sens::Proche)?,
            inferieur: a(unite, Sens::Inferieur)?,
            superieur: a(unite, Sens::Superieur)?,
            nouveau: a(unite, Sens::Proche)?,
        })
    }
}
