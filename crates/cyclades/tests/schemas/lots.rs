//! The values that both sides judge: each case of the edition, a candidate each.

use std::collections::BTreeSet;

use guichet_cyclades::cas::{Cas, Catalogue, SessionDuCas, session_usuelle};
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::nom_officiel;
use guichet_cyclades::{Contexte, EditionCyclades, Examen, Options, Session};
use guichet_socle::constat::Gravite;
use jiff::civil::datetime;

use super::commun::controler_octets;

/// A candidate, and what the check says of it.
#[derive(Debug)]
pub struct Juge {
    /// What the case shows.
    pub titre: String,
    /// Its values, by rank of field.
    pub valeurs: Vec<String>,
    /// The rules of gravity error that it fails.
    pub erreurs: BTreeSet<String>,
}

/// The candidates of an exam.
pub struct Lot {
    pub examen: Examen,
    pub session: Session,
    pub juges: Vec<Juge>,
}

pub fn examens() -> impl Iterator<Item = Examen> {
    Examen::NOMS.into_iter().filter_map(Examen::lire)
}

/// Cases that a schema may judge: of the session of the lists, without a header of their own.
fn convient(cas: &Cas, edition: &EditionCyclades, examen: Examen) -> bool {
    let session = match cas.session {
        SessionDuCas::Usuelle => true,
        SessionDuCas::Precise(precise) => precise == session_usuelle(edition, examen),
        SessionDuCas::Inconnue => false,
    };
    session
        && cas.examens.contains(&examen)
        && cas.contexte == Contexte::default()
        && !cas.donne_l_entete(edition)
}

/// Every case of an exam, accepted or not.
pub fn lot(edition: &EditionCyclades, catalogue: &Catalogue, examen: Examen) -> Lot {
    let session = session_usuelle(edition, examen);
    let mut juges: Vec<Juge> = catalogue
        .candidats
        .iter()
        .filter(|cas| convient(cas, edition, examen))
        .map(|cas| {
            let mut valeurs = catalogue.ordinaires.premier(examen);
            cas.poser(&mut valeurs);
            Juge {
                titre: format!("{examen} {} : {}", cas.regle, cas.titre),
                valeurs,
                erreurs: BTreeSet::new(),
            }
        })
        .collect();
    let colonnes: Vec<usize> = (0..edition.champs.liste.len())
        .filter(|&c| edition.champs.liste[c].bloc != Bloc::Entete)
        .collect();
    let mut octets = Vec::new();
    let noms = colonnes
        .iter()
        .map(|&c| edition.champs.liste[c].nom.as_str());
    ecrire_ligne(&mut octets, noms, b';');
    for juge in &juges {
        ecrire_ligne(
            &mut octets,
            colonnes.iter().map(|&c| juge.valeurs[c].as_str()),
            b';',
        );
    }
    let nom = nom_officiel(examen, session, datetime(2023, 11, 15, 9, 0, 0, 0));
    for constat in controler_octets(edition, &nom, &octets, &Options::default()) {
        let Some(candidat) = constat.candidat else {
            continue;
        };
        let erreur = edition
            .condition(&constat.regle)
            .is_some_and(|c| c.gravite == Gravite::Erreur);
        if erreur {
            juges[usize::try_from(candidat).unwrap() - 1]
                .erreurs
                .insert(constat.regle);
        }
    }
    Lot {
        examen,
        session,
        juges,
    }
}

/// The rules of gravity error that a schema cannot say of some value, each with its reason. A rule stands
/// here when some candidate with no other error is accepted by the schema; the tests fail when one is
/// missing, and when one is of no use.
pub const NON_DITES: [(&str, &str); 8] = [
    (
        "CY-201",
        "l’obligation dépend d’un autre champ : département d’une naissance en France, code postal d’une résidence en France, langue d’une section européenne",
    ),
    (
        "CY-226",
        "un département de deux caractères est admis pour une naissance à l’étranger",
    ),
    (
        "CY-228",
        "un autre code est admis pour une naissance à l’étranger",
    ),
    (
        "CY-232",
        "un code postal d’une autre forme est admis pour une résidence à l’étranger",
    ),
    (
        "CY-234",
        "un nom de commune est admis pour une naissance à l’étranger",
    ),
    (
        "CY-236",
        "cinq chiffres sont un code INSEE pour une naissance en France",
    ),
    (
        "CY-310",
        "qu’il y ait un enseignement dépend de la spécialité, là où certaines en ont un",
    ),
    ("CY-314", "l’enseignement dépend de la spécialité"),
];

/// Compares verdicts, `true` for accepted, in the order of the candidates; gives back the rules that some
/// accepted candidate fails.
pub fn comparer(lot: &Lot, acceptes: &[bool], vues: &mut BTreeSet<String>) {
    assert_eq!(lot.juges.len(), acceptes.len(), "{}", lot.examen);
    let mut ecarts = Vec::new();
    for (juge, accepte) in lot.juges.iter().zip(acceptes) {
        let dites = |regle: &&String| !NON_DITES.iter().any(|(code, _)| code == regle);
        if !accepte && juge.erreurs.is_empty() {
            ecarts.push(format!("{} : refusé à tort", juge.titre));
        } else if *accepte && juge.erreurs.iter().any(|r| dites(&r)) {
            ecarts.push(format!(
                "{} : accepté à tort {:?}",
                juge.titre, juge.erreurs
            ));
        } else if *accepte {
            vues.extend(juge.erreurs.iter().cloned());
        }
    }
    assert!(ecarts.is_empty(), "{}", ecarts.join("\n"));
}

/// The list above is not stale.
pub fn verifier_les_non_dites(vues: &BTreeSet<String>) {
    let annoncees: BTreeSet<String> = NON_DITES
        .iter()
        .map(|(code, _)| (*code).to_owned())
        .collect();
    assert_eq!(*vues, annoncees, "rules that a schema does not say");
}
