//! The whole way: a school's own export, its values broken by a spreadsheet, becomes in two commands a file
//! that the check accepts and that the XSD validates.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::path::{Path, PathBuf};

use commun::{exemples, fautes_selon_xmllint, lancer, seul_csv, texte, verifier};

const EXPORT: &str = "export-vie-scolaire-CAP-21.xlsx";

fn preparer(sortie: &Path) -> PathBuf {
    let export = exemples("exports").join(EXPORT);
    let reponse = lancer([
        "cyclades",
        "preparer",
        texte(&export),
        "--domaine",
        "CAP",
        "--session",
        "2024-06",
        "--extraction",
        "15/11/2023 09:00",
        "--sortie",
        texte(sortie),
    ]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    seul_csv(sortie)
}

#[test]
fn an_export_with_broken_values_becomes_an_accepted_file_in_two_commands() {
    let dossier = tempfile::tempdir().unwrap();
    let csv = preparer(dossier.path());
    assert_eq!(csv.file_name().unwrap(), "CAP_1.0_2024-06_151120230900.csv");
    let xml = csv.with_extension("xml");
    let converti = lancer([
        "cyclades",
        "convertir",
        texte(&csv),
        "--vers",
        "xml",
        "--sortie",
        texte(dossier.path()),
    ]);
    assert_eq!((converti.statut, converti.erreurs.as_str()), (0, ""));
    for fichier in [&csv, &xml] {
        let (constats, resume) = verifier(&[texte(fichier)]);
        assert_eq!(constats, [serde_json::Value::Null; 0]);
        assert_eq!(
            (resume["lus"].as_u64(), resume["valides"].as_u64()),
            (Some(20), Some(20))
        );
    }
    valider(&xml, dossier.path());
}

/// Through `xmllint`, with the XSD that the program writes.
fn valider(xml: &Path, dossier: &Path) {
    let xsd = dossier.join("cap.xsd");
    let schema = lancer([
        "cyclades",
        "schema",
        "CAP",
        "--type",
        "xsd",
        "--session",
        "2024-06",
        "--sortie",
        texte(&xsd),
    ]);
    assert_eq!(schema.statut, 0, "{}", schema.erreurs);
    assert_eq!(fautes_selon_xmllint(&xsd, xml), None);
}
