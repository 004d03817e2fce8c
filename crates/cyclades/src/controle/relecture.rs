//! Doubles: once the keys have told them, the file is read again to show where they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::mpsc;
use std::thread;

use super::bloc::{GRAINE, Materiel, ligne_de};
use super::execution::ouvrir;
use super::lecteur::{Coupeur, Lecteur};
use super::parcours::{Accident, Candidat, Place, Visiteur};
use super::parcours_xml::LectureXml;
use super::preparation::Prete;
use super::redaction::{Sortie, Trouvaille};
use super::unicite::{self, Cle, Doublon};
use super::{Source, codes};
use crate::constat::Extrait;
use crate::lecture::blocs::{Bloc, TAILLE};
use crate::lecture::xml::blocs::avancer;

/// What is read again of a candidate.
#[derive(Debug, Default)]
struct Relu {
    /// A second hash of the identity: two strangers never share both.
    identite: Option<u64>,
    /// The INE, then the name, as far as they are asked for.
    cellules: [Option<CelluleRelue>; 2],
}

/// A cell, where it stands.
#[derive(Debug)]
struct CelluleRelue {
    ligne: u64,
    colonne: u64,
    valeur: String,
    extrait: Option<Extrait>,
}

/// Tells the INEs, then the identities, that stand twice.
pub fn signaler_doublons(
    materiel: &Materiel<'_>,
    source: &dyn Source,
    prete: &Prete,
    ines: &[Cle],
    identites: &[Cle],
    fils: usize,
    sortie: &mut Sortie<'_>,
) -> io::Result<()> {
    let reperes = &prete.plan.reperes;
    let champs = [reperes.ine, reperes.nom_famille];
    // One after the other: each takes its own bitmaps.
    let doublons = [unicite::doublons(ines), unicite::doublons(identites)];
    if doublons.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let relus = relire(materiel, source, prete, &doublons, champs, fils)?;
    let codes = [codes::INE_EN_DOUBLE, codes::IDENTITE_EN_DOUBLE];
    for (question, (doublons, code)) in doublons.iter().zip(codes).enumerate() {
        let condition = sortie.rang(code);
        for doublon in doublons {
            let (Some(second), Some(premier)) = (
                relus.get(&doublon.second.candidat),
                relus.get(&doublon.premier.candidat),
            ) else {
                continue;
            };
            let etrangers =
                code == codes::IDENTITE_EN_DOUBLE && second.identite != premier.identite;
            let Some(cellule) = second.cellules[question].as_ref().filter(|_| !etrangers) else {
                continue;
            };
            sortie.signaler(
                &prete.cadre,
                &Trouvaille {
                    condition,
                    champ: champs[question],
                    ligne: Some(cellule.ligne),
                    colonne: Some(cellule.colonne),
                    candidat: Some(u64::from(doublon.second.candidat)),
                    valeur: Some(&cellule.valeur),
                    premiere_ligne: u64::from(doublon.premier.ligne),
                    extrait: cellule.extrait.clone(),
                    ..Trouvaille::default()
                },
            );
        }
    }
    Ok(())
}

/// One reading for both questions.
fn relire(
    materiel: &Materiel<'_>,
    source: &dyn Source,
    prete: &Prete,
    doublons: &[Vec<Doublon>; 2],
    champs: [Option<u8>; 2],
    fils: usize,
) -> io::Result<BTreeMap<u32, Relu>> {
    let mut voulus: Vec<Cle> = doublons
        .iter()
        .flatten()
        .flat_map(|d| [d.second, d.premier])
        .collect();
    // The last one first: they are met in their order, and leave by the end.
    voulus.sort_unstable_by_key(|cle| Reverse(cle.candidat));
    voulus.dedup_by_key(|cle| cle.candidat);
    let mut relecture = Relecture {
        materiel,
        champs,
        candidats: 0,
        lignes: u64::from(prete.lignes_d_entete),
        voulus,
        relus: BTreeMap::new(),
    };
    let mut blocs = materiel.lecteur.blocs(ouvrir(source, prete)?, TAILLE);
    if fils > 1 {
        relire_a_deux(blocs, &mut relecture)?;
    } else {
        let mut libre = Vec::new();
        while let Some(bloc) = blocs.suivant(libre)? {
            libre = relecture.bloc(bloc);
        }
    }
    Ok(relecture.relus)
}

/// A thread reads and cuts, the caller looks.
fn relire_a_deux(
    mut blocs: Coupeur<'_, impl Read + Send>,
    relecture: &mut Relecture<'_>,
) -> io::Result<()> {
    thread::scope(|scope| {
        let (envoi, lus) = mpsc::sync_channel::<io::Result<Bloc>>(2);
        let (rendus, libres) = mpsc::channel::<Vec<u8>>();
        scope.spawn(move || {
            loop {
                let lu = match blocs.suivant(libres.try_recv().unwrap_or_default()) {
                    Ok(Some(bloc)) => Ok(bloc),
                    Ok(None) => return,
                    Err(erreur) => Err(erreur),
                };
                let fini = lu.is_err();
                if envoi.send(lu).is_err() || fini {
                    return;
                }
            }
        });
        for lu in lus {
            // The reader may have finished: the buffer is then of no use.
            let _ = rendus.send(relecture.bloc(lu?));
        }
        Ok(())
    })
}

/// The physical line of a cell, and the cell in it.
fn extrait(materiel: &Materiel<'_>, place: Place<'_>, debut: usize, fin: usize) -> Option<Extrait> {
    let (de, a) = if materiel.lecteur.est_xml() {
        ligne_de(place, debut, materiel.lecteur.fin_de_ligne())?
    } else {
        let fin_de_ligne = materiel.decoupeur.fin_de_ligne();
        let avant = &place.bloc[place.debut..debut];
        let de = memchr::memrchr(fin_de_ligne, avant).map_or(place.debut, |s| place.debut + s + 1);
        (de, place.fin)
    };
    let octets = &place.bloc[de..a];
    let longueur = memchr::memchr2(materiel.decoupeur.fin_de_ligne(), b'\r', octets)
        .unwrap_or(octets.len())
        .min(Extrait::OCTETS_MAX);
    let cellule = (debut.saturating_sub(de), fin.saturating_sub(de));
    Some(Extrait::de(
        materiel.encodage,
        &octets[..longueur],
        cellule.0,
        cellule.1,
    ))
}

/// Where the line that so many others precede begins; nothing when the block ends before it.
fn passer_des_lignes(bloc: &[u8], debut: usize, lignes: u64, fin_de_ligne: u8) -> Option<usize> {
    /// Counting goes by so many bytes, then line by line.
    const PAS: usize = 4096;
    let (mut debut, mut lignes) = (debut, lignes);
    while let Some(pas) = bloc.get(debut..debut + PAS).filter(|_| lignes > 0) {
        let sauts = memchr::memchr_iter(fin_de_ligne, pas).count() as u64;
        if sauts >= lignes {
            break;
        }
        lignes -= sauts;
        debut += PAS;
    }
    for _ in 0..lignes {
        debut += memchr::memchr(fin_de_ligne, &bloc[debut..])? + 1;
    }
    (debut < bloc.len()).then_some(debut)
}

struct Relecture<'a> {
    materiel: &'a Materiel<'a>,
    champs: [Option<u8>; 2],
    /// Candidates before the rows that are being cut.
    candidats: u32,
    /// Lines before them.
    lignes: u64,
    /// Candidates still to be met, the next one last.
    voulus: Vec<Cle>,
    relus: BTreeMap<u32, Relu>,
}

impl Relecture<'_> {
    /// Looks for what is wanted in a block; gives its buffer back.
    fn bloc(&mut self, bloc: Bloc) -> Vec<u8> {
        if let Lecteur::Xml { lecture, .. } = self.materiel.lecteur {
            self.elements_voulus(&bloc, lecture);
        } else if bloc.demesuree.is_some() {
            self.lignes += 1;
        } else {
            self.lignes_voulues(&bloc.octets);
        }
        bloc.octets
    }

    /// Reads every candidate.
    fn candidats_entiers(&mut self, bloc: &Bloc) {
        let materiel = self.materiel;
        let comptes = materiel.lecteur.parcourir(bloc, self);
        self.candidats += comptes.candidats;
        self.lignes += u64::from(comptes.lignes);
    }

    /// Without comments and the like a candidate is found by its tag: only those that are wanted are read.
    fn elements_voulus(&mut self, bloc: &Bloc, lecture: LectureXml<'_>) {
        let octets = &bloc.octets;
        let speciale = memchr::memmem::find(octets, b"<!").is_some()
            || memchr::memmem::find(octets, b"<?").is_some();
        if bloc.saut.is_some() || speciale {
            return self.candidats_entiers(bloc);
        }
        let compter = |octets: &[u8]| memchr::memchr_iter(lecture.fin_de_ligne, octets).count();
        let mut compte = 0;
        let mut debuts = memchr::memmem::find_iter(octets, &lecture.modele.balise)
            .filter(|&rang| lecture.modele.commence(&octets[rang..]))
            .peekable();
        while let Some(debut) = debuts.next() {
            if self.voulus.last().map(|voulu| voulu.candidat) != Some(self.candidats + 1) {
                self.candidats += 1;
                continue;
            }
            let fin = debuts.peek().copied().unwrap_or(octets.len());
            self.lignes += compter(&octets[compte..debut]) as u64;
            self.candidats_entiers(&Bloc {
                octets: octets[debut..fin].to_vec(),
                colonne: avancer(
                    lecture.encodage,
                    lecture.fin_de_ligne,
                    bloc.colonne,
                    &octets[..debut],
                ),
                ..Bloc::default()
            });
            compte = fin;
        }
        self.lignes += compter(&octets[compte..]) as u64;
    }

    /// Only the rows that are wanted are cut: their lines are known, and to count lines is to count line
    /// breaks, quotes or not.
    fn lignes_voulues(&mut self, bloc: &[u8]) {
        let decoupeur = self.materiel.decoupeur;
        let fin_de_ligne = decoupeur.fin_de_ligne();
        // Where a line begins, and how many come before it.
        let (mut debut, mut lignes) = (0, self.lignes);
        while let Some(&voulu) = self.voulus.last() {
            let Some(devant) = u64::from(voulu.ligne).checked_sub(lignes + 1) else {
                self.voulus.pop();
                continue;
            };
            let Some(place) = passer_des_lignes(bloc, debut, devant, fin_de_ligne) else {
                break;
            };
            (debut, lignes) = (place, lignes + devant);
            let ligne = decoupeur.couper(bloc, debut, |_, _| {});
            let octets = &bloc[debut..ligne.suivante];
            (self.candidats, self.lignes) = (voulu.candidat - 1, lignes);
            self.candidats_entiers(&Bloc {
                octets: octets.to_vec(),
                ..Bloc::default()
            });
            // Were it no candidate after all, the next ones must still be met.
            self.voulus.pop_if(|dernier| *dernier == voulu);
        }
        self.lignes = lignes + memchr::memchr_iter(fin_de_ligne, &bloc[debut..]).count() as u64;
    }

    fn cellule(&self, champ: u8, candidat: &Candidat<'_>) -> CelluleRelue {
        let place = candidat.place;
        let valeur = candidat.valeurs[usize::from(champ)];
        let debut = candidat.debuts.de(champ);
        let materiel = self.materiel;
        let (ligne, colonne) = materiel.lecteur.position(place, debut, materiel.encodage);
        let fin = match candidat.elements.get(usize::from(champ)) {
            Some(element) => element.fin,
            None => debut + valeur.len(),
        };
        CelluleRelue {
            ligne: self.lignes + u64::from(ligne) + 1,
            colonne,
            valeur: materiel.encodage.texte(valeur).into_owned(),
            extrait: materiel
                .extraits
                .then(|| extrait(materiel, place, debut, fin))
                .flatten(),
        }
    }
}

impl Visiteur for Relecture<'_> {
    fn candidat(&mut self, candidat: &Candidat<'_>) {
        let numero = self.candidats + candidat.place.candidat + 1;
        if self
            .voulus
            .pop_if(|voulu| voulu.candidat == numero)
            .is_none()
        {
            return;
        }
        let reperes = &self.materiel.plan.reperes;
        let relu = Relu {
            identite: unicite::identite(candidat.valeurs, reperes, !GRAINE),
            cellules: self
                .champs
                .map(|champ| champ.map(|champ| self.cellule(champ, candidat))),
        };
        self.relus.insert(numero, relu);
    }

    fn accident(&mut self, _: Accident, _: Place<'_>) {}
}
