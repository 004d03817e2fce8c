//! The structure of an edition as the bytes of one file write it: with its prefix, ready to be compared.

use super::jeton::{est_blanc, local, prefixe};
use crate::champs::Bloc;
use crate::structure::StructureXml;

/// A field of a candidate.
#[derive(Debug, Clone)]
pub struct Feuille {
    /// Rank in the edition.
    pub champ: u8,
    /// `<nom>`.
    pub ouvrante: Vec<u8>,
    /// `</nom>`.
    pub fermante: Vec<u8>,
    /// Up to eight bytes of the opening tag, and the bits they take: most other tags differ there.
    debut: (u64, u64),
    /// Names from the candidate (excluded) to the value.
    pub chemin: Vec<String>,
}

fn debut_de_mot(octets: &[u8]) -> (u64, u64) {
    let mut mot = [0; 8];
    let longueur = octets.len().min(8);
    mot[..longueur].copy_from_slice(&octets[..longueur]);
    let bits = u64::MAX.checked_shr(64 - 8 * u32::try_from(longueur).unwrap_or(0));
    (u64::from_le_bytes(mot), bits.unwrap_or(0))
}

impl Feuille {
    /// Whether its opening tag, without attribute, begins these bytes.
    #[inline]
    #[must_use]
    pub fn ouvre(&self, octets: &[u8]) -> bool {
        let (mot, bits) = self.debut;
        octets
            .first_chunk()
            .is_none_or(|debut| u64::from_le_bytes(*debut) & bits == mot)
            && octets.starts_with(&self.ouvrante)
    }
}

/// Names ready to be compared with the bytes of a file.
#[derive(Debug, Clone)]
pub struct Modele {
    /// Root, then what is around a candidate.
    pub autour: Vec<String>,
    /// How many of them the structure has: a file may have put others around its candidates.
    pub du_document: usize,
    /// Name of a candidate's element, without prefix.
    pub candidat: String,
    /// Name of the header block, without prefix.
    pub entete: String,
    /// `<candidat`, prefix included.
    pub balise: Vec<u8>,
    /// `</candidat>`.
    pub fermante: Vec<u8>,
    /// The fields of a candidate, in order.
    pub feuilles: Vec<Feuille>,
    /// Every field is an element of the candidate itself.
    pub plat: bool,
    /// The namespace that every element must have.
    pub espace: Option<String>,
    /// The namespaces of the prefixes declared around the candidates; the default one has the empty prefix.
    pub prefixes: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Modele {
    /// Prepares a structure for a file that writes the element of its candidates with this prefix, empty
    /// without one.
    #[must_use]
    pub fn new(
        structure: &StructureXml,
        prefixe: &[u8],
        prefixes: Vec<(Vec<u8>, Vec<u8>)>,
    ) -> Self {
        let balise = |debut: &str, nom: &str, fin: &str| {
            let mut octets = debut.as_bytes().to_vec();
            octets.extend_from_slice(prefixe);
            if !prefixe.is_empty() {
                octets.push(b':');
            }
            octets.extend_from_slice(nom.as_bytes());
            octets.extend_from_slice(fin.as_bytes());
            octets
        };
        let candidat = structure.candidat.last().cloned().unwrap_or_default();
        let feuilles: Vec<Feuille> = structure
            .champs
            .iter()
            .filter(|champ| champ.bloc != Bloc::Entete)
            .map(|champ| {
                let nom = champ.chemin.last().map_or("", String::as_str);
                let ouvrante = balise("<", nom, ">");
                Feuille {
                    champ: champ.champ,
                    debut: debut_de_mot(&ouvrante),
                    ouvrante,
                    fermante: balise("</", nom, ">"),
                    chemin: champ.chemin.clone(),
                }
            })
            .collect();
        let avant = structure.candidat.len().saturating_sub(1);
        Self {
            autour: std::iter::once(&structure.racine)
                .chain(&structure.candidat[..avant])
                .cloned()
                .collect(),
            du_document: avant + 1,
            entete: structure.entete.last().cloned().unwrap_or_default(),
            balise: balise("<", &candidat, ""),
            fermante: balise("</", &candidat, ">"),
            candidat,
            plat: feuilles.iter().all(|f| f.chemin.len() == 1),
            feuilles,
            espace: structure.espace.clone(),
            prefixes,
        }
    }

    /// Whether a candidate begins here, as far as these bytes tell; a name that only begins the same is
    /// another element.
    #[inline]
    #[must_use]
    pub fn commence(&self, octets: &[u8]) -> bool {
        octets.starts_with(&self.balise)
            && octets
                .get(self.balise.len())
                .is_some_and(|&o| est_blanc(o) || matches!(o, b'>' | b'/'))
    }

    /// Whether an element is in a namespace of the structure. `siens` are the namespaces that it, or its
    /// candidate, declares itself.
    #[must_use]
    pub fn est_du_bon_espace(&self, nom: &[u8], siens: &[(Vec<u8>, Vec<u8>)]) -> bool {
        let prefixe = prefixe(nom);
        let espace = siens
            .iter()
            .rev()
            .chain(&self.prefixes)
            .find(|(p, _)| p == prefixe)
            .map(|(_, espace)| espace.as_slice());
        match (&self.espace, espace) {
            (Some(voulu), Some(espace)) => voulu.as_bytes() == espace,
            (Some(_), None) => false,
            // The structure has none: any will do, if it is declared.
            (None, espace) => espace.is_some() || prefixe.is_empty(),
        }
    }

    /// Whether a name, its prefix apart, is that of a candidate's element.
    #[must_use]
    pub fn est_candidat(&self, nom: &[u8]) -> bool {
        local(nom) == self.candidat.as_bytes()
    }
}

/// The prefix that an attribute declares, empty for the default namespace.
#[must_use]
pub fn prefixe_declare(attribut: &[u8]) -> Option<&[u8]> {
    if attribut == b"xmlns" {
        return Some(b"");
    }
    attribut.strip_prefix(b"xmlns:")
}

/// Whether an attribute says nothing of the data: namespaces, language, where the schema stands.
#[must_use]
pub fn est_de_service(attribut: &[u8]) -> bool {
    prefixe_declare(attribut).is_some() || matches!(prefixe(attribut), b"xml" | b"xsi")
}

/// Looking for the next candidate, comments, CDATA sections and instructions passed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recherche {
    /// No such section ends any more: looking for its end again would cost the square of the bytes.
    sans_fin: [bool; 3],
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouve {
    /// A candidate begins here.
    Candidat(usize),
    /// A section begins here and does not end in these bytes.
    Ouverte(usize),
    /// Nothing.
    Rien,
}

impl Recherche {
    /// From `debut`. With `tolerer`, a section that does not end is passed as if it did not begin:
    /// candidates that follow are worth more than it.
    pub fn suivant(
        &mut self,
        modele: &Modele,
        octets: &[u8],
        debut: usize,
        tolerer: bool,
    ) -> Trouve {
        let mut position = debut;
        while let Some(rang) = memchr::memchr(b'<', &octets[position.min(octets.len())..]) {
            position += rang;
            let reste = &octets[position..];
            if matches!(reste.get(1), Some(b'!' | b'?')) {
                match self.section(reste) {
                    Section::Fermee(longueur) => {
                        position += longueur;
                        continue;
                    }
                    Section::SansFin if !tolerer => return Trouve::Ouverte(position),
                    Section::SansFin | Section::Aucune => {}
                }
            } else if modele.commence(reste) {
                return Trouve::Candidat(position);
            }
            position += 1;
        }
        Trouve::Rien
    }

    /// The section that begins these bytes.
    fn section(&mut self, octets: &[u8]) -> Section {
        let sections = super::jeton::SECTIONS.iter().zip(&mut self.sans_fin);
        for ((ouvrant, fermant, _), sans_fin) in sections {
            if !octets.starts_with(ouvrant) {
                continue;
            }
            if *sans_fin {
                return Section::SansFin;
            }
            let contenu = &octets[ouvrant.len()..];
            let fin = memchr::memmem::find(contenu, fermant);
            *sans_fin = fin.is_none();
            return fin.map_or(Section::SansFin, |rang| {
                Section::Fermee(ouvrant.len() + rang + fermant.len())
            });
        }
        Section::Aucune
    }
}

enum Section {
    /// Of so many bytes.
    Fermee(usize),
    /// It does not end in these bytes.
    SansFin,
    Aucune,
}
