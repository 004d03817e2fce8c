//! The answer besides the issue: the most that may be given, and every course with its part.

use guichet_instruction::{ChampDeReponse, Choix, Dossier, GenreDeReponse};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::EtapeDeCalcul;
use guichet_socle::{Centimes, Issue};

use super::EditionComplement;
use super::demande::{self, Demande, Supplement};
use crate::dotation::reponse::{DISPOSITIFS, champ, montant, objet};
use crate::formations::{Dispositif, Fondement};

/// The answer besides the issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reponse {
    /// The most that may be given: nothing when the request is refused, none when it is not known.
    pub montant_maximal: Option<Centimes>,
    /// The line that lacks money.
    pub dispositif: Option<Dispositif>,
    /// The courses, in the order of the dossier.
    pub supplements: Vec<Supplement>,
}

const FORMATIONS: &[ChampDeReponse] = &[
    champ("code_diplome", "Code", GenreDeReponse::Texte),
    champ("specialite", "Spécialité", GenreDeReponse::Texte),
    champ("libelle", "Formation", GenreDeReponse::Texte),
    champ("eligible", "Éligible", GenreDeReponse::Booleen),
    champ(
        "fondement",
        "Fondement",
        GenreDeReponse::Codes(Fondement::EN_MOTS),
    ),
    champ(
        "dispositif",
        "Dispositif",
        GenreDeReponse::Codes(DISPOSITIFS),
    ),
    champ("effectif", "Effectif", GenreDeReponse::Nombre),
    champ("montant_centimes", "Montant", GenreDeReponse::Montant),
];

/// The fields of the answer.
pub const REPONSE: &[ChampDeReponse] = &[
    champ(
        "montant_maximal_centimes",
        "Montant maximal",
        GenreDeReponse::Montant,
    ),
    champ(
        "automatique",
        "Attribution automatique",
        GenreDeReponse::Booleen,
    ),
    champ(
        "formations",
        "Formations",
        GenreDeReponse::Table(FORMATIONS),
    ),
];

/// The answer to a dossier.
#[must_use]
pub fn repondre(
    edition: &EditionComplement,
    dossier: &Dossier,
    choix: Choix,
    issue: Issue,
) -> Reponse {
    let demande = demande::lire(edition, dossier, choix);
    let montant_maximal = match issue {
        Issue::Defavorable => Some(Centimes::ZERO),
        _ => demande.as_ref().and_then(Demande::montant),
    };
    Reponse {
        montant_maximal,
        dispositif: demande::dispositif(edition, dossier),
        supplements: demande.map_or_else(Vec::new, |demande| demande.supplements),
    }
}

/// The fields of the answer, in the order of the contract. The assembly decides: nothing is automatic.
#[must_use]
pub fn champs(reponse: &Reponse) -> Vec<(&'static str, Valeur)> {
    vec![
        ("montant_maximal_centimes", montant(reponse.montant_maximal)),
        ("automatique", Valeur::Booleen(false)),
        (
            "formations",
            Valeur::Liste(reponse.supplements.iter().map(formation).collect()),
        ),
    ]
}

fn formation(supplement: &Supplement) -> Valeur {
    let cours = supplement.cours.as_ref();
    let du_cours =
        |valeur: &dyn Fn(&crate::cours::CoursNomme) -> Valeur| cours.map_or(Valeur::Nul, valeur);
    objet([
        ("code_diplome", du_cours(&|c| Valeur::texte(&c.code))),
        ("specialite", du_cours(&|c| Valeur::texte(c.specialite()))),
        ("libelle", du_cours(&|c| Valeur::texte(&c.libelle))),
        ("eligible", du_cours(&|c| Valeur::Booleen(c.eligible))),
        (
            "fondement",
            du_cours(&|c| Valeur::fixe(c.eligibilite.fondement.code())),
        ),
        (
            "dispositif",
            du_cours(&|c| {
                c.dispositif()
                    .map_or(Valeur::Nul, |d| Valeur::fixe(d.code()))
            }),
        ),
        (
            "effectif",
            supplement.effectif.map_or(Valeur::Nul, Valeur::Entier),
        ),
        ("montant_centimes", montant(supplement.montant)),
    ])
}

/// The computation, course by course: the steps add up to the most that may be given. None for a refusal.
#[must_use]
pub fn etapes(edition: &EditionComplement, reponse: &Reponse) -> Vec<EtapeDeCalcul> {
    let Some(dispositif) = reponse.dispositif else {
        return Vec::new();
    };
    if reponse.montant_maximal == Some(Centimes::ZERO) {
        return Vec::new();
    }
    let forfait = edition.regles.forfait(dispositif);
    let forfait = forfait.to_string().replace(",00", "");
    let eleves = match dispositif {
        Dispositif::PostBac => "boursiers",
        Dispositif::PreBac | Dispositif::PrepaMetiers => "élèves",
    };
    let demandes = reponse.supplements.iter().filter(|s| s.compte());
    demandes
        .filter_map(|supplement| {
            let nom = supplement.cours.as_ref().map_or("", |cours| cours.nom());
            Some(EtapeDeCalcul {
                libelle: format!("{nom} : {} {eleves} × {forfait}", supplement.effectif?),
                montant_centimes: supplement.montant?,
                source: edition.regles.source_du_forfait(dispositif),
            })
        })
        .collect()
}
