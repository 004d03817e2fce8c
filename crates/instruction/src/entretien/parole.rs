//! What a person types: an answer, or a word that steers the interview.

use std::borrow::Cow;

use crate::dossier::{Champ, Faute, TypeDeChamp};

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parole<'t> {
    /// Nothing: the question is skipped.
    Passe,
    /// « je ne sais pas ».
    Ignore,
    /// Help is wanted.
    Aide,
    /// The question before is wanted again.
    Retour,
    /// No more questions are wanted.
    Fin,
    /// An answer, without the spaces around it.
    Dit(&'t str),
}

impl<'t> Parole<'t> {
    pub fn entendre(ecrit: &'t str) -> Self {
        let dit = ecrit.trim();
        match dit.to_lowercase().replace('’', "'").as_str() {
            "" => Self::Passe,
            "?" | "je ne sais pas" | "ne sais pas" | "inconnu" | "nsp" => Self::Ignore,
            "aide" => Self::Aide,
            "retour" => Self::Retour,
            "fin" => Self::Fin,
            _ => Self::Dit(dit),
        }
    }
}

/// A plain yes or no.
pub fn oui_ou_non(dit: &str) -> Option<bool> {
    match dit.to_lowercase().as_str() {
        "oui" | "o" | "vrai" => Some(true),
        "non" | "n" | "faux" => Some(false),
        _ => None,
    }
}

/// A fault of the reader, in the words of the question: people were shown numbers, and no code.
pub fn faute_de_reponse(champ: &Champ, dit: &str) -> Option<Faute> {
    match &champ.genre {
        TypeDeChamp::Booleen => Some(Faute(ni_oui_ni_non(dit))),
        TypeDeChamp::Choix(valeurs) => Some(Faute(format!(
            "« {dit} » n’est pas une des réponses ; donnez un numéro de 1 à {}.",
            valeurs.len()
        ))),
        _ => None,
    }
}

pub fn ni_oui_ni_non(dit: &str) -> String {
    format!(
        "« {} » n’est ni oui ni non ; répondez par oui ou par non.",
        dit.trim()
    )
}

/// Whether a list is said to be empty.
pub fn aucun(dit: &str) -> bool {
    matches!(
        dit.to_lowercase().as_str(),
        "aucun" | "aucune" | "non" | "jamais"
    )
}

/// The answer as the reader of values knows it: a choice may be given by its number or its label.
pub fn a_lire<'t>(champ: &'t Champ, dit: &'t str) -> Cow<'t, str> {
    match &champ.genre {
        TypeDeChamp::Booleen => match oui_ou_non(dit) {
            Some(vrai) => if vrai { "oui" } else { "non" }.into(),
            None => dit.into(),
        },
        TypeDeChamp::Choix(valeurs) => {
            let par_numero = dit
                .parse::<usize>()
                .ok()
                .and_then(|numero| valeurs.get(numero.checked_sub(1)?));
            let minuscules = dit.to_lowercase();
            let par_nom = || {
                valeurs.iter().find(|valeur| {
                    [&valeur.code, &valeur.libelle]
                        .iter()
                        .any(|nom| nom.to_lowercase() == minuscules)
                })
            };
            par_numero
                .or_else(par_nom)
                .map_or_else(|| dit.into(), |valeur| valeur.code.as_str().into())
        }
        _ => dit.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_steer_are_heard_however_they_are_written() {
        let cas = [
            ("", Parole::Passe),
            ("  \n", Parole::Passe),
            ("?", Parole::Ignore),
            ("Je ne sais pas", Parole::Ignore),
            ("AIDE", Parole::Aide),
            (" retour\r\n", Parole::Retour),
            ("fin", Parole::Fin),
            ("  44 ", Parole::Dit("44")),
            ("fin 2024", Parole::Dit("fin 2024")),
        ];
        for (ecrit, attendue) in cas {
            assert_eq!(Parole::entendre(ecrit), attendue, "{ecrit:?}");
        }
    }
}
