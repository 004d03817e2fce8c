//! What to try instead of an unknown code.

use guichet_socle::Lecture;

use super::Reglement;

/// The rules that cite the entry of the register of that name; else those of that number in another
/// procedure; else those on either side of the number.
pub(super) fn conseil(
    reglements: &[Box<dyn Reglement>],
    registre: &[Lecture],
    code: &str,
) -> String {
    let citent: Vec<&str> = reglements
        .iter()
        .flat_map(|reglement| &reglement.conditions().conditions)
        .filter(|regle| regle.lectures.iter().any(|id| id == code))
        .map(|regle| regle.code.get_ref().as_str())
        .collect();
    if !citent.is_empty() {
        return format!(
            ", mais celui d’une lecture du registre, que « guichet lectures {code} » montre ; voyez {}.",
            citent.join(", ")
        );
    }
    if registre.iter().any(|lecture| lecture.id == code) {
        return format!(
            ", mais celui d’une lecture du registre ; « guichet lectures {code} » la montre."
        );
    }
    let chiffres: String = code.chars().filter(char::is_ascii_digit).collect();
    if chiffres.is_empty() || chiffres.len() > 3 {
        return " ; « guichet regles lister » les donne toutes.".to_owned();
    }
    let lettres: String = code.chars().take_while(char::is_ascii_alphabetic).collect();
    // A prefix chooses its procedure; without one, or with one that no procedure has, every one is looked at.
    let codes: Vec<Vec<&str>> = reglements
        .iter()
        .map(|reglement| {
            let conditions = &reglement.conditions().conditions;
            conditions
                .iter()
                .map(|condition| condition.code.get_ref().as_str())
                .collect()
        })
        .collect();
    let visees: Vec<&Vec<&str>> = codes
        .iter()
        .filter(|codes| codes.first().is_some_and(|c| prefixe(c) == lettres))
        .collect();
    let visees = if visees.is_empty() {
        codes.iter().collect()
    } else {
        visees
    };
    let numero = format!("{chiffres:0>3}");
    let exactes: Vec<&str> = visees
        .iter()
        .flat_map(|codes| codes.iter().copied())
        .filter(|code| code.ends_with(&numero))
        .collect();
    match exactes.as_slice() {
        [] => {}
        [seule] => return format!(" ; essayez {seule}."),
        [debut @ .., dernier] => {
            return format!(" ; essayez {} ou {dernier}.", debut.join(", "));
        }
    }
    let proches: Vec<&str> = visees
        .iter()
        .flat_map(|codes| autour(codes, &numero))
        .copied()
        .collect();
    match proches.as_slice() {
        [] => " ; « guichet regles lister » les donne toutes.".to_owned(),
        [seule] => format!(" ; essayez {seule}."),
        [debut @ .., derniere] => {
            format!(
                " ; les plus proches sont {} et {derniere}.",
                debut.join(", ")
            )
        }
    }
}

fn prefixe(code: &str) -> &str {
    code.split_once('-').map_or(code, |(prefixe, _)| prefixe)
}

/// The codes on either side of a number that none of them has.
fn autour<'c>(codes: &'c [&'c str], numero: &str) -> &'c [&'c str] {
    let rang = codes.partition_point(|code| {
        code.split_once('-')
            .is_some_and(|(_, siens)| siens < numero)
    });
    &codes[rang.saturating_sub(1)..(rang + 1).min(codes.len())]
}
