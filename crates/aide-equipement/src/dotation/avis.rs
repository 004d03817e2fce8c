//! What deserves a warning among the courses of a dossier, and the words that name them.

use super::EditionEquipement;
use super::comptes::{Comptes, CoursCompte, Ecarte};
use super::faits::{DERIVES, Fait};
use crate::formations::Fondement;

/// The most courses that a sentence names.
const NOMMES_MAX: usize = 5;

/// Eligible by their speciality, and absent from the list.
pub fn par_specialite(comptes: &Comptes) -> impl Iterator<Item = &CoursCompte> {
    comptes.cours.iter().filter(|cours| {
        matches!(
            cours.eligibilite.fondement,
            Fondement::Specialite | Fondement::SpecialiteRetiree
        )
    })
}

/// On the list, of a speciality that is not declared.
pub fn sans_specialite(comptes: &Comptes) -> impl Iterator<Item = &CoursCompte> {
    comptes
        .cours
        .iter()
        .filter(|cours| cours.eligibilite.fondement == Fondement::ListeSansSpecialite)
}

/// Whose code another one follows.
pub fn remplacees<'c>(
    edition: &'c EditionEquipement,
    comptes: &'c Comptes,
) -> impl Iterator<Item = (&'c str, &'c str)> {
    comptes.cours.iter().filter_map(|cours| {
        let ancien = cours.code.as_deref()?;
        let nouveau = edition.regles.formations.remplacement(ancien)?;
        Some((ancien, nouveau))
    })
}

/// Pupils of eligible courses who are left out as apprentices or under contract.
pub fn alternants(comptes: &Comptes) -> i64 {
    comptes
        .cours
        .iter()
        .filter(|cours| cours.ecarte == Some(Ecarte::Alternance))
        .map(|cours| cours.effectif)
        .fold(0, i64::saturating_add)
}

/// The words of a fact that counts courses: their codes.
pub fn en_mots(edition: &EditionEquipement, comptes: &Comptes, nom: &str) -> Option<String> {
    let est = |fait: Fait| DERIVES[fait as usize].nom == nom;
    let codes: Vec<String> = if est(Fait::ParSpecialite) {
        par_specialite(comptes).map(nom_du_cours).collect()
    } else if est(Fait::SansSpecialite) {
        sans_specialite(comptes).map(nom_du_cours).collect()
    } else if est(Fait::Remplacees) {
        remplacees(edition, comptes)
            .map(|(ancien, nouveau)| format!("{ancien} (à présent {nouveau})"))
            .collect()
    } else {
        return None;
    };
    Some(enumerer(&codes))
}

fn nom_du_cours(cours: &CoursCompte) -> String {
    cours.code.as_ref().map_or_else(
        || format!("« {} »", cours.libelle),
        |code| match cours.libelle.as_str() {
            "" => code.clone(),
            libelle => format!("{code} ({libelle})"),
        },
    )
}

/// « a, b et 3 autres »: names are told up to a point, their number always.
pub fn enumerer(noms: &[String]) -> String {
    match noms {
        [] => "aucune".to_owned(),
        [seul] => seul.clone(),
        [avant @ .., dernier] if noms.len() <= NOMMES_MAX => {
            format!("{} et {dernier}", avant.join(", "))
        }
        _ => format!(
            "{} et {} autres",
            noms[..NOMMES_MAX].join(", "),
            noms.len() - NOMMES_MAX
        ),
    }
}
