//! The page: what it shows, what it keeps, what cannot get into it.

use guichet::socle::constat::Gravite;

use super::super::Forme;
use super::super::essai::{
    AUTRE, NOM, Tampon, constat, controle_de, demo, deux_fichiers, rendre, rendre_ensemble,
    rendre_la_feuille,
};
use super::*;

fn page(fichiers: &[(&str, &[u8])]) -> String {
    let (page, _) = rendre(Forme::Html, fichiers);
    String::from_utf8(page).unwrap()
}

/// What changes with the style, the script or the version says nothing of the report.
fn nue(page: &str) -> String {
    let mut nue = page.replace(STYLE, "[style]").replace(SCRIPT, "[script]");
    for texte in [STYLE, SCRIPT] {
        nue = nue.replace(&empreinte(texte), "[empreinte]");
    }
    nue.replace(guichet::VERSION, "[version]")
}

#[test]
fn a_faulty_file_and_a_refused_one_make_a_page() {
    let fautif = demo(&[("M;", "Mme;"), ("50300;", "5030;")]);
    insta::assert_snapshot!(nue(&page(&[(NOM, &fautif)])));
    insta::assert_snapshot!(nue(&page(&[("vide.csv", b""), (NOM, &demo(&[]))])));
}

#[test]
fn the_policy_knows_the_style_and_the_script_by_their_prints() {
    let page = page(&[(NOM, &demo(&[]))]);
    for texte in [STYLE, SCRIPT] {
        assert!(page.contains(&format!("'sha256-{}'", empreinte(texte))));
    }
    assert!(!page.contains("style=\"") && !page.contains("onclick"));
    assert!(!page.contains("http:") && !page.contains("https:"));
}

#[test]
fn no_value_becomes_markup() {
    let fautif = demo(&[
        (
            "M;MARÉCHAL-CHEVALIER",
            "<script>alert(1)</script>;<img src=x onerror=alert(1)>",
        ),
        ("Avranches", "x\"><b>'&"),
    ]);
    let page = page(&[("<b>CAP_1.0_2024-06_151120230900.csv", &fautif)]);
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<img") && !page.contains("<b>"));
    assert!(page.contains("alert(1)"));
}

#[test]
fn a_hundred_thousand_findings_are_all_counted_and_few_are_kept() {
    let (edition, rapport) = controle_de(NOM, &demo(&[]));
    let tampon = Tampon::default();
    let mut html = Html::new(Box::new(tampon.clone()));
    for ligne in 1..=100_000 {
        let gravite = if ligne > 99_990 {
            Gravite::Erreur
        } else {
            Gravite::AExaminer
        };
        html.constat(Constat {
            ligne: Some(ligne),
            gravite,
            ..constat()
        })
        .unwrap();
    }
    assert_eq!(html.retenue.retenus(), CONSTATS_PAR_FICHIER);
    assert!(
        html.groupes
            .values()
            .all(|g| g.lignes.len() <= LIGNES_CITEES)
    );
    html.fichier(NOM, &edition, &rapport).unwrap();
    html.fin().unwrap();
    let page = String::from_utf8(tampon.octets()).unwrap();
    assert_eq!(page.matches("<tr data-g=").count(), CONSTATS_PAR_FICHIER);
    assert_eq!(page.matches("<tr data-g=\"erreur\"").count(), 10);
    let note = "montre 5\u{202f}000 constats sur 100\u{202f}000";
    assert!(page.contains(note) && page.contains("--format xlsx"));
    assert!(html.remarques()[0].contains(note));
}

#[test]
fn the_table_of_many_files_is_bounded_too() {
    let (edition, rapport) = controle_de(NOM, &demo(&[]));
    let tampon = Tampon::default();
    let mut html = Html::new(Box::new(tampon.clone()));
    for _ in 0..6 {
        for _ in 0..4_500 {
            html.constat(constat()).unwrap();
        }
        html.fichier(NOM, &edition, &rapport).unwrap();
    }
    html.fin().unwrap();
    let page = String::from_utf8(tampon.octets()).unwrap();
    assert_eq!(page.matches("<tr data-g=").count(), CONSTATS_EN_TOUT);
    assert!(page.contains("27\u{202f}000"));
}

#[test]
fn what_several_files_tell_has_its_part_after_theirs() {
    let octets = rendre_ensemble(Forme::Html, &deux_fichiers(&demo(&[])));
    let page = String::from_utf8(octets).unwrap();
    assert!(page.contains("En tout, 2 fichiers"));
    assert!(page.contains("24 candidats lus"));
    assert!(page.contains("<a href=\"#f3\">D’un fichier à l’autre</a></th><td>Accepté</td>"));
    assert!(page.contains("<option value=\"3\">D’un fichier à l’autre</option>"));
    let (_, partie) = page.split_once("<section id=\"f3\"").unwrap();
    let (partie, tableau) = partie.split_once("</section>").unwrap();
    assert!(
        partie.contains("24 constats entre les fichiers"),
        "{partie}"
    );
    assert_eq!(partie.matches("<li class=\"cause").count(), 2);
    assert!(partie.contains(&format!("Par exemple, {AUTRE}, ligne 2 : ")));
    let rangee = format!("data-f=\"3\"><td data-nom=\"Fichier\" class=\"f\"><span>{AUTRE}</span>");
    assert_eq!(tableau.matches(&rangee).count(), 24);
    assert!(tableau.contains("<a href=\"#f3-c2\"><code>CY-504</code>"));
}

#[test]
fn a_place_in_a_workbook_is_told_by_its_cell() {
    let octets = rendre_la_feuille(Forme::Html, &demo(&[("M;MAR", "Mme;MAR")]));
    let page = String::from_utf8(octets).unwrap();
    assert!(page.contains("<p>Feuille Élèves, cellule A4 : "));
    assert!(page.contains("data-l=\"4\"") && page.contains("<span>4 (Élèves, A4)</span>"));
}
