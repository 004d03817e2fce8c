//! The sieve: whether a field can fail any of its rules, asked once for all of them.
//!
//! Nearly every value of a file is right. Before the rules of a field are run one by one, their demands
//! are merged by guard: one table of permitted bytes, one length, one automaton, the lists, the booleans.
//! A value that passes is satisfied with every rule; one that does not is only a suspect, and the rules
//! decide. The sieve may suspect too much, never too little.

use std::ops::Range;

use guichet_nomenclatures::index::IndexCodes;
use guichet_socle::caracteres::{Masque, Sorte, union};
use guichet_socle::motif::{Conjonction, Motif};
use guichet_socle::programme::{Epreuve, Faits, Instruction, Programme};

use super::regard::{Booleens, Pour, Regard};
use super::tamis::{Codes, Forme, Mots, Texte};
use super::{Groupes, rangs};
use crate::lecture::encodage::{Encodage, sortes_des_octets};

/// The byte is permitted by every class.
const PERMIS: u8 = 1;
/// The byte needs no automaton.
const LIBRE: u8 = 2;

/// The sieve of every field.
#[derive(Debug, Clone)]
pub struct Crible {
    /// Fields, by bit, whose absence is always a fault.
    obligatoires: u64,
    /// Fields whose absence is a fault under a guard.
    obligations: Vec<(u64, Garde)>,
    /// What is asked of a value, field by field.
    mailles: Vec<Maille>,
    /// By field, its own among them.
    par_champ: Vec<Range<usize>>,
    /// What spares most of them.
    regard: Regard,
}

/// Where the values of a row stand, for those that are a part of the block as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct SurPlace<'a> {
    /// The block; empty when the values are not to be found there.
    pub bloc: &'a [u8],
    /// By field, where its value begins.
    pub debuts: &'a [u32],
    /// The fields, by bit, whose value is not there.
    pub ailleurs: u64,
}

impl<'a> SurPlace<'a> {
    /// Some bytes from the beginning of a value, if the block goes on that far.
    #[inline]
    pub(super) fn fenetre<const N: usize>(self, champ: u8) -> Option<&'a [u8; N]> {
        let debut = *self.debuts.get(usize::from(champ))? as usize;
        self.bloc.get(debut..)?.first_chunk()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Garde {
    si: u64,
    sauf: u64,
}

impl Garde {
    pub(super) fn vaut_toujours(self) -> bool {
        self.si == 0 && self.sauf == 0
    }

    /// Whether the guard may hold: what is unknown may.
    #[inline]
    pub(super) fn peut_valoir(self, faits: &Faits<'_>) -> bool {
        faits.connus & !faits.vrais & self.si | faits.vrais & self.sauf == 0
    }
}

/// The merged demands of the rules that share a guard.
#[derive(Debug, Clone)]
struct Maille {
    garde: Garde,
    /// Something in these rules cannot be merged: they are always run.
    toujours: bool,
    octets_max: usize,
    /// What each byte is, to the classes and to the automaton.
    octets: Option<Box<[u8; 256]>>,
    conjonction: Option<Conjonction>,
    listes: Vec<IndexCodes>,
    booleens: Booleens,
    /// Tests on numbers.
    epreuves: Vec<Epreuve>,
}

impl Crible {
    pub(super) fn de(
        programme: &Programme<IndexCodes>,
        groupes: &[Groupes],
        premier: usize,
        encodage: Encodage,
    ) -> Self {
        let fabrique = Fabrique {
            programme,
            sortes: sortes_sures(encodage),
        };
        let mut crible = Self {
            obligatoires: 0,
            obligations: Vec::new(),
            mailles: Vec::new(),
            par_champ: vec![0..0; groupes.len()],
            regard: Regard::default(),
        };
        for (champ, groupes) in (0u8..).zip(groupes).skip(premier) {
            let bit = 1u64 << champ;
            for instruction in &programme.instructions[groupes.si_vide.clone()] {
                let garde = Garde {
                    si: instruction.si,
                    sauf: instruction.sauf,
                };
                if garde.vaut_toujours() {
                    crible.obligatoires |= bit;
                } else {
                    crible.obligations.push((bit, garde));
                }
            }
            let siennes = &programme.instructions[groupes.si_renseigne.clone()];
            let premiere = crible.mailles.len();
            crible.mailles.extend(fabrique.mailles(champ, siennes));
            for maille in &crible.mailles[premiere..] {
                maille.regarder(champ, &mut crible.regard);
            }
            if crible.mailles.len() > premiere {
                crible.regard.exclure_les_blancs(champ);
            }
            crible.par_champ[usize::from(champ)] = premiere..crible.mailles.len();
        }
        crible
    }

    /// The fields, by bit, whose rules must be run; `vides` are those without a value.
    #[inline]
    pub(super) fn suspects(
        &self,
        programme: &Programme<IndexCodes>,
        valeurs: &[&[u8]],
        vides: u64,
        place: SurPlace<'_>,
        faits: &Faits<'_>,
    ) -> u64 {
        let mut suspects = vides & self.obligatoires;
        for (bit, garde) in &self.obligations {
            if vides & bit != 0 && garde.peut_valoir(faits) {
                suspects |= bit;
            }
        }
        let mut a_voir = !vides;
        if !place.bloc.is_empty() {
            a_voir &= self.regard.douteux(programme, valeurs, vides, place, faits);
        }
        for champ in rangs(a_voir) {
            let (Some(siennes), Some(&valeur)) = (self.par_champ.get(champ), valeurs.get(champ))
            else {
                break;
            };
            for maille in &self.mailles[siennes.clone()] {
                if maille.garde.peut_valoir(faits) && !maille.passe(programme, valeur, faits) {
                    suspects |= 1 << champ;
                }
            }
        }
        suspects
    }
}

impl Maille {
    fn passe(&self, programme: &Programme<IndexCodes>, valeur: &[u8], faits: &Faits<'_>) -> bool {
        self.texte_passe(valeur)
            && self
                .listes
                .iter()
                .all(|liste| liste.chercher(valeur).is_some())
            && !self.booleens.echouent(faits)
            && self.epreuves.iter().all(|epreuve| {
                programme.epreuve(epreuve, faits) != guichet_socle::Resultat::NonRempli
            })
    }

    /// The length, the classes and the patterns.
    fn texte_passe(&self, valeur: &[u8]) -> bool {
        // Perhaps nothing but spaces: the rules tell it from a value.
        let blanc = valeur.first() == Some(&b' ');
        if blanc || self.toujours || valeur.len() > self.octets_max {
            return false;
        }
        let mut commun = PERMIS | LIBRE;
        if let Some(octets) = &self.octets {
            for &octet in valeur {
                commun &= octets[usize::from(octet)];
            }
            if commun & PERMIS == 0 {
                return false;
            }
        }
        self.conjonction.as_ref().is_none_or(|conjonction| {
            self.octets.is_some() && commun & LIBRE != 0 || conjonction.accepte(valeur)
        })
    }

    /// Adds what the first look can tell of this; each of its tests passes fewer values than the mesh.
    fn regarder(&self, champ: u8, regard: &mut Regard) {
        if self.booleens != Booleens::default() {
            regard.ajouter_booleens(Pour::new(champ, self.garde, self.booleens));
        }
        for &epreuve in &self.epreuves {
            regard.epreuves.push(Pour::new(champ, self.garde, epreuve));
        }
        if self.toujours {
            regard.toujours |= 1 << champ;
        } else if let Some((premiere, autres)) = self.listes.split_first() {
            // Which codes satisfy the rest is known beforehand.
            let codes = premiere.codes().filter(|code| {
                self.texte_passe(code) && autres.iter().all(|liste| liste.chercher(code).is_some())
            });
            let codes = Codes::de(codes);
            regard.codes.push(Pour::new(champ, self.garde, codes));
        } else if self.octets.is_some() || self.conjonction.is_some() {
            self.regarder_le_texte(champ, regard);
        } else if self.octets_max != usize::MAX {
            regard.toujours |= 1 << champ;
        }
    }

    /// The test that stands for the classes and the patterns.
    fn regarder_le_texte(&self, champ: u8, regard: &mut Regard) {
        let garde = self.garde;
        let permis: [bool; 256] = std::array::from_fn(|octet| {
            self.octets
                .as_ref()
                .is_none_or(|octets| octets[octet] & PERMIS != 0)
        });
        let ajouter_texte = |regard: &mut Regard, libres, isoles| {
            let texte = Texte::de(libres, isoles, self.octets_max);
            match texte {
                Some(texte) => regard.textes.push(Pour::new(champ, garde, texte)),
                None => regard.toujours |= 1 << champ,
            }
        };
        let Some(conjonction) = &self.conjonction else {
            ajouter_texte(regard, permis, permis);
            return;
        };
        let parmi = |autres: &[bool; 256]| -> [bool; 256] {
            std::array::from_fn(|octet| permis[octet] && autres[octet])
        };
        let forme: Vec<_> = conjonction.forme().iter().map(parmi).collect();
        if let Some(test) = Forme::de(&forme).filter(|_| forme.len() <= self.octets_max) {
            regard.formes.push(Pour::new(champ, garde, test));
            return;
        }
        let libres = parmi(conjonction.libres());
        if !libres.contains(&true)
            && permis[..128].iter().all(|permis| *permis)
            && let Some(mots) = Mots::de(conjonction, self.octets_max)
        {
            regard.mots.push(Pour::new(champ, garde, mots));
            return;
        }
        // What may be anywhere may also be between two others.
        let isoles = std::array::from_fn(|octet| {
            libres[octet] || permis[octet] && conjonction.isoles()[octet]
        });
        ajouter_texte(regard, libres, isoles);
    }
}

/// The kind of each byte, where a byte alone tells it; none where it does not.
fn sortes_sures(encodage: Encodage) -> [Masque; 256] {
    let mut sortes = sortes_des_octets(encodage, 0);
    if matches!(
        encodage,
        Encodage::Utf8 | Encodage::Utf16Le | Encodage::Utf16Be
    ) {
        // U+00C0 to U+017F are Latin letters, but for × and ÷ (C3 97, C3 B7); their bytes are enough
        // in a text known to be UTF-8. Other characters are looked at one by one.
        // (C0 and C1 stand in none: with them the range has fewer holes.)
        for lettre in (0xc3..=0xc5)
            .chain([0xc0, 0xc1])
            .chain(0x80..=0xbf)
            .filter(|o| !matches!(o, 0x97 | 0xb7))
        {
            sortes[lettre] = Sorte::LettreAccentuee.bit();
        }
    }
    sortes
}

struct Fabrique<'a> {
    programme: &'a Programme<IndexCodes>,
    sortes: [Masque; 256],
}

impl Fabrique<'_> {
    fn mailles(&self, champ: u8, instructions: &[Instruction]) -> Vec<Maille> {
        let mut gardes: Vec<Garde> = Vec::new();
        for instruction in instructions {
            let garde = Garde {
                si: instruction.si,
                sauf: instruction.sauf,
            };
            if !gardes.contains(&garde) {
                gardes.push(garde);
            }
        }
        gardes
            .into_iter()
            .map(|garde| {
                let siennes = instructions
                    .iter()
                    .filter(|i| i.si == garde.si && i.sauf == garde.sauf);
                self.maille(champ, garde, siennes.map(|i| &i.epreuve))
            })
            .collect()
    }

    fn maille<'e>(
        &self,
        champ: u8,
        garde: Garde,
        epreuves: impl Iterator<Item = &'e Epreuve>,
    ) -> Maille {
        let mut maille = Maille {
            garde,
            toujours: false,
            octets_max: usize::MAX,
            octets: None,
            conjonction: None,
            listes: Vec::new(),
            booleens: Booleens::default(),
            epreuves: Vec::new(),
        };
        let mut permis = union(Sorte::TOUTES);
        let mut motifs: Vec<&Motif> = Vec::new();
        for epreuve in epreuves {
            match *epreuve {
                Epreuve::Caracteres {
                    texte,
                    permis: siens,
                } if texte == champ => permis &= siens,
                Epreuve::Longueur { texte, min: 0, max } if texte == champ => {
                    // A character takes a byte at least.
                    maille.octets_max = maille.octets_max.min(max as usize);
                }
                Epreuve::Motif { texte, motif } | Epreuve::Sans { texte, motif }
                    if texte == champ =>
                {
                    motifs.extend(self.programme.motif(motif));
                }
                Epreuve::DansListe { texte, liste } if texte == champ => {
                    maille.listes.extend(self.programme.liste(liste).cloned());
                }
                Epreuve::EstVrai(fait) => maille.booleens.echec_si_faux |= 1 << fait,
                Epreuve::Aucune { debut, fin } => {
                    for epreuve in self.programme.suite(debut, fin) {
                        match epreuve {
                            Epreuve::EstVrai(fait) => maille.booleens.echec_si_vrai |= 1 << fait,
                            _ => maille.toujours = true,
                        }
                    }
                }
                Epreuve::Entre { .. } | Epreuve::Avant { .. } | Epreuve::Apres { .. } => {
                    maille.epreuves.push(*epreuve);
                }
                _ => maille.toujours = true,
            }
        }
        if !motifs.is_empty() {
            maille.conjonction = Conjonction::de(&motifs);
            maille.toujours |= maille.conjonction.is_none();
        }
        maille.octets = self.octets(permis, maille.conjonction.as_ref());
        maille
    }

    /// What each byte is; nothing when neither the classes nor the automaton would learn from it.
    fn octets(&self, permis: Masque, conjonction: Option<&Conjonction>) -> Option<Box<[u8; 256]>> {
        let libres = conjonction.map(Conjonction::libres);
        let utile = libres.is_none_or(|libres| libres.iter().any(|libre| *libre));
        if permis == union(Sorte::TOUTES) && (libres.is_none() || !utile) {
            return None;
        }
        let mut octets = Box::new([0; 256]);
        for (octet, place) in octets.iter_mut().enumerate() {
            if self.sortes[octet] & permis != 0 {
                *place |= PERMIS;
            }
            if libres.is_none_or(|libres| libres[octet]) {
                *place |= LIBRE;
            }
        }
        Some(octets)
    }
}
