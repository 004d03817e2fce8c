//! Repairs that a rule may propose: a new value for one cell, and how sure it is.

use serde::Serialize;

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Surete {
    /// Shown only.
    Indicative,
    /// Right most of the time: a person says yes.
    AConfirmer,
    /// The same value, written as the document wants it.
    Sure,
}

/// A repaired value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The value.
    pub valeur: String,
    /// How sure it is.
    pub surete: Surete,
}

type Reparation = fn(&str) -> Option<(String, Surete)>;

/// Every repair, by the name that conditions give it.
const REPARATIONS: &[(&str, Reparation)] = &[
    ("apostrophe-droite", apostrophe_droite),
    ("civilite", civilite),
    ("code-de-pays", code_de_pays),
    // What the list of the communes adds is in `lieux`.
    ("commune", zero_perdu),
    ("date", date),
    ("departement-sur-trois", departement_sur_trois),
    ("espaces-au-bord", espaces_au_bord),
    ("espaces-doubles", espaces_doubles),
    ("ine", ine),
    ("mail-sans-espaces", mail_sans_espaces),
    ("majuscules", majuscules),
    ("sans-espaces", sans_espaces),
    ("telephone", telephone),
    ("virgules-entre-prenoms", virgules_entre_prenoms),
    ("zero-perdu", zero_perdu),
];

/// The names.
pub fn noms() -> impl Iterator<Item = &'static str> {
    REPARATIONS.iter().map(|(nom, _)| *nom)
}

/// The repair of a name.
#[must_use]
pub fn par_nom(nom: &str) -> Option<Reparation> {
    REPARATIONS
        .iter()
        .find(|(connu, _)| *connu == nom)
        .map(|(_, reparation)| *reparation)
}

/// The value a repair proposes, if it changes anything.
#[must_use]
pub fn proposer(nom: &str, valeur: &str) -> Option<Correction> {
    let (nouvelle, surete) = par_nom(nom)?(valeur)?;
    (nouvelle != valeur && !nouvelle.is_empty()).then_some(Correction {
        valeur: nouvelle,
        surete,
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "a sure repair is a repair like the others"
)]
fn sure(valeur: String) -> Option<(String, Surete)> {
    Some((valeur, Surete::Sure))
}

fn en_chiffres(valeur: &str) -> bool {
    !valeur.is_empty() && valeur.bytes().all(|b| b.is_ascii_digit())
}

fn apostrophe_droite(valeur: &str) -> Option<(String, Surete)> {
    sure(valeur.replace(['\u{2019}', '\u{2018}', '\u{2bc}'], "'"))
}

fn civilite(valeur: &str) -> Option<(String, Surete)> {
    let nue = valeur.trim().trim_end_matches('.').to_lowercase();
    match nue.as_str() {
        "m" | "mr" | "monsieur" | "masculin" | "h" | "homme" => sure("M".to_owned()),
        "f" | "mme" | "mlle" | "madame" | "mademoiselle" | "féminin" | "feminin" | "femme" => {
            sure("F".to_owned())
        }
        _ => None,
    }
}

/// A code that a spreadsheet or a keyboard spoilt: spaces around. Labels are another matter.
fn code_de_pays(valeur: &str) -> Option<(String, Surete)> {
    let rogne = valeur.trim();
    (en_chiffres(rogne) && rogne.len() == 3).then(|| (rogne.to_owned(), Surete::Sure))
}

/// `2006-03-05`, `5/3/2006`, `05-03-2006`, `05.03.2006` to `05/03/2006`.
fn date(valeur: &str) -> Option<(String, Surete)> {
    let morceaux: Vec<&str> = valeur.trim().split(['/', '-', '.']).collect();
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
    sure(corrigee)
}

fn departement_sur_trois(valeur: &str) -> Option<(String, Surete)> {
    let majuscule = valeur.trim().to_ascii_uppercase();
    match majuscule.len() {
        2 if en_chiffres(&majuscule) || matches!(majuscule.as_str(), "2A" | "2B") => {
            sure(format!("0{majuscule}"))
        }
        // A single digit may be what a spreadsheet left of 001 to 009.
        1 if en_chiffres(&majuscule) => Some((format!("00{majuscule}"), Surete::AConfirmer)),
        3 if majuscule != valeur => sure(majuscule),
        _ => None,
    }
}

fn espaces_au_bord(valeur: &str) -> Option<(String, Surete)> {
    sure(valeur.trim_matches(' ').to_owned())
}

fn espaces_doubles(valeur: &str) -> Option<(String, Surete)> {
    sure(
        valeur
            .split(' ')
            .filter(|mot| !mot.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn ine(valeur: &str) -> Option<(String, Surete)> {
    let nu: String = valeur
        .chars()
        .filter(|c| *c != ' ')
        .collect::<String>()
        .to_ascii_uppercase();
    let (chiffres, lettres) = nu.split_at_checked(9)?;
    (en_chiffres(chiffres) && lettres.len() == 2 && lettres.bytes().all(|b| b.is_ascii_uppercase()))
        .then(|| (nu.clone(), Surete::Sure))
}

fn majuscules(valeur: &str) -> Option<(String, Surete)> {
    sure(valeur.trim().to_ascii_uppercase())
}

fn sans_espaces(valeur: &str) -> Option<(String, Surete)> {
    sure(valeur.replace([' ', '\u{a0}', '\u{202f}'], ""))
}

/// The text may well permit the space: a person says yes.
fn mail_sans_espaces(valeur: &str) -> Option<(String, Surete)> {
    valeur
        .contains(' ')
        .then(|| (valeur.replace(' ', ""), Surete::AConfirmer))
}

fn telephone(valeur: &str) -> Option<(String, Surete)> {
    let nu: String = valeur
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}'))
        .collect();
    let chiffres = nu.strip_prefix('+').unwrap_or(&nu);
    en_chiffres(chiffres).then(|| (nu.clone(), Surete::Sure))
}

fn virgules_entre_prenoms(valeur: &str) -> Option<(String, Surete)> {
    let (reparee, _) = espaces_doubles(&valeur.replace(',', " "))?;
    sure(reparee)
}

/// Four digits where five are due: a spreadsheet took the leading zero for nothing.
fn zero_perdu(valeur: &str) -> Option<(String, Surete)> {
    (en_chiffres(valeur) && valeur.len() == 4).then(|| (format!("0{valeur}"), Surete::AConfirmer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_repair_changes_what_it_knows_and_nothing_else() {
        let cas = [
            ("zero-perdu", "7500", Some(("07500", Surete::AConfirmer))),
            ("zero-perdu", "750", None),
            ("zero-perdu", "2A04", None),
            ("departement-sur-trois", "75", Some(("075", Surete::Sure))),
            ("departement-sur-trois", "2a", Some(("02A", Surete::Sure))),
            ("departement-sur-trois", "02a", Some(("02A", Surete::Sure))),
            (
                "departement-sur-trois",
                "1",
                Some(("001", Surete::AConfirmer)),
            ),
            ("departement-sur-trois", "999", None),
            ("date", "2006-03-05", Some(("05/03/2006", Surete::Sure))),
            ("date", "5/3/2006", Some(("05/03/2006", Surete::Sure))),
            ("date", "31/02/2006", None),
            ("date", "05/03/06", None),
            (
                "telephone",
                "06 39 98 00 01",
                Some(("0639980001", Surete::Sure)),
            ),
            (
                "telephone",
                "+33 6.39.98.00.01",
                Some(("+33639980001", Surete::Sure)),
            ),
            ("telephone", "poste 12", None),
            ("civilite", "Mme", Some(("F", Surete::Sure))),
            ("civilite", "M.", Some(("M", Surete::Sure))),
            ("civilite", "X", None),
            (
                "virgules-entre-prenoms",
                "Anne, Zoé",
                Some(("Anne Zoé", Surete::Sure)),
            ),
            (
                "espaces-doubles",
                "LE  GOFF",
                Some(("LE GOFF", Surete::Sure)),
            ),
            ("espaces-doubles", "A'-B", None),
            (
                "apostrophe-droite",
                "D’ORNANO",
                Some(("D'ORNANO", Surete::Sure)),
            ),
            ("ine", "123456789ab", Some(("123456789AB", Surete::Sure))),
            ("ine", "123 456 789 AB", Some(("123456789AB", Surete::Sure))),
            ("ine", "12345678AB", None),
            ("majuscules", "0750655e", Some(("0750655E", Surete::Sure))),
            ("code-de-pays", " 100", Some(("100", Surete::Sure))),
            ("code-de-pays", "FRANCE", None),
            ("espaces-au-bord", " DUPONT", Some(("DUPONT", Surete::Sure))),
            (
                "mail-sans-espaces",
                "a b@c.fr",
                Some(("ab@c.fr", Surete::AConfirmer)),
            ),
            ("sans-espaces", "75 013", Some(("75013", Surete::Sure))),
        ];
        for (nom, valeur, attendu) in cas {
            let proposee = proposer(nom, valeur);
            assert_eq!(
                proposee.as_ref().map(|c| (c.valeur.as_str(), c.surete)),
                attendu,
                "{nom} {valeur}"
            );
        }
    }

    #[test]
    fn repairing_twice_changes_nothing_more() {
        for nom in noms() {
            for valeur in [
                "7500", "2a", " A  B ", "5/3/2006", "m.", "A,B", "é’", "06 1", "", "1",
            ] {
                if let Some(une) = proposer(nom, valeur) {
                    let deux = proposer(nom, &une.valeur);
                    assert!(
                        deux.is_none_or(|d| d.valeur == une.valeur),
                        "{nom} {valeur}"
                    );
                }
            }
        }
    }
}
