//! The draft of a new edition from what the method of annex 1 keeps: a folder for `--donnees`.

use std::collections::BTreeSet;
use std::path::Path;

use guichet_autorisation_travail::{DOSSIER, EditionAutorisationTravail};
use guichet_socle::edition::Couverture;

use super::ErreurDeTravail;
use super::methode::Resultat;
use crate::{Donnees, dossier_neuf};

const LISTES: &str = "nomenclatures/travail";

/// How many rows each list of the draft holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compte {
    /// Jobs kept for nationals of third countries.
    pub tiers: usize,
    /// Those open in every region of metropolitan France.
    pub national: usize,
    /// Pairs of a region and a job.
    pub regions: usize,
}

/// Writes the folder of a draft, whole or not at all: it is read back as an edition before it gets its name.
/// Jobs open in all the regions of metropolitan France are the national ones; the list of the ten States is
/// that of the edition.
///
/// # Errors
/// The date is that of an edition, or is none; nothing is kept; the folder exists or cannot be written.
pub fn ecrire(
    donnees: &Donnees,
    edition: &EditionAutorisationTravail,
    resultat: &Resultat,
    date: &str,
    dossier: &Path,
) -> Result<Compte, ErreurDeTravail> {
    if date.parse::<jiff::civil::Date>().is_err() {
        return Err(ErreurDeTravail::Inconnu(format!(
            "« {date} » n’est pas une date ; donnez à --date une date comme 2009-01-01."
        )));
    }
    let couverture = Couverture::lire(donnees.fichiers(), DOSSIER)?;
    if couverture.par_id(date).is_ok() {
        return Err(ErreurDeTravail::Inconnu(format!(
            "L’édition {date} existe déjà ; donnez une autre date à --date."
        )));
    }
    let (fichiers, compte) = fichiers(donnees, edition, resultat, date)?;
    dossier_neuf::ecrire(dossier, &fichiers, |provisoire| {
        let mut relues = donnees.clone();
        relues
            .ajouter_dossier(provisoire)
            .map_err(|erreur| ErreurDeTravail::Ecriture(erreur.to_string()))?;
        super::ouvrir(&relues, Some(date)).map(drop)
    })
    .map_err(|erreur| ErreurDeTravail::Ecriture(erreur.to_string()))?;
    Ok(compte)
}

type Textes = Vec<(String, String)>;

/// Every file of the draft, by its path in the folder.
fn fichiers(
    donnees: &Donnees,
    edition: &EditionAutorisationTravail,
    resultat: &Resultat,
    date: &str,
) -> Result<(Textes, Compte), ErreurDeTravail> {
    let base = &edition.commun.edition.id;
    let source = donnees.fichiers();
    let mut textes = Textes::new();
    for nom in ["conditions.toml", "dossier.toml", "parametres.toml"] {
        let texte = source.texte(&format!("{DOSSIER}/{base}/{nom}"))?;
        textes.push((format!("{DOSSIER}/{date}/{nom}"), texte.to_owned()));
    }
    let manifeste = source.texte(&format!("{DOSSIER}/{base}/edition.toml"))?;
    textes.push((
        format!("{DOSSIER}/{date}/edition.toml"),
        en_projet(manifeste, date, base),
    ));
    let mut tiers = Vec::new();
    let mut national = Vec::new();
    let mut regions = Vec::new();
    for retenu in resultat.selections.iter().filter(|s| s.motif.retenu()) {
        let Some(metier) = edition.listes.metier(&retenu.code_rome) else {
            continue;
        };
        let libelle = metier.libelles.first().cloned().unwrap_or_default();
        let ligne = [
            metier.domaine.clone().unwrap_or_default(),
            metier.code.clone(),
            libelle.clone(),
        ];
        let ouverts: BTreeSet<u8> = retenu
            .territoires
            .iter()
            .filter(|(rang, _, ouvert)| *ouvert && metropole(edition, *rang))
            .map(|(rang, _, _)| *rang)
            .collect();
        for rang in &ouverts {
            regions.push((*rang, metier.code.clone(), libelle.clone()));
        }
        let toutes = (0u8..).zip(&edition.listes.territoires);
        if toutes
            .filter(|(_, territoire)| territoire.metropole)
            .all(|(rang, _)| ouverts.contains(&rang))
        {
            national.push(ligne.to_vec());
        }
        tiers.push(ligne.to_vec());
    }
    if tiers.is_empty() || regions.is_empty() {
        return Err(ErreurDeTravail::Inconnu(
            "Les seuils ne retiennent aucun métier : aucun projet n’est écrit ; abaissez-les."
                .to_owned(),
        ));
    }
    regions.sort();
    let compte = Compte {
        tiers: tiers.len(),
        national: national.len(),
        regions: regions.len(),
    };
    let annonces = |rang: u8| regions.iter().filter(|(autre, ..)| *autre == rang).count();
    let regions: Vec<Vec<String>> = regions
        .iter()
        .map(|(rang, code, libelle)| {
            let nom = edition.listes.territoires[usize::from(*rang)].nom.clone();
            vec![
                nom,
                code.clone(),
                libelle.clone(),
                annonces(*rang).to_string(),
            ]
        })
        .collect();
    let nouvelles = [
        ("tiers", Some(tiers)),
        ("national", Some(national)),
        ("regions", Some(regions)),
        ("ue", None),
    ];
    for (nom, lignes) in nouvelles {
        let lire = |fichier: &str| source.texte(&format!("{LISTES}/{nom}/{base}/{fichier}"));
        let (codes, liste) = match lignes {
            None => (
                lire("codes.csv")?.to_owned(),
                lire("liste.toml")?.to_owned(),
            ),
            Some(lignes) => {
                let entete = lire("codes.csv")?.lines().next().unwrap_or_default();
                (
                    format!("{entete}\n{}", csv(&lignes)?),
                    avec_ligne(lire("liste.toml")?, "lignes", &lignes.len().to_string()),
                )
            }
        };
        let racine = format!("{LISTES}/{nom}/{date}");
        textes.push((format!("{racine}/codes.csv"), codes));
        textes.push((format!("{racine}/liste.toml"), liste));
        textes.push((
            format!("{racine}/edition.toml"),
            en_projet(lire("edition.toml")?, date, base),
        ));
    }
    Ok((textes, compte))
}

fn metropole(edition: &EditionAutorisationTravail, rang: u8) -> bool {
    let territoire = edition.listes.territoires.get(usize::from(rang));
    territoire.is_some_and(|territoire| territoire.metropole)
}

/// A manifest as that of a draft of another day.
fn en_projet(texte: &str, date: &str, base: &str) -> String {
    let titre = format!(
        "\"Projet, par la méthode de l’annexe 1 appliquée à des offres et des demandes, d’après l’édition {base}\""
    );
    let texte = avec_ligne(texte, "titre", &titre);
    let texte = avec_ligne(&texte, "statut", "\"projet\"");
    avec_ligne(&texte, "en_vigueur_du", &format!("\"{date}\""))
}

/// The same text, where the first line that gives a key gives another value.
fn avec_ligne(texte: &str, cle: &str, valeur: &str) -> String {
    let debut = format!("{cle} = ");
    let mut fait = false;
    let lignes = texte.lines().map(|ligne| {
        if !fait && ligne.starts_with(&debut) {
            fait = true;
            format!("{debut}{valeur}\n")
        } else {
            format!("{ligne}\n")
        }
    });
    lignes.collect()
}

fn csv(lignes: &[Vec<String>]) -> Result<String, ErreurDeTravail> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let impossible = |erreur: String| ErreurDeTravail::Ecriture(erreur);
    for ligne in lignes {
        table
            .write_record(ligne)
            .map_err(|erreur| impossible(erreur.to_string()))?;
    }
    let octets = table
        .into_inner()
        .map_err(|erreur| impossible(erreur.to_string()))?;
    String::from_utf8(octets).map_err(|erreur| impossible(erreur.to_string()))
}
