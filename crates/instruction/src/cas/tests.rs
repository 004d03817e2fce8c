use guichet_socle::{ErreurEdition, Fichiers};

use crate::cas::Catalogue;
use crate::essai::{DOSSIER, don, fichiers};

const ORDINAIRE: &str = r#"
jamais_refusees = ["DN-104"]
[dossier]
age = 40
inscrit = true
jour = "2024-02-01"
part = "1"
piece = true
"#;

const CAS: &str = r#"
[[cas]]
titre = "Majeur depuis ce jour"
montre = ["DN-101", "DN-01"]
avec = { age = 18 }
attendu = { issue = "favorable", montant_centimes = 10000 }

[[cas]]
titre = "Mineur d’un an"
montre = ["DN-101", "DN-01"]
avec = { age = 17 }
attendu = { issue = "a_examiner", montant_centimes = 0, resultats = { DN-101 = "a_examiner" }, lectures = ["DN-01"] }

[[cas]]
titre = "Âge inconnu"
montre = ["DN-101"]
sans = ["age"]
attendu = { issue = "incomplet", resultats = { DN-101 = "indetermine" }, manque = ["age"] }

[[cas]]
titre = "Très âgé"
montre = ["DN-501"]
avec = { age = 101 }
attendu = { issue = "favorable", montant_centimes = 10000, avertissements = ["DN-501"], champs = { lettre = false } }
"#;

fn avec(ordinaire: &str, cas: &str) -> Fichiers {
    let mut fichiers = fichiers();
    fichiers.ajouter(
        format!("{DOSSIER}/cas/ordinaire.toml"),
        ordinaire.to_owned(),
    );
    fichiers.ajouter(format!("{DOSSIER}/cas/regles.toml"), cas.to_owned());
    fichiers
}

fn lire(ordinaire: &str, cas: &str) -> Result<Catalogue, ErreurEdition> {
    Catalogue::lire(&avec(ordinaire, cas), &don().commun)
}

#[test]
fn cases_are_replayed_and_what_differs_is_told_with_its_place() {
    let don = don();
    let catalogue = lire(ORDINAIRE, CAS).unwrap();
    for cas in &catalogue.cas {
        assert_eq!(cas.ecarts(&cas.rejouer(&don)), Vec::<String>::new());
    }
    assert_eq!(
        catalogue.cas[0].changements(&don.commun),
        [("age".to_owned(), "18".to_owned())]
    );
    for (juste, faux, mot) in [
        (
            "montant_centimes = 10000",
            "montant_centimes = 1",
            "montant",
        ),
        ("issue = \"favorable\"", "issue = \"defavorable\"", "issue"),
        ("lectures = [\"DN-01\"]", "lectures = []", "lectures"),
        ("manque = [\"age\"]", "manque = []", "manque"),
        ("DN-101 = \"indetermine\"", "DN-101 = \"rempli\"", "DN-101"),
        ("[\"DN-501\"], champs", "[], champs", "avertissements"),
        ("lettre = false", "lettre = \"nul\"", "lettre"),
        ("lettre = false", "letre = false", "letre"),
    ] {
        let catalogue = lire(ORDINAIRE, &CAS.replacen(juste, faux, 1)).unwrap();
        let ecarts: Vec<String> = catalogue
            .cas
            .iter()
            .flat_map(|cas| cas.ecarts(&cas.rejouer(&don)))
            .collect();
        assert_eq!(ecarts.len(), 1, "{faux} : {ecarts:?}");
        assert!(
            ecarts[0].contains(&format!(": {mot}, attendu")),
            "{ecarts:?}"
        );
    }
}

#[test]
fn what_no_case_shows_is_told() {
    let don = don();
    let lacunes = lire(ORDINAIRE, CAS).unwrap().lacunes(&don.commun);
    let de = |code: &str| lacunes.iter().filter(|l| l.contains(code)).count();
    // DN-101 has no refusal that is firm; DN-102 and DN-103 have nothing, DN-104 only lacks what it can be.
    assert_eq!((de("DN-101"), de("DN-102"), de("DN-104")), (1, 3, 2));
    let repondue = ORDINAIRE.replace("[dossier]", "jamais_sans_reponse = [\"DN-102\"]\n[dossier]");
    let toujours = lire(&repondue, CAS).unwrap().lacunes(&don.commun);
    assert_eq!(toujours.iter().filter(|l| l.contains("DN-102")).count(), 2);
    assert_eq!(
        (de("DN-501"), de("DN-01"), de("DN-02")),
        (1, 0, 2),
        "{lacunes:?}"
    );
}

/// A slip of a case, and the line where it is told.
#[test]
fn what_a_case_says_wrongly_is_an_error_with_its_line() {
    let table = [
        ("avec = { age = 18 }", "avec = { ages = 18 }", 5, "ages"),
        ("avec = { age = 18 }", "avec = { age = \"x\" }", 5, "age"),
        (
            "avec = { age = 18 }",
            "avec = { age = [18] }",
            5,
            "une seule valeur",
        ),
        (
            "avec = { age = 18 }",
            "avec = { age = 1.5 }",
            5,
            "nombre entier",
        ),
        ("[\"DN-101\", \"DN-01\"]", "[\"DN-1O1\"]", 4, "DN-101"),
        ("\"favorable\"", "\"favorables\"", 6, "favorables"),
        (
            "DN-101 = \"a_examiner\"",
            "DN-101 = \"peut-etre\"",
            12,
            "peut-etre",
        ),
        (
            "DN-101 = \"a_examiner\"",
            "DN-199 = \"a_examiner\"",
            12,
            "DN-199",
        ),
        (
            "lectures = [\"DN-01\"]",
            "lectures = [\"DN-77\"]",
            12,
            "DN-77",
        ),
        ("sans = [\"age\"]", "sans = [\"agge\"]", 17, "agge"),
        ("manque = [\"age\"]", "manque = [\"agge\"]", 18, "agge"),
        ("titre = \"Âge inconnu\"", "tittre = \"x\"", 15, "tittre"),
        (
            "sans = [\"age\"]",
            "sans = [\"age\", \"age\"]",
            14,
            "deux fois",
        ),
    ];
    for (juste, faux, ligne, mot) in table {
        let erreur = lire(ORDINAIRE, &CAS.replacen(juste, faux, 1)).unwrap_err();
        assert_eq!(erreur.ligne, Some(ligne), "{faux} : {erreur}");
        assert!(erreur.message.contains(mot), "{erreur}");
        assert!(erreur.fichier.ends_with("cas/regles.toml"), "{erreur}");
    }
    let erreur = lire(&ORDINAIRE.replace("part", "pert"), CAS).unwrap_err();
    assert_eq!(erreur.ligne, Some(7), "{erreur}");
}
