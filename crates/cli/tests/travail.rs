//! `guichet autorisation-travail` and `guichet instruire autorisation-travail`, through the real binary.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests: a failure is a failed test, a test skipped is said"
)]

mod commun;

use std::fs;
use std::path::Path;
use std::process::Command;

use commun::{Reponse, lancer, texte};
use serde_json::Value;

const OFFRES: &str = "exemples/travail/offres.csv";

fn travail(arguments: &[&str]) -> Reponse {
    let mut tous = vec!["autorisation-travail"];
    tous.extend(arguments);
    lancer(tous)
}

fn juste(arguments: &[&str]) -> String {
    let reponse = travail(arguments);
    assert_eq!(reponse.statut, 0, "{arguments:?} : {}", reponse.erreurs);
    reponse.sortie
}

fn instruire(fichier: &str) -> Reponse {
    lancer(["instruire", "autorisation-travail", fichier])
}

/// Whether xmllint finds the file well formed; true when it is not installed, which is told.
fn bien_forme(fichier: &Path) -> bool {
    let Ok(sortie) = Command::new("xmllint")
        .args(["--noout", texte(fichier)])
        .output()
    else {
        println!("skipped: xmllint is not installed (Debian: libxml2-utils)");
        return true;
    };
    sortie.status.success()
}

#[test]
fn the_examples_are_decided_as_an_officer_reads_them() {
    let reponse = instruire("exemples/travail/demandes.csv");
    assert!(
        !reponse.sortie.to_lowercase().contains("autorisé"),
        "{}",
        reponse.sortie
    );
    insta::assert_snapshot!(reponse.sortie);
}

#[test]
fn the_contradictions_of_the_document_are_told_when_they_matter() {
    let sortie = instruire("exemples/travail/demandes.csv").sortie;
    for (reference, dit) in [
        ("AT-07", "Le code 33226 est imprimé pour deux métiers"),
        ("AT-09", "annonce plus de métiers qu’elle n’en imprime"),
        ("AT-12", "confond sans doute 52213 et 52313"),
        ("AT-13", "M07-03"),
        ("AT-14", "M07-04"),
        ("AT-15", "M07-05"),
        ("AT-16", "M07-08"),
    ] {
        let debut = sortie.find(&format!("{reference} : ")).unwrap();
        let fin = sortie[debut..]
            .find("\n\n")
            .map_or(sortie.len(), |n| debut + n);
        let a_plat = sortie[debut..fin]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(a_plat.contains(dit), "{reference} : {a_plat}");
    }
    // Limousin, where the job is open: the missing rows say nothing.
    assert_eq!(sortie.matches("annonce plus de métiers").count(), 1);
}

#[test]
fn each_faulty_request_has_one_clear_line() {
    let reponse = lancer([
        "instruire",
        "autorisation-travail",
        "exemples/travail/fautives.csv",
        "--format",
        "json",
    ]);
    assert_eq!(reponse.statut, 2, "{}", reponse.erreurs);
    let decisions: Vec<Value> = serde_json::from_str(&reponse.sortie).unwrap();
    assert_eq!(decisions.len(), 9);
    for (decision, mot) in decisions.iter().zip([
        "2007-12-19",
        "ZZZ",
        "M1805",
        "Vouliez-vous dire « Alsace »",
        "le département 75 n’est pas en Alsace",
        "n’existe pas dans le calendrier",
        "« 6122 »",
        "Vouliez-vous dire « renouvellement »",
    ]) {
        assert_eq!(decision["issue"], "illisible", "{decision}");
        assert!(decision.to_string().contains(mot), "{mot} : {decision}");
    }
    assert_eq!(decisions[8]["issue"], "favorable");
}

#[test]
fn a_job_tells_where_it_is_open_and_to_whom() {
    insta::assert_snapshot!(juste(&["metier", "52213"]));
}

#[test]
fn a_job_is_found_by_the_words_of_its_label_whatever_accents_or_misprints() {
    let par_code = juste(&["metier", "32331"]);
    for mots in [
        "informaticien expert",
        "INFORMATICIEN ÉXPERT",
        "informatiscien expert",
    ] {
        assert_eq!(juste(&["metier", mots]), par_code, "{mots}");
    }
    let plusieurs = juste(&["metier", "informaticien"]);
    assert!(
        plusieurs.contains("32321") && plusieurs.contains("32331"),
        "{plusieurs}"
    );
    for (demande, dit) in [
        ("61239", "Métiers voisins"),
        ("M1805", "ROME de 2009"),
        ("astronaute", "Aucun libellé"),
    ] {
        let reponse = travail(&["metier", demande]);
        assert_eq!(reponse.statut, 2, "{demande}");
        assert!(reponse.erreurs.contains(dit), "{}", reponse.erreurs);
        assert_eq!(reponse.erreurs.lines().count(), 1);
    }
}

#[test]
fn a_region_tells_what_its_list_announces_and_prints() {
    let limousin = juste(&["region", "Limousin"]);
    assert_eq!(juste(&["region", "87"]), limousin);
    insta::assert_snapshot!(limousin);
    let reponse = travail(&["region", "Alsasse"]);
    assert_eq!(
        (reponse.statut, reponse.erreurs.contains("« Alsace »")),
        (2, true)
    );
}

#[test]
fn a_nationality_tells_its_group_and_its_jobs() {
    insta::assert_snapshot!(juste(&["nationalite", "MAR"]));
    assert!(juste(&["nationalite", "algerie"]).contains("accord particulier"));
    let reponse = travail(&["nationalite", "Polonge"]);
    assert_eq!(
        (reponse.statut, reponse.erreurs.contains("POLOGNE")),
        (2, true)
    );
}

#[test]
fn the_whole_table_has_a_row_for_each_group_job_and_territory() {
    insta::assert_snapshot!(juste(&["table"]));
    let csv = juste(&["table", "--format", "csv"]);
    let json: Value = serde_json::from_str(&juste(&["table", "--format", "json"])).unwrap();
    let lignes = json[0]["lignes"].as_array().unwrap();
    assert_eq!(csv.lines().count() - 1, lignes.len());
    assert_eq!(lignes.len() % (4 * 26), 0);
    assert!(lignes.len() > 4 * 26 * 150, "{}", lignes.len());
    let compte = |groupe: &str, etat: &str| {
        let est = |l: &&Value| l["groupe"] == groupe && l["situation_emploi"] == etat;
        lignes.iter().filter(est).count()
    };
    // 149 codes of annex 2, three of them for fishing; six jobs in each of four overseas departments and
    // four cells of metropolitan France with two readings.
    assert_eq!(compte("ue_transitoire", "non_opposable"), 146 * 26);
    assert_eq!(compte("ue_transitoire", "peche_seulement"), 3 * 26);
    assert_eq!(compte("tiers", "a_examiner"), 6 * 4 + 4);
    assert_eq!(compte("accord_particulier", "sans_objet"), lignes.len() / 4);
}

#[test]
fn the_page_of_the_table_is_whole_and_accessible() {
    let page = juste(&["table", "--format", "html"]);
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption>").count()
    );
    assert_eq!(page.matches("<section").count(), 6);
    assert!(page.matches("<th scope=\"row\">").count() > 300);
    assert!(page.contains("<th scope=\"col\"><span class=\"pivote\">Île-de-France</span></th>"));
    // Every sign has its words.
    let signes = page.matches("<td ").count();
    assert_eq!(page.matches("<span class=\"vh\">").count(), signes);
    assert!(
        page.contains("M07-03")
            && !page.contains("<script")
            && !page.contains("http:")
            && !page.contains("https:")
    );
}

#[test]
fn a_workbook_of_the_table_is_put_in_a_file_and_never_over_another() {
    let dossier = tempfile::tempdir().unwrap();
    let classeur = dossier.path().join("table.xlsx");
    let arguments = ["table", "--format", "xlsx", "--sortie", texte(&classeur)];
    juste(&arguments);
    assert!(fs::read(&classeur).unwrap().starts_with(b"PK"));
    let reponse = travail(&arguments);
    assert_eq!(
        (reponse.statut, reponse.erreurs.contains("existe déjà")),
        (2, true)
    );
}

#[test]
fn a_map_is_valid_and_says_in_words_what_it_shows() {
    let dossier = tempfile::tempdir().unwrap();
    for code in ["52213", "61223", "61224", "42111"] {
        let carte = dossier.path().join(format!("{code}.svg"));
        juste(&["carte", code, "--sortie", texte(&carte)]);
        assert!(bien_forme(&carte), "{code}");
        let svg = fs::read_to_string(&carte).unwrap();
        assert!(svg.contains("<title id=") && svg.contains("<desc id="));
        // A tile each, then the legend.
        assert_eq!(svg.matches("<g><title>").count(), 26, "{code}");
        assert!(svg.contains("url(#m-"), "{code}");
    }
    let page = juste(&["carte", "61224", "--format", "html"]);
    assert!(page.contains("<svg ") && page.contains("<table>") && page.contains("M07-04"));
}

#[test]
fn the_method_tells_what_each_threshold_keeps_and_drops() {
    let sortie = juste(&["methode", OFFRES]);
    assert!(sortie.contains("61 + 54 + 35 = 150"), "{sortie}");
    assert!(
        sortie.contains("152\u{202f}760 offres, quand 1\u{202f}371\u{202f}931 font 40 %"),
        "{sortie}"
    );
    assert!(
        sortie.contains("retenu : enseignement supérieur"),
        "{sortie}"
    );
    assert!(sortie.contains("écarté"), "{sortie}");
    insta::assert_snapshot!(sortie.lines().take(40).collect::<Vec<_>>().join("\n"));
    let csv = juste(&["methode", OFFRES, "--format", "csv"]);
    let offres = fs::read_to_string(commun::racine().join(OFFRES)).unwrap();
    assert_eq!(csv.lines().count(), offres.lines().count());
    assert!(
        csv.lines().all(|ligne| ligne.matches(';').count() >= 8),
        "{csv}"
    );
    let severe = juste(&[
        "methode",
        OFFRES,
        "--seuil-superieur",
        "99",
        "--nombre-iv-v",
        "0",
    ]);
    assert!(severe.contains(" : 0 métiers retenus"), "{severe}");
}

#[test]
fn the_method_writes_a_draft_that_the_program_reads_back() {
    let dossier = tempfile::tempdir().unwrap();
    let projet = dossier.path().join("projet");
    let arguments = [
        "methode",
        OFFRES,
        "--projet",
        texte(&projet),
        "--date",
        "2009-01-01",
    ];
    let reponse = travail(&arguments);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert!(
        reponse.erreurs.contains("Projet 2009-01-01"),
        "{}",
        reponse.erreurs
    );
    let donnees = ["--donnees", texte(&projet), "autorisation-travail", "table"];
    let relu = lancer(donnees.into_iter().chain(["--edition", "2009-01-01"]));
    assert_eq!(relu.statut, 0, "{}", relu.erreurs);
    // Without being asked for, a draft is never applied.
    assert_eq!(lancer(donnees).sortie, juste(&["table"]));
    // Whole or not at all, and never over another one.
    let encore = travail(&arguments);
    assert_eq!(
        (encore.statut, encore.erreurs.contains("existe déjà")),
        (2, true)
    );
    let autre = dossier.path().join("autre");
    let rien = [
        "methode",
        OFFRES,
        "--projet",
        texte(&autre),
        "--seuil-superieur",
        "99",
        "--nombre-iv-v",
        "0",
        "--date",
        "2009-01-01",
    ];
    assert_eq!(travail(&rien).statut, 2);
    let restes: Vec<_> = fs::read_dir(dossier.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(restes, ["projet"]);
}

#[test]
fn faults_of_a_table_of_offers_are_told_line_by_line() {
    let dossier = tempfile::tempdir().unwrap();
    let table = dossier.path().join("offres.csv");
    fs::write(
        &table,
        "code_rome;niveau;region;offres;demandes\n14232;IX;Alsace;1;2\n14232;II;Alsasse;1;2\n",
    )
    .unwrap();
    let reponse = travail(&["methode", texte(&table)]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert_eq!(reponse.erreurs.lines().count(), 2, "{}", reponse.erreurs);
}
