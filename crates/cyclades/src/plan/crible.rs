//! The sieve: whether a field can fail any of its rules, asked once for all of them.
//!
//! Nearly every value of a file is right. Before the rules of a field are run one by one, their demands
//! are merged by guard: one table of permitted bytes, one length, one automaton, the lists, the booleans.
//! A value that passes is satisfied with every rule; one that does not is only a suspect, and the rules
//! decide. The sieve may suspect too much, never too little.

use guichet_nomenclatures::index::IndexCodes;
use guichet_socle::caracteres::{Masque, Sorte, union};
use guichet_socle::motif::{Conjonction, Motif};
use guichet_socle::programme::{Epreuve, Faits, Instruction, Programme};

use super::{Groupes, ListeDeCodes};
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Garde {
    si: u64,
    sauf: u64,
}

impl Garde {
    fn vaut_toujours(self) -> bool {
        self.si == 0 && self.sauf == 0
    }

    /// Whether the guard may hold: what is unknown may.
    #[inline]
    fn peut_valoir(self, faits: &Faits<'_>) -> bool {
        faits.connus & !faits.vrais & self.si == 0 && faits.vrais & self.sauf == 0
    }
}

/// The merged demands of the rules that share a guard.
#[derive(Debug, Clone)]
struct Maille {
    champ: u8,
    garde: Garde,
    /// Something in these rules cannot be merged: they are always run.
    toujours: bool,
    octets_max: usize,
    /// What each byte is, to the classes and to the automaton.
    octets: Option<Box<[u8; 256]>>,
    conjonction: Option<Conjonction>,
    listes: Vec<IndexCodes>,
    /// Booleans that make a rule fail when true, and when false.
    echec_si_vrai: u64,
    echec_si_faux: u64,
    /// Tests on numbers.
    epreuves: Vec<Epreuve>,
}

impl Crible {
    pub(super) fn de(
        programme: &Programme<ListeDeCodes>,
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
            crible.mailles.extend(fabrique.mailles(champ, siennes));
        }
        crible
    }

    /// The fields, by bit, whose rules must be run; `vides` are those without a value.
    #[inline]
    pub(super) fn suspects(
        &self,
        programme: &Programme<ListeDeCodes>,
        valeurs: &[&[u8]],
        vides: u64,
        faits: &Faits<'_>,
    ) -> u64 {
        let mut suspects = vides & self.obligatoires;
        for (bit, garde) in &self.obligations {
            if vides & bit != 0 && garde.peut_valoir(faits) {
                suspects |= bit;
            }
        }
        for maille in &self.mailles {
            let Some(valeur) = valeurs.get(usize::from(maille.champ)) else {
                continue;
            };
            if vides >> maille.champ & 1 == 0
                && maille.garde.peut_valoir(faits)
                && !maille.passe(programme, valeur, faits)
            {
                suspects |= 1 << maille.champ;
            }
        }
        suspects
    }
}

impl Maille {
    #[inline]
    fn passe(&self, programme: &Programme<ListeDeCodes>, valeur: &[u8], faits: &Faits<'_>) -> bool {
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
        if let Some(conjonction) = &self.conjonction
            && (self.octets.is_none() || commun & LIBRE == 0)
            && !conjonction.accepte(valeur)
        {
            return false;
        }
        self.listes
            .iter()
            .all(|liste| liste.chercher(valeur).is_some())
            && faits.vrais & self.echec_si_vrai == 0
            && faits.connus & !faits.vrais & self.echec_si_faux == 0
            && self.epreuves.iter().all(|epreuve| {
                programme.epreuve(epreuve, faits) != guichet_socle::Resultat::NonRempli
            })
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
        for lettre in (0xc3..=0xc5)
            .chain(0x80..=0xbf)
            .filter(|o| !matches!(o, 0x97 | 0xb7))
        {
            sortes[lettre] = Sorte::LettreAccentuee.bit();
        }
    }
    sortes
}

struct Fabrique<'a> {
    programme: &'a Programme<ListeDeCodes>,
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
            champ,
            garde,
            toujours: false,
            octets_max: usize::MAX,
            octets: None,
            conjonction: None,
            listes: Vec::new(),
            echec_si_vrai: 0,
            echec_si_faux: 0,
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
                    maille
                        .listes
                        .extend(self.programme.liste(liste).map(|liste| liste.0.clone()));
                }
                Epreuve::EstVrai(fait) => maille.echec_si_faux |= 1 << fait,
                Epreuve::Aucune { debut, fin } => {
                    for epreuve in self.programme.suite(debut, fin) {
                        match epreuve {
                            Epreuve::EstVrai(fait) => maille.echec_si_vrai |= 1 << fait,
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
