//! Walking a pattern one character at a time, for whoever writes it in another language.

use regex_automata::dfa::Automaton;
use regex_automata::util::primitives::StateID;

use super::Motif;

/// How far a value has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Etat {
    automate: StateID,
    /// A pattern looked for anywhere has been found: what follows changes nothing.
    trouve: bool,
}

impl Motif {
    /// Nothing read yet.
    #[must_use]
    pub fn depart(&self) -> Etat {
        Etat {
            automate: self.depart,
            trouve: false,
        }
    }

    /// After one more character.
    #[must_use]
    pub fn suivre(&self, etat: Etat, c: char) -> Etat {
        if etat.trouve {
            return etat;
        }
        let mut octets = [0; 4];
        let mut suivant = etat.automate;
        for &octet in c.encode_utf8(&mut octets).as_bytes() {
            suivant = self.automate.next_state(suivant, octet);
            if !self.entier && self.automate.is_match_state(suivant) {
                return Etat {
                    automate: self.depart,
                    trouve: true,
                };
            }
        }
        Etat {
            automate: suivant,
            trouve: false,
        }
    }

    /// Whether a value that ends here matches.
    #[must_use]
    pub fn finit(&self, etat: Etat) -> bool {
        etat.trouve
            || self
                .automate
                .is_match_state(self.automate.next_eoi_state(etat.automate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texte::Texte;

    #[test]
    fn walking_answers_as_matching_does() {
        let motifs = [
            Motif::entier("[0-9]{2}|[^ -](?s:.)*").unwrap(),
            Motif::quelque_part("[ '/][ '/-]|-[ '/]").unwrap(),
            Motif::quelque_part("^[0-9]+$").unwrap(),
            Motif::quelque_part("---").unwrap(),
        ];
        let valeurs = [
            "", "1", "12", "12a", "A B", "A- B", "' ", "É--É", "---", "--", "a---b", " ", "É",
        ];
        for (rang, motif) in motifs.iter().enumerate() {
            for valeur in valeurs {
                let etat = valeur
                    .chars()
                    .fold(motif.depart(), |etat, c| motif.suivre(etat, c));
                assert_eq!(
                    motif.finit(etat),
                    motif.correspond(&Texte::new(valeur)),
                    "{rang} {valeur}"
                );
            }
        }
    }
}
