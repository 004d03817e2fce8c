//! The facts of one dossier, under given readings of the text.

use guichet_socle::programme::{Faits, numero_du_jour};
use guichet_socle::texte::Texte;
use jiff::civil::Date;

use crate::commun::Commun;

/// The day of a number, as the facts hold it.
pub(crate) fn jour_du_numero(numero: i64) -> Option<Date> {
    Date::new(
        i16::try_from(numero / 10_000).ok()?,
        i8::try_from(numero / 100 % 100).ok()?,
        i8::try_from(numero % 100).ok()?,
    )
    .ok()
}

/// The most texts, and the most numbers and dates, that the facts of a procedure may be.
pub const TEXTES_MAX: usize = 16;
/// See [`TEXTES_MAX`].
pub const NOMBRES_MAX: usize = 48;

/// For each entry of the register with two readings that a procedure knows (a bit each, in the order of its
/// table), which one is followed: 0 the reading applied, 1 the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choix(pub u32);

impl Choix {
    /// Every reading applied, no other.
    pub const RETENUES: Self = Self(0);

    /// Whether the other reading of an entry is followed.
    #[must_use]
    #[inline]
    pub fn autre(self, lecture: u8) -> bool {
        self.0 & (1 << lecture) != 0
    }
}

/// The facts of one dossier, where the conditions look for them.
#[derive(Debug, Clone)]
pub struct Etabli<'d> {
    pub(crate) textes: [Texte<'d>; TEXTES_MAX],
    pub(crate) nombres: [Option<i64>; NOMBRES_MAX],
    pub(crate) vrais: u64,
    pub(crate) connus: u64,
    /// The readings whose other side may change something for this dossier: never one too few.
    pub sensibles: u32,
    /// Fields that are given, and yet do not say what is needed (by rank).
    pub insuffisants: u64,
}

impl<'d> Etabli<'d> {
    /// No fact known.
    #[must_use]
    pub fn inconnu() -> Self {
        Self {
            textes: [Texte::ABSENT; TEXTES_MAX],
            nombres: [None; NOMBRES_MAX],
            vrais: 0,
            connus: 0,
            sensibles: 0,
            insuffisants: 0,
        }
    }

    /// A derived fact that is true or false, by its rank in the table of the procedure.
    #[inline]
    pub fn booleen(&mut self, commun: &Commun, fait: usize, valeur: Option<bool>) {
        let bit = 1 << commun.rang_du_derive(fait);
        if let Some(vrai) = valeur {
            self.connus |= bit;
            if vrai {
                self.vrais |= bit;
            }
        }
    }

    /// A derived fact that is a number.
    #[inline]
    pub fn entier(&mut self, commun: &Commun, fait: usize, valeur: Option<i64>) {
        self.nombres[usize::from(commun.rang_du_derive(fait))] = valeur;
    }

    /// A derived fact that is a day.
    #[inline]
    pub fn date(&mut self, commun: &Commun, fait: usize, valeur: Option<Date>) {
        self.nombres[usize::from(commun.rang_du_derive(fait))] = valeur.map(numero_du_jour);
    }

    /// A derived fact that is a text.
    #[inline]
    pub fn texte(&mut self, commun: &Commun, fait: usize, valeur: Option<&'d str>) {
        self.textes[usize::from(commun.rang_du_derive(fait))] =
            valeur.map_or(Texte::ABSENT, |texte| commun.texte(texte));
    }

    /// The number of a derived fact, once it is put.
    #[must_use]
    #[inline]
    pub fn entier_de(&self, commun: &Commun, fait: usize) -> Option<i64> {
        self.nombres[usize::from(commun.rang_du_derive(fait))]
    }

    /// The day of a derived fact, once it is put.
    #[must_use]
    #[inline]
    pub fn date_de(&self, commun: &Commun, fait: usize) -> Option<Date> {
        self.entier_de(commun, fait).and_then(jour_du_numero)
    }

    /// Whether a derived fact is true, once it is put.
    #[must_use]
    #[inline]
    pub fn booleen_de(&self, commun: &Commun, fait: usize) -> Option<bool> {
        let bit = 1 << commun.rang_du_derive(fait);
        (self.connus & bit != 0).then_some(self.vrais & bit != 0)
    }

    /// Says that the other reading of an entry may change something here.
    #[inline]
    pub fn sensible(&mut self, lecture: u8, si: bool) {
        self.sensibles |= u32::from(si) << lecture;
    }

    pub(crate) fn faits(&self) -> Faits<'_> {
        Faits {
            textes: &self.textes,
            nombres: &self.nombres,
            vrais: self.vrais,
            connus: self.connus,
        }
    }
}
