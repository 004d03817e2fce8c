//! From the rules of a field to one expression: the patterns and classes are walked together, and the
//! automaton this makes is written out as an expression.
//!
//! The expression says exactly what the rules say, whatever the rules: no pattern is translated by hand.

use std::collections::BTreeMap;
use std::collections::HashMap;

use guichet_socle::caracteres::{Masque, Sorte};
use guichet_socle::motif::{Etat, Motif};

use super::ensemble::{Ensemble, symboles};
use super::expression::Expression;

/// A question about a text, answered by reading it from left to right.
#[derive(Debug, Clone)]
pub enum Atome {
    /// It matches a pattern.
    Motif(Box<Motif>),
    /// It has no character of another kind.
    Caracteres(Masque),
    /// It has something else than spaces.
    Renseigne,
}

/// How far an atom has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Lecture {
    Motif(Etat),
    Vrai(bool),
}

impl Atome {
    fn depart(&self) -> Lecture {
        match self {
            Self::Motif(motif) => Lecture::Motif(motif.depart()),
            Self::Caracteres(_) => Lecture::Vrai(true),
            Self::Renseigne => Lecture::Vrai(false),
        }
    }

    fn suivre(&self, lecture: Lecture, c: char, sorte: Sorte) -> Lecture {
        match (self, lecture) {
            (Self::Motif(motif), Lecture::Motif(etat)) => Lecture::Motif(motif.suivre(etat, c)),
            (Self::Caracteres(masque), Lecture::Vrai(oui)) => {
                Lecture::Vrai(oui && sorte.bit() & masque != 0)
            }
            (Self::Renseigne, Lecture::Vrai(oui)) => Lecture::Vrai(oui || sorte != Sorte::Espace),
            (_, inchangee) => inchangee,
        }
    }

    fn finit(&self, lecture: Lecture) -> bool {
        match (self, lecture) {
            (Self::Motif(motif), Lecture::Motif(etat)) => motif.finit(etat),
            (_, Lecture::Vrai(oui)) => oui,
            (_, Lecture::Motif(_)) => false,
        }
    }
}

/// The answers of the atoms for a value.
pub fn reponses(atomes: &[Atome], valeur: &str) -> Vec<bool> {
    atomes
        .iter()
        .map(|atome| {
            atome.finit(valeur.chars().fold(atome.depart(), |lecture, c| {
                atome.suivre(lecture, c, Sorte::de(c))
            }))
        })
        .collect()
}

/// What every value of a field that is not empty may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Langage {
    /// As an expression.
    pub expression: Expression,
    /// Length of the shortest value.
    pub min: u32,
    /// Length of the longest one, if there is one.
    pub max: Option<u32>,
}

/// Beyond this, an expression would help nobody: none is given, and the schema accepts more.
const ETATS_MAX: usize = 1000;
const TAILLE_MAX: usize = 6000;

/// The values that are not empty and that `acceptable` accepts, by the answers of the atoms. Nothing when
/// they are too many to be told in an expression; a language without value when there is none.
pub fn langage(atomes: &[Atome], acceptable: &dyn Fn(&[bool]) -> bool) -> Option<Langage> {
    let automate = Automate::de(atomes, acceptable)?.minimal();
    let (min, max) = automate.longueurs()?;
    let expression = automate.expression()?;
    Some(Langage {
        expression,
        min,
        max,
    })
}

/// A deterministic automaton; state 0 is the start, and no arrow comes back to it.
struct Automate {
    /// By state, the next state of each symbol.
    suivants: Vec<Vec<usize>>,
    acceptants: Vec<bool>,
}

impl Automate {
    fn de(atomes: &[Atome], acceptable: &dyn Fn(&[bool]) -> bool) -> Option<Self> {
        let depart: Vec<Lecture> = atomes.iter().map(Atome::depart).collect();
        let mut etats: Vec<Vec<Lecture>> = vec![depart];
        let mut rangs: HashMap<Vec<Lecture>, usize> = HashMap::new();
        let mut suivants: Vec<Vec<usize>> = Vec::new();
        while suivants.len() < etats.len() {
            let etat = etats[suivants.len()].clone();
            let mut ligne = Vec::with_capacity(symboles().len());
            for symbole in symboles() {
                let suivant: Vec<Lecture> = atomes
                    .iter()
                    .zip(&etat)
                    .map(|(atome, &lecture)| atome.suivre(lecture, symbole.exemple, symbole.sorte))
                    .collect();
                let rang = *rangs.entry(suivant.clone()).or_insert_with(|| {
                    etats.push(suivant);
                    etats.len() - 1
                });
                ligne.push(rang);
            }
            suivants.push(ligne);
            if etats.len() > ETATS_MAX {
                return None;
            }
        }
        let acceptants = etats
            .iter()
            .enumerate()
            .map(|(rang, etat)| {
                let reponses: Vec<bool> = atomes
                    .iter()
                    .zip(etat)
                    .map(|(atome, &lecture)| atome.finit(lecture))
                    .collect();
                rang != 0 && acceptable(&reponses)
            })
            .collect();
        Some(Self {
            suivants,
            acceptants,
        })
    }

    /// With the states that nothing tells apart made one (Moore), the start kept apart.
    fn minimal(&self) -> Self {
        let nombre = self.suivants.len();
        let mut classes: Vec<usize> = self.acceptants.iter().map(|&a| usize::from(a)).collect();
        let mut compte = 0;
        loop {
            let mut vues: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
            let nouvelles: Vec<usize> = (0..nombre)
                .map(|etat| {
                    let vers = self.suivants[etat].iter().map(|&s| classes[s]).collect();
                    let suivante = vues.len();
                    *vues.entry((classes[etat], vers)).or_insert(suivante)
                })
                .collect();
            let stable = vues.len() == compte;
            compte = vues.len();
            classes = nouvelles;
            if stable {
                break;
            }
        }
        // State 0 keeps its own rank, whatever its class: its class becomes a state besides.
        let mut suivants = vec![self.suivants[0].iter().map(|&s| classes[s] + 1).collect()];
        let mut acceptants = vec![false];
        for classe in 0..compte {
            let modele = classes.iter().position(|&c| c == classe).unwrap_or(0);
            suivants.push(
                self.suivants[modele]
                    .iter()
                    .map(|&s| classes[s] + 1)
                    .collect(),
            );
            acceptants.push(self.acceptants[modele]);
        }
        Self {
            suivants,
            acceptants,
        }
    }

    /// The states that lie on the way from the start to an accepted value.
    fn utiles(&self) -> Vec<bool> {
        let nombre = self.suivants.len();
        let mut atteints = vec![false; nombre];
        let mut a_voir = vec![0];
        while let Some(etat) = a_voir.pop() {
            if !std::mem::replace(&mut atteints[etat], true) {
                a_voir.extend(&self.suivants[etat]);
            }
        }
        let mut menent = self.acceptants.clone();
        loop {
            let suite: Vec<bool> = (0..nombre)
                .map(|e| menent[e] || self.suivants[e].iter().any(|&s| menent[s]))
                .collect();
            if suite == menent {
                break;
            }
            menent = suite;
        }
        atteints.iter().zip(menent).map(|(a, b)| *a && b).collect()
    }

    /// Shortest and longest accepted lengths; nothing when no value is accepted.
    fn longueurs(&self) -> Option<(u32, Option<u32>)> {
        let utiles = self.utiles();
        let nombre = u32::try_from(self.suivants.len()).ok()?;
        let mut places = vec![0];
        let (mut min, mut max) = (None, None);
        for longueur in 0..=nombre {
            if places.iter().any(|&e| self.acceptants[e]) {
                min.get_or_insert(longueur);
                max = Some(longueur);
            }
            let mut suivantes: Vec<usize> = places
                .iter()
                .flat_map(|&e| self.suivants[e].iter().copied())
                .filter(|&e| utiles[e])
                .collect();
            suivantes.sort_unstable();
            suivantes.dedup();
            places = suivantes;
        }
        // After as many steps as states, a way that goes on goes round.
        Some((min?, max.filter(|_| places.is_empty())))
    }

    /// State by state, each is taken away and the ways through it are written on the arrows left.
    fn expression(&self) -> Option<Expression> {
        let utiles = self.utiles();
        let fin = self.suivants.len();
        let mut fleches: BTreeMap<(usize, usize), Expression> = BTreeMap::new();
        for (de, vers) in self.suivants.iter().enumerate().filter(|(e, _)| utiles[*e]) {
            let mut par_suivant: BTreeMap<usize, Ensemble> = BTreeMap::new();
            for (symbole, &a) in symboles().iter().zip(vers).filter(|(_, a)| utiles[**a]) {
                let ensemble = par_suivant.entry(a).or_default();
                *ensemble = ensemble.avec(&symbole.ensemble);
            }
            for (a, ensemble) in par_suivant {
                fleches.insert((de, a), Expression::Un(ensemble));
            }
            if self.acceptants[de] {
                fleches.insert((de, fin), Expression::vide());
            }
        }
        let mut restent: Vec<usize> = (1..fin).filter(|&e| utiles[e]).collect();
        while let Some(etat) = restent
            .iter()
            .copied()
            .min_by_key(|&etat| (cout(&fleches, etat), usize::MAX - etat))
        {
            restent.retain(|&e| e != etat);
            eliminer(&mut fleches, etat);
            if fleches.values().map(Expression::taille).sum::<usize>() > TAILLE_MAX {
                return None;
            }
        }
        fleches.remove(&(0, fin))
    }
}

/// How much taking a state away adds.
fn cout(fleches: &BTreeMap<(usize, usize), Expression>, etat: usize) -> usize {
    let (mut entrent, mut sortent, mut boucle) = ((0, 0), (0, 0), 0);
    for (&(de, a), expression) in fleches {
        let taille = expression.taille();
        match (de == etat, a == etat) {
            (true, true) => boucle = taille,
            (true, false) => sortent = (sortent.0 + 1, sortent.1 + taille),
            (false, true) => entrent = (entrent.0 + 1, entrent.1 + taille),
            (false, false) => {}
        }
    }
    entrent.1 * sortent.0 + sortent.1 * entrent.0 + boucle * entrent.0 * sortent.0
}

fn eliminer(fleches: &mut BTreeMap<(usize, usize), Expression>, etat: usize) {
    let boucle = fleches
        .remove(&(etat, etat))
        .map_or_else(Expression::vide, Expression::etoile);
    let entrent: Vec<_> = (fleches.iter())
        .filter(|((_, a), _)| *a == etat)
        .map(|(&(de, _), e)| (de, e.clone()))
        .collect();
    let sortent: Vec<_> = (fleches.iter())
        .filter(|((de, _), _)| *de == etat)
        .map(|(&(_, a), e)| (a, e.clone()))
        .collect();
    fleches.retain(|&(de, a), _| de != etat && a != etat);
    for (de, entre) in &entrent {
        for (a, sort) in &sortent {
            let chemin = entre.clone().puis(boucle.clone()).puis(sort.clone());
            let uni = match fleches.remove(&(*de, *a)) {
                Some(deja) => deja.ou(chemin),
                None => chemin,
            };
            fleches.insert((*de, *a), uni);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::essai::correspond;
    use super::*;
    use guichet_socle::caracteres::union;

    fn entier(motif: &str) -> Atome {
        Atome::Motif(Box::new(Motif::entier(motif).unwrap()))
    }

    fn sans(motif: &str) -> Atome {
        Atome::Motif(Box::new(Motif::quelque_part(motif).unwrap()))
    }

    #[test]
    fn patterns_come_out_as_short_as_they_went_in() {
        let cas = [
            ("[0-9]{5}", "[0-9]{5}", 5, Some(5)),
            ("[0-9]{9}[A-Z]{2}", "[0-9]{9}[A-Z]{2}", 11, Some(11)),
            ("[MF]", "[FM]", 1, Some(1)),
            (r"\+?[0-9]+", r"\+?[0-9]+", 1, None),
            (r"1\.0", r"1\.0", 3, Some(3)),
        ];
        for (motif, attendue, min, max) in cas {
            let langage = langage(&[entier(motif)], &|r| r[0]).unwrap();
            assert_eq!(langage.expression.ecrite(&|_| true), attendue);
            assert_eq!((langage.min, langage.max), (min, max), "{motif}");
        }
        assert_eq!(langage(&[entier("a")], &|_| false), None);
    }

    #[test]
    fn an_expression_accepts_what_its_atoms_accept() {
        let nom = union(&[
            Sorte::Majuscule,
            Sorte::Espace,
            Sorte::Tiret,
            Sorte::LettreAccentuee,
        ]);
        let atomes = [
            entier("[^ -](?s:.)*"),
            sans("[ '/][ '/-]|-[ '/]"),
            Atome::Caracteres(nom),
            Atome::Renseigne,
        ];
        let bon = |r: &[bool]| r[0] && !r[1] && r[2] && r[3];
        let langage = langage(&atomes, &bon).unwrap();
        let mut valeurs = vec![String::new()];
        for _ in 0..4 {
            let plus: Vec<String> = valeurs
                .iter()
                .flat_map(|v| ["A", "É", " ", "-", "'", "a", "Ж"].map(|c| format!("{v}{c}")))
                .collect();
            valeurs.extend(plus);
        }
        for valeur in valeurs.iter().filter(|v| !v.is_empty()) {
            assert_eq!(
                correspond(&langage.expression, valeur),
                bon(&reponses(&atomes, valeur)),
                "{valeur:?} {}",
                langage.expression.ecrite(&|_| true)
            );
        }
    }
}
