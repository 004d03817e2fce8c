//! Going through the candidates of a block of XML: quickly when they are plain, piece by piece otherwise.

mod candidat;
mod dehors;

use super::parcours::{Accident, Candidat, Comptes, Debuts, Element, Forme, Place, Visiteur};
use crate::champs::Champs;
use crate::lecture::blocs::Bloc;
use crate::lecture::encodage::Encodage;
use crate::lecture::xml::blocs::avancer;
use crate::lecture::xml::defaut::{Anomalie, Cause, Defaut};
use crate::lecture::xml::jeton::est_blanc;
use crate::lecture::xml::modele::{Feuille, Modele, Recherche, Trouve};
use crate::lecture::xml::valeur::{decoder, fin_de_valeur_nue};
use crate::plan::SurPlace;

/// What the candidates of a file are read with.
#[derive(Clone, Copy)]
pub struct LectureXml<'a> {
    /// The names.
    pub modele: &'a Modele,
    /// The encoding.
    pub encodage: Encodage,
    /// The byte that ends a line.
    pub fin_de_ligne: u8,
    /// Number of fields of the document.
    pub champs: usize,
}

/// Goes through a block.
pub fn parcourir_xml(
    lecture: LectureXml<'_>,
    bloc: &Bloc,
    visiteur: &mut impl Visiteur,
) -> Comptes {
    let mut parcours = Parcours {
        lecture,
        bloc: &bloc.octets,
        recherche: Recherche::default(),
        comptes: Comptes::default(),
        compte: 0,
        colonne: bloc.colonne,
        fermes: 0,
        perdu: false,
        dernier: bloc.dernier,
        valeurs: [b""; Champs::MAX],
        debuts: [0; Champs::MAX],
        elements: [Element::default(); Champs::MAX],
        entete: (0u8..)
            .take(lecture.champs)
            .filter(|rang| lecture.modele.feuilles.iter().all(|f| f.champ != *rang))
            .collect(),
    };
    if let Some(saut) = bloc.saut {
        let place = parcours.place(0, 0);
        if let Some(longueur) = bloc.demesuree {
            visiteur.accident(Accident::Demesuree(longueur), place);
            parcours.comptes.candidats += 1;
        } else if saut.ouverte || !saut.propre {
            let defaut = if saut.ouverte {
                Defaut::Malforme(Cause::JamaisFerme)
            } else {
                Defaut::Demesure(saut.octets)
            };
            visiteur.dehors(&anomalie(defaut, None, 0, (0, 0)), place);
        }
        parcours.comptes.lignes = u32::try_from(saut.lignes).unwrap_or(u32::MAX);
        return parcours.comptes;
    }
    let mut position = 0;
    while position < bloc.octets.len() {
        position = if lecture.modele.commence(&bloc.octets[position..]) {
            parcours.candidat(position, visiteur)
        } else {
            parcours.dehors(position, visiteur)
        };
    }
    if bloc.dernier && !parcours.perdu {
        parcours.finir(visiteur);
    }
    parcours.compter(bloc.octets.len());
    parcours.comptes
}

fn anomalie(defaut: Defaut, champ: Option<u8>, octet: usize, texte: (usize, usize)) -> Anomalie {
    Anomalie {
        defaut,
        champ,
        octet,
        texte,
    }
}

struct Parcours<'a> {
    lecture: LectureXml<'a>,
    bloc: &'a [u8],
    recherche: Recherche,
    comptes: Comptes,
    /// Lines and columns are counted up to here.
    compte: usize,
    /// Bytes of the file on the line of `compte`.
    colonne: u64,
    /// Elements around the candidates closed since the last one.
    fermes: usize,
    /// Something swallowed what followed it: what is open is not known.
    perdu: bool,
    /// The block ends the file.
    dernier: bool,
    /// The fields of the last plain candidate: each is written again at the next one.
    valeurs: [&'a [u8]; Champs::MAX],
    debuts: [u32; Champs::MAX],
    elements: [Element; Champs::MAX],
    /// The fields that no candidate has.
    entete: Vec<u8>,
}

impl<'a> Parcours<'a> {
    /// Counts the lines up to an offset.
    fn compter(&mut self, jusqu_a: usize) {
        let LectureXml {
            encodage,
            fin_de_ligne,
            ..
        } = self.lecture;
        let passes = &self.bloc[self.compte..jusqu_a];
        let sauts = memchr::memchr_iter(fin_de_ligne, passes).count();
        self.comptes.lignes += u32::try_from(sauts).unwrap_or(u32::MAX);
        self.colonne = avancer(encodage, fin_de_ligne, self.colonne, passes);
        self.compte = jusqu_a;
    }

    /// The place of what begins where lines are counted to.
    fn place(&self, debut: usize, fin: usize) -> Place<'a> {
        Place {
            bloc: self.bloc,
            debut,
            fin,
            ligne: self.comptes.lignes,
            candidat: self.comptes.candidats,
            colonne: self.colonne,
        }
    }

    /// Where the candidate or what stands between two of them ends at the latest.
    fn limite(&mut self, debut: usize) -> usize {
        match self
            .recherche
            .suivant(self.lecture.modele, self.bloc, debut, true)
        {
            Trouve::Candidat(fin) => fin,
            _ => self.bloc.len(),
        }
    }

    /// The candidate that begins here; gives the offset after it.
    fn candidat(&mut self, debut: usize, visiteur: &mut impl Visiteur) -> usize {
        self.compter(debut);
        self.fermes = 0;
        self.perdu = false;
        let fin = if let Some(fin) = self.simple(debut, visiteur) {
            fin
        } else {
            let limite = self.limite(debut + 1);
            self.quelconque(debut, limite, visiteur)
        };
        self.comptes.candidats += 1;
        fin
    }

    /// A candidate of opening tags, values and closing tags only, in the order of the structure. Gives
    /// the offset after it, or nothing when it is not of that sort.
    #[inline]
    fn simple(&mut self, debut: usize, visiteur: &mut impl Visiteur) -> Option<usize> {
        let modele = self.lecture.modele;
        let bloc = self.bloc;
        let mut position = debut + modele.balise.len() + 1;
        if !modele.plat || bloc[position - 1] != b'>' {
            return None;
        }
        let absent = en_u32(debut);
        for &champ in &self.entete {
            self.debuts[usize::from(champ)] = absent;
        }
        let mut libres: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut ailleurs = 0u64;
        let mut remplis = 0u64;
        let mut suivantes = modele.feuilles.as_slice();
        loop {
            while bloc.get(position).is_some_and(|&octet| est_blanc(octet)) {
                position += 1;
            }
            let reste = &bloc[position..];
            // Most fields follow one another; those without value are often left out.
            let rang = suivantes.iter().position(|feuille| feuille.ouvre(reste));
            let Some(rang) = rang else {
                if reste.starts_with(&modele.fermante) {
                    break;
                }
                return None;
            };
            self.omettre(&suivantes[..rang], absent);
            let feuille = &suivantes[rang];
            suivantes = &suivantes[rang + 1..];
            let balise = position;
            let commence = position + feuille.ouvrante.len();
            let mut fin = fin_de_valeur_nue(bloc, commence);
            let champ = usize::from(feuille.champ);
            if bloc.get(fin) == Some(&b'&') {
                fin += memchr::memchr(b'<', &bloc[fin..])?;
                libres.push((champ, self.decoder(&bloc[commence..fin])?));
                ailleurs |= 1 << feuille.champ;
            }
            if !bloc[fin..].starts_with(&feuille.fermante) {
                return None;
            }
            self.valeurs[champ] = &bloc[commence..fin];
            self.debuts[champ] = en_u32(if fin > commence { commence } else { balise });
            remplis |= u64::from(fin > commence) << feuille.champ;
            self.elements[champ] = Element {
                forme: Forme::Texte,
                balise,
                debut: commence,
                fin,
            };
            position = fin + feuille.fermante.len();
        }
        self.omettre(suivantes, absent);
        let fin = position + modele.fermante.len();
        let nombre = self.lecture.champs;
        let place = self.place(debut, fin);
        let candidat = Candidat {
            valeurs: &self.valeurs[..nombre],
            vides: !remplis & tous(nombre),
            debuts: Debuts::Simples(&self.debuts[..nombre]),
            sur_place: SurPlace {
                bloc,
                debuts: &self.debuts[..nombre],
                ailleurs,
            },
            place,
            texte_apres_guillemet: None,
            elements: &self.elements[..nombre],
            anomalies: &[],
        };
        if libres.is_empty() {
            visiteur.candidat(&candidat);
        } else {
            let mut valeurs: [&[u8]; Champs::MAX] = self.valeurs;
            for (champ, libre) in &libres {
                valeurs[*champ] = libre;
            }
            visiteur.candidat(&Candidat {
                valeurs: &valeurs[..nombre],
                ..candidat
            });
        }
        Some(fin)
    }

    /// Fields that the candidate leaves out.
    #[inline]
    fn omettre(&mut self, feuilles: &[Feuille], absent: u32) {
        for feuille in feuilles {
            let champ = usize::from(feuille.champ);
            self.valeurs[champ] = b"";
            self.debuts[champ] = absent;
            self.elements[champ] = Element::default();
        }
    }

    /// A value with references; nothing when it is not well formed.
    fn decoder(&self, octets: &[u8]) -> Option<Vec<u8>> {
        let mut valeur = Vec::with_capacity(octets.len());
        let mut juste = true;
        decoder(self.lecture.encodage, octets, true, &mut valeur, |_, _| {
            juste = false;
        });
        // An empty value would not be told as such.
        (juste && !valeur.is_empty()).then_some(valeur)
    }
}

fn en_u32(nombre: usize) -> u32 {
    // A block is far smaller than 4 GiB.
    u32::try_from(nombre).unwrap_or(u32::MAX)
}

/// Every field, by bit.
fn tous(nombre: usize) -> u64 {
    u64::MAX >> (64 - nombre.clamp(1, 64))
}
