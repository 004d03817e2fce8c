//! The editions that exist, and what one of them holds.

use std::collections::BTreeSet;

use guichet_nomenclatures::catalogue as listes;
use guichet_nomenclatures::liste::Liste;
use guichet_socle::edition::{Couverture, Edition, HorsCouverture, StatutEdition};
use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::reference::Source;
use guichet_socle::{ErreurEdition, Fichiers};
use jiff::civil::Date;
use serde::Serialize;

use crate::Donnees;

/// The folder of the editions of every procedure.
const RACINE: &str = "reglements";

/// Why no edition can be shown.
#[derive(Debug, thiserror::Error)]
pub enum ErreurDeCatalogue {
    /// An edition or a list is faulty.
    #[error("{0}")]
    Fautive(#[from] ErreurEdition),
    /// No procedure has this name.
    #[error("« {nom} » n’est pas une procédure ; il y a : {connues}.{conseil}")]
    Procedure {
        /// What was asked for.
        nom: String,
        /// Those that exist.
        connues: String,
        /// The nearest one, as a question after a space, or nothing.
        conseil: String,
    },
    /// The procedure has no such edition.
    #[error("{hors}{conseil}")]
    Edition {
        /// Which, and those that exist.
        hors: HorsCouverture,
        /// The nearest one, as a question after a space, or nothing.
        conseil: String,
    },
}

/// An edition, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionVue {
    /// The procedure.
    pub procedure: String,
    /// Its identifier.
    pub id: String,
    /// Checked, or a draft.
    pub statut: StatutEdition,
    /// Title of the official document.
    pub titre: String,
    /// Its first day in force.
    pub premier_jour: Date,
    /// Its last day in force, included; none while no end is known.
    pub dernier_jour: Option<Date>,
    /// The day someone last compared it with its document.
    pub verifiee_le: Date,
    /// SHA-256 of its files.
    pub sha256: String,
}

/// An edition, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FicheDEdition {
    /// Who it is and when it holds.
    #[serde(flatten)]
    pub edition: EditionVue,
    /// Which date of a dossier chooses the edition.
    pub date_de_reference: String,
    /// The places of the document that its rules cite, by key.
    pub sources: Vec<Source>,
    /// What the document says and the edition does not model.
    pub non_modelise: Vec<String>,
    /// Its files, with what each holds.
    pub fichiers: Vec<FichierVu>,
    /// The code lists that go with it, in the edition in force on its first day.
    pub listes: Vec<ListeVue>,
}

/// A file of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FichierVu {
    /// Its path in the folder of the edition.
    pub chemin: String,
    /// How many entries of each kind it has: tables by name, or keys.
    pub contenu: Vec<Compte>,
}

/// A kind of entry, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compte {
    /// The name of the tables in the file (`condition`), or `cles`.
    pub nom: String,
    /// How many.
    pub nombre: usize,
}

/// A code list that goes with an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListeVue {
    /// Its name.
    pub liste: String,
    /// Its edition.
    pub edition: String,
    /// Checked, or a draft.
    pub statut: StatutEdition,
    /// How many rows it has.
    pub lignes: usize,
}

/// The editions of a procedure, or of all, oldest first.
///
/// # Errors
/// The procedure does not exist, or an edition is faulty.
pub fn lister(
    donnees: &Donnees,
    procedure: Option<&str>,
) -> Result<Vec<EditionVue>, ErreurDeCatalogue> {
    let fichiers = donnees.fichiers();
    let noms = match procedure {
        Some(nom) => vec![connue(fichiers, nom)?],
        None => procedures(fichiers),
    };
    let mut vues = Vec::new();
    for nom in noms {
        let couverture = Couverture::lire(fichiers, &format!("{RACINE}/{nom}"))?;
        vues.extend(couverture.editions().iter().map(|e| vue(nom, e)));
    }
    Ok(vues)
}

/// The days between two checked editions of a procedure that no edition covers: first and last of each gap.
#[must_use]
pub fn trous(editions: &[EditionVue]) -> Vec<(Date, Date)> {
    let verifiees: Vec<&EditionVue> = editions
        .iter()
        .filter(|edition| edition.statut == StatutEdition::Verifiee)
        .collect();
    verifiees
        .windows(2)
        .filter_map(|paire| {
            let du = paire[0].dernier_jour?.tomorrow().ok()?;
            let au = paire[1].premier_jour.yesterday().ok()?;
            (du <= au).then_some((du, au))
        })
        .collect()
}

/// An edition of a procedure, whole.
///
/// # Errors
/// The procedure or the edition does not exist, or its data are faulty.
pub fn voir(
    donnees: &Donnees,
    procedure: &str,
    id: &str,
) -> Result<FicheDEdition, ErreurDeCatalogue> {
    let fichiers = donnees.fichiers();
    let edition = ouvrir(fichiers, procedure, id)?;
    let listes = listes_de(fichiers, procedure, id)?
        .iter()
        .map(|liste| ListeVue {
            liste: liste.nom().to_owned(),
            edition: liste.edition().id.clone(),
            statut: liste.edition().statut,
            lignes: liste.len(),
        })
        .collect();
    Ok(FicheDEdition {
        edition: vue(procedure, &edition),
        fichiers: fichiers_de(fichiers, &edition)?,
        date_de_reference: edition.date_de_reference,
        sources: edition.sources.into_values().collect(),
        non_modelise: edition.non_modelise,
        listes,
    })
}

/// The procedures that have editions.
fn procedures(fichiers: &Fichiers) -> Vec<&str> {
    let noms: BTreeSet<&str> = fichiers
        .chemins(RACINE)
        .filter_map(|chemin| {
            let reste = chemin.strip_prefix(RACINE)?.strip_prefix('/')?;
            let (procedure, id) = reste.strip_suffix("/edition.toml")?.rsplit_once('/')?;
            (!procedure.contains('/') && !id.is_empty()).then_some(procedure)
        })
        .collect();
    noms.into_iter().collect()
}

fn connue<'f>(fichiers: &'f Fichiers, nom: &str) -> Result<&'f str, ErreurDeCatalogue> {
    let connues = procedures(fichiers);
    connues
        .iter()
        .find(|connue| **connue == nom)
        .copied()
        .ok_or_else(|| ErreurDeCatalogue::Procedure {
            nom: nom.to_owned(),
            connues: connues.join(", "),
            conseil: conseil(nom, connues.iter().copied()),
        })
}

fn conseil<'n>(inconnu: &str, noms: impl IntoIterator<Item = &'n str>) -> String {
    plus_proche(inconnu, noms).map_or(String::new(), |proche| {
        format!(" Vouliez-vous dire « {proche} » ?")
    })
}

/// Every edition of a procedure.
pub(super) fn couverture(
    fichiers: &Fichiers,
    procedure: &str,
) -> Result<Couverture, ErreurDeCatalogue> {
    let nom = connue(fichiers, procedure)?;
    Ok(Couverture::lire(fichiers, &format!("{RACINE}/{nom}"))?)
}

/// An edition by its identifier.
pub(super) fn ouvrir(
    fichiers: &Fichiers,
    procedure: &str,
    id: &str,
) -> Result<Edition, ErreurDeCatalogue> {
    let couverture = couverture(fichiers, procedure)?;
    couverture
        .par_id(id)
        .cloned()
        .map_err(|hors| ErreurDeCatalogue::Edition {
            hors,
            conseil: conseil(id, couverture.editions().iter().map(|e| e.id.as_str())),
        })
}

/// An edition in a line.
pub(super) fn vue(procedure: &str, edition: &Edition) -> EditionVue {
    EditionVue {
        procedure: procedure.to_owned(),
        id: edition.id.clone(),
        statut: edition.statut,
        titre: edition.titre.clone(),
        premier_jour: edition.periode.du,
        // The period of an edition excludes its end; people are told the last day that counts.
        dernier_jour: edition.periode.au.and_then(|au| au.yesterday().ok()),
        verifiee_le: edition.verifiee_le,
        sha256: edition.sha256.clone(),
    }
}

fn fichiers_de(fichiers: &Fichiers, edition: &Edition) -> Result<Vec<FichierVu>, ErreurEdition> {
    let mut vus = Vec::new();
    for (chemin, texte) in fichiers.sous(&edition.dossier) {
        let nom = chemin.strip_prefix(&edition.dossier).unwrap_or(chemin);
        let nom = nom.trim_start_matches('/').to_owned();
        let contenu = if est_du_toml(&nom) {
            comptes(&lire_toml(chemin, texte)?)
        } else {
            Vec::new()
        };
        vus.push(FichierVu {
            chemin: nom,
            contenu,
        });
    }
    Ok(vus)
}

/// Whether a file of an edition is one that the program reads as TOML.
pub(crate) fn est_du_toml(nom: &str) -> bool {
    nom.rsplit_once('.')
        .is_some_and(|(_, extension)| extension == "toml")
}

/// The repeated tables of a file, by name; and its other keys together.
fn comptes(table: &toml::Table) -> Vec<Compte> {
    let mut comptes: Vec<Compte> = Vec::new();
    let mut cles = 0;
    for (nom, valeur) in table {
        match valeur.as_array() {
            Some(elements) if elements.iter().any(toml::Value::is_table) => comptes.push(Compte {
                nom: nom.clone(),
                nombre: elements.len(),
            }),
            _ => cles += 1,
        }
    }
    if cles > 0 {
        comptes.push(Compte {
            nom: "cles".to_owned(),
            nombre: cles,
        });
    }
    comptes
}

/// The names of the lists of a procedure: their family is its name, or the end of it.
pub(super) fn listes_de_la_famille<'f>(fichiers: &'f Fichiers, procedure: &str) -> Vec<&'f str> {
    let mut noms = listes::noms(fichiers);
    noms.retain(|nom| {
        let famille = nom.split_once('/').map_or(*nom, |(famille, _)| famille);
        procedure == famille
            || procedure
                .strip_suffix(famille)
                .is_some_and(|debut| debut.ends_with('-'))
    });
    noms
}

/// The lists that go with an edition: those whose family is the procedure, or the end of its name
/// (`travail` for `autorisation-travail`), each in its last edition that had begun; a draft only goes with
/// the edition of the same day.
pub(super) fn listes_de(
    fichiers: &Fichiers,
    procedure: &str,
    id: &str,
) -> Result<Vec<Liste>, ErreurEdition> {
    let mut chargees = Vec::new();
    for nom in listes_de_la_famille(fichiers, procedure) {
        for autre in listes::editions(fichiers, nom).into_iter().rev() {
            let dossier = listes::dossier(nom, autre);
            let en_vigueur = autre == id
                || (autre < id
                    && Edition::lire_statut(fichiers, &dossier)? == StatutEdition::Verifiee);
            if en_vigueur {
                chargees.push(Liste::charger(fichiers, &dossier)?);
                break;
            }
        }
    }
    Ok(chargees)
}
