//! The lists of an edition: `listes/<nom>.csv`, whose first column is the code.

use std::collections::BTreeMap;

use guichet_nomenclatures::IndexCodes;
use guichet_socle::{Edition, ErreurEdition, Fichiers};

/// A list: its columns, and its rows by code.
#[derive(Debug, Clone)]
pub struct Liste {
    /// The name of its file, without the extension.
    pub nom: String,
    /// Headings, the first one that of the code.
    pub colonnes: Vec<String>,
    rangees: BTreeMap<String, Vec<String>>,
}

impl Liste {
    /// Whether a code is on it.
    #[must_use]
    pub fn contient(&self, code: &str) -> bool {
        self.rangees.contains_key(code)
    }

    /// The number of a row, in a column.
    #[must_use]
    pub fn nombre(&self, code: &str, colonne: usize) -> Option<i64> {
        self.rangees.get(code)?.get(colonne)?.parse().ok()
    }

    /// The codes, as conditions may name them.
    ///
    /// # Errors
    /// A code is longer than an index holds.
    pub fn index(&self, edition: &Edition) -> Result<IndexCodes, ErreurEdition> {
        let codes = self.rangees.keys().map(String::as_str).zip(0..);
        IndexCodes::new(codes).map_err(|erreur| {
            ErreurEdition::du_fichier(
                format!("{}/listes/{}.csv", edition.dossier, self.nom),
                erreur.to_string(),
            )
        })
    }
}

/// Reads every list of an edition.
///
/// # Errors
/// A row has not as many cells as there are headings, a code is empty or stands twice.
pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Vec<Liste>, ErreurEdition> {
    let dossier = format!("{}/listes", edition.dossier);
    let mut listes = Vec::new();
    for (chemin, texte) in fichiers.sous(&dossier) {
        let nom = chemin
            .rsplit('/')
            .next()
            .and_then(|nom| nom.strip_suffix(".csv"));
        if let Some(nom) = nom {
            listes.push(une_liste(nom, chemin, texte)?);
        }
    }
    Ok(listes)
}

fn une_liste(nom: &str, chemin: &str, texte: &str) -> Result<Liste, ErreurEdition> {
    let texte = texte.strip_prefix('\u{feff}').unwrap_or(texte);
    let separateur = if texte
        .lines()
        .next()
        .is_some_and(|entete| entete.contains(';'))
    {
        b';'
    } else {
        b','
    };
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(separateur)
        .flexible(true)
        .from_reader(texte.as_bytes());
    let illisible = |erreur: &csv::Error| {
        let ligne = erreur.position().map_or(1, csv::Position::line);
        let ligne = usize::try_from(ligne).unwrap_or(usize::MAX);
        ErreurEdition::a_la_ligne(
            chemin,
            ligne,
            "cette ligne n’est pas lisible ; vérifiez les guillemets.",
        )
    };
    let entetes = lecteur.headers().map_err(|erreur| illisible(&erreur))?;
    let colonnes: Vec<String> = entetes.iter().map(str::to_owned).collect();
    let mut rangees = BTreeMap::new();
    for rangee in lecteur.records() {
        let rangee = rangee.map_err(|erreur| illisible(&erreur))?;
        let ligne = rangee.position().map_or(1, csv::Position::line);
        let en_faute = |message: String| {
            let ligne = usize::try_from(ligne).unwrap_or(usize::MAX);
            ErreurEdition::a_la_ligne(chemin, ligne, message)
        };
        if rangee.len() != colonnes.len() {
            return Err(en_faute(format!(
                "la ligne a {} cellules au lieu de {} ; complétez-la ou retirez ce qui est en trop.",
                rangee.len(),
                colonnes.len()
            )));
        }
        let cellules: Vec<String> = rangee.iter().map(|c| c.trim().to_owned()).collect();
        let code = cellules[0].clone();
        if code.is_empty() {
            return Err(en_faute("le code est vide ; donnez-le.".to_owned()));
        }
        if rangees.insert(code.clone(), cellules).is_some() {
            return Err(en_faute(format!(
                "le code « {code} » est là deux fois ; gardez une seule ligne."
            )));
        }
    }
    Ok(Liste {
        nom: nom.to_owned(),
        colonnes,
        rangees,
    })
}
