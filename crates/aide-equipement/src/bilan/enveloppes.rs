//! The three lines of an account: what they had, what went in and out, what is left.
//!
//! The pre-bac and the post-bac never mix. The 3e has its own line; for spending and transfers it is within
//! the pre-bac envelope, or alone under the other reading of ARE-25.

use guichet_instruction::Dossier;
use guichet_socle::Centimes;

use super::EditionBilan;
use super::compte::{Compte, Virement};
use crate::formations::Dispositif;

/// Whether the 3e spends within the pre-bac envelope, or alone (ARE-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrepaMetiers {
    /// Within the pre-bac envelope.
    AvecLePreBac,
    /// An envelope of its own.
    Seule,
}

impl PrepaMetiers {
    /// Whether two lines spend from the same envelope.
    #[must_use]
    pub fn meme_enveloppe(self, une: Dispositif, autre: Dispositif) -> bool {
        une == autre
            || (self == Self::AvecLePreBac
                && une != Dispositif::PostBac
                && autre != Dispositif::PostBac)
    }
}

/// A line of an account. What is not known is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enveloppe {
    /// The grant of the year.
    pub dotation: Option<Centimes>,
    /// What was left of the year before.
    pub reliquat_anterieur: Option<Centimes>,
    /// What the transfers within the envelope bring, or take away.
    pub virements: Option<Centimes>,
    /// What was spent, help to pupils without a scholarship included.
    pub depense: Option<Centimes>,
    /// What was spent above what there was, once its envelope is used up.
    pub depassement: Option<Centimes>,
    /// What is left: never below zero.
    pub reliquat: Option<Centimes>,
}

/// The three lines, in the order of [`Dispositif::TOUS`].
#[must_use]
pub fn enveloppes(
    edition: &EditionBilan,
    dossier: &Dossier,
    compte: &Compte,
    prepa: PrepaMetiers,
) -> [Enveloppe; 3] {
    let champs = &edition.champs;
    let recus = [
        (champs.dotation_pre_bac, champs.reliquat_pre_bac),
        (champs.dotation_post_bac, champs.reliquat_post_bac),
        (champs.dotation_prepa_metiers, champs.reliquat_prepa_metiers),
    ];
    let mut lignes = Dispositif::TOUS.map(|ligne| {
        let (dotation, anterieur) = recus[ligne as usize];
        Enveloppe {
            dotation: dossier.entier(dotation).map(Centimes),
            reliquat_anterieur: dossier.entier(anterieur).map(Centimes),
            virements: virements(compte, ligne, prepa),
            depense: depenses(compte, ligne),
            depassement: None,
            reliquat: None,
        }
    });
    let soldes = lignes.map(Enveloppe::solde);
    for (ligne, dispositif) in lignes.iter_mut().zip(Dispositif::TOUS) {
        let Some(solde) = solde_dans_l_enveloppe(&soldes, dispositif, prepa) else {
            continue;
        };
        ligne.reliquat = Some(solde.max(Centimes::ZERO));
        ligne.depassement = Centimes::ZERO.checked_sub(solde.min(Centimes::ZERO));
    }
    lignes
}

impl Enveloppe {
    /// What there was, less what was spent: below zero when more was.
    fn solde(self) -> Option<Centimes> {
        self.dotation?
            .checked_add(self.reliquat_anterieur?)?
            .checked_add(self.virements?)?
            .checked_sub(self.depense?)
    }
}

/// The balance of a line once its envelope has made up for what one of its lines lacks.
fn solde_dans_l_enveloppe(
    soldes: &[Option<Centimes>; 3],
    ligne: Dispositif,
    prepa: PrepaMetiers,
) -> Option<Centimes> {
    let solde = soldes[ligne as usize];
    let voisine = match ligne {
        Dispositif::PreBac => Dispositif::PrepaMetiers,
        Dispositif::PrepaMetiers => Dispositif::PreBac,
        Dispositif::PostBac => return solde,
    };
    if !prepa.meme_enveloppe(ligne, voisine) {
        return solde;
    }
    let (sien, autre) = (solde?, soldes[voisine as usize]?);
    let comble = if sien < Centimes::ZERO {
        // What the other line has left, at most what this one lacks.
        autre.max(Centimes::ZERO).min(Centimes(-sien.0))
    } else {
        autre.min(Centimes::ZERO).max(Centimes(-sien.0))
    };
    sien.checked_add(comble)
}

/// What the transfers bring to a line; one between two envelopes brings nothing, for it is not allowed.
fn virements(compte: &Compte, ligne: Dispositif, prepa: PrepaMetiers) -> Option<Centimes> {
    let mut total = Centimes::ZERO;
    for virement in compte.virements.as_ref()? {
        let (de, vers, montant) = (virement.de?, virement.vers?, virement.montant?);
        if de == vers || !prepa.meme_enveloppe(de, vers) {
            continue;
        }
        if vers == ligne {
            total = total.checked_add(montant)?;
        } else if de == ligne {
            total = total.checked_sub(montant)?;
        }
    }
    Some(total)
}

/// What was spent on a line.
fn depenses(compte: &Compte, ligne: Dispositif) -> Option<Centimes> {
    let mut total = Centimes::ZERO;
    for depense in compte.depenses.as_ref()? {
        if depense.dispositif? == ligne {
            total = total.checked_add(depense.montant?)?;
        }
    }
    if ligne == Dispositif::PostBac {
        for aide in compte.non_boursiers.as_ref()? {
            total = total.checked_add(aide.montant?)?;
        }
    }
    Some(total)
}

/// Whether a transfer goes from an envelope to another; none when it is not known.
#[must_use]
pub fn sort_de_l_enveloppe(virement: &Virement, prepa: PrepaMetiers) -> Option<bool> {
    if virement.montant == Some(Centimes::ZERO) {
        return Some(false);
    }
    let (de, vers) = (virement.de?, virement.vers?);
    virement.montant?;
    Some(!prepa.meme_enveloppe(de, vers))
}
