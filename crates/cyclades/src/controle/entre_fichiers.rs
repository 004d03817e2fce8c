//! The same candidate in two files: the keys that the checks kept are compared, then only the rows that
//! share one are read again, to be shown.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

use super::bloc::GRAINE;
use super::parcours::{Accident, Candidat, Place};
use super::redaction::{Sortie, Trouvaille};
use super::unicite::{self, Cle};
use super::visite::{Avant, Visite, visiter};
use super::{Options, Refus, Source, codes};
use crate::constat::Extrait;
use crate::faits::Reperes;
use crate::lecture::encodage::Encodage;
use crate::plan::Cadre;
use crate::{Constat, EditionCyclades};

/// The keys of a file: sixteen bytes a candidate for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cles {
    /// Its INEs.
    pub ines: Vec<Cle>,
    /// Its identities.
    pub identites: Vec<Cle>,
}

/// A file already checked.
#[derive(Clone, Copy)]
pub struct Controle<'a> {
    /// The edition it was checked with.
    pub edition: &'a EditionCyclades,
    /// The file.
    pub source: &'a dyn Source,
    /// How it is named beside the others: two files may share a base name.
    pub nom: &'a str,
    /// Its keys.
    pub cles: &'a Cles,
}

/// A candidate of a file whose key one of an earlier file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Doublon {
    second: (usize, Cle),
    premier: (usize, Cle),
}

/// Tells the candidates of a file that an earlier one has already, and gives the number of findings by rule.
///
/// # Errors
/// A file cannot be read again.
pub fn signaler_doublons(
    fichiers: &[Controle<'_>],
    options: &Options,
    puits: &mut dyn FnMut(Constat),
) -> Result<BTreeMap<String, u64>, Refus> {
    let questions: [Vec<Doublon>; 2] = [
        doublons(fichiers, |cles| &cles.ines),
        doublons(fichiers, |cles| &cles.identites),
    ];
    let mut voulus: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    for doublon in questions.iter().flatten() {
        for (fichier, cle) in [doublon.second, doublon.premier] {
            let siens = voulus.entry(fichier).or_default();
            siens.insert(u64::from(cle.candidat));
        }
    }
    let mut relus = BTreeMap::new();
    for (fichier, siens) in voulus {
        relus.insert(fichier, relire(&fichiers[fichier], options, siens)?);
    }
    let mut nombres = BTreeMap::new();
    let regles = [codes::INE_AILLEURS, codes::IDENTITE_AILLEURS];
    for (question, (doublons, code)) in questions.iter().zip(regles).enumerate() {
        for doublon in doublons {
            let (Some(second), Some(premier)) =
                (relu(&relus, doublon.second), relu(&relus, doublon.premier))
            else {
                continue;
            };
            // Two strangers may share a hash, never two.
            let etrangers = question == 1 && second.identite != premier.identite;
            let (Some(ici), Some(la)) = (
                second.cellules[question].as_ref().filter(|_| !etrangers),
                premier.cellules[question].as_ref(),
            ) else {
                continue;
            };
            let controle = &fichiers[doublon.second.0];
            let autre = &fichiers[doublon.premier.0];
            let au_dessus =
                |source: &dyn Source| source.tableau().map_or(0, |t| t.lignes_au_dessus);
            let lieu = format!(
                "{}, ligne {}",
                autre.nom,
                la.ligne + au_dessus(autre.source)
            );
            let mut sortie = Sortie::new(
                controle.edition,
                controle.source.nom(),
                super::Portee::Tout,
                puits,
            );
            sortie.tableau = controle.source.tableau();
            let condition = sortie.rang(code);
            sortie.signaler(
                &second.cadre,
                &Trouvaille {
                    condition,
                    champ: second.champs[question],
                    ligne: Some(ici.ligne),
                    colonne: Some(ici.colonne),
                    candidat: Some(u64::from(doublon.second.1.candidat)),
                    valeur: Some(&ici.valeur),
                    constat: &lieu,
                    extrait: ici.extrait.clone().filter(|_| options.extraits),
                    ..Trouvaille::default()
                },
            );
            *nombres.entry(code.to_owned()).or_default() += 1;
        }
    }
    Ok(nombres)
}

/// The first candidate of each file, beside the first of all, of every key that stands in several files.
///
/// Two bitmaps first tell the few keys that may stand twice; only those are sorted.
fn doublons<'a>(
    fichiers: &[Controle<'a>],
    question: impl Fn(&'a Cles) -> &'a Vec<Cle>,
) -> Vec<Doublon> {
    let nombre: usize = fichiers.iter().map(|f| question(f.cles).len()).sum();
    let cases = (nombre * 16).next_power_of_two().max(64);
    let (mut vues, mut revues) = (vec![0u64; cases / 64], vec![0u64; cases / 64]);
    let place = |cle: &Cle| {
        let melange = cle.cle.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let case = (melange ^ melange >> 32) & (cases as u64 - 1);
        (usize::try_from(case / 64).unwrap_or(0), 1u64 << (case % 64))
    };
    for cle in fichiers.iter().flat_map(|f| question(f.cles)) {
        let (mot, bit) = place(cle);
        revues[mot] |= vues[mot] & bit;
        vues[mot] |= bit;
    }
    let mut suspectes: Vec<(usize, Cle)> = Vec::new();
    for (rang, fichier) in fichiers.iter().enumerate() {
        suspectes.extend(
            question(fichier.cles)
                .iter()
                .filter(|cle| {
                    let (mot, bit) = place(cle);
                    revues[mot] & bit != 0
                })
                .map(|cle| (rang, *cle)),
        );
    }
    suspectes.sort_unstable_by_key(|(fichier, cle)| (cle.cle, *fichier, cle.candidat));
    let mut doublons = Vec::new();
    for groupe in suspectes.chunk_by(|a, b| a.1.cle == b.1.cle) {
        let premier = groupe[0];
        let par_fichier = groupe.chunk_by(|a, b| a.0 == b.0).skip(1);
        doublons.extend(par_fichier.map(|siens| Doublon {
            second: siens[0],
            premier,
        }));
    }
    doublons.sort_unstable_by_key(|d| (d.second.0, d.second.1.candidat));
    doublons
}

/// What is read again of a candidate.
struct Relu {
    cadre: Cadre,
    champs: [Option<u8>; 2],
    identite: Option<u64>,
    /// The INE, then the name.
    cellules: [Option<Cellule>; 2],
}

/// A cell, where it stands.
struct Cellule {
    ligne: u64,
    colonne: u64,
    valeur: String,
    extrait: Option<Extrait>,
}

type Relus = BTreeMap<u64, Relu>;

fn relu(relus: &BTreeMap<usize, Relus>, (fichier, cle): (usize, Cle)) -> Option<&Relu> {
    relus.get(&fichier)?.get(&u64::from(cle.candidat))
}

fn relire(
    controle: &Controle<'_>,
    options: &Options,
    voulus: BTreeSet<u64>,
) -> Result<Relus, Refus> {
    let recueil = Rc::new(RefCell::new(Relus::new()));
    let mut voulus = Some(voulus);
    visiter(controle.edition, controle.source, options, &mut |prete| {
        Ok(Box::new(Relecture {
            voulus: voulus.take().unwrap_or_default(),
            recueil: Rc::clone(&recueil),
            cadre: prete.cadre,
            reperes: prete.plan.reperes,
            encodage: prete.encodage,
            fin_de_ligne: prete.decoupeur.fin_de_ligne(),
        }))
    })?;
    let relus = std::mem::take(&mut *recueil.borrow_mut());
    Ok(relus)
}

struct Relecture {
    voulus: BTreeSet<u64>,
    recueil: Rc<RefCell<Relus>>,
    cadre: Cadre,
    reperes: Reperes,
    encodage: Encodage,
    fin_de_ligne: u8,
}

impl Relecture {
    fn cellule(&self, champ: u8, avant: Avant, candidat: &Candidat<'_>) -> Cellule {
        let place = candidat.place;
        let valeur = candidat.valeurs[usize::from(champ)];
        let devant = &place.bloc[place.debut..candidat.debuts.de(champ)];
        let sauts = memchr::memchr_iter(self.fin_de_ligne, devant).count() as u64;
        let debut = memchr::memrchr(self.fin_de_ligne, devant).map_or(0, |saut| saut + 1);
        let octets = &place.bloc[place.debut + debut..place.fin];
        let fin = memchr::memchr2(self.fin_de_ligne, b'\r', octets)
            .unwrap_or(octets.len())
            .min(Extrait::OCTETS_MAX);
        let cellule = devant.len() - debut;
        Cellule {
            ligne: avant.lignes + u64::from(place.ligne) + sauts + 1,
            colonne: self.encodage.colonne(&devant[debut..]),
            valeur: self.encodage.texte(valeur).into_owned(),
            extrait: Some(Extrait::de(
                self.encodage,
                &octets[..fin],
                cellule,
                cellule + valeur.len(),
            )),
        }
    }
}

impl Visite for Relecture {
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> io::Result<()> {
        let numero = avant.candidats + u64::from(candidat.place.candidat) + 1;
        if self.voulus.remove(&numero) {
            let champs = [self.reperes.ine, self.reperes.nom_famille];
            let relu = Relu {
                cadre: self.cadre,
                champs,
                identite: unicite::identite(candidat.valeurs, &self.reperes, !GRAINE),
                cellules: champs.map(|champ| Some(self.cellule(champ?, avant, candidat))),
            };
            self.recueil.borrow_mut().insert(numero, relu);
        }
        Ok(())
    }

    fn accident(&mut self, _: Avant, _: Accident, _: Place<'_>) -> io::Result<()> {
        // No accident has a key.
        Ok(())
    }
}
