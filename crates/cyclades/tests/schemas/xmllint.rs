//! The XSD, through `xmllint`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use guichet_cyclades::ecriture::xml::EcritureXml;
use guichet_cyclades::generation::{Demande, generer};
use guichet_cyclades::schema::{Schema, xsd};
use guichet_cyclades::{EditionCyclades, Session};

use super::commun::edition;
use super::lots::{comparer, examens, lot, verifier_les_non_dites};

fn absent() -> bool {
    let absent = Command::new("xmllint").arg("--version").output().is_err();
    if absent {
        println!("skipped: xmllint is not installed (Debian: libxml2-utils)");
    }
    absent
}

fn ecrire_xml(
    edition: &EditionCyclades,
    session: Session,
    candidats: &[Vec<String>],
) -> std::io::Result<Vec<u8>> {
    let entete = |rang: u8| {
        Some(match edition.champs.liste[usize::from(rang)].nom.as_str() {
            "Version" => "1.0".to_owned(),
            "annee_session" => session.to_string(),
            _ => "15/11/2023 09:00".to_owned(),
        })
    };
    let mut ecriture = EcritureXml::nouvelle(Vec::new(), &edition.xml, &entete)?;
    for candidat in candidats {
        let valeurs: Vec<&str> = candidat.iter().map(String::as_str).collect();
        ecriture.candidat(&valeurs)?;
    }
    ecriture.terminer()
}

/// The names of the files that are valid, of those of a folder; the error output besides.
fn valider(dossier: &Path, noms: &[String]) -> (BTreeSet<String>, String) {
    let sortie = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema", "schema.xsd"])
        .args(noms)
        .current_dir(dossier)
        .output()
        .unwrap();
    let erreurs = String::from_utf8(sortie.stderr).unwrap();
    let valides = erreurs
        .lines()
        .filter_map(|ligne| ligne.strip_suffix(" validates"))
        .map(str::to_owned)
        .collect();
    (valides, erreurs)
}

#[test]
fn xmllint_and_the_check_agree_on_every_case() {
    if absent() {
        return;
    }
    let (edition, catalogue) = edition();
    let mut vues = BTreeSet::new();
    for examen in examens() {
        let mut lot = lot(&edition, &catalogue, examen);
        let dossier = tempfile::tempdir().unwrap();
        let schema = Schema::new(&edition, Some(examen), lot.session.annee).unwrap();
        fs::write(dossier.path().join("schema.xsd"), xsd::ecrire(&schema)).unwrap();
        let mut noms = Vec::new();
        lot.juges.retain(|juge| {
            // No XML can hold a NUL: there is nothing to judge.
            let Ok(xml) = ecrire_xml(&edition, lot.session, std::slice::from_ref(&juge.valeurs))
            else {
                assert!(!juge.erreurs.is_empty(), "{}", juge.titre);
                return false;
            };
            let nom = format!("{}.xml", noms.len());
            fs::write(dossier.path().join(&nom), xml).unwrap();
            noms.push(nom);
            true
        });
        let (valides, erreurs) = valider(dossier.path(), &noms);
        assert!(!erreurs.contains("failed to compile"), "{erreurs}");
        assert!(!valides.is_empty(), "{erreurs}");
        let acceptes: Vec<bool> = noms.iter().map(|nom| valides.contains(nom)).collect();
        comparer(&lot, &acceptes, &mut vues);
    }
    verifier_les_non_dites(&vues);
}

#[test]
fn xmllint_accepts_clean_files_and_refuses_another_header() {
    if absent() {
        return;
    }
    let (edition, catalogue) = edition();
    for examen in examens() {
        let session = guichet_cyclades::cas::session_usuelle(&edition, examen);
        let demande = Demande {
            examen,
            session,
            candidats: 300,
            fautes_pour_mille: 0,
            graine: 11,
        };
        let mut csv = Vec::new();
        generer(&edition, &catalogue, &demande, &mut csv, &mut |_| {}).unwrap();
        let entetes = edition.champs.liste.len() - lignes(&csv)[0].len();
        let candidats: Vec<Vec<String>> = lignes(&csv)
            .into_iter()
            .skip(1)
            .map(|ligne| {
                let mut valeurs = vec![String::new(); entetes];
                valeurs.extend(ligne);
                valeurs
            })
            .collect();
        let dossier = tempfile::tempdir().unwrap();
        let schema = Schema::new(&edition, Some(examen), session.annee).unwrap();
        fs::write(dossier.path().join("schema.xsd"), xsd::ecrire(&schema)).unwrap();
        let juste = String::from_utf8(ecrire_xml(&edition, session, &candidats).unwrap()).unwrap();
        let vide = String::from_utf8(ecrire_xml(&edition, session, &[]).unwrap()).unwrap();
        let cas = [
            ("juste.xml", juste.clone(), true),
            ("sans-candidat.xml", vide.clone(), true),
            ("version.xml", vide.replace("1.0<", "2.0<"), false),
            (
                "session.xml",
                vide.replace(&session.to_string(), "2024-13"),
                false,
            ),
            ("jour.xml", vide.replace("15/11/2023", "31/11/2023"), false),
            ("sans-version.xml", sans(&vide, "version"), false),
            ("sans-entete.xml", sans(&vide, "entete"), false),
            (
                "inconnu.xml",
                juste.replace("<candidat>", "<candidat><autre/>"),
                false,
            ),
        ];
        for (nom, texte, _) in &cas {
            fs::write(dossier.path().join(nom), texte).unwrap();
        }
        let noms: Vec<String> = cas.iter().map(|(nom, ..)| (*nom).to_owned()).collect();
        let (valides, erreurs) = valider(dossier.path(), &noms);
        for (nom, _, attendu) in cas {
            let debut: String = erreurs.chars().take(2000).collect();
            assert_eq!(valides.contains(nom), attendu, "{examen} {nom} {debut}");
        }
    }
}

/// A text without the first element of a name.
fn sans(texte: &str, element: &str) -> String {
    let (debut, suite) = texte.split_once(&format!("<{element}>")).unwrap();
    let (_, fin) = suite.split_once(&format!("</{element}>")).unwrap();
    format!("{debut}{fin}")
}

fn lignes(csv: &[u8]) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(csv)
        .records()
        .map(|ligne| ligne.unwrap().iter().map(str::to_owned).collect())
        .collect()
}
