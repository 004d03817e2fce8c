//! The facts derived from an account, and the readings of the text they follow.

use guichet_instruction::{Choix, Dossier, Etabli, faits_derives};
use guichet_nomenclatures::identifiants::{self, Cle};
use guichet_socle::Centimes;

use super::compte::{self, Compte, Depense};
use super::enveloppes::{Enveloppe, PrepaMetiers, enveloppes, sort_de_l_enveloppe};
use super::{EditionBilan, noms};
use crate::cours::nombre_de_oui;
use crate::formations::Dispositif;

faits_derives! {
    UaiJuste = "cle_uai_juste", Booleen, Nombre,
        "la clé de contrôle du numéro UAI est juste",
        ["etablissement.uai"];
    Decrites = "depenses_decrites", Booleen, Nombre,
        "chaque dépense dit son dispositif, sa formation, ses élèves, son montant et ses types d’équipement",
        ["depenses.dispositif", "depenses.code_diplome", "depenses.eleves_aides", "depenses.montant_centimes", "depenses.types"];
    TypesNonAdmis = "types_non_admis", Nombre, Nombre,
        "les types d’équipement que l’aide ne couvre pas",
        ["depenses.types"];
    NonEligibles = "formations_non_eligibles", Nombre, Nombre,
        "les formations des dépenses qui ne sont pas éligibles",
        ["depenses.code_diplome"];
    AutreDispositif = "formations_d_un_autre_dispositif", Nombre, Nombre,
        "les dépenses dont la formation relève d’une autre enveloppe",
        ["depenses.dispositif", "depenses.code_diplome"];
    Virements = "virements_entre_enveloppes", Nombre, Nombre,
        "les virements d’une enveloppe à une autre",
        ["virements.de", "virements.vers", "virements.montant_centimes"];
    SansDroit = "non_boursiers_sans_droit", Nombre, Nombre,
        "les aides à des élèves non boursiers qu’aucune bourse du CROUS ne permettrait",
        ["non_boursiers_aides.eligible_crous", "non_boursiers_aides.montant_centimes"];
    DepassementPreBac = "depassement_pre_bac_centimes", Nombre, Centimes,
        "le dépassement des dépenses pré-bac",
        ["dotations.pre_bac_centimes", "reliquats_anterieurs.pre_bac_centimes", "dotations.prepa_metiers_centimes", "reliquats_anterieurs.prepa_metiers_centimes", "depenses.dispositif", "depenses.montant_centimes", "virements.de", "virements.vers", "virements.montant_centimes"];
    DepassementPostBac = "depassement_post_bac_centimes", Nombre, Centimes,
        "le dépassement des dépenses post-bac",
        ["dotations.post_bac_centimes", "reliquats_anterieurs.post_bac_centimes", "depenses.dispositif", "depenses.montant_centimes", "virements.de", "virements.vers", "virements.montant_centimes", "non_boursiers_aides.montant_centimes"];
    DepassementPrepa = "depassement_prepa_metiers_centimes", Nombre, Centimes,
        "le dépassement des dépenses de 3e prépa-métiers",
        ["dotations.pre_bac_centimes", "reliquats_anterieurs.pre_bac_centimes", "dotations.prepa_metiers_centimes", "reliquats_anterieurs.prepa_metiers_centimes", "depenses.dispositif", "depenses.montant_centimes", "virements.de", "virements.vers", "virements.montant_centimes"];
    SansEleve = "depenses_sans_eleve", Nombre, Nombre,
        "les formations qui ont une dépense et aucun élève aidé",
        ["depenses.eleves_aides", "depenses.montant_centimes"];
    SansDepense = "eleves_sans_depense", Nombre, Nombre,
        "les formations qui ont des élèves aidés et aucune dépense",
        ["depenses.eleves_aides", "depenses.montant_centimes"];
    Personnels = "equipements_personnels", Nombre, Nombre,
        "les formations dont un achat est personnel",
        ["depenses.types"];
    ParSpecialite = "formations_par_specialite", Nombre, Nombre,
        "les formations retenues par leur spécialité, que la liste n’a pas",
        ["depenses.code_diplome"];
    Remplacees = "formations_remplacees", Nombre, Nombre,
        "les formations dont la liste de l’année porte un nouveau code",
        ["depenses.code_diplome"];
}

/// The entries of the register with two readings, in the order of the bits of `Choix`.
pub const LECTURES: &[&str] = &["ARE-03", "ARE-16", "ARE-25"];

/// The places of those that do not speak of courses.
pub mod lecture {
    /// ARE-25: the 3e spends within the pre-bac envelope; or is an envelope of its own.
    pub const PREPA_METIERS: u8 = 2;
}

/// How the 3e spends, under given readings.
#[must_use]
pub fn prepa_metiers(choix: Choix) -> PrepaMetiers {
    if choix.autre(lecture::PREPA_METIERS) {
        PrepaMetiers::Seule
    } else {
        PrepaMetiers::AvecLePreBac
    }
}

/// Whether the course of a spending belongs to another envelope than the one that pays; a course that has no
/// line is told as not eligible.
#[must_use]
pub fn est_d_un_autre(depense: &Depense, prepa: PrepaMetiers) -> Option<bool> {
    let payeur = depense.dispositif?;
    let sien = depense.cours.as_ref()?.dispositif();
    Some(sien.is_some_and(|sien| !prepa.meme_enveloppe(sien, payeur)))
}

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionBilan,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let commun = &edition.commun;
    if let Some(uai) = dossier.texte(edition.champs.uai) {
        let juste = identifiants::uai(uai) == Cle::Juste;
        etabli.booleen(commun, Fait::UaiJuste as usize, Some(juste));
    }
    let compte = compte::lire(edition, dossier, choix);
    etabli.insuffisants |= compte.insuffisants;
    etabli.sensibles |= compte.cours().fold(0, |bits, c| bits | c.sensibles());
    let prepa = prepa_metiers(choix);
    if let Some(depenses) = &compte.depenses {
        let decrites = depenses.iter().all(Depense::est_entiere);
        etabli.booleen(commun, Fait::Decrites as usize, decrites.then_some(true));
        des_depenses(edition, depenses, prepa, etabli);
    }
    for fait in [
        Fait::SansEleve,
        Fait::SansDepense,
        Fait::Personnels,
        Fait::ParSpecialite,
        Fait::Remplacees,
    ] {
        let nombre = i64::try_from(noms::noms(edition, &compte, fait).len()).ok();
        etabli.entier(commun, fait as usize, nombre);
    }
    let virements = compte.virements.as_ref().and_then(|virements| {
        nombre_de_oui(virements.iter().map(|v| sort_de_l_enveloppe(v, prepa)))
    });
    etabli.entier(commun, Fait::Virements as usize, virements);
    let sans_droit = compte.non_boursiers.as_ref().and_then(|aides| {
        nombre_de_oui(aides.iter().map(|aide| match aide.montant {
            Some(Centimes::ZERO) => Some(false),
            _ => aide.eligible_crous.map(|eligible| !eligible),
        }))
    });
    etabli.entier(commun, Fait::SansDroit as usize, sans_droit);
    let lignes = enveloppes(edition, dossier, &compte, prepa);
    let autres = enveloppes(edition, dossier, &compte, autre(prepa));
    etabli.sensible(
        lecture::PREPA_METIERS,
        depend_de_la_3e(&compte, &lignes, &autres),
    );
    for (fait, dispositif) in [
        (Fait::DepassementPreBac, Dispositif::PreBac),
        (Fait::DepassementPostBac, Dispositif::PostBac),
        (Fait::DepassementPrepa, Dispositif::PrepaMetiers),
    ] {
        let depassement = lignes[dispositif as usize].depassement;
        etabli.entier(commun, fait as usize, depassement.map(|c| c.0));
    }
}

fn des_depenses(
    edition: &EditionBilan,
    depenses: &[Depense],
    prepa: PrepaMetiers,
    etabli: &mut Etabli<'_>,
) {
    let non_admis = |depense: &Depense| {
        let types = depense.types.as_ref()?;
        Some(
            types
                .iter()
                .any(|code| edition.types.par_code(code).is_none()),
        )
    };
    let comptes = [
        (
            Fait::TypesNonAdmis,
            nombre_de_oui(depenses.iter().map(non_admis)),
        ),
        (
            Fait::NonEligibles,
            nombre_de_oui(
                depenses
                    .iter()
                    .map(|d| d.cours.as_ref().map(|c| !c.eligible)),
            ),
        ),
        (
            Fait::AutreDispositif,
            nombre_de_oui(depenses.iter().map(|d| est_d_un_autre(d, prepa))),
        ),
    ];
    for (fait, nombre) in comptes {
        etabli.entier(&edition.commun, fait as usize, nombre);
    }
}

fn autre(prepa: PrepaMetiers) -> PrepaMetiers {
    match prepa {
        PrepaMetiers::AvecLePreBac => PrepaMetiers::Seule,
        PrepaMetiers::Seule => PrepaMetiers::AvecLePreBac,
    }
}

/// Whether it matters if the 3e is an envelope of its own: a line makes up for the other, a transfer or a
/// spending goes from one to the other.
fn depend_de_la_3e(compte: &Compte, lignes: &[Enveloppe; 3], autres: &[Enveloppe; 3]) -> bool {
    let (avec, seule) = (PrepaMetiers::AvecLePreBac, PrepaMetiers::Seule);
    let mut virements = compte.virements.iter().flatten();
    lignes != autres
        || virements.any(|v| sort_de_l_enveloppe(v, avec) != sort_de_l_enveloppe(v, seule))
        || (compte.depenses()).any(|d| est_d_un_autre(d, avec) != est_d_un_autre(d, seule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cours;

    #[test]
    fn each_place_is_that_of_its_entry() {
        assert_eq!(LECTURES[..2], cours::LECTURES);
        assert_eq!(LECTURES[usize::from(lecture::PREPA_METIERS)], "ARE-25");
    }
}
