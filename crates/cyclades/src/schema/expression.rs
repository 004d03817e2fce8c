//! Regular expressions of the part that XSD 1.0, Python and JavaScript read alike: characters, groups,
//! alternatives, counts. No anchor, no look-around, no class by name.

use std::fmt::Write as _;

use super::ensemble::Ensemble;

/// A regular expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expression {
    /// One character of a set.
    Un(Ensemble),
    /// One after the other; nothing at all when there is none.
    Suite(Vec<Expression>),
    /// One of these.
    Choix(Vec<Expression>),
    /// From so many times to so many, or without end.
    Repete(Box<Expression>, u32, Option<u32>),
}

use Expression::{Choix, Repete, Suite, Un};

impl Expression {
    /// The empty text.
    pub fn vide() -> Self {
        Suite(Vec::new())
    }

    fn est_vide(&self) -> bool {
        matches!(self, Suite(suite) if suite.is_empty())
    }

    /// As its terms, one after the other.
    fn termes(self) -> Vec<Self> {
        match self {
            Suite(suite) => suite,
            autre => vec![autre],
        }
    }

    /// This, then that.
    pub fn puis(self, autre: Self) -> Self {
        let mut suite: Vec<Self> = Vec::new();
        for terme in self.termes().into_iter().chain(autre.termes()) {
            let joint = suite.last().and_then(|dernier| joindre(dernier, &terme));
            match joint {
                Some(joint) => {
                    suite.pop();
                    suite.push(joint);
                }
                None => suite.push(terme),
            }
        }
        if suite.len() == 1 {
            suite.swap_remove(0)
        } else {
            Suite(suite)
        }
    }

    /// This, or that.
    pub fn ou(self, autre: Self) -> Self {
        let mut termes = match self {
            Choix(termes) => termes,
            une => vec![une],
        };
        let ajoutes = match autre {
            Choix(termes) => termes,
            une => vec![une],
        };
        for ajoute in ajoutes {
            ajouter(&mut termes, ajoute);
        }
        if termes.len() == 1 {
            termes.swap_remove(0)
        } else {
            Choix(termes)
        }
    }

    /// As often as wanted, or not at all.
    pub fn etoile(self) -> Self {
        match self {
            vide if vide.est_vide() => vide,
            Repete(corps, 0 | 1, _) => Repete(corps, 0, None),
            autre => Repete(Box::new(autre), 0, None),
        }
    }

    fn facultatif(self) -> Self {
        match self {
            vide if vide.est_vide() => vide,
            Repete(corps, 0 | 1, max) => Repete(corps, 0, max),
            autre => Repete(Box::new(autre), 0, Some(1)),
        }
    }

    /// How long it is to write, about.
    pub fn taille(&self) -> usize {
        match self {
            // A set weighs little however many ranges it has: it is states that multiply.
            Un(ensemble) => 2 + ensemble.plages().len().min(6),
            Suite(suite) => suite.iter().map(Self::taille).sum(),
            Choix(choix) => choix.iter().map(|e| e.taille() + 1).sum(),
            Repete(corps, ..) => corps.taille() + 3,
        }
    }

    /// Written out; the characters that `permis` refuses are left out of the sets, for a language that
    /// has no word for them.
    pub fn ecrite(&self, permis: &dyn Fn(char) -> bool) -> String {
        let mut texte = String::new();
        self.ecrire(&mut texte, permis);
        texte
    }

    fn ecrire(&self, texte: &mut String, permis: &dyn Fn(char) -> bool) {
        match self {
            Un(ensemble) => ecrire_un(ensemble, texte, permis),
            Suite(suite) => {
                for terme in suite {
                    if matches!(terme, Choix(_)) {
                        groupe(terme, texte, permis);
                    } else {
                        terme.ecrire(texte, permis);
                    }
                }
            }
            Choix(choix) => {
                for (rang, terme) in choix.iter().enumerate() {
                    if rang > 0 {
                        texte.push('|');
                    }
                    terme.ecrire(texte, permis);
                }
            }
            Repete(corps, min, max) => {
                match **corps {
                    Un(_) => corps.ecrire(texte, permis),
                    _ => groupe(corps, texte, permis),
                }
                match (min, max) {
                    (0, None) => texte.push('*'),
                    (1, None) => texte.push('+'),
                    (0, Some(1)) => texte.push('?'),
                    (min, None) => drop(write!(texte, "{{{min},}}")),
                    (min, Some(max)) if min == max => drop(write!(texte, "{{{min}}}")),
                    (min, Some(max)) => drop(write!(texte, "{{{min},{max}}}")),
                }
            }
        }
    }
}

fn groupe(expression: &Expression, texte: &mut String, permis: &dyn Fn(char) -> bool) {
    texte.push('(');
    expression.ecrire(texte, permis);
    texte.push(')');
}

/// `x x` is `x{2}`, `x* x` is `x+`.
fn joindre(gauche: &Expression, droite: &Expression) -> Option<Expression> {
    let compte = |e: &Expression| match e {
        Repete(corps, min, max) => ((**corps).clone(), *min, *max),
        autre => (autre.clone(), 1, Some(1)),
    };
    let ((corps, min, max), (autre, min2, max2)) = (compte(gauche), compte(droite));
    (corps == autre).then(|| {
        let max = max.zip(max2).map(|(a, b)| a + b);
        Repete(Box::new(corps), min + min2, max)
    })
}

/// Adds an alternative, put together with one that is nearly the same.
fn ajouter(termes: &mut Vec<Expression>, ajoute: Expression) {
    for rang in 0..termes.len() {
        if let Some(fondue) = fondre(&termes[rang], &ajoute) {
            termes.remove(rang);
            // What was put together may be put together with the others.
            if termes.is_empty() {
                termes.push(fondue);
            } else {
                ajouter(termes, fondue);
            }
            return;
        }
    }
    termes.push(ajoute);
}

fn fondre(a: &Expression, b: &Expression) -> Option<Expression> {
    if a == b {
        return Some(a.clone());
    }
    if a.est_vide() {
        return Some(b.clone().facultatif());
    }
    if b.est_vide() {
        return Some(a.clone().facultatif());
    }
    if let (Un(x), Un(y)) = (a, b) {
        return Some(Un(x.avec(y)));
    }
    let (ta, tb) = (a.clone().termes(), b.clone().termes());
    // A beginning or an end in common is written once.
    if ta.first() == tb.first() {
        let (tete, ra, rb) = (ta.first()?.clone(), reste(&ta[1..]), reste(&tb[1..]));
        return Some(tete.puis(ra.ou(rb)));
    }
    if ta.last() == tb.last() {
        let (fin, ra, rb) = (
            ta.last()?.clone(),
            reste(&ta[..ta.len() - 1]),
            reste(&tb[..tb.len() - 1]),
        );
        return Some(ra.ou(rb).puis(fin));
    }
    None
}

fn reste(termes: &[Expression]) -> Expression {
    termes
        .iter()
        .cloned()
        .fold(Expression::vide(), Expression::puis)
}

fn ecrire_un(ensemble: &Ensemble, texte: &mut String, permis: &dyn Fn(char) -> bool) {
    if let Some(c) = ensemble.seul()
        && permis(c)
    {
        match c {
            '.' | '\\' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '|' | '[' | ']' => {
                texte.push('\\');
                texte.push(c);
            }
            // No escape that every language has.
            '$' => texte.push_str("[$]"),
            '^' => texte.push_str("\\^"),
            _ => texte.push(c),
        }
        return;
    }
    texte.push('[');
    for &(debut, fin) in ensemble.plages() {
        for (mut debut, mut fin) in decouper(debut, fin, permis) {
            // libxml2 knows no range that begins or ends with an escape.
            if a_proteger(debut) && debut < fin {
                un_signe(debut, texte);
                debut = suivant(debut);
            }
            let mut apres = None;
            if a_proteger(fin) && debut < fin {
                apres = Some(fin);
                fin = precedent(fin);
            }
            un_signe(debut, texte);
            if fin > debut {
                if u32::from(fin) > u32::from(debut) + 1 {
                    texte.push('-');
                }
                un_signe(fin, texte);
            }
            if let Some(apres) = apres {
                un_signe(apres, texte);
            }
        }
    }
    texte.push(']');
}

/// The parts of a range that are permitted.
fn decouper(debut: char, fin: char, permis: &dyn Fn(char) -> bool) -> Vec<(char, char)> {
    let mut parts: Vec<(char, char)> = Vec::new();
    let mut ouverte: Option<(char, char)> = None;
    for c in debut..=fin {
        match (&mut ouverte, permis(c)) {
            (Some(part), true) => part.1 = c,
            (None, true) => ouverte = Some((c, c)),
            (_, false) => parts.extend(ouverte.take()),
        }
    }
    parts.extend(ouverte);
    parts
}

fn suivant(c: char) -> char {
    char::from_u32(u32::from(c) + 1).unwrap_or(c)
}

fn precedent(c: char) -> char {
    char::from_u32(u32::from(c) - 1).unwrap_or(c)
}

fn a_proteger(c: char) -> bool {
    matches!(c, '\\' | '[' | ']' | '^' | '-')
}

fn un_signe(c: char, texte: &mut String) {
    if a_proteger(c) {
        texte.push('\\');
    }
    texte.push(c);
}

#[cfg(test)]
pub mod essai {
    //! A slow and plain matcher, to compare what is written with what was meant.

    use super::*;

    /// The ends that the expression may reach from a place.
    fn fins(e: &Expression, texte: &[char], depart: usize) -> Vec<usize> {
        let mut fins_: Vec<usize> = match e {
            Un(ensemble) => texte
                .get(depart)
                .filter(|&&c| ensemble.contient(c))
                .map(|_| depart + 1)
                .into_iter()
                .collect(),
            Suite(suite) => suite.iter().fold(vec![depart], |places, e| {
                let mut suivantes: Vec<usize> =
                    places.iter().flat_map(|&p| fins(e, texte, p)).collect();
                suivantes.sort_unstable();
                suivantes.dedup();
                suivantes
            }),
            Choix(choix) => choix.iter().flat_map(|e| fins(e, texte, depart)).collect(),
            Repete(corps, min, max) => {
                let (mut places, mut toutes) = (vec![depart], Vec::new());
                let bout = max.map_or(u32::try_from(texte.len()).unwrap_or(0) + min + 1, |max| max);
                for tour in 0..=bout {
                    if tour >= *min {
                        toutes.extend(&places);
                    }
                    places = places.iter().flat_map(|&p| fins(corps, texte, p)).collect();
                    places.sort_unstable();
                    places.dedup();
                }
                toutes
            }
        };
        fins_.sort_unstable();
        fins_.dedup();
        fins_
    }

    /// Whether the whole text matches.
    pub fn correspond(e: &Expression, texte: &str) -> bool {
        let lettres: Vec<char> = texte.chars().collect();
        fins(e, &lettres, 0).contains(&lettres.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn un(lettres: &str) -> Expression {
        Un(lettres
            .chars()
            .fold(Ensemble::default(), |e, c| e.avec(&Ensemble::de(c))))
    }

    #[test]
    fn expressions_are_written_short() {
        let chiffre = un("0123456789");
        let cinq = (0..5).fold(Expression::vide(), |e, _| e.puis(chiffre.clone()));
        let cas = [
            (cinq.clone(), "[0-9]{5}"),
            (
                cinq.ou(un("2").puis(un("AB")).puis(chiffre.clone())),
                "[0-9]{5}|2[AB][0-9]",
            ),
            (un("x").etoile().puis(un("x")), "x+"),
            (un("a").puis(un("b")).ou(un("a").puis(un("c"))), "a[bc]"),
            (un("ab").ou(Expression::vide()), "[ab]?"),
            (un("a").puis(un("b")).puis(un("c")).ou(un("c")), "(ab)?c"),
            (un("."), "\\."),
            (un("$"), "[$]"),
            (un("^]-\\["), "[\\-\\[\\\\\\]\\^]"),
            (un("-./0"), "[\\-.-0]"),
            (un("YZ["), "[YZ\\[]"),
            (un("a").puis(un("b")).etoile(), "(ab)*"),
        ];
        for (expression, attendue) in cas {
            assert_eq!(expression.ecrite(&|_| true), attendue);
        }
        assert_eq!(un("\0a").ecrite(&|c| c >= ' '), "[a]");
    }
}
