//! What stands before the first candidate: declaration, root, header block.

use std::io::{self, Read};

use super::defaut::{Cause, Defaut};
use super::flux::{Flux, Ici};
use super::jeton::{self, Attributs, Genre, Jeton, est_blanc, local, prefixe};
use super::modele::{est_de_service, prefixe_declare};
use super::valeur::decoder;
use super::{ATTRIBUTS_MAX, PROFONDEUR_MAX};
use crate::champs::Bloc;
use crate::lecture::encodage::Encodage;
use crate::structure::StructureXml;

/// A value of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValeurDEntete {
    /// Rank of the field.
    pub champ: u8,
    /// Its bytes, references undone.
    pub octets: Vec<u8>,
    /// Where it begins, or its element when it is empty.
    pub ici: Ici,
}

/// A fault, where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faute {
    /// Which.
    pub defaut: Defaut,
    /// The field it is about.
    pub champ: Option<u8>,
    /// The text it is about.
    pub texte: Vec<u8>,
    /// Where.
    pub ici: Ici,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Prologue {
    /// The root's name without prefix, and where it is.
    pub racine: Option<(Vec<u8>, Ici)>,
    /// Where a DTD begins: nothing after it was read.
    pub dtd: Option<Ici>,
    /// Where the header block begins.
    pub entete: Option<Ici>,
    /// Its values, in the order of the file.
    pub valeurs: Vec<ValeurDEntete>,
    /// What is wrong.
    pub fautes: Vec<Faute>,
    /// Where the first candidate begins, or the end of the file.
    pub fin: Ici,
    /// Prefix of the first candidate; none when there is no candidate.
    pub candidat: Option<Vec<u8>>,
    /// Names of the elements open around it, without prefix, the root first.
    pub autour: Vec<String>,
    /// The namespaces they declare, by prefix, the nearest first.
    pub prefixes: Vec<(Vec<u8>, Vec<u8>)>,
}

/// More faults would say nothing more.
const FAUTES_MAX: usize = 100;

/// A prefix or a name of the header longer than this is not one.
const NOM_MAX: usize = 128;

struct Lecture<'s, R> {
    flux: Flux<R>,
    structure: &'s StructureXml,
    encodage: Encodage,
    lu: Prologue,
    /// Names of the open elements.
    pile: Vec<Vec<u8>>,
    /// What is deeper is not read.
    ignore: Option<usize>,
    /// The header in what is not read: the rank of its first element, and what not to read after it.
    reprise: Option<(usize, usize)>,
    /// What is open is not known any more: only a candidate is looked for.
    perdu: bool,
    /// The field being read.
    champ: Option<ValeurDEntete>,
    /// The furthest field read, by its rank in the structure.
    plus_loin: usize,
    texte_dit: bool,
}

/// Reads up to the first candidate.
///
/// # Errors
/// The source cannot be read.
pub fn lire(
    source: impl Read,
    structure: &StructureXml,
    encodage: Encodage,
    fin_de_ligne: u8,
    marque: usize,
) -> io::Result<Prologue> {
    let mut lecture = Lecture {
        flux: Flux::new(source, encodage, fin_de_ligne, marque),
        structure,
        encodage,
        lu: Prologue::default(),
        pile: Vec::new(),
        ignore: None,
        reprise: None,
        perdu: false,
        champ: None,
        plus_loin: 0,
        texte_dit: false,
    };
    lecture.lire()?;
    let mut lu = lecture.lu;
    lu.fin = lecture.flux.ici();
    lu.autour = lecture
        .pile
        .iter()
        .map(|nom| String::from_utf8_lossy(local(nom)).into_owned())
        .collect();
    if lecture.perdu || lu.autour.is_empty() {
        let avant = structure.candidat.len().saturating_sub(1);
        lu.autour = vec![structure.racine.clone()];
        lu.autour.extend_from_slice(&structure.candidat[..avant]);
    }
    Ok(lu)
}

impl<R: Read> Lecture<'_, R> {
    fn lire(&mut self) -> io::Result<()> {
        loop {
            let ici = self.flux.ici();
            let Some(jeton) = self.flux.jeton()? else {
                self.finir();
                return Ok(());
            };
            match jeton.genre {
                Genre::Texte => self.texte(&jeton, true),
                Genre::Cdata => self.texte(&jeton, false),
                Genre::Commentaire => {}
                Genre::Instruction => {
                    let octets = &self.flux.octets()[jeton.debut..];
                    if ici.octets > 0
                        && octets.starts_with(b"<?xml")
                        && octets.get(5).is_some_and(|&o| est_blanc(o))
                    {
                        self.malforme(Cause::DeclarationMalPlacee, jeton.nom, ici);
                    }
                }
                Genre::Declaration => {
                    let octets = &self.flux.octets()[jeton.debut..];
                    if octets
                        .get(..9)
                        .is_some_and(|o| o.eq_ignore_ascii_case(b"<!DOCTYPE"))
                    {
                        self.lu.dtd = Some(ici);
                        return Ok(());
                    }
                    self.malforme(Cause::DeclarationMalPlacee, jeton.nom, ici);
                }
                Genre::Ouvrante | Genre::Vide => {
                    if self.est_candidat(&jeton) {
                        self.arriver(&jeton);
                        return Ok(());
                    }
                    self.ouvrir(&jeton, ici);
                }
                Genre::Fermante => self.fermer(&jeton, ici),
                Genre::Faute(cause) => self.malforme(cause, jeton.nom, ici),
                Genre::Inacheve => {
                    let octets = &self.flux.octets()[jeton.debut..];
                    let cause = match octets.get(1) {
                        Some(o) if !matches!(o, b'!' | b'?') => Cause::BaliseNonFermee,
                        _ => Cause::JamaisFerme,
                    };
                    self.malforme(cause, jeton.nom, ici);
                    self.perdu = true;
                    // What follows may still hold candidates.
                    return self.chercher(jeton.debut + 1);
                }
            }
            self.flux.passer(jeton.fin);
        }
    }

    /// After something that is never closed, a candidate is looked for in what is kept, and nothing else.
    fn chercher(&mut self, debut: usize) -> io::Result<()> {
        let octets = self.flux.octets();
        let debut = debut.min(octets.len());
        let trouve = memchr::memchr_iter(b'<', &octets[debut..])
            .map(|rang| debut + rang)
            .filter(|&rang| !matches!(octets.get(rang + 1), Some(b'!' | b'?')))
            .map(|rang| jeton::lire(octets, rang))
            .find(|jeton| {
                matches!(jeton.genre, Genre::Ouvrante | Genre::Vide) && self.est_candidat(jeton)
            });
        if let Some(jeton) = trouve {
            self.flux.passer(jeton.debut);
            self.arriver(&jeton);
            return Ok(());
        }
        let fin = octets.len();
        self.flux.passer(fin);
        // Of a tag too long to be kept, the rest is read as it comes.
        self.lire()
    }

    fn nom(&self, jeton: &Jeton) -> &[u8] {
        &self.flux.octets()[jeton.nom.0..jeton.nom.1]
    }

    fn noter(&mut self, defaut: Defaut, champ: Option<u8>, texte: (usize, usize), ici: Ici) {
        if self.lu.fautes.len() < FAUTES_MAX {
            let octets = &self.flux.octets()[texte.0..texte.1];
            let texte = octets[..octets.len().min(NOM_MAX)].to_vec();
            self.lu.fautes.push(Faute {
                defaut,
                champ,
                texte,
                ici,
            });
        }
    }

    /// One fault of this sort says enough of a header.
    fn malforme(&mut self, cause: Cause, texte: (usize, usize), ici: Ici) {
        let deja = |f: &Faute| matches!(f.defaut, Defaut::Malforme(_));
        if !self.lu.fautes.iter().any(deja) {
            self.noter(Defaut::Malforme(cause), None, texte, ici);
        }
    }

    fn est_candidat(&self, jeton: &Jeton) -> bool {
        let nom = self.nom(jeton);
        nom.len() <= NOM_MAX
            && self
                .structure
                .candidat
                .last()
                .is_some_and(|candidat| candidat.as_bytes() == local(nom))
    }

    /// The first candidate: the header should be closed; whatever else is open is around it.
    fn arriver(&mut self, jeton: &Jeton) {
        let attendu = self.structure.candidat.len();
        let ici = self.flux.ici();
        let prefixe = prefixe(self.nom(jeton)).to_vec();
        let entete = self.structure.entete.last().map_or("", String::as_str);
        if let (false, Some(ouvert)) = (self.perdu, self.pile.get(attendu))
            && self.ignore.is_none()
            && local(ouvert) == entete.as_bytes()
        {
            let ouvert = ouvert.clone();
            let deja = |f: &Faute| matches!(f.defaut, Defaut::Malforme(_));
            if !self.lu.fautes.iter().any(deja) {
                self.lu.fautes.push(Faute {
                    defaut: Defaut::Malforme(Cause::ElementNonFerme),
                    champ: None,
                    texte: ouvert,
                    ici,
                });
                self.perdu = true;
            }
        }
        self.reconnaitre_autour();
        if let Some(valeur) = self.champ.take() {
            self.lu.valeurs.push(valeur);
        }
        self.lu.candidat = Some(prefixe);
    }

    /// What was not to be read holds something known after all.
    fn reconnaitre_autour(&mut self) {
        let Some(nom) = self.ignore.and_then(|rang| self.pile.get(rang)) else {
            return;
        };
        let sien = |f: &&mut Faute| {
            matches!(f.defaut, Defaut::ElementInconnu) && nom.starts_with(&f.texte)
        };
        if let Some(faute) = self.lu.fautes.iter_mut().rfind(sien) {
            faute.defaut = Defaut::AutourInconnu;
        }
    }

    /// Whether the header begins here, within elements that the structure does not have.
    fn reprendre(&mut self, jeton: &Jeton) {
        let (None, None, Some(ignore)) = (self.lu.entete, &self.champ, self.ignore) else {
            return;
        };
        let entete = &self.structure.entete;
        let rang = (self.pile.len() + 1).saturating_sub(entete.len());
        let dedans = rang >= ignore && {
            let ouverts = self.pile[rang..].iter().map(Vec::as_slice);
            ouverts
                .chain([self.nom(jeton)])
                .map(local)
                .eq(entete.iter().map(String::as_bytes))
        };
        if dedans {
            self.reconnaitre_autour();
            self.reprise = Some((rang, ignore));
            self.ignore = None;
        }
    }

    fn finir(&mut self) {
        if let (false, Some(racine)) = (self.perdu, self.pile.first()) {
            let faute = Faute {
                defaut: Defaut::Malforme(Cause::FinDuFichier),
                champ: None,
                texte: racine.clone(),
                ici: self.flux.ici(),
            };
            self.lu.fautes.push(faute);
        }
    }

    fn texte(&mut self, jeton: &Jeton, references: bool) {
        /// Longer, a value of the header is none.
        const VALEUR_MAX: usize = 4096;
        if self.ignore.is_some() || self.perdu {
            return;
        }
        let ici = self.flux.ici();
        let (debut, fin) = jeton.nom;
        let encodage = self.encodage;
        if let Some(valeur) = &mut self.champ {
            if valeur.octets.len() >= VALEUR_MAX {
                return;
            }
            if valeur.octets.is_empty() {
                valeur.ici = ici;
                if !references {
                    valeur.ici.colonne += 9;
                }
            }
            let fin = fin.min(debut + VALEUR_MAX);
            let mut fautes = Vec::new();
            decoder(
                encodage,
                &self.flux.octets()[debut..fin],
                references,
                &mut valeur.octets,
                |cause, (de, a)| fautes.push((cause, (debut + de, debut + a))),
            );
            let champ = valeur.champ;
            for (cause, texte) in fautes {
                self.noter(Defaut::Malforme(cause), Some(champ), texte, ici);
            }
            return;
        }
        let octets = &self.flux.octets()[debut..fin];
        let premier = octets.iter().position(|&o| !est_blanc(o) && o != 0x1a);
        if let Some(premier) = premier
            && !self.texte_dit
        {
            self.texte_dit = true;
            self.flux.passer(debut + premier);
            let ici = self.flux.ici();
            self.noter(Defaut::TexteInattendu, None, (debut + premier, fin), ici);
        }
    }

    fn ouvrir(&mut self, jeton: &Jeton, ici: Ici) {
        if self.perdu {
            return;
        }
        if self.pile.len() + 1 > PROFONDEUR_MAX {
            self.noter(Defaut::TropProfond, None, jeton.nom, ici);
            self.perdu = true;
            return;
        }
        self.attributs(jeton, ici);
        self.reprendre(jeton);
        if self.ignore.is_none() {
            self.reconnaitre(jeton, ici);
        }
        if jeton.genre == Genre::Vide {
            self.apres_fermeture();
        } else {
            let nom = self.nom(jeton).to_vec();
            self.pile.push(nom);
        }
    }

    fn reconnaitre(&mut self, jeton: &Jeton, ici: Ici) {
        let nom = local(self.nom(jeton)).to_vec();
        if self.champ.is_some() {
            let champ = self.champ.as_ref().map(|valeur| valeur.champ);
            self.noter(
                Defaut::BaliseDansUneValeur,
                champ,
                (jeton.debut, jeton.fin),
                ici,
            );
            self.ignore = Some(self.pile.len());
            return;
        }
        if self.pile.is_empty() {
            if self.lu.racine.is_some() {
                self.malforme(Cause::ApresLaFin, (jeton.debut, jeton.fin), ici);
                self.perdu = true;
            } else {
                self.lu.racine = Some((nom, ici));
            }
            return;
        }
        let debut = self.reprise.map_or(1, |(rang, _)| rang);
        let chemin: Vec<&[u8]> = self.pile[debut..]
            .iter()
            .map(|ouvert| local(ouvert))
            .chain([nom.as_slice()])
            .collect();
        let commence = |voulu: &[String]| {
            chemin.len() <= voulu.len() && chemin.iter().zip(voulu).all(|(a, b)| *a == b.as_bytes())
        };
        let entete = &self.structure.entete;
        if commence(entete) && chemin.len() == entete.len() {
            self.lu.entete.get_or_insert(ici);
            return;
        }
        let dans_l_entete = chemin.len() > entete.len()
            && chemin.iter().zip(entete).all(|(a, b)| *a == b.as_bytes());
        if dans_l_entete {
            let reste = &chemin[entete.len()..];
            let champs = self.structure.champs.iter().enumerate();
            let trouve =
                champs
                    .filter(|(_, champ)| champ.bloc == Bloc::Entete)
                    .find(|(_, champ)| {
                        reste.len() <= champ.chemin.len()
                            && reste
                                .iter()
                                .zip(&champ.chemin)
                                .all(|(a, b)| *a == b.as_bytes())
                    });
            if let Some((rang, champ)) = trouve {
                if champ.chemin.len() == reste.len() {
                    let champ = champ.champ;
                    self.commencer(rang, champ, jeton, ici);
                }
                return;
            }
        } else if commence(entete) || commence(&self.structure.candidat) {
            return;
        }
        // The document itself, in an envelope: its root was told.
        if nom != self.structure.racine.as_bytes() {
            self.noter(Defaut::ElementInconnu, None, jeton.nom, ici);
        }
        self.ignore = Some(self.pile.len());
    }

    fn commencer(&mut self, rang: usize, champ: u8, jeton: &Jeton, ici: Ici) {
        if self.lu.valeurs.iter().any(|valeur| valeur.champ == champ) {
            self.noter(Defaut::ElementEnDouble, Some(champ), jeton.nom, ici);
            self.ignore = Some(self.pile.len());
            return;
        }
        if rang < self.plus_loin {
            self.noter(Defaut::Desordre, Some(champ), jeton.nom, ici);
        }
        self.plus_loin = self.plus_loin.max(rang);
        self.champ = Some(ValeurDEntete {
            champ,
            octets: Vec::new(),
            ici,
        });
    }

    fn fermer(&mut self, jeton: &Jeton, ici: Ici) {
        if self.perdu {
            return;
        }
        let ferme = self.pile.pop();
        if ferme.as_deref() == Some(self.nom(jeton)) {
            self.apres_fermeture();
            return;
        }
        self.malforme(Cause::FermanteInattendue, (jeton.debut, jeton.fin), ici);
        self.perdu = true;
        if let Some(valeur) = self.champ.take() {
            self.lu.valeurs.push(valeur);
        }
    }

    /// The last element is closed, and off the pile.
    fn apres_fermeture(&mut self) {
        if let Some(profondeur) = self.ignore {
            if self.pile.len() == profondeur {
                self.ignore = None;
            }
        } else if let Some(valeur) = self.champ.take() {
            self.lu.valeurs.push(valeur);
        } else if let Some((rang, ignore)) = self.reprise
            && self.pile.len() <= rang
        {
            self.reprise = None;
            self.ignore = Some(ignore);
        }
    }

    fn attributs(&mut self, jeton: &Jeton, ici: Ici) {
        let mut inconnus = Vec::new();
        let mut espaces = Vec::new();
        let octets = self.flux.octets();
        let lus = jeton::attributs(octets, jeton, |attribut| {
            let nom = &octets[attribut.nom.0..attribut.nom.1];
            if let Some(prefixe) = prefixe_declare(nom) {
                let espace = &octets[attribut.valeur.0..attribut.valeur.1];
                espaces.push((prefixe.to_vec(), espace.to_vec()));
            } else if !est_de_service(nom) {
                inconnus.push(attribut.nom);
            }
        });
        match lus {
            Attributs::Lus => {}
            Attributs::MalEcrits(_) => self.malforme(Cause::AttributMalEcrit, jeton.nom, ici),
            Attributs::TropNombreux(_) => {
                self.noter(Defaut::TropDAttributs, None, jeton.nom, ici);
            }
        }
        for nom in inconnus.into_iter().take(ATTRIBUTS_MAX) {
            self.noter(Defaut::AttributInconnu, None, nom, ici);
        }
        // Those of the header block serve no candidate, and do no harm.
        if self.lu.prefixes.len() < ATTRIBUTS_MAX {
            self.lu.prefixes.splice(0..0, espaces);
        }
    }
}
