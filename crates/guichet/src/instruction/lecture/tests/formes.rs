//! The same dossiers, whatever the form.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn dossiers() -> Vec<Value> {
    vec![
        json!({
            "reference": "D-17",
            "date_demande": "2024-11-15",
            "employeur": {
                "siret": "123 456 782 00010", "departement": "44", "assujetti_contribution": true,
                "dates_licenciements_economiques": ["2024-02-12", "2024-03-01"],
                "aides_annee_centimes": 600_000,
            },
            "salarie": { "date_naissance": "1990-03-21", "derniere_presence_etablissement": null },
            "contrat": {
                "nature": "professionnalisation", "quotite": "28/35",
                "certification": { "rncp": "RNCP37537" },
                "suspensions": [
                    { "debut": "2025-01-06", "fin": "2025-01-19", "remuneree": false },
                    { "debut": "2025-02-06", "fin": "2025-02-19" },
                ],
            },
        }),
        json!({ "reference": "D-18", "employeur": { "departement": "01", "dates_licenciements_economiques": [] },
            "contrat": { "suspensions": [], "quotite": "1" } }),
        json!({ "reference": "D « 19 », é; | \"x\"", "salarie": { "derniere_presence_etablissement": "2023-06-30" } }),
    ]
}

/// A cell for each field of a schema; a field that is not given is unknown.
fn rangee(schema: &Schema, dossier: &Value) -> Vec<String> {
    let texte = |valeur: &Value| match valeur {
        Value::String(texte) => texte.clone(),
        Value::Bool(true) => "oui".to_owned(),
        Value::Bool(false) => "non".to_owned(),
        Value::Null => "jamais".to_owned(),
        autre => autre.to_string(),
    };
    let a = |nom: &str| nom.split('.').try_fold(dossier, |v, cle| v.get(cle));
    schema
        .champs()
        .iter()
        .map(|champ| match &champ.groupe {
            Some(groupe) => {
                let cle = champ.nom.rsplit('.').next().unwrap();
                a(groupe).map_or("?".to_owned(), |liste| {
                    let valeurs = liste.as_array().unwrap().iter();
                    let valeurs = valeurs.map(|v| v.get(cle).map_or(String::new(), texte));
                    valeurs.collect::<Vec<_>>().join("|")
                })
            }
            None => match a(&champ.nom) {
                None => "?".to_owned(),
                Some(Value::Array(liste)) => {
                    liste.iter().map(texte).collect::<Vec<_>>().join(" | ")
                }
                Some(valeur) => texte(valeur),
            },
        })
        .collect()
}

fn table(separateur: u8, fin: ::csv::Terminator, dossiers: &[Value]) -> Vec<u8> {
    let schema = schema();
    let mut ecrit = ::csv::WriterBuilder::new()
        .delimiter(separateur)
        .terminator(fin)
        .from_writer(Vec::new());
    let noms = schema.champs().iter().map(|champ| champ.nom.as_str());
    ecrit.write_record(noms).unwrap();
    for dossier in dossiers {
        ecrit.write_record(rangee(&schema, dossier)).unwrap();
    }
    ecrit.into_inner().unwrap()
}

fn lus(octets: &[u8]) -> Vec<Vec<String>> {
    let lecture = lire_octets(octets);
    assert!(lecture.erreur.is_none(), "{:?}", lecture.erreur);
    let dossiers = lecture.dossiers.into_iter();
    dossiers.map(|(_, dossier)| dossier.unwrap()).collect()
}

fn ndjson(dossiers: &[Value]) -> String {
    let lignes: Vec<String> = dossiers.iter().map(Value::to_string).collect();
    lignes.join("\n") + "\n"
}

#[test]
fn every_form_of_the_same_dossiers_gives_the_same_dossiers() {
    let dossiers = dossiers();
    let attendus = lus(ndjson(&dossiers).as_bytes());
    assert_eq!(
        attendus[0],
        [
            "reference=D-17",
            "date_demande=2024-11-15",
            "employeur.siret=12345678200010",
            "employeur.departement=44",
            "employeur.assujetti_contribution=true",
            "employeur.dates_licenciements_economiques=[2024-02-12 2024-03-01]",
            "employeur.aides_annee_centimes=600000",
            "salarie.date_naissance=1990-03-21",
            "salarie.derniere_presence_etablissement=null",
            "contrat.nature=#0",
            "contrat.quotite=4/5",
            "contrat.certification.rncp=37537",
            "contrat.suspensions.debut=[2025-01-06 2025-02-06]",
            "contrat.suspensions.fin=[2025-01-19 2025-02-19]",
            "contrat.suspensions.remuneree=[false ?]",
        ]
    );
    let tableau = Value::Array(dossiers.clone());
    let bom = |octets: &[u8]| [b"\xef\xbb\xbf", octets].concat();
    let csv = |sep: u8| table(sep, ::csv::Terminator::Any(b'\n'), &dossiers);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            String::from_utf8(csv(b';'))
                .unwrap()
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let formes: [(&str, Vec<u8>); 13] = [
        ("array", tableau.to_string().into()),
        ("pretty array", serde_json::to_vec_pretty(&tableau).unwrap()),
        (
            "NDJSON with CRLF",
            ndjson(&dossiers).replace('\n', "\r\n").into(),
        ),
        (
            "NDJSON without its last break",
            ndjson(&dossiers).trim_end().into(),
        ),
        (
            "blank lines",
            ndjson(&dossiers).replace('\n', "\n \n\n").into(),
        ),
        ("NDJSON after a mark", bom(ndjson(&dossiers).as_bytes())),
        (
            "pretty objects",
            dossiers
                .iter()
                .flat_map(|d| {
                    serde_json::to_vec_pretty(d)
                        .unwrap()
                        .into_iter()
                        .chain(*b"\n")
                })
                .collect(),
        ),
        ("semicolons", csv(b';')),
        ("commas", csv(b',')),
        ("tabs after a mark", bom(&csv(b'\t'))),
        ("CRLF", table(b';', ::csv::Terminator::CRLF, &dossiers)),
        (
            "CR alone",
            table(b';', ::csv::Terminator::Any(b'\r'), &dossiers),
        ),
        ("UTF-16", utf16),
    ];
    for (forme, octets) in formes {
        assert_eq!(lus(&octets), attendus, "{forme}");
    }
    for un in &dossiers {
        let seul = serde_json::to_vec_pretty(un).unwrap();
        assert_eq!(lus(&seul), lus(un.to_string().as_bytes()), "one object");
    }
}

#[test]
fn a_workbook_gives_the_same_dossiers() {
    use guichet_tableur::{Brute, ecrire_brut};
    let (schema, dossiers) = (schema(), dossiers());
    let noms: Vec<&str> = schema.champs().iter().map(|c| c.nom.as_str()).collect();
    let lignes = dossiers.iter().map(|dossier| {
        let cellules = rangee(&schema, dossier).into_iter();
        cellules
            .map(|texte| match texte.parse() {
                Ok(nombre) => Brute::Nombre(nombre),
                Err(_) => Brute::Texte(texte),
            })
            .collect()
    });
    let octets = ecrire_brut("Dossiers", &noms, lignes).unwrap();
    let lecture = lire_octets(&octets);
    // Under a title, the header is the third row.
    assert_eq!(lecture.lignes(), [4, 5, 6], "{lecture:?}");
    assert_eq!(lus(&octets), lus(ndjson(&dossiers).as_bytes()));
    assert_eq!(
        lire_feuille(&octets, Some("2")).refus(),
        ["aucune feuille « 2 » ; le classeur contient : Dossiers."]
    );
}

#[test]
fn lines_are_those_of_the_file() {
    let cas: [(&str, &[u64]); 6] = [
        ("{}\n\n{}\n", &[1, 3]),
        ("\n\n[\n{\n},\n\n{}]", &[4, 7]),
        ("{\n}\n{\n}", &[1, 3]),
        ("reference\nA\n\n;;\nB", &[2, 5]),
        ("reference;date_demande\n\"a\nb\";\nB;", &[2, 4]),
        ("\r\nreference\r\nA\r\nB", &[3, 4]),
    ];
    for (texte, attendues) in cas {
        let lecture = lire_octets(texte.as_bytes());
        assert_eq!(lecture.lignes(), attendues, "{texte:?} {lecture:?}");
    }
}

#[test]
fn keys_with_points_are_the_same_keys() {
    let plat = lus(br#"{"employeur.departement":"44","contrat":{"certification.rncp":"1"},"contrat.suspensions":[]}"#);
    let profond = lus(br#"{"employeur":{"departement":"44"},"contrat":{"certification":{"rncp":"1"},"suspensions":[]}}"#);
    assert_eq!(plat, profond);
}

#[test]
fn a_quota_may_be_an_exact_number() {
    let lu = |quotite: &str| {
        lus(format!("{{\"contrat\":{{\"quotite\":{quotite}}}}}").as_bytes()).remove(0)
    };
    for quotite in ["0.8", "0.80", "\"80 %\"", "\"0,8\"", "\"28/35\""] {
        assert_eq!(lu(quotite), ["contrat.quotite=4/5"], "{quotite}");
    }
}

#[test]
fn cells_say_unknown_never_and_nothing() {
    let cas: [(&str, &str, &[&str]); 12] = [
        ("employeur.departement", "", &[]),
        ("employeur.departement", "?", &[]),
        ("employeur.departement", "Inconnu", &[]),
        (
            "employeur.departement",
            " 44 ",
            &["employeur.departement=44"],
        ),
        (
            "salarie.derniere_presence_etablissement",
            "",
            &["salarie.derniere_presence_etablissement=null"],
        ),
        (
            "salarie.derniere_presence_etablissement",
            "Jamais",
            &["salarie.derniere_presence_etablissement=null"],
        ),
        ("salarie.derniere_presence_etablissement", "?", &[]),
        (
            "employeur.dates_licenciements_economiques",
            "",
            &["employeur.dates_licenciements_economiques=[]"],
        ),
        ("employeur.dates_licenciements_economiques", "?", &[]),
        (
            "contrat.suspensions",
            "",
            &[
                "contrat.suspensions.debut=[]",
                "contrat.suspensions.fin=[]",
                "contrat.suspensions.remuneree=[]",
            ],
        ),
        (
            "contrat.suspensions",
            "[{'fin': '2025-01-02', 'debut': '2025-01-01'}]",
            &[
                "contrat.suspensions.debut=[2025-01-01]",
                "contrat.suspensions.fin=[2025-01-02]",
                "contrat.suspensions.remuneree=[?]",
            ],
        ),
        (
            "contrat.suspensions.debut",
            "2025-01-01 | 02/01/2025",
            &[
                "contrat.suspensions.debut=[2025-01-01 2025-01-02]",
                "contrat.suspensions.fin=[? ?]",
                "contrat.suspensions.remuneree=[? ?]",
            ],
        ),
    ];
    for (colonne, cellule, attendus) in cas {
        let texte = format!("reference\t{colonne}\nA\t{}\n", cellule.replace('\'', "\""));
        let mut lu = lus(texte.as_bytes()).remove(0);
        assert_eq!(lu.remove(0), "reference=A");
        assert_eq!(lu, attendus, "{colonne} {cellule}");
    }
}

#[test]
fn windows_1252_is_read_and_said_once() {
    let lecture = lire_octets(b"reference\nA\nZo\xe9\nNo\xebl\n");
    assert_eq!(lecture.references[1].as_deref(), Some("Zoé"));
    assert_eq!(lecture.avis.len(), 1, "{:?}", lecture.avis);
    assert!(lecture.avis[0].contains("Windows-1252"));
    // An accent before it said UTF-8: the file is spoilt, not otherwise written.
    let lecture = lire_octets(
        "reference\né\n"
            .as_bytes()
            .iter()
            .chain(b"\xe9\n")
            .copied()
            .collect::<Vec<_>>()
            .as_slice(),
    );
    assert_eq!(lecture.avis.len(), 0);
    assert!(lecture.fautes()[0].contains("abîmé"), "{lecture:?}");
}

proptest! {
    #[test]
    fn json_and_tables_agree_on_any_dossier(
        reference in "[ -~é«;,|\"]{1,12}",
        siret in "[0-9]{14}",
        present in any::<[bool; 6]>(),
        jours in prop::collection::vec(1..29u8, 0..3),
        centimes in 0..100_000_000i64,
    ) {
        prop_assume!(!reference.trim().is_empty() && reference.trim() == reference && reference != "?");
        let date = |jour: &u8| format!("2024-01-{jour:02}");
        let mut dossier = json!({ "reference": reference });
        let mut poser = |oui: bool, ensemble: &str, cle: &str, valeur: Value| {
            if oui {
                let racine = dossier.as_object_mut().unwrap();
                let sous = racine.entry(ensemble).or_insert_with(|| Value::Object(Map::new()));
                sous[cle] = valeur;
            }
        };
        poser(present[0], "employeur", "siret", siret.into());
        poser(present[1], "employeur", "dates_licenciements_economiques", jours.iter().map(date).collect());
        poser(present[2], "employeur", "aides_annee_centimes", centimes.into());
        poser(present[3], "salarie", "derniere_presence_etablissement", Value::Null);
        poser(present[4], "contrat", "suspensions", jours.iter().map(|j| json!({"debut": date(j), "fin": date(j), "remuneree": j % 2 == 0})).collect());
        poser(present[5], "pieces", "contrat_cerfa", true.into());
        let dossiers = [dossier];
        let attendus = lus(ndjson(&dossiers).as_bytes());
        prop_assert_eq!(&lus(&table(b',', ::csv::Terminator::CRLF, &dossiers)), &attendus);
        prop_assert_eq!(&lus(&table(b';', ::csv::Terminator::Any(b'\n'), &dossiers)), &attendus);
    }
}
