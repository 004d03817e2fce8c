//! The three lines of a grant: pupils times the amount, less what is carried over.

use guichet_instruction::{Choix, Dossier};
use guichet_socle::Centimes;

use super::EditionEquipement;
use super::comptes::Comptes;
use super::faits::lecture;
use crate::arrondi::{Sens, arrondir};
use crate::formations::Dispositif;

/// A line of a grant. What is not known is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ligne {
    /// Pupils, or scholars of the post-bac line; none when a reading keeps them unrounded.
    pub effectif: Option<i64>,
    /// The amount of one.
    pub forfait: Centimes,
    /// Before what is carried over.
    pub brut: Option<Centimes>,
    /// What is carried over from the year before.
    pub reliquat: Option<Centimes>,
    /// What of it is deducted.
    pub deduit: Option<Centimes>,
    /// The grant.
    pub dotation: Option<Centimes>,
    /// What of the carry-over remains.
    pub restant: Option<Centimes>,
}

/// The scholars of the post-bac line: their rate, and what it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boursiers {
    /// Scholars told by the academic services.
    pub nombre: i64,
    /// The headcount they are a share of.
    pub sur: i64,
    /// First-year pupils of eligible courses.
    pub eleves: i64,
    /// How their number is rounded.
    pub sens: Sens,
}

impl Boursiers {
    /// Scholars of the grant as a whole number: the nearest one, half up, unless a simulation asks otherwise.
    #[must_use]
    pub fn arrondi(self) -> Option<i64> {
        if self.sur <= 0 {
            return None;
        }
        let part = i128::from(self.eleves) * i128::from(self.nombre);
        i64::try_from(arrondir(part, i128::from(self.sur), self.sens)).ok()
    }

    /// Scholars of the grant in hundredths, the unrounded figure as people read it.
    #[must_use]
    pub fn centiemes(self) -> Option<i64> {
        Centimes(self.eleves.checked_mul(100)?)
            .part_au_plus_proche(self.nombre, self.sur)
            .map(|Centimes(nombre)| nombre)
    }

    /// The amount of scholars that are not rounded: only the amount is, to the cent.
    fn montant_sans_arrondi(self, forfait: Centimes) -> Option<Centimes> {
        forfait
            .checked_mul(self.eleves)?
            .part_au_plus_proche(self.nombre, self.sur)
    }

    fn tombe_juste(self) -> bool {
        self.sur > 0 && (self.eleves.saturating_mul(self.nombre)) % self.sur == 0
    }
}

/// What is known of the scholars of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TauxDeBoursiers {
    /// No post-bac pupil: none is needed.
    SansObjet,
    /// Known.
    Connu(Boursiers),
    /// The number or the headcount is not given.
    Absent,
    /// More scholars than pupils, or none to be a share of.
    Impossible,
}

/// The rate of scholars of a dossier, under given readings.
#[must_use]
pub fn taux(
    edition: &EditionEquipement,
    dossier: &Dossier,
    choix: Choix,
    comptes: &Comptes,
) -> TauxDeBoursiers {
    let eleves = comptes.par_ligne[Dispositif::PostBac as usize];
    if eleves == 0 {
        return TauxDeBoursiers::SansObjet;
    }
    let champs = &edition.champs;
    let (Some(nombre), Some(post_bac)) = (
        dossier.entier(champs.boursiers),
        dossier.entier(champs.effectif_post_bac),
    ) else {
        return TauxDeBoursiers::Absent;
    };
    let litteral = dossier
        .entier(champs.effectif_etablissement)
        .filter(|_| choix.autre(lecture::TAUX_SUR_L_ETABLISSEMENT));
    let sur = litteral.unwrap_or(post_bac);
    if nombre > post_bac || nombre > sur || sur == 0 {
        return TauxDeBoursiers::Impossible;
    }
    TauxDeBoursiers::Connu(Boursiers {
        nombre,
        sur,
        eleves,
        sens: edition.regles.arrondi_des_boursiers,
    })
}

/// The three lines, in the order of [`Dispositif::TOUS`].
#[must_use]
pub fn lignes(
    edition: &EditionEquipement,
    dossier: &Dossier,
    choix: Choix,
    comptes: &Comptes,
) -> [Ligne; 3] {
    let taux = taux(edition, dossier, choix, comptes);
    let champs = &edition.champs;
    let reliquats = [
        champs.reliquat_pre_bac,
        champs.reliquat_post_bac,
        champs.reliquat_prepa_metiers,
    ];
    let mut lignes = Dispositif::TOUS.map(|dispositif| {
        let forfait = edition.forfait(dispositif);
        let eleves = comptes.par_ligne[dispositif as usize];
        let (effectif, brut) = match (dispositif, taux) {
            (Dispositif::PostBac, TauxDeBoursiers::Connu(boursiers))
                if choix.autre(lecture::BOURSIERS_SANS_ARRONDI) =>
            {
                let effectif = boursiers.arrondi().filter(|_| boursiers.tombe_juste());
                (effectif, boursiers.montant_sans_arrondi(forfait))
            }
            (Dispositif::PostBac, TauxDeBoursiers::Connu(boursiers)) => {
                let effectif = boursiers.arrondi();
                (effectif, effectif.and_then(|n| forfait.checked_mul(n)))
            }
            (Dispositif::PostBac, TauxDeBoursiers::Absent | TauxDeBoursiers::Impossible) => {
                (None, None)
            }
            _ => (Some(eleves), forfait.checked_mul(eleves)),
        };
        let reliquat = dossier.entier(reliquats[dispositif as usize]).map(Centimes);
        Ligne {
            effectif,
            forfait,
            brut,
            reliquat,
            deduit: None,
            dotation: None,
            restant: None,
        }
    });
    for ligne in &mut lignes {
        ligne.deduire();
    }
    if choix.autre(lecture::RELIQUAT_SUR_TOUT) {
        reporter(&mut lignes, &Dispositif::TOUS);
    } else if choix.autre(lecture::PREPA_DANS_L_ENVELOPPE) {
        reporter(&mut lignes, &[Dispositif::PreBac, Dispositif::PrepaMetiers]);
    }
    lignes
}

impl Ligne {
    /// Deducts the carry-over of the line itself: the grant is never below zero.
    fn deduire(&mut self) {
        match (self.brut, self.reliquat) {
            (Some(brut), Some(reliquat)) => {
                let deduit = brut.min(reliquat);
                self.deduit = Some(deduit);
                self.dotation = brut.checked_sub(deduit);
                self.restant = reliquat.checked_sub(deduit);
            }
            // Nothing to deduct from: whatever is carried over, the grant is nothing.
            (Some(Centimes::ZERO), None) => {
                self.deduit = Some(Centimes::ZERO);
                self.dotation = Some(Centimes::ZERO);
            }
            _ => {}
        }
    }
}

/// Charges what remains of a carry-over on the other lines of a set, in order.
fn reporter(lignes: &mut [Ligne; 3], ensemble: &[Dispositif]) {
    for &de in ensemble {
        for &vers in ensemble {
            let Some(reste) = lignes[de as usize].restant else {
                continue;
            };
            let Some(dotation) = lignes[vers as usize].dotation else {
                continue;
            };
            let charge = reste.min(dotation);
            if de == vers || charge <= Centimes::ZERO {
                continue;
            }
            lignes[de as usize].restant = reste.checked_sub(charge);
            let ligne = &mut lignes[vers as usize];
            ligne.dotation = dotation.checked_sub(charge);
            ligne.deduit = ligne.deduit.and_then(|deduit| deduit.checked_add(charge));
        }
    }
}

/// The readings on which the lines may depend here: what remains of one line could be charged on another,
/// scholars are not a whole number, the headcount of the whole establishment is given.
#[must_use]
pub fn sensibles(
    edition: &EditionEquipement,
    dossier: &Dossier,
    comptes: &Comptes,
    lignes: &[Ligne; 3],
) -> u32 {
    let mut sensibles = 0;
    let mut dire = |place: u8, si: bool| sensibles |= u32::from(si) << place;
    if let TauxDeBoursiers::Connu(boursiers) = taux(edition, dossier, Choix::RETENUES, comptes) {
        dire(lecture::BOURSIERS_SANS_ARRONDI, !boursiers.tombe_juste());
        let etablissement = dossier.entier(edition.champs.effectif_etablissement);
        dire(
            lecture::TAUX_SUR_L_ETABLISSEMENT,
            etablissement.is_some_and(|effectif| effectif != boursiers.sur),
        );
    }
    let reste = |d: Dispositif| lignes[d as usize].restant > Some(Centimes::ZERO);
    let du = |d: Dispositif| lignes[d as usize].dotation > Some(Centimes::ZERO);
    let croise = |ensemble: &[Dispositif]| {
        ensemble
            .iter()
            .any(|&de| reste(de) && ensemble.iter().any(|&vers| vers != de && du(vers)))
    };
    dire(lecture::RELIQUAT_SUR_TOUT, croise(&Dispositif::TOUS));
    dire(
        lecture::PREPA_DANS_L_ENVELOPPE,
        croise(&[Dispositif::PreBac, Dispositif::PrepaMetiers]),
    );
    sensibles
}
