//! What can be known of an automaton before it reads anything.

use std::collections::HashMap;

/// States that no value tells apart become one: fewer tables, and words of one or of many letters alike.
pub(super) fn reduire(arcs: &[Vec<usize>], acceptants: &[bool]) -> (Vec<Vec<usize>>, Vec<bool>) {
    let mut classes: Vec<usize> = acceptants.iter().map(|a| usize::from(*a)).collect();
    let mut nombre = 0;
    loop {
        let mut vues: HashMap<Vec<usize>, usize> = HashMap::new();
        let mut modeles = Vec::new();
        let nouvelles: Vec<usize> = arcs
            .iter()
            .enumerate()
            .map(|(etat, suivants)| {
                let signature = std::iter::once(&etat)
                    .chain(suivants)
                    .map(|&etat| classes[etat])
                    .collect();
                *vues.entry(signature).or_insert_with(|| {
                    modeles.push(etat);
                    modeles.len() - 1
                })
            })
            .collect();
        classes = nouvelles;
        // Classes are only ever split: as many as before are the same, the first state's first.
        if modeles.len() == nombre {
            let suivants = |etat: &usize| arcs[*etat].iter().map(|&s| classes[s]).collect();
            return (
                modeles.iter().map(suivants).collect(),
                modeles.iter().map(|&etat| acceptants[etat]).collect(),
            );
        }
        nombre = modeles.len();
    }
}

/// The largest column of which a second byte changes nothing more.
pub(super) fn colonne_neutre(table: &[u32], largeur: usize, colonnes: &[u8; 256]) -> Option<usize> {
    let octets = |colonne: usize| {
        colonnes
            .iter()
            .filter(|c| usize::from(**c) == colonne)
            .count()
    };
    (0..largeur)
        .filter(|&colonne| {
            table.chunks_exact(largeur).all(|ligne| {
                let suivant = ligne[colonne];
                table[suivant as usize + colonne] == suivant
            })
        })
        // Bytes that no value holds are neutral too, and of no use.
        .filter(|&colonne| usize::from(colonnes[usize::from(b'a')]) == colonne)
        .max_by_key(|&colonne| octets(colonne))
}

/// Adds bytes, one by one, while every value made of free ones with these between them is accepted.
pub(super) fn isoles(
    transitions: &[[usize; 256]],
    acceptants: &[bool],
    libres: &[bool; 256],
) -> Box<[bool; 256]> {
    let rang_des =
        |octets: &[bool; 256]| -> Vec<usize> { (0..256).filter(|&octet| octets[octet]).collect() };
    let libres = rang_des(libres);
    let mut isoles = Box::new([false; 256]);
    if libres.is_empty() {
        return isoles;
    }
    // Only ASCII: the other bytes are free, or parts of characters that are looked at one by one.
    for octet in (0..128).filter(|octet| !libres.contains(octet)) {
        isoles[octet] = true;
        let essai = rang_des(&isoles);
        // A state is looked at after a free byte (true), or before one (false).
        let mut vus = vec![[false; 2]; transitions.len()];
        vus[0][0] = true;
        let mut a_voir = vec![(0, false)];
        let mut bon = true;
        while let Some((etat, apres_libre)) = a_voir.pop() {
            let vers_libre = libres.iter().map(|&o| (transitions[etat][o], true));
            let vers_isole = essai
                .iter()
                .filter(|_| apres_libre)
                .map(|&o| (transitions[etat][o], false));
            for (suivant, libre) in vers_libre.chain(vers_isole) {
                if libre && !acceptants[suivant] {
                    bon = false;
                }
                if !std::mem::replace(&mut vus[suivant][usize::from(libre)], true) {
                    a_voir.push((suivant, libre));
                }
            }
            if !bon {
                break;
            }
        }
        isoles[octet] = bon;
    }
    isoles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_nothing_tells_apart_are_one() {
        // 1 and 2 are alike; 3 accepts.
        let arcs = [vec![1, 2], vec![3, 0], vec![3, 0], vec![3, 3]];
        let (arcs, acceptants) = reduire(&arcs, &[false, false, false, true]);
        assert_eq!(arcs, [vec![1, 1], vec![2, 0], vec![2, 2]]);
        assert_eq!(acceptants, [false, false, true]);
    }
}
