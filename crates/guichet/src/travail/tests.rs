//! The views agree with the circular, and faults of a table are told with their line.

use super::*;
use crate::Donnees;

fn edition() -> EditionAutorisationTravail {
    ouvrir(&Donnees::embarquees(), None).unwrap()
}

#[test]
fn a_national_job_is_open_in_metropolitan_france_and_doubtful_overseas() {
    let fiche = metier(&edition(), "61223").unwrap();
    assert_eq!(fiche.ue, Etat::NonOpposable);
    for ou in &fiche.territoires {
        let attendu = if ou.metropole {
            Etat::NonOpposable
        } else {
            Etat::AExaminer
        };
        assert_eq!(ou.tiers, attendu, "{}", ou.territoire);
    }
    assert!(
        fiche.remarques[0].starts_with("M07-08"),
        "{:?}",
        fiche.remarques
    );
}

#[test]
fn a_misprint_is_shown_on_both_codes() {
    let edition = edition();
    for code in ["52213", "52313"] {
        let fiche = metier(&edition, code).unwrap();
        let ici = fiche
            .territoires
            .iter()
            .find(|ou| ou.territoire == "Île-de-France")
            .unwrap();
        assert_eq!(ici.tiers, Etat::AExaminer, "{code}");
        assert_eq!(ici.lecture.as_deref(), Some("M07-03"), "{code}");
    }
    let erreur = metier(&edition, "61233x").unwrap_err().to_string();
    assert!(erreur.contains("Le plus proche est 61233"), "{erreur}");
}

#[test]
fn a_territory_is_found_by_name_alias_or_department() {
    let edition = edition();
    for nom in ["Corse", "2A", "corse"] {
        let fiche = territoire(&edition, nom).unwrap();
        assert_eq!(fiche.metiers.len(), 12, "{nom}");
    }
    let limousin = territoire(&edition, "Limousin").unwrap();
    assert_eq!((limousin.annonce, limousin.imprimes), (Some(20), 18));
    let erreur = territoire(&edition, "Alsasse").unwrap_err().to_string();
    assert!(erreur.contains("« Alsace »"), "{erreur}");
}

#[test]
fn a_nationality_tells_its_group_and_its_jobs() {
    let edition = edition();
    let cas = [
        ("POL", Qui::UeTransitoire, 149),
        ("350", Qui::Tiers, 6),
        ("ALGERIE", Qui::AccordParticulier, 0),
        ("CYP", Qui::HorsCirculaire, 0),
        ("HRV", Qui::Tiers, 6),
    ];
    for (nom, groupe, metiers) in cas {
        let fiche = nationalite(&edition, nom).unwrap();
        assert_eq!(
            (fiche.groupe, fiche.metiers.len()),
            (groupe, metiers),
            "{nom}"
        );
    }
    assert!(nationalite(&edition, "XYZ").is_err());
}

#[test]
fn the_table_has_every_group_job_and_territory() {
    let edition = edition();
    let lignes = table(&edition).count();
    assert_eq!(lignes, 4 * edition.listes.metiers.len() * 26);
}

#[test]
fn the_totals_of_the_document_hold() {
    for verification in methode::verifications(&edition()) {
        assert!(verification.juste, "{}", verification.phrase);
    }
}

#[test]
fn faults_of_a_table_of_offers_are_told_with_their_line() {
    let edition = edition();
    let cas = [
        (
            "code_rome;niveau;region;offres\n",
            "la colonne « demandes » manque",
        ),
        (
            "code_rome,niveau,region,offres,demandes\n1423,II,Alsace,1,2\n",
            "ligne 2, colonne code_rome",
        ),
        (
            "code_rome,niveau,region,offres,demandes\n14232,IX,Alsace,1,2\n",
            "colonne niveau",
        ),
        (
            "code_rome,niveau,region,offres,demandes\n14232,II,Alsasse,1,2\n",
            "colonne region",
        ),
        (
            "code_rome,niveau,region,offres,demandes\n14232,II,Alsace,-1,2\n",
            "colonne offres",
        ),
        (
            "code_rome,niveau,region,offres,demandes\n14232,II,Alsace,1,2\n14232,II,67,1,2\n",
            "déjà donné pour cette région à la ligne 2",
        ),
    ];
    for (texte, attendu) in cas {
        let fautes = methode::lire(&edition, "offres.csv", texte.as_bytes()).unwrap_err();
        assert!(fautes[0].contains(attendu), "{fautes:?}");
    }
    let texte = "\u{feff}code_rome;niveau;region;offres;demandes\n14232;II;Alsace;95;100\n";
    let releves = methode::lire(&edition, "offres.csv", texte.as_bytes()).unwrap();
    let seuils = methode::seuils(&edition, None, None, None).unwrap();
    let resultat = methode::appliquer(&edition, &releves, seuils);
    assert!(resultat.selections[0].motif.retenu());
    assert_eq!((resultat.offres, resultat.offres_retenues), (95, 95));
}

#[test]
fn what_no_label_has_is_looked_for_in_the_domains_then_nearby() {
    let edition = edition();
    let Ok(Trouve::DuDomaine(trouves)) = chercher(&edition, "hotellerie") else {
        panic!("a domain has this word");
    };
    assert!(
        trouves.len() > 3
            && trouves
                .iter()
                .all(|(code, _)| metier(&edition, code).is_ok())
    );
    // What is asked for, what the answer tells.
    let cas = [
        ("maçon zingueur", "42114"),
        ("patissier", "hôtellerie, restauration et alimentation"),
        ("47199", "4712"),
        ("47999", "47"),
    ];
    for (demande, attendu) in cas {
        let erreur = chercher(&edition, demande).unwrap_err().to_string();
        assert!(erreur.contains(attendu), "{demande} : {erreur}");
    }
}

#[test]
fn a_nationality_that_the_circular_leaves_out_is_told_what_governs_it() {
    for (pays, regle) in [("DZA", "27 décembre 1968"), ("DEU", "de l’Union")] {
        let fiche = nationalite(&edition(), pays).unwrap();
        assert!(fiche.metiers.is_empty());
        assert!(
            fiche.phrases.iter().any(|p| p.contains(regle)),
            "{:?}",
            fiche.phrases
        );
    }
}
