//! What the file is for: exam and session, by the options, its name, its header columns.

use super::super::redaction::{Sortie, Trouvaille};
use super::super::{Options, Source, codes};
use super::Prete;
use crate::champs::Bloc;
use crate::lecture::encodage::Encodage;
use crate::lecture::enregistrement::Cellule;
use crate::lecture::entete::Entete;
use crate::nom_de_fichier::NomDeFichier;
use crate::plan::Cadre;
use crate::{EditionCyclades, Examen, Session};

/// The exam and the session, from the options, else the name of the file, else its header columns.
pub fn cadrer(
    source: &dyn Source,
    options: &Options,
    edition: &EditionCyclades,
    entete: &Entete,
    encodage: Encodage,
    premiere: Option<&Vec<Cellule<'_>>>,
    sortie: &mut Sortie<'_>,
) -> (Cadre, Option<String>) {
    let fichier = source.nom();
    let nom = NomDeFichier::lire(fichier);
    let colonne = edition.champs.rang("annee_session").and_then(|rang| {
        let place = entete
            .champs
            .iter()
            .position(|champ| *champ == Some(rang))?;
        let valeur = encodage.texte(premiere?.get(place)?.octets).into_owned();
        (!valeur.is_empty()).then_some(valeur)
    });
    let du_nom = nom.map(|nom| nom.session.to_owned());
    let session = options
        .session
        .clone()
        .or_else(|| du_nom.clone())
        .or(colonne);
    let tronc = nom.map_or(fichier, |nom| nom.nom);
    let cadre = Cadre {
        examen: options.examen.or_else(|| Examen::dans_un_nom(tronc)),
        session: session.as_deref().and_then(Session::lire),
        annee: session.as_deref().and_then(Session::annee_de),
        contexte: options.contexte,
    };
    // Without a name to check, what it should have told may still be missing.
    if source.a_un_nom() || cadre.annee.is_none() {
        signaler_nom(fichier, nom, &cadre, sortie);
    }
    if cadre.examen.is_none() {
        dire_du_nom(codes::DOMAINE_INTROUVABLE, fichier, "", &cadre, sortie);
    }
    if let Some(du_nom) = du_nom.filter(|s| options.session.as_ref().is_some_and(|o| o != s)) {
        let constat = "Le nom du fichier";
        dire_du_nom(codes::SESSION_DIFFERENTE, &du_nom, constat, &cadre, sortie);
    }
    (cadre, session)
}

fn signaler_nom(
    fichier: &str,
    nom: Option<NomDeFichier<'_>>,
    cadre: &Cadre,
    sortie: &mut Sortie<'_>,
) {
    match nom {
        None => {
            let constat = if cadre.annee.is_none() {
                ", et aucune session n’est donnée : ce qui dépend de la session n’a pas été contrôlé"
            } else {
                ""
            };
            dire_du_nom(codes::NOM_NON_CONFORME, fichier, constat, cadre, sortie);
        }
        Some(nom) => {
            if nom.extraction().is_none() {
                let code = codes::EXTRACTION_IMPOSSIBLE;
                dire_du_nom(code, fichier, nom.extraction, cadre, sortie);
            }
            if !nom.version_est_lisible() {
                dire_du_nom(
                    codes::VERSION_DU_NOM_ILLISIBLE,
                    fichier,
                    nom.version,
                    cadre,
                    sortie,
                );
            } else if nom.version != sortie.edition.parametres.version.valeur {
                dire_du_nom(
                    codes::VERSION_DU_NOM_AUTRE,
                    fichier,
                    nom.version,
                    cadre,
                    sortie,
                );
            }
        }
    }
}

pub fn dire_du_nom(
    code: &str,
    valeur: &str,
    constat: &str,
    cadre: &Cadre,
    sortie: &mut Sortie<'_>,
) {
    let condition = sortie.rang(code);
    sortie.signaler(
        cadre,
        &Trouvaille {
            condition,
            nom: Some("nom_fichier"),
            valeur: Some(valeur),
            constat,
            ..Trouvaille::default()
        },
    );
}

/// The session of the name or the option obeys the same rules as that of the header.
pub fn signaler_session(session: &str, prete: &Prete, sortie: &mut Sortie<'_>) {
    let Some(rang) = sortie.edition.champs.rang("annee_session") else {
        return;
    };
    for condition in prete.plan.defauts_de_champ(rang, session) {
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition,
                nom: Some("nom_fichier"),
                valeur: Some(session),
                ..Trouvaille::default()
            },
        );
    }
}

/// The columns of the header block, on the first row; the others must repeat them.
pub fn controler_l_entete(premiere: &[Cellule<'_>], prete: &mut Prete, sortie: &mut Sortie<'_>) {
    let edition = sortie.edition;
    for (champ, rang) in edition.champs.liste.iter().zip(0u8..) {
        let place = prete
            .entete
            .champs
            .iter()
            .position(|colonne| *colonne == Some(rang));
        if champ.bloc != Bloc::Entete {
            continue;
        }
        let Some(cellule) = place.and_then(|place| premiere.get(place)) else {
            continue;
        };
        prete.premiere_entete.push((rang, cellule.octets.to_vec()));
        let valeur = prete.encodage.texte(cellule.octets).into_owned();
        if valeur.is_empty() {
            continue;
        }
        let mut defauts = prete.plan.defauts_de_champ(rang, &valeur);
        let autre_session = defauts.is_empty()
            && Some(rang) == prete.plan.reperes.annee_session
            && Session::lire(&valeur)
                .is_some_and(|sienne| prete.cadre.session.is_some_and(|session| session != sienne));
        if autre_session {
            defauts.push(sortie.rang(codes::SESSION_DIFFERENTE));
        }
        for condition in defauts {
            sortie.signaler(
                &prete.cadre,
                &Trouvaille {
                    condition,
                    champ: Some(rang),
                    ligne: Some(u64::from(prete.lignes_d_entete) + 1),
                    valeur: Some(&valeur),
                    constat: "La colonne annee_session",
                    ..Trouvaille::default()
                },
            );
        }
    }
}
