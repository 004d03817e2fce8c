//! What the equipment aid makes of a course or of a speciality, school year by school year.
//!
//! Only what the lists say is told here; whether a pupil or a school is helped is for the procedure.

use guichet_aide_equipement::PROCEDURE;
use guichet_nomenclatures::catalogue;
use guichet_nomenclatures::liste::{Ligne, Liste};
use guichet_socle::ErreurEdition;
use guichet_socle::edition::StatutEdition;

use super::correspondances::FORMATIONS;
use super::droits::Droit;
use super::voir::{Sens, libelle};
use crate::Donnees;

/// The list of the declared specialities.
const SPECIALITES: &str = "equipement/specialites";
/// The list of the codes that another one seems to replace.
const REMPLACEMENTS: &str = "equipement/remplacements";

/// What the aid says of a code, when it is one of its courses or specialities.
///
/// # Errors
/// A list is faulty.
pub(super) fn droit(
    donnees: &Donnees,
    code: &str,
    sens: &[Sens],
) -> Result<Option<Droit>, ErreurEdition> {
    let de = |nom: &str| sens.iter().find(|un| un.liste == nom);
    let (edition, objet, phrases) = match (de(FORMATIONS), de(SPECIALITES)) {
        (Some(un), _) => (un, "formation", de_la_formation(donnees, code)?),
        (None, Some(un)) => (un, "spécialité", de_la_specialite(donnees, code)?),
        (None, None) => return Ok(None),
    };
    Ok(Some(Droit {
        procedure: PROCEDURE.to_owned(),
        edition: edition.edition.clone(),
        objet: format!("{objet} {code}"),
        phrases,
        metier: None,
        nationalite: None,
    }))
}

/// A school year: its courses, and its specialities when they are there.
struct Annee {
    nom: String,
    formations: Liste,
    specialites: Option<Liste>,
}

/// The years that were checked, oldest first.
fn annees(donnees: &Donnees) -> Result<Vec<Annee>, ErreurEdition> {
    let fichiers = donnees.fichiers();
    let declarees = catalogue::editions(fichiers, SPECIALITES);
    let mut annees = Vec::new();
    for id in catalogue::editions(fichiers, FORMATIONS) {
        let formations = Liste::charger(fichiers, &catalogue::dossier(FORMATIONS, id))?;
        if formations.edition().statut != StatutEdition::Verifiee {
            continue;
        }
        let specialites = declarees
            .contains(&id)
            .then(|| Liste::charger(fichiers, &catalogue::dossier(SPECIALITES, id)));
        annees.push(Annee {
            nom: formations.edition().nom(),
            formations,
            specialites: specialites.transpose()?,
        });
    }
    Ok(annees)
}

fn de_la_formation(donnees: &Donnees, code: &str) -> Result<Vec<String>, ErreurEdition> {
    let annees = annees(donnees)?;
    let mut phrases: Vec<String> = annees
        .iter()
        .map(
            |annee| match rangee(&annee.formations, "code_diplome", code) {
                Some(ligne) => format!(
                    "{} : sur la liste, « {} », {} ; {}.",
                    annee.nom,
                    libelle(&ligne).unwrap_or_default(),
                    ligne.get("niveau").unwrap_or_default(),
                    declaree(annee, ligne.get("specialite").unwrap_or_default())
                ),
                None => format!("{} : le code n’est pas sur la liste.", annee.nom),
            },
        )
        .collect();
    let nomme = |autre: &str| {
        let ligne = annees
            .iter()
            .rev()
            .find_map(|annee| rangee(&annee.formations, "code_diplome", autre));
        ligne.and_then(|ligne| libelle(&ligne)).map_or_else(
            || autre.to_owned(),
            |libelle| format!("{autre} « {libelle} »"),
        )
    };
    for (ancien, nouveau, fondement) in remplacements(donnees)? {
        if ancien == code {
            phrases.push(format!(
                "{} semble l’avoir remplacé : {fondement}, qu’aucun document ne confirme (registre ARE-16).",
                nomme(&nouveau)
            ));
        } else if nouveau == code {
            phrases.push(format!(
                "Le code semble avoir remplacé {} : {fondement}, qu’aucun document ne confirme (registre ARE-16).",
                nomme(&ancien)
            ));
        }
    }
    Ok(phrases)
}

fn de_la_specialite(donnees: &Donnees, code: &str) -> Result<Vec<String>, ErreurEdition> {
    let annees = annees(donnees)?;
    let phrases = annees.iter().map(|annee| {
        let nombre = annee
            .formations
            .lignes()
            .filter(|ligne| {
                ligne
                    .get("specialite")
                    .is_some_and(|specialite| specialite.starts_with(code))
            })
            .count();
        let listees = match nombre {
            0 => "aucune formation de la liste n’en est".to_owned(),
            1 => "une formation de la liste en est".to_owned(),
            nombre => format!("{nombre} formations de la liste en sont"),
        };
        format!("{} : {} ; {listees}.", annee.nom, declaree(annee, code))
    });
    Ok(phrases.collect())
}

/// Whether a year declares a speciality, by itself or by its group.
fn declaree(annee: &Annee, specialite: &str) -> String {
    let du_code = |code: &str| {
        let ligne = rangee(annee.specialites.as_ref()?, "code", code)?;
        let mention = ligne.get("mention").filter(|mention| !mention.is_empty());
        let limite = mention.map_or(String::new(), |mention| format!(" ({mention})"));
        Some(format!(
            "{code} « {} », déclarée éligible{limite}",
            ligne.get("libelle").unwrap_or_default()
        ))
    };
    let quoi = if specialite.len() == 2 {
        "groupe"
    } else {
        "spécialité"
    };
    if let Some(dite) = du_code(specialite) {
        return match quoi {
            "groupe" => format!("groupe {}", dite.replacen("déclarée", "déclaré", 1)),
            _ => format!("spécialité {dite}"),
        };
    }
    let groupe = specialite.get(..2).filter(|_| specialite.len() == 3);
    match groupe.and_then(du_code) {
        Some(dite) => format!(
            "spécialité {specialite}, du groupe {}",
            dite.replacen("déclarée", "déclaré", 1)
        ),
        None => format!("{quoi} {specialite}, que le document ne déclare pas"),
    }
}

fn rangee<'l>(liste: &'l Liste, colonne: &str, code: &str) -> Option<Ligne<'l>> {
    let rang = liste.colonne(colonne)?;
    liste.lignes().find(|ligne| ligne.cellule(rang) == code)
}

/// The codes and the ones that seem to replace them, with what that rests on.
fn remplacements(donnees: &Donnees) -> Result<Vec<(String, String, String)>, ErreurEdition> {
    let fichiers = donnees.fichiers();
    let mut trouves = Vec::new();
    for id in catalogue::editions(fichiers, REMPLACEMENTS) {
        let liste = Liste::charger(fichiers, &catalogue::dossier(REMPLACEMENTS, id))?;
        trouves.extend(liste.lignes().map(|ligne| {
            let cellule = |nom: &str| ligne.get(nom).unwrap_or_default().to_owned();
            (cellule("ancien"), cellule("nouveau"), cellule("fondement"))
        }));
    }
    Ok(trouves)
}
