//! Going through the candidates of a file in their order, without checking them: for those who convert,
//! repair or show it.

use super::execution::{colonnes, ouvrir};
use super::parcours::{Accident, Candidat, Place, Visiteur, parcourir};
use super::preparation::{self, Prete};
use super::redaction::Sortie;
use super::{Options, Portee, Refus, Source};
use crate::EditionCyclades;
use crate::lecture::blocs::{Blocs, TAILLE};

/// What came before the current block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Avant {
    /// Candidates.
    pub candidats: u64,
    /// Physical lines, the header included.
    pub lignes: u64,
}

/// Who looks at the candidates.
pub trait Visite {
    /// A candidate; its own places count from the beginning of its block.
    ///
    /// # Errors
    /// What the visit writes cannot be written.
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> std::io::Result<()>;

    /// A row that cannot be read as a candidate.
    ///
    /// # Errors
    /// What the visit writes cannot be written.
    fn accident(
        &mut self,
        avant: Avant,
        accident: Accident,
        place: Place<'_>,
    ) -> std::io::Result<()>;
}

/// Goes through a file. What is wrong with it is not told: `controler` does that.
///
/// # Errors
/// The file cannot be read, is empty, is not text; or the visit cannot write.
pub fn visiter(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    visite: &mut dyn FnMut(&Prete) -> std::io::Result<Box<dyn Visite + '_>>,
) -> Result<(), Refus> {
    let mut rien = |_| {};
    let mut sortie = Sortie::new(edition, source.nom(), Portee::Premiers(0), &mut rien);
    sortie.tableau = source.tableau();
    let prete = preparation::preparer(edition, source, options, false, &mut sortie)?;
    let colonnes = colonnes(&prete);
    let mut visite = visite(&prete)?;
    let mut blocs = Blocs::new(ouvrir(source, &prete)?, &prete.decoupeur, b"", TAILLE);
    let mut avant = Avant {
        candidats: 0,
        lignes: u64::from(prete.lignes_d_entete),
    };
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        let mut passage = Passage {
            visite: &mut *visite,
            avant,
            erreur: Ok(()),
        };
        if let Some(longueur) = bloc.demesuree {
            let place = Place {
                bloc: &bloc.octets,
                debut: 0,
                fin: 0,
                ligne: 0,
                candidat: 0,
            };
            passage.accident(Accident::Demesuree(longueur), place);
            passage.erreur?;
            avant.candidats += 1;
            avant.lignes += 1;
        } else {
            let comptes = parcourir(
                &bloc.octets,
                bloc.a_relire,
                &prete.decoupeur,
                &colonnes,
                &mut passage,
            );
            passage.erreur?;
            avant.candidats += u64::from(comptes.candidats);
            avant.lignes += u64::from(comptes.lignes);
        }
        libre = bloc.octets;
    }
    Ok(())
}

struct Passage<'a> {
    visite: &'a mut dyn Visite,
    avant: Avant,
    erreur: std::io::Result<()>,
}

impl Visiteur for Passage<'_> {
    fn candidat(&mut self, candidat: &Candidat<'_>) {
        if self.erreur.is_ok() {
            self.erreur = self.visite.candidat(self.avant, candidat);
        }
    }

    fn accident(&mut self, accident: Accident, place: Place<'_>) {
        if self.erreur.is_ok() {
            self.erreur = self.visite.accident(self.avant, accident, place);
        }
    }
}
