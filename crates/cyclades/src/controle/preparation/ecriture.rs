//! Findings about how the file is written: encoding, separator, columns, rows that do not fit them.

use std::fmt::Write as _;
use std::io;

use super::super::redaction::{Sortie, Trouvaille};
use super::super::{Options, Refus, Source, codes};
use super::Prete;
use crate::champs::Bloc;
use crate::lecture::dialecte::{self, Dialecte};
use crate::lecture::encodage::{Comptes, Encodage};
use crate::lecture::enregistrement::Decoupeur;
use crate::lecture::entete::Defaut;
use crate::plan::{Cadre, SurPlace};

/// « 3 octets n’en sont pas »: how many bytes of a file are no UTF-8.
pub fn octets_egares(source: &dyn Source) -> io::Result<String> {
    let egares = Comptes::de(source.ouvrir()?)?.egares;
    let s = if egares > 1 {
        "s n’en sont"
    } else {
        " n’en est"
    };
    Ok(format!("{egares} octet{s} pas"))
}

/// Encoding and separator; whether the separator given does not cut the header.
pub fn signaler_ecriture(
    source: &dyn Source,
    options: &Options,
    tete: &[u8],
    prete: &Prete,
    sortie: &mut Sortie<'_>,
) -> Result<bool, Refus> {
    let cadre = Cadre::default();
    let champs = &sortie.edition.champs;
    let mut dire = |code: &str, ligne: Option<u64>, constat: &str| {
        let condition = sortie.rang(code);
        let trouvaille = Trouvaille {
            condition,
            ligne,
            constat,
            ..Trouvaille::default()
        };
        sortie.signaler(&cadre, &trouvaille);
    };
    match prete.encodage {
        Encodage::Utf8 => {}
        Encodage::Utf8Abime => {
            dire(codes::OCTETS_ILLISIBLES, None, &octets_egares(source)?);
        }
        autre => dire(codes::AUTRE_ENCODAGE, None, autre.libelle()),
    }
    let separateur = prete.dialecte.separateur;
    let meilleur = options
        .separateur
        .and_then(|donne| dialecte::meilleur_que(donne, tete, prete.encodage, champs));
    if let Some(meilleur) = meilleur {
        let constat = format!(
            "{}, mais avec {}",
            dialecte::libelle(separateur),
            dialecte::libelle(meilleur)
        );
        dire(codes::SEPARATEUR_FAUX, Some(1), &constat);
    } else if separateur != b';' && prete.entete.connues() > 1 {
        dire(
            codes::SEPARATEUR_INHABITUEL,
            Some(1),
            &dialecte::libelle(separateur),
        );
    }
    Ok(meilleur.is_some())
}

/// Columns unknown, doubled, missing.
pub fn signaler_colonnes(tete: &[u8], prete: &Prete, sortie: &mut Sortie<'_>) {
    let edition = sortie.edition;
    for defaut in &prete.entete.defauts {
        let (code, colonne, champ, constat, peut_etre) = match defaut {
            Defaut::Inconnue { colonne, proche } => (
                codes::COLONNE_INCONNUE,
                *colonne,
                None,
                String::new(),
                proche.clone(),
            ),
            Defaut::EnDouble {
                colonne,
                premiere,
                champ,
            } => (
                codes::COLONNE_EN_DOUBLE,
                *colonne,
                Some(*champ),
                format!("deux fois (colonnes {} et {})", premiere + 1, colonne + 1),
                None,
            ),
            Defaut::ALaCassePres { colonne, champ } => (
                codes::COLONNE_A_LA_CASSE_PRES,
                *colonne,
                Some(*champ),
                String::new(),
                None,
            ),
        };
        let ecrite = &prete.entete.colonnes[colonne];
        let avant = &tete[..ecrite.debut.min(tete.len())];
        let constat = peut_etre.map_or(constat, |proche| {
            format!(" ; vouliez-vous dire « {proche} » ?")
        });
        sortie.signaler(
            &prete.cadre,
            &Trouvaille {
                condition: sortie.rang(code),
                champ,
                nom: champ.is_none().then_some(ecrite.nom.as_str()),
                ligne: Some(1),
                colonne: Some(prete.encodage.colonne(avant)),
                valeur: Some(&ecrite.nom),
                constat: &constat,
                ..Trouvaille::default()
            },
        );
    }
    for (champ, rang) in edition.champs.liste.iter().zip(0u8..) {
        let requise = champ.bloc != Bloc::Entete && prete.toujours_requis(edition, rang);
        if requise && !prete.entete.a(rang) {
            signaler_absente(rang, None, prete, sortie);
        }
    }
}

/// A column that is required and missing, always or for some candidates.
pub fn signaler_absente(rang: u8, candidats: Option<u64>, prete: &Prete, sortie: &mut Sortie<'_>) {
    let constat = match candidats {
        None => " ; elle est obligatoire".to_owned(),
        Some(1) => " ; elle est obligatoire pour 1 candidat du fichier".to_owned(),
        Some(nombre) => format!(" ; elle est obligatoire pour {nombre} candidats du fichier"),
    };
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition: sortie.rang(codes::COLONNE_MANQUANTE),
            champ: Some(rang),
            ligne: Some(1),
            constat: &constat,
            ..Trouvaille::default()
        },
    );
}

/// Looks at the first rows together: a fault they share is one fault.
pub fn verifier_les_lignes(tete: &[u8], prete: &mut Prete, sortie: &mut Sortie<'_>) {
    const ECHANTILLON: usize = 200;
    let attendu = prete.entete.champs.len();
    let mut position = prete.octets_d_entete;
    let mut nombres = Vec::new();
    let mut finales = 0;
    while position < tete.len() && nombres.len() < ECHANTILLON {
        let mut dernier_vide = false;
        let ligne = prete
            .decoupeur
            .couper(tete, position, |_, c| dernier_vide = c.octets.is_empty());
        if !ligne.terminee {
            break;
        }
        if ligne.suivante - position > ligne.champs + 1 {
            nombres.push(ligne.champs);
            finales += usize::from(dernier_vide && ligne.champs == attendu + 1);
        }
        position = ligne.suivante;
    }
    if nombres.len() < 2 {
        return;
    }
    let condition;
    let constat;
    if finales * 5 > nombres.len() * 4 && sont_alignees(tete, prete) {
        prete.separateur_final = true;
        condition = sortie.rang(codes::SEPARATEUR_FINAL);
        constat = String::new();
    } else {
        let Some(autre) = commun(&nombres).filter(|&nombre| nombre != attendu) else {
            return;
        };
        prete.illisible = true;
        condition = sortie.rang(codes::COLONNES_DECALEES);
        constat = decalage(attendu, autre, tete, prete);
    }
    sortie.signaler(
        &prete.cadre,
        &Trouvaille {
            condition,
            ligne: Some(u64::from(prete.lignes_d_entete) + 1),
            constat: &constat,
            ..Trouvaille::default()
        },
    );
}

/// Whether the first rows make sense under the columns of the header, their last separator left aside:
/// a column forgotten in the header looks the same, but shifts every value.
fn sont_alignees(tete: &[u8], prete: &Prete) -> bool {
    const ECHANTILLON: usize = 20;
    let champs = prete.plan.champs();
    let mut position = prete.octets_d_entete;
    let (mut lignes, mut fautes) = (0, 0);
    while position < tete.len() && lignes < ECHANTILLON {
        let mut valeurs: Vec<&[u8]> = vec![b""; champs];
        let ligne = prete.decoupeur.couper(tete, position, |rang, cellule| {
            if let Some(Some(champ)) = prete.entete.champs.get(rang)
                && let Some(place) = valeurs.get_mut(usize::from(*champ))
            {
                *place = cellule.octets;
            }
        });
        if !ligne.terminee {
            break;
        }
        let vides = (0..champs)
            .filter(|&c| valeurs[c].is_empty())
            .fold(0, |v, c| v | 1 << c);
        let texte = |octets| prete.decoupeur.texte(octets);
        prete
            .plan
            .executer(&valeurs, vides, SurPlace::default(), texte, |champ, _| {
                fautes += usize::from(prete.entete.a(champ));
            });
        lignes += 1;
        position = ligne.suivante;
    }
    fautes < 2 * lignes
}

/// The number that four rows out of five share.
fn commun(nombres: &[usize]) -> Option<usize> {
    let candidat = *nombres.first()?;
    [
        Some(candidat),
        nombres.get(1).copied(),
        nombres.last().copied(),
    ]
    .into_iter()
    .flatten()
    .find(|n| nombres.iter().filter(|m| *m == n).count() * 5 > nombres.len() * 4)
}

fn decalage(attendu: usize, compte: usize, tete: &[u8], prete: &Prete) -> String {
    let s = |nombre: usize| if nombre > 1 { "s" } else { "" };
    let mut constat = format!(
        "{attendu} colonne{} et les lignes comptent {compte} valeur{}",
        s(attendu),
        s(compte)
    );
    let autre = dialecte::SEPARATEURS.into_iter().find(|&separateur| {
        let decoupeur = Decoupeur::new(
            Dialecte {
                separateur,
                ..prete.dialecte
            },
            prete.encodage,
        );
        separateur != prete.dialecte.separateur
            && decoupeur
                .couper(tete, prete.octets_d_entete, |_, _| {})
                .champs
                == attendu
    });
    if let Some(separateur) = autre {
        // Writing to a String cannot fail.
        let _ = write!(
            constat,
            " (l’en-tête est séparé par {}, les lignes par {})",
            dialecte::libelle(prete.dialecte.separateur),
            dialecte::libelle(separateur)
        );
    }
    constat
}
