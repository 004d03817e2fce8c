//! What a person reads of the editions.

use guichet::Donnees;
use guichet::editions::{catalogue, comparer};

use super::*;

fn texte(ecrire: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut octets = Vec::new();
    ecrire(&mut octets).unwrap();
    String::from_utf8(octets).unwrap()
}

/// Fingerprints follow every change of the data: the tests keep their place, not their digits.
fn sans_empreinte(texte: &str) -> String {
    texte
        .split_inclusive([' ', '\n'])
        .map(|mot| {
            let hexa = mot.trim_end();
            let une = hexa.len() >= 16 && hexa.bytes().all(|o| o.is_ascii_hexdigit());
            if une {
                mot.replace(hexa, "[…]")
            } else {
                mot.to_owned()
            }
        })
        .collect()
}

#[test]
fn the_circular_and_the_order_that_followed_are_compared_region_by_region() {
    let vue = comparer(
        &Donnees::embarquees(),
        "autorisation-travail",
        "2007-12-20",
        "2008-01-18",
    )
    .unwrap();
    let ecrit = |forme| texte(|sortie| comparaison(sortie, &vue, forme, 100));
    insta::assert_snapshot!(
        "comparaison",
        sans_empreinte(&ecrit(FormeDeComparaison::Texte))
    );
    insta::assert_snapshot!("comparaison_csv", ecrit(FormeDeComparaison::Csv));
    assert!(ecrit(FormeDeComparaison::Html).contains("52313"));
    let json: serde_json::Value = serde_json::from_str(&ecrit(FormeDeComparaison::Json)).unwrap();
    assert_eq!(json["apres"]["statut"], "projet");
}

#[test]
fn an_edition_compared_with_itself_has_no_difference() {
    let vue = comparer(
        &Donnees::embarquees(),
        "contrat-pro",
        "2024-04-01",
        "2024-04-01",
    )
    .unwrap();
    let ecrit = texte(|sortie| comparaison(sortie, &vue, FormeDeComparaison::Texte, 100));
    assert!(ecrit.contains("Rien ne diffère."), "{ecrit}");
}

#[test]
fn an_edition_is_shown_with_its_provenance_and_its_files() {
    let donnees = Donnees::embarquees();
    let vue = catalogue::voir(&donnees, "autorisation-travail", "2008-01-18").unwrap();
    let ecrit = texte(|sortie| fiche(sortie, &vue, 100));
    insta::assert_snapshot!("edition", sans_empreinte(&ecrit));
}

#[test]
fn the_editions_are_listed_with_their_days() {
    let vues = catalogue::lister(&Donnees::embarquees(), Some("autorisation-travail")).unwrap();
    let ecrit = texte(|sortie| liste(sortie, &vues, 100));
    insta::assert_snapshot!("editions", sans_empreinte(&ecrit));
}
