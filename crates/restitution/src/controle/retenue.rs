//! A bounded number of findings, the most serious ones: what a form that cannot hold all of them keeps.

use guichet::procedure_cyclades::Constat;
use guichet::socle::constat::Gravite;

/// Findings kept out of all those seen.
#[derive(Debug)]
pub struct Retenue {
    plafond: usize,
    vus: u64,
    /// Errors, warnings, doubts, each in the order of arrival.
    par_gravite: [Vec<(u64, Constat)>; 3],
}

impl Retenue {
    /// Keeps `plafond` findings at most.
    pub fn new(plafond: usize) -> Self {
        Self {
            plafond,
            vus: 0,
            par_gravite: [Vec::new(), Vec::new(), Vec::new()],
        }
    }

    /// A finding: kept if there is room, or if a less serious one can give it its own.
    pub fn ajouter(&mut self, constat: Constat) {
        let rang = self.vus;
        self.vus += 1;
        let place = match constat.gravite {
            Gravite::Erreur => 0,
            Gravite::Avertissement => 1,
            Gravite::AExaminer => 2,
        };
        if self.retenus() >= self.plafond {
            let moindre = (place + 1..self.par_gravite.len())
                .rev()
                .find(|moindre| !self.par_gravite[*moindre].is_empty());
            match moindre {
                Some(moindre) => self.par_gravite[moindre].pop(),
                None => return,
            };
        }
        self.par_gravite[place].push((rang, constat));
    }

    /// How many were seen.
    pub fn vus(&self) -> u64 {
        self.vus
    }

    /// How many are kept.
    pub fn retenus(&self) -> usize {
        self.par_gravite.iter().map(Vec::len).sum()
    }

    /// Those kept, the most serious first, in the order of arrival otherwise.
    pub fn les_plus_graves(self) -> impl Iterator<Item = Constat> {
        self.par_gravite
            .into_iter()
            .flatten()
            .map(|(_, constat)| constat)
    }

    /// Those kept, in the order of the file: what is about the whole of it, then line by line.
    pub fn dans_l_ordre(self) -> Vec<Constat> {
        let mut tous: Vec<(u64, Constat)> = self.par_gravite.into_iter().flatten().collect();
        tous.sort_by_key(|(rang, constat)| (constat.ligne, constat.colonne, *rang));
        tous.into_iter().map(|(_, constat)| constat).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controle::essai::constat;

    fn retenir(gravites: &[Gravite], plafond: usize) -> Retenue {
        let mut retenue = Retenue::new(plafond);
        for (ligne, gravite) in (10u64..).zip(gravites) {
            retenue.ajouter(Constat {
                gravite: *gravite,
                ligne: Some(ligne),
                ..constat()
            });
        }
        retenue
    }

    #[test]
    fn the_most_serious_take_the_place_of_the_others_and_the_order_is_kept() {
        use Gravite::{AExaminer, Avertissement, Erreur};
        let cas: [(&[Gravite], usize, &[u64]); 5] = [
            (&[AExaminer, Erreur, Avertissement], 3, &[11, 12, 10]),
            (&[AExaminer, Erreur, Avertissement], 2, &[11, 12]),
            (&[Erreur, Erreur, Erreur], 2, &[10, 11]),
            (&[AExaminer, AExaminer, Avertissement], 2, &[12, 10]),
            (&[Erreur], 0, &[]),
        ];
        for (gravites, plafond, lignes) in cas {
            let retenue = retenir(gravites, plafond);
            assert_eq!(retenue.vus(), gravites.len() as u64);
            let trouvees: Vec<u64> = retenue.les_plus_graves().filter_map(|c| c.ligne).collect();
            assert_eq!(trouvees, lignes, "{gravites:?} {plafond}");
        }
    }

    #[test]
    fn the_order_of_the_file_puts_first_what_has_no_line() {
        let mut retenue = retenir(&[Gravite::AExaminer, Gravite::Erreur], 9);
        retenue.ajouter(Constat {
            ligne: None,
            ..constat()
        });
        let lignes: Vec<_> = retenue
            .dans_l_ordre()
            .iter()
            .map(|constat| constat.ligne)
            .collect();
        assert_eq!(lignes, [None, Some(10), Some(11)]);
    }
}
