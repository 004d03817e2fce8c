//! Patterns: ordinary regular expressions over ASCII, compiled to an automaton of one step a byte.

mod automate;
mod conjonction;
mod marche;

pub use conjonction::Conjonction;
pub use marche::Etat;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::{primitives::StateID, start::Config, syntax};
use regex_automata::{Anchored, MatchKind};

use crate::caracteres::{Masque, Sorte};
use crate::texte::Texte;

/// A compiled pattern. A value either matches it whole (`Motif::entier`) or holds it
/// somewhere (`Motif::quelque_part`).
#[derive(Debug, Clone)]
pub struct Motif {
    automate: dense::DFA<Vec<u32>>,
    depart: StateID,
    /// Values made of these kinds only need no automaton, whatever their order and number: they match a
    /// whole pattern, and hold no forbidden one.
    sans_effort: Masque,
    entier: bool,
}

impl Motif {
    /// A pattern that the whole value must match.
    ///
    /// # Errors
    /// The expression is not a regular expression over ASCII (`regex` syntax), said in English by
    /// the library.
    pub fn entier(expression: &str) -> Result<Self, String> {
        Self::compiler(&format!("^(?:{expression})$"), true)
    }

    /// A pattern looked for anywhere in the value.
    ///
    /// # Errors
    /// As [`Motif::entier`].
    pub fn quelque_part(expression: &str) -> Result<Self, String> {
        Self::compiler(&format!("^(?s-u:.)*?(?:{expression})"), false)
    }

    fn compiler(expression: &str, entier: bool) -> Result<Self, String> {
        if !expression.is_ascii() {
            return Err("un motif ne contient que de l’ASCII".to_owned());
        }
        let automate = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .start_kind(StartKind::Anchored)
                    .match_kind(MatchKind::All)
                    .byte_classes(true),
            )
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build(expression)
            .map_err(|erreur| erreur.to_string())?;
        let depart = automate
            .start_state(&Config::new().anchored(Anchored::Yes))
            .map_err(|erreur| erreur.to_string())?;
        let mut motif = Self {
            automate,
            depart,
            sans_effort: 0,
            entier,
        };
        for &sorte in Sorte::TOUTES {
            let essai = motif.sans_effort | sorte.bit();
            if motif.repond_toujours(essai, entier) {
                motif.sans_effort = essai;
            }
        }
        Ok(motif)
    }

    /// Whether every non-empty value made of ASCII characters of these kinds gets this answer.
    fn repond_toujours(&self, sortes: Masque, reponse: bool) -> bool {
        let mut presentes = 0;
        let octets: Vec<u8> = (0..128u8)
            .filter(|&octet| {
                let sienne = Sorte::de(char::from(octet)).bit() & sortes;
                presentes |= sienne;
                sienne != 0
            })
            .collect();
        // A kind without an ASCII character says nothing here: leave it to the automaton.
        if presentes != sortes {
            return false;
        }
        let mut vus = vec![self.depart];
        let mut a_voir = vec![self.depart];
        while let Some(etat) = a_voir.pop() {
            for &octet in &octets {
                let suivant = self.automate.next_state(etat, octet);
                if self.accepte(suivant) != reponse {
                    return false;
                }
                if !vus.contains(&suivant) {
                    vus.push(suivant);
                    a_voir.push(suivant);
                }
            }
        }
        true
    }

    /// Whether a value that ends in this state matches (a match is seen one step late).
    fn accepte(&self, etat: StateID) -> bool {
        self.automate.is_match_state(etat)
            || self
                .automate
                .is_match_state(self.automate.next_eoi_state(etat))
    }

    /// Whether a value matches.
    #[inline]
    #[must_use]
    pub fn correspond(&self, texte: &Texte<'_>) -> bool {
        if texte.masque & !self.sans_effort == 0 && !texte.octets.is_empty() {
            return self.entier;
        }
        let mut etat = self.depart;
        let mut trouve = false;
        for &octet in texte.octets {
            etat = self.automate.next_state(etat, octet);
            if self.automate.is_special_state(etat) {
                if self.automate.is_dead_state(etat) {
                    return trouve;
                }
                // Only « somewhere » patterns may already be settled before the end.
                if !self.entier && self.automate.is_match_state(etat) {
                    trouve = true;
                    break;
                }
            }
        }
        trouve
            || self
                .automate
                .is_match_state(self.automate.next_eoi_state(etat))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_pattern_accepts_the_whole_value_only() {
        let motif = Motif::entier("[0-9]{9}[A-Z]{2}").unwrap();
        let cas = [
            ("123456789AB", true),
            ("123456789Ab", false),
            ("123456789A", false),
            ("123456789ABC", false),
            (" 123456789AB", false),
            ("", false),
            ("12345678éAB", false),
        ];
        for (valeur, attendu) in cas {
            assert_eq!(motif.correspond(&Texte::new(valeur)), attendu, "{valeur}");
        }
    }

    #[test]
    fn a_pattern_looked_for_anywhere_is_found_at_both_ends() {
        let motif = Motif::quelque_part("[ '/][ '/-]|-[ '/]").unwrap();
        let cas = [
            ("MARTIN", false),
            ("D'ORNANO", false),
            ("LE GALL--PETIT", false),
            ("''A", true),
            ("A' B", true),
            ("A- ", true),
            ("", false),
        ];
        for (valeur, attendu) in cas {
            assert_eq!(motif.correspond(&Texte::new(valeur)), attendu, "{valeur}");
        }
    }

    #[test]
    fn alternatives_of_different_lengths_are_all_tried() {
        let motif = Motif::entier("[0-9]{5}|2[AB][0-9]{3}|[0-9]{2}").unwrap();
        for (valeur, attendu) in [
            ("2A004", true),
            ("12345", true),
            ("12", true),
            ("123", false),
        ] {
            assert_eq!(motif.correspond(&Texte::new(valeur)), attendu, "{valeur}");
        }
    }

    #[test]
    fn letters_alone_are_settled_without_the_automaton() {
        let motif = Motif::entier("[^ -](?s:.)*").unwrap();
        assert_ne!(motif.sans_effort & Sorte::Majuscule.bit(), 0);
        assert_eq!(motif.sans_effort & Sorte::Tiret.bit(), 0);
        for (valeur, attendu) in [("A-B", true), ("-AB", false), ("ÉA B", true), ("É", true)] {
            assert_eq!(motif.correspond(&Texte::new(valeur)), attendu, "{valeur}");
        }
    }

    #[test]
    fn a_faulty_expression_is_refused() {
        assert!(Motif::entier("[0-9").is_err());
        assert!(Motif::entier("é").is_err());
    }
}
