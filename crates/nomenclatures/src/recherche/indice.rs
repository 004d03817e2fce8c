//! Words, where they stand, and how well a text answers a question.
//!
//! The vocabulary is walked whole for each word asked for: a mask of letters sets nearly all of it aside,
//! and twenty thousand words are passed in less time than a tree would take to be built.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::ecart::{ecarts, lettres, tolerance};
use super::mots::{de_meme_racine, est_chiffre, est_vide};
use super::sons::sons;

/// What a word is for the text it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Champ {
    /// A word of the label.
    Libelle,
    /// A word of a proper name: it has neither plural nor feminine, and is not cut short.
    Nom,
    /// A word of its domain: it confirms more than it finds.
    Domaine,
    /// The initials of the label.
    Initiales,
    /// A code: only itself, or its beginning.
    Code,
}

/// Full marks.
pub const PLEIN: u32 = 1000;

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
struct Renvoi {
    texte: u32,
    place: u8,
    champ: Champ,
}

/// A word of the vocabulary.
#[derive(Debug, Clone, Copy)]
struct Mot {
    debut: u32,
    longueur: u8,
    lettres: u32,
    /// It says little.
    vide: bool,
    /// Its sound stands after it.
    son: u8,
    lettres_du_son: u32,
}

/// A text: the label of an entry, or another of its labels.
#[derive(Debug, Clone, Copy)]
struct Texte {
    entree: u32,
    /// Letters of the words that say something.
    lettres: u16,
}

/// Texts by their words.
#[derive(Debug)]
pub struct Indice {
    arene: String,
    mots: Vec<Mot>,
    rangs: HashMap<Box<str>, u32, FixedState>,
    /// Where the places of each word begin in `renvois`, and where the last ones end.
    debuts: Vec<u32>,
    renvois: Vec<Renvoi>,
    textes: Vec<Texte>,
}

/// How well an entry answers, by what it covers of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The entry.
    pub entree: u32,
    /// Share of the question that is answered, per mille.
    pub couverture: u32,
    /// The whole mark.
    pub points: u32,
    /// Whether every word stands there as it was asked for.
    pub exacte: bool,
    /// Letters of the label: between equals, the shorter one is nearer.
    pub lettres: u16,
}

/// How well a word asked for is found in a text.
#[derive(Debug, Clone, Copy, Default)]
struct Touche {
    qualite: u16,
    lettres: u8,
    place: u8,
    champ: Option<Champ>,
    exacte: bool,
}

impl Touche {
    fn est_du_libelle(self) -> bool {
        matches!(
            self.champ,
            Some(Champ::Libelle | Champ::Nom | Champ::Initiales)
        )
    }
}

/// An index under construction.
#[derive(Debug, Default)]
pub struct Chantier {
    arene: String,
    mots: Vec<Mot>,
    rangs: HashMap<Box<str>, u32, FixedState>,
    /// Each word with a place where it stands, as they come.
    places: Vec<(u32, Renvoi)>,
    textes: Vec<Texte>,
    son: String,
}

impl Chantier {
    fn rang(&mut self, mot: &str) -> u32 {
        if let Some(rang) = self.rangs.get(mot) {
            return *rang;
        }
        let rang = borner(self.mots.len());
        sons(mot, &mut self.son);
        self.mots.push(Mot {
            debut: borner(self.arene.len()),
            longueur: u8::try_from(mot.len()).unwrap_or(u8::MAX),
            lettres: lettres(mot.as_bytes()),
            vide: est_vide(mot),
            son: u8::try_from(self.son.len()).unwrap_or(u8::MAX),
            lettres_du_son: lettres(self.son.as_bytes()),
        });
        self.arene.push_str(mot);
        self.arene.push_str(&self.son);
        self.rangs.insert(mot.into(), rang);
        rang
    }

    /// Begins a text of an entry, whose words follow.
    pub fn texte(&mut self, entree: u32) {
        self.textes.push(Texte { entree, lettres: 0 });
    }

    /// A word of the text begun last, at its place.
    /// Says whether the word means something.
    pub fn mot(&mut self, mot: &str, place: usize, champ: Champ) -> bool {
        let Some(texte) = self.textes.len().checked_sub(1) else {
            return false;
        };
        if mot.is_empty() || mot.len() > usize::from(u8::MAX) {
            return false;
        }
        let rang = self.rang(mot);
        let vide = self.mots.get(rang as usize).is_some_and(|mot| mot.vide);
        if matches!(champ, Champ::Libelle | Champ::Nom) && !vide {
            let longueur = u16::try_from(mot.len()).unwrap_or(u16::MAX);
            let lettres = &mut self.textes[texte].lettres;
            *lettres = lettres.saturating_add(longueur);
        }
        self.places.push((
            rang,
            Renvoi {
                texte: borner(texte),
                place: u8::try_from(place).unwrap_or(u8::MAX),
                champ,
            },
        ));
        !vide
    }

    /// The index.
    #[must_use]
    pub fn finir(self) -> Indice {
        let mut debuts = vec![0_u32; self.mots.len() + 1];
        for (mot, _) in &self.places {
            debuts[*mot as usize + 1] += 1;
        }
        for rang in 1..debuts.len() {
            debuts[rang] += debuts[rang - 1];
        }
        let vide = Renvoi {
            texte: 0,
            place: 0,
            champ: Champ::Libelle,
        };
        let mut suivantes = debuts.clone();
        let mut renvois = vec![vide; self.places.len()];
        for (mot, renvoi) in self.places {
            let suivante = &mut suivantes[mot as usize];
            renvois[*suivante as usize] = renvoi;
            *suivante += 1;
        }
        Indice {
            arene: self.arene,
            mots: self.mots,
            rangs: self.rangs,
            debuts,
            renvois,
            textes: self.textes,
        }
    }
}

/// A word asked for, and how well each text has it.
#[derive(Debug)]
pub struct Terme<'q> {
    mot: &'q str,
    touches: Vec<Touche>,
}

impl Indice {
    /// Whether a word stands somewhere as it is.
    #[must_use]
    pub fn connait(&self, mot: &str) -> bool {
        self.rangs.contains_key(mot)
    }

    /// Every word, in the order of the lists.
    pub fn mots(&self) -> impl Iterator<Item = &str> {
        self.mots.iter().filter_map(|mot| {
            let debut = mot.debut as usize;
            self.arene.get(debut..debut + usize::from(mot.longueur))
        })
    }

    /// The entries that answer some words, in no order; `confirme` says whether an entry is of the
    /// department, or of whatever else, that a word may be.
    #[must_use]
    pub fn noter(&self, termes: &[&Terme<'_>], confirme: &dyn Fn(u32, &str) -> bool) -> Vec<Note> {
        let touches: Vec<&[Touche]> = termes.iter().map(|terme| &*terme.touches).collect();
        let poids: Vec<u32> = termes.iter().map(|terme| poids(terme.mot)).collect();
        let total: u32 = poids.iter().sum::<u32>().max(1);
        // What only has « de » or « la » in common has nothing in common, unless nothing else is asked for.
        let parlent = |rang: &usize| !est_vide(termes[*rang].mot);
        let mut cherches: Vec<usize> = (0..termes.len()).filter(parlent).collect();
        if cherches.is_empty() {
            cherches.extend(0..termes.len());
        }
        let mut notes: Vec<Note> = Vec::new();
        let mut places: Vec<u8> = Vec::with_capacity(termes.len());
        for (rang, texte) in self.textes.iter().enumerate() {
            if cherches
                .iter()
                .all(|terme| touches[*terme][rang].qualite == 0)
            {
                continue;
            }
            places.clear();
            let mut couvert = 0;
            let mut lettres = 0;
            let mut par_un_code = false;
            let mut exacte = true;
            for ((terme, siennes), poids) in termes.iter().zip(&touches).zip(&poids) {
                let touche = siennes[rang];
                let mut qualite = u32::from(touche.qualite);
                if qualite < PLEIN && est_chiffre(terme.mot) && confirme(texte.entree, terme.mot) {
                    qualite = PLEIN;
                } else if touche.est_du_libelle() {
                    lettres += u32::from(touche.lettres) * qualite;
                    places.push(touche.place);
                    exacte &= touche.exacte;
                } else {
                    par_un_code |= touche.exacte && touche.champ == Some(Champ::Code);
                    exacte &= touche.exacte;
                }
                couvert += poids * qualite;
            }
            let couverture = couvert / total;
            let densite = if par_un_code {
                PLEIN
            } else {
                (lettres / u32::from(texte.lettres).max(1)).min(PLEIN)
            };
            let en_tete = par_un_code || places.contains(&0);
            let en_ordre = places.is_sorted();
            let points = couverture * 12
                + densite * 2
                + 300 * u32::from(en_tete)
                + 200 * u32::from(en_ordre);
            let note = Note {
                entree: texte.entree,
                couverture,
                points,
                exacte,
                lettres: texte.lettres,
            };
            match notes.last_mut() {
                // The texts of an entry follow each other: the best one is its mark.
                Some(derniere) if derniere.entree == texte.entree => {
                    if note.points > derniere.points {
                        *derniere = note;
                    }
                }
                _ => notes.push(note),
            }
        }
        notes
    }

    /// Looks a word up; `designes` are texts that it designates otherwise than by their words, as their
    /// code, with the quality of the answer.
    pub fn terme<'q>(&self, mot: &'q str, designes: &[(u32, u32)]) -> Terme<'q> {
        let mut touches = vec![Touche::default(); self.textes.len()];
        for (texte, qualite) in designes {
            if let Some(touche) = touches.get_mut(*texte as usize) {
                touche.qualite = u16::try_from(*qualite).unwrap_or(u16::MAX);
                touche.champ = Some(Champ::Code);
                touche.exacte = true;
            }
        }
        let demande = Demande::de(mot);
        for (rang, connu) in self.mots.iter().enumerate() {
            let Some(trouve) = demande.juger(&self.arene, *connu) else {
                continue;
            };
            let siens = self.debuts[rang] as usize..self.debuts[rang + 1] as usize;
            for renvoi in &self.renvois[siens] {
                let qualite = match (renvoi.champ, trouve.sorte) {
                    (Champ::Nom, Sorte::Forme) => trouve.qualite.min(FORME_DE_NOM),
                    (Champ::Nom, Sorte::Coupe) => continue,
                    (Champ::Initiales, Sorte::Exacte) => INITIALES,
                    // A domain, or a code, is read letter for letter, or from its beginning.
                    (Champ::Libelle | Champ::Nom, _)
                    | (Champ::Domaine | Champ::Code, Sorte::Exacte | Sorte::Debut)
                    | (Champ::Domaine, Sorte::Forme) => trouve.qualite,
                    _ => continue,
                };
                let touche = &mut touches[renvoi.texte as usize];
                if qualite > u32::from(touche.qualite) {
                    *touche = Touche {
                        qualite: u16::try_from(qualite).unwrap_or(u16::MAX),
                        // Initials stand for the whole label.
                        lettres: match renvoi.champ {
                            Champ::Initiales => u8::MAX,
                            _ => trouve.lettres,
                        },
                        place: renvoi.place,
                        champ: Some(renvoi.champ),
                        exacte: trouve.sorte == Sorte::Exacte,
                    };
                }
            }
        }
        Terme { mot, touches }
    }
}

/// A name is not read as the plural of another.
const FORME_DE_NOM: u32 = 800;
/// Initials are seldom chance, and may be a word.
const INITIALES: u32 = 900;

/// A word asked for, with what is computed once.
struct Demande<'q> {
    mot: &'q str,
    lettres: u32,
    son: String,
    lettres_du_son: u32,
    tolerance: usize,
    est_chiffre: bool,
}

/// In what way a word of the vocabulary answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sorte {
    /// As it stands.
    Exacte,
    /// It begins so.
    Debut,
    /// In another gender or number.
    Forme,
    /// It is what was asked for, cut short by the document.
    Coupe,
    /// With slips, or somewhere in it.
    Approchee,
}

/// How a word of the vocabulary answers.
struct Trouve {
    qualite: u32,
    /// Letters of it that were asked for.
    lettres: u8,
    sorte: Sorte,
}

impl<'q> Demande<'q> {
    fn de(mot: &'q str) -> Self {
        let est_chiffre = est_chiffre(mot);
        let mut son = String::new();
        sons(mot, &mut son);
        Self {
            mot,
            lettres: lettres(mot.as_bytes()),
            lettres_du_son: lettres(son.as_bytes()),
            son,
            tolerance: if est_chiffre { 0 } else { tolerance(mot.len()) },
            est_chiffre,
        }
    }

    fn juger(&self, arene: &str, mot: Mot) -> Option<Trouve> {
        let debut = mot.debut as usize;
        let fin = debut + usize::from(mot.longueur);
        let (tape, lu) = (borner(self.mot.len()), u32::from(mot.longueur));
        let trouve = |qualite: u32, lettres: u32, sorte: Sorte| {
            Some(Trouve {
                qualite,
                lettres: u8::try_from(lettres.min(lu)).unwrap_or(u8::MAX),
                sorte,
            })
        };
        let en_trop = self.lettres & !mot.lettres;
        if en_trop == 0 {
            let autre = arene.get(debut..fin)?;
            if self.mot == autre {
                return trouve(PLEIN, lu, Sorte::Exacte);
            }
            if autre.starts_with(self.mot) && (tape > 1 || self.est_chiffre) {
                return trouve(650 + 250 * tape / lu, lu, Sorte::Debut);
            }
        }
        if self.est_chiffre {
            return None;
        }
        // Another ending brings three letters at most.
        if en_trop.count_ones() <= 3 && self.mot.as_bytes().first() == arene.as_bytes().get(debut) {
            let autre = arene.get(debut..fin)?;
            if de_meme_racine(self.mot, autre) {
                return trouve(920, lu, Sorte::Forme);
            }
        }
        // A slip brings at most one letter that the word has not.
        let absentes = (self.lettres_du_son & !mot.lettres_du_son).count_ones() as usize;
        let (son, sien) = (self.son.len(), usize::from(mot.son));
        let trop_court = sien + self.tolerance < son;
        // Only what is long enough may be the beginning of something.
        let trop_long = tape < 6 && sien > son + self.tolerance;
        if absentes <= self.tolerance && !trop_court && !trop_long {
            let son = arene.get(fin..fin + usize::from(mot.son))?.as_bytes();
            if !commencent_de_meme(self.son.as_bytes(), son) {
                return None;
            }
            let penalite = u32::from(self.son.as_bytes().first() != son.first()) * 200;
            let (entier, au_debut) = ecarts(self.son.as_bytes(), son, self.tolerance);
            if let Some(ecart) = entier {
                // A slip in a short word makes another word.
                let plein = match tape {
                    0..=5 => 820,
                    6..=7 => 860,
                    _ => 920,
                };
                return trouve(plein - 120 * borner(ecart) - penalite, lu, Sorte::Approchee);
            }
            // A beginning with a slip must be long enough not to be any beginning.
            if let Some(ecart) = au_debut.filter(|_| tape >= 6) {
                let qualite = 560 + 200 * tape.min(lu) / lu - 120 * borner(ecart) - penalite;
                return trouve(qualite, tape, Sorte::Approchee);
            }
        }
        // What a document cuts short: « ENSEIG. » for « enseignement ».
        if lu >= 5
            && mot.lettres & !self.lettres == 0
            && self.mot.starts_with(arene.get(debut..fin)?)
        {
            return trouve(550 + 250 * lu / tape, lu, Sorte::Coupe);
        }
        if en_trop == 0 && tape >= 5 && arene.get(debut..fin)?.contains(self.mot) {
            return trouve(400 + 200 * tape / lu, tape, Sorte::Approchee);
        }
        None
    }
}

/// Whether one of the two first sounds is one of the two first: a slip on both is another word.
fn commencent_de_meme(un: &[u8], autre: &[u8]) -> bool {
    let debut = |son: &[u8]| [son.first().copied(), son.get(1).copied()];
    let ([a, b], siens) = (debut(un), debut(autre));
    siens.contains(&a) || (b.is_some() && siens.contains(&b))
}

/// What a word weighs in a question: long ones tell more.
fn poids(mot: &str) -> u32 {
    if est_vide(mot) {
        1
    } else {
        10 + borner(mot.len().min(8)) * 2
    }
}

/// Saturates: no list comes near four billion of anything.
fn borner(nombre: usize) -> u32 {
    u32::try_from(nombre).unwrap_or(u32::MAX)
}
