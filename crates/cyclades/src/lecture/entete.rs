//! The header row: which column is which field.

use guichet_socle::erreur::plus_proche;

use super::encodage::Encodage;
use super::enregistrement::Cellule;
use crate::champs::{Bloc, Champs};

/// A column's name, as written, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonne {
    /// As written.
    pub nom: String,
    /// Byte offset in the first row.
    pub debut: usize,
}

/// What is wrong with a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defaut {
    /// Not in the document; the nearest name, if one is near.
    Inconnue {
        /// Its rank.
        colonne: usize,
        /// The nearest name of the document that the header lacks.
        proche: Option<String>,
    },
    /// The same field a second time.
    EnDouble {
        /// Its rank.
        colonne: usize,
        /// Rank of the first one.
        premiere: usize,
        /// The field.
        champ: u8,
    },
    /// The name but for case or spaces.
    ALaCassePres {
        /// Its rank.
        colonne: usize,
        /// The field.
        champ: u8,
    },
}

/// The columns of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entete {
    /// As written.
    pub colonnes: Vec<Colonne>,
    /// The field of each column.
    pub champs: Vec<Option<u8>>,
    /// What is wrong, column by column.
    pub defauts: Vec<Defaut>,
    /// The first row is not a header: columns are taken in the order of the document.
    pub devinee: bool,
}

impl Entete {
    /// Reads the cells of the first row.
    #[must_use]
    pub fn lire(cellules: &[Cellule<'_>], encodage: Encodage, champs: &Champs) -> Self {
        let mut entete = Self::default();
        let noms: Vec<String> = cellules
            .iter()
            .map(|cellule| encodage.texte(cellule.octets).replace("\"\"", "\""))
            .collect();
        for (colonne, (nom, cellule)) in noms.iter().zip(cellules).enumerate() {
            let exact = champs.rang(nom);
            let approche = exact.or_else(|| {
                let rogne = nom.trim();
                let rang = champs
                    .liste
                    .iter()
                    .position(|c| c.nom.eq_ignore_ascii_case(rogne))?;
                u8::try_from(rang).ok()
            });
            let mut retenu = approche;
            match approche {
                None if nom.trim().is_empty() => {}
                None => {
                    let absents = champs
                        .liste
                        .iter()
                        .map(|champ| champ.nom.as_str())
                        .filter(|champ| !noms.iter().any(|nom| nom == champ));
                    let proche = plus_proche(nom.trim(), absents).map(str::to_owned);
                    entete.defauts.push(Defaut::Inconnue { colonne, proche });
                }
                Some(champ) => {
                    let premiere = entete.champs.iter().position(|c| *c == Some(champ));
                    if let Some(premiere) = premiere {
                        entete.defauts.push(Defaut::EnDouble {
                            colonne,
                            premiere,
                            champ,
                        });
                        retenu = None;
                    } else if exact.is_none() {
                        entete.defauts.push(Defaut::ALaCassePres { colonne, champ });
                    }
                }
            }
            entete.champs.push(retenu);
            entete.colonnes.push(Colonne {
                nom: nom.clone(),
                debut: cellule.debut,
            });
        }
        entete
    }

    /// How many columns of the document were found.
    #[must_use]
    pub fn connues(&self) -> usize {
        self.champs.iter().flatten().count()
    }

    /// Columns in the order of the document, for a file without header whose rows have the right
    /// number of fields: with or without those of the header block.
    #[must_use]
    pub fn dans_l_ordre(nombre: usize, champs: &Champs) -> Option<Self> {
        let tous: Vec<u8> = (0u8..).zip(&champs.liste).map(|(rang, _)| rang).collect();
        let sans_entete: Vec<u8> = (0u8..)
            .zip(&champs.liste)
            .filter(|(_, champ)| champ.bloc != Bloc::Entete)
            .map(|(rang, _)| rang)
            .collect();
        let ordre = [tous, sans_entete]
            .into_iter()
            .find(|ordre| ordre.len() == nombre)?;
        Some(Self {
            champs: ordre.into_iter().map(Some).collect(),
            devinee: true,
            ..Self::default()
        })
    }

    /// Whether a field has a column.
    #[must_use]
    pub fn a(&self, champ: u8) -> bool {
        self.champs.contains(&Some(champ))
    }
}
