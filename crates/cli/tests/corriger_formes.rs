//! `guichet cyclades corriger` on XML files and workbooks, and from one form to another.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod commun;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use commun::{Reponse, fautes_selon_xmllint, guichet, lancer, texte, verifier};
use serde_json::Value;

const NOM: &str = "CAP_1.0_2024-06_151120230900";

/// Two candidates with faults that are all repaired, in a comma file with quotes.
const CSV: &str = "civilite,nom_famille,prenoms,INE,pays_naissance,date_naissance,depCOM_naissance,commune_naissance,nationalite,pays,adresse_1,code_postal,localite,telephone_mobile,adresse_mail,etablissement,serie,categorie\r
\"Mme\",\"LE  GOFF\",\"Zoé, Anne\",123456789ab,France,2006-03-05,1,1053,100,100,12 rue de l’Été,1100,OYONNAX,06 39 98 00 01,zoe@example.org,0750655E,50022137,122\r
M,\"DUPONT\",Noé,123456780AB,100,38777,97,97411,100,100,\"3, rue des Lilas\",75013,PARIS,639980002,noe@example.org,750655E,22137,122\r
";

struct Fichiers {
    dossier: tempfile::TempDir,
}

impl Fichiers {
    fn new() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        fs::write(dossier.path().join(format!("{NOM}.csv")), CSV).unwrap();
        Self { dossier }
    }

    fn chemin(&self, nom: &str) -> PathBuf {
        self.dossier.path().join(nom)
    }

    fn csv(&self) -> PathBuf {
        self.chemin(&format!("{NOM}.csv"))
    }

    /// The same candidates in another form, faults included.
    fn en(&self, forme: &str) -> PathBuf {
        let dossier = self.chemin(forme);
        let csv = self.csv();
        let arguments = [
            "cyclades",
            "convertir",
            texte(&csv),
            "--vers",
            forme,
            "--sortie",
            texte(&dossier),
        ];
        assert_eq!(lancer(arguments).statut, 0);
        dossier.join(format!("{NOM}.{forme}"))
    }

    fn corriger(&self, chemin: &Path, sortie: &str, options: &[&str]) -> (Reponse, PathBuf) {
        let sortie = self.chemin(sortie);
        let mut arguments = vec![
            "cyclades",
            "corriger",
            texte(chemin),
            "--sortie",
            texte(&sortie),
        ];
        arguments.extend(options);
        (lancer(arguments), sortie)
    }
}

/// The copy of everything confirmed, as values.
fn canonique(fichiers: &Fichiers) -> String {
    let (reponse, copie) = fichiers.corriger(
        &fichiers.csv(),
        "reference.csv",
        &["--a-confirmer", "--canonique"],
    );
    assert_eq!(reponse.statut, 0, "{} {}", reponse.erreurs, reponse.sortie);
    fs::read_to_string(copie).unwrap()
}

#[test]
fn the_canonical_copy_has_semicolons_and_no_needless_quotes() {
    let fichiers = Fichiers::new();
    let copie = canonique(&fichiers);
    let lignes: Vec<&str> = copie.lines().collect();
    assert!(lignes[0].starts_with("civilite;nom_famille;"), "{copie}");
    assert!(!copie.contains(['"', '\r']), "{copie}");
    assert!(lignes[1].starts_with("F;LE GOFF;;Zoé Anne;123456789AB;100;05/03/2006;"));
    assert!(copie.contains(";3, rue des Lilas;"), "{copie}");
    assert_eq!(fs::read_to_string(fichiers.csv()).unwrap(), CSV);
}

#[test]
fn an_xml_file_keeps_every_byte_outside_its_edits() {
    let fichiers = Fichiers::new();
    let xml = fichiers.en("xml");
    let avant = fs::read_to_string(&xml)
        .unwrap()
        .replace(
            "<civilite>Mme</civilite>",
            "<civilite  ><![CDATA[Mme]]></civilite>",
        )
        .replace("<candidat>", "<!-- & --><candidat>");
    fs::write(&xml, &avant).unwrap();
    let (reponse, copie) = fichiers.corriger(&xml, "copie.xml", &["--format", "csv"]);
    assert_eq!(reponse.statut, 1, "{}", reponse.erreurs);
    let attendu = avant
        .replace("[Mme]", "[F]")
        .replace("LE  GOFF", "LE GOFF")
        .replace("Zoé, Anne", "Zoé Anne")
        .replace("123456789ab", "123456789AB")
        .replace("2006-03-05", "05/03/2006")
        .replace("l’Été", "l'Été")
        .replace("06 39 98 00 01", "0639980001")
        .replace("50022137", "22137");
    assert_eq!(fs::read_to_string(&copie).unwrap(), attendu);
    assert_eq!(fs::read_to_string(&xml).unwrap(), avant);
    // In a folder, a copy has the name of its original; written anew, it is the XML of the document.
    fs::create_dir(fichiers.chemin("sous")).unwrap();
    let options = ["--a-confirmer", "--canonique"];
    let (reponse, sous) = fichiers.corriger(&xml, "sous", &options);
    assert_eq!(reponse.statut, 0, "{} {}", reponse.erreurs, reponse.sortie);
    let ecrite = fs::read_to_string(sous.join(format!("{NOM}.xml"))).unwrap();
    assert!(!ecrite.contains("CDATA") && !ecrite.contains("<!--"));
    assert!(ecrite.contains("<civilite>F</civilite>"), "{ecrite}");
}

#[test]
fn a_workbook_becomes_any_form_and_places_are_those_of_its_sheet() {
    let fichiers = Fichiers::new();
    let attendu = canonique(&fichiers);
    let classeur = fichiers.en("xlsx");
    let avant = fs::read(&classeur).unwrap();
    let (reponse, csv) = fichiers.corriger(&classeur, "copie.csv", &["--a-confirmer"]);
    assert_eq!(reponse.statut, 0, "{} {}", reponse.erreurs, reponse.sortie);
    assert_eq!(fs::read_to_string(csv).unwrap(), attendu);
    insta::assert_snapshot!(
        "the_text_of_the_repairs_of_a_workbook",
        (reponse.sortie).replace(texte(fichiers.dossier.path()), "DOSSIER")
    );
    let options = ["--a-confirmer", "--format", "json"];
    let (reponse, xlsx) = fichiers.corriger(&classeur, "copie.xlsx", &options);
    let json: Value = serde_json::from_str(&reponse.sortie).unwrap();
    let mail = |m: &&Value| m["champ"] == "code_postal";
    let edit = json["modifications"].as_array().unwrap().iter().find(mail);
    let edit = edit.unwrap();
    assert_eq!(
        (&edit["ligne"], &edit["apres"]),
        (&2.into(), &"01100".into())
    );
    let colonnes: Vec<&str> = attendu.lines().next().unwrap().split(';').collect();
    let rang = colonnes.iter().position(|c| *c == "code_postal").unwrap();
    assert_eq!(edit["colonne"], rang + 1);
    let options = ["--domaine", "CAP", "--session", "2024-06"];
    let (reponse, encore) = fichiers.corriger(&xlsx, "encore.csv", &options);
    assert!(
        reponse.sortie.contains("aucune correction"),
        "{}",
        reponse.sortie
    );
    assert_eq!(fs::read_to_string(encore).unwrap(), attendu);
    // A folder gets a CSV file of the official name.
    fs::create_dir(fichiers.chemin("envoi")).unwrap();
    let (_, envoi) = fichiers.corriger(&classeur, "envoi", &["--a-confirmer"]);
    let envoye = envoi.join(format!("{NOM}.csv"));
    assert_eq!(fs::read_to_string(&envoye).unwrap(), attendu);
    let (_, resume) = verifier(&[texte(&envoye)]);
    assert_eq!(resume["avec_erreurs"], 0);
    assert_eq!(fs::read(&classeur).unwrap(), avant);
}

#[test]
fn any_form_becomes_xml_that_the_schema_accepts() {
    let fichiers = Fichiers::new();
    let xsd = fichiers.chemin("cap.xsd");
    let schema = lancer([
        "cyclades",
        "schema",
        "CAP",
        "--type",
        "xsd",
        "--session",
        "2024-06",
    ]);
    assert_eq!(schema.statut, 0, "{}", schema.erreurs);
    fs::write(&xsd, schema.sortie).unwrap();
    let mut copies = Vec::new();
    for (rang, original) in [fichiers.csv(), fichiers.en("xml"), fichiers.en("xlsx")]
        .iter()
        .enumerate()
    {
        let options = ["--a-confirmer", "--canonique"];
        let nom = format!("CAP-{rang}.xml");
        let (reponse, copie) = fichiers.corriger(original, &nom, &options);
        assert_eq!(reponse.statut, 0, "{} {}", reponse.erreurs, reponse.sortie);
        copies.push(copie);
    }
    let lues: Vec<String> = copies
        .iter()
        .map(|copie| fs::read_to_string(copie).unwrap())
        .collect();
    assert!(lues.iter().all(|lue| *lue == lues[0]));
    assert_eq!(fautes_selon_xmllint(&xsd, &copies[0]), None);
}

#[test]
fn what_cannot_be_done_is_one_line_and_leaves_nothing() {
    let fichiers = Fichiers::new();
    let protege = fichiers.chemin("protege.xls");
    let mut octets = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    octets.resize(2048, 0);
    octets.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    octets.resize(4096, 0);
    fs::write(&protege, octets).unwrap();
    // A NUL is repaired by no one, and XML has none.
    let nul = fichiers.chemin(&format!("CAP-nul_{}.csv", &NOM[4..]));
    fs::write(&nul, CSV.replace("DUPONT", "DU\0PONT")).unwrap();
    #[cfg(not(unix))]
    let liens = Vec::new();
    #[cfg(unix)]
    let liens = {
        std::os::unix::fs::symlink(fichiers.csv(), fichiers.chemin("lien.csv")).unwrap();
        fs::hard_link(fichiers.csv(), fichiers.chemin("dur.csv")).unwrap();
        vec![
            (fichiers.csv(), "lien.csv", "jamais modifié"),
            (fichiers.csv(), "dur.csv", "existe déjà"),
        ]
    };
    let avant = fs::read_dir(fichiers.dossier.path()).unwrap().count();
    let cas = [
        (protege, "neuf.csv", "mot de passe"),
        (fichiers.csv(), "neuf.ods", "n’est pas écrite"),
        (nul, "neuf.xml", "U+0000"),
        (fichiers.csv(), "absent/neuf.xml", "écriture impossible"),
    ];
    for (original, sortie, mot) in cas.into_iter().chain(liens) {
        for format in ["texte", "csv", "json"] {
            let (reponse, _) = fichiers.corriger(&original, sortie, &["--format", format]);
            assert_eq!(reponse.statut, 2, "{mot}");
            assert!(reponse.sortie.is_empty(), "{}", reponse.sortie);
            assert_eq!(reponse.erreurs.lines().count(), 1, "{}", reponse.erreurs);
            assert!(reponse.erreurs.contains(mot), "{}", reponse.erreurs);
        }
    }
    let apres = fs::read_dir(fichiers.dossier.path()).unwrap().count();
    assert_eq!(apres, avant);
    assert_eq!(fs::read_to_string(fichiers.csv()).unwrap(), CSV);
}

#[test]
fn a_reader_that_goes_away_does_not_spoil_the_copy() {
    let fichiers = Fichiers::new();
    let copie = fichiers.chemin("copie.csv");
    let programme = guichet().get_program().to_owned();
    let mut enfant = Command::new(programme)
        .args([
            "cyclades",
            "corriger",
            texte(&fichiers.csv()),
            "--sortie",
            texte(&copie),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(enfant.stdout.take());
    let fin = enfant.wait_with_output().unwrap();
    assert!(
        fin.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&fin.stderr)
    );
    assert!(fs::read_to_string(copie).unwrap().contains("LE GOFF"));
}

#[test]
fn the_sheet_asked_for_is_the_one_repaired() {
    let fichiers = Fichiers::new();
    let classeur = fichiers.en("xlsx");
    let (reponse, _) = fichiers.corriger(&classeur, "a.csv", &["--feuille", "Absente"]);
    assert_eq!((reponse.statut, reponse.sortie.as_str()), (2, ""));
    assert!(reponse.erreurs.contains("Absente"), "{}", reponse.erreurs);
    let (reponse, copie) = fichiers.corriger(&classeur, "a.csv", &["--feuille", "1"]);
    assert_eq!(reponse.statut, 1, "{}", reponse.erreurs);
    assert!(copie.exists());
}
