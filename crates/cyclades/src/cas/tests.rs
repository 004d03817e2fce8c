use super::*;
use guichet_socle::edition::Couverture;
use std::path::Path;

/// The project's data, with the files of cases replaced.
fn lire(candidat: &str, cas: &str) -> Result<Catalogue, ErreurEdition> {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../donnees");
    let mut fichiers = Fichiers::new();
    let mut dossiers = vec![racine.clone()];
    while let Some(dossier) = dossiers.pop() {
        for entree in std::fs::read_dir(dossier).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.is_dir() {
                dossiers.push(chemin);
            } else {
                let relatif = chemin
                    .strip_prefix(&racine)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                fichiers.ajouter(relatif, std::fs::read_to_string(&chemin).unwrap());
            }
        }
    }
    let couverture = Couverture::lire(&fichiers, "reglements/cyclades").unwrap();
    let edition =
        EditionCyclades::charger(&fichiers, couverture.editions().last().unwrap()).unwrap();
    let dossier = format!("{}/cas", edition.edition.dossier);
    let ordinaire = fichiers
        .texte(&format!("{dossier}/candidat.toml"))
        .unwrap()
        .to_owned();
    fichiers.retirer_dossier(&dossier);
    fichiers.ajouter(format!("{dossier}/candidat.toml"), ordinaire + candidat);
    fichiers.ajouter(format!("{dossier}/essai.toml"), cas.to_owned());
    Catalogue::lire(&fichiers, &edition)
}

fn cas(suite: &str) -> String {
    format!("[[cas]]\nregle = \"CY-231\"\ntitre = \"t\"\n{suite}\n")
}

const POSTAL: &str = "avec = { pays = \"100\", code_postal = \"75\" }\ntrouve = [\"CY-231\"]";

#[test]
fn a_slip_in_a_case_is_an_error_with_its_line() {
    let fichier =
        "[[cas_fichier]]\nregle = \"CY-001\"\ntitre = \"t\"\nnom = \"CAP.csv\"\ntrouve = []\n";
    let table = [
        (
            cas(POSTAL).replace("CY-231\"\nt", "CY-999\"\nt"),
            2,
            "CY-999",
        ),
        (
            cas(POSTAL).replace("code_postal", "code_postale"),
            4,
            "Vouliez-vous dire code_postal",
        ),
        (
            cas(POSTAL).replace("[\"CY-231\"]", "[\"CY-998\"]"),
            5,
            "CY-998",
        ),
        (
            cas(POSTAL).replace("[\"CY-231\"]", "[\"CY-231 code\"]"),
            5,
            "« code »",
        ),
        (
            cas(POSTAL).replace("[\"CY-231\"]", "[\"CY-232\"]"),
            2,
            "illustre CY-231",
        ),
        (
            cas(POSTAL).replace("[\"CY-231\"]", "[\"CY-231\", \"CY-201 pays\"]"),
            5,
            "se rangent",
        ),
        (
            cas(POSTAL).replace("[\"CY-231\"]", "[\"CY-201\"]"),
            5,
            "n’est pas dit",
        ),
        (cas(&format!("domaine = \"BTS\"\n{POSTAL}")), 4, "BTS"),
        (cas(&format!("domaines = [\"cap\"]\n{POSTAL}")), 4, "cap"),
        (cas(&format!("session = \"2024\"\n{POSTAL}")), 4, "AAAA-MM"),
        (
            cas(&format!(
                "domaine = \"BCP\"\nsession = \"2024-06\"\n{POSTAL}"
            )),
            5,
            "AAAA-MM",
        ),
        (
            cas(&format!("contexte = {{ statut = \"mixte\" }}\n{POSTAL}")),
            4,
            "mixte",
        ),
        (cas(&format!("sesion = \"2024\"\n{POSTAL}")), 4, "sesion"),
        (fichier.to_owned(), 4, "octets_hex"),
        (
            format!("{fichier}texte = \"{{candidat3}}\""),
            6,
            "candidat3",
        ),
        (
            format!("{fichier}texte = \"{{candidat inexistant=1}}\""),
            6,
            "inexistant",
        ),
        (format!("{fichier}texte = \"{{x*y}}\""), 6, "nombre de fois"),
        (format!("{fichier}texte = \"{{entete\""), 6, "accolade"),
        (format!("{fichier}octets_hex = \"0\""), 6, "hexadécimaux"),
        (
            format!("{fichier}texte = \"\"\nencodage = \"ebcdic\""),
            7,
            "ebcdic",
        ),
        (
            format!("{fichier}texte = \"東\"\nencodage = \"windows-1252\""),
            7,
            "Windows-1252",
        ),
        (
            format!("{fichier}texte = \"\"\nseparateur = \";;\""),
            7,
            "un seul caractère",
        ),
    ];
    for (texte, ligne, mot) in table {
        let erreur = lire("", &texte).unwrap_err();
        assert!(erreur.fichier.ends_with("/cas/essai.toml"), "{erreur}");
        assert_eq!(erreur.ligne, Some(ligne), "{erreur}\n{texte}");
        assert!(erreur.message.contains(mot), "{erreur}");
    }
    let erreur = lire("[domaine.BTS]\n", "").unwrap_err();
    assert!(
        erreur.fichier.ends_with("/candidat.toml") && erreur.message.contains("BTS"),
        "{erreur}"
    );
}

#[test]
fn a_case_holds_for_the_exams_of_its_rule_unless_it_says() {
    let examens = |texte: &str| {
        let lu = lire("", texte).unwrap();
        lu.candidats[0]
            .examens
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(examens(&cas(POSTAL)), Examen::NOMS);
    assert_eq!(
        examens(&cas(&format!("domaine = \"MC4\"\n{POSTAL}"))),
        ["MC4"]
    );
    let pcs = "avec = { categ_socio_pro = \"54\" }\ntrouve = [\"CY-247\"]";
    assert_eq!(
        examens(&cas(pcs).replace("CY-231", "CY-247")),
        ["BP", "MCP", "MC3", "MC4", "CAP"]
    );
}

#[test]
fn the_braces_of_a_text_are_written_out() {
    let texte = |texte: &str| {
        let lu = lire(
            "",
            &format!(
                "[[cas_fichier]]\nregle = \"CY-001\"\ntitre = \"t\"\nnom = \"CAP.csv\"\ntexte = '{texte}'\ntrouve = []"
            ),
        );
        lu.unwrap().fichiers[0].octets.clone()
    };
    assert_eq!(texte("a{octet:E9}b{3*xy}"), b"a\xe9bxyxyxy");
    let ligne = String::from_utf8(texte("{candidat2 prenoms=A;B|pays=109}")).unwrap();
    assert!(
        ligne.starts_with("M;MARTINET;;\"A;B\";987654321ZY;"),
        "{ligne}"
    );
    assert_eq!(ligne.matches(";109;").count(), 1, "{ligne}");
    assert!(texte("{entete}").starts_with(b"civilite;nom_famille;nom_usage;prenoms;INE;"));
}
