//! What the sentences of the rules of XML tell.

use super::bloc::Groupe;
use super::preparation::Prete;
use super::redaction::{Sortie, Trouvaille};
use crate::lecture::blocs::LIGNE_MAX;
use crate::lecture::xml::defaut::Defaut;
use crate::lecture::xml::{ATTRIBUTS_MAX, PROFONDEUR_MAX};

/// What the reading saw of a fault, whose text is given.
pub fn constat(defaut: Defaut, texte: &str) -> String {
    match defaut {
        Defaut::Malforme(cause) => cause.mots(&abrege(texte)),
        Defaut::TropProfond => PROFONDEUR_MAX.to_string(),
        Defaut::TropDAttributs => ATTRIBUTS_MAX.to_string(),
        Defaut::TexteInattendu => format!("“{}”", abrege(texte)),
        Defaut::Demesure(octets) => {
            format!("{octets} octets, et {LIGNE_MAX} au plus sont lus,")
        }
        _ => String::new(),
    }
}

/// Told once, with the number.
pub fn signaler_groupe(groupe: &Groupe, prete: &Prete, sortie: &mut Sortie<'_>) {
    let nom = prete.encodage.texte(&groupe.nom).into_owned();
    let constat = match groupe.nombre {
        0 | 1 => String::new(),
        2 => " ; une autre fois ensuite".to_owned(),
        nombre => format!(" ; {} autres fois ensuite", nombre - 1),
    };
    let nomme = !nom.is_empty();
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition: groupe.condition,
            champ: groupe.champ,
            nom: (nomme && groupe.champ.is_none()).then_some(nom.as_str()),
            ligne: Some(groupe.ligne),
            colonne: Some(groupe.colonne),
            candidat: groupe.candidat,
            valeur: nomme.then_some(nom.as_str()),
            constat: &constat,
            ..Trouvaille::default()
        },
    );
}

/// A text on one line, short enough for a sentence.
fn abrege(texte: &str) -> String {
    const MAX: usize = 40;
    let ligne = texte.split(['\n', '\r']).next().unwrap_or_default();
    let mut court: String = ligne.chars().take(MAX).collect();
    if court.len() < texte.trim_end().len() {
        court.push('…');
    }
    court
}
