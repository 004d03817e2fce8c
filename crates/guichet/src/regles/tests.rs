use super::*;

fn toutes() -> Regles {
    Regles::charger(&Donnees::embarquees()).unwrap()
}

#[test]
fn every_procedure_is_listed_in_its_turn() {
    assert_eq!(PROCEDURES[0], CYCLADES);
    assert_eq!(PROCEDURES[1..], instruction::PROCEDURES);
    let toutes = toutes();
    let ensemble = toutes.lister(None).unwrap();
    let une_a_une: Vec<RegleVue> = PROCEDURES
        .iter()
        .flat_map(|nom| toutes.lister(Some(nom)).unwrap())
        .collect();
    assert_eq!(ensemble, une_a_une);
    for nom in PROCEDURES {
        let regles = toutes.lister(Some(nom)).unwrap();
        assert!(!regles.is_empty(), "{nom}");
        assert!(regles.iter().all(|regle| regle.procedure == nom), "{nom}");
    }
}

#[test]
fn every_rule_has_a_view_and_every_fact_its_place() {
    let toutes = toutes();
    assert!(toutes.lister(Some("cyclades")).unwrap().len() > 80);
    for regle in &toutes.lister(None).unwrap() {
        assert!(!regle.source.document.is_empty(), "{}", regle.code);
        assert!(!regle.source.section.is_empty(), "{}", regle.code);
        assert!(regle.ligne > 1, "{}", regle.code);
        for exigence in &regle.exige {
            assert!(!exigence.champs.is_empty(), "{}", regle.code);
        }
        if let Some(correction) = &regle.correction {
            assert!(!correction.mots.is_empty(), "{}", correction.nom);
        }
    }
}

#[test]
fn a_rule_of_files_says_its_column_and_its_readings() {
    let regle = toutes().voir("CY-231").unwrap().regle;
    assert_eq!(regle.champs, ["code_postal"]);
    let lectures: Vec<&str> = regle.lectures.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(lectures, ["CY-27"]);
    assert_eq!(
        regle.exige[0].mots,
        "la valeur n’a aucun passage qui corresponde à ^[0-9]{1,4}$, quand le pays de résidence est 100"
    );
}

#[test]
fn a_rule_of_dossiers_says_its_facts_in_words_and_the_fields_they_rest_on() {
    let regle = toutes().voir("cp-101").unwrap().regle;
    assert_eq!(
        regle.champs,
        ["salarie.date_naissance", "contrat.date_debut"]
    );
    assert_eq!(
        regle.exige[0].mots,
        "l’âge du salarié au premier jour du contrat, en années révolues, vaut au moins 30"
    );
    assert_eq!(regle.source.section, "2, 1er tiret");
    assert!(regle.lectures[0].autre.is_some());
    let regle = toutes().voir("CP-102").unwrap().regle;
    assert_eq!(
        regle.exige[0].mots,
        "la réponse est oui à « Le salarié était-il en recherche d’emploi avant le contrat ? »"
    );
    assert!(regle.phrase_remplie.is_some());
}

#[test]
fn an_unknown_code_is_answered_with_those_around_it() {
    let toutes = toutes();
    let cas = [
        (
            "CY-255",
            "« CY-255 » n’est le code d’aucune règle ; les plus proches sont CY-253 et CY-301.",
        ),
        (
            "231",
            "« 231 » n’est le code d’aucune règle ; essayez CY-231.",
        ),
        (
            "001",
            "« 001 » n’est le code d’aucune règle ; essayez CY-001, AT-001, CP-001 ou AE-001.",
        ),
        (
            "xx-101",
            "« xx-101 » n’est le code d’aucune règle ; essayez CY-101, AT-101, CP-101 ou AE-101.",
        ),
        (
            "CP-1",
            "« CP-1 » n’est le code d’aucune règle ; essayez CP-001.",
        ),
        (
            "CY-999",
            "« CY-999 » n’est le code d’aucune règle ; essayez CY-504.",
        ),
        (
            "CY-000",
            "« CY-000 » n’est le code d’aucune règle ; essayez CY-001.",
        ),
        (
            "CY-27",
            "« CY-27 » n’est le code d’aucune règle, mais celui d’une lecture du registre, que « guichet lectures CY-27 » montre ; voyez CY-231, CY-232, CY-233.",
        ),
        (
            "cp-11",
            "« cp-11 » n’est le code d’aucune règle, mais celui d’une lecture du registre, que « guichet lectures CP-11 » montre ; voyez CP-101.",
        ),
        (
            "toto",
            "« toto » n’est le code d’aucune règle ; « guichet regles lister » les donne toutes.",
        ),
    ];
    for (code, attendu) in cas {
        let erreur = toutes.voir(code).unwrap_err().to_string();
        assert_eq!(erreur, attendu);
    }
    assert_eq!(toutes.voir("cy-231").unwrap().regle.code, "CY-231");
    for (nom, proche) in [("cyclade", "cyclades"), ("contrats-pro", "contrat-pro")] {
        let erreur = toutes.lister(Some(nom)).unwrap_err().to_string();
        assert!(
            erreur.ends_with(&format!("Vouliez-vous dire « {proche} » ?")),
            "{erreur}"
        );
    }
}
