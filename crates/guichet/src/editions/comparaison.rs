//! Two editions of a procedure: what differs in their files, key by key, and in their code lists, row by row.

use std::collections::BTreeSet;

use guichet_nomenclatures::liste::Liste;
use guichet_socle::erreur::lire_toml;
use guichet_socle::{Edition, Fichiers};
use serde::Serialize;

use super::catalogue::{self, EditionVue, ErreurDeCatalogue};
use super::differences::{Changement, differences};
use super::reponses::ReponsesComparees;
use crate::Donnees;
use crate::codes::comparaison::{
    ComparaisonDeListe, Comptes, EditionDeListe, comparer as comparer_listes, declares,
};

/// What the head of a comparison already says of each edition.
const DANS_L_EN_TETE: [&str; 5] = [
    "titre",
    "statut",
    "en_vigueur_du",
    "en_vigueur_au",
    "verifiee_le",
];

/// What differs between two editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparaison {
    /// The first edition.
    pub avant: EditionVue,
    /// The second one.
    pub apres: EditionVue,
    /// The files that differ.
    pub fichiers: Vec<FichierCompare>,
    /// The lists that differ.
    pub listes: Vec<ComparaisonDeListe>,
    /// The files and the lists that are the same in both.
    pub identiques: Vec<String>,
    /// What both answer to the same dossiers, when some are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reponses: Option<ReponsesComparees>,
}

/// A file of the edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FichierCompare {
    /// Its name.
    pub fichier: String,
    /// What it is, for people.
    pub titre: String,
    /// Whether both editions have it.
    pub sort: SortDeFichier,
    /// What differs inside, when both have it.
    pub changements: Vec<Changement>,
}

/// Whether a file is in both editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDeFichier {
    /// In both.
    Commun,
    /// In the second one only.
    Ajoute,
    /// In the first one only.
    Retire,
}

/// Compares two editions of a procedure. The worked cases are left aside: they prove an edition, they are no
/// part of what it says.
///
/// # Errors
/// The procedure or an edition does not exist, or the data are faulty.
pub fn comparer(
    donnees: &Donnees,
    procedure: &str,
    avant: &str,
    apres: &str,
) -> Result<Comparaison, ErreurDeCatalogue> {
    comparer_dans(donnees.fichiers(), procedure, avant, apres)
}

pub(super) fn comparer_dans(
    fichiers: &Fichiers,
    procedure: &str,
    avant: &str,
    apres: &str,
) -> Result<Comparaison, ErreurDeCatalogue> {
    let une = catalogue::ouvrir(fichiers, procedure, avant)?;
    let autre = catalogue::ouvrir(fichiers, procedure, apres)?;
    let mut comparaison = Comparaison {
        avant: catalogue::vue(procedure, &une),
        apres: catalogue::vue(procedure, &autre),
        fichiers: Vec::new(),
        listes: Vec::new(),
        identiques: Vec::new(),
        reponses: None,
    };
    let noms: BTreeSet<&str> = noms_des_fichiers(fichiers, &une)
        .chain(noms_des_fichiers(fichiers, &autre))
        .collect();
    for nom in noms {
        match comparer_le_fichier(fichiers, &une, &autre, nom)? {
            Some(fichier) => comparaison.fichiers.push(fichier),
            None => comparaison.identiques.push(nom.to_owned()),
        }
    }
    les_listes(
        &catalogue::listes_de(fichiers, procedure, avant)?,
        &catalogue::listes_de(fichiers, procedure, apres)?,
        &mut comparaison,
    );
    Ok(comparaison)
}

fn noms_des_fichiers<'f>(
    fichiers: &'f Fichiers,
    edition: &'f Edition,
) -> impl Iterator<Item = &'f str> {
    fichiers.chemins(&edition.dossier).filter_map(|chemin| {
        let nom = chemin.strip_prefix(&edition.dossier)?.strip_prefix('/')?;
        (!nom.contains('/')).then_some(nom)
    })
}

/// Nothing when both are the same.
fn comparer_le_fichier(
    fichiers: &Fichiers,
    une: &Edition,
    autre: &Edition,
    nom: &str,
) -> Result<Option<FichierCompare>, ErreurDeCatalogue> {
    let chemin = |edition: &Edition| format!("{}/{nom}", edition.dossier);
    let (avant, apres) = (chemin(une), chemin(autre));
    let (sort, changements) = match (fichiers.lire(&avant), fichiers.lire(&apres)) {
        (Some(ancien), Some(nouveau)) if catalogue::est_du_toml(nom) => {
            let mut ancien: toml::Table = lire_toml(&avant, ancien)?;
            let mut nouveau: toml::Table = lire_toml(&apres, nouveau)?;
            if nom == "edition.toml" {
                for cle in DANS_L_EN_TETE {
                    ancien.remove(cle);
                    nouveau.remove(cle);
                }
            }
            (SortDeFichier::Commun, differences(&ancien, &nouveau))
        }
        (Some(ancien), Some(nouveau)) => {
            let changement = Changement::entier("contenu", "autre", "autre");
            let changements = if ancien == nouveau {
                vec![]
            } else {
                vec![changement]
            };
            (SortDeFichier::Commun, changements)
        }
        (None, Some(_)) => (SortDeFichier::Ajoute, Vec::new()),
        (Some(_), None) => (SortDeFichier::Retire, Vec::new()),
        (None, None) => return Ok(None),
    };
    if sort == SortDeFichier::Commun && changements.is_empty() {
        return Ok(None);
    }
    let titre = match nom {
        "edition.toml" => "Provenance et sources",
        "parametres.toml" => "Paramètres",
        "conditions.toml" => "Règles",
        "dossier.toml" => "Champs du dossier",
        "champs.toml" => "Champs du fichier",
        "ecarts.toml" => "Écarts entre les listes imprimées",
        autre => autre,
    };
    Ok(Some(FichierCompare {
        fichier: nom.to_owned(),
        titre: titre.to_owned(),
        sort,
        changements,
    }))
}

fn les_listes(avant: &[Liste], apres: &[Liste], comparaison: &mut Comparaison) {
    let du_nom = |listes: &[Liste], nom: &str| listes.iter().position(|liste| liste.nom() == nom);
    let remplacants = declares(apres);
    for nouvelle in apres {
        let Some(rang) = du_nom(avant, nouvelle.nom()) else {
            comparaison.listes.push(seule(nouvelle, false));
            continue;
        };
        let ecart = comparer_listes(&avant[rang], nouvelle, &remplacants);
        if ecart.est_vide() {
            comparaison.identiques.push(nouvelle.nom().to_owned());
        } else {
            comparaison.listes.push(ecart);
        }
    }
    let disparues = avant
        .iter()
        .filter(|liste| du_nom(apres, liste.nom()).is_none());
    comparaison
        .listes
        .extend(disparues.map(|liste| seule(liste, true)));
}

/// A list that only one of the editions has.
fn seule(liste: &Liste, avant: bool) -> ComparaisonDeListe {
    let edition = EditionDeListe::de(liste);
    let (avant, apres) = if avant {
        (Some(edition), None)
    } else {
        (None, Some(edition))
    };
    ComparaisonDeListe {
        liste: liste.nom().to_owned(),
        comptes: Comptes::default(),
        avant,
        apres,
        colonnes: Vec::new(),
        remplacements: Vec::new(),
        ajouts: Vec::new(),
        retraits: Vec::new(),
        modifications: Vec::new(),
    }
}
