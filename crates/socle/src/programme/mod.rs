//! Conditions compiled to a flat program, and the facts it runs on.
//!
//! Loading checks every name and turns the tree of an edition into small fixed-size instructions:
//! ranks instead of names, bit masks instead of classes and guards. Running them allocates nothing and
//! builds no text; what failed is told by rank, and put into words when someone reads it.

mod compilation;
mod epreuve;

pub use compilation::{Compilateur, Declarations, numero_du_jour};
pub use epreuve::{Epreuve, Instruction};

use crate::caracteres::Masque;
use crate::motif::Motif;
use crate::resultat::Resultat;
use crate::texte::Texte;

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A text, in `Faits::textes`.
    Texte,
    /// A number, in `Faits::nombres`.
    Nombre,
    /// A day, in `Faits::nombres`, as `numero_du_jour` counts it.
    Date,
    /// True or false, a bit of `Faits::vrais` and `Faits::connus`.
    Booleen,
}

/// A fact of a procedure: its name in the conditions, what it is, where its value is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaitDeclare {
    /// Its name.
    pub nom: String,
    /// What it is.
    pub nature: Nature,
    /// Its rank among the facts of the same storage.
    pub rang: u8,
    /// What it means, in French, for the documentation.
    pub sens: String,
}

/// The values of the facts for one dossier.
#[derive(Debug, Clone, Copy)]
pub struct Faits<'a> {
    /// The texts.
    pub textes: &'a [Texte<'a>],
    /// The numbers and the dates; `None` when unknown.
    pub nombres: &'a [Option<i64>],
    /// The booleans that are true.
    pub vrais: u64,
    /// The booleans that are known.
    pub connus: u64,
}

/// Whether a list holds a code, asked on the bytes of a value.
pub trait Appartenance {
    /// True when the bytes are a code of the list.
    fn contient(&self, octets: &[u8]) -> bool;
}

/// A compiled set of conditions. `L` is a list of codes.
#[derive(Debug, Clone)]
pub struct Programme<L> {
    /// The instructions, grouped by whoever compiled them.
    pub instructions: Vec<Instruction>,
    sous_epreuves: Vec<Epreuve>,
    motifs: Vec<Motif>,
    constantes: Vec<Box<[u8]>>,
    listes: Vec<L>,
}

impl<L: Appartenance> Programme<L> {
    /// The answer of one instruction, its guard included: a guard that is false leaves nothing to
    /// demand, a guard that is unknown leaves the answer unknown unless the demand is met anyway.
    #[inline]
    #[must_use]
    pub fn resultat(&self, instruction: &Instruction, faits: &Faits<'_>) -> Resultat {
        let faux = faits.connus & !faits.vrais;
        if faux & instruction.si != 0 || faits.vrais & instruction.sauf != 0 {
            return Resultat::Rempli;
        }
        let resultat = self.epreuve(&instruction.epreuve, faits);
        if faits.connus & (instruction.si | instruction.sauf) == instruction.si | instruction.sauf
            || resultat == Resultat::Rempli
        {
            resultat
        } else {
            Resultat::Indetermine
        }
    }

    /// Runs a group of instructions about one subject; `echec` gets the rank, within the program, of
    /// each one that is not met, in order. An instruction whose prerequisite failed is moot.
    #[inline]
    pub fn executer(
        &self,
        groupe: std::ops::Range<usize>,
        faits: &Faits<'_>,
        mut echec: impl FnMut(usize, Resultat),
    ) {
        let mut rates = 0u64;
        let debut = groupe.start;
        for (rang, instruction) in self.instructions[groupe].iter().enumerate() {
            if rates & instruction.requis != 0 {
                continue;
            }
            let resultat = self.resultat(instruction, faits);
            if resultat != Resultat::Rempli {
                rates |= 1 << rang;
                echec(debut + rang, resultat);
            }
        }
    }

    /// The pattern of a rank, for whoever asks several at once.
    #[must_use]
    pub fn motif(&self, rang: u16) -> Option<&Motif> {
        self.motifs.get(usize::from(rang))
    }

    /// The list of a rank.
    #[must_use]
    pub fn liste(&self, rang: u16) -> Option<&L> {
        self.listes.get(usize::from(rang))
    }

    /// The tests of a combination.
    #[must_use]
    pub fn suite(&self, debut: u16, fin: u16) -> &[Epreuve] {
        self.sous_epreuves
            .get(usize::from(debut)..usize::from(fin))
            .unwrap_or_default()
    }

    /// The answer of one test.
    #[inline]
    #[must_use]
    pub fn epreuve(&self, epreuve: &Epreuve, faits: &Faits<'_>) -> Resultat {
        match *epreuve {
            Epreuve::Renseigne(texte) => sur_texte(faits, texte, |t| {
                t.masque & !crate::caracteres::Sorte::Espace.bit() != 0
            }),
            Epreuve::Caracteres { texte, permis } => {
                sur_texte(faits, texte, |t| t.masque & !permis == 0)
            }
            Epreuve::Longueur { texte, min, max } => sur_texte(faits, texte, |t| {
                t.octets.is_empty() || (min <= t.caracteres && t.caracteres <= max)
            }),
            Epreuve::Motif { texte, motif } => sur_texte(faits, texte, |t| {
                t.octets.is_empty() || self.motifs[usize::from(motif)].correspond(t)
            }),
            Epreuve::Sans { texte, motif } => sur_texte(faits, texte, |t| {
                t.octets.is_empty() || !self.motifs[usize::from(motif)].correspond(t)
            }),
            Epreuve::DansListe { texte, liste } => sur_texte(faits, texte, |t| {
                t.octets.is_empty() || self.listes[usize::from(liste)].contient(t.octets)
            }),
            Epreuve::EgalTexte { texte, constante } => sur_texte(faits, texte, |t| {
                t.octets.is_empty() || *t.octets == *self.constantes[usize::from(constante)]
            }),
            Epreuve::EstVrai(fait) => {
                let bit = 1u64 << fait;
                if faits.connus & bit == 0 {
                    Resultat::Indetermine
                } else {
                    Resultat::si(faits.vrais & bit != 0)
                }
            }
            Epreuve::Entre { nombre, min, max } => {
                sur_nombre(faits, nombre, |n| Resultat::si(min <= n && n <= max))
            }
            Epreuve::Avant { nombre, borne } => sur_nombre(faits, nombre, |n| {
                sur_nombre(faits, borne, |b| Resultat::si(n < b))
            }),
            Epreuve::Apres { nombre, borne } => sur_nombre(faits, nombre, |n| {
                sur_nombre(faits, borne, |b| Resultat::si(b <= n))
            }),
            Epreuve::Toutes { debut, fin } => self.sous_epreuves
                [usize::from(debut)..usize::from(fin)]
                .iter()
                .fold(Resultat::Rempli, |r, e| r.et(self.epreuve(e, faits))),
            Epreuve::AuMoinsUne { debut, fin } => self.sous_epreuves
                [usize::from(debut)..usize::from(fin)]
                .iter()
                .fold(Resultat::NonRempli, |r, e| r.ou(self.epreuve(e, faits))),
            Epreuve::Aucune { debut, fin } => self.sous_epreuves
                [usize::from(debut)..usize::from(fin)]
                .iter()
                .fold(Resultat::NonRempli, |r, e| r.ou(self.epreuve(e, faits)))
                .contraire(),
        }
    }
}

#[inline]
fn sur_texte(faits: &Faits<'_>, rang: u8, test: impl FnOnce(&Texte<'_>) -> bool) -> Resultat {
    let texte = &faits.textes[usize::from(rang)];
    if texte.est_inconnu() {
        Resultat::Indetermine
    } else {
        Resultat::si(test(texte))
    }
}

#[inline]
fn sur_nombre(faits: &Faits<'_>, rang: u8, test: impl FnOnce(i64) -> Resultat) -> Resultat {
    faits.nombres[usize::from(rang)].map_or(Resultat::Indetermine, test)
}

/// The classes of characters of an edition, by name.
pub type Classes = std::collections::BTreeMap<String, Masque>;

#[cfg(test)]
mod tests;
