//! How far what was typed is from a word: letters forgotten, added, changed or swapped.

/// The longest word compared; a longer one has no slip that this would find.
const LONGUEUR_MAX: usize = 32;

/// How many slips are forgiven in a word of that many letters.
#[must_use]
pub fn tolerance(lettres: usize) -> usize {
    match lettres {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Slips between what was typed and a whole word, and between it and the nearest beginning of that word;
/// nothing beyond `limite`. Two neighbours swapped are one slip.
#[must_use]
pub fn ecarts(tape: &[u8], mot: &[u8], limite: usize) -> (Option<usize>, Option<usize>) {
    if tape.len() > LONGUEUR_MAX || mot.len() > LONGUEUR_MAX || tape.is_empty() {
        return (None, None);
    }
    // Three rows of the table: a swap looks two rows back. Bytes: a word has thirty-two letters at most.
    let mut avant = [0_u8; LONGUEUR_MAX + 1];
    let mut ici = [0_u8; LONGUEUR_MAX + 1];
    let mut suivante;
    for (rang, case) in (0..).zip(&mut ici) {
        *case = rang;
    }
    let largeur = mot.len();
    let trop = u8::try_from(limite + 1).unwrap_or(u8::MAX);
    for (i, &lettre) in tape.iter().enumerate() {
        // Further from the diagonal there are more slips than are forgiven.
        let debut = i.saturating_sub(limite);
        let fin = largeur.min(i + limite + 1);
        if debut >= fin {
            return (None, None);
        }
        suivante = [trop; LONGUEUR_MAX + 1];
        if debut == 0 {
            suivante[0] = ici[0] + 1;
        }
        let mut plus_petit = suivante[0];
        for j in debut..fin {
            let mut cout = (ici[j] + u8::from(lettre != mot[j]))
                .min(ici[j + 1] + 1)
                .min(suivante[j] + 1);
            if i > 0 && j > 0 && lettre == mot[j - 1] && tape[i - 1] == mot[j] {
                cout = cout.min(avant[j - 1] + 1);
            }
            suivante[j + 1] = cout;
            plus_petit = plus_petit.min(cout);
        }
        if plus_petit >= trop {
            return (None, None);
        }
        avant = ici;
        ici = suivante;
    }
    let debut = ici[..=largeur]
        .iter()
        .copied()
        .min()
        .unwrap_or(ici[largeur]);
    let garder = |ecart: u8| Some(usize::from(ecart)).filter(|ecart| *ecart <= limite);
    (garder(ici[largeur]), garder(debut))
}

/// The letters of a word, a bit each; digits share one bit, other signs another.
#[must_use]
pub fn lettres(mot: &[u8]) -> u32 {
    mot.iter().fold(0, |bits, &octet| {
        bits | match octet {
            b'A'..=b'Z' => 1 << (octet - b'A'),
            b'0'..=b'9' => 1 << 26,
            _ => 1 << 27,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_slip_counts_for_one() {
        let cas = [
            ("BOULANJER", "BOULANGER", Some(1), Some(1)),
            ("BOULNAGER", "BOULANGER", Some(1), Some(1)),
            ("BOULAGER", "BOULANGER", Some(1), Some(1)),
            ("BOULLANGER", "BOULANGER", Some(1), Some(1)),
            ("OULANGER", "BOULANGER", Some(1), Some(1)),
            ("BOULANGER", "BOULANGER", Some(0), Some(0)),
            ("BOULANJER", "BOULANGERIE", None, Some(1)),
            ("BOULANGER", "BOULANGERIE", Some(2), Some(0)),
            ("BOUCHER", "BOULANGER", None, None),
            ("A", "B", Some(1), Some(1)),
            ("", "B", None, None),
            ("BOULANGERIES", "BOUL", None, None),
            ("BOULAN", "BOULANGERIES", None, Some(0)),
            ("OUBLANGER", "BOULANGER", Some(2), Some(2)),
        ];
        for (tape, mot, entier, debut) in cas {
            assert_eq!(
                ecarts(tape.as_bytes(), mot.as_bytes(), 2),
                (entier, debut),
                "{tape} {mot}"
            );
        }
    }

    /// Against the whole table, without a band.
    #[test]
    fn looking_near_the_diagonal_only_changes_no_answer() {
        fn naif(tape: &[u8], mot: &[u8]) -> (usize, usize) {
            let mut table = vec![vec![0; mot.len() + 1]; tape.len() + 1];
            for i in 0..=tape.len() {
                for j in 0..=mot.len() {
                    table[i][j] = if i == 0 || j == 0 {
                        i.max(j)
                    } else {
                        let change = usize::from(tape[i - 1] != mot[j - 1]);
                        (table[i - 1][j - 1] + change)
                            .min(table[i - 1][j] + 1)
                            .min(table[i][j - 1] + 1)
                    };
                    let croisees =
                        i > 1 && j > 1 && tape[i - 1] == mot[j - 2] && tape[i - 2] == mot[j - 1];
                    if croisees {
                        table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
                    }
                }
            }
            let derniere = &table[tape.len()];
            (derniere[mot.len()], *derniere.iter().min().unwrap())
        }
        let mots = [
            "ABBA", "BAAB", "AB", "ABAB", "BABAA", "AABBAB", "A", "BBBBB", "ABCABC",
        ];
        for tape in mots {
            for mot in mots {
                for limite in 0..=2 {
                    let (entier, debut) = naif(tape.as_bytes(), mot.as_bytes());
                    let garder = |ecart: usize| (ecart <= limite).then_some(ecart);
                    assert_eq!(
                        ecarts(tape.as_bytes(), mot.as_bytes(), limite),
                        (garder(entier), garder(debut)),
                        "{tape} {mot} {limite}"
                    );
                }
            }
        }
    }

    #[test]
    fn short_words_forgive_nothing_and_long_ones_two_slips() {
        let comptes: Vec<usize> = [1, 3, 4, 7, 8, 20].map(tolerance).to_vec();
        assert_eq!(comptes, [0, 0, 1, 1, 2, 2]);
    }
}
