//! The facts derived from a dossier, and the readings of the text they follow.

use guichet_instruction::{Choix, Dossier, Etabli, faits_derives};
use guichet_nomenclatures::identifiants::{self, Cle};
use guichet_socle::Centimes;

use super::comptes::{self, Comptes};
use super::lignes::{self, TauxDeBoursiers};
use super::{EditionEquipement, avis};
use crate::formations::Dispositif;

faits_derives! {
    UaiJuste = "cle_uai_juste", Booleen, Nombre,
        "la clé de contrôle du numéro UAI est juste",
        ["etablissement.uai"];
    NatureCouverte = "nature_couverte", Booleen, Nombre,
        "l’aide couvre un établissement de cette nature",
        ["etablissement.nature"];
    EffectifsConnus = "effectifs_connus", Booleen, Nombre,
        "chaque ligne d’effectifs dit sa formation, son année, son statut et son nombre d’élèves",
        ["effectifs.effectif", "effectifs.annee", "effectifs.statut", "effectifs.code_diplome"];
    TauxConnu = "taux_de_boursiers_connu", Booleen, Nombre,
        "le taux de boursiers se calcule, ou aucun élève post-bac ne le demande",
        ["boursiers.nombre", "boursiers.effectif_post_bac"];
    ReliquatsConnus = "reliquats_connus", Booleen, Nombre,
        "le reliquat de chaque ligne qui a des élèves est donné",
        ["reliquats.pre_bac_centimes", "reliquats.post_bac_centimes", "reliquats.prepa_metiers_centimes"];
    ParSpecialite = "formations_par_specialite", Nombre, Nombre,
        "les formations retenues par leur spécialité, que la liste n’a pas",
        ["effectifs.code_diplome"];
    SansSpecialite = "formations_sans_specialite", Nombre, Nombre,
        "les formations de la liste dont la spécialité n’est pas déclarée",
        ["effectifs.code_diplome"];
    Remplacees = "formations_remplacees", Nombre, Nombre,
        "les formations dont la liste de l’année porte un nouveau code",
        ["effectifs.code_diplome"];
    Alternants = "alternants_non_comptes", Nombre, Nombre,
        "les élèves en alternance de première année, non comptés",
        ["effectifs.statut"];
    ReliquatRestant = "reliquat_restant_centimes", Nombre, Centimes,
        "ce qui reste des reliquats une fois la dotation ramenée à rien",
        ["reliquats.pre_bac_centimes", "reliquats.post_bac_centimes", "reliquats.prepa_metiers_centimes"];
}

/// The entries of the register with two readings, in the order of the bits of `Choix`.
pub const LECTURES: &[&str] = &[
    "ARE-03", "ARE-16", "ARE-17", "ARE-18", "ARE-24", "ARE-25", "ARE-35",
];

/// Their places.
pub mod lecture {
    /// ARE-03: a limitative list closes the matter; or the speciality decides.
    pub const LISTE_FERMEE: u8 = 0;
    /// ARE-16: a course taken off the list is eligible by its speciality; or not.
    pub const FORMATION_RETIREE: u8 = 1;
    /// ARE-17: the rate is over the post-bac pupils; or over all those of the establishment.
    pub const TAUX_SUR_L_ETABLISSEMENT: u8 = 2;
    /// ARE-18: scholars are rounded to a whole one; or not at all.
    pub const BOURSIERS_SANS_ARRONDI: u8 = 3;
    /// ARE-24: a carry-over is deducted from its own line; or from the whole grant.
    pub const RELIQUAT_SUR_TOUT: u8 = 4;
    /// ARE-25: the 3e is a line of its own; or shares the carry-over of the pre-bac envelope.
    pub const PREPA_DANS_L_ENVELOPPE: u8 = 5;
    /// ARE-35: apprentices do not benefit; or do, when the edition does not say.
    pub const ALTERNANTS: u8 = 6;
}

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionEquipement,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let commun = &edition.commun;
    if let Some(uai) = dossier.texte(edition.champs.uai) {
        let juste = identifiants::uai(uai) == Cle::Juste;
        etabli.booleen(commun, Fait::UaiJuste as usize, Some(juste));
    }
    let couverte = edition.nature_couverte(dossier);
    etabli.booleen(commun, Fait::NatureCouverte as usize, couverte);
    let Some(comptes) = comptes::compter(edition, dossier, choix) else {
        sans_effectifs(edition, dossier, etabli);
        return;
    };
    etabli.insuffisants |= comptes.insuffisants;
    etabli.sensibles |= comptes.sensibles;
    let connus = comptes.insuffisants == 0;
    etabli.booleen(
        commun,
        Fait::EffectifsConnus as usize,
        connus.then_some(true),
    );
    compter_les_formations(edition, &comptes, etabli);
    let lignes = lignes::lignes(edition, dossier, choix, &comptes);
    etabli.sensibles |= lignes::sensibles(edition, dossier, &comptes, &lignes);
    boursiers(edition, dossier, choix, &comptes, etabli);
    let champs = &edition.champs;
    let mut reliquats_connus = true;
    for (dispositif, champ) in [
        (Dispositif::PreBac, champs.reliquat_pre_bac),
        (Dispositif::PostBac, champs.reliquat_post_bac),
        (Dispositif::PrepaMetiers, champs.reliquat_prepa_metiers),
    ] {
        let ligne = &lignes[dispositif as usize];
        if ligne.brut > Some(Centimes::ZERO) && ligne.reliquat.is_none() {
            reliquats_connus = false;
            etabli.insuffisants |= champ.bit();
        }
    }
    let connus = reliquats_connus.then_some(true);
    etabli.booleen(commun, Fait::ReliquatsConnus as usize, connus);
    let Centimes(restant) = lignes.iter().filter_map(|ligne| ligne.restant).sum();
    etabli.entier(commun, Fait::ReliquatRestant as usize, Some(restant));
}

/// Without headcounts, no one knows yet which of the other figures will be needed: those that are given
/// suffice, those that are not are named.
fn sans_effectifs(edition: &EditionEquipement, dossier: &Dossier, etabli: &mut Etabli<'_>) {
    let champs = &edition.champs;
    let reliquats = [
        champs.reliquat_pre_bac,
        champs.reliquat_post_bac,
        champs.reliquat_prepa_metiers,
    ];
    let boursiers = [champs.boursiers, champs.effectif_post_bac];
    for (fait, figures) in [
        (Fait::TauxConnu, &boursiers[..]),
        (Fait::ReliquatsConnus, &reliquats[..]),
    ] {
        let absents: u64 = figures
            .iter()
            .filter(|champ| dossier.entier(**champ).is_none())
            .map(|champ| champ.bit())
            .sum();
        etabli.insuffisants |= absents;
        let donnes = (absents == 0).then_some(true);
        etabli.booleen(&edition.commun, fait as usize, donnes);
    }
}

fn boursiers(
    edition: &EditionEquipement,
    dossier: &Dossier,
    choix: Choix,
    comptes: &Comptes,
    etabli: &mut Etabli<'_>,
) {
    let champs = &edition.champs;
    let connu = match lignes::taux(edition, dossier, choix, comptes) {
        TauxDeBoursiers::SansObjet | TauxDeBoursiers::Connu(_) => Some(true),
        TauxDeBoursiers::Absent => {
            for champ in [champs.boursiers, champs.effectif_post_bac] {
                if dossier.entier(champ).is_none() {
                    etabli.insuffisants |= champ.bit();
                }
            }
            None
        }
        TauxDeBoursiers::Impossible => {
            etabli.insuffisants |= champs.boursiers.bit() | champs.effectif_post_bac.bit();
            None
        }
    };
    etabli.booleen(&edition.commun, Fait::TauxConnu as usize, connu);
}

fn compter_les_formations(edition: &EditionEquipement, comptes: &Comptes, etabli: &mut Etabli<'_>) {
    for (fait, nombre) in [
        (Fait::ParSpecialite, avis::par_specialite(comptes).count()),
        (Fait::SansSpecialite, avis::sans_specialite(comptes).count()),
        (Fait::Remplacees, avis::remplacees(edition, comptes).count()),
    ] {
        let nombre = i64::try_from(nombre).ok();
        etabli.entier(&edition.commun, fait as usize, nombre);
    }
    let alternants = avis::alternants(comptes);
    etabli.entier(&edition.commun, Fait::Alternants as usize, Some(alternants));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_that_of_its_entry() {
        let places = [
            (lecture::LISTE_FERMEE, "ARE-03"),
            (lecture::FORMATION_RETIREE, "ARE-16"),
            (lecture::TAUX_SUR_L_ETABLISSEMENT, "ARE-17"),
            (lecture::BOURSIERS_SANS_ARRONDI, "ARE-18"),
            (lecture::RELIQUAT_SUR_TOUT, "ARE-24"),
            (lecture::PREPA_DANS_L_ENVELOPPE, "ARE-25"),
            (lecture::ALTERNANTS, "ARE-35"),
        ];
        assert_eq!(places.len(), LECTURES.len());
        for (place, id) in places {
            assert_eq!(LECTURES[usize::from(place)], id);
        }
    }
}
