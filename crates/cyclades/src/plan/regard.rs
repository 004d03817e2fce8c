//! The first look at a row: what can be told of all its fields without looking at any one byte.
//!
//! Reading values byte by byte costs less in bytes than in surprises: the processor cannot guess where
//! a value ends, nor which test comes next. Here the tests of one kind go together, each the same few
//! vector instructions whatever the value: the bytes are read where they stand, past the value if need
//! be, and what lies beyond is masked out. A field that passes is right; the others are looked at
//! again by the sieve, byte by byte.

use guichet_nomenclatures::IndexCodes;
use guichet_socle::Resultat;
use guichet_socle::programme::{Epreuve, Faits, Programme};

use super::SurPlace;
use super::crible::Garde;
use super::tamis::{Codes, Forme, Mots, Texte};

/// A test of the first look, for a field, under a guard.
#[derive(Debug, Clone)]
pub(super) struct Pour<T> {
    pub(super) champ: u8,
    pub(super) garde: Garde,
    pub(super) test: T,
}

impl<T> Pour<T> {
    pub(super) fn new(champ: u8, garde: Garde, test: T) -> Self {
        Self { champ, garde, test }
    }

    /// The bit of the field if it must be looked at again.
    #[inline]
    fn douteux(&self, passe: bool, faits: &Faits<'_>) -> u64 {
        u64::from(!passe & self.garde.peut_valoir(faits)) << self.champ
    }
}

/// Booleans that make a field fail: when true, and when false.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Booleens {
    pub(super) echec_si_vrai: u64,
    pub(super) echec_si_faux: u64,
}

impl Booleens {
    #[inline]
    pub(super) fn echouent(self, faits: &Faits<'_>) -> bool {
        faits.vrais & self.echec_si_vrai | faits.connus & !faits.vrais & self.echec_si_faux != 0
    }
}

/// The tests, by kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Regard {
    pub(super) formes: Vec<Pour<Forme>>,
    pub(super) textes: Vec<Pour<Texte>>,
    pub(super) mots: Vec<Pour<Mots>>,
    pub(super) codes: Vec<Pour<Codes>>,
    pub(super) epreuves: Vec<Pour<Epreuve>>,
    booleens: Vec<Pour<Booleens>>,
    /// Every boolean of those, to pass by all of them at once.
    tous: Booleens,
    /// Fields whose value may be blank, which no other test excludes.
    blancs: Vec<u8>,
    /// Fields that the first look says nothing of.
    pub(super) toujours: u64,
}

impl Regard {
    pub(super) fn ajouter_booleens(&mut self, pour: Pour<Booleens>) {
        self.tous.echec_si_vrai |= pour.test.echec_si_vrai;
        self.tous.echec_si_faux |= pour.test.echec_si_faux;
        self.booleens.push(pour);
    }

    /// No test of texts or codes lets a blank value pass: without one that always holds, it is asked.
    pub(super) fn exclure_les_blancs(&mut self, champ: u8) {
        fn exclu<T>(tests: &[Pour<T>], champ: u8) -> bool {
            tests
                .iter()
                .any(|pour| pour.champ == champ && pour.garde.vaut_toujours())
        }
        if !(exclu(&self.formes, champ)
            || exclu(&self.textes, champ)
            || exclu(&self.mots, champ)
            || exclu(&self.codes, champ))
        {
            self.blancs.push(champ);
        }
    }

    /// The fields, by bit, that must be looked at again; a field without a value may be among them.
    #[inline]
    pub(super) fn douteux(
        &self,
        programme: &Programme<IndexCodes>,
        valeurs: &[&[u8]],
        vides: u64,
        place: SurPlace<'_>,
        faits: &Faits<'_>,
    ) -> u64 {
        let longueur = |champ: u8| valeurs.get(usize::from(champ)).map_or(0, |v| v.len());
        let mut douteux = self.toujours | place.ailleurs;
        for pour in &self.formes {
            let passe = place
                .fenetre::<16>(pour.champ)
                .is_some_and(|octets| pour.test.passe(octets, longueur(pour.champ)));
            douteux |= pour.douteux(passe, faits);
        }
        for pour in &self.codes {
            let passe = place
                .fenetre::<8>(pour.champ)
                .is_some_and(|octets| pour.test.passe(*octets, longueur(pour.champ)));
            douteux |= pour.douteux(passe, faits);
        }
        for pour in &self.textes {
            if vides >> pour.champ & 1 == 0 {
                let passe = place
                    .fenetre::<64>(pour.champ)
                    .is_some_and(|octets| pour.test.passe(octets, longueur(pour.champ)));
                douteux |= pour.douteux(passe, faits);
            }
        }
        for pour in &self.mots {
            if vides >> pour.champ & 1 == 0 {
                let passe = place
                    .fenetre::<64>(pour.champ)
                    .is_some_and(|octets| pour.test.passe(octets, longueur(pour.champ)));
                douteux |= pour.douteux(passe, faits);
            }
        }
        for pour in &self.epreuves {
            let passe = programme.epreuve(&pour.test, faits) != Resultat::NonRempli;
            douteux |= pour.douteux(passe, faits);
        }
        for &champ in &self.blancs {
            let blanc = place.fenetre::<1>(champ) == Some(b" ");
            douteux |= u64::from(blanc) << champ;
        }
        if self.tous.echouent(faits) {
            for pour in &self.booleens {
                douteux |= pour.douteux(!pour.test.echouent(faits), faits);
            }
        }
        douteux
    }
}
