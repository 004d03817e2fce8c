//! The seven lists of the exam registration import (CYCLADES, EXAPRO domains), with typed rows.
//!
//! A code means nothing without its domain: 42 codes designate different diplomas in different
//! domains. Look-ups take raw bytes of a file, exactly as they stand.

mod domaine;
mod lignes;
mod table;

use guichet_socle::{ErreurEdition, Fichiers};

use crate::liste::{Liste, RACINE};
pub use domaine::{Domaine, DomaineInconnu};
pub use lignes::{Categorie, Departement, Enseignement, Langue, Pays, Pcs, Specialite};
use table::{ParDomaine, Table};

/// The names of the seven lists in the contract, in the order of [`ListesCyclades`].
pub const NOMS: [&str; 7] = [
    "cyclades/specialites",
    "cyclades/categories",
    "cyclades/enseignements",
    "cyclades/langues",
    "cyclades/pcs",
    "cyclades/departements",
    "cyclades/pays",
];

/// One edition of the seven lists.
#[derive(Debug, Clone)]
pub struct ListesCyclades {
    listes: [Liste; 7],
    specialites: ParDomaine<Specialite>,
    categories: ParDomaine<Categorie>,
    enseignements: ParDomaine<Enseignement>,
    langues: Table<Langue>,
    pcs: Table<Pcs>,
    departements: Table<Departement>,
    pays: Table<Pays>,
}

impl ListesCyclades {
    /// Loads the seven lists of an edition, named by its date (`2023-09-29`).
    ///
    /// # Errors
    /// A list is absent or faulty, or an option of `enseignement` is reserved to a speciality that its
    /// domain does not have.
    pub fn charger(fichiers: &Fichiers, date: &str) -> Result<Self, ErreurEdition> {
        let charger = |nom: &str| Liste::charger(fichiers, &format!("{RACINE}/{nom}/{date}"));
        let [
            specialites,
            categories,
            enseignements,
            langues,
            pcs,
            departements,
            pays,
        ] = NOMS;
        let listes = [
            charger(specialites)?,
            charger(categories)?,
            charger(enseignements)?,
            charger(langues)?,
            charger(pcs)?,
            charger(departements)?,
            charger(pays)?,
        ];
        let [
            specialites,
            categories,
            enseignements,
            langues,
            pcs,
            departements,
            pays,
        ] = &listes;
        let lues = Self {
            specialites: ParDomaine::lire(specialites)?,
            categories: ParDomaine::lire(categories)?,
            enseignements: ParDomaine::lire(enseignements)?,
            langues: Table::lire(langues)?,
            pcs: Table::lire(pcs)?,
            departements: Table::lire(departements)?,
            pays: Table::lire(pays)?,
            listes,
        };
        lues.verifier_les_renvois()?;
        Ok(lues)
    }

    fn verifier_les_renvois(&self) -> Result<(), ErreurEdition> {
        let liste = &self.listes[2];
        let colonne = liste.colonne_requise("specialite")?;
        let domaine = liste.colonne_requise("domaine")?;
        for ligne in liste.lignes() {
            let (code, domaine) = (ligne.cellule(colonne), ligne.cellule(domaine));
            let existe = Domaine::parse(domaine)
                .is_some_and(|d| self.specialite(d, code.as_bytes()).is_some());
            if !code.is_empty() && !existe {
                return Err(ligne.erreur(
                    colonne,
                    format!("« {code} » n’est pas une spécialité du domaine {domaine} ; corrigez la cellule."),
                ));
            }
        }
        Ok(())
    }

    /// A speciality of a domain, open or not.
    #[inline]
    #[must_use]
    pub fn specialite(&self, domaine: Domaine, code: &[u8]) -> Option<&Specialite> {
        self.specialites.chercher(domaine, code)
    }

    /// The specialities of a domain, in the order of the document.
    #[must_use]
    pub fn specialites(&self, domaine: Domaine) -> &[Specialite] {
        self.specialites.lignes(domaine)
    }

    /// The domains where a code of speciality exists, whatever it designates there.
    #[must_use]
    pub fn domaines_de_specialite(&self, code: &[u8]) -> Vec<Domaine> {
        Domaine::TOUS
            .into_iter()
            .filter(|&domaine| self.specialite(domaine, code).is_some())
            .collect()
    }

    /// A category of candidate of a domain.
    #[inline]
    #[must_use]
    pub fn categorie(&self, domaine: Domaine, code: &[u8]) -> Option<&Categorie> {
        self.categories.chercher(domaine, code)
    }

    /// The categories of a domain, in the order of the document.
    #[must_use]
    pub fn categories(&self, domaine: Domaine) -> &[Categorie] {
        self.categories.lignes(domaine)
    }

    /// An option of the field `enseignement` of a domain.
    #[inline]
    #[must_use]
    pub fn enseignement(&self, domaine: Domaine, code: &[u8]) -> Option<&Enseignement> {
        self.enseignements.chercher(domaine, code)
    }

    /// The options of the field `enseignement` of a domain; none for BP, MC3 and ARI.
    #[must_use]
    pub fn enseignements(&self, domaine: Domaine) -> &[Enseignement] {
        self.enseignements.lignes(domaine)
    }

    /// A language of European section.
    #[inline]
    #[must_use]
    pub fn langue(&self, code: &[u8]) -> Option<&Langue> {
        self.langues.chercher(code)
    }

    /// The languages.
    #[must_use]
    pub fn langues(&self) -> &[Langue] {
        self.langues.lignes()
    }

    /// A socio-professional category.
    #[inline]
    #[must_use]
    pub fn pcs(&self, code: &[u8]) -> Option<&Pcs> {
        self.pcs.chercher(code)
    }

    /// The socio-professional categories.
    #[must_use]
    pub fn liste_pcs(&self) -> &[Pcs] {
        self.pcs.lignes()
    }

    /// A department or overseas collectivity, by its code of three characters.
    #[inline]
    #[must_use]
    pub fn departement(&self, code: &[u8]) -> Option<&Departement> {
        self.departements.chercher(code)
    }

    /// The departments; the document does not sort them.
    #[must_use]
    pub fn departements(&self) -> &[Departement] {
        self.departements.lignes()
    }

    /// A country; `AUT` is not in the list.
    #[inline]
    #[must_use]
    pub fn pays(&self, code: &[u8]) -> Option<&Pays> {
        self.pays.chercher(code)
    }

    /// The countries; the document does not quite sort them.
    #[must_use]
    pub fn liste_pays(&self) -> &[Pays] {
        self.pays.lignes()
    }

    /// The list of a name of the contract (`cyclades/pays`), with all its columns.
    #[must_use]
    pub fn liste(&self, nom: &str) -> Option<&Liste> {
        self.listes.iter().find(|liste| liste.nom() == nom)
    }

    /// The seven lists, in the order of [`NOMS`].
    #[must_use]
    pub fn listes(&self) -> &[Liste; 7] {
        &self.listes
    }
}

#[cfg(test)]
mod tests;
