//! Doubles: once the keys have told them, the file is read again to show where they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use super::bloc::{GRAINE, Materiel};
use super::execution::ouvrir;
use super::parcours::{Accident, Candidat, Place, Visiteur, parcourir};
use super::preparation::Prete;
use super::redaction::{Sortie, Trouvaille};
use super::unicite::{self, Cle, Doublon};
use super::{Source, codes};
use crate::constat::Extrait;
use crate::lecture::blocs::{Blocs, TAILLE};

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
    sortie: &mut Sortie<'_>,
) -> io::Result<()> {
    let reperes = &prete.plan.reperes;
    let champs = [reperes.ine, reperes.nom_famille];
    let doublons = [unicite::doublons(ines), unicite::doublons(identites)];
    if doublons.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let relus = relire(materiel, source, prete, &doublons, champs)?;
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
    let mut blocs = Blocs::new(ouvrir(source, prete)?, &prete.decoupeur, b"", TAILLE);
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        if bloc.demesuree.is_some() {
            relecture.lignes += 1;
        } else {
            relecture.lignes_voulues(&bloc.octets);
        }
        libre = bloc.octets;
    }
    Ok(relecture.relus)
}

/// The physical line of a candidate, from its beginning, and the cell in it.
fn extrait(materiel: &Materiel<'_>, octets: &[u8], debut: usize, longueur: usize) -> Extrait {
    let fin_de_ligne = materiel.decoupeur.fin_de_ligne();
    let fin = memchr::memchr2(fin_de_ligne, b'\r', octets)
        .unwrap_or(octets.len())
        .min(Extrait::OCTETS_MAX);
    Extrait::de(materiel.encodage, &octets[..fin], debut, debut + longueur)
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
    /// Only the rows that are wanted are cut: their lines are known, and to count lines is to count line
    /// breaks, quotes or not.
    fn lignes_voulues(&mut self, bloc: &[u8]) {
        let materiel = self.materiel;
        let (mut debut, mut lignes) = (0, self.lignes);
        for saut in memchr::memchr_iter(materiel.decoupeur.fin_de_ligne(), bloc) {
            lignes += 1;
            if let Some(&voulu) = self.voulus.last()
                && u64::from(voulu.ligne) == lignes
            {
                let ligne = materiel.decoupeur.couper(bloc, debut, |_, _| {});
                let octets = &bloc[debut..ligne.suivante];
                (self.candidats, self.lignes) = (voulu.candidat - 1, lignes - 1);
                parcourir(octets, false, materiel.decoupeur, materiel.colonnes, self);
                // Were it no candidate after all, the next ones must still be met.
                self.voulus.pop_if(|dernier| *dernier == voulu);
            }
            debut = saut + 1;
        }
        self.lignes = lignes;
    }

    fn cellule(&self, champ: u8, candidat: &Candidat<'_>) -> CelluleRelue {
        let place = candidat.place;
        let valeur = candidat.valeurs[usize::from(champ)];
        let avant = &place.bloc[place.debut..candidat.debuts.de(champ)];
        let fin = self.materiel.decoupeur.fin_de_ligne();
        let sauts = memchr::memchr_iter(fin, avant).count() as u64;
        let debut = memchr::memrchr(fin, avant).map_or(0, |saut| saut + 1);
        CelluleRelue {
            ligne: self.lignes + u64::from(place.ligne) + sauts + 1,
            colonne: self.materiel.encodage.colonne(&avant[debut..]),
            valeur: self.materiel.encodage.texte(valeur).into_owned(),
            extrait: self.materiel.extraits.then(|| {
                let octets = &place.bloc[place.debut + debut..place.fin];
                extrait(self.materiel, octets, avant.len() - debut, valeur.len())
            }),
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
