//! An interview: the facts of a dossier, asked one by one.
//!
//! It is a state machine without any terminal: [`Entretien::question`] says what to ask,
//! [`Entretien::repondre`] takes what was answered, [`Entretien::controler`] tells a refusal as soon as it is
//! certain. What to ask, in which order and when, the edition declares (`dossier.toml`).

mod ecriture;
mod parole;
mod question;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use guichet_socle::{Constat, Issue, Resultat};

use crate::dossier::{Dossier, Faute, Origine, Rang, Schema, ValeurDeChamp};
use crate::explication::valeur_en_mots;
use crate::procedure::Instructeur;

pub use ecriture::dossier_en_objet;
use parole::Parole;
pub use question::{Question, forme_attendue, nature_du_champ};

/// What an answer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suite {
    /// It was kept; said again in words when they are not those that were typed.
    Notee(Option<String>),
    /// The fact stays unknown.
    Passee,
    /// It is no answer: the fact, then what to do. The same question stands.
    Faute(String),
    /// Help was asked for. The same question stands.
    Aide(String),
    /// The question before stands again, its answer forgotten.
    Retour,
    /// There is no question before. The same one stands.
    RienAvant,
    /// No more questions are wanted.
    Fin,
}

/// What is asked for at once.
#[derive(Debug, Clone)]
enum Etape {
    Champ(Rang),
    /// A repeated record: its fields, in order.
    Groupe {
        nom: String,
        membres: Vec<Rang>,
    },
}

/// Where the interview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lieu {
    /// A field, or whether there is a record at all.
    Etape(usize),
    /// A field of the record being told.
    Membre {
        etape: usize,
        membre: usize,
    },
    /// Whether there is another record.
    Encore(usize),
    Fini,
}

/// All that « retour » takes back.
#[derive(Debug, Clone)]
struct Etat {
    lieu: Lieu,
    dossier: Dossier,
    /// The records of the group being asked, told so far; the last one may be begun only.
    lignes: Vec<Vec<ValeurDeChamp>>,
    /// The rules that refuse the dossier, already told.
    annonces: BTreeSet<String>,
    /// Whether it was told that the dossier is refused, and no one has said yet to go on.
    a_confirmer: bool,
}

/// An interview.
#[derive(Debug, Clone)]
pub struct Entretien<'s> {
    schema: &'s Schema,
    etapes: Vec<Etape>,
    etat: Etat,
    avant: Vec<Etat>,
}

impl<'s> Entretien<'s> {
    /// Nothing asked yet.
    #[must_use]
    pub fn nouveau(schema: &'s Schema) -> Self {
        Self {
            schema,
            etapes: etapes(schema),
            etat: Etat {
                lieu: Lieu::Etape(0),
                dossier: Dossier::vide(schema.champs().len()),
                lignes: Vec::new(),
                annonces: BTreeSet::new(),
                a_confirmer: false,
            },
            avant: Vec::new(),
        }
        .a_demander()
    }

    /// What to ask now; none when the interview is over.
    #[must_use]
    pub fn question(&self) -> Option<Question<'s>> {
        if self.etat.a_confirmer {
            return Some(Question::continuer());
        }
        let sur = self.etapes.len();
        match self.etat.lieu {
            Lieu::Etape(rang) => match self.etapes.get(rang)? {
                Etape::Champ(champ) => {
                    Some(Question::du_champ(self.schema.champ(*champ)).au_rang(rang + 1, sur))
                }
                Etape::Groupe { nom, .. } => {
                    let groupe = self.schema.groupe(nom)?;
                    Some(Question::du_groupe(groupe, &groupe.question).au_rang(rang + 1, sur))
                }
            },
            Lieu::Membre { .. } => {
                let champ = self.membre()?;
                Some(Question::du_champ(self.schema.champ(champ)).d_un_groupe())
            }
            Lieu::Encore(rang) => match self.etapes.get(rang)? {
                Etape::Groupe { nom, .. } => {
                    let groupe = self.schema.groupe(nom)?;
                    Some(Question::du_groupe(groupe, &groupe.encore).sans_aide())
                }
                Etape::Champ(_) => None,
            },
            Lieu::Fini => None,
        }
    }

    /// Takes what was answered to the question that stands.
    pub fn repondre(&mut self, ecrit: &str) -> Suite {
        let Some(question) = self.question() else {
            return Suite::Fin;
        };
        match Parole::entendre(ecrit) {
            Parole::Aide => Suite::Aide(question.aide_entiere()),
            Parole::Retour => match self.avant.pop() {
                Some(avant) => {
                    self.etat = avant;
                    Suite::Retour
                }
                None => Suite::RienAvant,
            },
            Parole::Fin => {
                self.finir();
                Suite::Fin
            }
            Parole::Passe if self.etat.a_confirmer => {
                self.etat.a_confirmer = false;
                Suite::Passee
            }
            Parole::Ignore if self.etat.a_confirmer => Suite::Faute(parole::ni_oui_ni_non(ecrit)),
            Parole::Passe | Parole::Ignore => {
                self.avant.push(self.etat.clone());
                self.poser(ValeurDeChamp::Absente);
                Suite::Passee
            }
            Parole::Dit(dit) if self.etat.a_confirmer => match parole::oui_ou_non(dit) {
                Some(continuer) => {
                    self.etat.a_confirmer = false;
                    if continuer {
                        Suite::Notee(None)
                    } else {
                        self.finir();
                        Suite::Fin
                    }
                }
                None => Suite::Faute(parole::ni_oui_ni_non(dit)),
            },
            Parole::Dit(dit) => self.prendre(dit),
        }
    }

    /// Tells the conditions that refuse the dossier whatever comes, once each; the first time, the next
    /// question is whether to go on.
    pub fn controler(&mut self, instructeur: &dyn Instructeur) -> Vec<Constat> {
        let dossier = &self.etat.dossier;
        if instructeur.issue(dossier) != Issue::Defavorable {
            return Vec::new();
        }
        let premiere = self.etat.annonces.is_empty();
        let annonces = &mut self.etat.annonces;
        let nouveaux: Vec<Constat> = instructeur
            .instruire(dossier, "", "")
            .constats
            .into_iter()
            .filter(|constat| constat.resultat == Resultat::NonRempli)
            .filter(|constat| annonces.insert(constat.regle.to_string()))
            .collect();
        if premiere && !nouveaux.is_empty() {
            self.etat.lieu = self.demandable(self.etat.lieu);
            self.etat.a_confirmer = self.etat.lieu != Lieu::Fini;
        }
        nouveaux
    }

    /// Asks nothing more.
    pub fn finir(&mut self) {
        self.clore_le_groupe();
        self.etat.a_confirmer = false;
        self.etat.lieu = Lieu::Fini;
    }

    /// What is known so far.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.etat.dossier
    }

    fn prendre(&mut self, dit: &str) -> Suite {
        let etat = self.etat.clone();
        let champ = match self.etat.lieu {
            Lieu::Etape(rang) => match self.etapes.get(rang) {
                Some(Etape::Champ(champ)) => Some(*champ),
                _ => None,
            },
            Lieu::Membre { .. } => self.membre(),
            Lieu::Encore(_) | Lieu::Fini => None,
        };
        let lue = match champ {
            Some(champ) => self.lire(champ, dit),
            None => parole::oui_ou_non(dit)
                .map(ValeurDeChamp::Booleen)
                .ok_or_else(|| Faute(parole::ni_oui_ni_non(dit))),
        };
        match lue {
            Ok(valeur) => {
                let mots = champ.and_then(|champ| self.en_mots(champ, valeur));
                self.avant.push(etat);
                self.poser(valeur);
                Suite::Notee(mots.filter(|mots| mots != dit))
            }
            Err(Faute(message)) => Suite::Faute(message),
        }
    }

    fn lire(&mut self, champ: Rang, dit: &str) -> Result<ValeurDeChamp, Faute> {
        let declare = self.schema.champ(champ);
        if (declare.nul.as_ref()).is_some_and(|nul| nul.to_lowercase() == dit.to_lowercase()) {
            return Ok(ValeurDeChamp::Nulle);
        }
        let dossier = &mut self.etat.dossier;
        if declare.est_une_liste() {
            if parole::aucun(dit) {
                return Ok(dossier.garder_liste(&[]));
            }
            let mut valeurs = Vec::new();
            for element in dit.split('|').map(str::trim) {
                let element = parole::a_lire(declare, element);
                valeurs.push(dossier.lire_valeur(declare, &element, Origine::Personne)?);
            }
            return Ok(dossier.garder_liste(&valeurs));
        }
        let lue = dossier.lire_valeur(declare, &parole::a_lire(declare, dit), Origine::Personne);
        lue.map_err(|faute| parole::faute_de_reponse(declare, dit).unwrap_or(faute))
    }

    /// The value in words, where they say more than what was typed.
    fn en_mots(&self, champ: Rang, valeur: ValeurDeChamp) -> Option<String> {
        match valeur {
            ValeurDeChamp::Booleen(_) | ValeurDeChamp::Texte { .. } => None,
            // The list is in the buffer, not yet in the dossier.
            ValeurDeChamp::Liste { .. } => {
                let mut pose = self.etat.dossier.clone();
                pose.poser(champ, valeur);
                valeur_en_mots(self.schema, &pose, champ, valeur)
            }
            _ => valeur_en_mots(self.schema, &self.etat.dossier, champ, valeur),
        }
    }

    /// Puts the answer in its place, and goes on.
    fn poser(&mut self, valeur: ValeurDeChamp) {
        let oui = valeur == ValeurDeChamp::Booleen(true);
        let suivant = match self.etat.lieu {
            Lieu::Etape(rang) => match &self.etapes[rang] {
                Etape::Champ(champ) => {
                    let champ = *champ;
                    self.etat.dossier.poser(champ, valeur);
                    Lieu::Etape(rang + 1)
                }
                Etape::Groupe { .. } if oui => self.nouveau_membre(rang),
                Etape::Groupe { membres, .. } => {
                    // « non » says that there is none; an unknown answer says nothing.
                    let valeur = match valeur {
                        ValeurDeChamp::Absente => ValeurDeChamp::Absente,
                        _ => self.etat.dossier.garder_liste(&[]),
                    };
                    for &champ in membres {
                        self.etat.dossier.poser(champ, valeur);
                    }
                    Lieu::Etape(rang + 1)
                }
            },
            Lieu::Membre { etape, membre } => {
                if let Some(ligne) = self.etat.lignes.last_mut() {
                    ligne.push(valeur);
                }
                let Etape::Groupe { membres, .. } = &self.etapes[etape] else {
                    return;
                };
                if membre + 1 < membres.len() {
                    Lieu::Membre {
                        etape,
                        membre: membre + 1,
                    }
                } else {
                    Lieu::Encore(etape)
                }
            }
            Lieu::Encore(etape) if oui => self.nouveau_membre(etape),
            Lieu::Encore(etape) => {
                self.clore_le_groupe();
                Lieu::Etape(etape + 1)
            }
            Lieu::Fini => Lieu::Fini,
        };
        self.etat.lieu = self.demandable(suivant);
    }

    fn nouveau_membre(&mut self, etape: usize) -> Lieu {
        self.etat.lignes.push(Vec::new());
        Lieu::Membre { etape, membre: 0 }
    }

    /// Puts the records told in the dossier, as parallel lists. A value that no one knows leaves its whole
    /// list unknown: fewer values would tell of fewer records.
    fn clore_le_groupe(&mut self) {
        let (Lieu::Membre { etape, .. } | Lieu::Encore(etape)) = self.etat.lieu else {
            return;
        };
        let Etape::Groupe { membres, .. } = &self.etapes[etape] else {
            return;
        };
        let lignes = std::mem::take(&mut self.etat.lignes);
        for (rang, &champ) in membres.iter().enumerate() {
            let connues: Option<Vec<ValeurDeChamp>> = lignes
                .iter()
                .map(|ligne| ligne.get(rang).copied())
                .map(|valeur| valeur.filter(|valeur| *valeur != ValeurDeChamp::Absente))
                .collect();
            let valeur = match connues {
                Some(connues) => self.etat.dossier.garder_liste(&connues),
                None => ValeurDeChamp::Absente,
            };
            self.etat.dossier.poser(champ, valeur);
        }
    }

    fn membre(&self) -> Option<Rang> {
        let Lieu::Membre { etape, membre } = self.etat.lieu else {
            return None;
        };
        match self.etapes.get(etape)? {
            Etape::Groupe { membres, .. } => membres.get(membre).copied(),
            Etape::Champ(_) => None,
        }
    }

    fn a_demander(mut self) -> Self {
        self.etat.lieu = self.demandable(self.etat.lieu);
        self
    }

    /// The first place, from this one on, whose question still matters.
    fn demandable(&self, lieu: Lieu) -> Lieu {
        let Lieu::Etape(depuis) = lieu else {
            return lieu;
        };
        (depuis..self.etapes.len())
            .find(|&rang| self.compte(&self.etapes[rang]))
            .map_or(Lieu::Fini, Lieu::Etape)
    }

    fn compte(&self, etape: &Etape) -> bool {
        let Etape::Champ(champ) = etape else {
            return true;
        };
        let declare = self.schema.champ(*champ);
        let inutile = (declare.sauf_si_connu.as_deref())
            .and_then(|autre| self.schema.rang(autre))
            .is_some_and(|autre| !self.etat.dossier.est_absent(autre));
        let trop_tard = declare.en_dernier && !self.etat.annonces.is_empty();
        !inutile && !trop_tard
    }
}

/// What to ask, in order: the fields that come last after the others.
fn etapes(schema: &Schema) -> Vec<Etape> {
    let mut etapes: Vec<Etape> = Vec::new();
    let mut dernieres = Vec::new();
    for champ in schema.champs() {
        let Some(rang) = schema.rang(&champ.nom) else {
            continue;
        };
        if let Some(groupe) = &champ.groupe {
            let place = etapes.iter_mut().find_map(|etape| match etape {
                Etape::Groupe { nom, membres } if nom == groupe => Some(membres),
                _ => None,
            });
            match place {
                Some(membres) => membres.push(rang),
                None => etapes.push(Etape::Groupe {
                    nom: groupe.clone(),
                    membres: vec![rang],
                }),
            }
        } else if champ.en_dernier {
            dernieres.push(Etape::Champ(rang));
        } else {
            etapes.push(Etape::Champ(rang));
        }
    }
    etapes.extend(dernieres);
    etapes
}
