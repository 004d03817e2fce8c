//! The answer: which regime, whether the employment situation may be opposed, what remains to be checked.

use guichet_instruction::{ChampDeReponse, Dossier, Etabli, GenreDeReponse};
use guichet_socle::Issue;
use guichet_socle::constat::Valeur;

use crate::edition::EditionAutorisationTravail;
use crate::faits::territoire;
use crate::listes::Groupe;

/// The regime that governs the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Regime {
    /// One of the ten States, and a job of annex 2.
    UeTransitoire,
    /// A third country, and one of the six jobs open in every region.
    TiersNational,
    /// A third country, and a job of the list of the region.
    TiersRegional,
    /// The ordinary rules.
    DroitCommun,
    /// The circular does not govern this nationality.
    NonApplicable,
}

impl Regime {
    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UeTransitoire => "ue_transitoire",
            Self::TiersNational => "tiers_national",
            Self::TiersRegional => "tiers_regional",
            Self::DroitCommun => "droit_commun",
            Self::NonApplicable => "non_applicable",
        }
    }
}

/// Whether the employment situation may be opposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Situation {
    /// It may not.
    NonOpposable,
    /// It may.
    Opposable,
    /// The circular does not say: it does not govern the case.
    SansObjet,
}

impl Situation {
    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NonOpposable => "non_opposable",
            Self::Opposable => "opposable",
            Self::SansObjet => "sans_objet",
        }
    }
}

/// What remains to be checked, whatever the answer on the employment situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ResteAVerifier {
    /// A work permit stays the rule (§ 1.1).
    AutorisationDeTravail,
    /// Taxes and fees due to the ANAEM (§ 1.1).
    TaxesEtRedevances,
    /// The employer respects the social rules (§ 2).
    ReglesSociales,
    /// Equal treatment, pay included (§ 2).
    EgaliteDeTraitement,
    /// Diploma or title, for some professions (§ 2).
    ProfessionReglementee,
    /// Same job as the first permit (§ 2).
    IdentiteDeMetier,
    /// Same pay as the first permit (§ 2).
    IdentiteDeRemuneration,
    /// Same employer as the first permit, for a provisional permit (§ 2).
    IdentiteDEmployeur,
    /// The list of a ratified agreement (§ 1.4).
    ListeDeLAccord,
    /// The bilateral agreement that governs Algerians and Tunisians (§ 1.3).
    AccordParticulier,
}

impl ResteAVerifier {
    /// All of them, in the order in which they are told.
    pub const TOUS: [Self; 10] = [
        Self::AutorisationDeTravail,
        Self::TaxesEtRedevances,
        Self::ReglesSociales,
        Self::EgaliteDeTraitement,
        Self::ProfessionReglementee,
        Self::IdentiteDeMetier,
        Self::IdentiteDeRemuneration,
        Self::IdentiteDEmployeur,
        Self::ListeDeLAccord,
        Self::AccordParticulier,
    ];

    /// The code of the public contract.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AutorisationDeTravail => "autorisation_de_travail",
            Self::TaxesEtRedevances => "taxes_et_redevances",
            Self::ReglesSociales => "regles_sociales",
            Self::EgaliteDeTraitement => "egalite_de_traitement",
            Self::ProfessionReglementee => "profession_reglementee",
            Self::IdentiteDeMetier => "identite_de_metier",
            Self::IdentiteDeRemuneration => "identite_de_remuneration",
            Self::IdentiteDEmployeur => "identite_d_employeur",
            Self::ListeDeLAccord => "liste_de_l_accord",
            Self::AccordParticulier => "accord_particulier",
        }
    }
}

/// What remains to be checked, in words, with its source.
pub const RESTE_EN_MOTS: &[(&str, &str)] = &[
    (
        "autorisation_de_travail",
        "L’autorisation de travail reste exigée (circulaire, 1.1).",
    ),
    (
        "taxes_et_redevances",
        "L’employeur doit les taxes et redevances dues à l’ANAEM (circulaire, 1.1).",
    ),
    (
        "regles_sociales",
        "L’employeur doit respecter les règles sociales (circulaire, 2).",
    ),
    (
        "egalite_de_traitement",
        "Le salarié doit être traité comme les autres, notamment pour la rémunération (circulaire, 2).",
    ),
    (
        "profession_reglementee",
        "Si la profession est réglementée, le diplôme ou le titre exigé est à produire (circulaire, 2).",
    ),
    (
        "identite_de_metier",
        "Le métier doit être celui de l’autorisation initiale (circulaire, 2).",
    ),
    (
        "identite_de_remuneration",
        "Les conditions de rémunération doivent être celles de l’autorisation initiale (circulaire, 2).",
    ),
    (
        "identite_d_employeur",
        "Pour une autorisation provisoire, l’employeur doit être celui de l’autorisation initiale (circulaire, 2).",
    ),
    (
        "liste_de_l_accord",
        "La liste de métiers de l’accord ratifié est à consulter (circulaire, 1.4).",
    ),
    (
        "accord_particulier",
        "L’accord franco-algérien ou franco-tunisien est à appliquer (circulaire, 1.3).",
    ),
];

const REGIMES: &[(&str, &str)] = &[
    (
        "ue_transitoire",
        "nouveaux États membres, métier de l’annexe 2",
    ),
    (
        "tiers_national",
        "pays tiers, métier ouvert dans toutes les régions",
    ),
    (
        "tiers_regional",
        "pays tiers, métier de la liste de la région",
    ),
    ("droit_commun", "droit commun"),
    ("non_applicable", "circulaire non applicable"),
];

const SITUATIONS: &[(&str, &str)] = &[
    ("non_opposable", "ne peut pas être opposée"),
    ("opposable", "peut être opposée"),
    ("a_examiner", "à examiner : deux lectures"),
    ("sans_objet", "sans objet"),
];

/// The fields of the answer, in words.
pub const REPONSE: &[ChampDeReponse] = &[
    champ("regime", "Régime", GenreDeReponse::Codes(REGIMES)),
    champ(
        "situation_emploi",
        "Situation de l’emploi",
        GenreDeReponse::Codes(SITUATIONS),
    ),
    champ(
        "notification_possible",
        "Décision notifiable dès maintenant",
        GenreDeReponse::Booleen,
    ),
    champ(
        "recherche_prealable_exigee",
        "Recherche préalable de candidats exigée",
        GenreDeReponse::Booleen,
    ),
    champ(
        "reste_a_verifier",
        "Reste à vérifier",
        GenreDeReponse::Codes(RESTE_EN_MOTS),
    ),
];

const fn champ(nom: &'static str, libelle: &'static str, genre: GenreDeReponse) -> ChampDeReponse {
    ChampDeReponse {
        nom,
        libelle,
        genre,
    }
}

/// The answer besides the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    /// The regime, when it is known.
    pub regime: Option<Regime>,
    /// Whether the situation may be opposed, when it is known.
    pub situation: Option<Situation>,
    /// Whether the decision may be notified yet, when it is known.
    pub notification_possible: Option<bool>,
    /// Whether the employer must first look for candidates, when the circular says.
    pub recherche_prealable: Option<bool>,
    /// What remains to be checked, a bit each.
    pub reste: u16,
}

impl Reponse {
    /// What remains to be checked.
    pub fn reste_a_verifier(self) -> impl Iterator<Item = ResteAVerifier> {
        ResteAVerifier::TOUS
            .into_iter()
            .filter(move |reste| self.reste & (1 << *reste as u8) != 0)
    }
}

/// The answer to a request.
#[must_use]
pub fn repondre(
    edition: &EditionAutorisationTravail,
    dossier: &Dossier,
    etabli: &Etabli<'_>,
    issue: Issue,
) -> Reponse {
    let nationalite = dossier
        .texte(edition.champs.nationalite)
        .and_then(|code| edition.listes.nationalite(code));
    let regime = match issue {
        Issue::HorsChamp => Some(Regime::NonApplicable),
        Issue::Favorable => nationalite.and_then(|nationalite| match nationalite.groupe {
            Groupe::UeTransitoire => Some(Regime::UeTransitoire),
            Groupe::Tiers if est_national(edition, dossier) => Some(Regime::TiersNational),
            Groupe::Tiers => Some(Regime::TiersRegional),
            Groupe::AccordParticulier | Groupe::HorsCirculaire => None,
        }),
        Issue::Defavorable => Some(Regime::DroitCommun),
        _ => None,
    };
    let situation = match issue {
        Issue::HorsChamp => Some(Situation::SansObjet),
        Issue::Favorable => Some(Situation::NonOpposable),
        Issue::Defavorable => Some(Situation::Opposable),
        _ => None,
    };
    let seule_liste = dossier.booleen(edition.champs.seule_liste);
    let publies = dossier.booleen(edition.champs.arretes_publies);
    Reponse {
        regime,
        situation,
        notification_possible: match (situation, seule_liste, publies) {
            // Only an approval that rests strictly on the lists must wait for the orders.
            (Some(Situation::NonOpposable), Some(false), _)
            | (Some(Situation::NonOpposable), _, Some(true))
            | (Some(Situation::Opposable), _, _) => Some(true),
            (Some(Situation::NonOpposable), Some(true), Some(false)) => Some(false),
            _ => None,
        },
        recherche_prealable: match situation {
            Some(Situation::NonOpposable) => Some(false),
            Some(Situation::Opposable) => Some(true),
            _ => None,
        },
        reste: reste(edition, dossier, etabli, issue),
    }
}

/// The job is one of the six: that holds whatever the list of the region prints besides.
fn est_national(edition: &EditionAutorisationTravail, dossier: &Dossier) -> bool {
    let code = dossier.texte(edition.champs.code_rome).unwrap_or_default();
    let metier = edition.listes.metier(code);
    territoire(edition, dossier).is_some() && metier.is_some_and(|metier| metier.national)
}

fn reste(
    edition: &EditionAutorisationTravail,
    dossier: &Dossier,
    _etabli: &Etabli<'_>,
    issue: Issue,
) -> u16 {
    use ResteAVerifier as R;
    let bit = |reste: R| 1u16 << reste as u8;
    let nationalite = dossier
        .texte(edition.champs.nationalite)
        .and_then(|code| edition.listes.nationalite(code));
    if issue == Issue::HorsChamp {
        let accord = nationalite.is_some_and(|n| n.groupe == Groupe::AccordParticulier);
        return if accord { bit(R::AccordParticulier) } else { 0 };
    }
    let mut reste = bit(R::AutorisationDeTravail)
        | bit(R::TaxesEtRedevances)
        | bit(R::ReglesSociales)
        | bit(R::EgaliteDeTraitement)
        | bit(R::ProfessionReglementee);
    if dossier.choix(edition.champs.demande) == Some(edition.renouvellement) {
        reste |=
            bit(R::IdentiteDeMetier) | bit(R::IdentiteDeRemuneration) | bit(R::IdentiteDEmployeur);
    }
    let signe =
        nationalite.is_some_and(|n| edition.parametres.accords_signes.valeur.contains(&n.code));
    if signe && dossier.booleen(edition.champs.accord_ratifie) == Some(true) {
        reste |= bit(R::ListeDeLAccord);
    }
    reste
}

/// The fields of the answer, in the order of the contract. When two readings make the issue, the situation
/// itself is to be examined: both sides are in `lectures`.
#[must_use]
pub fn champs(reponse: Reponse, issue: Issue) -> Vec<(&'static str, Valeur)> {
    let situation = match (issue, reponse.situation) {
        (Issue::AExaminer, Some(_)) => Valeur::fixe("a_examiner"),
        (_, Some(situation)) => Valeur::fixe(situation.code()),
        (_, None) => Valeur::Nul,
    };
    let booleen = |vrai: Option<bool>| vrai.map_or(Valeur::Nul, Valeur::Booleen);
    let regime = reponse
        .regime
        .map_or(Valeur::Nul, |regime| Valeur::fixe(regime.code()));
    let reste = reponse.reste_a_verifier();
    [
        ("regime", regime),
        ("situation_emploi", situation),
        (
            "notification_possible",
            booleen(reponse.notification_possible),
        ),
        (
            "recherche_prealable_exigee",
            booleen(reponse.recherche_prealable),
        ),
        (
            "reste_a_verifier",
            Valeur::Liste(reste.map(|reste| Valeur::fixe(reste.code())).collect()),
        ),
    ]
    .into()
}
