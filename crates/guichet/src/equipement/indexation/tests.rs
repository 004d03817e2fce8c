use super::*;

fn demande(edition: &str, forfaits: &[&str]) -> DemandeDIndexation {
    DemandeDIndexation {
        edition: Some(edition.to_owned()),
        indice_precedent: "107.4".to_owned(),
        indice: "114,18".to_owned(),
        forfaits: forfaits.iter().map(|&f| f.to_owned()).collect(),
    }
}

fn refus(demande: &DemandeDIndexation) -> String {
    indexer_les_forfaits(&Donnees::embarquees(), demande)
        .unwrap_err()
        .to_string()
}

#[test]
fn the_answer_is_that_of_the_order_of_2023() {
    let vue = indexer_les_forfaits(
        &Donnees::embarquees(),
        &demande("2022-2023", &["142", "51", "290"]),
    )
    .unwrap();
    assert_eq!(vue.annee.to_string(), "2023-2024");
    assert_eq!(vue.mois, ["décembre 2021", "décembre 2022"]);
    let nouveaux: Vec<i64> = vue
        .indexation
        .forfaits
        .iter()
        .map(|f| f.nouveau.0)
        .collect();
    assert_eq!(nouveaux, [15_100, 5_400, 30_800]);
    // They are those of the edition of 2023, which its document prints.
    let edition = crate::equipement::edition(&Donnees::embarquees(), "2023-2024").unwrap();
    let publies: Vec<i64> = forfaits_de(&edition).iter().map(|f| f.ancien.0).collect();
    assert_eq!(nouveaux, publies);
    let codes: Vec<&str> = vue
        .decision
        .avertissements
        .iter()
        .map(|a| &*a.regle)
        .collect();
    assert_eq!(codes, [ARRONDI, HORS_DOCUMENT]);
    assert!(vue.decision.constats[0].nom.len() > 3);
}

#[test]
fn without_amounts_those_of_the_edition_are_raised() {
    let vue = indexer_les_forfaits(&Donnees::embarquees(), &demande("2023-2024", &[])).unwrap();
    let anciens: Vec<i64> = vue.indexation.forfaits.iter().map(|f| f.ancien.0).collect();
    assert_eq!(anciens, [15_100, 5_400, 30_800]);
    assert_eq!(vue.annee.to_string(), "2024-2025");
    let dits = &vue.decision.avertissements;
    assert!(dits.iter().all(|a| a.regle == ARRONDI), "{dits:?}");
}

#[test]
fn what_cannot_be_indexed_is_told_in_one_line() {
    let cas = [
        (
            demande("2022-2023", &[]),
            "Donnez les montants de 2022-2023 par --forfait",
        ),
        (
            demande("2022", &["142"]),
            "Une année scolaire s’écrit 2022-2023",
        ),
        (demande("2022-2023", &["0"]), "--forfait : « 0 » est nul"),
        (demande("2022-2023", &["142,005"]), "plus de deux décimales"),
        (demande("2022-2023", &["-3"]), "« -3 » est négatif"),
        (
            demande("2022-2023", &["douze"]),
            "« douze » n’est pas un nombre",
        ),
        (demande("2022-2023", &["999999999"]), "hors de toute mesure"),
        (
            DemandeDIndexation {
                indice: "0".to_owned(),
                ..demande("2022-2023", &["142"])
            },
            "--indice : « 0 » est nul",
        ),
        (
            DemandeDIndexation {
                indice_precedent: "-1".to_owned(),
                ..demande("2022-2023", &["142"])
            },
            "--indice-precedent : « -1 » est négatif",
        ),
    ];
    for (demande, attendu) in cas {
        let phrase = refus(&demande);
        assert!(phrase.contains(attendu), "{phrase}");
        assert_eq!(phrase.lines().count(), 1, "{phrase}");
    }
}

#[test]
fn the_rules_of_an_edition_that_come_after_serve_when_none_came_before() {
    let vue =
        indexer_les_forfaits(&Donnees::embarquees(), &demande("2019-2020", &["130"])).unwrap();
    assert_eq!(vue.decision.edition, "2023-09-01");
    assert_eq!(vue.mois, ["décembre 2018", "décembre 2019"]);
}
