//! The certifications that open the aid: a list of the edition, looked up by typed code.

use guichet_nomenclatures::index::ErreurIndex;
use guichet_nomenclatures::{IndexCodes, Liste};
use guichet_socle::{Edition, ErreurEdition, Fichiers};

/// Folder of the editions of the list.
pub const DOSSIER: &str = "nomenclatures/contrat-pro/certifications";

/// A certification of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certification<'a> {
    /// Its title, as the document prints it.
    pub intitule: &'a str,
    /// Its title as one may show it: the same, unless the document printed it with faults.
    pub intitule_repare: &'a str,
    /// Its level, from 3 to 7; none for a certificate that is not in the RNCP.
    pub niveau: Option<&'a str>,
    /// Its RNCP code, without prefix; none when it has a CERTIFINFO code.
    pub rncp: Option<&'a str>,
    /// Its CERTIFINFO code; none when it has an RNCP code.
    pub certifinfo: Option<&'a str>,
    secteurs: &'a str,
}

impl<'a> Certification<'a> {
    /// The sectors that proposed it, in one spelling.
    pub fn secteurs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.secteurs.split('|').filter(|secteur| !secteur.is_empty())
    }
}

/// The list, indexed in its two name spaces: a number of one says nothing in the other.
#[derive(Debug, Clone)]
pub struct Certifications {
    liste: Liste,
    colonnes: Colonnes,
    par_rncp: IndexCodes,
    par_certifinfo: IndexCodes,
}

#[derive(Debug, Clone, Copy)]
struct Colonnes {
    intitule: usize,
    intitule_repare: usize,
    niveau: usize,
    rncp: usize,
    certifinfo: usize,
    secteurs: usize,
}

impl Certifications {
    /// Reads the list whose edition has the identifier of that of the regulation.
    ///
    /// # Errors
    /// A file is absent or faulty, or a code stands twice.
    pub fn charger(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let liste = Liste::charger(fichiers, &dossier(edition))?;
        let colonnes = Colonnes {
            intitule: liste.colonne_requise("intitule")?,
            intitule_repare: liste.colonne_requise("intitule_repare")?,
            niveau: liste.colonne_requise("niveau")?,
            rncp: liste.colonne_requise("code_rncp")?,
            certifinfo: liste.colonne_requise("code_certifinfo")?,
            secteurs: liste.colonne_requise("secteurs")?,
        };
        Ok(Self {
            par_rncp: indexer(&liste, colonnes.rncp)?,
            par_certifinfo: indexer(&liste, colonnes.certifinfo)?,
            liste,
            colonnes,
        })
    }

    /// The rank of an RNCP code, without prefix nor leading zeros.
    #[must_use]
    #[inline]
    pub fn rncp(&self, code: &str) -> Option<u32> {
        self.par_rncp.chercher(code.as_bytes())
    }

    /// The rank of a CERTIFINFO code.
    #[must_use]
    #[inline]
    pub fn certifinfo(&self, code: &str) -> Option<u32> {
        self.par_certifinfo.chercher(code.as_bytes())
    }

    /// The certification of a rank.
    #[must_use]
    pub fn de(&self, rang: u32) -> Option<Certification<'_>> {
        let ligne = self.liste.ligne(usize::try_from(rang).ok()?)?;
        let rempli = |colonne| Some(ligne.cellule(colonne)).filter(|cellule| !cellule.is_empty());
        let intitule = ligne.cellule(self.colonnes.intitule);
        Some(Certification {
            intitule,
            intitule_repare: rempli(self.colonnes.intitule_repare).unwrap_or(intitule),
            niveau: rempli(self.colonnes.niveau),
            rncp: rempli(self.colonnes.rncp),
            certifinfo: rempli(self.colonnes.certifinfo),
            secteurs: ligne.cellule(self.colonnes.secteurs),
        })
    }

    /// Every certification, in the order of the document.
    pub fn toutes(&self) -> impl Iterator<Item = Certification<'_>> {
        let nombre = u32::try_from(self.liste.len()).unwrap_or(u32::MAX);
        (0..nombre).filter_map(|rang| self.de(rang))
    }
}

/// The folder of the list of an edition.
pub(crate) fn dossier(edition: &Edition) -> String {
    format!("{DOSSIER}/{}", edition.id)
}

fn indexer(liste: &Liste, colonne: usize) -> Result<IndexCodes, ErreurEdition> {
    let codes = liste
        .lignes()
        .zip(0..)
        .map(|(ligne, rang)| (ligne.cellule(colonne), rang))
        .filter(|(code, _)| !code.is_empty());
    IndexCodes::new(codes).map_err(|erreur| match &erreur {
        ErreurIndex::Inindexable(code) | ErreurIndex::EnDouble(code) => liste
            .lignes()
            .filter(|ligne| ligne.cellule(colonne) == code)
            .last()
            .map_or_else(
                || ErreurEdition::du_fichier(liste.chemin(), erreur.to_string()),
                |ligne| ligne.erreur(colonne, &erreur),
            ),
    })
}
