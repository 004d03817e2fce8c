//! The committed edition, against what the regulation says.

use std::collections::BTreeSet;
use std::fs;

use super::*;

const DATE: &str = "2024-04-01";
const DOSSIER: &str = "nomenclatures/contrat-pro/certifications/2024-04-01";

fn fichiers() -> Fichiers {
    let mut fichiers = Fichiers::new();
    for nom in ["edition.toml", "liste.toml", "codes.csv"] {
        let chemin = format!("{DOSSIER}/{nom}");
        let disque = format!("{}/../../donnees/{chemin}", env!("CARGO_MANIFEST_DIR"));
        fichiers.ajouter(chemin, fs::read_to_string(disque).unwrap());
    }
    fichiers
}

fn certifications() -> Certifications {
    Certifications::charger(&fichiers(), DATE).unwrap()
}

fn codes(lignes: &[&Certification]) -> Vec<String> {
    lignes.iter().map(|ligne| ligne.code.to_string()).collect()
}

#[test]
fn the_list_has_the_rows_of_the_regulation() {
    let lues = certifications();
    assert_eq!(lues.lignes().len(), 425);
    assert_eq!(
        (lues.index_rncp().len(), lues.index_certifinfo().len()),
        (387, 38)
    );
    let secteurs: BTreeSet<&str> = lues
        .lignes()
        .iter()
        .flat_map(|ligne| ligne.secteurs.iter().map(String::as_str))
        .collect();
    assert_eq!(secteurs.len(), 8, "{secteurs:?}");
    assert!(secteurs.contains("SERVICES A FORTE INTENSITE DE MAIN D'ŒUVRE"));
    for ligne in lues.lignes() {
        let rncp = matches!(ligne.code, CodeDeCertification::Rncp(_));
        assert_eq!(ligne.niveau.is_some(), rncp, "{}", ligne.code);
        assert!(
            rncp || ligne
                .intitule
                .starts_with("CERTIFICAT DE QUALIFICATION PROFESSIONNELLE"),
            "{}",
            ligne.code
        );
        assert_ne!(ligne.intitule_repare.as_ref(), Some(&ligne.intitule));
    }
}

#[test]
fn a_code_is_found_in_its_own_name_space_with_or_without_zeros() {
    let lues = certifications();
    let boulanger = lues.rncp("37537").unwrap();
    assert_eq!(
        (boulanger.titre(), boulanger.niveau),
        ("CAP - BOULANGER", Some(3))
    );
    assert_eq!(boulanger.secteurs, ["COMMERCE"]);
    assert_eq!(boulanger.code.to_string(), "RNCP 37537");
    for numero in ["738", "0738", "00738"] {
        assert_eq!(
            lues.rncp(numero).unwrap().titre(),
            "MENTION COMPLÉMENTAIRE (MC) - PEINTURE DÉCORATION"
        );
    }
    let caviste = lues.certifinfo("114320").unwrap();
    assert_eq!(caviste.niveau, None);
    assert!(caviste.titre().ends_with("VENDEUR CONSEIL CAVISTE"));
    for numero in ["114320", "", "0", "37537 ", "RNCP37537", "7380"] {
        assert!(lues.rncp(numero).is_none(), "{numero}");
    }
    assert!(lues.certifinfo("37537").is_none());
}

#[test]
fn titles_stay_as_printed_and_are_repaired_beside() {
    let lues = certifications();
    let cas = [
        ("34876", "PROJeteur", "PROJETEUR"),
        ("37715", "ASSISTANDE", "ASSISTANT"),
        ("2307", "MILIEU RURAL 2307", "EN MILIEU RURAL"),
        (
            "37872",
            "(TP) -AGENT DE PROPETE",
            "(TP) - AGENT DE PROPRETE",
        ),
        ("36821", "MENTION MENTION", "MENTION \"BASKET-BALL\""),
    ];
    for (numero, imprime, repare) in cas {
        let ligne = lues.rncp(numero).unwrap();
        assert!(ligne.intitule.contains(imprime), "{}", ligne.intitule);
        assert!(ligne.titre().contains(repare), "{}", ligne.titre());
        assert!(!ligne.titre().contains(imprime), "{}", ligne.titre());
    }
    let deux = lues.rncp("37380").unwrap();
    assert!(deux.intitule.contains(" / ") && deux.secteurs.len() == 1);
}

#[test]
fn the_same_title_stands_under_several_codes() {
    let lues = certifications();
    let cas: [(&str, &[&str]); 7] = [
        (
            "TITRE PROFESSIONNEL (TP) - SECRÉTAIRE ASSISTANT",
            &["RNCP 36804", "RNCP 38037"],
        ),
        ("secretaire assistant", &["RNCP 36804", "RNCP 38037"]),
        (
            "Agent de propreté et d’hygiène",
            &["RNCP 37872", "RNCP 24655"],
        ),
        (
            "CONCEPTEUR DEVELOPPEUR D'APPLICATIONS",
            &["RNCP 36490", "RNCP 37873"],
        ),
        ("CAP - MAÇON", &["RNCP 35715", "RNCP 35309", "RNCP 38303"]),
        // « SOMMELIER - CAVISTE » is a name, not a kind of diploma and a name.
        ("CAVISTE", &[]),
        ("", &[]),
    ];
    for (titre, attendus) in cas {
        assert_eq!(codes(&lues.homonymes(titre)), attendus, "{titre}");
    }
}

#[test]
fn an_unlisted_number_gets_what_it_may_have_meant() {
    let lues = certifications();
    let inverse = lues.suggerer_rncp("114320");
    assert_eq!(
        inverse.autre_repertoire.map(|ligne| ligne.code.to_string()),
        Some("CERTIFINFO 114320".to_owned())
    );
    assert!(inverse.a_un_chiffre.is_empty());
    let glisse = lues.suggerer_rncp("037573");
    assert!(glisse.autre_repertoire.is_none());
    assert!(codes(&glisse.a_un_chiffre).contains(&"RNCP 37553".to_owned()));
    let rien = lues.suggerer_certifinfo("999999");
    assert_eq!(
        (rien.autre_repertoire, rien.a_un_chiffre),
        (None, Vec::new())
    );
}

#[test]
fn one_slip_of_the_hand_is_one_digit() {
    let cas = [
        ("37537", "37538", true),
        ("37537", "37573", true),
        ("37537", "3753", true),
        ("37537", "375537", true),
        ("37537", "7537", true),
        ("37537", "37537", false),
        ("37537", "38538", false),
        ("37537", "73537", true),
        ("37537", "375", false),
        ("", "1", true),
        ("1", "22", false),
    ];
    for (a, b, attendu) in cas {
        assert_eq!(a_un_chiffre(a.as_bytes(), b.as_bytes()), attendu, "{a} {b}");
        assert_eq!(a_un_chiffre(b.as_bytes(), a.as_bytes()), attendu, "{b} {a}");
    }
}

#[test]
fn a_faulty_row_is_refused_at_its_line() {
    let chemin = format!("{DOSSIER}/codes.csv");
    let juste = fichiers().texte(&chemin).unwrap().to_owned();
    let boulanger = "CAP - BOULANGER,3,37537,,COMMERCE,,COMMERCE";
    let ligne = juste.lines().position(|ligne| ligne == boulanger).unwrap() + 1;
    let cas = [
        (
            "CAP - BOULANGER,3,37537,114999,COMMERCE,,COMMERCE",
            "deux codes",
        ),
        ("CAP - BOULANGER,3,,,COMMERCE,,COMMERCE", "pas de code"),
        ("CAP - BOULANGER,3,037537,,COMMERCE,,COMMERCE", "« 037537 »"),
        ("CAP - BOULANGER,3,37535,,COMMERCE,,COMMERCE", "est déjà"),
        (
            "CAP - BOULANGER,3,37537,,COMMERCE|,,COMMERCE",
            "« secteurs »",
        ),
        (
            "CAP - BOULANGER,3,37537,,SANTE | COMMERCE,,COMMERCE",
            "« secteurs »",
        ),
        ("CAP - BOULANGER,9,37537,,COMMERCE,,COMMERCE", "« niveau »"),
        (",3,37537,,COMMERCE,,COMMERCE", "« intitule »"),
    ];
    for (fautive, message) in cas {
        let mut fichiers = fichiers();
        fichiers.ajouter(chemin.clone(), juste.replacen(boulanger, fautive, 1));
        let erreur = Certifications::charger(&fichiers, DATE).unwrap_err();
        assert_eq!(erreur.fichier, chemin, "{erreur}");
        assert!(erreur.message.contains(message), "{erreur}");
        if message != "est déjà" {
            assert_eq!(erreur.ligne, Some(ligne), "{erreur}");
        }
    }
}
