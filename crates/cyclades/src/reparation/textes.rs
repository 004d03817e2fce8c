//! Repairs that look at nothing but the value.

#![expect(
    clippy::unnecessary_wraps,
    reason = "a repair that always answers is a repair like the others"
)]

use jiff::ToSpan as _;
use jiff::civil::{Date, date as jour};

use super::Situation;
use crate::correction::{Correction, Surete};

/// Spaces of any sort, and the invisible signs that spreadsheets and web pages leave.
pub fn est_espace(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Only digits, one at least.
pub fn en_chiffres(valeur: &str) -> bool {
    !valeur.is_empty() && valeur.bytes().all(|octet| octet.is_ascii_digit())
}

/// Without spaces of any sort.
pub fn compacte(valeur: &str) -> String {
    valeur.chars().filter(|&c| !est_espace(c)).collect()
}

pub fn apostrophe_droite(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(
        s.valeur.replace(['\u{2019}', '\u{2018}', '\u{2bc}'], "'"),
    ))
}

pub fn tiret_court(s: &Situation<'_>) -> Option<Correction> {
    const LONGS: [char; 6] = [
        '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
    ];
    Some(Correction::sure(s.valeur.replace(LONGS, "-")))
}

pub fn civilite(s: &Situation<'_>) -> Option<Correction> {
    let nue = s
        .valeur
        .trim_matches(est_espace)
        .trim_end_matches('.')
        .to_lowercase();
    match nue.as_str() {
        "m" | "mr" | "monsieur" | "masculin" | "h" | "homme" => Some(Correction::sure("M")),
        "f" | "mme" | "mlle" | "madame" | "mademoiselle" | "féminin" | "feminin" | "femme" => {
            Some(Correction::sure("F"))
        }
        _ => None,
    }
}

/// `2006-03-05`, `5/3/2006`, `05-03-2006`, `05.03.2006`, with or without midnight, to `05/03/2006`.
pub fn date(s: &Situation<'_>) -> Option<Correction> {
    recrire_la_date(s.valeur).map(Correction::sure)
}

/// The same, of a value alone.
#[must_use]
pub fn recrire_la_date(valeur: &str) -> Option<String> {
    let nue = valeur.trim_matches(est_espace);
    let nue = ["T00:00:00", " 00:00:00", " 00:00"]
        .iter()
        .find_map(|heure| nue.strip_suffix(heure))
        .unwrap_or(nue);
    let morceaux: Vec<&str> = nue.split(['/', '-', '.']).map(str::trim).collect();
    let &[a, b, c] = morceaux.as_slice() else {
        return None;
    };
    if ![a, b, c].into_iter().all(en_chiffres) {
        return None;
    }
    let (jour, mois, annee) = if a.len() == 4 { (c, b, a) } else { (a, b, c) };
    if annee.len() != 4 || jour.len() > 2 || mois.len() > 2 {
        return None;
    }
    let corrigee = format!("{jour:0>2}/{mois:0>2}/{annee}");
    crate::faits::jour(corrigee.as_bytes())?;
    Some(corrigee)
}

/// `38777` to `01/03/2006`: days since the 30th of December 1899, if a candidate may be of that age.
pub fn date_de_tableur(s: &Situation<'_>) -> Option<Correction> {
    let nombre = s.valeur.trim_matches(est_espace);
    if nombre.len() != 5 || !en_chiffres(nombre) {
        return None;
    }
    let jours: i64 = nombre.parse().ok()?;
    let naissance: Date = jour(1899, 12, 30).checked_add(jours.days()).ok()?;
    let annee = s.cadre.annee.unwrap_or(s.edition.session_de_reference);
    let [plus_jeune, plus_age] = s.edition.parametres.ages_vraisemblables.valeur;
    let age = annee.checked_sub(naissance.year())?;
    (plus_jeune..=plus_age).contains(&age).then(|| {
        Correction::a_confirmer(format!(
            "{:02}/{:02}/{:04}",
            naissance.day(),
            naissance.month(),
            naissance.year()
        ))
    })
}

pub fn espaces_au_bord(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(s.valeur.trim_matches(est_espace)))
}

pub fn espaces_doubles(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(espaces_simples(s.valeur)))
}

/// No-break spaces, tabs and line breaks become plain spaces; none at the edges, none doubled.
pub fn espaces_inhabituelles(s: &Situation<'_>) -> Option<Correction> {
    s.valeur
        .chars()
        .any(|c| c != ' ' && est_espace(c))
        .then(|| {
            let mots: Vec<&str> = s
                .valeur
                .split(est_espace)
                .filter(|m| !m.is_empty())
                .collect();
            Correction::sure(mots.join(" "))
        })
}

fn espaces_simples(valeur: &str) -> String {
    let mots: Vec<&str> = valeur.split(' ').filter(|mot| !mot.is_empty()).collect();
    mots.join(" ")
}

pub fn ine(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur).to_ascii_uppercase();
    let (chiffres, lettres) = nu.split_at_checked(9)?;
    (en_chiffres(chiffres) && lettres.len() == 2 && lettres.bytes().all(|b| b.is_ascii_uppercase()))
        .then(|| Correction::sure(nu.clone()))
}

pub fn majuscules(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(
        s.valeur.trim_matches(est_espace).to_ascii_uppercase(),
    ))
}

/// `0750655 e` to `0750655E`.
pub fn numero_d_etablissement(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur).to_ascii_uppercase();
    let (chiffres, cle) = nu.split_at_checked(7)?;
    let cle_ou_chiffre = cle.len() == 1 && cle.bytes().all(|b| b.is_ascii_alphanumeric());
    (en_chiffres(chiffres) && cle_ou_chiffre).then(|| Correction::sure(nu.clone()))
}

pub fn sans_espaces(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(compacte(s.valeur)))
}

/// The text may well permit a space before the @: a person says yes.
pub fn mail_sans_espaces(s: &Situation<'_>) -> Option<Correction> {
    s.valeur
        .contains(est_espace)
        .then(|| Correction::a_confirmer(compacte(s.valeur)))
}

pub fn telephone(s: &Situation<'_>) -> Option<Correction> {
    let nu: String = compacte(s.valeur)
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | '/' | '\u{2010}' | '\u{2011}' | '\u{2013}'))
        .collect();
    let chiffres = nu.strip_prefix('+').unwrap_or(&nu);
    en_chiffres(chiffres).then(|| Correction::sure(nu.clone()))
}

pub fn virgules_entre_prenoms(s: &Situation<'_>) -> Option<Correction> {
    Some(Correction::sure(espaces_simples(
        &s.valeur.replace(',', " "),
    )))
}

/// `MARTIN - PETIT` to `MARTIN-PETIT`: what is not a space is kept, else the first one. Another reading is
/// always possible: shown only.
pub fn un_seul_caractere_special(s: &Situation<'_>) -> Option<Correction> {
    let mut valeur = String::with_capacity(s.valeur.len());
    let mut suite: Vec<char> = Vec::new();
    let clore = |suite: &mut Vec<char>, valeur: &mut String| {
        if !suite.is_empty() && suite.iter().all(|c| *c == '-') {
            // Two hyphens are permitted.
            valeur.extend(suite.iter());
        } else if let Some(garde) = suite.iter().find(|c| **c != ' ').or(suite.first()) {
            valeur.push(*garde);
        }
        suite.clear();
    };
    for c in s.valeur.chars() {
        if matches!(c, ' ' | '\'' | '/' | '-') {
            suite.push(c);
        } else {
            clore(&mut suite, &mut valeur);
            valeur.push(c);
        }
    }
    clore(&mut suite, &mut valeur);
    Some(Correction {
        valeur,
        surete: Surete::Indicative,
    })
}

/// Letters, and none of them a capital.
fn tout_en_minuscules(valeur: &str) -> bool {
    valeur.chars().any(char::is_lowercase) && !valeur.chars().any(char::is_uppercase)
}

/// Capitals, where each letter has one of its own: `ß` has none, and the length of the name is kept.
pub fn nom_en_capitales(s: &Situation<'_>) -> Option<Correction> {
    let simple = s.valeur.chars().all(|c| c.to_uppercase().count() == 1);
    (simple && tout_en_minuscules(s.valeur))
        .then(|| Correction::a_confirmer(s.valeur.to_uppercase()))
}

/// `anne-laure zoé` to `Anne-Laure Zoé`.
pub fn prenoms_en_initiales(s: &Situation<'_>) -> Option<Correction> {
    if !tout_en_minuscules(s.valeur) {
        return None;
    }
    let mut debut = true;
    let valeur: String = s
        .valeur
        .chars()
        .map(|c| {
            let initiale = debut && c.is_alphabetic();
            debut = !c.is_alphabetic();
            let mut majuscule = c.to_uppercase();
            match (initiale, majuscule.next(), majuscule.next()) {
                (true, Some(une), None) => une,
                _ => c,
            }
        })
        .collect();
    Some(Correction::a_confirmer(valeur))
}
