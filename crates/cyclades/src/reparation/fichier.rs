//! Repairing a file: a copy where only the edited cells differ, and the list of the edits.

use std::io::{self, Write};

use serde::Serialize;

use super::cellule::{Place as PlaceDeCellule, en_csv, en_xml};
use super::copie::Copie;
use super::moteur::{Etape, Etat, Moteur};
use crate::EditionCyclades;
use crate::constat::Lieu;
use crate::controle::parcours::{Accident, Candidat, Forme, Place};
use crate::controle::preparation::Prete;
use crate::controle::redaction::lieu_de;
use crate::controle::visite::{Avant, Visite, parcourir_les_candidats, preparer_la_visite};
use crate::controle::{Format, Options, Refus, Source, Tableau};
use crate::correction::Surete;
use crate::lecture::xml::defaut::Defaut;

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
    /// The cell, when the file is a sheet: `ligne` and `colonne` are then those of the sheet.
    #[serde(skip)]
    pub lieu: Option<Lieu>,
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
    /// The form of the file.
    #[serde(skip)]
    pub format: Format,
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
        tableau: source.tableau(),
        moteur: Moteur::new(edition, &prete),
        prete: &prete,
        demande,
        copie: Copie::new(source.ouvrir()?, prete.marque, prete.encodage, sortie)?,
        absents: (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, _)| !prete.entete.a(*rang))
            .fold(0, |masque, (rang, _)| masque | 1 << rang),
        bilan: Bilan {
            format: if prete.xml.is_some() {
                Format::Xml
            } else {
                Format::Csv
            },
            ..Bilan::default()
        },
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
    tableau: Option<Tableau<'a>>,
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
        let etapes = self.moteur.reparer(
            candidat.valeurs,
            self.absents | douteux(candidat),
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
        let mut cellules: Vec<(PlaceDeCellule, Vec<u8>)> = Vec::new();
        for etape in etapes.iter().filter(|etape| etape.etat == Etat::Faite) {
            let valeur = self.moteur.encoder(&etape.apres).unwrap_or_default();
            let ecrite = if self.prete.xml.is_some() {
                en_xml(candidat, etape.champ, &valeur)
            } else {
                en_csv(candidat, etape.champ, valeur, &self.prete.decoupeur)
            };
            let Some((place, octets)) = ecrite else {
                continue;
            };
            cellules.retain(|(autre, _)| *autre != place);
            cellules.push((place, octets));
        }
        cellules.sort_unstable();
        self.bilan.candidats_modifies += u64::from(!cellules.is_empty());
        for ((debut, fin), octets) in cellules {
            self.copie.remplacer(
                avant.octets + debut as u64,
                avant.octets + fin as u64,
                &octets,
            )?;
        }
        Ok(())
    }

    fn modification(&self, avant: Avant, candidat: &Candidat<'_>, etape: Etape) -> Modification {
        let place = candidat.place;
        let champ = &self.edition.champs.liste[usize::from(etape.champ)].nom;
        let (ligne, colonne) = place.de(
            candidat.debuts.de(etape.champ),
            self.prete.encodage,
            self.prete.decoupeur.fin_de_ligne(),
        );
        let mut ligne = avant.lignes + u64::from(ligne) + 1;
        let mut colonne = colonne;
        let mut lieu = None;
        if let Some(tableau) = self.tableau {
            ligne += tableau.lignes_au_dessus;
            let dans_la_feuille = tableau.colonne(champ);
            lieu = Some(lieu_de(tableau, dans_la_feuille, ligne));
            colonne = dans_la_feuille.unwrap_or(colonne);
        }
        let conditions = &self.edition.conditions.conditions;
        let regle = etape
            .regle
            .and_then(|rang| conditions.get(usize::from(rang)));
        Modification {
            fichier: self.fichier.to_owned(),
            ligne,
            colonne,
            candidat: avant.candidats + u64::from(place.candidat) + 1,
            champ: champ.clone(),
            avant: etape.avant,
            apres: etape.apres,
            surete: etape.surete,
            etat: etape.etat,
            regle: regle.map(|condition| condition.code.get_ref().clone()),
            correction: etape.reparation.nom.to_owned(),
            raison: etape.reparation.mots.to_owned(),
            lieu,
        }
    }
}

/// The fields that are left alone, by bit: where their value ends is a matter of opinion, or an edit would
/// take away more than a value.
fn douteux(candidat: &Candidat<'_>) -> u64 {
    let mut champs = candidat.texte_apres_guillemet.map_or(0, |champ| 1 << champ);
    for anomalie in candidat.anomalies {
        let au_sens_incertain = matches!(
            anomalie.defaut,
            Defaut::BaliseDansUneValeur | Defaut::ElementEnDouble | Defaut::Malforme(_)
        );
        if let (true, Some(champ)) = (au_sens_incertain, anomalie.champ) {
            champs |= 1 << champ;
        }
    }
    (0u8..)
        .zip(candidat.elements)
        .filter(|(_, element)| element.forme == Forme::Absente)
        .fold(champs, |champs, (champ, _)| champs | 1 << champ)
}
