//! From exports to candidates: headings matched, values converted, what cannot be told, on any bytes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use guichet_cyclades::generation::Demande;
use guichet_cyclades::generation::exports::{Cellule, Forme, inventer};
use guichet_cyclades::import::{
    Confiance, Correspondance, Export, LigneBrute, Preparation, Rapprochement, Synonymes, csv,
    preparer, rapprocher,
};
use guichet_cyclades::{EditionCyclades, Examen, Session};
use guichet_socle::Fichiers;
use proptest::prelude::*;

const ANNEE: i16 = 2024;

fn cadre() -> &'static (Fichiers, EditionCyclades, Synonymes) {
    static CADRE: OnceLock<(Fichiers, EditionCyclades, Synonymes)> = OnceLock::new();
    CADRE.get_or_init(|| {
        let fichiers = commun::fichiers();
        let (edition, _) = commun::edition();
        let synonymes = Synonymes::lire(&fichiers, &edition).unwrap();
        (fichiers, edition, synonymes)
    })
}

fn cap() -> Examen {
    Examen::lire("CAP").unwrap()
}

fn export(colonnes: &[&str], lignes: &[&[&str]]) -> Export {
    Export {
        nom: "export.csv".to_owned(),
        colonnes: colonnes.iter().map(|&c| c.to_owned()).collect(),
        lignes: (2..)
            .zip(lignes)
            .map(|(numero, valeurs)| LigneBrute {
                numero,
                valeurs: valeurs.iter().map(|&v| v.to_owned()).collect(),
            })
            .collect(),
        illisibles: Vec::new(),
    }
}

fn apparier(export: &Export) -> Rapprochement {
    let (_, edition, synonymes) = cadre();
    rapprocher(edition, synonymes, cap(), ANNEE, export)
}

/// The columns of each field.
fn colonnes(export: &Export) -> BTreeMap<String, Vec<String>> {
    apparier(export)
        .apparies
        .into_iter()
        .map(|a| {
            let noms = a.colonnes.iter().map(|&c| export.colonnes[c].clone());
            (a.champ, noms.collect())
        })
        .collect()
}

fn invente(forme: Forme) -> Export {
    let (_, edition, _) = cadre();
    let demande = Demande {
        examen: cap(),
        session: Session::lire("2024-06").unwrap(),
        candidats: 60,
        fautes_pour_mille: 0,
        graine: 5,
    };
    let invente = inventer(edition, &demande, forme).unwrap();
    Export {
        nom: "export.csv".to_owned(),
        colonnes: invente.colonnes.iter().map(|&c| c.to_owned()).collect(),
        lignes: (2..)
            .zip(invente.lignes)
            .map(|(numero, ligne)| LigneBrute {
                numero,
                valeurs: ligne
                    .into_iter()
                    .map(|cellule| match cellule {
                        Cellule::Texte(texte) => texte,
                        Cellule::Nombre(nombre) => nombre.to_string(),
                    })
                    .collect(),
            })
            .collect(),
        illisibles: Vec::new(),
    }
}

fn faire(export: Export, correspondance: Correspondance) -> Preparation {
    let (_, edition, synonymes) = cadre();
    preparer(
        edition,
        synonymes,
        cap(),
        ANNEE,
        &[(export, correspondance)],
    )
}

fn livree(nom: &str) -> Correspondance {
    let (fichiers, edition, _) = cadre();
    Correspondance::livree(fichiers, nom, edition)
        .unwrap()
        .unwrap()
}

fn valeur<'p>(preparation: &'p Preparation, ligne: usize, champ: &str) -> &'p str {
    let rang = preparation.champs.iter().position(|c| c == champ).unwrap();
    &preparation.lignes[ligne][rang]
}

#[test]
fn each_heading_of_the_three_exports_finds_its_field() {
    let cas: [(Forme, &[(&str, &str)]); 3] = [
        (
            Forme::VieScolaire,
            &[
                ("nom_famille", "NOM"),
                ("prenoms", "PRENOM+PRENOM 2"),
                ("civilite", "SEXE"),
                ("date_naissance", "NE(E) LE"),
                ("commune_naissance", "CODE COMMUNE NAISS"),
                ("depCOM_naissance", "DEPT NAISS"),
                ("pays_naissance", "PAYS NAISS"),
                ("nationalite", "NATIONALITE"),
                ("INE", "N° INE"),
                ("division_classe", "CLASSE"),
                ("telephone_mobile", "TEL PORTABLE"),
                ("adresse_mail", "MAIL"),
                ("adresse_1", "ADR1"),
                ("adresse_2", "ADR2"),
                ("code_postal", "CP"),
                ("localite", "VILLE"),
                ("pays", "PAYS"),
                ("etablissement", "RNE"),
                ("serie", "SPECIALITE"),
                ("categorie", "STATUT"),
                ("categ_socio_pro", "PCS"),
            ],
        ),
        (
            Forme::Cfa,
            &[
                ("nom_famille", "Last name"),
                ("prenoms", "First name"),
                ("civilite", "Gender"),
                ("date_naissance", "Birth date"),
                ("commune_naissance", "Birth place"),
                ("depCOM_naissance", "Birth department"),
                ("pays_naissance", "Birth country"),
                ("nationalite", "Nationality"),
                ("INE", "National ID"),
                ("adresse_1", "Street"),
                ("code_postal", "Postcode / city"),
                ("localite", "Postcode / city"),
                ("pays", "Country"),
                ("telephone_mobile", "Mobile phone"),
                ("adresse_mail", "Email address"),
                ("etablissement", "School code"),
                ("division_classe", "Group"),
                ("serie", "Course"),
                ("categorie", "Status"),
            ],
        ),
        (
            Forme::Siecle,
            &[
                ("civilite", "Sexe"),
                ("nationalite", "Pays Nat."),
                ("nom_famille", "Nom de famille"),
                ("prenoms", "Prénom+Prénom 2+Prénom 3"),
                ("date_naissance", "Date Naissance"),
                ("INE", "Id National"),
                ("commune_naissance", "Commune Naiss."),
                ("pays_naissance", "Pays Naiss."),
                ("serie", "Lib. MEF"),
                ("division_classe", "Lib. Structure"),
            ],
        ),
    ];
    for (forme, attendues) in cas {
        let trouvees: BTreeMap<String, String> = colonnes(&invente(forme))
            .into_iter()
            .map(|(champ, colonnes)| (champ, colonnes.join("+")))
            .collect();
        let attendues: BTreeMap<String, String> = attendues
            .iter()
            .map(|&(champ, colonne)| (champ.to_owned(), colonne.to_owned()))
            .collect();
        assert_eq!(trouvees, attendues, "{forme:?}");
    }
}

#[test]
fn columns_without_a_name_are_told_by_their_values() {
    let export = export(
        &["A", "", "?", "zzz", "Né(e) le", "Responsable", "Entrée"],
        &[
            &[
                "0750655E",
                "123456789AB",
                "06 39 98 00 01",
                "a@example.org",
                "2006-03-05",
                "07 39 98 00 09",
                "01/09/2022",
            ],
            &[
                "0750655E",
                "123456788AB",
                "639980002",
                "b@example.org",
                "38781",
                "",
                "01/09/2022",
            ],
        ],
    );
    let rapprochement = apparier(&export);
    let trouves: Vec<(&str, usize, Confiance)> = rapprochement
        .apparies
        .iter()
        .map(|a| (a.champ.as_str(), a.colonnes[0], a.confiance))
        .collect();
    assert_eq!(
        trouves,
        [
            ("INE", 1, Confiance::AVerifier),
            ("date_naissance", 4, Confiance::Certaine),
            ("telephone_mobile", 2, Confiance::AVerifier),
            ("adresse_mail", 3, Confiance::AVerifier),
            ("etablissement", 0, Confiance::AVerifier),
        ]
    );
    // The telephone of someone else, and a date too late to be a birth, are left.
    assert_eq!(rapprochement.inutilisees, [5, 6]);
}

#[test]
fn two_columns_that_claim_a_field_are_told_and_values_break_the_tie() {
    let export = export(
        &["Mail", "Courriel", "Portable"],
        &[
            &["sans", "a@example.org", "0639980001"],
            &["", "b@example.org", "0639980002"],
        ],
    );
    let rapprochement = apparier(&export);
    assert_eq!(colonnes(&export)["adresse_mail"], ["Courriel"]);
    let concurrentes: Vec<(&str, usize)> = rapprochement
        .concurrentes
        .iter()
        .map(|c| (c.champ.as_str(), c.colonne))
        .collect();
    assert_eq!(concurrentes, [("adresse_mail", 0)]);
}

#[test]
fn the_shipped_correspondences_leave_no_error_in_the_invented_exports() {
    let (fichiers, edition, _) = cadre();
    let mut livrees = Correspondance::livrees(fichiers);
    livrees.sort_unstable();
    assert_eq!(livrees, ["atelier-cfa", "carnet-de-classe", "siecle"]);
    for (nom, forme) in [
        ("atelier-cfa", Forme::Cfa),
        ("carnet-de-classe", Forme::VieScolaire),
        ("siecle", Forme::Siecle),
    ] {
        let mut correspondance = livree(nom);
        if forme == Forme::Siecle {
            correspondance
                .fixer("etablissement", "0750655E", edition)
                .unwrap();
            correspondance.fixer("categorie", "122", edition).unwrap();
        }
        let preparation = faire(invente(forme), correspondance);
        assert_eq!(preparation.lignes.len(), 60);
        // The national base names communes without their departments: some have homonyms.
        let autres: Vec<_> = preparation
            .impossibles
            .iter()
            .filter(|r| forme != Forme::Siecle || !r.pourquoi.contains("plusieurs communes"))
            .collect();
        assert!(autres.is_empty(), "{nom} {autres:?}");
        assert_eq!(preparation.requis, [], "{nom}");
        assert_eq!(preparation.absentes, [], "{nom}");
        assert_eq!(preparation.doublons, [], "{nom}");
        let zeros = preparation.incertaines.len();
        assert_eq!(zeros > 0, forme == Forme::VieScolaire, "{nom} {zeros}");
    }
}

#[test]
fn the_address_is_that_of_the_first_representative_who_has_one() {
    let colonnes = [
        "Nom de famille",
        "Ligne Adresse 1 Repr. Lég. ",
        "Lib. Postal Repr. Lég. ",
        "Tél. Portable Repr. Lég. ",
        "Ligne Adresse 1 Autre Repr. Lég. ",
        "Lib. Postal Autre Repr. Lég. ",
        "Tél. Portable Autre Repr. Lég. ",
        "Tél. Portable",
    ];
    let lignes: [&[&str]; 3] = [
        &[
            "UN",
            "1 rue A",
            "NANTES",
            "06 39 98 00 01",
            "2 rue B",
            "RENNES",
            "06 39 98 00 02",
            "",
        ],
        &[
            "DEUX",
            " ",
            "NANTES",
            "06 39 98 00 01",
            "2 rue B",
            "RENNES",
            "06 39 98 00 02",
            "",
        ],
        &[
            "TROIS",
            "1 rue A",
            "NANTES",
            "",
            "2 rue B",
            "RENNES",
            "06 39 98 00 02",
            "06 39 98 00 03",
        ],
    ];
    let preparation = faire(export(&colonnes, &lignes), livree("siecle"));
    let lus: Vec<[&str; 3]> = (0..3)
        .map(|n| ["adresse_1", "localite", "telephone_mobile"].map(|c| valeur(&preparation, n, c)))
        .collect();
    assert_eq!(
        lus,
        [
            ["1 rue A", "NANTES", "0639980001"],
            ["2 rue B", "RENNES", "0639980002"],
            ["1 rue A", "NANTES", "0639980003"],
        ]
    );
}

#[test]
fn labels_become_codes_or_are_told_with_the_nearest() {
    let colonnes = [
        "Nom",
        "Pays naissance",
        "Dept naissance",
        "Ville naissance",
        "Formation",
        "Statut",
    ];
    let lignes: [&[&str]; 3] = [
        &[
            "UN",
            "France",
            "Loire-Atlantique",
            "Nantes",
            "2CAP2 CUISINE",
            "Apprenti",
        ],
        &["DEUX", "ALGERIE", "", "Oran", "Cuisine", "apprenti."],
        &[
            "TROIS",
            "Atlantide",
            "44",
            "Nante",
            "CAP des cuisines",
            "Élève",
        ],
    ];
    let export = export(&colonnes, &lignes);
    let correspondance = apparier(&export).correspondance(&export);
    let preparation = faire(export, correspondance);
    let de = |n: usize| {
        [
            "pays_naissance",
            "depCOM_naissance",
            "commune_naissance",
            "categorie",
        ]
        .map(|c| valeur(&preparation, n, c))
    };
    assert_eq!(de(0), ["100", "044", "44109", "410"]);
    assert_eq!(de(1), ["352", "", "Oran", "410"]);
    assert_eq!(
        valeur(&preparation, 0, "serie"),
        valeur(&preparation, 1, "serie")
    );
    assert_eq!(valeur(&preparation, 0, "serie").len(), 5);
    let dits: Vec<(&str, u64)> = preparation
        .impossibles
        .iter()
        .map(|r| (r.champ.as_deref().unwrap(), r.lieu.ligne))
        .collect();
    assert!(dits.iter().all(|(_, ligne)| *ligne == 4), "{dits:?}");
    assert!(
        dits.contains(&("pays_naissance", 4)) && dits.contains(&("categorie", 4)),
        "{dits:?}"
    );
    // What is not converted stays as it is.
    assert_eq!(valeur(&preparation, 2, "pays_naissance"), "Atlantide");
}

#[test]
fn a_bad_correspondence_is_told_with_its_line() {
    let (_, edition, _) = cadre();
    let cas = [
        (
            "[champs.nom_famile]\ncolonne = \"Nom\"",
            1,
            "vouliez-vous dire « nom_famille »",
        ),
        (
            "titre = \"x\"\n[champs.INE]\ncolone = \"INE\"",
            3,
            "vouliez-vous dire « colonne »",
        ),
        (
            "\n[champs.INE]\ncolonne = \"A\"\nconstante = \"B\"",
            2,
            "retirez les autres",
        ),
        ("\n\n[champs.INE]\nou = [\"A\"]", 3, "rien ne le remplit"),
        (
            "[champs.INE]\ncolonne = \"A\"\ntransformer = [\"inee\"]",
            1,
            "vouliez-vous dire « ine »",
        ),
        (
            "[champs.INE]\ncolonne = \"A\"\ngroupe = \"g\"",
            1,
            "n’est pas déclaré",
        ),
        (
            "[valeurs.categori]\n\"A\" = \"410\"",
            1,
            "vouliez-vous dire « categorie »",
        ),
        ("[champs.INE", 1, "TOML"),
    ];
    for (texte, ligne, mot) in cas {
        let erreur = Correspondance::lire("c.toml", texte, edition).unwrap_err();
        assert_eq!(erreur.ligne, Some(ligne), "{texte} : {erreur}");
        assert!(erreur.message.contains(mot), "{texte} : {erreur}");
    }
}

#[test]
fn a_correspondence_is_written_as_it_is_read() {
    let (_, edition, _) = cadre();
    let vide = BTreeMap::new();
    for nom in ["atelier-cfa", "carnet-de-classe", "siecle"] {
        let livree = livree(nom);
        let texte = livree.en_toml(edition, &vide, &BTreeMap::new());
        assert_eq!(
            Correspondance::lire("c.toml", &texte, edition).unwrap(),
            livree,
            "{texte}"
        );
    }
}

#[test]
fn the_same_candidate_in_two_exports_is_told_and_kept() {
    let (_, edition, synonymes) = cadre();
    let colonnes = ["Nom", "Prénom", "Né(e) le", "INE"];
    let un = export(
        &colonnes,
        &[&["LE GOFF", "Zoé", "05/03/2006", "123456789AB"]],
    );
    let mut deux = export(
        &colonnes,
        &[
            &["Autre", "Nom", "06/03/2006", "123 456 789 ab"],
            &["Le Goff", "ZOE", "2006-03-05", ""],
        ],
    );
    deux.nom = "b.csv".to_owned();
    let correspondance = apparier(&un).correspondance(&un);
    let couples = [(un, correspondance.clone()), (deux, correspondance)];
    let preparation = preparer(edition, synonymes, cap(), ANNEE, &couples);
    assert_eq!(preparation.lignes.len(), 3);
    let dits: Vec<(u64, bool)> = preparation
        .doublons
        .iter()
        .map(|d| (d.second.ligne, d.par_ine))
        .collect();
    assert_eq!(dits, [(2, true), (3, false)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_of_an_export_are_read_matched_and_written_without_a_panic(
        octets in prop::collection::vec(prop_oneof![Just(b';'), Just(b','), Just(b'"'), Just(b'\n'), any::<u8>()], 0..600),
        entete in prop::bool::ANY,
    ) {
        let mut tout = if entete { b"Nom;Mail;CP ville;Commune naiss;Formation\n".to_vec() } else { Vec::new() };
        tout.extend(octets);
        if let Ok(export) = csv::lire("x.csv", &tout, None, None) {
            let (_, edition, synonymes) = cadre();
            let rapprochement = rapprocher(edition, synonymes, cap(), ANNEE, &export);
            let correspondance = rapprochement.correspondance(&export);
            let raisons = BTreeMap::from([("INE".to_owned(), "\u{0}\n".to_owned())]);
            let texte = correspondance.en_toml(edition, &raisons, &BTreeMap::new());
            prop_assert_eq!(&Correspondance::lire("c.toml", &texte, edition).unwrap(), &correspondance);
            let lues = export.lignes.len();
            let preparation = faire(export, correspondance);
            prop_assert_eq!(preparation.lignes.len(), lues);
        }
    }
}
