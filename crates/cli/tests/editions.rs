//! `guichet editions`: which exist, what one holds, what tells two of them apart.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use commun::lancer;
use serde_json::Value;

#[test]
fn every_edition_is_listed_with_its_days_and_can_be_shown() {
    let liste = lancer(["editions", "lister", "--format", "json"]);
    assert_eq!((liste.statut, liste.erreurs.as_str()), (0, ""));
    let editions: Vec<Value> = serde_json::from_str(&liste.sortie).unwrap();
    assert!(editions.len() >= 4, "{}", liste.sortie);
    for edition in &editions {
        let procedure = edition["procedure"].as_str().unwrap();
        let id = edition["id"].as_str().unwrap();
        assert_eq!(edition["premier_jour"], id);
        let fiche = lancer(["editions", "voir", procedure, id]);
        assert_eq!(
            (fiche.statut, fiche.erreurs.as_str()),
            (0, ""),
            "{procedure} {id}"
        );
        assert!(fiche.sortie.contains(edition["sha256"].as_str().unwrap()));
    }
}

#[test]
fn two_editions_are_compared_in_every_form() {
    let comparer = |format: &str| {
        let reponse = lancer([
            "editions",
            "comparer",
            "autorisation-travail",
            "2007-12-20",
            "2008-01-18",
            "--format",
            format,
        ]);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{format}"
        );
        reponse.sortie
    };
    let texte = comparer("texte");
    assert!(
        texte.contains("est un projet") && texte.contains("52213"),
        "{texte}"
    );
    assert!(comparer("csv").starts_with("\u{feff}endroit"));
    assert!(comparer("html").contains("</html>"));
    let json: Value = serde_json::from_str(&comparer("json")).unwrap();
    assert_eq!(json["listes"][0]["liste"], "travail/regions");
}

#[test]
fn what_does_not_exist_is_answered_in_one_line_with_the_nearest_name() {
    let cas: [(&[&str], &str); 4] = [
        (&["lister", "contrat-prof"], "« contrat-pro »"),
        (&["voir", "cyclade", "2023-09-29"], "« cyclades »"),
        (&["voir", "cyclades", "2023-09-28"], "« 2023-09-29 »"),
        (
            &[
                "comparer",
                "autorisation-travail",
                "2007-12-20",
                "2008-01-19",
            ],
            "« 2008-01-18 »",
        ),
    ];
    for (arguments, proche) in cas {
        let reponse = lancer(["editions"].iter().chain(arguments));
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(reponse.erreurs.contains(proche), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}
