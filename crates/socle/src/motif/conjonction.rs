//! Several patterns at once: one automaton that accepts a value when every pattern is satisfied.
//!
//! A field of a file is looked at by three or four rules; nearly every value satisfies them all, and
//! one reading of its bytes is enough to know it. Which rule a value fails is asked of each only then.

use std::collections::{BTreeMap, HashMap};

use regex_automata::dfa::Automaton;
use regex_automata::util::primitives::StateID;

use super::Motif;
use super::automate::{colonne_neutre, isoles, reduire};

/// Beyond this, the patterns are better asked one by one.
const ETATS_MAX: usize = 2048;
/// The longest value that a rectangle describes.
const RECTANGLE_MAX: usize = 16;

/// A conjunction of patterns, to match or not to hold.
#[derive(Debug, Clone)]
pub struct Conjonction {
    /// The column of each byte in the table.
    colonnes: Box<[u8; 256]>,
    largeur: usize,
    /// Next state, times the width.
    table: Vec<u32>,
    /// Next state after two bytes, when the table stays small: an automaton is as slow as its steps.
    par_deux: Option<ParDeux>,
    acceptants: Vec<bool>,
    /// Bytes that, in any order and number, make an accepted value.
    libres: Box<[bool; 256]>,
    /// Bytes that may stand among free ones, each between two of them.
    isoles: Box<[bool; 256]>,
    rectangle: Option<Rectangle>,
    /// The column whose bytes, one or many in a row, are one step: the letters of an address.
    colonne_neutre: Option<usize>,
}

/// Values of one length, each place with its own set of bytes: checked without a state.
#[derive(Debug, Clone)]
struct Rectangle {
    longueur: usize,
    /// For each byte, the places where it may stand.
    places: Box<[u16; 256]>,
}

/// Two bytes a step.
#[derive(Debug, Clone)]
struct ParDeux {
    /// Times the square of the width.
    table: Vec<u16>,
    /// The column of the first byte, times the width.
    premiers: Box<[u16; 256]>,
}

/// Beyond this, two bytes a step would not stay in the fastest memory.
const PAR_DEUX_MAX: usize = 8192;

/// A pattern and where it has come to; nothing once a forbidden passage was met.
type Etats = Vec<Option<StateID>>;

impl Conjonction {
    /// Builds it; `None` when the product of the patterns is too large.
    ///
    /// Each pattern is to be matched whole if it is a whole one, and not to be found otherwise.
    #[must_use]
    pub fn de(motifs: &[&Motif]) -> Option<Self> {
        let depart: Etats = motifs.iter().map(|motif| Some(motif.depart)).collect();
        let (colonnes, modeles) = colonnes(motifs);
        let mut rangs: BTreeMap<Etats, usize> = BTreeMap::from([(depart.clone(), 0)]);
        let mut etats = vec![depart];
        let mut arcs: Vec<Vec<usize>> = Vec::new();
        while arcs.len() < etats.len() {
            let courant = etats[arcs.len()].clone();
            let mut suivants = Vec::with_capacity(modeles.len());
            for &octet in &modeles {
                let suivant: Etats = motifs
                    .iter()
                    .zip(&courant)
                    .map(|(motif, etat)| etat.and_then(|etat| motif.avancer(etat, octet)))
                    .collect();
                let rang = *rangs.entry(suivant.clone()).or_insert_with(|| {
                    etats.push(suivant);
                    etats.len() - 1
                });
                suivants.push(rang);
            }
            if etats.len() > ETATS_MAX {
                return None;
            }
            arcs.push(suivants);
        }
        let acceptants: Vec<bool> = etats
            .iter()
            .map(|etat| {
                motifs
                    .iter()
                    .zip(etat)
                    .all(|(motif, etat)| etat.is_some_and(|e| motif.satisfait(e)))
            })
            .collect();
        let (arcs, acceptants) = reduire(&arcs, &acceptants);
        let transitions: Vec<_> = arcs
            .iter()
            .map(|suivants| colonnes.map(|colonne| suivants[usize::from(colonne)]))
            .collect();
        Some(Self::tasser(&transitions, acceptants))
    }

    /// Bytes that no state tells apart share a column.
    fn tasser(transitions: &[[usize; 256]], acceptants: Vec<bool>) -> Self {
        let vivants = vivants(transitions, &acceptants);
        let mut colonnes = Box::new([0u8; 256]);
        let mut vues: HashMap<Vec<usize>, u8> = HashMap::new();
        let mut modeles: Vec<Vec<usize>> = Vec::new();
        for (octet, place) in colonnes.iter_mut().enumerate() {
            let colonne: Vec<usize> = transitions.iter().map(|ligne| ligne[octet]).collect();
            *place = *vues.entry(colonne.clone()).or_insert_with(|| {
                modeles.push(colonne);
                // At most 256 columns: the last rank fits in a byte.
                u8::try_from(modeles.len() - 1).unwrap_or(u8::MAX)
            });
        }
        let largeur = modeles.len();
        let mut table = Vec::with_capacity(transitions.len() * largeur);
        for etat in 0..transitions.len() {
            for modele in &modeles {
                table.push(u32::try_from(modele[etat] * largeur).unwrap_or(0));
            }
        }
        let libres = libres(transitions, &acceptants);
        Self {
            rectangle: rectangle(transitions, &acceptants, &vivants),
            isoles: isoles(transitions, &acceptants, &libres),
            libres,
            par_deux: par_deux(&table, largeur, &colonnes),
            colonne_neutre: colonne_neutre(&table, largeur, &colonnes),
            colonnes,
            largeur,
            table,
            acceptants,
        }
    }

    /// Bytes that need no automaton: a value made of them only is accepted.
    #[must_use]
    pub fn libres(&self) -> &[bool; 256] {
        &self.libres
    }

    /// Bytes that, each between two free ones, make an accepted value too: `LE GOFF-MARTIN`.
    #[must_use]
    pub fn isoles(&self) -> &[bool; 256] {
        &self.isoles
    }

    /// Bytes of which one or many in a row come to the same; none when there are none.
    #[must_use]
    pub fn neutres(&self) -> Option<[bool; 256]> {
        let neutre = self.colonne_neutre?;
        Some(self.colonnes.map(|colonne| usize::from(colonne) == neutre))
    }

    /// As `accepte`, for a value of 64 bytes at most whose bytes other than neutral ones are told by bit:
    /// a run of neutral bytes is one step.
    #[inline]
    #[must_use]
    pub fn accepte_par_mots(&self, octets: &[u8], mut autres: u64) -> bool {
        let Some(neutre) = self.colonne_neutre else {
            return self.accepte(octets);
        };
        let (mut etat, mut suite) = (0usize, 0);
        while autres != 0 {
            let place = autres.trailing_zeros() as usize;
            autres &= autres - 1;
            if place > suite {
                etat = self.table[etat + neutre] as usize;
            }
            let octet = octets.get(place).copied().unwrap_or(0);
            etat = self.table[etat + usize::from(self.colonnes[usize::from(octet)])] as usize;
            suite = place + 1;
        }
        if octets.len() > suite {
            etat = self.table[etat + neutre] as usize;
        }
        self.acceptants[etat / self.largeur]
    }

    /// Places of a value of fixed form, each with its bytes: any value so made is accepted. Empty when
    /// there is no such form.
    #[must_use]
    pub fn forme(&self) -> Vec<[bool; 256]> {
        let Some(rectangle) = &self.rectangle else {
            return Vec::new();
        };
        (0..rectangle.longueur)
            .map(|place| rectangle.places.map(|places| places >> place & 1 == 1))
            .collect()
    }

    /// Whether a value satisfies every pattern.
    #[inline]
    #[must_use]
    pub fn accepte(&self, octets: &[u8]) -> bool {
        if let Some(rectangle) = &self.rectangle
            && octets.len() == rectangle.longueur
        {
            let mut juste = true;
            for (place, &octet) in octets.iter().enumerate() {
                juste &= rectangle.places[usize::from(octet)] >> place & 1 == 1;
            }
            if juste {
                return true;
            }
        }
        let mut etat = 0usize;
        let mut reste = octets;
        if let Some(par_deux) = &self.par_deux {
            let (paires, dernier) = octets.as_chunks::<2>();
            for [premier, second] in paires {
                let colonne = usize::from(par_deux.premiers[usize::from(*premier)])
                    + usize::from(self.colonnes[usize::from(*second)]);
                etat = usize::from(par_deux.table[etat + colonne]);
            }
            etat /= self.largeur;
            reste = dernier;
        }
        for &octet in reste {
            let colonne = usize::from(self.colonnes[usize::from(octet)]);
            etat = self.table[etat + colonne] as usize;
        }
        self.acceptants[etat / self.largeur]
    }
}

impl Motif {
    /// One byte further; nothing once a forbidden passage is met, or the value can no longer match.
    fn avancer(&self, etat: StateID, octet: u8) -> Option<StateID> {
        let suivant = self.automate.next_state(etat, octet);
        if self.entier {
            (!self.automate.is_dead_state(suivant)).then_some(suivant)
        } else {
            // A match is seen one step late.
            (!self.automate.is_match_state(suivant)).then_some(suivant)
        }
    }

    /// Whether a value that ends here is as it should.
    fn satisfait(&self, etat: StateID) -> bool {
        self.automate
            .is_match_state(self.automate.next_eoi_state(etat))
            == self.entier
    }
}

fn par_deux(table: &[u32], largeur: usize, colonnes: &[u8; 256]) -> Option<ParDeux> {
    let etats = table.len() / largeur;
    if etats * largeur * largeur > PAR_DEUX_MAX {
        return None;
    }
    let mut double = Vec::with_capacity(etats * largeur * largeur);
    for etat in 0..etats {
        for premier in 0..largeur {
            let milieu = table[etat * largeur + premier] as usize;
            for second in 0..largeur {
                let fin = table[milieu + second] as usize * largeur;
                double.push(u16::try_from(fin).ok()?);
            }
        }
    }
    let mut premiers = Box::new([0; 256]);
    for (place, &colonne) in premiers.iter_mut().zip(colonnes) {
        *place = u16::from(colonne) * u16::try_from(largeur).ok()?;
    }
    Some(ParDeux {
        table: double,
        premiers,
    })
}

/// Bytes that no pattern tells apart: the class of each, and one byte of each class.
fn colonnes(motifs: &[&Motif]) -> ([u8; 256], Vec<u8>) {
    let mut colonnes = [0; 256];
    let mut vues: BTreeMap<Vec<u8>, u8> = BTreeMap::new();
    let mut modeles = Vec::new();
    for (octet, place) in (0..=255u8).zip(colonnes.iter_mut()) {
        let signature = motifs
            .iter()
            .map(|motif| motif.automate.byte_classes().get(octet))
            .collect();
        *place = *vues.entry(signature).or_insert_with(|| {
            modeles.push(octet);
            // At most 256 classes: the last rank fits in a byte.
            u8::try_from(modeles.len() - 1).unwrap_or(u8::MAX)
        });
    }
    (colonnes, modeles)
}

/// States from which an accepted value can still be reached.
fn vivants(transitions: &[[usize; 256]], acceptants: &[bool]) -> Vec<bool> {
    let mut vivants = acceptants.to_vec();
    loop {
        let mut change = false;
        for (etat, ligne) in transitions.iter().enumerate() {
            if !vivants[etat] && ligne.iter().any(|&suivant| vivants[suivant]) {
                vivants[etat] = true;
                change = true;
            }
        }
        if !change {
            return vivants;
        }
    }
}

/// Adds bytes, kind by kind of place in ASCII, while every value made of them is accepted.
fn libres(transitions: &[[usize; 256]], acceptants: &[bool]) -> Box<[bool; 256]> {
    let mut libres = Box::new([false; 256]);
    for octet in 0..256 {
        libres[octet] = true;
        let mut vus = vec![false; transitions.len()];
        let mut a_voir = vec![0];
        let mut bon = true;
        while let Some(etat) = a_voir.pop() {
            for suivant in (0..256)
                .filter(|&o| libres[o])
                .map(|o| transitions[etat][o])
            {
                if !acceptants[suivant] {
                    bon = false;
                    a_voir.clear();
                    break;
                }
                if !vus[suivant] {
                    vus[suivant] = true;
                    a_voir.push(suivant);
                }
            }
        }
        libres[octet] = bon;
    }
    libres
}

/// Follows the widest road from the start to an end that nothing prolongs.
fn rectangle(
    transitions: &[[usize; 256]],
    acceptants: &[bool],
    vivants: &[bool],
) -> Option<Rectangle> {
    let mut places = Box::new([0u16; 256]);
    let mut etat = 0;
    for longueur in 0..=RECTANGLE_MAX {
        let mut largeurs: HashMap<usize, usize> = HashMap::new();
        for &suivant in transitions[etat]
            .iter()
            .filter(|&&suivant| vivants[suivant])
        {
            *largeurs.entry(suivant).or_default() += 1;
        }
        let large = largeurs
            .iter()
            .max_by_key(|&(&suivant, &n)| (n, usize::MAX - suivant));
        let Some((&suivant, _)) = large else {
            return (acceptants[etat] && longueur > 0).then_some(Rectangle { longueur, places });
        };
        if longueur == RECTANGLE_MAX {
            return None;
        }
        for (octet, &but) in transitions[etat].iter().enumerate() {
            if but == suivant {
                places[octet] |= 1 << longueur;
            }
        }
        etat = suivant;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texte::Texte;

    fn motifs() -> Vec<Motif> {
        [
            Motif::entier("[0-9]{9}[A-Z]{2}"),
            Motif::entier("[0-9]{5}|2[AB][0-9]{3}"),
            Motif::entier(r"\+?[0-9]+"),
            Motif::entier("[^ -](?s:.)*"),
            Motif::entier("(?s:.)*"),
            Motif::quelque_part("[ '/][ '/-]|-[ '/]"),
            Motif::quelque_part("^[0-9]{1,4}$"),
            Motif::quelque_part(r"@[^@]*\.[^@]*\."),
        ]
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap()
    }

    const VALEURS: [&str; 22] = [
        "123456789AB",
        "123456789A",
        "123456789AB1",
        "12345",
        "2A004",
        "2C004",
        "1234",
        "+33612",
        "33+612",
        "+",
        "MARTIN",
        "LE GOFF",
        "-A",
        " A",
        "A  B",
        "A'-B",
        "A--B",
        "a@b.c",
        "a@b.c.d",
        "é",
        "ÉÉ É",
        "A-",
    ];

    #[test]
    fn a_conjunction_accepts_what_each_pattern_accepts() {
        let motifs = motifs();
        for a in &motifs {
            for b in &motifs {
                let conjonction = Conjonction::de(&[a, b]).unwrap();
                for valeur in VALEURS {
                    let texte = Texte::new(valeur);
                    let attendu = [a, b].iter().all(|m| m.correspond(&texte) == m.entier);
                    assert_eq!(conjonction.accepte(valeur.as_bytes()), attendu, "{valeur}");
                    let libre = valeur.bytes().all(|o| conjonction.libres()[usize::from(o)]);
                    assert!(!libre || attendu, "{valeur}");
                }
            }
        }
    }

    #[test]
    fn letters_are_free_in_a_name_and_digits_in_a_phone() {
        let motifs = motifs();
        let nom = Conjonction::de(&[&motifs[3], &motifs[5]]).unwrap();
        assert!(nom.libres()[usize::from(b'A')] && !nom.libres()[usize::from(b'-')]);
        let telephone = Conjonction::de(&[&motifs[2]]).unwrap();
        assert!(telephone.libres()[usize::from(b'7')] && !telephone.libres()[usize::from(b'+')]);
    }

    #[test]
    fn runs_of_letters_are_one_step_of_an_address() {
        let mot = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
        let mail = Motif::entier(&format!(r"[a-z0-9.-]+@{mot}(?:\.{mot})+")).unwrap();
        let conjonction = Conjonction::de(&[&mail]).unwrap();
        let neutres = conjonction.neutres().unwrap();
        for valeur in [
            "a@b.c",
            "ab.cd-9@ef.gh",
            "a.@b.c",
            "@b.c",
            "a@b",
            "a@.c",
            "a@b-.c",
            "a@-b.c",
            "a@b.c.",
            "ab",
            "",
            "a@b@c.d",
            "a@b.c d",
            "é@b.c",
        ] {
            let autres = valeur
                .bytes()
                .enumerate()
                .filter(|(_, o)| !neutres[usize::from(*o)])
                .fold(0, |autres, (place, _)| autres | 1 << place);
            assert_eq!(
                conjonction.accepte_par_mots(valeur.as_bytes(), autres),
                conjonction.accepte(valeur.as_bytes()),
                "{valeur}"
            );
        }
    }

    #[test]
    fn a_hyphen_may_stand_between_two_letters_of_a_name() {
        let motifs = motifs();
        let nom = Conjonction::de(&[&motifs[3], &motifs[5]]).unwrap();
        assert!(nom.isoles()[usize::from(b'-')] && nom.isoles()[usize::from(b' ')]);
        assert!(!nom.isoles()[usize::from(b'A')]);
        let libre = |o: &u8| nom.libres()[usize::from(*o)];
        let isole = |o: &u8| nom.isoles()[usize::from(*o)];
        // Every value of three bytes of that make is accepted.
        for milieu in (0..=255u8).filter(|o| libre(o) || isole(o)) {
            assert!(nom.accepte(&[b'A', milieu, b'B']), "{milieu}");
        }
        let ine = Conjonction::de(&[&motifs[0]]).unwrap();
        assert!(!ine.isoles().contains(&true));
        let forme = ine.forme();
        assert_eq!(forme.len(), 11);
        assert!(forme[0][usize::from(b'7')] && !forme[0][usize::from(b'A')]);
        assert!(forme[10][usize::from(b'A')] && !forme[10][usize::from(b'7')]);
        assert!(nom.forme().is_empty());
    }

    #[test]
    fn a_value_of_fixed_form_is_checked_place_by_place() {
        let motifs = motifs();
        assert_eq!(
            Conjonction::de(&[&motifs[0]])
                .unwrap()
                .rectangle
                .unwrap()
                .longueur,
            11
        );
        assert!(Conjonction::de(&[&motifs[2]]).unwrap().rectangle.is_none());
    }
}
