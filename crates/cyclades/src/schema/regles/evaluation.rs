//! Whether the rules of a field refuse a value, under a supposition about the rest of the candidate.

use super::super::automate::Atome;
use super::{Champs, Regle, Supposition, Test, gardes};
use crate::faits;

/// The answer of a rule under a supposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reponse {
    Oui,
    Non,
    /// A guard is unknown: the check says nothing, as it would of a candidate.
    Indeterminee,
    /// The rest of the candidate decides.
    Ailleurs,
}

/// A value, as the tests see it.
pub(super) struct Valeur<'v> {
    pub vide: bool,
    pub blanche: bool,
    pub atomes: &'v [bool],
    /// When it is a code of the list that a rule asks for.
    pub code: Option<&'v str>,
    pub longueur: Option<u32>,
}

impl Champs<'_> {
    /// Whether an error is found in the value, whatever the rest of the candidate beyond the supposition.
    pub(super) fn refuse(
        &self,
        regles: &[Regle],
        supposition: &Supposition,
        valeur: &Valeur<'_>,
    ) -> bool {
        let reponses: Vec<Reponse> = regles
            .iter()
            .map(|regle| self.repond(regle, supposition, valeur))
            .collect();
        let absente = regles
            .iter()
            .zip(&reponses)
            .any(|(regle, reponse)| regle.absence && *reponse == Reponse::Non);
        regles.iter().zip(&reponses).any(|(regle, reponse)| {
            let a_lieu = if regle.absence {
                valeur.blanche
            } else {
                !(valeur.blanche && (absente || valeur.vide))
                    && regle.apres.iter().all(|avant| {
                        // What a rule that is not met makes moot is not found.
                        (regles.iter().zip(&reponses)).all(|(r, reponse)| {
                            r.code != *avant
                                || *reponse == Reponse::Oui
                                || r.erreur && *reponse == Reponse::Non
                        })
                    })
            };
            regle.erreur && a_lieu && *reponse == Reponse::Non
        })
    }

    fn repond(&self, regle: &Regle, supposition: &Supposition, valeur: &Valeur<'_>) -> Reponse {
        let su = |nom: &String| supposition.get(nom).copied().flatten();
        if regle.si.iter().any(|nom| su(nom) == Some(false))
            || regle.sauf.iter().any(|nom| su(nom) == Some(true))
        {
            return Reponse::Oui;
        }
        match self.evaluer(&regle.test, supposition, valeur) {
            Some(true) => Reponse::Oui,
            None => Reponse::Ailleurs,
            Some(false) if gardes(regle).any(|nom| su(nom).is_none()) => Reponse::Indeterminee,
            Some(false) => Reponse::Non,
        }
    }

    fn evaluer(&self, test: &Test, supposition: &Supposition, valeur: &Valeur<'_>) -> Option<bool> {
        match test {
            Test::Atome(rang) => {
                let format = !matches!(self.atomes.get(*rang), Some(Atome::Renseigne));
                // A test of format is satisfied by an empty text.
                Some(valeur.vide && format || valeur.atomes.get(*rang).copied()?)
            }
            Test::Longueur(..) | Test::Liste(_) if valeur.vide => Some(true),
            Test::Longueur(min, max) => valeur.longueur.map(|l| (*min..=*max).contains(&l)),
            Test::Liste(nom) => match (valeur.code, valeur.longueur) {
                (Some(code), _) => Some(self.listes.get(nom)?.iter().any(|(c, _)| c == code)),
                // A value that is known, and is not a code.
                (None, Some(_)) => Some(false),
                (None, None) => None,
            },
            Test::DuCode(bit) => {
                let code = valeur.code?.as_bytes();
                let specialite = (self.domaines.iter())
                    .find_map(|&d| self.edition.listes.specialite(d, code))?;
                let bits =
                    faits::bits_de_specialite(specialite, Some(self.annee), &self.edition.listes);
                (bits.connus & bit != 0).then_some(bits.vrais & bit != 0)
            }
            Test::Suppose(nom) => supposition.get(nom).copied().flatten(),
            Test::Constante(vrai) => Some(*vrai),
            Test::Ailleurs => None,
            Test::Non(test) => self.evaluer(test, supposition, valeur).map(|vrai| !vrai),
            Test::Toutes(tests) => combiner(
                tests.iter().map(|t| self.evaluer(t, supposition, valeur)),
                false,
            ),
            Test::AuMoinsUne(tests) => combiner(
                tests.iter().map(|t| self.evaluer(t, supposition, valeur)),
                true,
            ),
        }
    }
}

/// One answer that settles the whole, or all of the other.
fn combiner(reponses: impl Iterator<Item = Option<bool>>, decide: bool) -> Option<bool> {
    let mut issue = Some(!decide);
    for reponse in reponses {
        match reponse {
            Some(vrai) if vrai == decide => return Some(decide),
            None => issue = None,
            Some(_) => {}
        }
    }
    issue
}
