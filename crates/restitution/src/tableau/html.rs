//! Tables as one page to read or print: it holds all it needs and asks nothing of any network.

use std::io::{self, Write};

use askama::Template;

use super::{Cellule, Figure, Tableau};
use crate::page::empreinte;

const STYLE: &str = include_str!("../../templates/rapport.css");

#[derive(Template)]
#[template(path = "tableaux.html")]
struct Page<'a> {
    titre: &'a str,
    version: &'static str,
    style: &'static str,
    empreinte_du_style: String,
    figure: Option<&'a Figure>,
    tableaux: Vec<Vue<'a>>,
}

struct Vue<'a> {
    tableau: &'a Tableau,
    entetes: Vec<(&'static str, &'static str)>,
    lignes: Vec<Vec<Case>>,
    total: Vec<Case>,
}

struct Case {
    classe: &'static str,
    texte: String,
}

pub(super) fn ecrire(
    tableaux: &[Tableau],
    figure: Option<&Figure>,
    sortie: &mut dyn Write,
) -> io::Result<()> {
    let page = Page {
        titre: tableaux.first().map_or("", |tableau| &tableau.titre),
        version: guichet::VERSION,
        style: STYLE,
        empreinte_du_style: empreinte(STYLE),
        figure,
        tableaux: tableaux.iter().map(vue).collect(),
    };
    let texte = page.render().map_err(io::Error::other)?;
    sortie.write_all(texte.as_bytes())?;
    sortie.write_all(b"\n")
}

fn vue(tableau: &Tableau) -> Vue<'_> {
    let classe = |place: usize| {
        let droite = tableau
            .colonnes
            .get(place)
            .is_some_and(|c| c.sorte.a_droite());
        if droite { "nombre" } else { "" }
    };
    let cases = |ligne: &Vec<Cellule>| {
        ligne
            .iter()
            .enumerate()
            .map(|(place, cellule)| Case {
                classe: classe(place),
                texte: cellule.lisible(),
            })
            .collect::<Vec<_>>()
    };
    Vue {
        tableau,
        entetes: tableau
            .colonnes
            .iter()
            .enumerate()
            .map(|(place, colonne)| (classe(place), colonne.titre))
            .collect(),
        lignes: tableau.lignes.iter().map(cases).collect(),
        total: tableau.total.as_ref().map(cases).unwrap_or_default(),
    }
}
