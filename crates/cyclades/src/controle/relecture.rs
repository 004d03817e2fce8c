//! Doubles: once the keys have told them, the file is read again to show where they stand.

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
    let questions = [
        (
            codes::INE_EN_DOUBLE,
            reperes.ine,
            unicite::doublons(ines),
            false,
        ),
        (
            codes::IDENTITE_EN_DOUBLE,
            reperes.nom_famille,
            unicite::doublons(identites),
            true,
        ),
    ];
    for (code, champ, doublons, comparer) in questions {
        let Some(champ) = champ.filter(|_| !doublons.is_empty()) else {
            continue;
        };
        let relus = relire(materiel, source, prete, &doublons, champ)?;
        let condition = sortie.rang(code);
        for doublon in &doublons {
            let (Some(second), Some(premier)) = (
                relus.get(&doublon.second.candidat),
                relus.get(&doublon.premier.candidat),
            ) else {
                continue;
            };
            if comparer && second.identite != premier.identite {
                continue;
            }
            sortie.signaler(
                &prete.cadre,
                &Trouvaille {
                    condition,
                    champ: Some(champ),
                    ligne: Some(second.ligne),
                    colonne: Some(second.colonne),
                    candidat: Some(u64::from(doublon.second.candidat)),
                    valeur: Some(&second.valeur),
                    premiere_ligne: u64::from(doublon.premier.ligne),
                    extrait: second.extrait.clone(),
                    ..Trouvaille::default()
                },
            );
        }
    }
    Ok(())
}

fn relire(
    materiel: &Materiel<'_>,
    source: &dyn Source,
    prete: &Prete,
    doublons: &[Doublon],
    champ: u8,
) -> io::Result<BTreeMap<u32, Relu>> {
    let mut relecture = Relecture {
        materiel,
        champ,
        candidats: 0,
        lignes: u64::from(prete.lignes_d_entete),
        relus: doublons
            .iter()
            .flat_map(|d| [d.second.candidat, d.premier.candidat])
            .map(|candidat| (candidat, Relu::default()))
            .collect(),
    };
    let mut blocs = Blocs::new(ouvrir(source, prete)?, &prete.decoupeur, b"", TAILLE);
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        if bloc.demesuree.is_some() {
            relecture.candidats += 1;
            relecture.lignes += 1;
        } else {
            let comptes = parcourir(
                &bloc.octets,
                materiel.decoupeur,
                materiel.colonnes,
                &mut relecture,
            );
            relecture.candidats += comptes.candidats;
            relecture.lignes += u64::from(comptes.lignes);
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
        .min(LIGNE_MONTREE);
    let debut = debut.min(fin);
    let (avant, reste) = octets[..fin].split_at(debut);
    let (cellule, apres) = reste.split_at(longueur.min(reste.len()));
    let texte = |octets| materiel.encodage.texte(octets).into_owned();
    let (avant, cellule) = (texte(avant), texte(cellule));
    Extrait {
        debut: avant.len(),
        fin: avant.len() + cellule.len(),
        ligne: avant + &cellule + &texte(apres),
    }
}

/// A longer line is shown by its beginning.
const LIGNE_MONTREE: usize = 4096;

struct Relecture<'a> {
    materiel: &'a Materiel<'a>,
    champ: u8,
    candidats: u32,
    lignes: u64,
    relus: BTreeMap<u32, Relu>,
}

impl Visiteur for Relecture<'_> {
    fn candidat(&mut self, candidat: &Candidat<'_>) {
        let place = candidat.place;
        let Some(relu) = self.relus.get_mut(&(self.candidats + place.candidat + 1)) else {
            return;
        };
        let reperes = &self.materiel.plan.reperes;
        relu.identite = unicite::identite(candidat.valeurs, reperes, !GRAINE);
        let champ = usize::from(self.champ);
        let avant = &place.bloc[place.debut..candidat.debuts.de(self.champ)];
        let fin = self.materiel.decoupeur.fin_de_ligne();
        let sauts = memchr::memchr_iter(fin, avant).count() as u64;
        let debut = memchr::memrchr(fin, avant).map_or(0, |saut| saut + 1);
        relu.ligne = self.lignes + u64::from(place.ligne) + sauts + 1;
        relu.colonne = self.materiel.encodage.colonne(&avant[debut..]);
        relu.extrait = self.materiel.extraits.then(|| {
            let octets = &place.bloc[place.debut + debut..place.fin];
            extrait(
                self.materiel,
                octets,
                avant.len() - debut,
                candidat.valeurs[champ].len(),
            )
        });
        relu.valeur = self
            .materiel
            .encodage
            .texte(candidat.valeurs[champ])
            .into_owned();
    }

    fn accident(&mut self, _: Accident, _: Place<'_>) {}
}
