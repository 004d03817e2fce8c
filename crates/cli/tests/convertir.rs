//! From one form to another and back: every value survives, whatever it holds; what would lose something
//! is refused and nothing is written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs;
use std::path::{Path, PathBuf};

use commun::{Reponse, exemples, fautes_selon_xmllint, lancer, racine, texte, verifier};

const NOM: &str = "CAP_1.0_2024-06_161120230900";

fn convertir(fichier: &Path, vers: &str, dossier: &Path, plus: &[&str]) -> Reponse {
    let mut arguments = vec!["cyclades", "convertir", texte(fichier), "--vers", vers];
    arguments.extend(["--sortie", texte(dossier)]);
    arguments.extend(plus);
    lancer(arguments)
}

/// Converts, and gives the path written.
fn converti(fichier: &Path, vers: &str, dossier: &Path) -> PathBuf {
    let reponse = convertir(fichier, vers, dossier, &[]);
    assert_eq!((reponse.statut, reponse.erreurs.as_str()), (0, ""));
    let (_, suite) = reponse.sortie.split_once(" → ").unwrap();
    dossier.join(suite.split_once(" : ").unwrap().0)
}

fn fichiers(dossier: &Path) -> Vec<String> {
    let mut noms: Vec<String> = fs::read_dir(dossier)
        .map(|entrees| {
            entrees
                .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    noms.sort();
    noms
}

#[test]
fn a_workbook_and_back_gives_the_same_bytes() {
    let dossier = tempfile::tempdir().unwrap();
    let origine = exemples("demo").join(format!("{NOM}.csv"));
    let classeur = converti(&origine, "xlsx", &dossier.path().join("a"));
    assert_eq!(
        classeur,
        dossier.path().join("a").join(format!("{NOM}.xlsx"))
    );
    let retour = converti(&classeur, "csv", &dossier.path().join("b"));
    assert_eq!(fs::read(&retour).unwrap(), fs::read(&origine).unwrap());
}

#[test]
fn ten_thousand_candidates_of_each_exam_survive_xml_and_a_workbook() {
    for examen in ["BCP", "BP", "MC3", "MC4", "MCP", "ARI", "CAP"] {
        let dossier = tempfile::tempdir().unwrap();
        let ici = |nom: &str| dossier.path().join(nom);
        let origine = ici("origine");
        let genere = lancer([
            "exemples",
            "generer",
            "--domaine",
            examen,
            "--candidats",
            "10000",
            "--graine",
            "3",
            "--sortie",
            texte(&origine),
        ]);
        assert_eq!(genere.statut, 0, "{}", genere.erreurs);
        let origine = commun::seul_csv(&origine);
        let xml = converti(&origine, "xml", &ici("xml"));
        let schema = ici("schema.xsd");
        let ecrit = lancer([
            "cyclades",
            "schema",
            examen,
            "--type",
            "xsd",
            "--sortie",
            texte(&schema),
        ]);
        assert_eq!(ecrit.statut, 0, "{}", ecrit.erreurs);
        assert_eq!(fautes_selon_xmllint(&schema, &xml), None, "{examen}");
        let classeur = converti(&xml, "xlsx", &ici("classeur"));
        let retour = converti(&classeur, "csv", &ici("csv"));
        assert!(
            fs::read(&retour).unwrap() == fs::read(&origine).unwrap(),
            "{examen}"
        );
        assert_eq!(retour.file_name(), origine.file_name());
    }
}

/// An XSD as a national application may have it: a namespace, a nested part, an order of its own.
fn xsd_officiel(dossier: &Path) -> PathBuf {
    let invente = racine().join("crates/cyclades/tests/schemas/xsd/officiel.xsd");
    let texte = fs::read_to_string(invente).unwrap();
    // It wants a field that the document does not have, and few categories: no file of ours could be
    // valid.
    let de_trop = "name=\"sexe_etat_civil\"";
    assert!(texte.contains(de_trop));
    let chemin = dossier.join("officiel.xsd");
    let categorie = "<xsd:enumeration value=\"999\"/>";
    let autres = ["123", "410"].map(|code| categorie.replace("999", code));
    let texte = texte.replace(categorie, &autres.concat());
    fs::write(
        &chemin,
        texte.replace(de_trop, "name=\"sexe_etat_civil\" minOccurs=\"0\""),
    )
    .unwrap();
    chemin
}

#[test]
fn the_official_xsd_gives_its_shape_to_what_is_written_and_read() {
    let dossier = tempfile::tempdir().unwrap();
    let xsd = xsd_officiel(dossier.path());
    let origine = exemples("demo").join(format!("{NOM}.csv"));
    let selon = ["--xsd", texte(&xsd)];
    let ecrit = dossier.path().join("officiel");
    let reponse = convertir(&origine, "xml", &ecrit, &selon);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert!(
        reponse.erreurs.contains("L’ordre des champs diffère"),
        "{}",
        reponse.erreurs
    );
    let xml = ecrit.join(format!("{NOM}.xml"));
    let texte_ecrit = fs::read_to_string(&xml).unwrap();
    assert!(
        texte_ecrit
            .contains("<importCandidatures xmlns=\"http://example.org/cyclades/exapro/cap\">")
    );
    assert_eq!(texte_ecrit.matches("<candidature>").count(), 12);
    assert_eq!(fautes_selon_xmllint(&xsd, &xml), None);
    // Read by the same XSD it has no fault, and its values come back.
    let (constats, resume) = verifier(&[texte(&xml), "--xsd", texte(&xsd)]);
    assert_eq!(
        (constats.len(), &resume["valides"]),
        (0, &12.into()),
        "{constats:?}"
    );
    let retour = dossier.path().join("retour");
    assert_eq!(convertir(&xml, "csv", &retour, &selon).statut, 0);
    let retour = fs::read(retour.join(format!("{NOM}.csv"))).unwrap();
    // The field it does not have was told, and is the only one lost.
    let attendu = fs::read_to_string(&origine).unwrap();
    assert!(attendu.contains(";Appt 304;"));
    assert_eq!(
        String::from_utf8(retour).unwrap(),
        attendu.replace(";Appt 304;", ";;")
    );
    let perte = "adresse_4 n’a pas de place dans le XSD ; ses valeurs sont laissées.";
    assert!(reponse.erreurs.contains(perte), "{}", reponse.erreurs);
    // Ours is told by it, and its own without it.
    let notre = converti(&origine, "xml", &dossier.path().join("notre"));
    for arguments in [vec![texte(&notre), "--xsd", texte(&xsd)], vec![texte(&xml)]] {
        let (constats, _) = verifier(&arguments);
        let racine = constats.iter().any(|constat| constat["regle"] == "CY-032");
        assert!(racine, "{arguments:?} {constats:?}");
    }
}

/// Rows of values that each form must escape, under the first columns of the document.
fn valeurs_difficiles() -> String {
    let valeurs = [
        "a;b",
        "\"\"cité\"\"",
        "l1\nl2",
        "l1\r\nl2\rl3",
        "\u{1}",
        "& < > '",
        " bords ",
        "é œ Ç ’",
        "07500",
        "1e5",
        "=1+1",
        "_x0041_",
        "12/05/2006",
        "]]>",
        "&amp;",
        "TRUE",
        "\t",
    ];
    let ligne = |valeur| format!("M;\"{valeur}\";\"{valeur}\"\n");
    let lignes: String = valeurs.into_iter().map(ligne).collect();
    format!("civilite;nom_famille;prenoms\n{lignes}")
}

#[test]
fn values_that_must_be_escaped_survive() {
    let dossier = tempfile::tempdir().unwrap();
    let ici = |nom: &str| dossier.path().join(nom);
    let origine = ici(&format!("{NOM}.csv"));
    fs::write(&origine, valeurs_difficiles()).unwrap();
    // The first conversion adds the columns that are missing, and nothing else.
    let canonique = converti(&origine, "csv", &ici("canonique"));
    let classeur = converti(&canonique, "xlsx", &ici("classeur"));
    let retour = converti(&classeur, "csv", &ici("csv"));
    let attendu = fs::read_to_string(&canonique).unwrap();
    assert_eq!(fs::read_to_string(&retour).unwrap(), attendu);
    // No XML can hold a control character.
    fs::write(&origine, attendu.replace('\u{1}', "")).unwrap();
    let xml = converti(&origine, "xml", &ici("xml"));
    let retour = converti(&xml, "csv", &ici("de-xml"));
    let (attendu, retour) = (fs::read(&origine).unwrap(), fs::read(&retour).unwrap());
    assert_eq!(String::from_utf8(retour), String::from_utf8(attendu));
    let attendu = fs::read_to_string(&canonique).unwrap();
    for valeur in [
        "\"a;b\"",
        "\"\"\"cité\"\"\"",
        "\"l1\nl2\"",
        "; bords ;",
        ";07500;",
        ";_x0041_;",
    ] {
        assert!(attendu.contains(valeur), "{valeur} : {attendu}");
    }
}

#[test]
fn other_columns_are_kept_in_tables_and_told_before_they_are_left_out_of_xml() {
    let dossier = tempfile::tempdir().unwrap();
    let ici = |nom: &str| dossier.path().join(nom);
    let origine = ici(&format!("{NOM}.csv"));
    fs::write(&origine, "Remarque;civilite\n\"a \"\"b\"\"\";M\n").unwrap();
    let classeur = converti(&origine, "xlsx", &ici("classeur"));
    let retour = fs::read_to_string(converti(&classeur, "csv", &ici("csv"))).unwrap();
    assert!(
        retour.lines().next().unwrap().ends_with(";Remarque"),
        "{retour}"
    );
    assert!(
        retour.lines().nth(1).unwrap().ends_with(";\"a \"\"b\"\"\""),
        "{retour}"
    );
    let xml = convertir(&origine, "xml", &ici("xml"), &[]);
    assert_eq!((xml.statut, xml.erreurs.lines().count()), (0, 1));
    assert!(
        xml.erreurs
            .contains("colonne « Remarque » n’est pas du document"),
        "{}",
        xml.erreurs
    );
}

#[test]
fn the_header_of_the_xml_comes_from_the_name_and_the_options() {
    let dossier = tempfile::tempdir().unwrap();
    let ici = |nom: &str| dossier.path().join(nom);
    let origine = exemples("demo").join(format!("{NOM}.csv"));
    let xml = fs::read_to_string(converti(&origine, "xml", &ici("a"))).unwrap();
    for element in [
        "<version>1.0</version>",
        "<annee_session>2024-06</annee_session>",
        "<date_heure_export>16/11/2023 09:00</date_heure_export>",
    ] {
        assert!(xml.contains(element), "{element}");
    }
    let sans_nom = ici("classe A.csv");
    fs::copy(&origine, &sans_nom).unwrap();
    let refus = convertir(&sans_nom, "xml", &ici("b"), &[]);
    assert_eq!((refus.statut, refus.erreurs.lines().count()), (2, 1));
    assert!(refus.erreurs.contains("--session"), "{}", refus.erreurs);
    let options = [
        "--domaine",
        "CAP",
        "--session",
        "2024-06",
        "--extraction",
        "01/02/2024 08:30",
    ];
    let reponse = convertir(&sans_nom, "xml", &ici("b"), &options);
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    assert_eq!(
        fichiers(&ici("b")),
        ["CAP-classe-A_1.0_2024-06_010220240830.xml"]
    );
    let impossible = convertir(
        &sans_nom,
        "xml",
        &ici("c"),
        &["--session", "2024-06", "--extraction", "31/02/2024 08:30"],
    );
    assert_eq!(impossible.statut, 2);
    assert!(
        impossible.erreurs.contains("--extraction"),
        "{}",
        impossible.erreurs
    );
}

#[test]
fn header_columns_are_kept_in_tables() {
    let dossier = tempfile::tempdir().unwrap();
    let ici = |nom: &str| dossier.path().join(nom);
    let origine = ici("CAP.csv");
    let entete = "civilite;Version;annee_session;date_heure_export\n";
    fs::write(
        &origine,
        format!("{entete}M;1.0;2024-06;15/11/2023 09:00\n"),
    )
    .unwrap();
    let classeur = converti(&origine, "xlsx", &ici("a"));
    assert_eq!(fichiers(&ici("a")), ["CAP_1.0_2024-06_151120230900.xlsx"]);
    let csv = fs::read_to_string(converti(&classeur, "csv", &ici("b"))).unwrap();
    assert!(
        csv.starts_with("Version;annee_session;date_heure_export;civilite;"),
        "{csv}"
    );
    assert!(csv.contains("\n1.0;2024-06;15/11/2023 09:00;M;"), "{csv}");
    fs::write(
        &origine,
        format!("{entete}M;1.0;2024-06;15/11/2023 09:00\nM;1.0;2025-06;15/11/2023 09:00\n"),
    )
    .unwrap();
    let refus = convertir(&origine, "xml", &ici("c"), &[]);
    assert_eq!(refus.statut, 2);
    assert!(
        refus.erreurs.contains("ligne 3, annee_session change"),
        "{}",
        refus.erreurs
    );
}

#[test]
fn what_would_lose_something_is_refused_whole() {
    let cas = [
        (
            "civilite;prenoms\nM\nF;a\nM;b;c\n",
            "ligne 2, 1 valeurs pour 2 colonnes ; ligne 4, 3 valeurs pour 2 colonnes",
        ),
        (
            "civilite;prenoms\nM;\"a\nF;b\n",
            "ligne 2, un guillemet n’est pas fermé",
        ),
        (
            "civilite;prenoms\nM;\"a\"b\n",
            "ligne 2, du texte suit un guillemet fermant",
        ),
        (
            "civilite;\nM;x\n",
            "ligne 2, une valeur est dans une colonne sans titre",
        ),
        (
            "civilite;prenoms\nM;a\u{1}b\n",
            "ligne 2, prenoms contient le caractère U+0001",
        ),
        ("", "Le fichier est vide"),
        ("%PDF-1.7\n", "PDF"),
    ];
    for (contenu, attendu) in cas {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join(format!("{NOM}.csv"));
        fs::write(&fichier, contenu).unwrap();
        let sortie = dossier.path().join("sortie");
        let reponse = convertir(&fichier, "xml", &sortie, &[]);
        assert_eq!(reponse.statut, 2, "{contenu}");
        assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
        assert!(
            reponse.erreurs.contains(attendu),
            "{attendu} : {}",
            reponse.erreurs
        );
        assert_eq!(fichiers(&sortie), [""; 0], "{contenu}");
    }
}

#[test]
fn an_existing_file_is_never_written_over_and_the_others_are_converted() {
    let dossier = tempfile::tempdir().unwrap();
    let sortie = dossier.path().join("sortie");
    let origine = exemples("demo").join(format!("{NOM}.csv"));
    let premier = converti(&origine, "csv", &sortie);
    fs::write(&premier, "à garder").unwrap();
    let autre = exemples("demo").join("CAP_1.0_2024-06_151120230900.csv");
    let reponse = lancer([
        "cyclades",
        "convertir",
        texte(&origine),
        texte(&autre),
        "--vers",
        "csv",
        "--sortie",
        texte(&sortie),
    ]);
    assert_eq!(reponse.statut, 2);
    assert!(
        reponse.erreurs.contains("existe déjà"),
        "{}",
        reponse.erreurs
    );
    assert_eq!(fs::read_to_string(&premier).unwrap(), "à garder");
    assert_eq!(
        fichiers(&sortie),
        [
            "CAP_1.0_2024-06_151120230900.csv",
            "CAP_1.0_2024-06_161120230900.csv"
        ]
    );
    assert!(
        reponse.sortie.contains("12 candidats convertis"),
        "{}",
        reponse.sortie
    );
}
