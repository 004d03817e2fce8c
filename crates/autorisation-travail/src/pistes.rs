//! Where a closed job is open, and what is open nearby: information, never advice to declare another job.

use guichet_instruction::{Dossier, Proposition};

use crate::edition::EditionAutorisationTravail;
use crate::faits::territoire;
use crate::listes::Metier;

/// The names of the leads.
pub const PISTES: [&str; 2] = ["metier-proche", "regions-du-metier"];

/// How many neighbours are told at most.
const VOISINS_MAX: usize = 3;

/// What a lead says, by its name.
#[must_use]
pub fn piste(
    edition: &EditionAutorisationTravail,
    nom: &str,
    dossier: &Dossier,
) -> Option<Proposition> {
    let code = dossier.texte(edition.champs.code_rome)?;
    let message = match nom {
        "metier-proche" => ue(edition, code)?,
        "regions-du-metier" => {
            let ici = territoire(edition, dossier);
            match ici.and_then(|rang| coquille(edition, code, rang)) {
                Some(message) => message,
                None => regions(edition, code, ici)?,
            }
        }
        _ => return None,
    };
    Some(Proposition {
        message,
        changements: Vec::new(),
    })
}

/// For nationals of the ten States: a job limited to fishing is in the list, another is near those that are.
fn ue(edition: &EditionAutorisationTravail, code: &str) -> Option<String> {
    if edition
        .listes
        .metier(code)
        .is_some_and(|metier| metier.ue && metier.peche)
    {
        return Some(format!(
            "Le métier {code} est dans l’annexe 2 pour la pêche seulement ; vérifiez l’activité."
        ));
    }
    voisins(edition, code, "aux ressortissants des dix États", |m| m.ue)
}

/// The code that one reading puts in the place of another, in the list of a territory: a misprint leads to it.
fn coquille(edition: &EditionAutorisationTravail, code: &str, rang: u8) -> Option<String> {
    let listes = &edition.listes;
    let ouverture = listes.metier(code)?.ouverture(rang);
    let lecture = ouverture.lecture?;
    let autre = listes.metiers.iter().find(|metier| {
        metier.code != code && {
            let la = metier.ouverture(rang);
            la.lecture == Some(lecture) && la.retenue != ouverture.retenue
        }
    })?;
    let libelle = autre.libelles.first().map_or("", String::as_str);
    let identifiant = edition.commun.lectures.get(usize::from(lecture))?;
    Some(format!(
        "La liste de ce territoire ({}) confond sans doute {code} et {} ({libelle}), lecture {} ; vérifiez lequel des deux est demandé.",
        listes.territoires.get(usize::from(rang))?.libelle,
        autre.code,
        identifiant.id
    ))
}

/// Where else a job is open to nationals of third countries, under the readings applied.
fn regions(edition: &EditionAutorisationTravail, code: &str, ici: Option<u8>) -> Option<String> {
    let listes = &edition.listes;
    let metier = listes.metier(code);
    if metier.is_some_and(|metier| metier.national) {
        return Some(format!(
            "Le métier {code} est ouvert aux ressortissants des pays tiers dans toutes les régions de la métropole."
        ));
    }
    let ou: Vec<&str> = metier.map_or_else(Vec::new, |metier| {
        listes
            .territoires
            .iter()
            .zip(0u8..)
            .filter(|(_, rang)| Some(*rang) != ici && listes.est_ouvert_aux_tiers(metier, *rang))
            .map(|(territoire, _)| territoire.libelle.as_str())
            .collect()
    });
    if ou.is_empty() {
        // Open here under one reading, and nowhere else: there is no other place to tell.
        if metier.is_some_and(|metier| ici.is_some_and(|rang| metier.ouverture(rang).retenue)) {
            return None;
        }
        return voisins(edition, code, "aux ressortissants des pays tiers", |m| {
            m.tiers
        });
    }
    Some(format!(
        "Le métier {code} est ouvert aux ressortissants des pays tiers dans : {}.",
        ou.join(", ")
    ))
}

/// The open jobs whose codes begin alike: the ROME of 2007 puts near what is alike.
fn voisins(
    edition: &EditionAutorisationTravail,
    code: &str,
    a_qui: &str,
    ouvert: impl Fn(&Metier) -> bool,
) -> Option<String> {
    for longueur in [4, 3] {
        let debut = code.get(..longueur)?;
        let proches: Vec<String> = edition
            .listes
            .metiers_de(debut)
            .iter()
            .filter(|metier| metier.code != code && ouvert(metier))
            .take(VOISINS_MAX)
            .map(|metier| {
                let libelle = metier.libelles.first().map_or("", String::as_str);
                format!("{} ({libelle})", metier.code)
            })
            .collect();
        if !proches.is_empty() {
            return Some(format!(
                "Le métier {code} n’est pas dans la liste ; les métiers voisins ouverts {a_qui} sont : {}. Vérifiez le code.",
                proches.join(", ")
            ));
        }
    }
    None
}
