//! The words that several forms share.

use std::fmt::Write as _;

use guichet::procedure_cyclades::constat::Lieu;
use guichet::procedure_cyclades::{Constat, EditionCyclades, Resume, Surete};
use guichet::socle::constat::Gravite;

use crate::lignes::lisible;
use crate::nombres::accorde;

/// The key of a gravity in the public contract.
pub fn cle_de_gravite(gravite: Gravite) -> &'static str {
    match gravite {
        Gravite::Erreur => "erreur",
        Gravite::Avertissement => "avertissement",
        Gravite::AExaminer => "a_examiner",
    }
}

/// The key of a safety in the public contract.
pub fn cle_de_surete(surete: Surete) -> &'static str {
    match surete {
        Surete::Sure => "sure",
        Surete::AConfirmer => "a_confirmer",
        Surete::Indicative => "indicative",
    }
}

/// A safety as people read it after a proposed value.
pub fn surete_en_mots(surete: Surete) -> &'static str {
    match surete {
        Surete::Sure => "sûr",
        Surete::AConfirmer => "à confirmer",
        Surete::Indicative => "à titre indicatif",
    }
}

/// A text inside an address: a relative path of one name, or a value of its fragment.
pub fn encoder(texte: &str) -> String {
    let mut encode = String::with_capacity(texte.len());
    for octet in texte.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            encode.push(char::from(octet));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encode, "%{octet:02X}");
        }
    }
    encode
}

/// Findings by gravity: errors, warnings, doubts.
pub fn par_gravite(edition: &EditionCyclades, resume: &Resume) -> [u64; 3] {
    let mut nombres = [0; 3];
    for (code, fois) in &resume.par_regle {
        let place = match edition.condition(code).map(|condition| condition.gravite) {
            Some(Gravite::Erreur) | None => 0,
            Some(Gravite::Avertissement) => 1,
            Some(Gravite::AExaminer) => 2,
        };
        nombres[place] += fois;
    }
    nombres
}

/// « ligne 17, code_postal », as far as a finding tells; in a workbook, « feuille CAP, cellule L17,
/// code_postal ».
pub fn lieu(constat: &Constat) -> String {
    let champ = constat.champ.as_deref().map(lisible);
    [place(constat), champ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// « ligne 17 », or « feuille CAP, cellule L17 » in a workbook: two findings of one may be in two sheets.
pub fn place(constat: &Constat) -> Option<String> {
    let ligne = constat.ligne.map(|ligne| format!("ligne {ligne}"));
    let Some(Lieu { feuille, cellule }) = &constat.lieu else {
        return ligne;
    };
    let feuille = format!("feuille {}", lisible(feuille));
    let precise = cellule.as_ref().map(|cellule| format!("cellule {cellule}"));
    Some(match precise.or(ligne) {
        Some(precise) => format!("{feuille}, {precise}"),
        None => feuille,
    })
}

/// The title of what only several files tell.
pub const ENTRE_FICHIERS: &str = "D’un fichier à l’autre";

/// What several files tell, in a sentence.
pub fn phrase_entre_fichiers(nombre: u64) -> String {
    format!(
        "{} entre les fichiers : chacun se lit à la ligne du second, qui nomme le premier.",
        accorde(nombre, "constat", "constats")
    )
}

/// What a rule finds, from the sentence of its condition: its placeholders give way to general words.
pub fn titre(phrase: &str) -> String {
    let mut titre = String::with_capacity(phrase.len());
    let mut reste = phrase;
    if let Some(suite) = reste.strip_prefix("“{valeur}”") {
        titre.push_str("La valeur");
        reste = suite;
    }
    while let Some((avant, suite)) = reste.split_once('{') {
        titre.push_str(avant);
        let (trou, apres) = suite.split_once('}').unwrap_or((suite, ""));
        titre.push_str(match trou {
            "Champ" => "Le champ",
            "champ" => "le champ",
            // A plural, then ends of sentences that only some findings have.
            "s" => "s",
            "pourquoi" | "suggestion" | "peut_etre" => "",
            _ => "…",
        });
        reste = apres;
    }
    titre.push_str(reste);
    while titre.contains("……") {
        titre = titre.replace("……", "…");
    }
    // What ends a sentence of some findings only leaves nothing behind, nor two marks of the end.
    match titre.strip_suffix("….") {
        Some(avant) if !avant.ends_with(' ') => format!("{avant}."),
        Some(avant) => format!("{avant}…"),
        None => titre,
    }
}

#[cfg(test)]
mod tests {
    use super::super::essai::constat;
    use super::*;

    #[test]
    fn an_address_holds_no_sign_of_its_own() {
        let cas = [
            ("CAP_1.0.csv", "CAP_1.0.csv"),
            ("é b&c=d#", "%C3%A9%20b%26c%3Dd%23"),
        ];
        for (texte, attendu) in cas {
            assert_eq!(encoder(texte), attendu);
        }
    }

    #[test]
    fn a_place_is_told_as_far_as_it_is_known() {
        let dans = |feuille: Option<&str>, cellule: Option<&str>, ligne, champ: Option<&str>| {
            lieu(&Constat {
                ligne,
                champ: champ.map(str::to_owned),
                lieu: feuille.map(|feuille| Lieu {
                    feuille: feuille.to_owned(),
                    cellule: cellule.map(str::to_owned),
                }),
                ..constat()
            })
        };
        let cas = [
            (dans(None, None, None, None), ""),
            (dans(None, None, Some(17), None), "ligne 17"),
            (dans(None, None, Some(17), Some("INE")), "ligne 17, INE"),
            (dans(Some("A"), None, None, None), "feuille A"),
            (dans(Some("A"), None, Some(17), None), "feuille A, ligne 17"),
            (
                dans(Some("A\u{1b}"), Some("L17"), Some(17), Some("INE")),
                "feuille A·, cellule L17, INE",
            ),
        ];
        for (dit, attendu) in cas {
            assert_eq!(dit, attendu);
        }
    }

    #[test]
    fn a_rule_is_told_by_its_sentence_without_any_value() {
        let cas = [
            (
                "“{valeur}” compte {longueur} chiffre{s} ; il en faut 5{peut_etre}.",
                "La valeur compte … chiffres ; il en faut 5.",
            ),
            ("{Champ} manque{pourquoi}.", "Le champ manque."),
            ("Le nom “{valeur}” est faux.", "Le nom “…” est faux."),
            (
                "Son contenu n’est pas lu{constat}.",
                "Son contenu n’est pas lu.",
            ),
            ("La ligne compte {constat}.", "La ligne compte …"),
            ("N’est pas de {domaine}{constat}.", "N’est pas de …"),
            ("Rien à remplacer.", "Rien à remplacer."),
        ];
        for (phrase, attendu) in cas {
            assert_eq!(titre(phrase), attendu);
        }
    }
}
