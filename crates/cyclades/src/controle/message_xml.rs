//! What the sentences of the rules of XML tell.

use guichet_socle::erreur::plus_proche;

use super::bloc::Groupe;
use super::codes;
use super::preparation::Prete;
use super::redaction::{Sortie, Trouvaille};
use crate::champs::Bloc;
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
    let fois = match groupe.nombre {
        0 | 1 => String::new(),
        2 => " ; une autre fois ensuite".to_owned(),
        nombre => format!(" ; {} autres fois ensuite", nombre - 1),
    };
    let nomme = !nom.is_empty();
    let constat = if groupe.condition == sortie.rang(codes::ELEMENT_INCONNU) {
        let lu = if groupe.autour {
            " ; les éléments connus qu’il contient sont lus".to_owned()
        } else {
            let proche = element_proche(&nom, prete, sortie)
                .map_or_else(String::new, |proche| format!(", qui a « {proche} »"));
            format!("{proche} ; son contenu n’est pas contrôlé")
        };
        format!("{lu}{fois}")
    } else {
        fois
    };
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

/// The name of the structure that an unknown one comes near, often but for the case.
fn element_proche(nom: &str, prete: &Prete, sortie: &Sortie<'_>) -> Option<String> {
    let modele = &prete.xml.as_ref()?.modele;
    let entete = sortie.edition.champs.liste.iter();
    let noms = [&modele.candidat, &modele.entete]
        .into_iter()
        .chain(modele.feuilles.iter().flat_map(|feuille| &feuille.chemin))
        .chain(entete.filter(|c| c.bloc == Bloc::Entete).map(|c| &c.nom));
    let nom = nom.rsplit(':').next().unwrap_or(nom);
    plus_proche(nom, noms.map(String::as_str)).map(str::to_owned)
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
