//! A candidate that is not plain: attributes, comments, CDATA, references, another order, or faults.

use super::super::parcours::{Accident, Candidat, Debuts, Element, Forme, Visiteur};
use super::{Parcours, anomalie};
use crate::champs::Champs;
use crate::lecture::xml::PROFONDEUR_MAX;
use crate::lecture::xml::defaut::{Anomalie, Cause, Defaut};
use crate::lecture::xml::jeton::{self, Attributs, Genre, Jeton, est_blanc, local};
use crate::lecture::xml::modele::{est_de_service, prefixe_declare};
use crate::lecture::xml::valeur::{decoder, est_nue};
use crate::plan::SurPlace;

/// More faults of the same candidate would say nothing more.
const ANOMALIES_MAX: usize = 64;

/// A namespace declared by a prefix.
type Espace = (Vec<u8>, Vec<u8>);

/// What is being read of a candidate.
struct Lu<'a> {
    bloc: &'a [u8],
    /// The names of the elements open in it.
    pile: Vec<(usize, usize)>,
    /// What is deeper than so many elements is not read.
    ignore: Option<usize>,
    /// The field being read, by its rank among the leaves.
    feuille: Option<usize>,
    /// Its pieces, and whether each is a CDATA section.
    morceaux: Vec<(usize, usize, bool)>,
    /// Fields seen.
    vus: u64,
    /// The furthest of them in the order of the structure.
    plus_loin: usize,
    elements: [Element; Champs::MAX],
    valeurs: [&'a [u8]; Champs::MAX],
    /// Values that are not bytes of the block.
    libres: Vec<(usize, Vec<u8>)>,
    espaces: Vec<Espace>,
    anomalies: Vec<Anomalie>,
    texte_dit: bool,
}

impl Lu<'_> {
    fn noter(&mut self, anomalie: Anomalie) {
        if self.anomalies.len() < ANOMALIES_MAX {
            self.anomalies.push(anomalie);
        }
    }
}

impl Parcours<'_> {
    /// Any candidate, whose bytes end at `limite` at the latest; gives the offset after it.
    pub(super) fn quelconque(
        &mut self,
        debut: usize,
        limite: usize,
        visiteur: &mut impl Visiteur,
    ) -> usize {
        let mut lu = Lu {
            bloc: self.bloc,
            pile: Vec::new(),
            ignore: None,
            feuille: None,
            morceaux: Vec::new(),
            vus: 0,
            plus_loin: 0,
            elements: [Element::default(); Champs::MAX],
            valeurs: [b""; Champs::MAX],
            libres: Vec::new(),
            espaces: Vec::new(),
            anomalies: Vec::new(),
            texte_dit: false,
        };
        match self.lire(debut, limite, &mut lu) {
            Ok(fin) => {
                self.rendre(debut, fin, &lu, visiteur);
                fin
            }
            Err(faute) => {
                visiteur.accident(Accident::Xml(faute), self.place(debut, limite));
                self.perdu = true;
                limite
            }
        }
    }

    fn rendre(&self, debut: usize, fin: usize, lu: &Lu<'_>, visiteur: &mut impl Visiteur) {
        let nombre = self.lecture.champs;
        let mut valeurs = lu.valeurs;
        for (champ, libre) in &lu.libres {
            valeurs[*champ] = libre;
        }
        let mut debuts = [debut; Champs::MAX];
        let mut vides = 0u64;
        for rang in 0..nombre {
            let element = lu.elements[rang];
            vides |= u64::from(valeurs[rang].is_empty()) << rang;
            if element.forme != Forme::Absente {
                debuts[rang] = if valeurs[rang].is_empty() {
                    element.balise
                } else {
                    element.debut
                };
            }
        }
        visiteur.candidat(&Candidat {
            valeurs: &valeurs[..nombre],
            vides,
            debuts: Debuts::Lus(&debuts[..nombre]),
            sur_place: SurPlace::default(),
            place: self.place(debut, fin),
            texte_apres_guillemet: None,
            elements: &lu.elements[..nombre],
            anomalies: &lu.anomalies,
        });
    }

    /// The offset after the candidate, or why it cannot be read.
    fn lire(&self, debut: usize, limite: usize, lu: &mut Lu<'_>) -> Result<usize, Anomalie> {
        let vue = &self.bloc[..limite];
        let tete = jeton::lire(vue, debut);
        match tete.genre {
            Genre::Ouvrante | Genre::Vide => {}
            Genre::Faute(cause) => return Err(malforme(cause, &tete)),
            _ => return Err(malforme(Cause::BaliseNonFermee, &tete)),
        }
        let siens = self.attributs(&tete, lu)?;
        lu.espaces = siens;
        self.verifier_espace(&tete, &[], lu);
        if tete.genre == Genre::Vide {
            return Ok(tete.fin);
        }
        let mut position = tete.fin;
        while position < limite {
            let jeton = jeton::lire(vue, position);
            position = jeton.fin;
            match jeton.genre {
                Genre::Texte => self.texte(&jeton, false, lu),
                Genre::Cdata => self.texte(&jeton, true, lu),
                Genre::Commentaire => {}
                Genre::Instruction if !est_declaration(vue, &jeton) => {}
                Genre::Instruction | Genre::Declaration => {
                    return Err(malforme(Cause::DeclarationMalPlacee, &jeton));
                }
                Genre::Ouvrante | Genre::Vide => self.ouvrir(&jeton, lu)?,
                Genre::Fermante => {
                    let nom = &vue[jeton.nom.0..jeton.nom.1];
                    match lu.pile.pop() {
                        None if nom == &vue[tete.nom.0..tete.nom.1] => return Ok(jeton.fin),
                        Some(ouvert) if nom == &vue[ouvert.0..ouvert.1] => self.fermer(&jeton, lu),
                        Some(ouvert) if local(nom) == self.lecture.modele.candidat.as_bytes() => {
                            return Err(anomalie(
                                Defaut::Malforme(Cause::ElementNonFerme),
                                None,
                                ouvert.0 - 1,
                                ouvert,
                            ));
                        }
                        _ => {
                            return Err(anomalie(
                                Defaut::Malforme(Cause::FermanteInattendue),
                                None,
                                jeton.debut,
                                (jeton.debut, jeton.fin),
                            ));
                        }
                    }
                }
                Genre::Faute(cause) => return Err(malforme(cause, &jeton)),
                Genre::Inacheve => return Err(malforme(inacheve(vue, &jeton), &jeton)),
            }
        }
        let ouvert = lu.pile.last().copied().unwrap_or(tete.nom);
        Err(anomalie(
            Defaut::Malforme(Cause::ElementNonFerme),
            None,
            ouvert.0 - 1,
            ouvert,
        ))
    }

    fn ouvrir(&self, jeton: &Jeton, lu: &mut Lu<'_>) -> Result<(), Anomalie> {
        let modele = self.lecture.modele;
        if modele.autour.len() + lu.pile.len() + 2 > PROFONDEUR_MAX {
            return Err(anomalie(Defaut::TropProfond, None, jeton.debut, jeton.nom));
        }
        let siens = self.attributs(jeton, lu)?;
        if lu.ignore.is_none() {
            if let Some(rang) = lu.feuille {
                let champ = modele.feuilles[rang].champ;
                lu.elements[usize::from(champ)].forme = Forme::Melee;
                // Told once for each value.
                let deja = |a: &Anomalie| {
                    a.defaut == Defaut::BaliseDansUneValeur && a.champ == Some(champ)
                };
                if !lu.anomalies.iter().any(deja) {
                    lu.noter(anomalie(
                        Defaut::BaliseDansUneValeur,
                        Some(champ),
                        jeton.debut,
                        (jeton.debut, jeton.fin),
                    ));
                }
                lu.ignore = Some(lu.pile.len());
            } else {
                self.verifier_espace(jeton, &siens, lu);
                self.reconnaitre(jeton, lu);
            }
        }
        lu.pile.push(jeton.nom);
        if jeton.genre == Genre::Vide {
            lu.pile.pop();
            self.fermer(jeton, lu);
        }
        Ok(())
    }

    /// A field, what holds fields, or an element that the structure does not have.
    fn reconnaitre(&self, jeton: &Jeton, lu: &mut Lu<'_>) {
        let modele = self.lecture.modele;
        let profondeur = lu.pile.len();
        let sur_le_chemin = |chemin: &[String]| {
            chemin.len() > profondeur
                && lu
                    .pile
                    .iter()
                    .chain([&jeton.nom])
                    .zip(chemin)
                    .all(|(nom, voulu)| local(&lu.bloc[nom.0..nom.1]) == voulu.as_bytes())
        };
        let trouve = modele
            .feuilles
            .iter()
            .position(|feuille| sur_le_chemin(&feuille.chemin));
        let Some(rang) = trouve else {
            lu.noter(anomalie(
                Defaut::ElementInconnu,
                None,
                jeton.debut,
                jeton.nom,
            ));
            lu.ignore = Some(profondeur);
            return;
        };
        if modele.feuilles[rang].chemin.len() > profondeur + 1 {
            return;
        }
        let champ = modele.feuilles[rang].champ;
        if lu.vus >> champ & 1 == 1 {
            lu.noter(anomalie(
                Defaut::ElementEnDouble,
                Some(champ),
                jeton.debut,
                jeton.nom,
            ));
            lu.ignore = Some(profondeur);
            return;
        }
        if rang < lu.plus_loin && !lu.anomalies.iter().any(|a| a.defaut == Defaut::Desordre) {
            lu.noter(anomalie(
                Defaut::Desordre,
                Some(champ),
                jeton.debut,
                jeton.nom,
            ));
        }
        lu.plus_loin = lu.plus_loin.max(rang);
        lu.vus |= 1 << champ;
        lu.feuille = Some(rang);
        lu.morceaux.clear();
        lu.elements[usize::from(champ)] = Element {
            forme: if jeton.genre == Genre::Vide {
                Forme::Fermee
            } else {
                Forme::Texte
            },
            balise: jeton.debut,
            debut: jeton.fin,
            fin: jeton.fin,
        };
    }

    /// An element has just been taken off the pile.
    fn fermer(&self, jeton: &Jeton, lu: &mut Lu<'_>) {
        if let Some(profondeur) = lu.ignore {
            if lu.pile.len() == profondeur {
                lu.ignore = None;
            }
            return;
        }
        let Some(rang) = lu.feuille.take() else {
            return;
        };
        let champ = self.lecture.modele.feuilles[rang].champ;
        if jeton.genre == Genre::Fermante {
            self.poser(champ, jeton.debut, lu);
        }
    }

    /// The value of a field, once its pieces are known.
    fn poser(&self, champ: u8, fin: usize, lu: &mut Lu<'_>) {
        let place = usize::from(champ);
        let bloc = self.bloc;
        let melee = lu.elements[place].forme == Forme::Melee;
        let element = &mut lu.elements[place];
        element.fin = fin;
        let morceaux = std::mem::take(&mut lu.morceaux);
        match morceaux[..] {
            [] => {
                if element.debut < fin {
                    element.forme = Forme::Melee;
                }
                return;
            }
            [(debut, arret, cdata)] if !melee => {
                let entier = if cdata {
                    arret + 3 == fin && debut == element.debut + 9
                } else {
                    debut == element.debut && arret == fin
                };
                element.forme = match (entier, cdata) {
                    (true, true) => Forme::Cdata,
                    (true, false) => Forme::Texte,
                    (false, _) => Forme::Melee,
                };
                if entier {
                    element.debut = debut;
                    element.fin = arret;
                }
                let nue = if cdata {
                    !bloc[debut..arret]
                        .iter()
                        .any(|&o| o < 0x20 && o != b'\t' && o != b'\n')
                } else {
                    est_nue(&bloc[debut..arret])
                };
                if nue {
                    lu.valeurs[place] = &lu.bloc[debut..arret];
                    return;
                }
            }
            _ => element.forme = Forme::Melee,
        }
        let mut valeur = Vec::new();
        for (debut, arret, cdata) in morceaux {
            let encodage = self.lecture.encodage;
            let mut fautes = Vec::new();
            decoder(
                encodage,
                &bloc[debut..arret],
                !cdata,
                &mut valeur,
                |cause, (de, a)| fautes.push((cause, debut + de, debut + a)),
            );
            for (cause, de, a) in fautes {
                lu.noter(anomalie(Defaut::Malforme(cause), Some(champ), de, (de, a)));
            }
        }
        lu.libres.push((place, valeur));
    }

    fn texte(&self, jeton: &Jeton, cdata: bool, lu: &mut Lu<'_>) {
        if lu.ignore.is_some() {
            return;
        }
        if lu.feuille.is_some() {
            lu.morceaux.push((jeton.nom.0, jeton.nom.1, cdata));
            return;
        }
        let octets = &self.bloc[jeton.nom.0..jeton.nom.1];
        let Some(premier) = octets.iter().position(|&o| !est_blanc(o)) else {
            return;
        };
        if !lu.texte_dit {
            lu.texte_dit = true;
            let debut = jeton.nom.0 + premier;
            lu.noter(anomalie(
                Defaut::TexteInattendu,
                None,
                debut,
                (debut, jeton.nom.1),
            ));
        }
    }

    /// Goes through the attributes of a tag; gives the namespaces it declares.
    fn attributs(&self, jeton: &Jeton, lu: &mut Lu<'_>) -> Result<Vec<Espace>, Anomalie> {
        let bloc = self.bloc;
        let mut espaces = Vec::new();
        let mut inconnus = Vec::new();
        let lus = jeton::attributs(bloc, jeton, |attribut| {
            let nom = &bloc[attribut.nom.0..attribut.nom.1];
            if let Some(prefixe) = prefixe_declare(nom) {
                let espace = &bloc[attribut.valeur.0..attribut.valeur.1];
                espaces.push((prefixe.to_vec(), espace.to_vec()));
            } else if !est_de_service(nom) {
                inconnus.push(attribut.nom);
            }
        });
        match lus {
            Attributs::Lus => {}
            Attributs::MalEcrits(octet) => {
                return Err(anomalie(
                    Defaut::Malforme(Cause::AttributMalEcrit),
                    None,
                    octet,
                    jeton.nom,
                ));
            }
            Attributs::TropNombreux(octet) => {
                lu.noter(anomalie(Defaut::TropDAttributs, None, octet, jeton.nom));
            }
        }
        if lu.ignore.is_none() {
            for nom in inconnus {
                lu.noter(anomalie(Defaut::AttributInconnu, None, nom.0, nom));
            }
        }
        Ok(espaces)
    }

    fn verifier_espace(&self, jeton: &Jeton, siens: &[Espace], lu: &mut Lu<'_>) {
        let nom = &self.bloc[jeton.nom.0..jeton.nom.1];
        let modele = self.lecture.modele;
        let bon = if siens.is_empty() {
            modele.est_du_bon_espace(nom, &lu.espaces)
        } else {
            modele.est_du_bon_espace(nom, &[&lu.espaces[..], siens].concat())
        };
        if !bon {
            lu.noter(anomalie(Defaut::EspaceDeNoms, None, jeton.debut, jeton.nom));
        }
    }
}

/// `<?xml` in the middle of a file: files put end to end.
pub(super) fn est_declaration(octets: &[u8], jeton: &Jeton) -> bool {
    octets[jeton.debut..].starts_with(b"<?xml")
        && octets.get(jeton.debut + 5).is_some_and(|&o| est_blanc(o))
}

/// What is not finished, by the way it begins.
pub(super) fn inacheve(octets: &[u8], jeton: &Jeton) -> Cause {
    if matches!(octets.get(jeton.debut + 1), Some(b'!' | b'?')) {
        Cause::JamaisFerme
    } else {
        Cause::BaliseNonFermee
    }
}

pub(super) fn malforme(cause: Cause, jeton: &Jeton) -> Anomalie {
    anomalie(Defaut::Malforme(cause), None, jeton.debut, jeton.nom)
}
