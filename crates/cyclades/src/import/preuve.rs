//! What the values of a column say of it.

use serde::Deserialize;

use super::transformations::{Obtenu, date, reparer};
use super::{AGE_MIN, Export};
use crate::{EditionCyclades, Examen};

/// A kind of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sorte {
    /// M, F, Mme…
    Civilite,
    /// Eleven characters.
    Ine,
    /// A past date.
    Date,
    /// A code of the list of countries.
    Pays,
    /// A code of the list of departments.
    Departement,
    /// A postcode or an INSEE code, its zero lost or not.
    CinqSignes,
    /// A telephone number.
    Telephone,
    /// 06, 07.
    Mobile,
    /// An address with its @.
    Mail,
    /// A code of the list of socio-professional categories.
    Pcs,
    /// Seven digits and a letter.
    Uai,
    /// A code of the specialities of the exam.
    Specialite,
    /// A code of the categories of the exam.
    Categorie,
    /// Anything.
    Texte,
}

/// Rows looked at.
const ECHANTILLON: usize = 300;

/// How the values of a column answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is none.
    Vide,
    /// Nine in ten at least.
    Oui,
    /// Half at least.
    EnPartie,
    /// Less.
    Non,
}

/// Whether the values of a column are of one of these kinds.
pub fn interroger(
    edition: &EditionCyclades,
    examen: Examen,
    annee: i16,
    export: &Export,
    colonne: usize,
    sortes: &[Sorte],
) -> Verdict {
    let (mut vues, mut bonnes) = (0usize, 0usize);
    for ligne in export.lignes.iter().take(ECHANTILLON) {
        let valeur = ligne.valeurs.get(colonne).map_or("", |v| v.trim());
        if valeur.is_empty() {
            continue;
        }
        vues += 1;
        bonnes += usize::from(
            sortes
                .iter()
                .any(|&sorte| est(sorte, valeur, edition, examen, annee)),
        );
    }
    if vues == 0 {
        Verdict::Vide
    } else if bonnes * 10 >= vues * 9 {
        Verdict::Oui
    } else if bonnes * 2 >= vues {
        Verdict::EnPartie
    } else {
        Verdict::Non
    }
}

fn est(sorte: Sorte, valeur: &str, edition: &EditionCyclades, examen: Examen, annee: i16) -> bool {
    let listes = &edition.listes;
    let octets = valeur.as_bytes();
    let domaines = examen.domaines();
    match sorte {
        Sorte::Texte => true,
        Sorte::Civilite => {
            matches!(valeur, "M" | "F") || reparer("civilite", valeur, edition).is_some()
        }
        Sorte::Ine => {
            let nu: String = valeur.chars().filter(|c| *c != ' ').collect();
            nu.len() == 11
                && nu.bytes().all(|o| o.is_ascii_alphanumeric())
                && nu.bytes().filter(u8::is_ascii_digit).count() >= 9
        }
        Sorte::Date => match date(valeur) {
            Obtenu::Tel(jour) | Obtenu::Incertain(jour, _) => jour
                .get(6..)
                .and_then(|an| an.parse::<i16>().ok())
                .is_some_and(|an| an <= annee - AGE_MIN),
            Obtenu::Impossible(_) => false,
        },
        Sorte::Pays => listes.pays(octets).is_some(),
        Sorte::Departement => {
            let corrige = reparer("departement-sur-trois", valeur, edition);
            let code = corrige.map_or_else(|| valeur.to_owned(), |c| c.valeur);
            listes.departement(code.as_bytes()).is_some()
        }
        Sorte::CinqSignes => {
            let (debut, fin) = octets.split_at(octets.len().min(2));
            matches!(octets.len(), 4 | 5)
                && fin.iter().all(u8::is_ascii_digit)
                && (debut.iter().all(u8::is_ascii_digit) || matches!(debut, b"2A" | b"2B"))
        }
        Sorte::Telephone => numero(valeur).is_some(),
        Sorte::Mobile => numero(valeur).is_some_and(|n| n.starts_with(['6', '7'])),
        Sorte::Mail => valeur
            .split_once('@')
            .is_some_and(|(avant, apres)| !avant.is_empty() && apres.contains('.')),
        Sorte::Pcs => listes.pcs(octets).is_some(),
        Sorte::Uai => {
            matches!(octets.len(), 7 | 8)
                && octets[..octets.len() - 1].iter().all(u8::is_ascii_digit)
                && octets[octets.len() - 1].is_ascii_alphabetic()
        }
        Sorte::Specialite => domaines
            .iter()
            .any(|&d| listes.specialite(d, octets).is_some()),
        Sorte::Categorie => domaines
            .iter()
            .any(|&d| listes.categorie(d, octets).is_some()),
    }
}

/// The nine digits of a French number, after its zero or its prefix.
fn numero(valeur: &str) -> Option<String> {
    let nu: String = valeur
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}'))
        .collect();
    let neuf = ["+33", "0033", "0", ""]
        .iter()
        .find_map(|prefixe| nu.strip_prefix(prefixe).filter(|reste| reste.len() == 9))?;
    neuf.bytes()
        .all(|o| o.is_ascii_digit())
        .then(|| neuf.to_owned())
}
