//! The Table Schema, through `frictionless` and through Python's own regular expressions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use guichet_cyclades::champs::Bloc;
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::schema::{Schema, table};
use serde_json::Value;

use super::commun::edition;
use super::lots::{comparer, examens, lot, verifier_les_non_dites};

/// For each folder given: the rows, counted from 1, where frictionless finds an error.
const SCRIPT: &str = r#"
import json, sys, warnings
warnings.simplefilter("error", FutureWarning)
from frictionless import Dialect, Resource, Schema, formats, system
for dossier in sys.argv[1:]:
    schema = Schema.from_descriptor(json.load(open(dossier + "/schema.json", encoding="utf-8")))
    with system.use_context(trusted=True):
        resource = Resource(path=dossier + "/candidats.csv", schema=schema, encoding="utf-8",
                            dialect=Dialect(controls=[formats.CsvControl(delimiter=";")]))
        rapport = resource.validate(limit_errors=1000000)
    erreurs = [e.to_descriptor() for t in rapport.tasks for e in t.errors]
    print(json.dumps({
        "lignes": sorted({e["rowNumber"] - 1 for e in erreurs if "rowNumber" in e}),
        "autres": [e["type"] + " " + e["message"] for e in erreurs if "rowNumber" not in e] + [str(x) for x in rapport.errors],
    }))
"#;

/// A Python that has frictionless: that of the environment, or the system's.
fn python() -> Option<String> {
    let candidat = std::env::var("FRICTIONLESS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let la = Command::new(&candidat)
        .args(["-c", "import frictionless"])
        .output()
        .is_ok_and(|sortie| sortie.status.success());
    if !la {
        println!(
            "skipped: no Python with frictionless (pip install frictionless, or FRICTIONLESS_PYTHON)"
        );
    }
    la.then_some(candidat)
}

fn lancer(python: &str, dossiers: &[String]) -> Vec<Value> {
    let sortie = Command::new(python)
        .args(["-c", SCRIPT])
        .args(dossiers)
        .output()
        .unwrap();
    let erreurs = String::from_utf8_lossy(&sortie.stderr);
    assert!(sortie.status.success(), "{erreurs}");
    String::from_utf8(sortie.stdout)
        .unwrap()
        .lines()
        .map(|ligne| serde_json::from_str(ligne).unwrap())
        .collect()
}

fn chemin(dossier: &Path) -> String {
    dossier.to_str().unwrap().to_owned()
}

#[test]
fn frictionless_and_the_check_agree_on_every_case() {
    let Some(python) = python() else {
        return;
    };
    let (edition, catalogue) = edition();
    let racine = tempfile::tempdir().unwrap();
    let mut lots = Vec::new();
    for examen in examens() {
        let mut lot = lot(&edition, &catalogue, examen);
        // Python's reader of CSV stops at a NUL.
        lot.juges
            .retain(|juge| juge.valeurs.iter().all(|v| !v.contains('\0')));
        let dossier = racine.path().join(examen.to_string());
        fs::create_dir(&dossier).unwrap();
        let schema = Schema::new(&edition, Some(examen), lot.session.annee).unwrap();
        let json = serde_json::to_string(&table::table(&schema)).unwrap();
        fs::write(dossier.join("schema.json"), json).unwrap();
        let colonnes: Vec<usize> = (0..edition.champs.liste.len())
            .filter(|&c| edition.champs.liste[c].bloc != Bloc::Entete)
            .collect();
        let mut octets = Vec::new();
        ecrire_ligne(
            &mut octets,
            colonnes
                .iter()
                .map(|&c| edition.champs.liste[c].nom.as_str()),
            b';',
        );
        for juge in &lot.juges {
            let valeurs = colonnes.iter().map(|&c| juge.valeurs[c].as_str());
            ecrire_ligne(&mut octets, valeurs, b';');
        }
        fs::write(dossier.join("candidats.csv"), octets).unwrap();
        lots.push((lot, chemin(&dossier)));
    }
    let dossiers: Vec<String> = lots.iter().map(|(_, d)| d.clone()).collect();
    let reponses = lancer(&python, &dossiers);
    assert_eq!(reponses.len(), lots.len());
    let mut vues = BTreeSet::new();
    for ((lot, _), reponse) in lots.iter().zip(reponses) {
        assert_eq!(reponse["autres"], serde_json::json!([]), "{}", lot.examen);
        let refuses: BTreeSet<u64> = reponse["lignes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_u64)
            .collect();
        let acceptes: Vec<bool> = (1u64..)
            .zip(&lot.juges)
            .map(|(rang, _)| !refuses.contains(&rang))
            .collect();
        comparer(lot, &acceptes, &mut vues);
    }
    verifier_les_non_dites(&vues);
}
