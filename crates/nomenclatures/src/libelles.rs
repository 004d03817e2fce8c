//! Labels compared across documents that write them each in its way: case, accents, signs, articles, plurals.

use std::collections::BTreeSet;

use crate::lettres::aplatir;

/// Words that say nothing of a trade.
const VIDES: [&str; 15] = [
    "DE", "DES", "DU", "LA", "LE", "LES", "ET", "OU", "EN", "AU", "AUX", "PAR", "POUR", "SUR",
    "OPTION",
];

/// The words of a label in order, in capitals without accents.
#[must_use]
pub fn mots(libelle: &str) -> Vec<String> {
    let mut lettres = String::with_capacity(libelle.len());
    for c in libelle.chars() {
        aplatir(c, &mut lettres);
    }
    lettres.split_whitespace().map(str::to_owned).collect()
}

/// A label without its last brackets, which say the kind of diploma (`BOULANGER (CAP)`).
#[must_use]
pub fn sans_parenthese(libelle: &str) -> &str {
    let net = libelle.trim_end();
    net.strip_suffix(')')
        .and_then(|debut| debut.rsplit_once('('))
        .map_or(net, |(debut, _)| debut.trim_end())
}

/// Whether two labels say the same trade: the words that count are the same, whatever their order.
///
/// The last brackets may be the kind of the diploma, which the other document does not write: the labels
/// are compared with them, then without.
#[must_use]
pub fn memes_mots(un: &str, autre: &str) -> bool {
    let entiers = (mots_qui_comptent(un), mots_qui_comptent(autre));
    let nus = (
        mots_qui_comptent(sans_parenthese(un)),
        mots_qui_comptent(sans_parenthese(autre)),
    );
    !nus.0.is_empty()
        && (entiers.0 == entiers.1 || nus.0 == nus.1 || entiers.0 == nus.1 || nus.0 == entiers.1)
}

/// The words without articles, single letters or the mark of the plural.
fn mots_qui_comptent(libelle: &str) -> BTreeSet<String> {
    mots(libelle)
        .into_iter()
        .map(|mot| match mot.strip_suffix('S') {
            Some(singulier) if singulier.len() > 2 => singulier.to_owned(),
            _ => mot,
        })
        .filter(|mot| mot.len() > 1 && !VIDES.contains(&mot.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_trade_is_recognised_across_two_ways_of_writing_it() {
        let cas = [
            ("Boulanger", "BOULANGER (CAP)", true),
            ("Maçon", "MACON", true),
            (
                "Hygiène, propreté et stérilisation",
                "HYGIENE, PROPRETE, STERILISATION (BAC PRO)",
                true,
            ),
            (
                "Maintenance des véhicules option C - Motocycles",
                "MAINTENANCE DES VEHICULES OPTIONS C MOTOCYCLES (CAP)",
                true,
            ),
            (
                "Restauration (rapide, collective)",
                "RESTAURATION (RAPIDE, COLLECTIVE) (CAP)",
                true,
            ),
            (
                "Boucher charcutier traiteur",
                "ALIMENTATION BIO-INDUSTRIES (SEC PRO AG)",
                false,
            ),
            ("Couvreur", "Maçon", false),
            ("Métallier", "SERRURIER METALLIER (CAP)", false),
            ("", "(CAP)", false),
        ];
        for (un, autre, attendu) in cas {
            assert_eq!(memes_mots(un, autre), attendu, "{un} {autre}");
            assert_eq!(memes_mots(autre, un), attendu, "{autre} {un}");
        }
    }
}
