//! The four tables of an invented region, put on disk whole or not at all, with the list of their faults.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use guichet_aide_equipement::generation::{self, Demande, ETABLISSEMENTS_MAX, TABLES};
use guichet_aide_equipement::{DOSSIER, EditionEquipement, PROCEDURE};
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_socle::edition::Couverture;
use serde_json::json;

use super::{ErreurDExemple, SUFFIXE_DU_MANIFESTE, poser};
use crate::Donnees;
use crate::sortie::provisoire;

/// The region that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExempleDeRegion {
    /// Number of establishments.
    pub etablissements: u32,
    /// How many establishments in a thousand get a fault.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionEcrite {
    /// The four tables: the file and its rows.
    pub tables: Vec<(PathBuf, u64)>,
    /// The faults put in them, a JSON object a line, when faults were asked for.
    pub manifeste: Option<PathBuf>,
    /// Establishments with a fault.
    pub fautifs: u64,
}

/// Writes an invented region in a folder, created if need be: `etablissements.csv`, `effectifs.csv`,
/// `boursiers.csv`, `reliquats.csv`, and the list of their faults.
///
/// # Errors
/// Too many establishments, a faulty edition, a file of that name, a folder that cannot be written.
pub fn ecrire(
    donnees: &Donnees,
    exemple: &ExempleDeRegion,
    dossier: &Path,
) -> Result<RegionEcrite, ErreurDExemple> {
    if exemple.etablissements > ETABLISSEMENTS_MAX {
        return Err(ErreurDExemple::TropDEtablissements(ETABLISSEMENTS_MAX));
    }
    let couverture = Couverture::lire(donnees.fichiers(), DOSSIER)?;
    let derniere = couverture
        .editions()
        .last()
        .ok_or(ErreurDExemple::SansEdition(PROCEDURE))?;
    let edition = EditionEquipement::charger(donnees.fichiers(), derniere)?;
    let fichiers = TABLES.map(|table| dossier.join(format!("{table}.csv")));
    let avec_fautes = exemple.fautes_pour_mille > 0;
    let manifeste = avec_fautes.then(|| dossier.join(format!("region{SUFFIXE_DU_MANIFESTE}")));
    for chemin in fichiers.iter().chain(&manifeste) {
        if chemin.exists() {
            return Err(ErreurDExemple::DejaLa(chemin.clone()));
        }
    }
    let demande = Demande {
        etablissements: exemple.etablissements,
        fautes_pour_mille: exemple.fautes_pour_mille,
        graine: exemple.graine,
    };
    let mut contenus: [Vec<u8>; 4] = Default::default();
    // The header is the first row.
    let mut lignes = [1_u64; 4];
    for (table, contenu) in contenus.iter_mut().enumerate() {
        let colonnes = generation::colonnes(table, avec_fautes);
        ecrire_ligne(contenu, colonnes.iter().copied(), b';');
    }
    let (mut liste, mut fautifs) = (Vec::new(), 0);
    for invente in generation::generer(&edition, &demande) {
        if let Some(faute) = &invente.faute {
            let attendu = faute.attendu;
            let ligne = attendu
                .ligne
                .map(|ligne| lignes[attendu.table] + 1 + ligne as u64);
            let objet = json!({
                "uai": invente.uai,
                "faute": faute.nom,
                "fichier": format!("{}.csv", TABLES[attendu.table]),
                "ligne": ligne,
                "regle": attendu.regle,
            });
            liste.extend_from_slice(objet.to_string().as_bytes());
            liste.push(b'\n');
            fautifs += 1;
        }
        for ((contenu, nombre), rangees) in
            contenus.iter_mut().zip(&mut lignes).zip(&invente.lignes)
        {
            for rangee in rangees {
                ecrire_ligne(contenu, rangee.iter().map(String::as_str), b';');
            }
            *nombre += rangees.len() as u64;
        }
    }
    let mut sorties: Vec<(PathBuf, Vec<u8>)> = fichiers.iter().cloned().zip(contenus).collect();
    sorties.extend(manifeste.clone().map(|chemin| (chemin, liste)));
    mettre(dossier, sorties)?;
    Ok(RegionEcrite {
        tables: fichiers.into_iter().zip(lignes.map(|n| n - 1)).collect(),
        manifeste,
        fautifs,
    })
}

/// Puts every file, or none.
fn mettre(dossier: &Path, sorties: Vec<(PathBuf, Vec<u8>)>) -> Result<(), ErreurDExemple> {
    let en_erreur = |erreur: io::Error| ErreurDExemple::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    };
    fs::create_dir_all(dossier).map_err(en_erreur)?;
    let mut prets = Vec::new();
    for (chemin, contenu) in sorties {
        let mut sortie = provisoire(dossier).map_err(en_erreur)?;
        sortie
            .write_all(&contenu)
            .and_then(|()| sortie.flush())
            .map_err(en_erreur)?;
        prets.push((chemin, sortie));
    }
    let mut poses: Vec<PathBuf> = Vec::new();
    for (chemin, sortie) in prets {
        if let Err(erreur) = poser(sortie, &chemin) {
            for pose in poses {
                // One table without the others is worth nothing; the first fault is the one to tell.
                let _ = fs::remove_file(pose);
            }
            return Err(erreur);
        }
        poses.push(chemin);
    }
    Ok(())
}
