//! XML end to end: generated, checked as CSV is, from a file, a folder, the standard input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod commun;

use std::collections::BTreeSet;
use std::fs;

use commun::{guichet, lancer, reponse, texte, verifier};
use serde_json::Value;

#[test]
fn a_generated_file_is_found_to_have_the_faults_of_its_manifest() {
    let dossier = tempfile::tempdir().unwrap();
    let ici = texte(dossier.path());
    let ecrit = lancer([
        "exemples",
        "generer",
        "--domaine",
        "CAP",
        "--forme",
        "xml",
        "--candidats",
        "200",
        "--fautes",
        "0.5",
        "--sortie",
        ici,
    ]);
    assert_eq!((ecrit.statut, ecrit.erreurs.as_str()), (0, ""));
    let de_suffixe = |suffixe: &str| {
        fs::read_dir(dossier.path())
            .unwrap()
            .map(|entree| entree.unwrap().path())
            .find(|chemin| chemin.to_string_lossy().ends_with(suffixe))
            .unwrap()
    };
    let place = |constat: &Value| {
        ["ligne", "candidat", "champ", "regle"].map(|cle| constat[cle].to_string())
    };
    let attendus: BTreeSet<_> = fs::read_to_string(de_suffixe(".manifeste.ndjson"))
        .unwrap()
        .lines()
        .map(|ligne| place(&serde_json::from_str(ligne).unwrap()))
        .collect();
    // The folder itself: its XML files are found in it.
    let (constats, resume) = verifier(&[ici]);
    let trouves: BTreeSet<_> = constats.iter().map(place).collect();
    assert!(attendus.len() > 80);
    assert_eq!(trouves, attendus);
    assert_eq!(resume["lus"], 200);
    // The same bytes by the standard input, in which no name says the exam.
    let octets = fs::read(de_suffixe(".xml")).unwrap();
    let mut commande = guichet();
    commande
        .args([
            "cyclades",
            "verifier",
            "-",
            "--domaine",
            "CAP",
            "--format",
            "ndjson",
        ])
        .write_stdin(octets);
    let par_l_entree = reponse(&mut commande);
    assert_eq!(par_l_entree.statut, 1, "{}", par_l_entree.erreurs);
    assert_eq!(par_l_entree.sortie.lines().count(), constats.len() + 1);
}

#[test]
fn a_dtd_is_one_line_and_costs_nothing() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("CAP.xml");
    let mut bombe = "<?xml version=\"1.0\"?>\n<!DOCTYPE c [<!ENTITY a0 \"lol\">".to_owned();
    for rang in 1..30 {
        bombe += &["<!ENTITY a", &rang.to_string(), " \""].concat();
        bombe += &format!("&a{};", rang - 1).repeat(10);
        bombe += "\">";
    }
    bombe += "]>\n<cyclades>&a29;</cyclades>\n";
    fs::write(&chemin, bombe).unwrap();
    let refus = lancer(["cyclades", "verifier", texte(&chemin)]);
    let tout = refus.sortie + &refus.erreurs;
    assert_eq!(refus.statut, 2, "{tout}");
    assert!(
        tout.contains("CY-031") || tout.contains("<!DOCTYPE"),
        "{tout}"
    );
    assert!(!tout.contains("lol"), "{tout}");
}
