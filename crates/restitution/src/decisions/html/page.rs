//! The parts of the page, as its templates see them: those of HTML, and that of the typesetter.

use askama::Template;
use serde::Serialize;

/// Down to the first decision.
#[derive(Template, Serialize)]
#[template(path = "decisions_tete.html")]
pub struct Tete<'a> {
    pub titre: String,
    pub style: &'a str,
    pub empreinte_du_style: String,
    /// Title of the official document.
    pub texte: String,
    pub version: &'a str,
    pub editions: String,
    pub dossiers: String,
    pub classe: &'static str,
    pub verdict: String,
    pub phrase: String,
    pub chiffres: Vec<(&'static str, String)>,
    pub notes: Vec<String>,
    pub tables: Vec<Table>,
}

/// A table of totals.
#[derive(Serialize)]
pub struct Table {
    pub titre: String,
    pub legende: String,
    pub colonnes: Vec<String>,
    /// How many of the first columns are texts.
    pub textes: usize,
    pub lignes: Vec<Vec<String>>,
}

/// The beginning of the list of dossiers.
#[derive(Template)]
#[template(path = "decisions_index.html")]
pub struct Index;

/// A dossier of the list.
#[derive(Template, Serialize)]
#[template(path = "decisions_rangee.html")]
pub struct Rangee {
    pub rang: u64,
    pub reference: String,
    pub classe: &'static str,
    pub issue: String,
    pub phrase: String,
}

/// The end of the list.
#[derive(Template)]
#[template(path = "decisions_fin_index.html")]
pub struct FinDIndex;

/// A condition and its answer.
#[derive(Serialize)]
pub struct Point {
    pub code: String,
    pub phrase: String,
    pub source: String,
}

/// Conditions that answer alike.
#[derive(Serialize)]
pub struct Conditions {
    pub titre: String,
    pub points: Vec<Point>,
}

/// Both sides of a reading.
#[derive(Serialize)]
pub struct Lecture {
    pub id: String,
    pub phrase: String,
    pub question: String,
    /// What differs: its name, under the reading applied, under the other.
    pub lignes: Vec<(String, String, String)>,
}

/// A table of the answer.
#[derive(Serialize)]
pub struct TableauDeReponse {
    pub titre: String,
    pub colonnes: Vec<String>,
    /// For each column, whether it holds numbers.
    pub droites: Vec<bool>,
    pub lignes: Vec<Vec<String>>,
}

/// A decision.
#[derive(Template, Serialize)]
#[template(path = "decisions_dossier.html")]
pub struct Dossier {
    pub rang: u64,
    pub reference: String,
    pub classe: &'static str,
    pub issue: String,
    pub phrase: String,
    pub conditions: Vec<Conditions>,
    pub lectures: Vec<Lecture>,
    pub manque: Vec<(String, String)>,
    pub sans_reponse: String,
    pub pistes: Vec<(String, String, bool)>,
    pub calcul: Vec<(String, String, String)>,
    pub tableaux: Vec<TableauDeReponse>,
    pub titre_de_la_fiche: &'static str,
    pub fiche: Vec<(String, String)>,
    pub listes: Vec<(String, Vec<String>)>,
    pub remplies: Option<Conditions>,
    pub ouvert: bool,
    pub recu: String,
}

/// The end of the page.
#[derive(Template)]
#[template(path = "decisions_fin.html")]
pub struct Fin;
