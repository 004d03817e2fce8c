//! Repairing a file: a copy where only the edited cells differ, and the list of the edits.

use std::io::{self, Write};

use memchr::memchr_iter;
use serde::Serialize;

use super::copie::Copie;
use super::moteur::{Etape, Etat, Moteur};
use crate::EditionCyclades;
use crate::controle::parcours::{Accident, Candidat, Place};
use crate::controle::preparation::Prete;
use crate::controle::visite::{Avant, Visite, parcourir_les_candidats, preparer_la_visite};
use crate::controle::{Options, Refus, Source};
use crate::correction::Surete;
use crate::lecture::enregistrement::Decoupeur;

/// What is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Demande {
    /// Also make the repairs that a person must confirm.
    pub a_confirmer: bool,
}

/// An edit of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Modification {
    /// Base name of the file.
    pub fichier: String,
    /// Physical line in the original, from 1.
    pub ligne: u64,
    /// Byte column in the line of the original, from 1.
    pub colonne: u64,
    /// Candidate, from 1.
    pub candidat: u64,
    /// Name of the field.
    pub champ: String,
    /// The value before.
    pub avant: String,
    /// The value after.
    pub apres: String,
    /// How sure it is.
    pub surete: Surete,
    /// Whether it is in the copy.
    pub etat: Etat,
    /// Code of the rule that was not met; none when custom alone wants the edit.
    pub regle: Option<String>,
    /// Name of the repair.
    pub correction: String,
    /// Why, in French.
    pub raison: String,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Bilan {
    /// Candidates gone through.
    pub candidats: u64,
    /// Candidates with an edited cell.
    pub candidats_modifies: u64,
    /// Sure repairs made.
    pub sures_faites: u64,
    /// Repairs made because confirmed.
    pub confirmees_faites: u64,
    /// Repairs left to confirm.
    pub a_confirmer: u64,
    /// Repairs that are only ever shown.
    pub indicatives: u64,
    /// Repairs whose characters the encoding of the file has not.
    pub impossibles: u64,
}

impl Bilan {
    /// Every repair made.
    #[must_use]
    pub fn faites(&self) -> u64 {
        self.sures_faites + self.confirmees_faites
    }

    fn compter(&mut self, etape: &Etape) {
        let compte = match (etape.etat, etape.surete) {
            (Etat::Impossible, _) => &mut self.impossibles,
            (_, Surete::Indicative) => &mut self.indicatives,
            (Etat::Proposee, _) => &mut self.a_confirmer,
            (Etat::Faite, Surete::Sure) => &mut self.sures_faites,
            (Etat::Faite, Surete::AConfirmer) => &mut self.confirmees_faites,
        };
        *compte += 1;
    }
}

/// Writes the repaired copy of a file, in its own dialect and encoding; `puits` gets the edits in the
/// order of the file. What is not an edited cell is copied byte for byte.
///
/// # Errors
/// The file cannot be read, is empty, is not text; or the copy cannot be written.
pub fn corriger(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    demande: Demande,
    sortie: &mut dyn Write,
    puits: &mut dyn FnMut(Modification),
) -> Result<Bilan, Refus> {
    let prete = preparer_la_visite(edition, source, options)?;
    let mut correcteur = Correcteur {
        edition,
        fichier: source.nom(),
        moteur: Moteur::new(edition, &prete),
        prete: &prete,
        demande,
        copie: Copie::new(source.ouvrir()?, prete.marque, prete.encodage, sortie)?,
        absents: (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, _)| !prete.entete.a(*rang))
            .fold(0, |masque, (rang, _)| masque | 1 << rang),
        bilan: Bilan::default(),
        puits,
    };
    // Values that do not stand under their columns are not to be touched.
    if !prete.illisible {
        parcourir_les_candidats(source, options, &prete, &mut correcteur)?;
    }
    let Correcteur { copie, bilan, .. } = correcteur;
    copie.finir()?;
    Ok(bilan)
}

struct Correcteur<'a> {
    edition: &'a EditionCyclades,
    fichier: &'a str,
    moteur: Moteur<'a>,
    prete: &'a Prete,
    demande: Demande,
    copie: Copie<'a>,
    absents: u64,
    bilan: Bilan,
    puits: &'a mut dyn FnMut(Modification),
}

impl Visite for Correcteur<'_> {
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> io::Result<()> {
        self.bilan.candidats += 1;
        // Text after a closing quote: where the value ends is a matter of opinion.
        let douteux = candidat.texte_apres_guillemet.map_or(0, |champ| 1 << champ);
        let etapes = self.moteur.reparer(
            candidat.valeurs,
            self.absents | douteux,
            self.demande.a_confirmer,
        );
        if etapes.is_empty() {
            return Ok(());
        }
        self.ecrire(avant, candidat, &etapes)?;
        for etape in etapes {
            self.bilan.compter(&etape);
            let modification = self.modification(avant, candidat, etape);
            (self.puits)(modification);
        }
        Ok(())
    }

    fn accident(&mut self, _: Avant, _: Accident, _: Place<'_>) -> io::Result<()> {
        self.bilan.candidats += 1;
        Ok(())
    }
}

impl Correcteur<'_> {
    /// Writes the last value of each edited cell, in the order of the file.
    fn ecrire(
        &mut self,
        avant: Avant,
        candidat: &Candidat<'_>,
        etapes: &[Etape],
    ) -> io::Result<()> {
        let mut cellules: Vec<(usize, &Etape)> = Vec::new();
        for etape in etapes.iter().filter(|etape| etape.etat == Etat::Faite) {
            let debut = candidat.debuts.de(etape.champ);
            cellules.retain(|(autre, _)| *autre != debut);
            cellules.push((debut, etape));
        }
        cellules.sort_unstable_by_key(|(debut, _)| *debut);
        self.bilan.candidats_modifies += u64::from(!cellules.is_empty());
        let bloc = candidat.place.bloc;
        for (debut, etape) in cellules {
            let entre_guillemets = bloc.get(debut) == Some(&b'"');
            let longueur = if entre_guillemets {
                longueur_entre_guillemets(&bloc[debut..])
            } else {
                candidat.valeurs[usize::from(etape.champ)].len()
            };
            let valeur = self.moteur.encoder(&etape.apres).unwrap_or_default();
            let cellule = cellule(valeur, entre_guillemets, &self.prete.decoupeur);
            let place = avant.octets + debut as u64;
            self.copie
                .remplacer(place, place + longueur as u64, &cellule)?;
        }
        Ok(())
    }

    fn modification(&self, avant: Avant, candidat: &Candidat<'_>, etape: Etape) -> Modification {
        let place = candidat.place;
        let devant = &place.bloc[place.debut..candidat.debuts.de(etape.champ)];
        let fin_de_ligne = self.prete.decoupeur.fin_de_ligne();
        let sauts = memchr_iter(fin_de_ligne, devant).count() as u64;
        let debut = memchr::memrchr(fin_de_ligne, devant).map_or(0, |saut| saut + 1);
        let conditions = &self.edition.conditions.conditions;
        let regle = etape
            .regle
            .and_then(|rang| conditions.get(usize::from(rang)));
        Modification {
            fichier: self.fichier.to_owned(),
            ligne: avant.lignes + u64::from(place.ligne) + sauts + 1,
            colonne: self.prete.encodage.colonne(&devant[debut..]),
            candidat: avant.candidats + u64::from(place.candidat) + 1,
            champ: self.edition.champs.liste[usize::from(etape.champ)]
                .nom
                .clone(),
            avant: etape.avant,
            apres: etape.apres,
            surete: etape.surete,
            etat: etape.etat,
            regle: regle.map(|condition| condition.code.get_ref().clone()),
            correction: etape.reparation.nom.to_owned(),
            raison: etape.reparation.mots.to_owned(),
        }
    }
}

/// The length of a cell that begins with a quote, both quotes included.
fn longueur_entre_guillemets(octets: &[u8]) -> usize {
    let mut position = 1;
    while let Some(guillemet) = memchr::memchr(b'"', octets.get(position..).unwrap_or_default()) {
        position += guillemet + 1;
        if octets.get(position) != Some(&b'"') {
            return position;
        }
        position += 1;
    }
    octets.len()
}

/// A value as it is written in a file: between quotes if the old one was, or if it must be.
fn cellule(valeur: Vec<u8>, entre_guillemets: bool, decoupeur: &Decoupeur) -> Vec<u8> {
    let a_proteger = memchr::memchr3(b'"', b'\n', b'\r', &valeur).is_some()
        || memchr::memchr(decoupeur.separateur(), &valeur).is_some();
    if !entre_guillemets && !a_proteger {
        return valeur;
    }
    let mut cellule = Vec::with_capacity(valeur.len() + 2);
    cellule.push(b'"');
    for octet in valeur {
        if octet == b'"' {
            cellule.push(b'"');
        }
        cellule.push(octet);
    }
    cellule.push(b'"');
    cellule
}
