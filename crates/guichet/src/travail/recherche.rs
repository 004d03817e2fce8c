//! A job found by its code or by words of its label, and the nearest ones when none answers.

use guichet_autorisation_travail::{EditionAutorisationTravail, Metier, normaliser};
use guichet_socle::erreur::plus_proche;

use super::ErreurDeTravail;

/// How many jobs are proposed when nothing is found.
const PROPOSES_MAX: usize = 3;
/// Words shorter than this say nothing of a job.
const MOT_MIN: usize = 3;

/// What a code or words find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouve {
    /// One job, by its code.
    Un(String),
    /// Several jobs: code and label.
    Plusieurs(Vec<(String, String)>),
}

/// The jobs that a code or words designate. Case, accents and a misprint in a word do not matter.
///
/// # Errors
/// None; the nearest ones are told.
pub fn chercher(
    edition: &EditionAutorisationTravail,
    demande: &str,
) -> Result<Trouve, ErreurDeTravail> {
    let demande = demande.trim();
    if edition.listes.metier(demande).is_some() {
        return Ok(Trouve::Un(demande.to_owned()));
    }
    if demande.bytes().any(|octet| octet.is_ascii_digit()) {
        return Err(ErreurDeTravail::Inconnu(code_inconnu(edition, demande)));
    }
    let mots = mots(demande);
    // Words as they are written come first: a near word is only for want of better.
    for approche in [false, true] {
        let trouves: Vec<&Metier> = edition
            .listes
            .metiers
            .iter()
            .filter(|metier| !mots.is_empty() && convient(metier, &mots, approche))
            .collect();
        match trouves[..] {
            [] => {}
            [seul] => return Ok(Trouve::Un(seul.code.clone())),
            _ => {
                let paire = |m: &&Metier| (m.code.clone(), premier_libelle(m).to_owned());
                return Ok(Trouve::Plusieurs(trouves.iter().map(paire).collect()));
            }
        }
    }
    Err(ErreurDeTravail::Inconnu(format!(
        "Aucun libellé de la circulaire ne contient « {demande} » ; donnez un code à cinq chiffres, ou d’autres mots du libellé."
    )))
}

/// The jobs of the lists whose codes begin like this one: the ROME of 2007 puts near what is alike.
fn voisins<'e>(edition: &'e EditionAutorisationTravail, code: &str) -> Vec<&'e Metier> {
    for longueur in [4, 3] {
        let Some(debut) = code.get(..longueur) else {
            continue;
        };
        let proches = edition.listes.metiers.iter();
        let proches: Vec<&Metier> = proches
            .filter(|metier| metier.code.starts_with(debut))
            .take(PROPOSES_MAX)
            .collect();
        if !proches.is_empty() {
            return proches;
        }
    }
    Vec::new()
}

pub(super) fn code_inconnu(edition: &EditionAutorisationTravail, code: &str) -> String {
    let suivant = code.len() == 5
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code[1..].bytes().all(|octet| octet.is_ascii_digit());
    if suivant {
        return format!(
            "« {code} » est un code du ROME de 2009 ou d’après ; la circulaire emploie les codes à cinq chiffres de 2007, et aucun n’est converti : cherchez le métier par les mots de son libellé."
        );
    }
    let proches: Vec<String> = voisins(edition, code)
        .into_iter()
        .map(|metier| format!("{} ({})", metier.code, premier_libelle(metier)))
        .collect();
    let codes = edition.listes.metiers.iter().map(|m| m.code.as_str());
    let conseil = if let Some(proche) = plus_proche(code, codes).filter(|_| code.len() != 5) {
        format!(" Le plus proche est {proche}.")
    } else if proches.is_empty() {
        String::new()
    } else {
        format!(" Métiers voisins : {}.", proches.join(", "))
    };
    format!(
        "Aucune liste de la circulaire ne nomme le métier « {code} » : la situation de l’emploi peut être opposée partout, sous réserve du code.{conseil}"
    )
}

fn premier_libelle(metier: &Metier) -> &str {
    metier.libelles.first().map_or("", String::as_str)
}

fn mots(texte: &str) -> Vec<String> {
    normaliser(texte)
        .split(' ')
        .filter(|mot| mot.chars().count() >= MOT_MIN)
        .map(str::to_owned)
        .collect()
}

/// Whether every word is in one of the labels of a job, at its beginning or, on demand, nearly.
fn convient(metier: &Metier, demandes: &[String], approche: bool) -> bool {
    metier.libelles.iter().any(|libelle| {
        let du_libelle = mots(libelle);
        demandes.iter().all(|mot| {
            du_libelle
                .iter()
                .any(|autre| autre.starts_with(mot.as_str()))
                || approche
                    && mot.chars().count() > MOT_MIN
                    && plus_proche(mot, du_libelle.iter().map(String::as_str)).is_some()
        })
    })
}
