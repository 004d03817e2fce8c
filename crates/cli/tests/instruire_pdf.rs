//! `guichet instruire --format pdf`: a report of the batch, to print or to keep.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod commun;

use std::fs;
#[cfg(feature = "pdf")]
use std::path::Path;
#[cfg(feature = "pdf")]
use std::process::Command;

use commun::{Reponse, lancer};

const DOSSIERS: &str = "\
reference;date_demande;employeur.siret;employeur.departement;employeur.assujetti_contribution;employeur.a_jour_fiscal_social;employeur.dates_licenciements_economiques;salarie.date_naissance;salarie.demandeur_emploi;salarie.derniere_presence_etablissement;contrat.nature;contrat.date_debut;contrat.date_fin;contrat.quotite;contrat.certification.rncp;contrat.suspensions.debut;contrat.suspensions.fin;contrat.suspensions.remuneree;pieces.contrat_cerfa;pieces.prise_en_charge_opco
";

fn ligne(reference: &str, naissance: &str) -> String {
    format!(
        "{reference};2024-10-15;12345678200010;44;oui;oui;;{naissance};oui;;professionnalisation;2024-10-01;2025-09-30;80 %;RNCP37443;;;;oui;oui\n"
    )
}

fn instruire(fichier: &str, autres: &[&str]) -> Reponse {
    let mut arguments = vec!["instruire", "contrat-pro", fichier, "--format", "pdf"];
    arguments.extend(autres);
    lancer(arguments)
}

#[cfg(not(feature = "pdf"))]
#[test]
fn without_pdf_one_line_says_how_to_have_it() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("d.csv");
    fs::write(&chemin, format!("{DOSSIERS}{}", ligne("D-1", "1982-03-04"))).unwrap();
    let sortie = dossier.path().join("sortie").display().to_string();
    let reponse = instruire(&chemin.display().to_string(), &["--sortie", &sortie]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert!(
        reponse.erreurs.contains("--features pdf") && reponse.erreurs.contains("--format html"),
        "{}",
        reponse.erreurs
    );
    assert_eq!(reponse.erreurs.lines().count(), 1);
    assert!(!dossier.path().join("sortie").exists());
}

/// The words of a PDF; none when no reader is installed.
#[cfg(feature = "pdf")]
fn mots(pdf: &Path) -> Option<String> {
    let lu = Command::new("pdftotext")
        .arg("-layout")
        .arg(pdf)
        .arg("-")
        .output();
    let Ok(lu) = lu else {
        eprintln!("not done: pdftotext is not installed (poppler-utils)");
        return None;
    };
    let texte = String::from_utf8(lu.stdout).unwrap();
    Some(texte.replace(['\u{a0}', '\u{202f}'], " "))
}

#[cfg(feature = "pdf")]
#[test]
fn a_report_tells_the_totals_then_each_dossier_with_its_reasons() {
    let dossier = tempfile::tempdir().unwrap();
    let chemin = dossier.path().join("d.csv");
    let lignes = [
        ligne("D-1", "1982-03-04"),
        ligne("D-2", "1999-03-04"),
        ligne("D-3", ""),
        ligne("#strong[x] \\ $a$", "1982-03-04"),
        ligne("D-5", "le 3 mars"),
    ];
    fs::write(&chemin, format!("{DOSSIERS}{}", lignes.concat())).unwrap();
    let sortie = dossier.path().join("sortie");
    let (chemin, arg) = (chemin.display().to_string(), sortie.display().to_string());
    let reponse = instruire(&chemin, &["--sortie", &arg]);
    assert_eq!(reponse.statut, 2, "{}", reponse.erreurs);
    let pdf = sortie.join("decisions.pdf");
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-1."));
    let reponse = instruire(&chemin, &["--sortie", &arg]);
    assert!(
        reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    let Some(texte) = mots(&pdf) else { return };
    for attendu in [
        "5 dossiers",
        "2 dossiers favorables",
        "9 600,00 € en tout",
        "Dossier D-1",
        "Favorable",
        "4 800,00 €",
        "12 mois × 500 € × 80 %",
        "Dossier D-2",
        "25 ans au 1er octobre 2024 ; il en faut 30",
        "Dossier D-3",
        "Il manque",
        "Dossier #strong[x] \\ $a$",
        "Fautes à corriger",
        "ne le publiez pas",
    ] {
        assert!(texte.contains(attendu), "{attendu} : {texte}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn another_procedure_is_printed_alike() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().display().to_string();
    let demandes = commun::racine().join("exemples/travail/demandes.csv");
    let reponse = lancer([
        "instruire",
        "autorisation-travail",
        &demandes.display().to_string(),
        "--format",
        "pdf",
        "--detail",
        "--sortie",
        &sortie,
    ]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let Some(texte) = mots(&dossier.path().join("decisions.pdf")) else {
        return;
    };
    assert!(texte.contains("Dossier par dossier"), "{texte}");
    assert!(texte.contains("conditions remplies"), "{texte}");
}
