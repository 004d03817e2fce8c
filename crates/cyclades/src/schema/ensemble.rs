//! Sets of characters, as ranges.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use guichet_socle::caracteres::Sorte;

/// Ranges of characters, bounds included.
type Plages = Vec<(char, char)>;

/// A set of characters: ranges in order, apart from one another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ensemble(Vec<(char, char)>);

impl Ensemble {
    /// One character.
    pub fn de(c: char) -> Self {
        Self(vec![(c, c)])
    }

    /// Both sets.
    pub fn avec(&self, autre: &Self) -> Self {
        let mut tous: Vec<(char, char)> = self.0.iter().chain(&autre.0).copied().collect();
        tous.sort_unstable();
        let mut unis: Vec<(char, char)> = Vec::with_capacity(tous.len());
        for (debut, fin) in tous {
            match unis.last_mut() {
                Some(dernier) if u32::from(debut) <= u32::from(dernier.1) + 1 => {
                    dernier.1 = dernier.1.max(fin);
                }
                _ => unis.push((debut, fin)),
            }
        }
        Self(unis)
    }

    /// Its ranges.
    pub fn plages(&self) -> &[(char, char)] {
        &self.0
    }

    /// The character, when there is only one.
    pub fn seul(&self) -> Option<char> {
        match self.0.as_slice() {
            [(debut, fin)] if debut == fin => Some(*debut),
            _ => None,
        }
    }

    #[cfg(test)]
    pub fn contient(&self, c: char) -> bool {
        self.0
            .iter()
            .any(|&(debut, fin)| (debut..=fin).contains(&c))
    }
}

/// Characters that no pattern and no class tells apart: any of them stands for all.
#[derive(Debug)]
pub struct Symbole {
    /// One of them.
    pub exemple: char,
    /// Their kind.
    pub sorte: Sorte,
    /// All of them, and perhaps a few more of no use in a name (see [`combler`]).
    pub ensemble: Ensemble,
}

/// Every symbol: each ASCII character, then the others by kind and length in UTF-8, for patterns are over
/// ASCII and read other characters byte by byte.
pub fn symboles() -> &'static [Symbole] {
    static SYMBOLES: OnceLock<Vec<Symbole>> = OnceLock::new();
    SYMBOLES.get_or_init(|| {
        let mut symboles: Vec<Symbole> = ('\0'..='\x7f')
            .map(|c| Symbole {
                exemple: c,
                sorte: Sorte::de(c),
                ensemble: Ensemble::de(c),
            })
            .collect();
        let mut autres: BTreeMap<(u32, usize), (Sorte, Plages)> = BTreeMap::new();
        for c in '\u{80}'..=char::MAX {
            let sorte = Sorte::de(c);
            let (_, plages) = autres
                .entry((sorte.bit(), c.len_utf8()))
                .or_insert_with(|| (sorte, Vec::new()));
            match plages.last_mut() {
                Some(derniere) if u32::from(derniere.1) + 1 == u32::from(c) => derniere.1 = c,
                _ => plages.push((c, c)),
            }
        }
        for (sorte, mut plages) in autres.into_values() {
            if sorte == Sorte::LettreAutre {
                plages = combler(&plages);
            }
            if let Some(&(exemple, _)) = plages.first() {
                symboles.push(Symbole {
                    exemple,
                    sorte,
                    ensemble: Ensemble(plages),
                });
            }
        }
        symboles
    })
}

/// Letters of other scripts stand in hundreds of ranges: those that only digits, marks or unassigned
/// characters of a script set apart are joined, so that a pattern stays readable. A schema may accept
/// a little more than the rules, never less.
fn combler(plages: &[(char, char)]) -> Vec<(char, char)> {
    // Punctuation, symbols and forms, where scripts do not stand.
    const ECARTES: [(u32, u32); 4] = [
        (0x2000, 0x2bff),
        (0x2e00, 0x303f),
        (0xd800, 0xffff),
        (0x1_d000, 0x1_ffff),
    ];
    let joint = |debut: u32, fin: u32| {
        fin - debut < 0x600
            && debut >= 0x370
            && !ECARTES.iter().any(|&(de, a)| debut <= a && de <= fin)
            && (debut..=fin).filter_map(char::from_u32).all(|c| {
                !matches!(
                    Sorte::de(c),
                    Sorte::Controle | Sorte::EspaceInhabituelle | Sorte::LettreAccentuee
                )
            })
    };
    let mut jointes: Vec<(char, char)> = Vec::new();
    for &(debut, fin) in plages {
        match jointes.last_mut() {
            Some(derniere) if joint(u32::from(derniere.1) + 1, u32::from(debut) - 1) => {
                derniere.1 = fin;
            }
            _ => jointes.push((debut, fin)),
        }
    }
    jointes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_unite_and_touching_ranges_are_one() {
        let abc = ['c', 'a', 'b', 'x']
            .into_iter()
            .fold(Ensemble::default(), |e, c| e.avec(&Ensemble::de(c)));
        assert_eq!(abc.plages(), [('a', 'c'), ('x', 'x')]);
        assert!(abc.contient('b') && !abc.contient('d'));
        assert_eq!(Ensemble::de('é').seul(), Some('é'));
    }

    #[test]
    fn every_character_is_in_the_symbol_of_its_kind() {
        for c in "aÉœЖع中あ\u{a0}–’°�\u{1f600}ﬁ".chars() {
            let siens: Vec<Sorte> = symboles()
                .iter()
                .filter(|s| s.ensemble.contient(c))
                .map(|s| s.sorte)
                .collect();
            assert_eq!(siens, [Sorte::de(c)], "{c}");
        }
    }

    #[test]
    fn other_scripts_are_few_ranges() {
        let plages: usize = symboles()
            .iter()
            .filter(|s| s.sorte == Sorte::LettreAutre)
            .map(|s| s.ensemble.plages().len())
            .sum();
        assert!(plages < 180, "{plages}");
    }
}
