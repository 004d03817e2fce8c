//! The facts derived from a request, and the readings of the text they follow.

use guichet_instruction::{Choix, Dossier, Etabli, faits_derives};

use crate::edition::EditionAutorisationTravail;
use crate::listes::{Groupe, Metier, Nationalite};

faits_derives! {
    Visee = "nationalite_visee", Booleen, Nombre, "la circulaire vise la nationalité", ["nationalite"];
    SansAccord = "sans_accord_particulier", Booleen, Nombre, "aucun accord particulier n’écarte la circulaire", ["nationalite"];
    UeTransitoire = "ressortissant_ue_transitoire", Booleen, Nombre, "la personne est ressortissante de l’un des dix nouveaux États membres", ["nationalite"];
    Tiers = "ressortissant_tiers", Booleen, Nombre, "la personne est ressortissante d’un pays tiers que la circulaire régit", ["nationalite"];
    Libelle = "nationalite_libelle", Texte, Nombre, "le nom du pays", ["nationalite"];
    Territoire = "territoire", Texte, Nombre, "la région de 2007, ou le département d’outre-mer, du lieu de travail", ["region", "departement"];
    OuvertUe = "metier_ouvert_ue", Booleen, Nombre, "le métier est dans l’annexe 2", ["code_rome", "activite"];
    NationalIci = "metier_national_ici", Booleen, Nombre, "le métier est l’un des six ouverts dans toutes les régions, et le territoire en est une", ["code_rome", "region", "departement"];
    RegionalIci = "metier_regional_ici", Booleen, Nombre, "le métier est dans la liste du territoire", ["code_rome", "region", "departement"];
    EnCours = "introduction_en_cours", Booleen, Nombre, "la demande d’introduction était en cours d’examen à la publication", ["demande", "instruction_en_cours_a_la_publication"];
    Couverte = "demande_couverte_dans_le_temps", Booleen, Nombre, "la circulaire couvre la demande dans le temps", ["demande", "instruction_en_cours_a_la_publication"];
    Renouvellement = "renouvellement", Booleen, Nombre, "la demande est un renouvellement", ["demande"];
    MetierAdmis = "metier_identique_ou_admis", Booleen, Nombre, "le métier est celui de l’autorisation initiale, ou un autre métier ouvert", ["demande", "code_rome", "initiale.code_rome"];
    Double = "code_imprime_deux_fois", Booleen, Nombre, "le code est imprimé pour plusieurs métiers de l’annexe 2", ["code_rome"];
    ListeIncomplete = "liste_regionale_incomplete", Booleen, Nombre, "la liste de la région annonce plus de métiers qu’elle n’en imprime, et le métier n’y est pas", ["code_rome", "region", "departement"];
    CongoAmbigu = "congo_ambigu", Booleen, Nombre, "la nationalité est celle de l’autre Congo", ["nationalite"];
    AccordRatifie = "accord_ratifie", Booleen, Nombre, "un accord bilatéral signé avec le pays est ratifié", ["nationalite", "accord_bilateral_ratifie"];
    EmployeurDifferent = "employeur_different", Booleen, Nombre, "l’employeur n’est plus celui de l’autorisation initiale", ["initiale.employeur", "employeur"];
    RemunerationDifferente = "remuneration_differente", Booleen, Nombre, "la rémunération n’est plus celle de l’autorisation initiale", ["initiale.remuneration_centimes", "remuneration_centimes"];
}

/// The entries of the register with two readings, in the order of the bits of [`Choix`].
pub const LECTURES: &[&str] = &[
    "M07-03", "M07-04", "M07-05", "M07-08", "M07-19", "M07-20", "M07-21",
];

/// The places of those that are not read from the data.
pub mod lecture {
    /// Whether the six jobs are open overseas.
    pub const OUTRE_MER: u8 = 3;
    /// Whether a pending introduction request is covered.
    pub const EN_COURS: u8 = 4;
    /// Whether a label restricts its code to fishing.
    pub const PECHE: u8 = 5;
    /// Whether another listed job is admitted at renewal.
    pub const AUTRE_METIER: u8 = 6;
}

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionAutorisationTravail,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let nationalite = dossier
        .texte(edition.champs.nationalite)
        .and_then(|code| edition.listes.nationalite(code));
    if let Some(nationalite) = nationalite {
        de_la_nationalite(edition, dossier, nationalite, etabli);
    }
    let ouvert = du_metier(edition, dossier, choix, nationalite, etabli);
    de_la_demande(edition, dossier, choix, ouvert, etabli);
}

fn de_la_nationalite<'d>(
    edition: &'d EditionAutorisationTravail,
    dossier: &Dossier,
    nationalite: &'d Nationalite,
    etabli: &mut Etabli<'d>,
) {
    let commun = &edition.commun;
    let groupe = nationalite.groupe;
    let mut vrai = |fait: Fait, valeur: bool| etabli.booleen(commun, fait as usize, Some(valeur));
    vrai(Fait::Visee, groupe != Groupe::HorsCirculaire);
    vrai(Fait::SansAccord, groupe != Groupe::AccordParticulier);
    vrai(Fait::UeTransitoire, groupe == Groupe::UeTransitoire);
    vrai(Fait::Tiers, groupe == Groupe::Tiers);
    let parametres = &edition.parametres;
    vrai(
        Fait::CongoAmbigu,
        nationalite.code == parametres.congo_ambigu.valeur,
    );
    let signe = parametres.accords_signes.valeur.contains(&nationalite.code);
    let ratifie = dossier.booleen(edition.champs.accord_ratifie);
    vrai(Fait::AccordRatifie, signe && ratifie == Some(true));
    etabli.texte(commun, Fait::Libelle as usize, Some(&nationalite.libelle));
}

/// Facts of the job and of the territory; whether the job is open to this person, when that is known.
fn du_metier<'d>(
    edition: &'d EditionAutorisationTravail,
    dossier: &'d Dossier,
    choix: Choix,
    nationalite: Option<&Nationalite>,
    etabli: &mut Etabli<'d>,
) -> Option<bool> {
    let commun = &edition.commun;
    let champs = &edition.champs;
    let territoire = territoire(edition, dossier);
    if let Some(rang) = territoire {
        let nom = &edition.listes.territoires[usize::from(rang)].libelle;
        etabli.texte(commun, Fait::Territoire as usize, Some(nom));
    } else {
        etabli.insuffisants |= champs.region.bit() | champs.departement.bit();
    }
    let code = dossier.texte(champs.code_rome)?;
    let metier = edition.listes.metier(code);
    let double = metier.is_some_and(|metier| metier.imprime_plusieurs_fois);
    etabli.booleen(commun, Fait::Double as usize, Some(double));
    let ue = ouvert_ue(edition, dossier, choix, metier, etabli);
    etabli.booleen(commun, Fait::OuvertUe as usize, ue);
    let tiers = territoire.map(|rang| {
        let (national, regional) = ouvert_ici(edition, choix, metier, rang, etabli);
        etabli.booleen(commun, Fait::NationalIci as usize, Some(national));
        etabli.booleen(commun, Fait::RegionalIci as usize, Some(regional));
        let ici = &edition.listes.territoires[usize::from(rang)];
        let incomplete = ici.annonce.is_some_and(|annonce| ici.imprimes < annonce);
        let compte = incomplete && !national && !regional;
        etabli.booleen(commun, Fait::ListeIncomplete as usize, Some(compte));
        national || regional
    });
    match nationalite?.groupe {
        Groupe::UeTransitoire => ue,
        Groupe::Tiers => tiers,
        Groupe::AccordParticulier | Groupe::HorsCirculaire => None,
    }
}

/// Annex 2, and its three jobs whose label restricts the code to fishing (register M07-20).
fn ouvert_ue(
    edition: &EditionAutorisationTravail,
    dossier: &Dossier,
    choix: Choix,
    metier: Option<&Metier>,
    etabli: &mut Etabli<'_>,
) -> Option<bool> {
    let Some(metier) = metier.filter(|metier| metier.ue) else {
        return Some(false);
    };
    if !metier.peche {
        return Some(true);
    }
    let Some(activite) = dossier.texte(edition.champs.activite) else {
        etabli.insuffisants |= edition.champs.activite.bit();
        return None;
    };
    let activite = activite.to_lowercase();
    let peche = activite.contains("pêch") || activite.contains("pech");
    etabli.sensible(lecture::PECHE, !peche);
    Some(peche || choix.autre(lecture::PECHE))
}

/// Whether a job is one of the six, in a territory where they hold, and whether the list of the territory
/// opens it.
fn ouvert_ici(
    edition: &EditionAutorisationTravail,
    choix: Choix,
    metier: Option<&Metier>,
    rang: u8,
    etabli: &mut Etabli<'_>,
) -> (bool, bool) {
    let Some(metier) = metier else {
        return (false, false);
    };
    let metropole = edition.listes.territoires[usize::from(rang)].metropole;
    etabli.sensible(lecture::OUTRE_MER, metier.national && !metropole);
    let national = metier.national && (metropole || choix.autre(lecture::OUTRE_MER));
    let ouverture = metier.ouverture(rang);
    let regional = match ouverture.lecture {
        Some(lecture) => {
            etabli.sensible(lecture, true);
            if choix.autre(lecture) {
                ouverture.autre
            } else {
                ouverture.retenue
            }
        }
        None => ouverture.retenue,
    };
    (national, regional)
}

fn de_la_demande(
    edition: &EditionAutorisationTravail,
    dossier: &Dossier,
    choix: Choix,
    ouvert: Option<bool>,
    etabli: &mut Etabli<'_>,
) {
    let commun = &edition.commun;
    let champs = &edition.champs;
    let Some(demande) = dossier.choix(champs.demande) else {
        return;
    };
    let introduction = demande == edition.introduction;
    let en_cours = introduction && dossier.booleen(champs.en_cours) == Some(true);
    etabli.booleen(commun, Fait::EnCours as usize, Some(en_cours));
    etabli.sensible(lecture::EN_COURS, en_cours);
    let couverte = !en_cours || !choix.autre(lecture::EN_COURS);
    etabli.booleen(commun, Fait::Couverte as usize, Some(couverte));

    let renouvellement = demande == edition.renouvellement;
    etabli.booleen(commun, Fait::Renouvellement as usize, Some(renouvellement));
    if !renouvellement {
        return;
    }
    let (initiale, actuelle) = (
        dossier.texte(champs.initiale_rome),
        dossier.texte(champs.code_rome),
    );
    let admis = match (initiale, actuelle) {
        (Some(initiale), Some(actuelle)) if initiale == actuelle => Some(true),
        (Some(_), Some(_)) => {
            etabli.sensible(lecture::AUTRE_METIER, ouvert == Some(true));
            ouvert.map(|ouvert| ouvert && !choix.autre(lecture::AUTRE_METIER))
        }
        (None, _) => {
            etabli.insuffisants |= champs.initiale_rome.bit();
            None
        }
        (_, None) => None,
    };
    etabli.booleen(commun, Fait::MetierAdmis as usize, admis);
    let employeurs = (
        dossier.texte(champs.initiale_employeur),
        dossier.texte(champs.employeur),
    );
    if let (Some(avant), Some(apres)) = employeurs {
        let different = avant.trim() != apres.trim();
        etabli.booleen(commun, Fait::EmployeurDifferent as usize, Some(different));
    }
    let remunerations = (
        dossier.entier(champs.initiale_remuneration),
        dossier.entier(champs.remuneration),
    );
    if let (Some(avant), Some(apres)) = remunerations {
        etabli.booleen(
            commun,
            Fait::RemunerationDifferente as usize,
            Some(avant != apres),
        );
    }
}

/// The territory of the workplace: by its region, else by its department.
#[must_use]
pub fn territoire(edition: &EditionAutorisationTravail, dossier: &Dossier) -> Option<u8> {
    let champs = &edition.champs;
    match dossier.texte(champs.region) {
        Some(nom) => edition.listes.territoire(nom),
        None => edition
            .listes
            .territoire_du_departement(dossier.texte(champs.departement)?),
    }
}
