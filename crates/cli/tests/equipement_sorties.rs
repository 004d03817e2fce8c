//! What is made of the grants of a region: the annex, the letters, the notices, the publications.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod commun;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use commun::{Reponse, lancer, texte};

/// Three establishments: a grant, no answer to the survey, a grant that the carry-over takes whole.
fn region(dossier: &Path) -> Vec<String> {
    let tables = [
        (
            "etablissements",
            "uai;nom;academie;nature;enquete_repondue\n\
             0759000A;Lycée <des> Passerelles;Paris;lycee_public;oui\n\
             0779000P;Lycée des Quatre-Vents;Créteil;lycee_public;non\n\
             0789000J;=1+1;Versailles;lycee_public;oui\n",
        ),
        (
            "effectifs",
            "uai;code_diplome;annee;effectif;statut\n\
             0759000A;50022137;1;24;scolaire\n\
             0759000A;50022137;2;20;scolaire\n\
             0779000P;50022137;1;10;scolaire\n\
             0789000J;50022137;1;12;scolaire\n",
        ),
        ("boursiers", "uai;nombre;effectif_post_bac\n"),
        (
            "reliquats",
            "uai;pre_bac;post_bac;prepa_metiers\n\
             0759000A;1234,56;0;0\n0779000P;0;0;0\n0789000J;1812;0;0\n",
        ),
    ];
    let mut options = vec!["--edition".to_owned(), "2023-2024".to_owned()];
    for (nom, contenu) in tables {
        let chemin = dossier.join(format!("{nom}.csv"));
        fs::write(&chemin, contenu).unwrap();
        options.extend([format!("--{nom}"), chemin.display().to_string()]);
    }
    options
}

fn equipement(debut: &[&str], region: &[String], fin: &[&str]) -> Reponse {
    let mut arguments = vec!["equipement"];
    arguments.extend(debut);
    arguments.extend(region.iter().map(String::as_str));
    arguments.extend(fin);
    lancer(arguments)
}

fn fichiers(dossier: &Path) -> Vec<String> {
    let mut noms: Vec<String> = fs::read_dir(dossier)
        .unwrap()
        .map(|entree| entree.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    noms.sort();
    noms
}

/// The text of a part of a workbook.
fn partie(classeur: &Path, nom: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(classeur).unwrap()).unwrap();
    let mut lu = String::new();
    let mut partie = archive.by_name(nom).unwrap();
    partie.read_to_string(&mut lu).unwrap();
    lu
}

#[test]
fn the_workbook_of_a_region_holds_formulas_with_their_results() {
    let dossier = tempfile::tempdir().unwrap();
    let region = region(dossier.path());
    let sortie = dossier.path().join("resultat");
    let fin = ["--format", "xlsx", "--sortie", texte(&sortie)];
    let reponse = equipement(&["dotations"], &region, &fin);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let annexe = partie(&sortie.join("dotations.xlsx"), "xl/worksheets/sheet1.xml");
    // 24 pupils at 151 €, less 1 234,56 €; then 12 pupils, whose carry-over takes everything.
    for (formule, valeur) in [
        ("E6*F6", "3624.00"),
        ("MAX(0,G6-H6)", "2389.44"),
        ("SUM(I6:I6)", "2389.44"),
        ("MAX(0,G8-H8)", "0.00"),
        ("T7+T9", "2389.44"),
    ] {
        let attendue = format!("<f>{formule}</f><v>{valeur}</v>");
        assert!(annexe.contains(&attendue), "{attendue} in {annexe}");
    }
    assert!(!annexe.contains("0779000P"), "no answer, no grant");
    assert!(!annexe.contains("<f>1+1</f>"), "no value is a formula");
}

#[test]
fn the_page_of_a_region_is_the_annex() {
    let dossier = tempfile::tempdir().unwrap();
    let region = region(dossier.path());
    let page = equipement(&["dotations"], &region, &["--format", "html"]);
    assert_eq!(page.statut, 0, "{}", page.erreurs);
    let dite = page.sortie.replace('\u{a0}', " ");
    assert!(dite.contains("2 établissements, 2 389,44 € en tout"));
    assert!(dite.contains("Sans dotation") && dite.contains("0779000P"));
    assert!(!dite.contains("<des>"));
}

#[test]
fn each_establishment_has_its_letter_named_by_its_number_and_nothing_is_replaced_unasked() {
    let dossier = tempfile::tempdir().unwrap();
    let region = region(dossier.path());
    let sortie = dossier.path().join("lettres");
    let fin = ["--document", "notification", "--sortie", texte(&sortie)];
    let reponse = equipement(&["documents"], &region, &fin);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let noms = [
        "notification-0759000A.html",
        "notification-0779000P.html",
        "notification-0789000J.html",
    ];
    assert_eq!(fichiers(&sortie), noms);
    assert!(reponse.sortie.contains("3 projets à relire"));
    let lire = |nom: &str| {
        fs::read_to_string(sortie.join(nom))
            .unwrap()
            .replace('\u{a0}', " ")
    };
    let accord = lire(noms[0]);
    for mot in [
        "deux mille trois cent quatre-vingt-neuf euros et quarante-quatre centimes",
        "1 234,56 €",
        "Formations prises en compte",
        "élèves d’une autre année que la première",
        "arrêté n° 2023-087",
        "caractère régional de l’aide allouée",
        "Lycée &lt;des&gt; Passerelles",
    ] {
        assert!(accord.contains(mot), "{mot} in {accord}");
    }
    let refus = lire(noms[1]);
    assert!(
        refus.contains("aucune dotation") && refus.contains("enquête"),
        "{refus}"
    );
    assert!(lire(noms[2]).contains("aucune somme n’est versée"));

    fs::write(sortie.join(noms[1]), "à moi").unwrap();
    let encore = equipement(&["documents"], &region, &fin);
    assert_eq!(encore.statut, 2);
    assert!(encore.erreurs.contains("existe déjà"), "{}", encore.erreurs);
    assert_eq!(lire(noms[1]), "à moi");
}

#[test]
fn a_school_tells_families_who_pays_and_a_school_without_grant_has_nothing_to_tell() {
    let dossier = tempfile::tempdir().unwrap();
    let region = region(dossier.path());
    let sortie = dossier.path().join("avis");
    let fin = ["--document", "avis-familles", "--sortie", texte(&sortie)];
    let reponse = equipement(&["documents"], &region, &fin);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert_eq!(
        fichiers(&sortie),
        ["avis-familles-0759000A.html", "avis-familles-0789000J.html"]
    );
    assert!(
        reponse.erreurs.contains("0779000P : sans dotation"),
        "{}",
        reponse.erreurs
    );
    let avis = fs::read_to_string(sortie.join("avis-familles-0759000A.html")).unwrap();
    assert!(avis.contains("payé par la Région Île-de-France"), "{avis}");
    assert_eq!(avis.matches("<li>BOULANGER").count(), 1, "each course once");
}

#[test]
fn the_templates_of_the_aid_are_written_and_a_replaced_one_is_used() {
    let dossier = tempfile::tempdir().unwrap();
    let modeles = dossier.path().join("modeles");
    let ecrits = lancer(["equipement", "modeles", "--sortie", texte(&modeles)]);
    assert_eq!(ecrits.statut, 0, "{}", ecrits.erreurs);
    assert_eq!(
        fichiers(&modeles),
        [
            "LISEZMOI.md",
            "avis-familles.md",
            "notification.md",
            "organisme.toml",
            "page.html",
            "page.typ"
        ]
    );
    fs::write(
        modeles.join("notification.md"),
        "# Le mot de {{ etablissement.uai }}\n",
    )
    .unwrap();
    let region = region(dossier.path());
    let sortie = dossier.path().join("lettres");
    let fin = [
        "--document",
        "notification",
        "--modeles",
        texte(&modeles),
        "--sortie",
        texte(&sortie),
    ];
    let reponse = equipement(&["documents"], &region, &fin);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let lettre = fs::read_to_string(sortie.join("notification-0759000A.html")).unwrap();
    assert!(lettre.contains("Le mot de 0759000A"), "{lettre}");
}

#[test]
fn open_data_have_the_columns_of_the_region_and_no_cell_is_a_formula() {
    let dossier = tempfile::tempdir().unwrap();
    let region = region(dossier.path());
    let reponse = equipement(&["publier", "donnees-ouvertes"], &region, &[]);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let lignes: Vec<&str> = reponse
        .sortie
        .trim_start_matches('\u{feff}')
        .lines()
        .collect();
    assert!(
        lignes[0].starts_with("Nom;Dotation brute;Dept;UAI;"),
        "{}",
        lignes[0]
    );
    assert_eq!(
        lignes[1],
        "Lycée <des> Passerelles;3624,00;75;0759000A;Paris;2023-2024;pré-bac;24;151,00;1234,56;2389,44"
    );
    assert!(lignes[2].starts_with("'=1+1;1812,00;78;"), "{}", lignes[2]);
    assert_eq!(lignes.len(), 3);
}

/// The options of the act, and a table of SIRET.
fn acte(dossier: &Path, sirets: &str) -> Vec<String> {
    let chemin: PathBuf = dossier.join("sirets.csv");
    fs::write(&chemin, sirets).unwrap();
    [
        "--sirets",
        texte(&chemin),
        "--nom-attribuant",
        "Région Île-de-France",
        "--siret-attribuant",
        "23750007900312",
        "--date-decision",
        "2023-07-05",
        "--reference-decision",
        "CP 2023-000",
        "--versement",
        "2023-10-01/2023-12-31",
    ]
    .map(str::to_owned)
    .into()
}

#[test]
fn the_subsidies_follow_the_scdl_schema_and_what_is_missing_is_told() {
    let dossier = tempfile::tempdir().unwrap();
    let mut region = region(dossier.path());
    let sans = equipement(&["publier", "scdl"], &region, &[]);
    assert_eq!((sans.statut, sans.sortie.as_str()), (2, ""));
    assert!(sans.erreurs.contains("nomAttribuant"), "{}", sans.erreurs);

    region.extend(acte(dossier.path(), "uai;siret\n0759000A;12345678200010\n"));
    let faite = equipement(&["publier", "scdl"], &region, &[]);
    assert_eq!(faite.statut, 0, "{}", faite.erreurs);
    let lignes: Vec<&str> = faite.sortie.lines().collect();
    assert!(lignes[0].starts_with("nomAttribuant,idAttribuant,dateConvention,"));
    assert_eq!(
        lignes[1],
        "Région Île-de-France,23750007900312,2023-07-05,CP 2023-000,Lycée <des> Passerelles,12345678200010,\"Aide régionale à l’équipement des élèves, année scolaire 2023-2024\",2389.44,aide en numéraire,unique,2023-10-01/2023-12-31,,non,1"
    );
    // A grant of nothing is no subsidy.
    assert_eq!(lignes.len(), 2);

    fs::write(dossier.path().join("sirets.csv"), "uai;siret\n").unwrap();
    let incomplete = equipement(&["publier", "scdl"], &region, &[]);
    assert_eq!((incomplete.statut, incomplete.sortie.as_str()), (2, ""));
    let dite = incomplete.erreurs;
    assert!(
        dite.contains("le SIRET manque pour 1 établissement (0759000A)"),
        "{dite}"
    );
}
