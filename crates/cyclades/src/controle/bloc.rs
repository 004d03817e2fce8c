//! Checking one block: every rule over every row, findings kept small until someone reads them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::lecteur::Lecteur;
use super::parcours::{Accident, Candidat, Comptes, Place, Visiteur};
use super::unicite::{self, Cle};
use crate::constat::Extrait;
use crate::faits::{bit, octets};
use crate::lecture::blocs::Bloc;
use crate::lecture::encodage::Encodage;
use crate::lecture::enregistrement::Decoupeur;
use crate::lecture::xml::defaut::{Anomalie, Defaut};
use crate::plan::{Echec, Plan};

/// Seed of the identities' hash: any will do, the same for a whole check.
pub const GRAINE: u64 = 0x67_75_69_63_68_65_74;

/// What every block is checked with.
pub struct Materiel<'a> {
    /// The compiled rules.
    pub plan: &'a Plan,
    /// Tells what a value holds.
    pub decoupeur: &'a Decoupeur,
    /// Reads the blocks.
    pub lecteur: Lecteur<'a>,
    /// The encoding.
    pub encodage: Encodage,
    /// Confirm that the rows are UTF-8.
    pub a_confirmer: bool,
    /// Fields without a column, by bit.
    pub absents: u64,
    /// Values of the header fields on the first row, by rank of field.
    pub premiere_entete: Vec<(u8, Vec<u8>)>,
    /// By rank of condition: whether it rejects the candidate.
    pub rejette: Vec<bool>,
    /// By rank of condition: the other fields its sentence speaks of.
    pub complements: Vec<Vec<u8>>,
    /// Ranks of the rules that reading rows raises.
    pub codes: CodesDeLigne,
    /// Findings kept for each rule and field in a block.
    pub quota: u32,
    /// Rules and fields, as in `Resultat::nombres`, of which the blocks before told as many as wanted:
    /// their findings are only counted.
    pub combles: Vec<AtomicBool>,
    /// Keep the row of each finding.
    pub extraits: bool,
}

/// Ranks of the rules that reading rows raises.
#[derive(Debug, Clone, Copy)]
pub struct CodesDeLigne {
    /// Wrong number of fields.
    pub champs: u16,
    /// Quote never closed.
    pub guillemet: u16,
    /// Row too long.
    pub demesuree: u16,
    /// Text after a quote.
    pub apres_guillemet: u16,
    /// NUL.
    pub nul: u16,
    /// Replacement character.
    pub perdu: u16,
    /// Header that changes.
    pub entete: u16,
    /// XML: candidate too long.
    pub candidat_demesure: u16,
    /// XML: by kind of fault.
    pub xml: CodesXml,
}

/// Ranks of the rules that reading XML raises.
#[derive(Debug, Clone, Copy)]
pub struct CodesXml {
    /// Not well formed.
    pub malforme: u16,
    /// Unknown element.
    pub inconnu: u16,
    /// Element twice.
    pub double: u16,
    /// Another order.
    pub ordre: u16,
    /// Text between elements.
    pub texte: u16,
    /// Another namespace.
    pub espace: u16,
    /// Unknown attribute.
    pub attribut: u16,
    /// Elements in a value.
    pub balise: u16,
    /// Too deep.
    pub profond: u16,
    /// Too many attributes.
    pub attributs: u16,
    /// Header after candidates.
    pub entete: u16,
}

impl CodesXml {
    /// The rule of a fault.
    #[must_use]
    pub fn de(&self, defaut: Defaut) -> u16 {
        match defaut {
            Defaut::Malforme(_) => self.malforme,
            Defaut::ElementInconnu | Defaut::AutourInconnu => self.inconnu,
            Defaut::ElementEnDouble => self.double,
            Defaut::Desordre => self.ordre,
            Defaut::TexteInattendu | Defaut::Demesure(_) => self.texte,
            Defaut::EspaceDeNoms => self.espace,
            Defaut::AttributInconnu => self.attribut,
            Defaut::BaliseDansUneValeur => self.balise,
            Defaut::TropProfond => self.profond,
            Defaut::TropDAttributs => self.attributs,
            Defaut::EnteteMalPlace => self.entete,
        }
    }
}

/// A fault told once for each name in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groupe {
    /// Rank of the rule.
    pub condition: u16,
    /// The name; empty for a fault told once for the file.
    pub nom: Vec<u8>,
    /// At its first place, the element is around known ones, which are read.
    pub autour: bool,
    /// The field of the first place.
    pub champ: Option<u8>,
    /// How many times.
    pub nombre: u64,
    /// First line in the block, from 0; in the file, from 1, once gathered.
    pub ligne: u64,
    /// Byte column, from 1.
    pub colonne: u64,
    /// Candidate in the block, from 0; in the file, from 1, once gathered.
    pub candidat: Option<u64>,
}

/// A finding, small: ranks and ranges.
#[derive(Debug, Clone)]
pub struct Releve {
    /// Rank of the rule.
    pub condition: u16,
    /// Rank of the field; none for a whole row.
    pub champ: Option<u8>,
    /// Candidate in the block, from 0; none between two candidates.
    pub candidat: Option<u32>,
    /// Physical line in the block, from 0.
    pub ligne: u32,
    /// Byte column, from 1.
    pub colonne: u64,
    /// First of its texts in `Resultat::textes`: the value, then the complements of its rule.
    pub premier_texte: u32,
    /// For an accident, the figure its sentence tells.
    pub nombre: u64,
    /// For XML, what is wrong; its text is then the value.
    pub defaut: Option<Defaut>,
    /// The row, and the cell in it, in `Resultat::octets`.
    pub extrait: Option<(u32, u32, u32, u32)>,
}

/// What checking a block found.
#[derive(Debug, Default)]
pub struct Resultat {
    /// The rows are not in the encoding that was presumed: nothing else counts.
    pub dementi: bool,
    /// Rows and lines.
    pub comptes: Comptes,
    /// Rows with an error.
    pub avec_erreurs: u32,
    /// Rows whose INE may be required, and is empty.
    pub ine_incertains: u32,
    /// Rows in which a field without column would be required, by rank of field.
    pub manquants: Vec<u32>,
    /// Findings by rule and field (`condition * champs + champ`), kept or not.
    pub nombres: Vec<u32>,
    /// The findings kept.
    pub releves: Vec<Releve>,
    /// The faults told once for each name.
    pub groupes: Groupes,
    /// The texts of the findings, as ranges of `octets`.
    pub textes: Vec<(u32, u32)>,
    /// The bytes of the texts.
    pub octets: Vec<u8>,
    /// Packed INEs.
    pub ines: Vec<Cle>,
    /// Hashed identities.
    pub identites: Vec<Cle>,
    /// The block itself, to be used again.
    pub bloc: Vec<u8>,
}

/// Checks a block of whole rows.
#[must_use]
pub fn verifier(materiel: &Materiel<'_>, lu: Bloc) -> Resultat {
    if materiel.a_confirmer && simdutf8::basic::from_utf8(&lu.octets).is_err() {
        return Resultat {
            dementi: true,
            bloc: lu.octets,
            ..Resultat::default()
        };
    }
    let champs = materiel.plan.champs();
    let mut controle = Controle {
        materiel,
        resultat: Resultat {
            manquants: vec![0; champs],
            nombres: vec![0; materiel.rejette.len() * (champs + 1)],
            ..Resultat::default()
        },
    };
    let comptes = materiel.lecteur.parcourir(&lu, &mut controle);
    let mut resultat = controle.resultat;
    resultat.comptes = comptes;
    resultat.bloc = lu.octets;
    resultat
}

struct Controle<'a, 'm> {
    materiel: &'m Materiel<'a>,
    resultat: Resultat,
}

impl Visiteur for Controle<'_, '_> {
    #[inline]
    fn candidat(&mut self, candidat: &Candidat<'_>) {
        let materiel = self.materiel;
        let mut rejete = false;
        if let Some(champ) = candidat.texte_apres_guillemet {
            self.cellule(materiel.codes.apres_guillemet, champ, candidat);
        }
        for anomalie in candidat.anomalies {
            rejete |= self.anomalie(anomalie, candidat.place, Some(candidat.place.candidat));
        }
        if !materiel.premiere_entete.is_empty() {
            self.comparer_entete(candidat, &mut rejete);
        }
        let texte = |octets| materiel.decoupeur.texte(octets);
        let bits = materiel.plan.executer(
            candidat.valeurs,
            candidat.vides,
            candidat.sur_place,
            texte,
            |champ, echec| {
                let condition = match echec {
                    Echec::Regle(condition) => condition,
                    Echec::Nul => materiel.codes.nul,
                    Echec::Illisible => materiel.codes.perdu,
                };
                rejete |= materiel.rejette[usize::from(condition)];
                if materiel.absents >> champ & 1 == 1 {
                    self.resultat.manquants[usize::from(champ)] += 1;
                } else if echec != Echec::Illisible || materiel.encodage != Encodage::Utf8Abime {
                    // A spoilt file is told once for all its rows.
                    self.cellule(condition, champ, candidat);
                }
            },
        );
        self.resultat.avec_erreurs += u32::from(rejete);
        let reperes = &materiel.plan.reperes;
        let ine = octets(candidat.valeurs, reperes.ine);
        if ine.is_empty() {
            let incertain = bits.connus & bit::INE_EXIGE == 0
                && materiel
                    .plan
                    .est_scolaire(octets(candidat.valeurs, reperes.categorie));
            self.resultat.ine_incertains += u32::from(incertain);
        } else if let Some(cle) = unicite::ine(ine) {
            self.resultat.ines.push(Self::cle(cle, candidat));
        }
        if let Some(cle) = unicite::identite(candidat.valeurs, reperes, GRAINE) {
            self.resultat.identites.push(Self::cle(cle, candidat));
        }
    }

    fn accident(&mut self, accident: Accident, place: Place<'_>) {
        let codes = self.materiel.codes;
        let (condition, nombre) = match accident {
            Accident::Champs(nombre) => (codes.champs, nombre as u64),
            Accident::Guillemet => (codes.guillemet, 0),
            Accident::Demesuree(longueur) if self.materiel.lecteur.est_xml() => {
                (codes.candidat_demesure, longueur)
            }
            Accident::Demesuree(longueur) => (codes.demesuree, longueur),
            Accident::Xml(anomalie) => {
                self.resultat.avec_erreurs += 1;
                self.anomalie(&anomalie, place, Some(place.candidat));
                return;
            }
        };
        self.resultat.avec_erreurs += 1;
        if self.compter(condition, None) {
            let fin = place.fin;
            let cellule = (place.debut, fin);
            let extrait = self.extrait(place, cellule);
            let premier_texte = self.textes(&[]);
            self.resultat.releves.push(Releve {
                condition,
                champ: None,
                candidat: Some(place.candidat),
                ligne: place.ligne,
                colonne: place.colonne + 1,
                premier_texte,
                nombre,
                defaut: None,
                extrait,
            });
        }
    }

    fn dehors(&mut self, anomalie: &Anomalie, place: Place<'_>) {
        self.anomalie(anomalie, place, None);
    }
}

impl Controle<'_, '_> {
    fn cle(cle: u64, candidat: &Candidat<'_>) -> Cle {
        Cle {
            cle,
            candidat: candidat.place.candidat,
            ligne: candidat.place.ligne,
        }
    }

    fn comparer_entete(&mut self, candidat: &Candidat<'_>, rejete: &mut bool) {
        let materiel = self.materiel;
        for (champ, valeur) in &materiel.premiere_entete {
            if octets(candidat.valeurs, Some(*champ)) != valeur.as_slice() {
                *rejete = true;
                self.cellule(materiel.codes.entete, *champ, candidat);
            }
        }
    }

    /// Counts a finding; whether it is to be kept.
    #[inline]
    fn compter(&mut self, condition: u16, champ: Option<u8>) -> bool {
        let champs = self.materiel.plan.champs();
        let place = usize::from(condition) * (champs + 1) + champ.map_or(champs, usize::from);
        let nombre = &mut self.resultat.nombres[place];
        *nombre += 1;
        *nombre <= self.materiel.quota
            && !self
                .materiel
                .combles
                .get(place)
                .is_some_and(|comble| comble.load(Ordering::Relaxed))
    }

    #[inline]
    fn cellule(&mut self, condition: u16, champ: u8, candidat: &Candidat<'_>) {
        if self.compter(condition, Some(champ)) {
            self.garder(condition, champ, candidat);
        }
    }

    fn garder(&mut self, condition: u16, champ: u8, candidat: &Candidat<'_>) {
        let place = candidat.place;
        let debut = candidat.debuts.de(champ);
        let materiel = self.materiel;
        let (ligne, colonne) = materiel.lecteur.position(place, debut, materiel.encodage);
        let valeur = candidat.valeurs[usize::from(champ)];
        let mut valeurs = vec![valeur];
        valeurs.extend(
            self.materiel.complements[usize::from(condition)]
                .iter()
                .map(|&autre| candidat.valeurs[usize::from(autre)]),
        );
        let premier_texte = self.textes(&valeurs);
        let fin = match candidat.elements.get(usize::from(champ)) {
            Some(element) => element.fin.max(debut),
            None => fin_de_cellule(place, debut, valeur.len()),
        };
        let extrait = self.extrait(place, (debut, fin));
        self.resultat.releves.push(Releve {
            condition,
            champ: Some(champ),
            candidat: Some(place.candidat),
            ligne,
            colonne,
            premier_texte,
            nombre: 0,
            defaut: None,
            extrait,
        });
    }

    /// A fault of the XML; whether it rejects its candidate.
    fn anomalie(&mut self, anomalie: &Anomalie, place: Place<'_>, candidat: Option<u32>) -> bool {
        let materiel = self.materiel;
        let condition = materiel.codes.xml.de(anomalie.defaut);
        let rejette = materiel.rejette[usize::from(condition)];
        let (debut, fin) = anomalie.texte;
        let texte = &place.bloc[debut..fin];
        let position = || {
            materiel
                .lecteur
                .position(place, anomalie.octet, materiel.encodage)
        };
        if anomalie.defaut.est_groupe() {
            let nom = if anomalie.defaut == Defaut::Desordre {
                b""
            } else {
                texte
            };
            grouper(&mut self.resultat.groupes, condition, nom, || {
                let (ligne, colonne) = position();
                Groupe {
                    condition,
                    nom: nom.to_vec(),
                    autour: anomalie.defaut == Defaut::AutourInconnu,
                    champ: anomalie.champ,
                    nombre: 1,
                    ligne: u64::from(ligne),
                    colonne,
                    candidat: candidat.map(u64::from),
                }
            });
        } else if self.compter(condition, anomalie.champ) {
            /// Longer than any name that helps.
            const TEXTE_MAX: usize = 256;
            let (ligne, colonne) = position();
            let premier_texte = self.textes(&[&texte[..texte.len().min(TEXTE_MAX)]]);
            let extrait = self.extrait(place, (anomalie.octet, fin.max(anomalie.octet)));
            self.resultat.releves.push(Releve {
                condition,
                champ: anomalie.champ,
                candidat,
                ligne,
                colonne,
                premier_texte,
                nombre: 0,
                defaut: Some(anomalie.defaut),
                extrait,
            });
        }
        rejette
    }

    fn textes(&mut self, valeurs: &[&[u8]]) -> u32 {
        let premier = self.resultat.textes.len();
        for valeur in valeurs {
            let debut = self.resultat.octets.len();
            self.resultat.octets.extend_from_slice(valeur);
            self.resultat
                .textes
                .push((en_u32(debut), en_u32(debut + valeur.len())));
        }
        en_u32(premier)
    }

    /// Keeps the physical line of a row, if it is one and not too long to be shown.
    fn extrait(
        &mut self,
        place: Place<'_>,
        (debut, fin): (usize, usize),
    ) -> Option<(u32, u32, u32, u32)> {
        let saut = self.materiel.decoupeur.fin_de_ligne();
        let (de, a) = if self.materiel.lecteur.est_xml() {
            ligne_de(place, debut, saut)?
        } else {
            (place.debut, place.fin)
        };
        let mut ligne = &place.bloc[de..a];
        while let [avant @ .., b'\n' | b'\r'] = ligne {
            ligne = avant;
        }
        if ligne.is_empty()
            || !self.materiel.extraits
            || ligne.len() > Extrait::OCTETS_MAX
            || memchr::memchr(saut, ligne).is_some()
        {
            return None;
        }
        let ici = self.resultat.octets.len();
        self.resultat.octets.extend_from_slice(ligne);
        let relatif = |octet: usize| en_u32(octet.saturating_sub(de).min(ligne.len()));
        Some((
            en_u32(ici),
            en_u32(ici + ligne.len()),
            relatif(debut),
            relatif(fin),
        ))
    }
}

/// Where a cell ends, its closing quote included.
fn fin_de_cellule(place: Place<'_>, debut: usize, longueur: usize) -> usize {
    let guillemets = if place.bloc.get(debut) == Some(&b'"') {
        2
    } else {
        0
    };
    (debut + longueur + guillemets).min(place.fin)
}

/// What a candidate has on the physical line of an offset, if it is not too long to be shown.
#[must_use]
pub fn ligne_de(place: Place<'_>, octet: usize, fin_de_ligne: u8) -> Option<(usize, usize)> {
    let octet = octet.clamp(place.debut, place.fin);
    let bas = octet.saturating_sub(Extrait::OCTETS_MAX).max(place.debut);
    let haut = place.fin.min(octet + Extrait::OCTETS_MAX);
    let debut = match memchr::memrchr(fin_de_ligne, &place.bloc[bas..octet]) {
        Some(saut) => bas + saut + 1,
        None if bas == place.debut => bas,
        None => return None,
    };
    let fin = memchr::memchr(fin_de_ligne, &place.bloc[octet..haut])
        .map_or(haut, |longueur| octet + longueur);
    Some((debut, fin))
}

/// By rule, then by name.
pub type Groupes = BTreeMap<u16, BTreeMap<Vec<u8>, Groupe>>;

/// Counts a fault under its name.
fn grouper(groupes: &mut Groupes, condition: u16, nom: &[u8], nouveau: impl FnOnce() -> Groupe) {
    let noms = groupes.entry(condition).or_default();
    if let Some(groupe) = noms.get_mut(nom) {
        groupe.nombre += 1;
    } else {
        noms.insert(nom.to_vec(), nouveau());
    }
}

fn en_u32(nombre: usize) -> u32 {
    // A block is far smaller than 4 GiB.
    u32::try_from(nombre).unwrap_or(u32::MAX)
}
