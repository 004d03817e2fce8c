//! Files of invented dossiers, put on disk whole or not at all, with the list of their faults.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use guichet_contrat_pro::generation::{self, COLONNES, Demande, DossierInvente, Saisie};
use guichet_contrat_pro::{DOSSIER, EditionContratPro, PROCEDURE};
use guichet_cyclades::ecriture::csv::ecrire_ligne;
use guichet_socle::edition::Couverture;
use serde_json::{Map, Value, json};

use super::{ErreurDExemple, SUFFIXE_DU_MANIFESTE, poser};
use crate::Donnees;
use crate::sortie::provisoire;

/// The procedures whose dossiers can be invented.
pub const PROCEDURES: [&str; 1] = [PROCEDURE];

/// The form of a file of dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormeDeDossiers {
    /// A table, `;` between the columns.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

impl FormeDeDossiers {
    /// Their names, which are also the extensions of the files.
    pub const NOMS: [(&str, Self); 2] = [("csv", Self::Csv), ("ndjson", Self::Ndjson)];
}

/// The file that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExempleDeDossiers {
    /// Number of dossiers.
    pub dossiers: u32,
    /// How many dossiers in a thousand get a fault.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
    /// Its form.
    pub forme: FormeDeDossiers,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossiersEcrits {
    /// The dossiers.
    pub fichier: PathBuf,
    /// The faults put in them, a JSON object a line, when faults were asked for.
    pub manifeste: Option<PathBuf>,
    /// Dossiers with a fault.
    pub fautifs: u64,
}

/// Writes invented dossiers in a folder, created if need be: `dossiers.csv`, or `fautifs.csv` and the list
/// of its faults.
///
/// # Errors
/// The edition is faulty, a file of that name exists, or the folder cannot be written.
pub fn ecrire(
    donnees: &Donnees,
    exemple: &ExempleDeDossiers,
    dossier: &Path,
) -> Result<DossiersEcrits, ErreurDExemple> {
    let couverture = Couverture::lire(donnees.fichiers(), DOSSIER)?;
    let derniere = couverture
        .editions()
        .last()
        .ok_or(ErreurDExemple::SansEdition(PROCEDURE))?;
    let edition = EditionContratPro::charger(donnees.fichiers(), derniere)?;
    let demande = Demande {
        dossiers: exemple.dossiers,
        fautes_pour_mille: exemple.fautes_pour_mille,
        graine: exemple.graine,
        cles: exemple.forme == FormeDeDossiers::Ndjson,
    };
    let (tronc, avec_fautes) = match exemple.fautes_pour_mille {
        0 => ("dossiers", false),
        _ => ("fautifs", true),
    };
    let extension = FormeDeDossiers::NOMS
        .iter()
        .find(|(_, forme)| *forme == exemple.forme)
        .map_or("csv", |(nom, _)| *nom);
    let fichier = dossier.join(format!("{tronc}.{extension}"));
    let manifeste =
        avec_fautes.then(|| dossier.join(format!("{tronc}.{extension}{SUFFIXE_DU_MANIFESTE}")));
    for chemin in std::iter::once(&fichier).chain(&manifeste) {
        if chemin.exists() {
            return Err(ErreurDExemple::DejaLa(chemin.clone()));
        }
    }
    let (mut octets, mut liste, mut fautifs) = (Vec::new(), Vec::new(), 0);
    if exemple.forme == FormeDeDossiers::Csv {
        ecrire_ligne(&mut octets, COLONNES, b';');
    }
    for invente in generation::generer(&edition, &demande) {
        match exemple.forme {
            FormeDeDossiers::Csv => en_ligne(&mut octets, &invente),
            FormeDeDossiers::Ndjson => {
                octets.extend_from_slice(en_json(&invente).to_string().as_bytes());
                octets.push(b'\n');
            }
        }
        if let Some(faute) = &invente.faute {
            let reference = &invente.reference;
            let objet = json!({ "reference": reference, "faute": faute.nom, "champ": faute.champ, "regle": faute.regle });
            liste.extend_from_slice(objet.to_string().as_bytes());
            liste.push(b'\n');
            fautifs += 1;
        }
    }
    let en_erreur = |erreur: io::Error| ErreurDExemple::Ecriture {
        chemin: dossier.to_owned(),
        erreur,
    };
    fs::create_dir_all(dossier).map_err(en_erreur)?;
    let sorties = [(Some(&fichier), octets), (manifeste.as_ref(), liste)];
    for (chemin, contenu) in sorties {
        let Some(chemin) = chemin else { continue };
        let mut sortie = provisoire(dossier).map_err(en_erreur)?;
        sortie
            .write_all(&contenu)
            .and_then(|()| sortie.flush())
            .map_err(en_erreur)?;
        if let Err(erreur) = poser(sortie, chemin) {
            if *chemin != fichier {
                // One without the other is worth nothing; the first fault is the one to tell.
                let _ = fs::remove_file(&fichier);
            }
            return Err(erreur);
        }
    }
    Ok(DossiersEcrits {
        fichier,
        manifeste,
        fautifs,
    })
}

fn en_ligne(octets: &mut Vec<u8>, invente: &DossierInvente) {
    let cellules = COLONNES.map(|colonne| {
        let saisie = invente.champs.iter().find(|(nom, _)| nom == colonne);
        saisie.map_or_else(String::new, |(_, saisie)| en_cellule(saisie))
    });
    ecrire_ligne(octets, cellules.iter().map(String::as_str), b';');
}

fn en_cellule(saisie: &Saisie) -> String {
    match saisie {
        Saisie::Texte(texte) => texte.clone(),
        Saisie::Booleen(vrai) => if *vrai { "oui" } else { "non" }.to_owned(),
        Saisie::Entier(nombre) => nombre.to_string(),
        Saisie::Nulle => String::new(),
        Saisie::Liste(saisies) => saisies.iter().map(en_cellule).collect::<Vec<_>>().join("|"),
    }
}

/// One object, the names cut at the dots; the three lists of suspensions become a list of objects.
fn en_json(invente: &DossierInvente) -> Value {
    const GROUPE: &str = "contrat.suspensions.";
    let mut objet = Map::new();
    let mut suspensions: Vec<Map<String, Value>> = Vec::new();
    for (nom, saisie) in &invente.champs {
        if let (Some(membre), Saisie::Liste(valeurs)) = (nom.strip_prefix(GROUPE), saisie) {
            suspensions.resize_with(valeurs.len(), Map::new);
            for (suspension, valeur) in suspensions.iter_mut().zip(valeurs) {
                suspension.insert(membre.to_owned(), valeur_json(valeur));
            }
            let liste = suspensions.iter().cloned().map(Value::Object).collect();
            ranger(&mut objet, "contrat.suspensions", liste);
        } else {
            ranger(&mut objet, nom, valeur_json(saisie));
        }
    }
    Value::Object(objet)
}

fn ranger(objet: &mut Map<String, Value>, nom: &str, valeur: Value) {
    let Some((tete, reste)) = nom.split_once('.') else {
        objet.insert(nom.to_owned(), valeur);
        return;
    };
    let dedans = objet
        .entry(tete)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(dedans) = dedans {
        ranger(dedans, reste, valeur);
    }
}

fn valeur_json(saisie: &Saisie) -> Value {
    match saisie {
        Saisie::Texte(texte) => Value::from(texte.as_str()),
        Saisie::Booleen(vrai) => Value::from(*vrai),
        Saisie::Entier(nombre) => Value::from(*nombre),
        Saisie::Nulle => Value::Null,
        Saisie::Liste(saisies) => saisies.iter().map(valeur_json).collect(),
    }
}
