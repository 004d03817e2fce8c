//! The values of one dossier, by field, in buffers that serve again for the next one.

use std::cell::Cell;

use guichet_socle::Fraction;
use jiff::civil::Date;

use super::Rang;
use crate::moteur::bits64;

/// The value of a field. Texts and lists stand in the buffers of their [`Dossier`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValeurDeChamp {
    /// Not given.
    Absente,
    /// Given as null, for a field where null says something.
    Nulle,
    /// True or false.
    Booleen(bool),
    /// A whole number, or cents.
    Entier(i64),
    /// A day.
    Date(Date),
    /// A share.
    Fraction(Fraction),
    /// A text, in the buffer of texts.
    Texte {
        /// First byte.
        debut: u32,
        /// After the last.
        fin: u32,
    },
    /// The rank of one of the values of the field.
    Choix(u8),
    /// Several values, in the buffer of elements.
    Liste {
        /// First element.
        debut: u32,
        /// After the last.
        fin: u32,
    },
}

/// One dossier.
///
/// It notes which of its fields are read: what is decided of two dossiers that agree on those, and on which
/// fields are absent, is the same ([`crate::Memoire`]).
#[derive(Debug, Default)]
pub struct Dossier {
    valeurs: Vec<ValeurDeChamp>,
    textes: String,
    elements: Vec<ValeurDeChamp>,
    /// The fields read so far, a bit each.
    lus: Cell<u64>,
}

impl Clone for Dossier {
    /// A copy that has read nothing yet. Whatever is read of it escapes the original, which counts as read.
    fn clone(&self) -> Self {
        self.lus.set(u64::MAX);
        self.copie()
    }

    /// Copies into the buffers that are there: a batch copies every dossier, and allocates nothing.
    fn clone_from(&mut self, autre: &Self) {
        autre.lus.set(u64::MAX);
        self.lus.set(0);
        self.valeurs.clone_from(&autre.valeurs);
        self.textes.clone_from(&autre.textes);
        self.elements.clone_from(&autre.elements);
    }
}

impl Dossier {
    /// A dossier of so many fields, all absent.
    #[must_use]
    pub fn vide(nombre: usize) -> Self {
        Self {
            valeurs: vec![ValeurDeChamp::Absente; nombre],
            ..Self::default()
        }
    }

    /// Forgets every value, and keeps the buffers.
    pub fn vider(&mut self) {
        self.valeurs.fill(ValeurDeChamp::Absente);
        self.textes.clear();
        self.elements.clear();
        self.lus.set(0);
    }

    fn copie(&self) -> Self {
        Self {
            valeurs: self.valeurs.clone(),
            textes: self.textes.clone(),
            elements: self.elements.clone(),
            lus: Cell::new(0),
        }
    }

    /// The value of a field. Every reading of a field goes through here, and is noted.
    #[must_use]
    #[inline]
    pub fn valeur(&self, champ: Rang) -> ValeurDeChamp {
        self.lus.set(self.lus.get() | champ.bit());
        self.valeurs[usize::from(champ.0)]
    }

    /// The fields read since the dossier was made, or since [`Self::oublier_les_lectures`].
    #[must_use]
    pub fn lus(&self) -> u64 {
        self.lus.get()
    }

    /// Forgets which fields were read.
    pub fn oublier_les_lectures(&self) {
        self.lus.set(0);
    }

    /// Reads without a note: for what the dossier is filed under (its day, its reference), which whoever
    /// keeps a decision writes beside it.
    pub fn a_part<T>(&self, lire: impl FnOnce(&Self) -> T) -> T {
        let lus = self.lus.get();
        let lu = lire(self);
        self.lus.set(lus);
        lu
    }

    /// Tries the dossier with other values; what is read of the trial counts as read of the dossier.
    pub fn essayer<T>(
        &self,
        changements: &[(Rang, ValeurDeChamp)],
        essai: impl FnOnce(&Self) -> T,
    ) -> T {
        let mut change = self.copie();
        for &(champ, valeur) in changements {
            change.poser(champ, valeur);
        }
        let issue = essai(&change);
        self.lus.set(self.lus.get() | change.lus.get());
        issue
    }

    /// Writes the values of some fields, and which fields are absent, as bytes: two dossiers that agree on
    /// them write the same, two that do not write otherwise. Nothing is noted.
    pub(crate) fn ecrire_la_cle(&self, champs: u64, cle: &mut Vec<u8>) {
        cle.extend(self.absents().to_le_bytes());
        for rang in bits64(champs & !self.absents()) {
            if let Some(&valeur) = self.valeurs.get(rang) {
                self.ecrire_une_valeur(valeur, cle);
            }
        }
    }

    fn ecrire_une_valeur(&self, valeur: ValeurDeChamp, cle: &mut Vec<u8>) {
        match valeur {
            ValeurDeChamp::Absente => cle.push(0),
            ValeurDeChamp::Nulle => cle.push(1),
            ValeurDeChamp::Booleen(vrai) => cle.push(2 + u8::from(vrai)),
            ValeurDeChamp::Choix(rang) => cle.extend([4, rang]),
            ValeurDeChamp::Entier(nombre) => {
                cle.push(5);
                cle.extend(nombre.to_le_bytes());
            }
            ValeurDeChamp::Date(jour) => {
                cle.push(6);
                cle.extend(jour.year().to_le_bytes());
                cle.extend(jour.month().to_le_bytes());
                cle.extend(jour.day().to_le_bytes());
            }
            ValeurDeChamp::Fraction(part) => {
                cle.push(7);
                cle.extend(part.numerateur().to_le_bytes());
                cle.extend(part.denominateur().to_le_bytes());
                // Equal shares are shown as they were written.
                cle.extend(part.facteur().to_le_bytes());
            }
            ValeurDeChamp::Texte { .. } => {
                let texte = self.texte_de(valeur).unwrap_or_default();
                cle.push(8);
                cle.extend(rang32(texte.len()).to_le_bytes());
                cle.extend(texte.as_bytes());
            }
            ValeurDeChamp::Liste { debut, fin } => {
                let elements = self.elements.get(debut as usize..fin as usize);
                let elements = elements.unwrap_or_default();
                cle.push(9);
                cle.extend(rang32(elements.len()).to_le_bytes());
                for &element in elements {
                    self.ecrire_une_valeur(element, cle);
                }
            }
        }
    }

    /// Gives a field its value.
    pub fn poser(&mut self, champ: Rang, valeur: ValeurDeChamp) {
        self.valeurs[usize::from(champ.0)] = valeur;
    }

    /// Keeps a text, for [`Self::poser`].
    pub fn garder_texte(&mut self, texte: &str) -> ValeurDeChamp {
        let debut = rang32(self.textes.len());
        self.textes.push_str(texte);
        ValeurDeChamp::Texte {
            debut,
            fin: rang32(self.textes.len()),
        }
    }

    /// Keeps several values, for [`Self::poser`].
    pub fn garder_liste(&mut self, valeurs: &[ValeurDeChamp]) -> ValeurDeChamp {
        self.garder_suite(valeurs.iter().copied())
    }

    /// Keeps several values that come one by one, for [`Self::poser`].
    pub fn garder_suite(&mut self, valeurs: impl Iterator<Item = ValeurDeChamp>) -> ValeurDeChamp {
        let debut = rang32(self.elements.len());
        self.elements.extend(valeurs);
        ValeurDeChamp::Liste {
            debut,
            fin: rang32(self.elements.len()),
        }
    }

    /// Bytes of its values, about.
    #[must_use]
    pub fn poids(&self) -> usize {
        let valeurs = self.valeurs.len() + self.elements.len();
        self.textes.len() + valeurs * size_of::<ValeurDeChamp>()
    }

    /// The fields that were not given, a bit each. It is no reading of any of them.
    #[must_use]
    #[inline]
    pub fn absents(&self) -> u64 {
        self.valeurs
            .iter()
            .enumerate()
            .fold(0, |absents, (place, valeur)| {
                absents | (u64::from(matches!(valeur, ValeurDeChamp::Absente)) << place)
            })
    }

    /// Whether a field was not given; null counts as given only where it says something.
    #[must_use]
    #[inline]
    pub fn est_absent(&self, champ: Rang) -> bool {
        self.valeur(champ) == ValeurDeChamp::Absente
    }

    /// Whether a field was given as null.
    #[must_use]
    #[inline]
    pub fn est_nul(&self, champ: Rang) -> bool {
        self.valeur(champ) == ValeurDeChamp::Nulle
    }

    /// The boolean of a field.
    #[must_use]
    #[inline]
    pub fn booleen(&self, champ: Rang) -> Option<bool> {
        match self.valeur(champ) {
            ValeurDeChamp::Booleen(vrai) => Some(vrai),
            _ => None,
        }
    }

    /// The number, or the cents, of a field.
    #[must_use]
    #[inline]
    pub fn entier(&self, champ: Rang) -> Option<i64> {
        match self.valeur(champ) {
            ValeurDeChamp::Entier(nombre) => Some(nombre),
            _ => None,
        }
    }

    /// The day of a field.
    #[must_use]
    #[inline]
    pub fn date(&self, champ: Rang) -> Option<Date> {
        match self.valeur(champ) {
            ValeurDeChamp::Date(jour) => Some(jour),
            _ => None,
        }
    }

    /// The share of a field.
    #[must_use]
    #[inline]
    pub fn fraction(&self, champ: Rang) -> Option<Fraction> {
        match self.valeur(champ) {
            ValeurDeChamp::Fraction(part) => Some(part),
            _ => None,
        }
    }

    /// The rank of the value chosen for a field.
    #[must_use]
    #[inline]
    pub fn choix(&self, champ: Rang) -> Option<u8> {
        match self.valeur(champ) {
            ValeurDeChamp::Choix(rang) => Some(rang),
            _ => None,
        }
    }

    /// The text of a field.
    #[must_use]
    #[inline]
    pub fn texte(&self, champ: Rang) -> Option<&str> {
        self.texte_de(self.valeur(champ))
    }

    /// The text of a value of this dossier.
    #[must_use]
    #[inline]
    pub fn texte_de(&self, valeur: ValeurDeChamp) -> Option<&str> {
        match valeur {
            ValeurDeChamp::Texte { debut, fin } => self.textes.get(debut as usize..fin as usize),
            _ => None,
        }
    }

    /// The values of a list; `None` when it was not given.
    #[must_use]
    #[inline]
    pub fn liste(&self, champ: Rang) -> Option<&[ValeurDeChamp]> {
        self.liste_de(self.valeur(champ))
    }

    /// The values of a list of this dossier: those of a field, or of one of its records.
    #[must_use]
    #[inline]
    pub fn liste_de(&self, valeur: ValeurDeChamp) -> Option<&[ValeurDeChamp]> {
        match valeur {
            ValeurDeChamp::Liste { debut, fin } => self.elements.get(debut as usize..fin as usize),
            _ => None,
        }
    }
}

/// Saturates: no dossier comes near 4 GiB, its reader bounds it.
fn rang32(longueur: usize) -> u32 {
    u32::try_from(longueur).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_lists_live_in_buffers_that_serve_again() {
        let mut dossier = Dossier::vide(2);
        let texte = dossier.garder_texte("D-17");
        dossier.poser(Rang(0), texte);
        let liste = dossier.garder_liste(&[ValeurDeChamp::Entier(1), ValeurDeChamp::Entier(2)]);
        dossier.poser(Rang(1), liste);
        assert_eq!(dossier.texte(Rang(0)), Some("D-17"));
        assert_eq!(dossier.liste(Rang(1)).map(<[_]>::len), Some(2));
        dossier.vider();
        assert!(dossier.est_absent(Rang(0)) && dossier.liste(Rang(1)).is_none());
        let dedans = dossier.garder_liste(&[ValeurDeChamp::Entier(3)]);
        let listes = dossier.garder_liste(&[dedans, ValeurDeChamp::Absente]);
        dossier.poser(Rang(1), listes);
        let lues = dossier.liste(Rang(1)).unwrap();
        assert_eq!(
            dossier.liste_de(lues[0]),
            Some([ValeurDeChamp::Entier(3)].as_slice())
        );
        assert_eq!(dossier.liste_de(lues[1]), None);
    }
}
