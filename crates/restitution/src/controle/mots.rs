//! The words that several forms share.

use std::fmt::Write as _;

use guichet::procedure_cyclades::{Constat, EditionCyclades, Resume, Surete};
use guichet::socle::constat::Gravite;

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

/// A character that can be seen: one that commands shows its symbol, or a dot.
pub fn visible(c: char) -> char {
    match c {
        '\t' => '→',
        '\0' => '␀',
        c if c.is_control() => '·',
        c => c,
    }
}

/// A value on one line, every character of it seen.
pub fn lisible(valeur: &str) -> String {
    valeur.chars().map(visible).collect()
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

/// « ligne 17, code_postal », as far as a finding tells.
pub fn lieu(constat: &Constat) -> String {
    let ligne = constat.ligne.map(|ligne| format!("ligne {ligne}"));
    let champ = constat.champ.as_deref().map(lisible);
    [ligne, champ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
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
