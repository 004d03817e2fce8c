//! Titles compared: the kind of diploma, the case, the accents and the signs set aside.

use std::collections::BTreeSet;

use crate::lettres::aplatir;

/// What separates the kind of a diploma from its name (`CAP - MAÇON`).
const SEPARATEUR: &str = " - ";

/// The kinds of diploma of a list: the beginnings that several titles share.
///
/// A beginning that a single title has (« SOMMELIER - CAVISTE ») is a part of its name.
pub(super) fn natures<'a>(titres: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut vues = BTreeSet::new();
    let mut natures = BTreeSet::new();
    for nature in titres.filter_map(nature) {
        if !vues.insert(nature.clone()) {
            natures.insert(nature);
        }
    }
    natures
}

/// The beginning of a title, up to its first separator.
fn nature(titre: &str) -> Option<String> {
    titre.split_once(SEPARATEUR).map(|(debut, _)| plat(debut))
}

/// A title without its kind of diploma, in capital words without accents.
pub(super) fn nu(titre: &str, natures: &BTreeSet<String>) -> String {
    match titre.split_once(SEPARATEUR) {
        Some((debut, nom)) if natures.contains(&plat(debut)) => plat(nom),
        _ => plat(titre),
    }
}

fn plat(texte: &str) -> String {
    let mut lettres = String::with_capacity(texte.len());
    for c in texte.chars() {
        aplatir(c, &mut lettres);
    }
    lettres.split_whitespace().collect::<Vec<_>>().join(" ")
}
