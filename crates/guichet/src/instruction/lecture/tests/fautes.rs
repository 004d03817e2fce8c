//! Every fault is told, in its place, with what to do.

use super::*;

/// Each text with the parts of the messages that it gives, in order.
fn check(cas: &[(&str, &[&str])]) {
    for (texte, attendues) in cas {
        let lecture = lire_octets(texte.as_bytes());
        assert!(lecture.erreur.is_none(), "{texte} {:?}", lecture.erreur);
        let fautes = lecture.fautes();
        assert_eq!(fautes.len(), attendues.len(), "{texte}\n{fautes:#?}");
        for (faute, attendue) in fautes.iter().zip(*attendues) {
            assert!(faute.contains(attendue), "{texte}\n{faute}\n{attendue}");
        }
    }
}

#[test]
fn a_faulty_value_of_json_is_told_with_its_field() {
    check(&[
        (
            r#"{"salarie":{"date_naissanc":"1990-01-01"}}"#,
            &[
                "d, ligne 1, salarie.date_naissanc : le champ « salarie.date_naissanc » n’existe pas. Vouliez-vous dire « salarie.date_naissance » ?",
            ],
        ),
        (
            r#"{"date_debut":"2024-01-01"}"#,
            &["Vouliez-vous dire « contrat.date_debut » ?"],
        ),
        (r#"{"contrats":{}}"#, &["Vouliez-vous dire « contrat » ?"]),
        (r#"{"xyz":1}"#, &["n’existe pas ; retirez-le"]),
        (
            r#"{"reference":"A","reference":"B"}"#,
            &["d, ligne 1, reference : le champ « reference » est donné deux fois"],
        ),
        (
            r#"{"employeur":{"siret":"12345678200010"},"employeur.siret":"12345678200010"}"#,
            &["employeur.siret : le champ « employeur.siret » est donné deux fois"],
        ),
        (
            r#"{"contrat":{},"contrat":{}}"#,
            &["« contrat » est donné deux fois"],
        ),
        (
            r#"{"date_demande":"2024-02-30","employeur":{"siret":"2345678200010","aides_annee_centimes":-5}}"#,
            &[
                "date_demande : « 2024-02-30 » n’existe pas dans le calendrier",
                "13 chiffres",
                "-5 est trop petit",
            ],
        ),
    ]);
}

#[test]
fn a_value_of_another_type_of_json_is_told_with_its_field() {
    check(&[
        (
            r#"{"contrat":{"quotite":-0.8}}"#,
            &["une part ne peut pas être négative"],
        ),
        (
            r#"{"contrat":{"quotite":1e-1}}"#,
            &["contrat.quotite : « 1e-1 »"],
        ),
        (
            r#"{"contrat":{"nature":"aprentissage"}}"#,
            &["Vouliez-vous dire « apprentissage » ?"],
        ),
        (
            r#"{"employeur":{"departement":44}}"#,
            &["44 est un nombre ; écrivez-le entre guillemets"],
        ),
        (
            r#"{"employeur":{"a_jour_fiscal_social":"oui"}}"#,
            &["« oui » est un texte ; écrivez true ou false, sans guillemets."],
        ),
        (
            r#"{"employeur":{"a_jour_fiscal_social":1}}"#,
            &["1 est un nombre ; écrivez true ou false."],
        ),
        (
            r#"{"employeur":{"aides_annee_centimes":"600000"}}"#,
            &["écrivez le nombre sans guillemets"],
        ),
        (
            r#"{"employeur":{"aides_annee_centimes":6000.5}}"#,
            &["« 6000.5 » n’est pas un nombre entier"],
        ),
        (
            r#"{"date_demande":true}"#,
            &["true est un booléen ; écrivez par exemple \"2024-11-15\"."],
        ),
        (
            r#"{"date_demande":{"jour":1}}"#,
            &["un objet est écrit là où il faut une valeur"],
        ),
        (
            r#"{"date_demande":["2024-11-15"]}"#,
            &["une liste est écrit"],
        ),
        (
            r#"{"employeur":"ACME"}"#,
            &["employeur : un texte est écrit là où il faut un objet"],
        ),
        (
            r#"{"employeur":{"dates_licenciements_economiques":"2024-01-01"}}"#,
            &["un texte est écrit là où il faut une liste"],
        ),
        (
            r#"{"employeur":{"dates_licenciements_economiques":["2024-01-01","x",null,["2024-01-01"]]}}"#,
            &[
                "economiques[2] : « x »",
                "economiques[3] : null",
                "economiques[4] : une liste",
            ],
        ),
        (
            r#"{"contrat":{"suspensions":{"debut":"2024-01-01"}}}"#,
            &["un objet est écrit là où il faut une liste d’objets"],
        ),
        (
            r#"{"contrat":{"suspensions":[{},{"debu":"x","fin":"y","fin":"z"},3]}}"#,
            &[
                "contrat.suspensions[2].debu : le champ « contrat.suspensions[2].debu » n’existe pas. Vouliez-vous dire « debut » ?",
                "contrat.suspensions[2].fin : « y »",
                "contrat.suspensions[2].fin » est donné deux fois",
                "contrat.suspensions[3] : un nombre",
            ],
        ),
        (
            r#"{"contrat.suspensions.debut":["2024-01-01"]}"#,
            &["mettez-le dans les objets de la liste « contrat.suspensions »"],
        ),
        (
            "{\n \"reference\": \"A\",\n \"x\": 1\n}",
            &["d, ligne 3, x"],
        ),
    ]);
}

#[test]
fn bad_json_is_told_with_its_line_and_column() {
    check(&[
        (
            r#"{"reference":"A""#,
            &["d, ligne 1, colonne 17 : le JSON s’arrête avant la fin"],
        ),
        (
            r#"{"reference" "A"}"#,
            &["colonne 14 : « \" » est écrit là où il faut deux-points (:)"],
        ),
        (
            "{\"reference\":\"A\",}",
            &["« } » est écrit là où il faut le nom d’un champ"],
        ),
        (
            "{\n \"date_demande\": 'x'\n}",
            &["d, ligne 2, colonne 18 : « ' » est écrit là où il faut une valeur"],
        ),
        (
            "{\"reference\":\"A}\n{\"reference\":\"B\"}",
            &["un texte contient"],
        ),
        (
            "{\"reference\":\"A\"\n{\"reference\":\"B\"}",
            &["il manque une virgule, ou l’accolade fermante"],
        ),
        ("{\"reference\":\"\\ud800\"}", &["moitié d’un caractère"]),
        (
            "{\"employeur\":{\"departement\":044}}",
            &["un nombre commence par un zéro ; si c’est un code"],
        ),
        (
            "{}\nbonjour\n{}",
            &["d, ligne 2, colonne 1 : « b » est écrit là où il faut un objet JSON"],
        ),
        ("{}\n[{}]\n{}", &["d, ligne 2, colonne 1 : « [ » est écrit"]),
        ("{} {}", &["du texte suit l’accolade fermante"]),
        ("{\n} x", &["du texte suit l’accolade fermante"]),
        ("[[{}],{}]", &["d, ligne 1, colonne 2 : « [ »"]),
        (
            "[{}\n{}]",
            &["il manque une virgule entre le dossier précédent et celui-ci"],
        ),
        ("[{},]", &["une virgule n’est suivie d’aucun dossier"]),
        ("[{},{}", &["avant le crochet fermant du tableau"]),
        ("[{}] {}", &["du texte suit le crochet fermant"]),
        ("[12,\"a\",null,{}]", &["« 1 »", "« \" »", "« n »"]),
        ("[]", &[]),
    ]);
    // Once dossiers stand one a line, a line that is cut swallows none of the others.
    let lecture = lire_octets(b"{}\n{\"contrat\":{\"suspensions\":[\n{}\n{\n{}");
    let bons: Vec<bool> = lecture.dossiers.iter().map(|(_, d)| d.is_ok()).collect();
    assert_eq!(bons, [true, false, true, false, true]);
    // The others are read, and the reference of the faulty one is kept.
    let lecture = lire_octets(b"{\"reference\":\"A\",\"x\":1}\n{\"reference\":\"B\"}");
    let references: Vec<_> = lecture.references.iter().flatten().collect();
    assert_eq!(references, ["A", "B"]);
    assert!(lecture.dossiers[1].1.is_ok());
}

#[test]
fn a_faulty_row_of_a_table_is_told_and_the_others_are_read() {
    check(&[
        (
            "reference;date_demande\nA;31/02/2024\nB;?\n",
            &["d, ligne 2, date_demande : « 31/02/2024 » n’existe pas"],
        ),
        (
            "reference;date_demande\nA\nB;;x\nC;",
            &[
                "d, ligne 2 : la ligne a 1 cellule et l’en-tête 2 ; elle est peut-être coupée",
                "d, ligne 3 : la ligne a 3 cellules et l’en-tête 2 ; un texte contient peut-être le point-virgule",
            ],
        ),
        (
            "reference;\nA;\nB;x\nC",
            &["« x » est dans une colonne sans titre"],
        ),
        (
            "reference;date_demande\n\"A;\nB;2024-01-01\n",
            &["d, ligne 2 : un guillemet ouvre une cellule"],
        ),
        (
            "reference;date_demande\n\"A\"x;\nB;2024-01-01\n",
            &["un guillemet ferme une cellule et du texte le suit"],
        ),
        (
            "reference,employeur.siret,employeur.aides_annee_centimes\nA,2345678200010,-1\n",
            &["13 chiffres", "-1 est trop petit"],
        ),
        (
            "employeur.dates_licenciements_economiques\n2024-01-01||x\n",
            &[
                "une valeur de la liste est vide ; retirez la barre | en trop. « x » n’est pas une date",
            ],
        ),
        (
            "contrat.suspensions.debut;contrat.suspensions.fin\n2024-01-01|2024-02-01;2024-01-02\n",
            &[
                "contrat.suspensions : les colonnes ne disent pas autant de valeurs l’une que l’autre (debut : 2, fin : 1, remuneree : 0)",
            ],
        ),
        (
            "reference\tcontrat.suspensions\nA\t[{\"debu\":1}]\nB\t[\nC\t2024\nD\t[] x\n",
            &[
                "contrat.suspensions[1].debu",
                "le JSON s’arrête",
                "un nombre est écrit",
                "« x » est écrit là où il faut la fin de la cellule",
            ],
        ),
    ]);
}

#[test]
fn what_is_no_file_of_dossiers_is_refused_in_one_line() {
    let cas: [(&[u8], &str); 13] = [
        (b"", "ce fichier est vide"),
        (b" \n\t\r\n", "ce fichier est vide"),
        (b"\xef\xbb\xbf", "ce fichier est vide"),
        (b"%PDF-1.7\n%", "c’est un document PDF ; donnez"),
        (b"\x89PNG\r\n\x1a\n\0\0", "c’est une image PNG"),
        (b"PK\x03\x04\x14\0\0\0", "ce classeur est abîmé"),
        (b"<?xml version=\"1.0\"?><a/>", "c’est un fichier XML"),
        (b"{\\rtf1 x}", "c’est un document RTF"),
        (b"\0\0\0\0\0\0\0\0", "c’est un fichier binaire"),
        (
            b"bonjour\nmonde\n",
            "la ligne 1 n’est pas une ligne d’en-tête : elle ne nomme aucun champ",
        ),
        (b"\n1;2;3\n", "la ligne 2 n’est pas une ligne d’en-tête"),
        (
            b"\"reference;date_demande\nA;B\n",
            "n’est pas une ligne de tableau",
        ),
        (b"\"bonjour\"", "aucun champ"),
    ];
    for (octets, attendu) in cas {
        let lecture = lire_octets(octets);
        let refus = lecture.refus();
        assert!(
            refus.len() == 1 && refus[0].contains(attendu),
            "{attendu} : {refus:?}"
        );
        assert!(lecture.dossiers.is_empty());
    }
}

#[test]
fn every_unknown_column_refuses_the_table() {
    let lecture = lire_octets(b"reference;date_demnde;Nom;reference;date_debut\nA;;;;\n");
    assert!(lecture.dossiers.is_empty());
    assert_eq!(
        lecture.refus(),
        [
            "ligne 1, colonne « date_demnde » : aucun champ n’a ce nom. Vouliez-vous dire « date_demande » ?",
            "ligne 1, colonne « Nom » : aucun champ n’a ce nom ; retirez-le, ou corrigez son nom.",
            "ligne 1, colonne « reference » : ce champ a déjà une colonne ; gardez-en une.",
            "ligne 1, colonne « date_debut » : aucun champ n’a ce nom. Vouliez-vous dire « contrat.date_debut » ?",
        ]
    );
}

#[test]
fn a_cell_of_a_workbook_is_named() {
    use guichet_tableur::{Brute, ecrire_brut};
    let texte = |t: &str| Brute::Texte(t.to_owned());
    let noms = ["reference", "employeur.siret", "date_demande"];
    let rangee = vec![
        texte("A"),
        Brute::Nombre(2_345_678_200_010),
        Brute::Nombre(45_566),
    ];
    let octets = ecrire_brut("Dossiers", &noms, [rangee, vec![texte("B")]]).unwrap();
    let lecture = lire_octets(&octets);
    let fautes = lecture.fautes();
    assert_eq!(fautes.len(), 2, "{fautes:?}");
    assert!(fautes[0].starts_with("d, feuille Dossiers, cellule B4, employeur.siret : le numéro SIRET « 2345678200010 » a 13 chiffres"));
    assert!(fautes[1].starts_with("d, feuille Dossiers, cellule C4, date_demande : « 45566 » est le nombre qu’un tableur garde d’une date"));
    assert!(
        lecture.dossiers[1].1.is_ok(),
        "a row goes no further than its last cell"
    );
    let octets = ecrire_brut(
        "Dossiers",
        &["reference", "datedemande"],
        [vec![texte("A")]],
    )
    .unwrap();
    assert!(
        lire_octets(&octets).refus()[0]
            .starts_with("feuille Dossiers, cellule B3, colonne « datedemande »")
    );
}

#[test]
fn a_path_that_cannot_be_read_is_told() {
    let schema = schema();
    let refus = |chemin: &Path| {
        let options = OptionsDeLecture::default();
        lire(chemin, &schema, &options, &mut |_| {})
            .unwrap_err()
            .to_string()
    };
    let dossier = tempfile::tempdir().unwrap();
    assert_eq!(
        refus(dossier.path()),
        "c’est un dossier de fichiers ; donnez les fichiers qu’il contient."
    );
    assert_eq!(
        refus(&dossier.path().join("x")),
        "ce fichier n’existe pas ; vérifiez le chemin."
    );
}
