//! `guichet contrat-pro suivi`: every view, from dossiers to what people receive.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests: a failure is a failed test, a test skipped is said"
)]

mod commun;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use commun::{guichet, lancer, reponse};
use serde_json::{Value, json};
use tempfile::TempDir;

const A: &str = "12345678200010";
const B: &str = "73282932000074";

/// A dossier that is granted 6 000 € times its share of full time.
fn dossier(reference: &str, siret: &str, demande: &str, debut: (i32, u32), quotite: &str) -> Value {
    let (annee, mois) = debut;
    json!({
        "reference": reference,
        "date_demande": demande,
        "employeur": {
            "siret": siret, "departement": if siret == A { "44" } else { "49" },
            "assujetti_contribution": true, "a_jour_fiscal_social": true,
            "dates_licenciements_economiques": [],
        },
        "salarie": {
            // Each its own birth: the same contract twice is a double.
            "date_naissance": format!("19{}-03-21", 60 + reference.len() % 3 + usize::from(reference.as_bytes()[reference.len() - 1] - b'0')),
            "demandeur_emploi": true, "derniere_presence_etablissement": null,
        },
        "contrat": {
            "nature": "professionnalisation",
            "date_debut": format!("{annee}-{mois:02}-01"),
            "date_fin": format!("{}-{mois:02}-01", annee + 1),
            "quotite": quotite,
            "certification": { "rncp": "37443" },
            "suspensions": [],
        },
        "pieces": { "contrat_cerfa": true, "prise_en_charge_opco": true },
    })
}

/// An establishment that goes above the threshold with its fourth aid, and another that does not.
fn lot() -> Vec<Value> {
    let mut quatrieme = dossier("D-4", A, "2024-10-01", (2024, 10), "1");
    quatrieme["employeur"]["aides_annee_centimes"] = json!(1_740_000);
    vec![
        dossier("D-1", A, "2024-09-02", (2024, 9), "1"),
        dossier("D-2", A, "2024-09-03", (2024, 9), "1"),
        quatrieme,
        dossier("D-3", A, "2024-09-30", (2024, 9), "0.90"),
        dossier("D-5", B, "2024-12-31", (2024, 12), "1"),
        dossier("D-6", B, "2025-01-01", (2024, 12), "0.80"),
    ]
}

struct Atelier {
    dossier: TempDir,
}

impl Atelier {
    fn nouveau(dossiers: &[Value]) -> Self {
        let atelier = Self {
            dossier: tempfile::tempdir().unwrap(),
        };
        let lignes: Vec<String> = dossiers.iter().map(Value::to_string).collect();
        atelier.ecrire("lot.ndjson", &lignes.join("\n"));
        atelier.ecrire(
            "noms.csv",
            &format!(
                "siret;nom;date_decision;reference_decision\n{A};Ateliers Martin;2024-11-20;2024-117\n{B};\"Durand, père et fils\";2025-02-03;2025-009\n"
            ),
        );
        atelier.ecrire(
            "region.toml",
            "nom = \"Région d’essai\"\nsiret = \"23350001600040\"\n",
        );
        atelier
    }

    fn chemin(&self, nom: &str) -> PathBuf {
        self.dossier.path().join(nom)
    }

    fn ecrire(&self, nom: &str, texte: &str) {
        fs::write(self.chemin(nom), texte).unwrap();
    }

    /// Runs a view in the folder, so that names are bare.
    fn suivre(&self, vue: &str, options: &[&str]) -> commun::Reponse {
        reponse(
            guichet()
                .current_dir(self.dossier.path())
                .args(["contrat-pro", "suivi", vue, "lot.ndjson"])
                .args(options),
        )
    }

    fn texte(&self, vue: &str, options: &[&str]) -> String {
        let reponse = self.suivre(vue, options);
        assert_eq!(
            (reponse.statut, reponse.erreurs.as_str()),
            (0, ""),
            "{vue} {options:?}"
        );
        reponse.sortie
    }

    fn json(&self, vue: &str, options: &[&str]) -> Value {
        let mut tous = options.to_vec();
        tous.extend(["--format", "json"]);
        serde_json::from_str(&self.texte(vue, &tous)).unwrap()
    }
}

#[test]
fn what_people_read_of_each_view() {
    let atelier = Atelier::nouveau(&lot());
    let vues: [(&str, &[&str]); 4] = [
        ("cumuls", &[]),
        (
            "recapitulatif",
            &[
                "--siret",
                A,
                "--annee",
                "2024",
                "--correspondance",
                "noms.csv",
            ],
        ),
        (
            "beneficiaires",
            &["--annee", "2024", "--correspondance", "noms.csv"],
        ),
        ("echeances", &["--au", "2025-12-05", "--sous", "30"]),
    ];
    for (vue, options) in vues {
        insta::assert_snapshot!(vue, atelier.texte(vue, options));
    }
}

#[test]
fn the_threshold_itself_is_an_order_and_a_cent_above_an_agreement() {
    // Three aids of 6 000 € and one declared total that makes the fourth end on the threshold.
    for (declare, acte, depassement) in [
        (1_700_000, "arrêté", Value::Null),
        (1_700_001, "convention", json!("D-9")),
    ] {
        let mut dernier = dossier("D-9", A, "2024-10-01", (2024, 9), "1");
        dernier["employeur"]["aides_annee_centimes"] = json!(declare);
        let ligne = Atelier::nouveau(&[dernier]).json("cumuls", &[])[0]["lignes"][0].clone();
        assert_eq!(ligne["instrument"], acte, "{declare}");
        assert_eq!(ligne["dossier_du_depassement"], depassement);
        assert_eq!(ligne["cumul_centimes"], declare + 600_000);
        assert_eq!(ligne["total_centimes"], 600_000);
    }
}

#[test]
fn totals_are_those_of_the_decisions_added_up_one_by_one() {
    let atelier = Atelier::nouveau(&lot());
    let decisions = lancer([
        Path::new("instruire"),
        Path::new("contrat-pro"),
        Path::new("--format"),
        Path::new("ndjson"),
        &atelier.chemin("lot.ndjson"),
    ]);
    let mut attendus: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (decision, dossier) in decisions.sortie.lines().zip(lot()) {
        let decision: Value = serde_json::from_str(decision).unwrap();
        let siret = dossier["employeur"]["siret"].as_str().unwrap().to_owned();
        let annee = dossier["date_demande"].as_str().unwrap()[..4].to_owned();
        *attendus.entry((siret, annee)).or_default() +=
            decision["montant_centimes"].as_i64().unwrap();
    }
    let cumuls = atelier.json("cumuls", &[]);
    let vus: BTreeMap<(String, String), i64> = cumuls[0]["lignes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| {
            (
                (
                    l["siret"].as_str().unwrap().to_owned(),
                    l["annee"].as_str().unwrap().to_owned(),
                ),
                l["total_centimes"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(vus, attendus);
    assert_eq!(vus.len(), 3, "a year ends on 31 December");
}

#[test]
fn the_same_dossier_twice_is_told_and_counted_once() {
    let mut autre = dossier("D-1", A, "2024-09-02", (2024, 9), "1");
    autre["reference"] = json!("AUTRE");
    let atelier = Atelier::nouveau(&[
        dossier("D-1", A, "2024-09-02", (2024, 9), "1"),
        dossier("D-1", A, "2024-09-02", (2024, 9), "1"),
        autre,
    ]);
    let cumuls = &atelier.json("cumuls", &[])[0];
    assert_eq!(cumuls["total"]["total_centimes"], 600_000);
    let notes = cumuls["notes"].to_string();
    assert!(
        notes.contains("Dossier D-1 : donné deux fois (même référence, même contrat)"),
        "{notes}"
    );
    assert!(notes.contains("Dossier AUTRE : donné deux fois (même établissement, même salarié et même début que le dossier D-1)"), "{notes}");
}

#[test]
fn a_declared_total_below_the_batch_is_told_with_both_figures() {
    let mut dossiers = lot();
    dossiers[2]["employeur"]["aides_annee_centimes"] = json!(600_000);
    let notes = Atelier::nouveau(&dossiers).json("cumuls", &[])[0]["notes"].to_string();
    let phrase = "Dossier D-4 : 6\u{a0}000,00\u{a0}€ d’aides déclarées pour cette année, et le lot en contient 17\u{a0}400,00\u{a0}€ demandées avant lui";
    assert!(notes.contains(phrase), "{notes}");
}

#[test]
fn an_order_that_the_batch_belies_is_told_to_who_prepares_the_list_and_not_in_it() {
    let mut dossiers = lot();
    dossiers[2]["employeur"]["aides_annee_centimes"] = Value::Null;
    let atelier = Atelier::nouveau(&dossiers);
    let phrase = "Dossier D-4 : l’instruction, qui ne connaît que le total déclaré, dit « arrêté »";
    let notes = atelier.json("cumuls", &[])[0]["notes"].to_string();
    assert!(notes.contains(phrase), "{notes}");
    let liste = atelier.suivre("beneficiaires", &["--annee", "2024"]);
    assert!(liste.erreurs.contains(phrase) && !liste.sortie.contains("D-4"));
}

#[test]
fn nothing_of_an_employee_is_in_any_output() {
    let atelier = Atelier::nouveau(&lot());
    for vue in ["cumuls", "beneficiaires", "echeances", "recapitulatif"] {
        let options = [
            "--annee",
            "2024",
            "--siret",
            A,
            "--au",
            "2025-09-01",
            "--toutes",
        ];
        for format in ["texte", "csv", "json", "html"] {
            let mut tous = options.to_vec();
            tous.extend(["--format", format]);
            let sortie = atelier.suivre(vue, &tous).sortie;
            assert!(
                !sortie.contains("-03-21") && !sortie.contains("21/03/"),
                "{vue} {format}"
            );
        }
    }
}

#[test]
fn small_figures_are_hidden_in_the_statistics() {
    let tables = Atelier::nouveau(&lot()).json("statistiques", &[]);
    let tables = tables.as_array().unwrap();
    assert_eq!(tables.len(), 6);
    assert_eq!(tables[0]["total"]["dossiers"], 6);
    for ligne in tables[1]["lignes"].as_array().unwrap() {
        // Four people in one department and two in the other.
        assert_eq!(ligne["dossiers"], "non_communique");
        assert_eq!(ligne["montant_centimes"], "non_communique");
    }
}

#[test]
fn the_publication_obeys_its_schema() {
    let atelier = Atelier::nouveau(&lot());
    atelier.ecrire("verse.csv", "reference,date_versement\nD-5,05/01/2026\n");
    let options = [
        "--annee",
        "2024",
        "--organisation",
        "region.toml",
        "--correspondance",
        "noms.csv",
        "--versements",
        "verse.csv",
    ];
    let table = atelier.texte("scdl", &options);
    let texte = include_str!("schemas/scdl-subventions-1.1.json");
    let schema: Value = serde_json::from_str(texte).unwrap();
    assert_eq!(
        table,
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention\r\n\
         Région d’essai,23350001600040,2024-11-20,2024-117,Ateliers Martin,12345678200010,Aide à l’employeur pour 4 contrats de professionnalisation,23400.00,aide en numéraire,échelonné,2025-09-01/2026-01-01,,non,1\r\n\
         Région d’essai,23350001600040,2025-02-03,2025-009,\"Durand, père et fils\",73282932000074,Aide à l’employeur pour un contrat de professionnalisation,6000.00,aide en numéraire,unique,2026-01-05,,non,1\r\n"
    );
    let noms: Vec<&str> = schema["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|champ| champ["name"].as_str().unwrap())
        .collect();
    assert_eq!(table.lines().next().unwrap(), noms.join(","));
    frictionless(&atelier, &table, texte);
}

/// The same table, and one with a fault, through an outside validator.
fn frictionless(atelier: &Atelier, table: &str, schema: &str) {
    let python = std::env::var("FRICTIONLESS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let la = Command::new(&python)
        .args(["-c", "import frictionless"])
        .output();
    if !la.is_ok_and(|sortie| sortie.status.success()) {
        println!(
            "skipped: no Python with frictionless (pip install frictionless, or FRICTIONLESS_PYTHON)"
        );
        return;
    }
    atelier.ecrire("juste.csv", table);
    atelier.ecrire("faux.csv", &table.replace(",non,1", ",peut-être,2"));
    atelier.ecrire("schema.json", schema);
    let programme = "import sys, frictionless\n\
        from frictionless import Resource, Schema\n\
        s = Schema.from_descriptor('schema.json')\n\
        for f in ('juste.csv', 'faux.csv'):\n    \
            r = Resource(path=f, schema=s, encoding='utf-8').validate()\n    \
            print(f, sum(len(t.errors) for t in r.tasks) + len(r.errors))\n";
    let sortie = Command::new(&python)
        .current_dir(atelier.dossier.path())
        .args(["-c", programme])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&sortie.stdout),
        "juste.csv 0\nfaux.csv 4\n",
        "{}",
        String::from_utf8_lossy(&sortie.stderr)
    );
}

#[test]
fn what_the_publication_requires_and_nothing_gives_is_named() {
    let atelier = Atelier::nouveau(&lot());
    atelier.ecrire(
        "sans-date.csv",
        &format!("siret,nom\n{A},Ateliers Martin\n{B},Durand\n"),
    );
    let region = ["--annee", "2024", "--organisation", "region.toml"];
    let cas: [(&[&str], &str); 5] = [
        (
            &["--annee", "2024"],
            "exige nomAttribuant, le nom de l’attribuant",
        ),
        (
            &[
                "--annee",
                "2024",
                "--nom-attribuant",
                "R",
                "--siret-attribuant",
                "123",
            ],
            "« 123 » n’est pas le SIRET de l’attribuant",
        ),
        (
            &region,
            "exige nomBeneficiaire : le nom manque pour 2 établissements (12345678200010, 73282932000074)",
        ),
        (
            &[&region[..], &["--correspondance", "sans-date.csv"]].concat(),
            "exige dateConvention : la date de la décision manque",
        ),
        (&[], "Dites de quelle année"),
    ];
    for (options, attendu) in cas {
        let reponse = atelier.suivre("scdl", options);
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{options:?}"
        );
        assert!(
            reponse.erreurs.contains(attendu),
            "{options:?} : {}",
            reponse.erreurs
        );
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
    }
}

#[test]
fn a_fault_in_a_table_beside_the_dossiers_is_told_with_its_line() {
    let atelier = Atelier::nouveau(&lot());
    let cas = [
        (
            "siret,nom,rue\n",
            "ligne 1 : la colonne « rue » n’est pas attendue",
        ),
        ("nom\n", "ligne 1 : la colonne « siret » manque"),
        (
            "siret,nom\n1234,X\n",
            "ligne 2 : « 1234 » n’est pas un SIRET",
        ),
        (
            "siret,nom\n12345678200010,X\n12345678200010,Y\n",
            "ligne 3 : l’établissement 12345678200010 a déjà le nom « X »",
        ),
        (
            "siret,date_decision\n12345678200010,2024-02-30\n",
            "ligne 2 : « 2024-02-30 » n’est pas une date",
        ),
        (
            "siret,reference_decision\n12345678200010,1\n12345678200010,2\n",
            "a déjà une autre décision",
        ),
        (
            "siret,nom\n12345678200010\n",
            "ligne 2 : nombre de colonnes : 1, au lieu de 2",
        ),
    ];
    for (table, attendu) in cas {
        atelier.ecrire("table.csv", table);
        let reponse = atelier.suivre(
            "beneficiaires",
            &["--annee", "2024", "--correspondance", "table.csv"],
        );
        assert_eq!(
            (reponse.statut, reponse.sortie.as_str()),
            (2, ""),
            "{table}"
        );
        assert!(
            reponse.erreurs.contains(attendu),
            "{table} : {}",
            reponse.erreurs
        );
    }
}

#[test]
fn an_unreadable_dossier_leaves_the_others_and_the_status_says_so() {
    let atelier = Atelier::nouveau(&lot());
    let texte = fs::read_to_string(atelier.chemin("lot.ndjson")).unwrap();
    atelier.ecrire(
        "lot.ndjson",
        &format!("{texte}\n{{\"referense\":\"D-7\"}}\n"),
    );
    let reponse = atelier.suivre("cumuls", &["--format", "json"]);
    assert_eq!(reponse.statut, 2);
    let tables: Value = serde_json::from_str(&reponse.sortie).unwrap();
    assert_eq!(tables[0]["total"]["contrats"], 6);
    assert!(
        tables[0]["notes"]
            .to_string()
            .contains("1 dossier illisible n’est pas compté")
    );
}

#[test]
fn a_result_is_put_whole_in_its_file_and_never_over_another() {
    let atelier = Atelier::nouveau(&lot());
    let options = ["--format", "xlsx", "--sortie", "cumuls.xlsx"];
    assert_eq!(atelier.texte("cumuls", &options), "");
    assert!(
        fs::read(atelier.chemin("cumuls.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
    let encore = atelier.suivre("cumuls", &options);
    assert_eq!(encore.statut, 2);
    assert!(encore.erreurs.contains("existe déjà"), "{}", encore.erreurs);
    // Nothing is left when the answer is a refusal.
    let refus = atelier.suivre(
        "recapitulatif",
        &[
            "--siret",
            "35600000000048",
            "--annee",
            "2024",
            "--sortie",
            "r.txt",
        ],
    );
    assert_eq!(refus.statut, 2);
    assert!(!atelier.chemin("r.txt").exists());
}
