//! The same table in every dialect, and edits made again by hand in its bytes.

use std::collections::BTreeMap;

use encoding_rs::WINDOWS_1252;
use guichet_cyclades::reparation::{Etat, Modification};
use proptest::prelude::*;
use proptest::sample::select;

use crate::tableau::Tableau;

/// How a file may be written.
#[derive(Debug, Clone, Copy)]
pub struct Ecriture {
    separateur: char,
    fin: &'static str,
    guillemets: bool,
    encodage: Encodage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encodage {
    Utf8,
    Marque,
    Ansi,
    Le,
    Be,
}

impl Encodage {
    pub fn octets(self, texte: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Marque => texte.as_bytes().to_vec(),
            Self::Ansi => WINDOWS_1252.encode(texte).0.into_owned(),
            Self::Le => texte.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Be => texte.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    pub fn marque(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Ansi => b"",
            Self::Marque => b"\xef\xbb\xbf",
            Self::Le => b"\xff\xfe",
            Self::Be => b"\xfe\xff",
        }
    }
}

impl Ecriture {
    fn cellule(self, valeur: &str) -> String {
        if self.guillemets || valeur.contains([self.separateur, '"', '\n', '\r']) {
            format!("\"{}\"", valeur.replace('"', "\"\""))
        } else {
            valeur.to_owned()
        }
    }

    pub fn fichier(self, tableau: &Tableau) -> Vec<u8> {
        let mut texte = String::new();
        for ligne in std::iter::once(&tableau.colonnes).chain(&tableau.lignes) {
            let cellules: Vec<String> = ligne.iter().map(|v| self.cellule(v)).collect();
            texte.push_str(&cellules.join(&self.separateur.to_string()));
            texte.push_str(self.fin);
        }
        [self.encodage.marque(), &self.encodage.octets(&texte)].concat()
    }

    /// The edits made again by hand: at its line and column, each cell is replaced.
    pub fn appliquer(self, octets: &[u8], modifications: &[Modification]) -> Vec<u8> {
        let marque = self.encodage.marque().len();
        let saut = self.encodage.octets("\n");
        let mut debuts = vec![0, marque];
        let mut place = marque;
        while let Some(unite) = octets.get(place..place + saut.len()) {
            place += saut.len();
            if unite == saut {
                debuts.push(place);
            }
        }
        let mut cellules: BTreeMap<usize, (String, String)> = BTreeMap::new();
        for m in modifications.iter().filter(|m| m.etat == Etat::Faite) {
            let place =
                debuts[usize::try_from(m.ligne).unwrap()] + usize::try_from(m.colonne).unwrap() - 1;
            cellules
                .entry(place)
                .or_insert_with(|| (m.avant.clone(), String::new()))
                .1
                .clone_from(&m.apres);
        }
        let mut copie = Vec::new();
        let mut ici = 0;
        for (place, (avant, apres)) in cellules {
            copie.extend_from_slice(&octets[ici..place]);
            let ancienne = self.encodage.octets(&self.cellule(&avant));
            assert!(octets[place..].starts_with(&ancienne), "{avant}");
            let entouree = ancienne.starts_with(&self.encodage.octets("\""));
            let nouvelle = Self {
                guillemets: entouree,
                ..self
            }
            .cellule(&apres);
            copie.extend_from_slice(&self.encodage.octets(&nouvelle));
            ici = place + ancienne.len();
        }
        copie.extend_from_slice(&octets[ici..]);
        copie
    }
}

pub fn ecriture() -> impl Strategy<Value = Ecriture> {
    let encodage = select(vec![
        Encodage::Utf8,
        Encodage::Marque,
        Encodage::Ansi,
        Encodage::Le,
        Encodage::Be,
    ]);
    (
        select(vec![';', ',', '\t', '|']),
        select(vec!["\n", "\r\n"]),
        any::<bool>(),
        encodage,
    )
        .prop_map(|(separateur, fin, guillemets, encodage)| Ecriture {
            separateur,
            fin,
            guillemets,
            encodage,
        })
}
