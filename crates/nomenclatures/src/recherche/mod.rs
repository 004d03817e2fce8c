//! Search over every list at once, whatever the accents, the case, the order of the words and the slips.
//!
//! Lists are found by the registry of the data and read by the names of their columns
//! ([`crate::colonnes`]): a list that is added is searched without a line here.

mod ecart;
mod entrees;
mod equivalences;
mod indice;
mod mots;
mod sons;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use guichet_socle::{Edition, ErreurEdition, Fichiers};

use crate::catalogue;
use crate::communes::{self, Commune, Communes};
use crate::liste::{Ligne, Liste};
use entrees::{Collecte, Entree};
use equivalences::Equivalences;
use indice::{Indice, Note, PLEIN, Terme};

/// What some write before a number to say of which directory it is, and the column it restricts to.
pub const REPERTOIRES: [(&str, &str); 2] =
    [("RNCP", "code_rncp"), ("CERTIFINFO", "code_certifinfo")];
/// What is typed beyond that is not read.
const MOTS_MAX: usize = 12;
/// What the mark of an answer loses when it is no longer open.
const PERTE_DU_PASSE: u32 = 250;
/// What it loses when the question had to be said in other words.
const PERTE_DE_L_EQUIVALENT: u32 = 150;
/// What it wins when the accents are those that were typed.
const GAIN_DES_ACCENTS: u32 = 300;
/// What it loses when they are others.
const PERTE_DES_ACCENTS: u32 = 800;
/// What it loses when it has no label: a code that says nothing to people.
const PERTE_SANS_LIBELLE: u32 = 400;
/// What a commune loses when its name is not quite what was typed: among so many, one always nearly is.
const PERTE_DU_NOM_APPROCHANT: u32 = 1100;
/// What a town wins for each of its postcodes beyond the first, up to some: the larger, the likelier.
const GAIN_PAR_CODE_POSTAL: usize = 150;
const CODES_POSTAUX_MAX: usize = 4;
/// Share of the best answer's cover, per mille, under which an answer is not one.
const COUVERTURE_MIN: u32 = 650;

/// Every list, ready to be searched.
#[derive(Debug)]
pub struct Recherche {
    listes: Vec<Liste>,
    communes: Option<(Communes, Edition)>,
    entrees: Vec<Entree>,
    /// Where the communes begin in `entrees`, and the first text of each entry.
    debut_des_communes: usize,
    premiers_textes: Vec<u32>,
    indice: Indice,
    equivalences: Equivalences,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Trouve<'r> {
    /// The row.
    pub rangee: Rangee<'r>,
    /// The edition of the list it is taken from.
    pub edition: &'r Edition,
    /// The name of the list.
    pub liste: &'r str,
    /// The column of its code.
    pub colonne: &'r str,
    /// Its code; empty for a row that has none.
    pub code: &'r str,
    /// The editions that have it, oldest first: their days, or their school years.
    pub editions: Vec<String>,
    /// Whether it is no longer open: a former commune, an exam closed.
    pub passe: bool,
    /// How well it answers: the higher, the better.
    pub points: u32,
}

/// The row of an answer.
#[derive(Debug, Clone, Copy)]
pub enum Rangee<'r> {
    /// Of a list.
    Ligne(Ligne<'r>),
    /// Of the communes.
    Commune(Commune<'r>),
}

impl Recherche {
    /// Reads the lists whose name is kept, and their words.
    ///
    /// # Errors
    /// A list is faulty.
    pub fn charger(
        fichiers: &Fichiers,
        garder: impl Fn(&str) -> bool,
    ) -> Result<Self, ErreurEdition> {
        let mut collecte = Collecte::default();
        let mut avec_communes = false;
        for nom in catalogue::noms(fichiers)
            .into_iter()
            .filter(|nom| garder(nom))
        {
            if nom == communes::NOM {
                avec_communes = true;
            } else {
                collecte.liste(fichiers, nom)?;
            }
        }
        let debut_des_communes = collecte.entrees.len();
        let mut lues = None;
        if avec_communes {
            let communes = Communes::charger(fichiers)?;
            let edition = Edition::lire(fichiers, communes.dossier())?;
            collecte.communes(&communes);
            lues = Some((communes, edition));
        }
        Ok(Self {
            listes: collecte.listes,
            communes: lues,
            entrees: collecte.entrees,
            debut_des_communes,
            premiers_textes: collecte.premiers_textes,
            indice: collecte.chantier.finir(),
            equivalences: Equivalences::lire(fichiers)?,
        })
    }

    /// How many entries are searched.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entrees.len()
    }

    /// Whether there is nothing to search.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entrees.is_empty()
    }

    /// The answers to what was typed, the best first.
    #[must_use]
    pub fn chercher(&self, texte: &str) -> Vec<Trouve<'_>> {
        let (repertoire, texte) = du_repertoire(texte);
        let mut notes = self.notes(texte);
        let meilleure = notes.iter().map(|(note, _)| note.couverture).max();
        let seuil = meilleure.unwrap_or(0) * COUVERTURE_MIN / PLEIN;
        notes.retain(|(note, _)| note.couverture >= seuil);
        let accents = Accents::de(texte);
        let mut trouves: Vec<(Trouve<'_>, u16)> = notes
            .into_iter()
            .filter_map(|(note, redite)| {
                let mut trouve = self.trouve(note)?;
                trouve.points = ponderer(&trouve, note, redite, accents.as_ref());
                Some((trouve, note.lettres))
            })
            .filter(|(trouve, _)| repertoire.is_none_or(|seul| trouve.colonne == seul))
            .collect();
        // Entries come list by list, in the order of each: a stable sort keeps it between equals.
        trouves.sort_by_key(|(trouve, lettres)| (std::cmp::Reverse(trouve.points), *lettres));
        trouves.into_iter().map(|(trouve, _)| trouve).collect()
    }

    /// The codes that begin with what was typed, whatever the case, with their label, list by list.
    pub fn codes<'r>(&'r self, debut: &str) -> impl Iterator<Item = (&'r str, Option<&'r str>)> {
        let debut = debut.trim().to_ascii_uppercase();
        (0_u32..)
            .zip(&self.entrees)
            .map(|(entree, _)| Note {
                entree,
                couverture: 0,
                points: 0,
                exacte: false,
                lettres: 0,
            })
            .filter_map(|note| self.trouve(note))
            .filter(move |trouve| trouve.code.to_ascii_uppercase().starts_with(&debut))
            .map(|trouve| (trouve.code, trouve.rangee.libelle()))
    }

    /// The words of the labels that begin with what was typed, in order, small and without accents.
    #[must_use]
    pub fn mots(&self, debut: &str) -> Vec<String> {
        let Some(debut) = mots::mots_de(debut).pop() else {
            return Vec::new();
        };
        let mut mots: Vec<String> = self
            .indice
            .mots()
            .filter(|mot| mot.starts_with(&debut) && !mots::est_chiffre(mot))
            .map(str::to_lowercase)
            .collect();
        mots.sort_unstable();
        mots
    }

    /// The best mark of each entry over the ways to ask the question, and whether it comes of another way
    /// than what was typed.
    fn notes(&self, texte: &str) -> Vec<(Note, bool)> {
        let mut mots = mots::mots_de(texte);
        mots.truncate(MOTS_MAX);
        if mots.is_empty() {
            return Vec::new();
        }
        let mut manieres = self.equivalences.manieres(mots);
        manieres.extend(self.recoller(&manieres[0]));
        manieres.extend(en_er(texte));
        let mut connus: HashMap<&str, Terme<'_>> = HashMap::new();
        for mot in manieres.iter().flatten() {
            connus.entry(mot).or_insert_with(|| self.terme(mot));
        }
        let mut toutes: Vec<(Note, bool)> = Vec::new();
        for (rang, maniere) in manieres.iter().enumerate() {
            let termes: Vec<&Terme<'_>> = maniere
                .iter()
                .filter_map(|mot| connus.get(mot.as_str()))
                .collect();
            let confirme = |entree, mot: &str| self.confirme(entree, mot);
            let notes = self.indice.noter(&termes, &confirme).into_iter();
            toutes.extend(notes.map(|mut note| {
                if rang > 0 {
                    note.points = note.points.saturating_sub(PERTE_DE_L_EQUIVALENT);
                }
                (note, rang > 0)
            }));
        }
        if manieres.len() > 1 {
            toutes.sort_by_key(|(note, _)| (note.entree, std::cmp::Reverse(note.points)));
            toutes.dedup_by_key(|(note, _)| note.entree);
        }
        toutes
    }

    /// The question with two words in one, or one in two, when that makes words that lists know.
    fn recoller(&self, mots: &[String]) -> Option<Vec<String>> {
        for (rang, paire) in mots.windows(2).enumerate() {
            let colles = paire.concat();
            if colles.len() >= 6 && self.indice.connait(&colles) {
                let mut autre = mots.to_vec();
                autre.splice(rang..rang + 2, [colles]);
                return Some(autre);
            }
        }
        for (rang, mot) in mots.iter().enumerate() {
            if mot.len() < 7 || !mot.is_ascii() || self.indice.connait(mot) {
                continue;
            }
            let coupe = (3..=mot.len() - 3)
                .map(|place| mot.split_at(place))
                .find(|(debut, fin)| self.indice.connait(debut) && self.indice.connait(fin));
            if let Some((debut, fin)) = coupe {
                let mut autre = mots.to_vec();
                autre.splice(rang..=rang, [debut.to_owned(), fin.to_owned()]);
                return Some(autre);
            }
        }
        None
    }

    /// A word, and the communes that it designates as their code or their postcode.
    fn terme<'q>(&self, mot: &'q str) -> Terme<'q> {
        let mut designes = Vec::new();
        if let Some((communes, _)) = &self.communes
            && mot.len() == 5
            && mots::est_chiffre(mot)
        {
            let rang = |commune: &Commune<'_>| self.rang_de_la_commune(communes, commune.code);
            designes.extend(
                communes
                    .fiche(mot.as_bytes())
                    .and_then(|commune| rang(&commune))
                    .map(|texte| (texte, PLEIN)),
            );
            designes.extend(
                communes
                    .par_code_postal(mot)
                    .iter()
                    .filter_map(rang)
                    .map(|texte| (texte, PLEIN - 50)),
            );
        }
        self.indice.terme(mot, &designes)
    }

    /// The first text of a commune: its rows are sorted by code.
    fn rang_de_la_commune(&self, communes: &Communes, code: &str) -> Option<u32> {
        let siennes = self.entrees.get(self.debut_des_communes..)?;
        let rang = siennes
            .binary_search_by(|entree| {
                let lue = communes.a_la_place(entree.rang);
                lue.map_or("", |commune| commune.code).cmp(code)
            })
            .ok()?;
        self.premiers_textes
            .get(self.debut_des_communes + rang)
            .copied()
    }

    /// Whether a word is the department of a commune.
    fn confirme(&self, entree: u32, mot: &str) -> bool {
        let rang = entree as usize;
        if rang < self.debut_des_communes || !(2..=3).contains(&mot.len()) {
            return false;
        }
        let place = self.entrees.get(rang).map(|entree| entree.rang);
        let communes = self.communes.as_ref().map(|(communes, _)| communes);
        communes
            .zip(place)
            .and_then(|(communes, place)| communes.a_la_place(place))
            .is_some_and(|commune| communes::est_du_departement(&commune, mot))
    }

    fn trouve(&self, note: Note) -> Option<Trouve<'_>> {
        let rang = note.entree as usize;
        let entree = self.entrees.get(rang)?;
        if rang >= self.debut_des_communes {
            let (communes, edition) = self.communes.as_ref()?;
            let commune = communes.a_la_place(entree.rang)?;
            return Some(Trouve {
                rangee: Rangee::Commune(commune),
                edition,
                liste: communes::NOM,
                colonne: "code",
                code: commune.code,
                editions: vec![edition.nom()],
                passe: commune.successeur.is_some(),
                points: note.points,
            });
        }
        let liste = self.listes.get(usize::from(entree.liste))?;
        let ligne = liste.ligne(entree.rang as usize)?;
        let colonne = usize::from(entree.colonne);
        let mut editions: Vec<&Edition> = std::iter::once(entree.liste)
            .chain(entree.autres.iter().copied())
            .filter_map(|rang| Some(self.listes.get(usize::from(rang))?.edition()))
            .collect();
        editions.sort_by_key(|edition| &edition.id);
        Some(Trouve {
            rangee: Rangee::Ligne(ligne),
            edition: liste.edition(),
            liste: liste.nom(),
            colonne: liste.colonnes().get(colonne).map_or("", |c| c.nom.as_str()),
            code: ligne.cellule(colonne),
            editions: editions.into_iter().map(Edition::nom).collect(),
            passe: entree.passe,
            points: note.points,
        })
    }
}

impl<'r> Rangee<'r> {
    /// The label to show, when there is one.
    #[must_use]
    pub fn libelle(&self) -> Option<&'r str> {
        match self {
            Self::Ligne(ligne) => crate::colonnes::libelle(ligne),
            Self::Commune(commune) => Some(commune.nom).filter(|nom| !nom.is_empty()),
        }
    }

    /// The domain: exam, sector; the department of a commune.
    #[must_use]
    pub fn domaine(&self) -> Option<&'r str> {
        match self {
            Self::Ligne(ligne) => ligne
                .get(crate::colonnes::DOMAINE)
                .filter(|domaine| !domaine.is_empty()),
            Self::Commune(commune) => Some(commune.departement),
        }
    }
}

/// The mark of an answer, by what else is known of it than its words.
fn ponderer(trouve: &Trouve<'_>, note: Note, redite: bool, accents: Option<&Accents>) -> u32 {
    let mut points = note.points;
    let mut perdre = |perte: u32| points = points.saturating_sub(perte);
    if trouve.passe {
        perdre(PERTE_DU_PASSE);
    }
    let libelle = trouve.rangee.libelle();
    if libelle.is_none() {
        perdre(PERTE_SANS_LIBELLE);
    }
    // What was said in other words has not the accents that were typed.
    let accents = accents
        .zip(libelle)
        .filter(|_| !redite)
        .and_then(|(accents, libelle)| accents.sont_dans(libelle));
    if accents == Some(false) {
        perdre(PERTE_DES_ACCENTS);
    }
    if let Rangee::Commune(commune) = &trouve.rangee {
        if !note.exacte || accents == Some(false) {
            perdre(PERTE_DU_NOM_APPROCHANT);
        }
        let codes = commune.codes_postaux().count().min(CODES_POSTAUX_MAX);
        points += u32::try_from(codes.saturating_sub(1) * GAIN_PAR_CODE_POSTAL).unwrap_or(0);
    }
    if accents == Some(true) {
        points += GAIN_DES_ACCENTS;
    }
    points
}

/// `RNCP37443`, `RNCP 37443`: the only column to look in, and the number.
fn du_repertoire(texte: &str) -> (Option<&'static str>, &str) {
    let texte = texte.trim();
    for (repertoire, colonne) in REPERTOIRES {
        if let Some((debut, suite)) = texte.split_at_checked(repertoire.len())
            && debut.eq_ignore_ascii_case(repertoire)
        {
            let numero = suite.trim_start_matches([' ', '-', ':']);
            if numero.starts_with(|c: char| c.is_ascii_digit()) {
                return (Some(colonne), numero);
            }
        }
    }
    (None, texte)
}

/// « boulangé », for « boulanger ».
fn en_er(texte: &str) -> Option<Vec<String>> {
    let finit = |mot: &str| mot.len() > 4 && mot.ends_with('é');
    texte.split_whitespace().any(finit).then(|| {
        let en_er = |mot: &str| match mot.strip_suffix('é') {
            Some(debut) if finit(mot) => format!("{debut}er"),
            _ => mot.to_owned(),
        };
        let mots: Vec<String> = texte.split_whitespace().map(en_er).collect();
        mots::mots_de(&mots.join(" "))
    })
}

/// The words that were typed with accents: they tell « maçon » from « Mâcon ».
struct Accents(Vec<String>);

impl Accents {
    fn de(texte: &str) -> Option<Self> {
        let accentues: Vec<String> = texte
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|mot| !mot.is_ascii())
            .map(str::to_owned)
            .collect();
        (!accentues.is_empty()).then_some(Self(accentues))
    }

    /// Whether a label has them; nothing of one in capitals, which a document prints without accents.
    fn sont_dans(&self, libelle: &str) -> Option<bool> {
        let minuscules = libelle.to_lowercase();
        let dedans = self.0.iter().all(|mot| minuscules.contains(mot.as_str()));
        (dedans || libelle.chars().any(char::is_lowercase)).then_some(dedans)
    }
}
