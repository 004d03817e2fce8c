//! The two forms of a file, told apart once for each block: where it is cut, how its candidates are read.

use std::io::{self, Read};

use super::parcours::{Accident, Colonnes, Comptes, Place, Visiteur, parcourir};
use super::parcours_xml::{LectureXml, parcourir_xml};
use super::preparation::Prete;
use crate::lecture::blocs::{Bloc, Blocs};
use crate::lecture::encodage::Encodage;
use crate::lecture::enregistrement::Decoupeur;
use crate::lecture::xml::blocs::BlocsXml;

/// How the blocks of a file are read.
#[derive(Clone, Copy)]
pub enum Lecteur<'a> {
    /// Rows.
    Csv {
        /// Cuts them.
        decoupeur: &'a Decoupeur,
        /// The columns.
        colonnes: &'a Colonnes,
    },
    /// Elements.
    Xml {
        /// What reads them.
        lecture: LectureXml<'a>,
        /// Bytes before the first candidate on its line.
        colonne: u64,
    },
}

impl<'a> Lecteur<'a> {
    /// The reader of a file that is ready.
    #[must_use]
    pub fn de(prete: &'a Prete, colonnes: &'a Colonnes) -> Self {
        match &prete.xml {
            None => Self::Csv {
                decoupeur: &prete.decoupeur,
                colonnes,
            },
            Some(xml) => Self::Xml {
                lecture: LectureXml {
                    modele: &xml.modele,
                    encodage: prete.encodage,
                    fin_de_ligne: prete.decoupeur.fin_de_ligne(),
                    champs: colonnes.nombre_de_champs,
                },
                colonne: xml.colonne,
            },
        }
    }

    /// Whether the file is XML.
    #[must_use]
    pub fn est_xml(&self) -> bool {
        matches!(self, Self::Xml { .. })
    }

    /// Cuts what follows the header.
    pub fn blocs<R: Read>(&self, source: R, taille: usize) -> Coupeur<'a, R> {
        match *self {
            Self::Csv { decoupeur, .. } => Coupeur::Csv(Blocs::new(source, decoupeur, b"", taille)),
            Self::Xml { lecture, colonne } => Coupeur::Xml(BlocsXml::new(
                source,
                lecture.modele,
                lecture.encodage,
                lecture.fin_de_ligne,
                colonne,
                taille,
            )),
        }
    }

    /// Goes through the candidates of a block.
    pub fn parcourir(&self, bloc: &Bloc, visiteur: &mut impl Visiteur) -> Comptes {
        match *self {
            Self::Csv {
                decoupeur,
                colonnes,
            } => {
                if let Some(longueur) = bloc.demesuree {
                    let place = Place {
                        bloc: &bloc.octets,
                        debut: 0,
                        fin: 0,
                        ligne: 0,
                        candidat: 0,
                        colonne: 0,
                    };
                    visiteur.accident(Accident::Demesuree(longueur), place);
                    return Comptes {
                        candidats: 1,
                        lignes: 1,
                        ..Comptes::default()
                    };
                }
                parcourir(&bloc.octets, bloc.a_relire, decoupeur, colonnes, visiteur)
            }
            Self::Xml { lecture, .. } => parcourir_xml(lecture, bloc, visiteur),
        }
    }

    /// The line (in its block, from 0) and the byte column (from 1) of an offset of a candidate.
    #[must_use]
    pub fn position(&self, place: Place<'_>, octet: usize, encodage: Encodage) -> (u32, u64) {
        place.de(octet, encodage, self.fin_de_ligne())
    }

    /// The byte that ends a line.
    #[must_use]
    pub fn fin_de_ligne(&self) -> u8 {
        match self {
            Self::Csv { decoupeur, .. } => decoupeur.fin_de_ligne(),
            Self::Xml { lecture, .. } => lecture.fin_de_ligne,
        }
    }
}

/// Cuts a file into blocks.
pub enum Coupeur<'a, R> {
    /// Of rows.
    Csv(Blocs<'a, R>),
    /// Of candidates.
    Xml(BlocsXml<'a, R>),
}

impl<R: Read> Coupeur<'_, R> {
    /// The next block; `libre` is a buffer to use again.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn suivant(&mut self, libre: Vec<u8>) -> io::Result<Option<Bloc>> {
        match self {
            Self::Csv(blocs) => blocs.suivant(libre),
            Self::Xml(blocs) => blocs.suivant(libre),
        }
    }
}
