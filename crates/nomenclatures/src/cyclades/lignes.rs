//! The rows of the lists, typed.

use guichet_socle::ErreurEdition;

use super::domaine::Domaine;
use super::table::{ParseLigne, RangeeLue};
use crate::code::{
    CodeCategorie, CodeDepartement, CodeEnseignement, CodeLangue, CodePays, CodePcs, CodeSpecialite,
};
use crate::liste::Liste;

/// The prefix of the column that says a code is closed from a session on (`ferme_session_2024`).
const FERME_SESSION: &str = "ferme_session_";

/// A speciality of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialite {
    /// Its domain: the code alone designates nothing.
    pub domaine: Domaine,
    /// Its code.
    pub code: CodeSpecialite,
    /// Its label as printed, without the note of sessions.
    pub libelle: String,
    /// Its label to show to people.
    pub libelle_repare: String,
    /// The first session (year) open to it, when the document says so.
    pub premiere_session: Option<i16>,
    /// The last session (year), catch-up included, when the document says so.
    pub derniere_session: Option<i16>,
    /// The session (year) from which the document closes the code.
    pub fermee_a_partir_de: Option<i16>,
    /// The note of sessions as printed (`fin du rattrapage 2023`).
    pub mention: Option<String>,
}

impl Specialite {
    /// Whether the document leaves the speciality open for a session (year).
    #[must_use]
    pub fn est_ouverte(&self, session: i16) -> bool {
        self.premiere_session.is_none_or(|annee| annee <= session)
            && self.derniere_session.is_none_or(|annee| session <= annee)
            && self.fermee_a_partir_de.is_none_or(|annee| session < annee)
    }
}

/// A category of candidate of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categorie {
    /// Its domain.
    pub domaine: Domaine,
    /// Its code.
    pub code: CodeCategorie,
    /// Its label as printed; its spacing varies between domains.
    pub libelle: String,
}

/// An option of the field `enseignement` of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enseignement {
    /// Its domain.
    pub domaine: Domaine,
    /// Its code.
    pub code: CodeEnseignement,
    /// Its label.
    pub libelle: String,
    /// The only speciality of the domain it is for; `None` means all of them.
    pub specialite: Option<CodeSpecialite>,
}

/// A language of European section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Langue {
    /// Its code.
    pub code: CodeLangue,
    /// Its label.
    pub libelle: String,
}

/// A socio-professional category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pcs {
    /// Its code.
    pub code: CodePcs,
    /// Its label.
    pub libelle: String,
}

/// A department or overseas collectivity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departement {
    /// Its code.
    pub code: CodeDepartement,
    /// Its label as printed.
    pub libelle: String,
    /// Its label to show to people.
    pub libelle_repare: String,
}

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pays {
    /// Its code.
    pub code: CodePays,
    /// Its label as printed.
    pub libelle: String,
    /// Its label to show to people.
    pub libelle_repare: String,
}

/// The columns of the lists of specialities.
pub(super) struct ColonnesSpecialite {
    premiere: usize,
    derniere: usize,
    /// Columns `ferme_session_AAAA` with their year, oldest first.
    fermetures: Vec<(usize, i16)>,
    repare: usize,
    mention: usize,
}

impl ParseLigne for Specialite {
    type Colonnes = ColonnesSpecialite;

    fn colonnes(liste: &Liste) -> Result<Self::Colonnes, ErreurEdition> {
        let mut fermetures = Vec::new();
        for (rang, colonne) in liste.colonnes().iter().enumerate() {
            if let Some(annee) = colonne.nom.strip_prefix(FERME_SESSION) {
                let annee = annee.parse().map_err(|_| {
                    ErreurEdition::du_fichier(
                        format!("{}/liste.toml", liste.edition().dossier),
                        format!(
                            "la colonne « {} » ne finit pas par une année ; nommez-la {FERME_SESSION}AAAA.",
                            colonne.nom
                        ),
                    )
                })?;
                fermetures.push((rang, annee));
            }
        }
        fermetures.sort_by_key(|&(_, annee)| annee);
        Ok(ColonnesSpecialite {
            premiere: liste.colonne_requise("premiere_session")?,
            derniere: liste.colonne_requise("derniere_session")?,
            fermetures,
            repare: liste.colonne_requise("libelle_repare")?,
            mention: liste.colonne_requise("mention")?,
        })
    }

    fn lire(rangee: &RangeeLue<'_>, colonnes: &Self::Colonnes) -> Result<Self, ErreurEdition> {
        let mention = rangee.ligne.cellule(colonnes.mention);
        Ok(Self {
            domaine: rangee.domaine()?,
            code: rangee.code()?,
            libelle: rangee.libelle(),
            libelle_repare: rangee.ligne.cellule(colonnes.repare).to_owned(),
            premiere_session: rangee.facultatif(colonnes.premiere)?,
            derniere_session: rangee.facultatif(colonnes.derniere)?,
            fermee_a_partir_de: colonnes
                .fermetures
                .iter()
                .find(|(rang, _)| rangee.ligne.cellule(*rang) == "true")
                .map(|&(_, annee)| annee),
            mention: (!mention.is_empty()).then(|| mention.to_owned()),
        })
    }
}

impl ParseLigne for Categorie {
    type Colonnes = ();

    fn colonnes(_: &Liste) -> Result<(), ErreurEdition> {
        Ok(())
    }

    fn lire(rangee: &RangeeLue<'_>, (): &()) -> Result<Self, ErreurEdition> {
        Ok(Self {
            domaine: rangee.domaine()?,
            code: rangee.code()?,
            libelle: rangee.libelle(),
        })
    }
}

impl ParseLigne for Enseignement {
    type Colonnes = usize;

    fn colonnes(liste: &Liste) -> Result<usize, ErreurEdition> {
        liste.colonne_requise("specialite")
    }

    fn lire(rangee: &RangeeLue<'_>, specialite: &usize) -> Result<Self, ErreurEdition> {
        Ok(Self {
            domaine: rangee.domaine()?,
            code: rangee.code()?,
            libelle: rangee.libelle(),
            specialite: rangee.facultatif(*specialite)?,
        })
    }
}

macro_rules! simples {
    ($($ligne:ident),*) => {$(
        impl ParseLigne for $ligne {
            type Colonnes = ();

            fn colonnes(_: &Liste) -> Result<(), ErreurEdition> {
                Ok(())
            }

            fn lire(rangee: &RangeeLue<'_>, (): &()) -> Result<Self, ErreurEdition> {
                Ok(Self { code: rangee.code()?, libelle: rangee.libelle() })
            }
        }
    )*};
}

macro_rules! reparees {
    ($($ligne:ident),*) => {$(
        impl ParseLigne for $ligne {
            type Colonnes = usize;

            fn colonnes(liste: &Liste) -> Result<usize, ErreurEdition> {
                liste.colonne_requise("libelle_repare")
            }

            fn lire(rangee: &RangeeLue<'_>, repare: &usize) -> Result<Self, ErreurEdition> {
                Ok(Self {
                    code: rangee.code()?,
                    libelle: rangee.libelle(),
                    libelle_repare: rangee.ligne.cellule(*repare).to_owned(),
                })
            }
        }
    )*};
}

simples!(Langue, Pcs);
reparees!(Departement, Pays);
