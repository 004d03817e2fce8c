//! The small tables beside the dossiers: names and acts by establishment, days of payment.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::nom_du_fichier;
use crate::scdl::est_un_siret;
use crate::systeme::en_mots;

/// What is wrong in a table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErreurDeTable {
    /// Base name of the file.
    pub fichier: String,
    /// Line of the file, from 1.
    pub ligne: Option<u64>,
    /// The fact, then what to do.
    pub message: String,
}

impl std::fmt::Display for ErreurDeTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.ligne {
            Some(ligne) => write!(f, "{}, ligne {ligne} : {}", self.fichier, self.message),
            None => write!(f, "{} {}", self.fichier, self.message),
        }
    }
}

impl std::error::Error for ErreurDeTable {}

/// The act by which an aid was granted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acte {
    /// Its day.
    pub date: Option<Date>,
    /// Its number, as the region keeps it.
    pub reference: Option<String>,
}

/// Names and acts: `siret,nom,date_decision,reference_decision`, and if need be `reference` when an
/// establishment has several acts, to say whose dossier each is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correspondance {
    noms: BTreeMap<String, String>,
    /// By establishment: the act of all its aids.
    par_siret: BTreeMap<String, Acte>,
    /// By reference of the dossier: the act of this one.
    par_reference: BTreeMap<String, Acte>,
}

impl Correspondance {
    /// Reads the table.
    ///
    /// # Errors
    /// It cannot be read, a column is missing or unknown, a value is impossible, or an establishment has
    /// two different names or acts.
    pub fn lire(chemin: &Path) -> Result<Self, ErreurDeTable> {
        let colonnes = [
            "siret",
            "nom",
            "date_decision",
            "reference_decision",
            "reference",
        ];
        let mut lue = Self::default();
        lire_table(chemin, &colonnes, 1, &mut |ligne| {
            let siret = siret(ligne.valeurs[0])?;
            if let Some(nom) = ligne.rempli(1) {
                let garde = lue
                    .noms
                    .entry(siret.clone())
                    .or_insert_with(|| nom.to_owned());
                if garde != nom {
                    return Err(format!(
                        "l’établissement {siret} a déjà le nom « {garde} » ; gardez un seul nom."
                    ));
                }
            }
            let acte = Acte {
                date: ligne.rempli(2).map(jour).transpose()?,
                reference: ligne.rempli(3).map(str::to_owned),
            };
            if acte == Acte::default() {
                return Ok(());
            }
            let (actes, cle, quoi) = match ligne.rempli(4) {
                Some(dossier) => (&mut lue.par_reference, dossier.to_owned(), "le dossier"),
                None => (&mut lue.par_siret, siret, "l’établissement"),
            };
            if actes.get(&cle).is_some_and(|autre| *autre != acte) {
                return Err(format!(
                    "{quoi} {cle} a déjà une autre décision ; dites de quel dossier est chacune, dans une colonne « reference »."
                ));
            }
            actes.insert(cle, acte);
            Ok(())
        })?;
        Ok(lue)
    }

    /// The name of an establishment.
    #[must_use]
    pub fn nom(&self, siret: &str) -> Option<&str> {
        self.noms.get(siret).map(String::as_str)
    }

    /// The act of an aid: its own, else that of its establishment.
    #[must_use]
    pub fn acte(&self, reference: &str, siret: &str) -> Option<&Acte> {
        self.par_reference
            .get(reference)
            .or_else(|| self.par_siret.get(siret))
    }
}

/// Reads the days of payment: `reference,date_versement`, by reference of the dossier.
///
/// # Errors
/// The table cannot be read, or a value is impossible.
pub fn lire_les_versements(chemin: &Path) -> Result<BTreeMap<String, Date>, ErreurDeTable> {
    let mut versements = BTreeMap::new();
    lire_table(chemin, &["reference", "date_versement"], 2, &mut |ligne| {
        let (Some(reference), Some(texte)) = (ligne.rempli(0), ligne.rempli(1)) else {
            return Err(
                "il faut une référence et une date de versement ; complétez la ligne.".to_owned(),
            );
        };
        let date = jour(texte)?;
        match versements.insert(reference.to_owned(), date) {
            Some(autre) if autre != date => Err(format!(
                "le dossier {reference} a déjà un versement le {autre} ; l’aide est versée en une fois : gardez une seule date."
            )),
            _ => Ok(()),
        }
    })?;
    Ok(versements)
}

/// A row, its values in the order of the columns asked for.
pub(crate) struct Ligne<'a> {
    pub(crate) valeurs: Vec<&'a str>,
}

impl<'a> Ligne<'a> {
    pub(crate) fn rempli(&self, rang: usize) -> Option<&'a str> {
        self.valeurs.get(rang).copied().filter(|v| !v.is_empty())
    }
}

/// Gives each row of a table; the first columns are required, the others may be missing.
pub(crate) fn lire_table(
    chemin: &Path,
    colonnes: &[&str],
    requises: usize,
    recevoir: &mut dyn FnMut(Ligne<'_>) -> Result<(), String>,
) -> Result<(), ErreurDeTable> {
    let fichier = nom_du_fichier(chemin);
    let erreur = |ligne: Option<u64>, message: String| ErreurDeTable {
        fichier: fichier.clone(),
        ligne,
        message,
    };
    let octets = fs::read(chemin).map_err(|e| {
        erreur(
            None,
            format!(
                "ne peut pas être lu ({}) ; vérifiez le chemin et les droits.",
                en_mots(&e)
            ),
        )
    })?;
    let texte = String::from_utf8(octets).map_err(|_| {
        erreur(
            None,
            "n’est pas en UTF-8 ; enregistrez-le en « CSV UTF-8 ».".to_owned(),
        )
    })?;
    let texte = texte.trim_start_matches('\u{feff}');
    let tete = texte.lines().next().unwrap_or_default();
    let separateur = if tete.contains(';') { b';' } else { b',' };
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(separateur)
        .trim(csv::Trim::All)
        .from_reader(texte.as_bytes());
    let entete = lecteur
        .headers()
        .map_err(|e| erreur(Some(1), mal_formee(&e)))?
        .clone();
    if let Some(inconnue) = entete.iter().find(|nom| !colonnes.contains(nom)) {
        return Err(erreur(
            Some(1),
            format!(
                "la colonne « {inconnue} » n’est pas attendue ; les colonnes sont : {}.",
                colonnes.join(", ")
            ),
        ));
    }
    let places: Vec<Option<usize>> = colonnes
        .iter()
        .map(|colonne| entete.iter().position(|nom| nom == *colonne))
        .collect();
    if let Some(rang) = (0..requises).find(|&rang| places[rang].is_none()) {
        return Err(erreur(
            Some(1),
            format!("la colonne « {} » manque ; ajoutez-la.", colonnes[rang]),
        ));
    }
    for rangee in lecteur.records() {
        let rangee =
            rangee.map_err(|e| erreur(e.position().map(csv::Position::line), mal_formee(&e)))?;
        let valeurs = places
            .iter()
            .map(|place| {
                place
                    .and_then(|place| rangee.get(place))
                    .unwrap_or_default()
            })
            .collect();
        recevoir(Ligne { valeurs })
            .map_err(|message| erreur(rangee.position().map(csv::Position::line), message))?;
    }
    Ok(())
}

fn mal_formee(erreur: &csv::Error) -> String {
    match erreur.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!(
                "nombre de colonnes : {len}, au lieu de {expected_len} ; vérifiez les séparateurs et les guillemets."
            )
        }
        _ => "la ligne ne se lit pas ; vérifiez les séparateurs et les guillemets.".to_owned(),
    }
}

pub(crate) fn siret(texte: &str) -> Result<String, String> {
    let chiffres: String = texte
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    if est_un_siret(&chiffres) {
        Ok(chiffres)
    } else {
        Err(format!(
            "« {texte} » n’est pas un SIRET ; écrivez ses 14 chiffres."
        ))
    }
}

fn jour(texte: &str) -> Result<Date, String> {
    let iso = match texte.as_bytes() {
        [_, _, b'/', _, _, b'/', _, _, _, _] => texte
            .get(6..)
            .zip(texte.get(3..5))
            .zip(texte.get(..2))
            .map(|((annee, mois), jour)| format!("{annee}-{mois}-{jour}")),
        _ => Some(texte.to_owned()),
    };
    iso.and_then(|iso| iso.parse().ok())
        .ok_or_else(|| format!("« {texte} » n’est pas une date ; écrivez AAAA-MM-JJ."))
}
