//! Between two candidates, and after the last one.

use super::super::parcours::Visiteur;
use super::candidat::{est_declaration, inacheve, malforme};
use super::{Parcours, anomalie};
use crate::lecture::xml::PROFONDEUR_MAX;
use crate::lecture::xml::defaut::{Anomalie, Cause, Defaut};
use crate::lecture::xml::jeton::{self, Genre, Jeton, est_blanc, local};

impl Parcours<'_> {
    /// What stands here up to the next candidate; gives its offset.
    pub(super) fn dehors(&mut self, debut: usize, visiteur: &mut impl Visiteur) -> usize {
        let blancs = self.bloc[debut..].iter().position(|&o| !est_blanc(o));
        let Some(blancs) = blancs else {
            return self.bloc.len();
        };
        let mut position = debut + blancs;
        if self.lecture.modele.commence(&self.bloc[position..]) {
            return position;
        }
        let limite = self.limite(position);
        self.compter(debut);
        let place = self.place(debut, limite);
        let vue = &self.bloc[..limite];
        // One error says enough of such a place; names are told one by one.
        let mut dit = false;
        let mut fermante = (0, 0);
        while position < limite {
            let jeton = jeton::lire(vue, position);
            position = jeton.fin;
            let trouvee = match jeton.genre {
                Genre::Texte | Genre::Cdata => self.texte_dehors(&jeton),
                Genre::Commentaire => None,
                Genre::Instruction if !est_declaration(vue, &jeton) => None,
                Genre::Instruction | Genre::Declaration => {
                    Some(malforme(Cause::DeclarationMalPlacee, &jeton))
                }
                Genre::Fermante => {
                    fermante = (jeton.debut, jeton.fin);
                    self.fermer_autour(&jeton)
                }
                Genre::Ouvrante | Genre::Vide => {
                    let (suite, trouvee) = self.element_dehors(&jeton, limite);
                    position = suite;
                    trouvee
                }
                Genre::Faute(cause) => Some(malforme(cause, &jeton)),
                Genre::Inacheve => Some(malforme(inacheve(vue, &jeton), &jeton)),
            };
            if let Some(trouvee) = trouvee
                && (trouvee.defaut.est_groupe() || !dit)
            {
                dit |= !trouvee.defaut.est_groupe();
                self.perdu |= matches!(trouvee.defaut, Defaut::Malforme(_) | Defaut::TropProfond);
                visiteur.dehors(&trouvee, place);
            }
        }
        // Told here and not at the candidate, which may be in another block.
        let suivi = limite < self.bloc.len() || !self.dernier;
        if self.fermes > 0 && suivi && !dit {
            let faute = Defaut::Malforme(Cause::CandidatApresLaFin);
            visiteur.dehors(&anomalie(faute, None, fermante.0, fermante), place);
        }
        limite
    }

    fn racine_fermee(&self) -> bool {
        self.fermes == self.lecture.modele.autour.len()
    }

    fn texte_dehors(&self, jeton: &Jeton) -> Option<Anomalie> {
        let octets = &self.bloc[jeton.nom.0..jeton.nom.1];
        let debut = jeton.nom.0 + octets.iter().position(|&o| !est_blanc(o))?;
        let defaut = if self.racine_fermee() {
            Defaut::Malforme(Cause::ApresLaFin)
        } else {
            Defaut::TexteInattendu
        };
        Some(anomalie(defaut, None, debut, (debut, jeton.nom.1)))
    }

    fn fermer_autour(&mut self, jeton: &Jeton) -> Option<Anomalie> {
        let autour = &self.lecture.modele.autour;
        let attendu = autour.len().checked_sub(self.fermes + 1);
        let nom = local(&self.bloc[jeton.nom.0..jeton.nom.1]);
        // Where the document has no element, one may have been opened under another name since the first
        // candidate, perhaps in another block.
        let modele = self.lecture.modele;
        let autre = |rang| {
            rang >= modele.du_document
                && nom != modele.candidat.as_bytes()
                && nom != modele.entete.as_bytes()
                && !autour.iter().any(|ouvert| ouvert.as_bytes() == nom)
        };
        if attendu.is_some_and(|rang| autour[rang].as_bytes() == nom || autre(rang)) {
            self.fermes += 1;
            return None;
        }
        Some(anomalie(
            Defaut::Malforme(Cause::FermanteInattendue),
            None,
            jeton.debut,
            (jeton.debut, jeton.fin),
        ))
    }

    /// An element that is no candidate: gives where it ends.
    fn element_dehors(&mut self, jeton: &Jeton, limite: usize) -> (usize, Option<Anomalie>) {
        let modele = self.lecture.modele;
        let nom = local(&self.bloc[jeton.nom.0..jeton.nom.1]);
        let dire = |defaut| Some(anomalie(defaut, None, jeton.debut, jeton.nom));
        if self.racine_fermee() {
            return (limite, dire(Defaut::Malforme(Cause::ApresLaFin)));
        }
        let rouvert =
            self.fermes > 0 && modele.autour[modele.autour.len() - self.fermes].as_bytes() == nom;
        if rouvert && jeton.genre == Genre::Ouvrante {
            self.fermes -= 1;
            return (jeton.fin, None);
        }
        let defaut = if nom == modele.entete.as_bytes() {
            Defaut::EnteteMalPlace
        } else if nom == modele.candidat.as_bytes() {
            Defaut::EspaceDeNoms
        } else {
            Defaut::ElementInconnu
        };
        let suivi = limite < self.bloc.len() || !self.dernier;
        let place_libre =
            self.fermes > 0 && modele.autour.len() - self.fermes >= modele.du_document;
        match self.fin_de_l_element(jeton, limite) {
            Ok(fin) => (fin, dire(defaut)),
            Err(faute)
                if faute.defaut == Defaut::Malforme(Cause::ElementNonFerme)
                    && defaut == Defaut::ElementInconnu
                    && place_libre
                    && suivi =>
            {
                self.fermes -= 1;
                (jeton.fin, dire(Defaut::AutourInconnu))
            }
            Err(faute) => (limite, Some(faute)),
        }
    }

    /// Where an element that is not read ends.
    fn fin_de_l_element(&self, ouvrante: &Jeton, limite: usize) -> Result<usize, Anomalie> {
        let vue = &self.bloc[..limite];
        let mut pile = Vec::new();
        let mut jeton = *ouvrante;
        loop {
            match jeton.genre {
                Genre::Ouvrante if pile.len() + 2 > PROFONDEUR_MAX => {
                    return Err(anomalie(Defaut::TropProfond, None, jeton.debut, jeton.nom));
                }
                Genre::Ouvrante => pile.push(jeton.nom),
                Genre::Fermante => {
                    let ouvert = pile.pop().unwrap_or_default();
                    if vue[ouvert.0..ouvert.1] != vue[jeton.nom.0..jeton.nom.1] {
                        return Err(anomalie(
                            Defaut::Malforme(Cause::FermanteInattendue),
                            None,
                            jeton.debut,
                            (jeton.debut, jeton.fin),
                        ));
                    }
                }
                Genre::Faute(cause) => return Err(malforme(cause, &jeton)),
                Genre::Inacheve => return Err(malforme(inacheve(vue, &jeton), &jeton)),
                Genre::Declaration => return Err(malforme(Cause::DeclarationMalPlacee, &jeton)),
                _ => {}
            }
            if pile.is_empty() {
                return Ok(jeton.fin);
            }
            if jeton.fin >= limite {
                let ouvert = pile.last().copied().unwrap_or_default();
                return Err(anomalie(
                    Defaut::Malforme(Cause::ElementNonFerme),
                    None,
                    ouvert.0.saturating_sub(1),
                    ouvert,
                ));
            }
            jeton = jeton::lire(vue, jeton.fin);
        }
    }

    /// The end of the file: the root must be closed.
    pub(super) fn finir(&mut self, visiteur: &mut impl Visiteur) {
        if self.racine_fermee() {
            return;
        }
        self.compter(self.bloc.len());
        let fin = self.bloc.len();
        let faute = Defaut::Malforme(Cause::FinDuFichier);
        visiteur.dehors(&anomalie(faute, None, fin, (0, 0)), self.place(fin, fin));
    }
}
