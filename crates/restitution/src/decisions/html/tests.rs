//! The page: what it shows, what it keeps, what cannot get into it.

use super::super::essai::{decision, decisions, rendre};
use super::super::{FormeDeDecisions, OptionsDeTexte};
use super::*;

fn page(decisions: &[Decision]) -> String {
    let octets = rendre(FormeDeDecisions::Html, decisions, OptionsDeTexte::default());
    String::from_utf8(octets).unwrap()
}

/// What changes with the style or the version says nothing of the decisions.
fn nue(page: &str) -> String {
    page.replace(STYLE, "[style]")
        .replace(&empreinte(STYLE), "[empreinte]")
        .replace(guichet::VERSION, "[version]")
}

#[test]
fn a_batch_makes_a_page_and_one_dossier_has_no_totals() {
    insta::assert_snapshot!(nue(&page(&decisions())));
    let seul = page(&decisions()[..1]);
    assert!(seul.contains("<h2 id=\"total-titre\">Dossier D-17</h2>"));
    assert!(!seul.contains("<table>\n<caption>Chaque dossier") && !seul.contains("Par secteur"));
    assert!(page(&[]).contains("Aucun dossier"));
}

/// Every tag that opens closes, in its order; ids are unique and anchors lead somewhere.
#[test]
fn the_page_is_well_formed_and_its_anchors_lead_somewhere() {
    const SANS_FIN: [&str; 2] = ["meta", "!doctype"];
    for page in [page(&decisions()), page(&decisions()[..1]), page(&[])] {
        let page = nue(&page);
        let mut ouverts: Vec<&str> = Vec::new();
        let (mut ids, mut ancres) = (Vec::new(), Vec::new());
        for morceau in page.split('<').skip(1) {
            let (balise, _) = morceau
                .split_once('>')
                .unwrap_or_else(|| panic!("<{morceau}"));
            let nom = balise.split([' ', '\n']).next().unwrap();
            if let Some(nom) = nom.strip_prefix('/') {
                assert_eq!(ouverts.pop(), Some(nom), "{morceau}");
            } else if !SANS_FIN.contains(&nom) {
                ouverts.push(nom);
            }
            let attribut = |nom: &str| {
                let (_, suite) = balise.split_once(&format!(" {nom}=\""))?;
                suite.split_once('"').map(|(valeur, _)| valeur)
            };
            ids.extend(attribut("id"));
            ancres.extend(attribut("href").and_then(|href| href.strip_prefix('#')));
            ancres.extend(attribut("aria-labelledby"));
        }
        assert!(ouverts.is_empty(), "{ouverts:?}");
        assert!(ancres.iter().all(|ancre| ids.contains(ancre)), "{ancres:?}");
        let combien = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), combien);
    }
}

#[test]
fn no_value_becomes_markup_and_nothing_comes_from_elsewhere() {
    let page = page(&decisions());
    assert!(!page.contains("<b>") && page.contains("·[31m&#60;b&#62;;x"));
    assert!(!page.contains("<script") && !page.contains("style=\"") && !page.contains('\u{1b}'));
    assert!(!page.contains("http:") && !page.contains("https:"));
    assert!(page.contains(&format!("'sha256-{}'", empreinte(STYLE))));
}

#[test]
fn beyond_the_bound_dossiers_are_counted_and_the_page_says_so() {
    let nombre_de_dossiers = usize::try_from(DECISIONS_MONTREES).unwrap() + 3;
    let beaucoup: Vec<Decision> = (0..nombre_de_dossiers)
        .map(|rang| decision(&format!("D-{rang}"), Issue::Favorable, Some(100)))
        .collect();
    let page = page(&beaucoup);
    assert_eq!(page.matches("<article").count(), nombre_de_dossiers - 3);
    assert!(page.contains("montre les 2\u{202f}000 premiers dossiers sur 2\u{202f}003"));
    assert!(page.contains(&format!("{} en tout", Centimes(200_300))));
}
