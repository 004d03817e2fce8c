//! Reading an XSD: ours comes back as it went, another one gives its own names and what differs.

use guichet_cyclades::Examen;
use guichet_cyclades::cas::session_usuelle;
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::schema::xsd_lecture::lire_xsd;
use guichet_cyclades::schema::{Schema, xsd};

use super::commun::edition;
use super::lots::examens;

const OFFICIEL: &str = include_str!("xsd/officiel.xsd");

#[test]
fn our_own_xsd_read_back_is_our_structure_without_a_difference() {
    let (edition, _) = edition();
    for examen in examens() {
        let annee = session_usuelle(&edition, examen).annee;
        let schema = Schema::new(&edition, Some(examen), annee).unwrap();
        let (structure, differences) = lire_xsd(
            xsd::ecrire(&schema).as_bytes(),
            &edition,
            Some(examen),
            annee,
        )
        .unwrap();
        assert_eq!(structure, edition.xml, "{examen}");
        assert_eq!(differences, [], "{examen}");
    }
}

#[test]
fn another_xsd_gives_its_names_its_blocks_and_its_order() {
    let (edition, _) = edition();
    let (structure, differences) =
        lire_xsd(OFFICIEL.as_bytes(), &edition, Examen::lire("CAP"), 2024).unwrap();
    assert_eq!(
        structure.espace.as_deref(),
        Some("http://example.org/cyclades/exapro/cap")
    );
    assert_eq!(structure.racine, "importCandidatures");
    assert_eq!(structure.entete, ["entete"]);
    assert_eq!(structure.candidat, ["candidats", "candidat"]);
    let chemins: Vec<String> = structure
        .champs
        .iter()
        .filter(|champ| champ.bloc != Bloc::Entete)
        .map(|champ| champ.chemin.join("/"))
        .collect();
    assert_eq!(
        (
            chemins[0].as_str(),
            chemins[3].as_str(),
            chemins[4].as_str()
        ),
        ("nom_famille", "civilite", "INE")
    );
    assert!(chemins.ends_with(&[
        "candidature/categorie".to_owned(),
        "candidature/serie".to_owned(),
        "candidature/enseignement".to_owned(),
        "candidature/langue_section_euro".to_owned(),
    ]));
    let lignes: Vec<String> = differences.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lignes.join("\n"));
}

#[test]
fn what_is_no_usable_xsd_is_one_clear_line() {
    let (edition, _) = edition();
    let schema = |dedans: &str| {
        format!("<x:schema xmlns:x=\"http://www.w3.org/2001/XMLSchema\">{dedans}</x:schema>")
    };
    let profond = format!(
        "{}{}",
        "<x:sequence>".repeat(100),
        "</x:sequence>".repeat(100)
    );
    // Each type twice the one before: 2^40 elements once unfolded.
    let large: String = (0..40)
        .map(|n| {
            format!(
                "<x:complexType name=\"t{n}\"><x:sequence><x:element name=\"a\" type=\"t{0}\"/><x:element name=\"b\" type=\"t{0}\"/></x:sequence></x:complexType>",
                n + 1
            )
        })
        .chain(["<x:complexType name=\"t40\"/><x:element name=\"r\" type=\"t0\"/>".to_owned()])
        .collect();
    let cas: Vec<(String, &str)> = vec![
        (String::new(), "racine"),
        ("<html/>".to_owned(), "xs:schema"),
        ("<x:schema>".to_owned(), "bien formé"),
        ("pas du tout".to_owned(), "xs:schema"),
        (schema("<x:element"), "bien formé"),
        (schema("</x:element>"), "bien formé"),
        ("\u{0}\u{1}\u{2}".to_owned(), "xs:schema"),
        (
            format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", schema("")),
            "DTD",
        ),
        (schema(""), "aucun de ses éléments"),
        (
            schema("<x:include schemaLocation=\"commun.xsd\"/>"),
            "« commun.xsd »",
        ),
        (schema("<x:import namespace=\"urn:a\"/>"), "« urn:a »"),
        (
            schema("<x:element name=\"r\" type=\"absent\"/>"),
            "« absent »",
        ),
        (
            schema(
                "<x:element name=\"r\"><x:complexType><x:sequence><x:element ref=\"r\"/></x:sequence></x:complexType></x:element>",
            ),
            "par lui-même",
        ),
        (schema(&profond), "trop profond"),
        (schema(&large), "trop grand"),
        (
            schema("<x:element name=\"civilite\"/>"),
            "aucun élément qui se répète",
        ),
    ];
    for (texte, mot) in cas {
        let erreur = lire_xsd(texte.as_bytes(), &edition, None, 2024)
            .unwrap_err()
            .to_string();
        assert!(erreur.contains(mot), "{texte:.80} : {erreur}");
        assert_eq!(erreur.lines().count(), 1);
    }
}

#[test]
fn any_cut_or_spoilt_xsd_is_read_or_refused_but_never_panics() {
    let (edition, _) = edition();
    let octets = OFFICIEL.as_bytes();
    for fin in (0..octets.len()).step_by(211) {
        assert!(lire_xsd(&octets[..fin], &edition, None, 2024).is_err());
    }
    for place in (0..octets.len()).step_by(97) {
        let mut abime = octets.to_vec();
        abime[place] = 0xff;
        drop(lire_xsd(&abime, &edition, None, 2024));
    }
}
