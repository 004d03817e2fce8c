//! The committed edition, against what the document says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::catalogue;

const DATE: &str = "2023-09-29";

fn ajouter(fichiers: &mut Fichiers, racine: &Path, dossier: &Path) {
    for entree in fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            ajouter(fichiers, racine, &chemin);
        } else {
            let relatif = chemin.strip_prefix(racine).unwrap().to_str().unwrap();
            fichiers.ajouter(
                relatif.replace('\\', "/"),
                fs::read_to_string(&chemin).unwrap(),
            );
        }
    }
}

fn fichiers() -> Fichiers {
    let racine = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../donnees"));
    let mut fichiers = Fichiers::new();
    ajouter(
        &mut fichiers,
        &racine,
        &racine.join("nomenclatures/cyclades"),
    );
    fichiers
}

fn listes() -> ListesCyclades {
    ListesCyclades::charger(&fichiers(), DATE).unwrap()
}

#[test]
fn each_list_has_the_rows_of_the_document() {
    let listes = listes();
    let par_domaine = |compter: &dyn Fn(Domaine) -> usize| Domaine::TOUS.map(compter);
    assert_eq!(
        par_domaine(&|d| listes.specialites(d).len()),
        [111, 47, 30, 37, 97, 167]
    );
    assert_eq!(
        par_domaine(&|d| listes.categories(d).len()),
        [18, 10, 13, 13, 3, 21]
    );
    assert_eq!(
        par_domaine(&|d| listes.enseignements(d).len()),
        [3, 0, 0, 2, 0, 6]
    );
    assert_eq!(
        [
            listes.langues().len(),
            listes.liste_pcs().len(),
            listes.departements().len(),
            listes.liste_pays().len(),
        ],
        [12, 44, 110, 213]
    );
    let lignes = NOMS.map(|nom| listes.liste(nom).unwrap().len());
    assert_eq!(lignes, [489, 78, 11, 12, 44, 110, 213]);
}

#[test]
fn the_columns_of_the_contract_come_first() {
    let listes = listes();
    let contrat: [&[&str]; 7] = [
        &[
            "domaine",
            "code",
            "libelle",
            "premiere_session",
            "derniere_session",
            "ferme_session_2024",
        ],
        &["domaine", "code", "libelle"],
        &["domaine", "code", "libelle", "specialite"],
        &["code", "libelle"],
        &["code", "libelle"],
        &["code", "libelle"],
        &["code", "libelle"],
    ];
    for (liste, attendu) in listes.listes().iter().zip(contrat) {
        let colonnes: Vec<&str> = liste.colonnes().iter().map(|c| c.nom.as_str()).collect();
        assert!(
            colonnes.starts_with(attendu),
            "{} : {colonnes:?}",
            liste.nom()
        );
    }
}

#[test]
fn the_document_leaves_447_codes_open_in_2024() {
    let listes = listes();
    let ouvertes = |session| {
        Domaine::TOUS.map(|domaine| {
            let specialites = listes.specialites(domaine);
            specialites
                .iter()
                .filter(|s| s.est_ouverte(session))
                .count()
        })
    };
    assert_eq!(ouvertes(2024), [94, 45, 23, 36, 93, 156]);
    assert_eq!(ouvertes(2024).iter().sum::<usize>(), 447);
    // The closing sentences say nothing of the sessions before.
    assert_eq!(ouvertes(2023)[1..5], [47, 30, 37, 97]);
}

#[test]
fn notes_and_closing_sentences_become_sessions() {
    let listes = listes();
    let cas = [
        (
            Domaine::Bcp,
            "31210",
            (None, Some(2021), None),
            Some("dernière session 2021"),
        ),
        (
            Domaine::Bcp,
            "22707",
            (Some(2024), None, None),
            Some("1ère session 2024"),
        ),
        (
            Domaine::Bcp,
            "31212",
            (Some(2022), None, None),
            Some("première session 2022"),
        ),
        (
            Domaine::Cap,
            "23428",
            (None, Some(2023), None),
            Some("fin du rattrapage 2023"),
        ),
        (Domaine::Mc4, "31102", (None, None, Some(2024)), None),
        // A closure never crosses domains.
        (Domaine::Ari, "33603", (None, None, Some(2024)), None),
        (Domaine::Bcp, "33603", (None, None, None), None),
        (Domaine::Bp, "24005", (None, None, Some(2024)), None),
        (
            Domaine::Cap,
            "24005",
            (None, Some(2022), None),
            Some("dernière session 2022"),
        ),
        (
            Domaine::Bcp,
            "24005",
            (Some(2024), None, None),
            Some("1ère session 2024"),
        ),
        (Domaine::Ari, "24005", (None, None, None), None),
    ];
    for (domaine, code, sessions, mention) in cas {
        let lue = listes.specialite(domaine, code.as_bytes()).unwrap();
        assert_eq!(
            (
                lue.premiere_session,
                lue.derniere_session,
                lue.fermee_a_partir_de
            ),
            sessions,
            "{domaine} {code}"
        );
        assert_eq!(lue.mention.as_deref(), mention, "{domaine} {code}");
    }
}

#[test]
fn forty_two_codes_designate_different_diplomas() {
    let attendu = [
        "20101", "22003", "22105", "22106", "22107", "22108", "22109", "22110", "22304", "22306",
        "22703", "22704", "22705", "22706", "23005", "23304", "23407", "23408", "24005", "24006",
        "24202", "25108", "25123", "25219", "25220", "25221", "25305", "25406", "25408", "25411",
        "25509", "25510", "31114", "31206", "33002", "33104", "33403", "33411", "33412", "34303",
        "34401", "34402",
    ];
    // Between domains one diploma is printed with other capitals and punctuation, nothing more.
    let lettres = |texte: &str| -> String {
        texte
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let listes = listes();
    let mut sens: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut presences: BTreeMap<&str, usize> = BTreeMap::new();
    for specialite in Domaine::TOUS.iter().flat_map(|d| listes.specialites(*d)) {
        let code = specialite.code.as_str();
        sens.entry(code)
            .or_default()
            .insert(lettres(&specialite.libelle_repare));
        *presences.entry(code).or_default() += 1;
    }
    let differents: Vec<&str> = sens
        .iter()
        .filter(|(_, sens)| sens.len() > 1)
        .map(|(code, _)| *code)
        .collect();
    assert_eq!(differents, attendu);
    assert_eq!(presences.len(), 351);
    assert_eq!(presences.values().filter(|n| **n > 1).count(), 110);
}

#[test]
fn a_code_is_looked_up_in_its_domain_and_exactly() {
    let listes = listes();
    let libelle = |domaine, code: &[u8]| {
        listes
            .specialite(domaine, code)
            .map(|s| (s.libelle.as_str(), s.libelle_repare.as_str()))
    };
    assert_eq!(libelle(Domaine::Bp, b"22110"), Some(("Boucher", "Boucher")));
    assert_eq!(
        libelle(Domaine::Cap, b"22137"),
        Some(("Boulangier", "Boulanger"))
    );
    for inconnu in [
        &b"22110 "[..],
        b"2211",
        b"",
        b"3320m",
        b"22\xe910",
        b"22110\0",
    ] {
        assert_eq!(libelle(Domaine::Bp, inconnu), None, "{inconnu:?}");
    }
    assert_eq!(
        listes.domaines_de_specialite(b"24005"),
        [Domaine::Bcp, Domaine::Bp, Domaine::Ari, Domaine::Cap]
    );
    assert!(listes.domaines_de_specialite(b"99999").is_empty());
}

#[test]
fn options_are_reserved_to_their_speciality() {
    let listes = listes();
    let specialite = |domaine, code: &[u8]| {
        let option = listes.enseignement(domaine, code).unwrap();
        option.specialite.map(|s| s.to_string())
    };
    assert_eq!(specialite(Domaine::Bcp, b"EURO"), None);
    assert_eq!(
        specialite(Domaine::Mc4, b"DOMACTPHY").as_deref(),
        Some("33501")
    );
    assert_eq!(
        specialite(Domaine::Cap, b"ASSMAT1").as_deref(),
        Some("33205")
    );
    assert_eq!(
        specialite(Domaine::Cap, b"AUTRE2").as_deref(),
        Some("3320M")
    );
    assert_eq!(listes.enseignement(Domaine::Bp, b"EURO"), None);
}

#[test]
fn places_and_categories_are_found_by_code() {
    let listes = listes();
    assert_eq!(listes.departement(b"02A").unwrap().libelle, "CORSE DU SUD");
    assert!(listes.departement(b"985").is_some() && listes.departement(b"976").is_some());
    assert_eq!(listes.departement(b"75"), None);
    assert_eq!(listes.pays(b"107").unwrap().libelle, "LETONIE");
    assert_eq!(listes.pays(b"107").unwrap().libelle_repare, "LETTONIE");
    assert_eq!(listes.pays(b"AUT"), None);
    assert_eq!(listes.pcs(b"84").unwrap().libelle, "Elèves, étudiants");
    assert_eq!(listes.langue(b"EURONEE").unwrap().libelle, "Néerlandais");
    let domaines = |code: &[u8]| -> Vec<&str> {
        Domaine::TOUS
            .into_iter()
            .filter(|d| listes.categorie(*d, code).is_some())
            .map(Domaine::code)
            .collect()
    };
    assert_eq!(domaines(b"110"), ["MC3", "MC4"]);
    assert_eq!(domaines(b"131"), ["BCP", "ARI"]);
    assert_eq!(domaines(b"581"), ["BCP", "MC3", "MC4", "CAP"]);
    assert_eq!(domaines(b"599"), ["CAP"]);
}

#[test]
fn every_row_is_found_at_its_own_code() {
    let listes = listes();
    for domaine in Domaine::TOUS {
        for s in listes.specialites(domaine) {
            assert_eq!(listes.specialite(domaine, s.code.as_bytes()), Some(s));
            assert_eq!(s.domaine, domaine);
        }
    }
    for pays in listes.liste_pays() {
        assert_eq!(listes.pays(pays.code.as_bytes()), Some(pays));
    }
}

#[test]
fn the_catalogue_knows_and_exports_the_seven_lists() {
    let fichiers = fichiers();
    let mut noms = NOMS;
    noms.sort_unstable();
    assert_eq!(catalogue::noms(&fichiers), noms);
    assert_eq!(catalogue::listes(&fichiers).unwrap().len(), 7);
    let csv = catalogue::exporter(&fichiers, "cyclades/langues", None).unwrap();
    assert!(csv.starts_with("code,libelle\nEUROALL,Allemand\n"));
    assert_eq!(csv.lines().count(), 13);
}

#[test]
fn next_year_closes_codes_by_one_more_column() {
    let mut fichiers = fichiers();
    let dossier = format!("nomenclatures/cyclades/specialites/{DATE}");
    let liste = fichiers
        .texte(&format!("{dossier}/liste.toml"))
        .unwrap()
        .replace("ferme_session_2024", "ferme_session_2025");
    let codes = fichiers
        .texte(&format!("{dossier}/codes.csv"))
        .unwrap()
        .replace("ferme_session_2024", "ferme_session_2025");
    fichiers.ajouter(format!("{dossier}/liste.toml"), liste);
    fichiers.ajouter(format!("{dossier}/codes.csv"), codes);
    let listes = ListesCyclades::charger(&fichiers, DATE).unwrap();
    let fermee = listes.specialite(Domaine::Mc4, b"31102").unwrap();
    assert_eq!(fermee.fermee_a_partir_de, Some(2025));
    assert!(fermee.est_ouverte(2024) && !fermee.est_ouverte(2025));
}

#[test]
fn an_option_of_an_unknown_speciality_is_refused_at_its_line() {
    let mut fichiers = fichiers();
    let dossier = format!("nomenclatures/cyclades/enseignements/{DATE}");
    for (nom, avant, apres) in [
        ("codes.csv", "33205", "33299"),
        ("liste.toml", "33205 = 3", "33299 = 3"),
    ] {
        let chemin = format!("{dossier}/{nom}");
        let texte = fichiers.texte(&chemin).unwrap().replace(avant, apres);
        fichiers.ajouter(chemin, texte);
    }
    let erreur = ListesCyclades::charger(&fichiers, DATE).unwrap_err();
    assert_eq!(erreur.ligne, Some(7), "{erreur}");
    assert!(erreur.message.contains("« 33299 »"), "{erreur}");
}

#[test]
fn an_absent_edition_is_named() {
    let erreur = ListesCyclades::charger(&fichiers(), "2024-09-29").unwrap_err();
    assert_eq!(
        erreur.fichier,
        "nomenclatures/cyclades/specialites/2024-09-29/edition.toml"
    );
}
