//! Going through the candidates of a file in their order, without checking them: for those who convert,
//! repair or show it.

use super::execution::{colonnes, ouvrir};
use super::lecteur::Lecteur;
use super::parcours::{Accident, Candidat, Place, Visiteur};
use super::preparation::{self, Prete};
use super::redaction::Sortie;
use super::{Options, Portee, Refus, Source};
use crate::EditionCyclades;
use crate::lecture::blocs::TAILLE;
use crate::lecture::xml::defaut::Anomalie;

/// What came before the current block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Avant {
    /// Candidates.
    pub candidats: u64,
    /// Physical lines, the header included.
    pub lignes: u64,
    /// Scanned bytes, the header included, the byte order mark excepted.
    pub octets: u64,
}

/// Who looks at the candidates.
pub trait Visite {
    /// A candidate; its own places count from the beginning of its block.
    ///
    /// # Errors
    /// What the visit writes cannot be written.
    fn candidat(&mut self, avant: Avant, candidat: &Candidat<'_>) -> std::io::Result<()>;

    /// XML: something wrong outside the candidates.
    ///
    /// # Errors
    /// What the visit writes cannot be written.
    fn dehors(
        &mut self,
        _avant: Avant,
        _anomalie: &Anomalie,
        _place: Place<'_>,
    ) -> std::io::Result<()> {
        Ok(())
    }

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
    let prete = preparer_la_visite(edition, source, options)?;
    let mut visite = visite(&prete)?;
    parcourir_les_candidats(source, options, &prete, &mut *visite)
}

/// Reads the beginning of a file, without telling what is wrong with it.
///
/// # Errors
/// The file cannot be read, is empty, is not text.
pub fn preparer_la_visite(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
) -> Result<Prete, Refus> {
    let mut rien = |_| {};
    let mut sortie = Sortie::new(edition, source.nom(), Portee::Premiers(0), &mut rien);
    preparation::preparer(edition, source, options, false, &mut sortie)
}

/// Goes through the candidates of a file whose beginning was read.
///
/// # Errors
/// The file cannot be read, or the visit cannot write.
pub fn parcourir_les_candidats(
    source: &dyn Source,
    options: &Options,
    prete: &Prete,
    visite: &mut dyn Visite,
) -> Result<(), Refus> {
    let colonnes = colonnes(prete);
    let taille = if options.taille_de_bloc == 0 {
        TAILLE
    } else {
        options.taille_de_bloc
    };
    let lecteur = Lecteur::de(prete, &colonnes);
    let mut blocs = lecteur.blocs(ouvrir(source, prete)?, taille);
    let mut avant = Avant {
        candidats: 0,
        lignes: u64::from(prete.lignes_d_entete),
        octets: prete.octets_d_entete as u64,
    };
    let mut libre = Vec::new();
    while let Some(bloc) = blocs.suivant(libre)? {
        let mut passage = Passage {
            visite: &mut *visite,
            avant,
            erreur: Ok(()),
        };
        let comptes = lecteur.parcourir(&bloc, &mut passage);
        passage.erreur?;
        avant.candidats += u64::from(comptes.candidats);
        avant.lignes += u64::from(comptes.lignes);
        let passes = (bloc.saut.map(|saut| saut.octets)).or(bloc.demesuree);
        avant.octets += bloc.octets.len() as u64 + passes.unwrap_or(0);
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

    fn dehors(&mut self, anomalie: &Anomalie, place: Place<'_>) {
        if self.erreur.is_ok() {
            self.erreur = self.visite.dehors(self.avant, anomalie, place);
        }
    }

    fn accident(&mut self, accident: Accident, place: Place<'_>) {
        if self.erreur.is_ok() {
            self.erreur = self.visite.accident(self.avant, accident, place);
        }
    }
}
