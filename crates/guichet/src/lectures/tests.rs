//! Each entry is shown with what rests on it, and none that has an effect goes without a case.

use super::*;

fn toutes() -> Vec<FicheDeLecture> {
    lister(&Donnees::embarquees(), Choix::default()).unwrap()
}

#[test]
fn an_entry_says_its_document_and_what_cites_it() {
    let donnees = Donnees::embarquees();
    let fiche = voir(&donnees, "cp-01").unwrap();
    assert_eq!(fiche.document, "contrat-pro");
    assert!(
        fiche.titre.contains("professionnalisation"),
        "{}",
        fiche.titre
    );
    let sortes: Vec<(Sorte, &str)> = fiche
        .citations
        .iter()
        .map(|citation| (citation.sorte, citation.nom.as_str()))
        .collect();
    assert!(
        sortes.contains(&(Sorte::Parametre, "mois_aides_max")),
        "{sortes:?}"
    );
    assert!(sortes.contains(&(Sorte::Raisonnement, "")), "{sortes:?}");
    let fiche = voir(&donnees, "CY-27").unwrap();
    let regles: Vec<&str> = fiche.citations.iter().map(|c| c.nom.as_str()).collect();
    assert_eq!(regles, ["CY-231", "CY-232", "CY-233"]);
    assert!(
        fiche
            .citations
            .iter()
            .all(|c| c.sorte == Sorte::Regle && c.libelle.is_some())
    );
    let fiche = voir(&donnees, "X-02").unwrap();
    assert_eq!(fiche.document, "transversales");
    assert_eq!(fiche.citations[0].nom, "prefixes_des_codes_de_diplome");
}

#[test]
fn every_entry_that_has_an_effect_is_cited_and_shown_by_a_case() {
    for fiche in toutes() {
        let lecture = &fiche.lecture;
        if lecture.statut == Statut::SansEffet {
            continue;
        }
        assert!(
            !fiche.citations.is_empty(),
            "{} is cited by nothing",
            lecture.id
        );
        // Amounts are indexed without a dossier: the figures of the order are its case, in the tests of the
        // indexation.
        if lecture.id == "ARE-30" {
            continue;
        }
        assert!(fiche.cas > 0, "{} is shown by no case", lecture.id);
    }
}

#[test]
fn the_register_is_kept_to_a_document_and_to_a_status() {
    let donnees = Donnees::embarquees();
    let choix = Choix {
        document: Some("contrat-pro"),
        statut: Some(Statut::DeuxLectures),
    };
    let lues = lister(&donnees, choix).unwrap();
    assert!(!lues.is_empty() && lues.len() < toutes().len());
    for fiche in lues {
        assert_eq!(fiche.document, "contrat-pro");
        assert!(fiche.lecture.autre.is_some());
    }
    let choix = Choix {
        document: Some("contrat"),
        statut: None,
    };
    let erreur = lister(&donnees, choix).unwrap_err().to_string();
    assert!(erreur.contains("contrat-pro, cyclades"), "{erreur}");
}

#[test]
fn an_unknown_entry_is_answered_in_one_line() {
    for (id, attendu) in [
        ("CP-101", "« guichet regles voir CP-101 »"),
        ("CP-77", "essayez CP-"),
        ("cyclades", "« guichet lectures » les donne toutes"),
    ] {
        let erreur = voir(&Donnees::embarquees(), id).unwrap_err().to_string();
        assert!(erreur.contains(attendu), "{erreur}");
        assert_eq!(erreur.lines().count(), 1);
    }
}
