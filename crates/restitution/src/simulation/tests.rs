use super::*;
use crate::tableau::{FormeDeTableau, ecrire, ecrire_avec_figure};

fn ecart(code: &str, libelle: &str, avant: i64, apres: i64) -> Ecart {
    Ecart {
        code: code.to_owned(),
        libelle: libelle.to_owned(),
        academie: None,
        issues: None,
        effectif_avant: avant / 15_100,
        effectif_apres: apres / 15_100,
        avant_centimes: Centimes(avant),
        apres_centimes: Centimes(apres),
        ecart_centimes: Centimes(apres - avant),
    }
}

fn simulation(ecoles: usize) -> Simulation {
    let mut par_etablissement: Vec<Ecart> = (0..ecoles)
        .map(|rang| {
            let montant = 15_100 * i64::try_from(ecoles - rang).unwrap();
            let sens = if rang % 3 == 0 { -1 } else { 1 };
            let mut ecart = ecart(
                &format!("075{rang:04}A"),
                "Lycée <Marie & Pierre> des très longues avenues",
                1_000_000,
                1_000_000 + sens * montant,
            );
            ecart.academie = Some("Paris".to_owned());
            ecart.issues = Some(["favorable", "a_examiner"]);
            ecart
        })
        .collect();
    par_etablissement.push(Ecart {
        academie: Some("Paris".to_owned()),
        issues: Some(["favorable", "favorable"]),
        ..ecart("0759999Z", "Lycée du Statu quo", 100, 100)
    });
    Simulation {
        annee_scolaire: "2023-2024".to_owned(),
        edition: "2023-09-01".to_owned(),
        edition_simulee: "2023-09-01".to_owned(),
        hypotheses: vec!["Spécialité ajoutée : 326.".to_owned()],
        remarques: vec!["À savoir.".to_owned()],
        total: ecart("total", "Région", 20_000_000, 21_186_000),
        gagnants: 2,
        perdants: 1,
        inchanges: 1,
        par_dispositif: vec![
            ecart("pre_bac", "pré-bac", 15_000_000, 16_186_000),
            ecart("post_bac", "post-bac", 5_000_000, 5_000_000),
            ecart("prepa_metiers", "3e prépa-métiers", 0, 0),
        ],
        par_academie: vec![ecart("Paris", "Paris", 20_000_000, 21_186_000)],
        par_formation: vec![ecart("50032601", "INFORMATIQUE", 0, 1_186_000)],
        par_etablissement,
    }
}

fn texte(forme: FormeDeTableau, tableaux: &[Tableau]) -> String {
    let mut octets = Vec::new();
    ecrire(forme, tableaux, &mut octets).unwrap();
    String::from_utf8(octets)
        .unwrap()
        .replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_person_reads_the_cost_then_who_gains_and_who_loses() {
    let dit = texte(
        FormeDeTableau::Texte,
        &tableaux(&simulation(3), Etendue::Bref),
    );
    insta::assert_snapshot!(dit);
}

#[test]
fn a_terminal_shows_the_greatest_differences_and_says_how_many_are_left() {
    let simulation = simulation(40);
    let bref = tableaux(&simulation, Etendue::Bref);
    let ecoles = bref.last().unwrap();
    assert_eq!(ecoles.lignes.len(), MONTRES);
    assert!(
        ecoles.notes[0].contains("26 autres lignes"),
        "{:?}",
        ecoles.notes
    );
    assert_eq!(
        tableaux(&simulation, Etendue::Entier)
            .last()
            .unwrap()
            .lignes
            .len(),
        41
    );
}

#[test]
fn rows_have_one_set_of_columns_whatever_they_are_about() {
    let dit = texte(FormeDeTableau::Csv, &[en_lignes(&simulation(2))]);
    let colonnes: Vec<usize> = dit.lines().map(|ligne| ligne.split(';').count()).collect();
    assert_eq!(colonnes, vec![11; 1 + 3 + 1 + 1 + 3]);
    assert!(dit.contains("etablissement;0750001A;"), "{dit}");
    // A fall is a number, not a text.
    assert!(
        dit.contains(";-30200\r\n") || dit.contains(";-30200\n"),
        "{dit}"
    );
}

#[test]
fn the_chart_tells_in_words_what_it_draws_and_escapes_names() {
    let svg = figure(&simulation(3)).svg.replace('\u{a0}', " ");
    assert!(
        svg.contains("Paris : 200 000,00 € avant, 211 860,00 € après."),
        "{svg}"
    );
    assert!(svg.contains("&lt;Marie &amp; Pierre&gt;"), "{svg}");
    assert!(!svg.contains("<Marie"));
    // A school that does not change has no bar.
    assert!(!svg.contains("Statu quo"));
    for (ouvrante, fermante) in [("<g>", "</g>"), ("<text", "</text>"), ("<svg", "</svg>")] {
        assert_eq!(
            svg.matches(ouvrante).count(),
            svg.matches(fermante).count(),
            "{ouvrante}"
        );
    }
    let vide = figure(&simulation(0)).svg;
    assert!(vide.contains("Aucun établissement ne reçoit plus ni moins"));
}

#[test]
fn the_page_holds_the_chart_between_the_summary_and_the_details() {
    let simulation = simulation(3);
    let mut octets = Vec::new();
    ecrire_avec_figure(
        &tableaux(&simulation, Etendue::Entier),
        &figure(&simulation),
        &mut octets,
    )
    .unwrap();
    let page = String::from_utf8(octets).unwrap();
    assert!(page.contains("aria-label=\"Graphique de la simulation\""));
    let tables: Vec<usize> = page.match_indices("<table").map(|(ou, _)| ou).collect();
    let graphique = page.find("<svg").unwrap();
    assert!(tables[0] < graphique && graphique < tables[1], "{tables:?}");
}
