//! The method of annex 1 applied to a table of offers and demands, and the totals of the document checked.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use guichet_autorisation_travail::EditionAutorisationTravail;
pub use guichet_autorisation_travail::methode::{Motif, Selection, Tension};
use guichet_autorisation_travail::methode::{Niveau, Releve, Seuils, selectionner};
use guichet_socle::Fraction;
use serde::Serialize;

use super::ErreurDeTravail;

const COLONNES: [&str; 5] = ["code_rome", "niveau", "region", "offres", "demandes"];

/// A total of the document, told as a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// What is checked, with its figures.
    pub phrase: String,
    /// Whether it holds.
    pub juste: bool,
}

/// What the method gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resultat {
    /// Every job of the table, kept or not, by code.
    pub selections: Vec<Selection>,
    /// The thresholds applied.
    pub seuils: Seuils,
    /// Offers of the whole table, of the kept jobs.
    pub offres: u64,
    /// Offers of the kept jobs.
    pub offres_retenues: u64,
}

/// The thresholds of the edition, each replaced by the one given.
///
/// # Errors
/// A threshold is no share.
pub fn seuils(
    edition: &EditionAutorisationTravail,
    superieur: Option<&str>,
    iv_ou_v: Option<usize>,
    regional: Option<&str>,
) -> Result<Seuils, ErreurDeTravail> {
    let parametres = &edition.parametres;
    let part = |texte: &str| {
        Fraction::lire(texte)
            .map_err(|erreur| ErreurDeTravail::Inconnu(format!("Le seuil « {texte} » : {erreur}.")))
    };
    Ok(Seuils {
        superieur: part(superieur.unwrap_or(&parametres.methode_seuil_superieur.valeur))?,
        iv_ou_v: iv_ou_v.unwrap_or(parametres.methode_nombre_iv_ou_v.valeur),
        regional: part(regional.unwrap_or(&parametres.methode_seuil_regional.valeur))?,
    })
}

/// Reads a table (CSV, commas or semicolons) of offers and demands.
///
/// # Errors
/// Every fault of the table, one a line: an unknown column, level or region, a figure that is none.
pub fn lire(
    edition: &EditionAutorisationTravail,
    nom: &str,
    flux: impl io::Read,
) -> Result<Vec<Releve>, Vec<String>> {
    let mut texte = String::new();
    let mut flux = flux;
    if let Err(erreur) = flux.read_to_string(&mut texte) {
        return Err(vec![format!(
            "{nom} : {} ; donnez un CSV en UTF-8.",
            crate::systeme::en_mots(&erreur)
        )]);
    }
    let texte = texte.trim_start_matches('\u{feff}');
    let entete = texte.lines().next().unwrap_or_default();
    let separateur = if entete.contains(';') { b';' } else { b',' };
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(separateur)
        .from_reader(texte.as_bytes());
    let rangs = match lecteur.headers() {
        Ok(entete) => colonnes(nom, entete)?,
        Err(erreur) => return Err(vec![format!("{nom} : la table est illisible : {erreur}.")]),
    };
    let mut releves = Vec::new();
    let mut fautes = Vec::new();
    let mut vus: BTreeMap<(String, u8), u64> = BTreeMap::new();
    for ligne in lecteur.records() {
        let ligne = match ligne {
            Ok(ligne) => ligne,
            Err(erreur) => {
                fautes.push(format!("{nom} : la table est illisible : {erreur}."));
                continue;
            }
        };
        let numero = ligne.position().map_or(0, csv::Position::line);
        match releve(edition, &ligne, rangs) {
            Ok(releve) => {
                let cle = (releve.code_rome.clone(), releve.territoire);
                if let Some(avant) = vus.insert(cle, numero) {
                    fautes.push(format!(
                        "{nom}, ligne {numero} : le métier {} est déjà donné pour cette région à la ligne {avant} ; gardez-en une.",
                        releve.code_rome
                    ));
                }
                releves.push(releve);
            }
            Err(faute) => fautes.push(format!("{nom}, ligne {numero}, {faute}")),
        }
    }
    if fautes.is_empty() {
        Ok(releves)
    } else {
        Err(fautes)
    }
}

/// The places of the columns.
fn colonnes(nom: &str, entete: &csv::StringRecord) -> Result<[usize; 5], Vec<String>> {
    let mut rangs = [0; 5];
    let mut absentes = Vec::new();
    for (rang, colonne) in rangs.iter_mut().zip(COLONNES) {
        match entete.iter().position(|titre| titre.trim() == colonne) {
            Some(place) => *rang = place,
            None => absentes.push(format!(
                "{nom} : la colonne « {colonne} » manque ; il en faut cinq : {}.",
                COLONNES.join(", ")
            )),
        }
    }
    if absentes.is_empty() {
        Ok(rangs)
    } else {
        Err(absentes)
    }
}

fn releve(
    edition: &EditionAutorisationTravail,
    ligne: &csv::StringRecord,
    rangs: [usize; 5],
) -> Result<Releve, String> {
    let cellule = |rang: usize| ligne.get(rangs[rang]).unwrap_or_default().trim();
    let code = cellule(0);
    if code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "colonne code_rome : « {code} » n’est pas un code ROME de 2007 ; écrivez ses cinq chiffres."
        ));
    }
    let niveau = Niveau::lire(cellule(1)).ok_or_else(|| {
        format!(
            "colonne niveau : « {} » n’est pas un niveau ; écrivez I, II, III, IV, V ou VI.",
            cellule(1)
        )
    })?;
    let listes = &edition.listes;
    let territoire = listes
        .territoire(cellule(2))
        .or_else(|| listes.territoire_du_departement(cellule(2)))
        .ok_or_else(|| {
            format!(
                "colonne region : « {} » n’est pas une région de 2007 ; donnez l’une des 22.",
                cellule(2)
            )
        })?;
    let nombre = |rang: usize| {
        cellule(rang).parse::<u64>().map_err(|_| {
            format!(
                "colonne {} : « {} » n’est pas un nombre ; écrivez des chiffres seulement.",
                COLONNES[rang],
                cellule(rang)
            )
        })
    };
    Ok(Releve {
        code_rome: code.to_owned(),
        niveau,
        territoire,
        offres: nombre(3)?,
        demandes: nombre(4)?,
    })
}

/// Applies the method: the selection is made among the jobs of annex 2.
#[must_use]
pub fn appliquer(
    edition: &EditionAutorisationTravail,
    releves: &[Releve],
    seuils: Seuils,
) -> Resultat {
    let dans_la_liste = |code: &str| edition.listes.metier(code).is_some_and(|metier| metier.ue);
    let selections = selectionner(releves, dans_la_liste, seuils);
    let retenus: BTreeSet<&str> = selections
        .iter()
        .filter(|selection| selection.motif.retenu())
        .map(|selection| selection.code_rome.as_str())
        .collect();
    let somme = |garder: &dyn Fn(&Releve) -> bool| {
        releves
            .iter()
            .filter(|releve| garder(releve))
            .fold(0u64, |total, releve| total.saturating_add(releve.offres))
    };
    Resultat {
        offres: somme(&|_| true),
        offres_retenues: somme(&|releve| retenus.contains(releve.code_rome.as_str())),
        seuils,
        selections,
    }
}

/// What a job became, as people read it.
#[must_use]
pub fn motif_en_mots(motif: Motif) -> &'static str {
    match motif {
        Motif::SuperieurTendu => "retenu : enseignement supérieur, au-dessus du seuil",
        Motif::IvOuVTendu => "retenu : niveaux IV et V, parmi les plus tendus",
        Motif::HorsDeLaListe => "écarté : hors de l’annexe 2",
        Motif::SuperieurSousLeSeuil => "écarté : enseignement supérieur, sous le seuil",
        Motif::IvOuVDerriere => "écarté : niveaux IV et V, moins tendu que les retenus",
        Motif::SansDiplome => "écarté : sous le niveau V",
    }
}

/// The totals that the document announces, against its own lists and against each other.
#[must_use]
pub fn verifications(edition: &EditionAutorisationTravail) -> Vec<Verification> {
    let parametres = &edition.parametres;
    let (anciens, consultes, federations) = (
        parametres.metiers_de_2006.valeur,
        parametres.metiers_consultes.valeur,
        parametres.metiers_des_federations.valeur,
    );
    let compte = |garder: &dyn Fn(&guichet_autorisation_travail::Metier) -> bool| {
        edition.listes.metiers.iter().filter(|m| garder(m)).count() as u64
    };
    let doubles = compte(&|metier| metier.imprime_plusieurs_fois);
    let annexe_2 = compte(&|metier| metier.ue);
    let annexe_3 = compte(&|metier| metier.tiers);
    let total = anciens + consultes + federations;
    // Both shares are of the same total: their ratio must be that of the offers, at half a percent.
    let (ue, tiers) = (parametres.offres_ue.valeur, parametres.offres_tiers.valeur);
    let centiemes = tiers * parametres.part_ue_pourcent.valeur * 100 / ue.max(1);
    let annonces = parametres.part_tiers_pourcent.valeur * 100;
    vec![
        Verification {
            phrase: format!(
                "{anciens} + {consultes} + {federations} = {total} métiers annoncés, {} lignes imprimées pour {annexe_2} codes dans l’annexe 2",
                annexe_2 + doubles
            ),
            juste: total == annexe_2 + doubles,
        },
        Verification {
            phrase: format!("{annexe_3} métiers dans l’annexe 3, tous dans l’annexe 2"),
            juste: annexe_3 == compte(&|metier| metier.tiers && metier.ue),
        },
        Verification {
            phrase: format!(
                "{} offres, quand {} font {} % de toutes : {},{:02} % de toutes, annoncés {} %",
                milliers(tiers),
                milliers(ue),
                parametres.part_ue_pourcent.valeur,
                centiemes / 100,
                centiemes % 100,
                parametres.part_tiers_pourcent.valeur
            ),
            juste: centiemes.abs_diff(annonces) <= 50,
        },
    ]
}

/// A count with no-break thin spaces between thousands.
fn milliers(n: u64) -> String {
    let chiffres = n.to_string();
    let mut texte = String::new();
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push('\u{202f}');
        }
        texte.push(chiffre);
    }
    texte
}
