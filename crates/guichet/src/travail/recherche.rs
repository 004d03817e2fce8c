//! A job found by its code or by words of its label, and the nearest ones when none answers.

use std::collections::BTreeSet;

use guichet_autorisation_travail::{EditionAutorisationTravail, Metier, normaliser};
use guichet_socle::erreur::plus_proche;

use super::ErreurDeTravail;

/// How many jobs are proposed when nothing is found.
const PROPOSES_MAX: usize = 3;
/// Words shorter than this say nothing of a job.
const MOT_MIN: usize = 3;
/// Words that begin with as many same letters are of one root: « soudeur », « soudage ».
const RACINE: usize = 5;

/// What a code or words find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouve {
    /// One job, by its code.
    Un(String),
    /// Several jobs whose labels have the words: code and label.
    Plusieurs(Vec<(String, String)>),
    /// The jobs of the domains that have the words, when no label has them: code and label.
    DuDomaine(Vec<(String, String)>),
}

/// The jobs that a code or words designate: the words of a label, else those of a domain. Case, accents and
/// a misprint in a word do not matter.
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
        let des_libelles = trouver(edition, &mots, approche, |metier| &metier.libelles);
        match &des_libelles[..] {
            [] => {}
            [(code, _)] => return Ok(Trouve::Un(code.clone())),
            _ => return Ok(Trouve::Plusieurs(des_libelles)),
        }
        let du_domaine = trouver(edition, &mots, approche, |metier| metier.domaine.as_slice());
        if !du_domaine.is_empty() {
            return Ok(Trouve::DuDomaine(du_domaine));
        }
    }
    Err(ErreurDeTravail::Inconnu(mots_inconnus(
        edition, demande, &mots,
    )))
}

/// The jobs of which one of the texts has every word.
fn trouver(
    edition: &EditionAutorisationTravail,
    mots: &[String],
    approche: bool,
    textes: impl Fn(&Metier) -> &[String],
) -> Vec<(String, String)> {
    let convient = |metier: &&Metier| {
        !mots.is_empty()
            && textes(metier)
                .iter()
                .any(|texte| mots.iter().all(|mot| est_dans(mot, texte, approche)))
    };
    let trouves = edition.listes.metiers.iter().filter(convient);
    trouves
        .map(|metier| (metier.code.clone(), premier_libelle(metier).to_owned()))
        .collect()
}

/// No label and no domain has the words: the jobs that have most of them or their roots, else the domains.
fn mots_inconnus(edition: &EditionAutorisationTravail, demande: &str, mots: &[String]) -> String {
    let mut proches: Vec<(usize, &Metier)> = edition
        .listes
        .metiers
        .iter()
        .map(|metier| (ressemblance(metier, mots), metier))
        .filter(|(communs, _)| *communs > 0)
        .collect();
    proches.sort_by_key(|(communs, _)| std::cmp::Reverse(*communs));
    if proches.is_empty() {
        let domaines: BTreeSet<String> = edition
            .listes
            .metiers
            .iter()
            .filter_map(|metier| Some(metier.domaine.as_ref()?.to_lowercase()))
            .collect();
        let domaines: Vec<String> = domaines.into_iter().collect();
        return format!(
            "Aucun libellé de la circulaire ne contient « {demande} » ; donnez un code à cinq chiffres, d’autres mots, ou ceux d’un domaine : {}.",
            domaines.join(" ; ")
        );
    }
    let proches = proches.into_iter().take(PROPOSES_MAX);
    let proches: Vec<String> = proches.map(|(_, metier)| montrer(metier)).collect();
    format!(
        "Aucun libellé de la circulaire ne contient « {demande} » ; les métiers ouverts les plus proches : {}. Donnez l’un de ces codes, ou d’autres mots.",
        proches.join(", ")
    )
}

/// How many of the words a job has, in a label or in its domain, whole or by their root.
fn ressemblance(metier: &Metier, mots: &[String]) -> usize {
    let racine = |mot: &str| mot.chars().take(RACINE).collect::<String>();
    let mots = mots.iter().filter(|mot| mot.chars().count() >= RACINE);
    mots.filter(|mot| {
        let mut textes = metier.libelles.iter().chain(&metier.domaine);
        textes.any(|texte| est_dans(mot, texte, true) || est_dans(&racine(mot), texte, false))
    })
    .count()
}

/// The jobs of the lists whose codes begin like this one: the ROME of 2007 puts near what is alike.
fn voisins<'e>(edition: &'e EditionAutorisationTravail, code: &str) -> Vec<&'e Metier> {
    // Its first two figures are those of a professional domain.
    for longueur in [4, 3, 2] {
        let Some(debut) = code.get(..longueur) else {
            continue;
        };
        let proches = edition.listes.metiers_de(debut).iter();
        let proches: Vec<&Metier> = proches.take(PROPOSES_MAX).collect();
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
    let proches: Vec<String> = voisins(edition, code).into_iter().map(montrer).collect();
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

fn montrer(metier: &Metier) -> String {
    format!("{} ({})", metier.code, premier_libelle(metier))
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

/// Whether a word begins one of those of a text or, on demand, is near one.
fn est_dans(mot: &str, texte: &str, approche: bool) -> bool {
    let du_texte = mots(texte);
    let mut debuts = du_texte.iter();
    debuts.any(|autre| autre.starts_with(mot))
        || approche
            && mot.chars().count() > MOT_MIN
            && plus_proche(mot, du_texte.iter().map(String::as_str)).is_some()
}
