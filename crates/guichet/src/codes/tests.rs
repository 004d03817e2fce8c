//! A code's meanings stay apart, and the rights it gives are those of the procedures.

use super::*;

fn fiche(code: &str) -> FicheDeCode {
    voir(&Donnees::embarquees(), code).unwrap()
}

#[test]
fn the_same_digits_in_several_lists_are_never_merged() {
    let fiche = fiche("32311");
    let listes: Vec<(&str, Option<&str>)> = fiche
        .sens
        .iter()
        .map(|sens| (sens.liste.as_str(), sens.domaine.as_deref()))
        .collect();
    assert!(
        listes.contains(&("cyclades/specialites", Some("CAP"))),
        "{listes:?}"
    );
    assert!(
        listes.iter().any(|(liste, _)| *liste == "travail/ue"),
        "{listes:?}"
    );
    let procedures: Vec<&str> = fiche.droits.iter().map(|d| d.procedure.as_str()).collect();
    assert!(procedures.contains(&"cyclades") && procedures.contains(&"autorisation-travail"));
}

#[test]
fn a_code_is_found_in_every_kind_of_list() {
    let cas = [
        ("122", "cyclades/pays", "POLOGNE"),
        ("euroang", "cyclades/langues", "Anglais"),
        ("02a", "cyclades/departements", "CORSE DU SUD"),
        ("RNCP37443", "contrat-pro/certifications", "INSTALLATEUR"),
        ("44109", "communes", "Nantes"),
        ("2A004", "communes", "Ajaccio"),
        ("44000", "communes", "code postal"),
        ("61223", "travail/national", "BTP"),
    ];
    for (code, liste, mot) in cas {
        let fiche = fiche(code);
        assert!(
            fiche.sens.iter().any(|sens| sens.liste == liste
                && sens.libelle.as_deref().is_some_and(|l| l.contains(mot))),
            "{code} : {:?}",
            fiche.sens
        );
    }
}

#[test]
fn a_named_directory_is_the_only_one_searched() {
    let fiche = fiche("rncp 37443");
    assert!(fiche.sens.iter().all(|sens| sens.colonne == "code_rncp"));
    assert_eq!(fiche.droits[0].procedure, "contrat-pro");
    assert!(voir(&Donnees::embarquees(), "RNCP61223").is_err());
}

#[test]
fn a_job_of_the_circular_says_where_and_to_whom() {
    let fiche = fiche("61223");
    let droit = fiche.droits.iter().find(|d| d.metier.is_some()).unwrap();
    let phrases = droit.phrases.join("\n");
    for attendu in [
        "dix nouveaux États membres : la situation de l’emploi n’est pas opposable, partout",
        "pays tiers : la situation de l’emploi n’est pas opposable dans les 22 régions de la métropole.",
        "à examiner, selon deux lectures (M07-08), outre-mer.",
    ] {
        assert!(phrases.contains(attendu), "{attendu} : {phrases}");
    }
    // The regions of one job are one meaning.
    let regions = fiche.sens.iter().filter(|s| s.liste == "travail/regions");
    assert!(regions.count() <= 1);
}

#[test]
fn the_sessions_of_a_speciality_are_those_of_its_list() {
    let cas = [
        ("", "", "", "à toutes les sessions"),
        ("2022", "", "", "à partir de la session 2022"),
        ("", "2025", "", "jusqu’à la session 2025"),
        ("2022", "2025", "", "de la session 2022 à la session 2025"),
        ("", "", "oui", "jusqu’à la session 2023"),
        ("", "2025", "oui", "jusqu’à la session 2023"),
        ("", "2025", "non", "jusqu’à la session 2025"),
    ];
    let modele = fiche("32311");
    let modele = modele
        .sens
        .iter()
        .find(|sens| sens.liste == "cyclades/specialites")
        .unwrap();
    for (premiere, derniere, ferme, attendu) in cas {
        let mut sens = modele.clone();
        sens.attributs = [
            ("premiere_session", premiere),
            ("derniere_session", derniere),
            ("ferme_session_2024", ferme),
        ]
        .into_iter()
        .filter(|(_, valeur)| !valeur.is_empty())
        .map(|(colonne, valeur)| Attribut {
            colonne: colonne.to_owned(),
            sens: String::new(),
            valeur: valeur.to_owned(),
        })
        .collect();
        let droit = droits::d_examen(&sens).unwrap();
        assert!(droit.phrases[0].contains(attendu), "{:?}", droit.phrases);
    }
}

#[test]
fn an_unknown_code_gets_the_nearest_of_each_list_in_one_line() {
    let cas = [
        ("6122", "Les plus proches : "),
        ("M1805", "ROME de 2009"),
        ("POLL", "POL (travail/nationalites)"),
        ("", "n’est le code de rien"),
        ("ABCDEFGHIJ", "n’est le code de rien"),
    ];
    for (code, mot) in cas {
        let erreur = voir(&Donnees::embarquees(), code).unwrap_err().to_string();
        assert!(erreur.contains(mot), "{code} : {erreur}");
        assert_eq!(erreur.lines().count(), 1);
    }
}

#[test]
fn a_value_that_its_column_defines_is_told_by_its_definition() {
    let fiche = fiche("POL");
    let groupe = fiche.sens[0]
        .attributs
        .iter()
        .find(|attribut| attribut.colonne == "groupe")
        .unwrap();
    assert_eq!(
        (groupe.sens.as_str(), groupe.valeur.as_str()),
        ("groupe", "l’un des dix nouveaux États membres")
    );
}

#[test]
fn a_training_is_joined_by_its_digits_and_confirmed_by_its_label() {
    let cas = [
        ("22137", Some(("50022137", true))),
        ("50022137", Some(("22137", true))),
        // The label of one list writes « pluri-média » in two words.
        ("32303", Some(("40032303", false))),
        // 403 22104 ends with the same digits and is another diploma: only 500 and 400 join.
        ("22104", None),
        ("40322104", None),
        ("67010031", None),
    ];
    for (code, attendu) in cas {
        let fiche = fiche(code);
        let trouvees: Vec<(&str, bool)> = fiche
            .correspondances
            .iter()
            .map(|autre| (autre.code.as_str(), autre.confirmee))
            .collect();
        assert_eq!(trouvees, attendu.into_iter().collect::<Vec<_>>(), "{code}");
        // A label that differs opens nothing.
        let ouvre = fiche
            .droits
            .iter()
            .any(|d| d.procedure == "equipement" && d.objet != format!("formation {code}"));
        assert_eq!(ouvre, code == "22137", "{code}");
    }
}

fn reponses(texte: &str, liste: Option<&str>, limite: usize) -> Reponses {
    let chercheur = Chercheur::ouvrir(&Donnees::embarquees(), liste).unwrap();
    chercheur.chercher(texte, limite)
}

#[test]
fn the_baker_is_found_in_every_list_that_has_one() {
    let reponses = reponses("boulanjer", None, 0);
    for (liste, domaine, code) in [
        ("cyclades/specialites", Some("BP"), "22108"),
        ("cyclades/specialites", Some("CAP"), "22137"),
        ("cyclades/specialites", Some("BCP"), "22105"),
        ("cyclades/specialites", Some("ARI"), "22105"),
        ("cyclades/specialites", Some("MC3"), "22107"),
        ("contrat-pro/certifications", None, "37537"),
        (
            "travail/ue",
            Some("HÔTELLERIE, RESTAURATION ET ALIMENTATION"),
            "47113",
        ),
    ] {
        assert!(
            reponses
                .reponses
                .iter()
                .any(|reponse| reponse.liste == liste
                    && reponse.domaine.as_deref() == domaine
                    && reponse.code == code),
            "{liste} {code} : {reponses:?}"
        );
    }
}

#[test]
fn a_course_is_told_year_by_year_with_the_code_that_seems_to_replace_it() {
    let cas: [(&str, &[&str]); 5] = [
        (
            "50023217",
            &[
                "2021-2022 : sur la liste, « MACON (CAP) », PRE BAC ; spécialité 232, du groupe 23 « Génie civil, construction et bois », déclaré éligible.",
                "2023-2024 : le code n’est pas sur la liste.",
                "50023224 « MACON (CAP) » semble l’avoir remplacé",
            ],
        ),
        (
            "50023224",
            &["Le code semble avoir remplacé 50023217 « MACON (CAP) »"],
        ),
        (
            "40034403",
            &[
                "2021-2022 : sur la liste, « METIERS DE LA SECURITE (BAC PRO) », PRE BAC ; spécialité 344, que le document ne déclare pas.",
            ],
        ),
        (
            "331",
            &[
                "2023-2024 : spécialité 331 « Santé », déclarée éligible (Hors ST2S) ; 14 formations de la liste en sont.",
            ],
        ),
        ("321", &["aucune formation de la liste n’en est."]),
    ];
    for (code, attendues) in cas {
        let fiche = fiche(code);
        let droit = fiche
            .droits
            .iter()
            .find(|droit| droit.procedure == "equipement")
            .unwrap();
        let phrases = droit.phrases.join("\n");
        for attendue in attendues {
            assert!(phrases.contains(attendue), "{code} : {attendue}\n{phrases}");
        }
    }
}

#[test]
fn an_answer_says_when_it_holds() {
    for (texte, liste, code, attendu) in [
        (
            "bp fleuriste",
            "cyclades/specialites",
            "31206",
            "jusqu’à la session 2023",
        ),
        (
            "cap boulanger",
            "cyclades/specialites",
            "22137",
            "toutes les sessions",
        ),
        (
            "accueil relation clients",
            "cyclades/specialites",
            "31210",
            "jusqu’à la session 2021",
        ),
        ("boulange", "communes", "57096", "édition 2026-01-01"),
        ("01003", "communes", "01003", "ancienne, aujourd’hui 01165"),
        (
            "chef de chantier",
            "travail/tiers",
            "61231",
            "éditions 2007-12-20, 2008-01-18",
        ),
    ] {
        let reponses = reponses(texte, Some(liste), 0);
        let reponse = reponses
            .reponses
            .iter()
            .find(|reponse| reponse.code == code);
        assert_eq!(
            reponse.map(|r| r.validite.as_str()),
            Some(attendu),
            "{texte}"
        );
    }
}

#[test]
fn a_search_is_kept_to_a_list_or_to_those_under_a_name_and_counts_what_it_hides() {
    let dans = |liste: &str| {
        let reponses = reponses("vente", Some(liste), 0);
        assert!(!reponses.reponses.is_empty(), "{liste}");
        let debut = liste.trim_end_matches('/');
        assert!(reponses.reponses.iter().all(|r| r.liste.starts_with(debut)));
    };
    for liste in ["travail", "travail/", "travail/ue", "cyclades/specialites"] {
        dans(liste);
    }
    let (toutes, deux) = (reponses("saint", None, 0), reponses("saint", None, 2));
    assert_eq!(toutes.reponses[..2], deux.reponses);
    assert_eq!((toutes.nombre, deux.reponses.len()), (deux.nombre, 2));
    let caches: usize = deux.autres.iter().map(|autre| autre.nombre).sum();
    assert_eq!(caches + 2, deux.nombre);
    assert!(toutes.autres.is_empty());
    let erreur = Chercheur::ouvrir(&Donnees::embarquees(), Some("cyclades/pay")).unwrap_err();
    assert!(erreur.to_string().contains("« cyclades/pays »"), "{erreur}");
}

#[test]
fn a_speciality_and_a_certification_suggest_each_other_by_their_label() {
    for (code, liste, attendu, confiance) in [
        (
            "22137",
            "contrat-pro/certifications",
            "37537",
            Confiance::Forte,
        ),
        (
            "RNCP37537",
            "cyclades/specialites",
            "22137",
            Confiance::Forte,
        ),
        (
            "23223",
            "contrat-pro/certifications",
            "35589",
            Confiance::Forte,
        ),
    ] {
        let fiche = fiche(code);
        let trouvee = fiche
            .suggestions
            .iter()
            .find(|une| une.liste == liste && une.code == attendu);
        assert_eq!(
            trouvee.map(|une| une.confiance),
            Some(confiance),
            "{code} : {:?}",
            fiche.suggestions
        );
    }
    // Another diploma of the same name is none, and a job has no certification.
    assert!(
        fiche("22137")
            .suggestions
            .iter()
            .all(|une| une.libelle.starts_with("CAP"))
    );
    assert!(fiche("61223").suggestions.is_empty());
    // Of two homonyms, the one that is open comes first.
    let couvreur = fiche("RNCP35589").suggestions;
    let codes: Vec<(&str, bool)> = couvreur
        .iter()
        .filter(|une| une.confiance == Confiance::Forte)
        .map(|une| (une.code.as_str(), une.ferme))
        .collect();
    assert_eq!(codes, [("23223", false), ("23218", true)]);
}

#[test]
fn every_list_exported_and_read_again_is_the_same() {
    let donnees = Donnees::embarquees();
    let fichiers = donnees.fichiers();
    let mut lues = 0;
    for nom in noms(&donnees) {
        for id in catalogue::editions(fichiers, nom) {
            let dossier = catalogue::dossier(nom, id);
            let avant = Liste::charger(fichiers, &dossier).unwrap();
            let exporte = catalogue::exporter(fichiers, nom, Some(id)).unwrap();
            // What someone would do with it: open it as a table, and write that table again.
            let mut lecteur = csv::Reader::from_reader(exporte.as_bytes());
            let mut ecrit = csv::Writer::from_writer(Vec::new());
            ecrit.write_record(lecteur.headers().unwrap()).unwrap();
            for ligne in lecteur.records() {
                ecrit.write_record(&ligne.unwrap()).unwrap();
            }
            let reecrit = String::from_utf8(ecrit.into_inner().unwrap()).unwrap();
            let mut autres = fichiers.clone();
            autres.ajouter(format!("{dossier}/codes.csv"), reecrit);
            let apres = Liste::charger(&autres, &dossier).unwrap();
            let colonnes = avant.colonnes().len();
            assert_eq!(avant.len(), apres.len(), "{nom} {id}");
            for (une, autre) in avant.lignes().zip(apres.lignes()) {
                for colonne in 0..colonnes {
                    assert_eq!(une.cellule(colonne), autre.cellule(colonne), "{nom} {id}");
                }
            }
            lues += avant.len();
        }
    }
    assert!(lues > 40_000, "{lues}");
}
