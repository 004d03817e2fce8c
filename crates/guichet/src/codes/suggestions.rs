//! The certification that an exam speciality seems to be, and the reverse. No code joins the two lists: only
//! their labels do, so that each is a suggestion, with how far it can be trusted (register X-04).

use guichet_nomenclatures::catalogue;
use guichet_nomenclatures::colonnes::{DOMAINE, Sessions};
use guichet_nomenclatures::libelles::{memes_mots, mots};
use guichet_nomenclatures::liste::{Ligne, Liste};
use guichet_socle::ErreurEdition;
use serde::Serialize;

use super::voir::{Sens, libelle};
use crate::Donnees;

/// The list of the exam specialities.
const EXAMENS: &str = "cyclades/specialites";
/// The list of the certifications.
const CERTIFICATIONS: &str = "contrat-pro/certifications";

/// The exam, and how the label of a certification names its diploma before a hyphen.
const DIPLOMES: [(&str, &str); 5] = [
    ("CAP", "CAP"),
    ("BCP", "BAC PRO"),
    ("BP", "BREVET PROFESSIONNEL"),
    ("MC3", "MENTION COMPLEMENTAIRE"),
    ("MC4", "MENTION COMPLEMENTAIRE"),
];

/// How far a suggestion can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confiance {
    /// The same diploma, the same words.
    Forte,
    /// The same diploma; the words of one label are all in the other.
    Moyenne,
}

/// What a code seems to be in another list, by its label alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The list.
    pub liste: String,
    /// The code there.
    pub code: String,
    /// The exam, when it is a speciality.
    pub domaine: Option<String>,
    /// The label there.
    pub libelle: String,
    /// How far it can be trusted.
    pub confiance: Confiance,
    /// Whether it is open no more: its last session is known.
    pub ferme: bool,
}

/// What the meanings of a code seem to be elsewhere: the surest first, then what is open.
///
/// # Errors
/// A list is faulty.
pub(super) fn chercher(donnees: &Donnees, sens: &[Sens]) -> Result<Vec<Suggestion>, ErreurEdition> {
    let fichiers = donnees.fichiers();
    let mut trouvees: Vec<Suggestion> = Vec::new();
    for (ici, la_bas) in [(EXAMENS, CERTIFICATIONS), (CERTIFICATIONS, EXAMENS)] {
        let siens: Vec<&Sens> = sens.iter().filter(|un| un.liste == ici).collect();
        if siens.is_empty() {
            continue;
        }
        let liste = match catalogue::charger(fichiers, la_bas, None) {
            Ok(liste) => liste,
            Err(catalogue::ErreurCatalogue::Donnees(erreur)) => return Err(erreur),
            // Data that have not the list suggest nothing.
            Err(_) => continue,
        };
        for un in siens {
            for ligne in liste.lignes() {
                trouvees.extend(suggestion(&liste, un, &ligne));
            }
        }
    }
    trouvees.sort_by_key(|une| (une.confiance, une.ferme));
    trouvees.dedup();
    Ok(trouvees)
}

fn suggestion(liste: &Liste, ici: &Sens, ligne: &Ligne<'_>) -> Option<Suggestion> {
    let autre = libelle(ligne)?;
    let mien = ici.libelle.as_deref()?;
    let domaine = ligne.get(DOMAINE).filter(|domaine| !domaine.is_empty());
    let (examen, specialite, certification) = match (&ici.domaine, domaine) {
        (Some(examen), None) => (examen.as_str(), mien, autre),
        (None, Some(examen)) => (examen, autre, mien),
        _ => return None,
    };
    let (diplome, intitule) = certification.split_once(" - ")?;
    let attendu = DIPLOMES.iter().find(|(nom, _)| *nom == examen)?.1;
    if !mots(diplome).join(" ").starts_with(attendu) {
        return None;
    }
    let colonne = |nom: &str| ligne.get(nom).filter(|cellule| !cellule.is_empty());
    Some(Suggestion {
        liste: liste.nom().to_owned(),
        code: ["code", "code_rncp", "code_certifinfo"]
            .into_iter()
            .find_map(colonne)?
            .to_owned(),
        domaine: domaine.map(str::to_owned),
        libelle: autre.to_owned(),
        confiance: confiance(specialite, intitule)?,
        ferme: Sessions::de_la_ligne(ligne).is_some_and(|sessions| sessions.derniere.is_some()),
    })
}

/// Whether two labels of one diploma say the same; nothing when they do not.
fn confiance(une: &str, autre: &str) -> Option<Confiance> {
    if memes_mots(une, autre) {
        return Some(Confiance::Forte);
    }
    let qui_comptent = |libelle: &str| -> Vec<String> {
        let mots = mots(libelle).into_iter();
        mots.filter(|mot| mot.len() > 2).collect()
    };
    let (une, autre) = (qui_comptent(une), qui_comptent(autre));
    let dans = |courts: &[String], longs: &[String]| {
        courts.len() > 1 && courts.iter().all(|mot| longs.contains(mot))
    };
    (dans(&une, &autre) || dans(&autre, &une)).then_some(Confiance::Moyenne)
}
