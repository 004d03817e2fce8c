//! The worked cases of a rule, replayed: what was put in the row, what is said of it.

use crate::exemples::extraction;
use crate::regles::vues::{CasVue, TrouveVue, ValeurVue};
use guichet_cyclades::cas::{Cas, CasDeFichier, Catalogue, session_usuelle};
use guichet_cyclades::champs::Bloc;
use guichet_cyclades::controle::{Octets, controler};
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_cyclades::generation::{SEPARATEUR, nom_officiel};
use guichet_cyclades::{
    Constat, Contexte, EditionCyclades, Examen, Options, Refus, StatutEtablissement,
};

/// The cases of a rule, those of a candidate first.
pub fn de_la_regle(edition: &EditionCyclades, catalogue: &Catalogue, code: &str) -> Vec<CasVue> {
    let candidats = catalogue.candidats.iter().filter(|cas| cas.regle == code);
    let fichiers = catalogue.fichiers.iter().filter(|cas| cas.regle == code);
    candidats
        .map(|cas| de_candidat(edition, catalogue, cas))
        .chain(fichiers.map(|cas| de_fichier(edition, cas)))
        .collect()
}

fn de_candidat(edition: &EditionCyclades, catalogue: &Catalogue, cas: &Cas) -> CasVue {
    let examen = cas.examens.first().copied();
    let usuelle = examen.map(|examen| session_usuelle(edition, examen));
    let session = examen.and_then(|examen| cas.session(edition, examen));
    let trouves = match examen {
        Some(examen) if !cas.trouve.is_empty() => rejouer(edition, catalogue, cas, examen),
        _ => Vec::new(),
    };
    let trouve = cas
        .trouve
        .iter()
        .map(|attendu| TrouveVue {
            regle: attendu.regle.clone(),
            champ: Some(attendu.champ.clone()),
            message: trouves
                .iter()
                .find(|c| c.regle == attendu.regle && c.champ.as_ref() == Some(&attendu.champ))
                .map_or_else(String::new, |constat| constat.message.clone()),
        })
        .collect();
    CasVue {
        titre: cas.titre.clone(),
        examens: cas.examens.iter().map(ToString::to_string).collect(),
        session: (session != usuelle)
            .then(|| session.map_or_else(|| "inconnue".to_owned(), |session| session.to_string())),
        options: options(cas.contexte),
        nom_fichier: None,
        valeurs: cas
            .avec
            .iter()
            .filter_map(|(rang, valeur)| {
                let champ = edition.champs.liste.get(usize::from(*rang))?;
                Some(ValeurVue {
                    champ: champ.nom.clone(),
                    valeur: valeur.clone(),
                })
            })
            .collect(),
        decision: None,
        trouve,
    }
}

/// A file of one row: the ordinary candidate of the exam, the values of the case over it.
fn rejouer(
    edition: &EditionCyclades,
    catalogue: &Catalogue,
    cas: &Cas,
    examen: Examen,
) -> Vec<Constat> {
    let mut valeurs = catalogue.ordinaires.premier(examen);
    cas.poser(&mut valeurs);
    let garde = |bloc: Bloc| bloc != Bloc::Entete || cas.donne_l_entete(edition);
    let colonnes = || {
        edition
            .champs
            .liste
            .iter()
            .zip(&valeurs)
            .filter(|(c, _)| garde(c.bloc))
    };
    let mut octets = Vec::new();
    ecrire_ligne(
        &mut octets,
        colonnes().map(|(champ, _)| champ.nom.as_str()),
        SEPARATEUR,
    );
    ecrire_ligne(
        &mut octets,
        colonnes().map(|(_, valeur)| valeur.as_str()),
        SEPARATEUR,
    );
    let session = cas.session(edition, examen);
    let nom = session.map_or_else(
        || "candidats.csv".to_owned(),
        |session| nom_officiel(examen, session, extraction(session, 0)),
    );
    let options = Options {
        examen: Some(examen),
        session: session.map(|session| session.to_string()),
        contexte: cas.contexte,
        ..Options::default()
    };
    constats(edition, &nom, &octets, &options)
}

fn de_fichier(edition: &EditionCyclades, cas: &CasDeFichier) -> CasVue {
    // A faulty edition was refused when it was read.
    let trouves = cas.rejouer(edition).unwrap_or_default();
    let mut dites = options(cas.options.contexte);
    if let Some(examen) = cas.options.examen {
        dites.insert(0, format!("--domaine {examen}"));
    }
    if let Some(separateur) = cas.options.separateur {
        dites.push(match separateur {
            b'\t' => "--separateur tabulation".to_owned(),
            autre => format!("--separateur \"{}\"", char::from(autre)),
        });
    }
    CasVue {
        titre: cas.titre.clone(),
        examens: cas
            .options
            .examen
            .map(|examen| examen.to_string())
            .into_iter()
            .collect(),
        session: cas.options.session.clone(),
        options: dites,
        nom_fichier: Some(match &cas.avant {
            None => cas.nom.clone(),
            Some((avant, _)) => format!("{avant}, puis {}", cas.nom),
        }),
        valeurs: Vec::new(),
        decision: None,
        trouve: cas
            .trouve
            .iter()
            .map(|code| {
                let constat = trouves.iter().find(|constat| constat.regle == *code);
                TrouveVue {
                    regle: code.clone(),
                    champ: constat.and_then(|constat| constat.champ.clone()),
                    message: constat.map_or_else(String::new, |constat| constat.message.clone()),
                }
            })
            .collect(),
    }
}

fn constats(
    edition: &EditionCyclades,
    nom: &str,
    octets: &[u8],
    options: &Options,
) -> Vec<Constat> {
    let mut trouves = Vec::new();
    let resultat = controler(edition, &Octets { nom, octets }, options, &mut |constat| {
        trouves.push(constat);
    });
    if let Err(Refus::Contenu(constat)) = resultat {
        trouves.push(*constat);
    }
    trouves
}

/// The context, as one would give it to the command.
fn options(contexte: Contexte) -> Vec<String> {
    let mut options = Vec::new();
    if contexte.controle_ine == Some(true) {
        options.push("--controle-ine".to_owned());
    }
    if contexte.etablissement_francais == Some(true) {
        options.push("--etablissement-francais".to_owned());
    }
    if let Some(statut) = contexte.statut {
        let nom = StatutEtablissement::NOMS
            .iter()
            .find(|(_, connu)| *connu == statut);
        options.extend(nom.map(|(nom, _)| format!("--statut-etablissement {nom}")));
    }
    options
}
