//! The repairs of a row: tried one by one, kept when fewer faults are left.

use std::borrow::Cow;
use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1252;

use super::{Reparation, Situation, par_nom, proposer};
use crate::EditionCyclades;
use crate::controle::preparation::Prete;
use crate::correction::Surete;
use crate::lecture::encodage::Encodage;
use crate::plan::Echec;
use crate::plan::SurPlace;

/// What a row fails: fields and rules.
type Echecs = BTreeSet<(u8, u16)>;

/// Not a rule: nothing is known of a value that holds a NUL or a lost character.
const ILLISIBLE: u16 = u16::MAX;

/// Passes over a row; each leaves a fault less, or rewrites a value as custom wants it.
const PASSES_MAX: usize = 64;

/// Repairs that one may need for what it reveals: a country given by its label, then the department.
const SUITES_MAX: usize = 4;

/// What became of a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// It is in the copy.
    Faite,
    /// It is shown only.
    Proposee,
    /// The encoding of the file has not the characters of the new value.
    Impossible,
}

/// A repair of a cell.
#[derive(Debug, Clone)]
pub struct Etape {
    /// Rank of the field.
    pub champ: u8,
    /// Rank of the rule; none for a repair of custom.
    pub regle: Option<u16>,
    /// The repair.
    pub reparation: &'static Reparation,
    /// The value before.
    pub avant: String,
    /// The value after.
    pub apres: String,
    /// How sure.
    pub surete: Surete,
    /// What became of it.
    pub etat: Etat,
}

/// The values of a row, in the scanned encoding, by rank of field.
type Ligne<'v> = Vec<Cow<'v, [u8]>>;

/// Repairs rows.
pub struct Moteur<'a> {
    edition: &'a EditionCyclades,
    prete: &'a Prete,
    /// Repairs of custom, by rank of field.
    usages: Vec<(u8, &'a str)>,
}

impl<'a> Moteur<'a> {
    /// For a file.
    pub fn new(edition: &'a EditionCyclades, prete: &'a Prete) -> Self {
        let usages = (0u8..)
            .zip(&edition.champs.liste)
            .filter(|(rang, _)| prete.entete.a(*rang))
            .flat_map(|(rang, champ)| {
                let noms = champ.corrections.iter();
                noms.map(move |nom| (rang, nom.get_ref().as_str()))
            })
            .collect();
        Self {
            edition,
            prete,
            usages,
        }
    }

    /// The repairs of a row, those that are made first. Fields of `interdits`, by bit, are left alone.
    pub fn reparer(&self, valeurs: &[&[u8]], interdits: u64, a_confirmer: bool) -> Vec<Etape> {
        let mut ligne: Ligne<'_> = valeurs
            .iter()
            .map(|valeur| Cow::Borrowed(*valeur))
            .collect();
        let mut essai = Essai {
            moteur: self,
            interdits,
            etapes: Vec::new(),
        };
        let avant = self.echecs(&ligne);
        if avant.is_empty() && !essai.a_un_usage(&ligne) {
            return Vec::new();
        }
        essai.jusqu_au_bout(&mut ligne, Surete::Sure);
        let niveau_demande = essai.etapes.len();
        essai.jusqu_au_bout(&mut ligne, Surete::AConfirmer);
        if !a_confirmer {
            for etape in &mut essai.etapes[niveau_demande..] {
                if etape.etat == Etat::Faite {
                    etape.etat = Etat::Proposee;
                }
            }
        }
        essai.montrer(&ligne);
        essai.etapes
    }

    fn echecs(&self, ligne: &Ligne<'_>) -> Echecs {
        let valeurs: Vec<&[u8]> = ligne.iter().map(AsRef::as_ref).collect();
        let vides = (0..)
            .zip(&valeurs)
            .filter(|(_, valeur)| valeur.is_empty())
            .fold(0u64, |vides, (rang, _)| vides | 1 << rang);
        let mut echecs = Echecs::new();
        let texte = |octets| self.prete.decoupeur.texte(octets);
        self.prete.plan.executer(
            &valeurs,
            vides,
            SurPlace::default(),
            texte,
            |champ, echec| {
                echecs.insert(match echec {
                    Echec::Regle(condition) => (champ, condition),
                    Echec::Nul | Echec::Illisible => (champ, ILLISIBLE),
                });
            },
        );
        echecs
    }

    /// A text in the scanned encoding, if it has all its characters.
    pub fn encoder(&self, texte: &str) -> Option<Vec<u8>> {
        if self.prete.encodage != Encodage::Windows1252 {
            return Some(texte.as_bytes().to_vec());
        }
        let (octets, _, sans_equivalent) = WINDOWS_1252.encode(texte);
        (!sans_equivalent).then(|| octets.into_owned())
    }

    fn texte(&self, ligne: &Ligne<'_>, champ: u8) -> String {
        let valeur = ligne.get(usize::from(champ));
        valeur.map_or_else(String::new, |v| self.prete.encodage.texte(v).into_owned())
    }

    /// What a repair makes of a field of the row.
    fn proposer(
        &self,
        ligne: &Ligne<'_>,
        champ: u8,
        regle: Option<u16>,
        nom: &str,
    ) -> Option<Etape> {
        let avant = self.texte(ligne, champ);
        let situation = Situation {
            edition: self.edition,
            cadre: &self.prete.cadre,
            champ,
            valeur: &avant,
            autre: &|rang| Some(self.texte(ligne, rang)),
        };
        let correction = proposer(nom, &situation)?;
        Some(Etape {
            champ,
            regle,
            reparation: par_nom(nom)?,
            apres: correction.valeur,
            surete: correction.surete,
            etat: Etat::Faite,
            avant,
        })
    }

    /// What the repairs of a rule make of a field.
    fn propositions<'l>(
        &'l self,
        ligne: &'l Ligne<'_>,
        champ: u8,
        regle: u16,
    ) -> impl Iterator<Item = Etape> + 'l {
        let condition = self.edition.conditions.conditions.get(usize::from(regle));
        condition
            .into_iter()
            .flat_map(|condition| &condition.corrections)
            .filter_map(move |nom| self.proposer(ligne, champ, Some(regle), nom.get_ref()))
    }
}

/// The repairs of one row under way.
struct Essai<'m, 'a> {
    moteur: &'m Moteur<'a>,
    interdits: u64,
    etapes: Vec<Etape>,
}

impl Essai<'_, '_> {
    fn permis(&self, champ: u8) -> bool {
        self.interdits >> champ & 1 == 0
    }

    /// Whether custom would write a value otherwise.
    fn a_un_usage(&self, ligne: &Ligne<'_>) -> bool {
        self.moteur.usages.iter().any(|&(champ, nom)| {
            self.permis(champ) && self.moteur.proposer(ligne, champ, None, nom).is_some()
        })
    }

    /// Repairs as long as something gets better.
    fn jusqu_au_bout(&mut self, ligne: &mut Ligne<'_>, niveau: Surete) {
        for _ in 0..PASSES_MAX {
            let avant = self.moteur.echecs(ligne);
            let Some(etapes) = self
                .une_faute_de_moins(ligne, &avant, niveau)
                .or_else(|| self.un_usage(ligne, &avant, niveau))
            else {
                return;
            };
            self.etapes.extend(etapes);
        }
    }

    fn une_faute_de_moins(
        &mut self,
        ligne: &mut Ligne<'_>,
        avant: &Echecs,
        niveau: Surete,
    ) -> Option<Vec<Etape>> {
        for &(champ, regle) in avant {
            if !self.permis(champ) {
                continue;
            }
            let propositions: Vec<Etape> = self.moteur.propositions(ligne, champ, regle).collect();
            for etape in propositions.into_iter().filter(|e| e.surete >= niveau) {
                if let Some((reparee, etapes)) = self.tenter(ligne, etape, avant, niveau) {
                    *ligne = reparee;
                    return Some(etapes);
                }
            }
        }
        None
    }

    /// A repair, with those of what it reveals; nothing unless the faults that are left are fewer, and
    /// none of them is new.
    fn tenter<'v>(
        &mut self,
        ligne: &Ligne<'v>,
        etape: Etape,
        avant: &Echecs,
        niveau: Surete,
    ) -> Option<(Ligne<'v>, Vec<Etape>)> {
        let mut reparee = ligne.clone();
        self.poser(&mut reparee, &etape)?;
        let mut etapes = vec![etape];
        loop {
            let apres = self.moteur.echecs(&reparee);
            let Some(&revele) = apres.difference(avant).next() else {
                // They stand or fall together: none is surer than the least sure.
                let surete = etapes.iter().map(|etape| etape.surete).min();
                for etape in &mut etapes {
                    etape.surete = surete.unwrap_or(etape.surete);
                }
                return (apres.len() < avant.len()).then_some((reparee, etapes));
            };
            let (champ, regle) = revele;
            if etapes.len() > SUITES_MAX || !self.permis(champ) {
                return None;
            }
            let propositions: Vec<Etape> =
                self.moteur.propositions(&reparee, champ, regle).collect();
            let (suivante, etape) = propositions
                .into_iter()
                .filter(|suite| suite.surete >= niveau)
                .find_map(|suite| {
                    let mut suivante = reparee.clone();
                    self.poser(&mut suivante, &suite)?;
                    let reste = self.moteur.echecs(&suivante);
                    (!reste.contains(&revele)).then_some((suivante, suite))
                })?;
            reparee = suivante;
            etapes.push(etape);
        }
    }

    /// Writes a value as custom wants it, when no fault comes of it.
    fn un_usage(
        &mut self,
        ligne: &mut Ligne<'_>,
        avant: &Echecs,
        niveau: Surete,
    ) -> Option<Vec<Etape>> {
        if niveau > Surete::AConfirmer {
            return None;
        }
        for &(champ, nom) in &self.moteur.usages {
            if !self.permis(champ) || avant.contains(&(champ, ILLISIBLE)) {
                continue;
            }
            let Some(mut etape) = self.moteur.proposer(ligne, champ, None, nom) else {
                continue;
            };
            // The document permits the value: nothing is sure against it.
            etape.surete = etape.surete.min(Surete::AConfirmer);
            let mut reparee = ligne.clone();
            if etape.surete >= niveau
                && self.poser(&mut reparee, &etape).is_some()
                && self.moteur.echecs(&reparee).is_subset(avant)
            {
                *ligne = reparee;
                return Some(vec![etape]);
            }
        }
        None
    }

    /// Puts a new value in the row, if the encoding has its characters.
    fn poser(&mut self, ligne: &mut Ligne<'_>, etape: &Etape) -> Option<()> {
        let Some(octets) = self.moteur.encoder(&etape.apres) else {
            let deja = |autre: &Etape| {
                (autre.champ, autre.regle, &autre.apres) == (etape.champ, etape.regle, &etape.apres)
            };
            if !self.etapes.iter().any(deja) {
                self.etapes.push(Etape {
                    etat: Etat::Impossible,
                    ..etape.clone()
                });
            }
            return None;
        };
        *ligne.get_mut(usize::from(etape.champ))? = Cow::Owned(octets);
        Some(())
    }

    /// Shows what is never made, for the faults that are left.
    fn montrer(&mut self, ligne: &Ligne<'_>) {
        let reste = self.moteur.echecs(ligne);
        for &(champ, regle) in &reste {
            if !self.permis(champ) {
                continue;
            }
            let indicative = self
                .moteur
                .propositions(ligne, champ, regle)
                .find(|etape| etape.surete == Surete::Indicative);
            if let Some(etape) = indicative {
                let mut essai = ligne.clone();
                if self.poser(&mut essai, &etape).is_some()
                    && self.moteur.echecs(&essai).is_subset(&reste)
                {
                    self.etapes.push(Etape {
                        etat: Etat::Proposee,
                        ..etape
                    });
                }
            }
        }
    }
}
