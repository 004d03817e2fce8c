//! Faults of input, each of which makes a dossier unreadable.

use super::{DossierInvente, FauteInjectee, Saisie};

/// The kinds of faults: name, field, what is written there instead, rule raised.
pub const FAUTES: [(&str, &str, &str, &str); 7] = [
    (
        "date-impossible",
        "contrat.date_debut",
        "2024-02-30",
        "CP-002",
    ),
    ("quotite-negative", "contrat.quotite", "-0.80", "CP-002"),
    (
        "siret-de-13-chiffres",
        "employeur.siret",
        "1234567820001",
        "CP-002",
    ),
    (
        "nature-inconnue",
        "contrat.nature",
        "profesionnalisation",
        "CP-002",
    ),
    (
        "departement-inconnu",
        "employeur.departement",
        "96",
        "CP-002",
    ),
    (
        "code-rncp-en-lettres",
        "contrat.certification.rncp",
        "cuisine",
        "CP-002",
    ),
    ("cle-mal-ecrite", "contrat.date_debu", "", "CP-001"),
];

/// Puts a fault in a dossier: each kind in turn.
pub(super) fn injecter(invente: &mut DossierInvente, rang: u32, cles: bool) {
    let nombre = if cles { FAUTES.len() } else { FAUTES.len() - 1 };
    let tour = usize::try_from(rang).unwrap_or(0);
    let (nom, champ, valeur, regle) = FAUTES[tour % nombre];
    let vrai = if valeur.is_empty() {
        "contrat.date_debut"
    } else {
        champ
    };
    let place = invente.champs.iter_mut().find(|(connu, _)| connu == vrai);
    match place {
        Some((cle, _)) if valeur.is_empty() => champ.clone_into(cle),
        Some((_, saisie)) => *saisie = Saisie::Texte(valeur.to_owned()),
        // The code of a CQP: the other one is given, and wrong.
        None => invente
            .champs
            .push((champ.to_owned(), Saisie::Texte(valeur.to_owned()))),
    }
    invente.faute = Some(FauteInjectee {
        nom,
        champ: champ.to_owned(),
        regle,
    });
}
