//! Typed rows with their index, for a whole list or domain by domain.

use std::fmt::Display;
use std::str::FromStr;

use guichet_socle::ErreurEdition;

use super::domaine::Domaine;
use crate::index::IndexCodes;
use crate::liste::{Ligne, Liste};

/// How a kind of row is read.
pub(super) trait ParseLigne: Sized {
    /// The ranks of its own columns.
    type Colonnes;

    /// Finds them, once a list.
    fn colonnes(liste: &Liste) -> Result<Self::Colonnes, ErreurEdition>;

    /// Reads a row.
    fn lire(rangee: &RangeeLue<'_>, colonnes: &Self::Colonnes) -> Result<Self, ErreurEdition>;
}

/// A row with the ranks of the columns that every list has.
pub(super) struct RangeeLue<'a> {
    pub(super) ligne: Ligne<'a>,
    domaine: Option<usize>,
    code: usize,
    libelle: usize,
}

impl RangeeLue<'_> {
    pub(super) fn domaine(&self) -> Result<Domaine, ErreurEdition> {
        let colonne = self.domaine.unwrap_or(usize::MAX);
        self.lire(colonne)
    }

    pub(super) fn code<T: FromStr<Err: Display>>(&self) -> Result<T, ErreurEdition> {
        self.lire(self.code)
    }

    pub(super) fn libelle(&self) -> String {
        self.ligne.cellule(self.libelle).to_owned()
    }

    /// A cell that may be empty.
    pub(super) fn facultatif<T: FromStr<Err: Display>>(
        &self,
        colonne: usize,
    ) -> Result<Option<T>, ErreurEdition> {
        if self.ligne.cellule(colonne).is_empty() {
            return Ok(None);
        }
        self.lire(colonne).map(Some)
    }

    fn lire<T: FromStr<Err: Display>>(&self, colonne: usize) -> Result<T, ErreurEdition> {
        self.ligne
            .cellule(colonne)
            .parse()
            .map_err(|erreur: T::Err| self.ligne.erreur(colonne, erreur))
    }
}

/// A list of one domain, or of none.
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    lignes: Vec<T>,
    index: IndexCodes,
}

impl<T> Table<T> {
    /// The row of a code.
    #[inline]
    pub(super) fn chercher(&self, code: &[u8]) -> Option<&T> {
        self.lignes.get(self.index.chercher(code)? as usize)
    }

    /// The rows, in order.
    pub(super) fn lignes(&self) -> &[T] {
        &self.lignes
    }
}

impl<T: ParseLigne> Table<T> {
    /// Reads every row of a list.
    pub(super) fn lire(liste: &Liste) -> Result<Self, ErreurEdition> {
        Self::filtrer(liste, None)
    }

    /// Reads the rows of a list, or those of one domain.
    fn filtrer(liste: &Liste, domaine: Option<Domaine>) -> Result<Self, ErreurEdition> {
        let colonnes = T::colonnes(liste)?;
        let (code, libelle) = (
            liste.colonne_requise("code")?,
            liste.colonne_requise("libelle")?,
        );
        let colonne_domaine = domaine
            .map(|_| liste.colonne_requise("domaine"))
            .transpose()?;
        let mut lignes = Vec::new();
        let mut codes = Vec::new();
        for ligne in liste.lignes() {
            if let (Some(domaine), Some(colonne)) = (domaine, colonne_domaine)
                && ligne.cellule(colonne) != domaine.code()
            {
                continue;
            }
            let rang = u32::try_from(lignes.len()).unwrap_or(u32::MAX);
            codes.push((ligne.cellule(code), rang));
            let rangee = RangeeLue {
                ligne,
                domaine: colonne_domaine,
                code,
                libelle,
            };
            lignes.push(T::lire(&rangee, &colonnes)?);
        }
        let index = IndexCodes::new(codes)
            .map_err(|erreur| ErreurEdition::du_fichier(liste.chemin(), erreur.to_string()))?;
        Ok(Self { lignes, index })
    }
}

/// A list told domain by domain.
#[derive(Debug, Clone)]
pub(super) struct ParDomaine<T>([Table<T>; 6]);

impl<T> ParDomaine<T> {
    /// The row of a code in a domain.
    #[inline]
    pub(super) fn chercher(&self, domaine: Domaine, code: &[u8]) -> Option<&T> {
        self.0[domaine as usize].chercher(code)
    }

    /// The rows of a domain, in order.
    pub(super) fn lignes(&self, domaine: Domaine) -> &[T] {
        self.0[domaine as usize].lignes()
    }
}

impl<T: ParseLigne> ParDomaine<T> {
    /// Reads a list that has a column `domaine`.
    pub(super) fn lire(liste: &Liste) -> Result<Self, ErreurEdition> {
        let lire = |domaine| Table::filtrer(liste, Some(domaine));
        Ok(Self([
            lire(Domaine::Bcp)?,
            lire(Domaine::Bp)?,
            lire(Domaine::Mc3)?,
            lire(Domaine::Mc4)?,
            lire(Domaine::Ari)?,
            lire(Domaine::Cap)?,
        ]))
    }
}
