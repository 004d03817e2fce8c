//! What the documents show is what the program says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod commun;

use std::fs;

use commun::{exemples, lancer, racine, texte};
use serde_json::Value;

/// The blocks of a document that begin with this mark, line by line.
fn blocs<'t>(texte: &'t str, debut: &str) -> Vec<Vec<&'t str>> {
    let mut blocs = Vec::new();
    let mut ouvert: Option<Vec<&str>> = None;
    for ligne in texte.lines() {
        if ligne.starts_with("```") {
            match ouvert.take() {
                Some(bloc) => blocs.push(bloc),
                None => ouvert = Some(Vec::new()),
            }
            if let Some(bloc) = ouvert.as_mut() {
                bloc.push(ligne);
            }
        } else if let Some(bloc) = ouvert.as_mut() {
            bloc.push(ligne);
        }
    }
    blocs.retain(|bloc| bloc.first() == Some(&debut));
    for bloc in &mut blocs {
        bloc.remove(0);
    }
    blocs
}

fn document(chemin: &str) -> String {
    fs::read_to_string(racine().join(chemin)).unwrap()
}

/// Each line shown is one of those said, save the sign of a cut. Documents are typed with plain spaces.
fn assert_shown(chemin: &str, montrees: &[&str], dit: &str) {
    let simple = |texte: &str| texte.replace(['\u{a0}', '\u{202f}'], " ");
    let dit = simple(dit);
    assert!(montrees.len() > 1, "{chemin}");
    for ligne in montrees.iter().filter(|ligne| **ligne != "[…]") {
        assert!(
            dit.lines().any(|dite| dite == simple(ligne)),
            "{chemin} shows « {ligne} »"
        );
    }
}

#[test]
fn every_command_shown_with_its_answer_gives_that_answer() {
    let documents = [
        "README.md",
        "docs/contrat-pro.md",
        "docs/autorisation-travail.md",
        "docs/guide.md",
        "docs/ecrire-un-reglement.md",
        "docs/equipement-simuler.md",
        "docs/equipement-sorties.md",
    ];
    for chemin in documents {
        let contenu = document(chemin);
        let mut commandes = 0;
        for bloc in blocs(&contenu, "```text") {
            let Some(commande) = bloc[0].strip_prefix("$ guichet ") else {
                continue;
            };
            commandes += 1;
            assert_shown(
                chemin,
                &bloc[1..],
                &lancer(commande.split_whitespace()).sortie,
            );
        }
        assert!(commandes > 0, "{chemin} shows no command");
    }
}

/// The pages that commands write, and the commands.
fn pages() -> Vec<(String, String)> {
    let registre = (
        "docs/lectures.md".to_owned(),
        "lectures --format markdown".to_owned(),
    );
    let reglements = guichet::regles::PROCEDURES.map(|procedure| {
        (
            format!("docs/reglements/{procedure}.md"),
            format!("regles documenter {procedure}"),
        )
    });
    std::iter::once(registre).chain(reglements).collect()
}

#[test]
fn the_pages_that_commands_write_are_fresh() {
    let pages = pages();
    for (chemin, commande) in &pages {
        let dite = lancer(commande.split_whitespace()).sortie;
        assert!(
            document(chemin) == dite,
            "{chemin} is no longer what the program says: run guichet {commande} > {chemin}"
        );
    }
    let ecrites: Vec<String> = fs::read_dir(racine().join("docs/reglements"))
        .unwrap()
        .map(|page| format!("docs/reglements/{}", page.unwrap().file_name().display()))
        .collect();
    for page in &ecrites {
        assert!(pages.iter().any(|(connue, _)| connue == page), "{page}");
    }
    assert_eq!(ecrites.len() + 1, pages.len());
    let html = lancer(["regles", "documenter", "contrat-pro", "--format", "html"]).sortie;
    assert!(html.starts_with("<!doctype html>") && html.contains("<table>"));
}

#[test]
fn the_guide_of_cyclades_shows_the_demonstration() {
    let demo = exemples("demo/CAP_1.0_2024-06_151120230900.csv");
    let texte_dit = lancer(["cyclades", "verifier", texte(&demo)]).sortie;
    let json_dit = lancer(["cyclades", "verifier", "--format", "ndjson", texte(&demo)]).sortie;
    let chemin = "docs/cyclades.md";
    let contenu = document(chemin);
    for (debut, dit) in [("```text", &texte_dit), ("```json", &json_dit)] {
        let montrees = blocs(&contenu, debut).concat();
        assert_shown(chemin, &montrees, dit);
    }
}

/// The dossier and the decision of the guide: the decision has every key, and some of the findings.
#[test]
fn the_decision_of_the_guide_is_that_of_its_dossier() {
    let contenu = document("docs/contrat-pro.md");
    let montres = blocs(&contenu, "```json");
    let [dossier, decision] = montres.as_slice() else {
        panic!("the guide shows a dossier and its decision");
    };
    let dossiers = tempfile::tempdir().unwrap();
    let fichier = dossiers.path().join("dossier.json");
    fs::write(&fichier, dossier.join("\n")).unwrap();
    let reponse = lancer([
        "instruire",
        "contrat-pro",
        "--format",
        "json",
        texte(&fichier),
    ]);
    let mut dite: Value = serde_json::from_str::<Value>(&reponse.sortie).unwrap()[0].take();
    let mut montree: Value = serde_json::from_str(&decision.join("\n")).unwrap();
    let cles = |objet: &Value| {
        objet
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(cles(&montree), cles(&dite), "the keys, in their order");
    let constats = montree["constats"].take();
    for constat in constats.as_array().unwrap() {
        let dits = dite["constats"].as_array().unwrap();
        assert!(dits.contains(constat), "{constat}");
    }
    // A fingerprint changes with every word of the edition.
    for valeur in [&mut montree, &mut dite] {
        valeur["constats"] = Value::Null;
        valeur["recu"]["edition_sha256"] = Value::Null;
    }
    assert_eq!(montree, dite);
}
