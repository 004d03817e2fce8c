//! The parts of the page, as its templates see them.

use askama::Template;

/// Down to the first file.
#[derive(Template)]
#[template(path = "rapport_tete.html")]
pub struct Tete<'a> {
    pub titre: String,
    pub style: &'a str,
    pub empreinte_du_style: String,
    pub empreinte_du_script: String,
    pub version: &'a str,
    pub editions: String,
    pub total: Option<Total>,
}

/// Several files.
pub struct Total {
    pub fichiers: String,
    pub classe: &'static str,
    pub verdict: &'static str,
    pub phrase: String,
    pub lignes: Vec<LigneDeTotal>,
}

/// A file among several.
pub struct LigneDeTotal {
    pub rang: usize,
    pub nom: String,
    pub verdict: &'static str,
    pub lus: String,
    pub valides: String,
    pub avec_erreurs: String,
    pub constats: String,
}

impl LigneDeTotal {
    /// A line without figures.
    pub fn absente(rang: usize, nom: &str, verdict: &'static str) -> Self {
        let absent = || "—".to_owned();
        Self {
            rang,
            nom: nom.to_owned(),
            verdict,
            lus: absent(),
            valides: absent(),
            avec_erreurs: absent(),
            constats: absent(),
        }
    }
}

/// A file.
#[derive(Template)]
#[template(path = "rapport_fichier.html")]
pub struct Section<'a> {
    pub rang: usize,
    pub nom: &'a str,
    pub contexte: String,
    pub classe: &'static str,
    pub verdict: &'static str,
    pub phrase: String,
    pub chiffres: Vec<(&'static str, String)>,
    pub causes: Vec<Cause>,
    pub regles: Vec<Regle>,
}

/// A rule and a field, once.
pub struct Cause {
    pub gravite: String,
    pub gravite_cle: &'static str,
    pub titre: String,
    pub regle: String,
    pub champ: String,
    pub fois: String,
    pub message: String,
    pub remede: String,
    pub proposition: Option<(String, &'static str)>,
    pub source: String,
    pub lignes: String,
    pub lien: String,
}

/// A rule and its count.
pub struct Regle {
    pub code: String,
    pub titre: String,
    pub gravite: String,
    pub gravite_cle: &'static str,
    pub fois: String,
}

/// The beginning of the table.
#[derive(Template)]
#[template(path = "rapport_tableau.html")]
pub struct Tableau {
    pub notes: Vec<String>,
    pub fichiers: Vec<(usize, String)>,
    pub compte: String,
}

/// A finding.
#[derive(Template)]
#[template(path = "rapport_ligne.html")]
pub struct Ligne {
    pub rang: usize,
    pub fichier: String,
    pub cause: usize,
    pub numero: String,
    /// The sheet and the cell, in a workbook.
    pub cellule: String,
    pub candidat: String,
    pub champ: String,
    pub valeur: Option<String>,
    pub gravite: String,
    pub gravite_cle: &'static str,
    pub regle: String,
    pub message: String,
    pub proposition: Option<(String, &'static str)>,
}

/// The end of the table.
#[derive(Template)]
#[template(path = "rapport_pied.html")]
pub struct Pied;

/// The end of the page.
#[derive(Template)]
#[template(path = "rapport_fin.html")]
pub struct Fin<'a> {
    pub script: &'a str,
}
