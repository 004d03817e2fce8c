//! Import files as every command reads them: options in, edition chosen by the session.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use guichet::cyclades::{ErreurEntree, Fichier};
use guichet::procedure_cyclades::lecture::encodage::Encodage;
use guichet::procedure_cyclades::structure::StructureXml;
use guichet::procedure_cyclades::{
    Contexte, EditionCyclades, Options, Session, Source as _, StatutEtablissement,
    nom_de_fichier::NomDeFichier,
};
use guichet::{Donnees, editions, schema};

use crate::arguments::Entree;
use crate::erreur::Erreur;
use crate::{parametres, sortie};

/// The editions already read, by the year they were asked for.
pub struct Editions<'a> {
    donnees: &'a Donnees,
    arguments: &'a Entree,
    lues: Vec<(Option<i16>, EditionCyclades)>,
}

impl<'a> Editions<'a> {
    /// None read yet.
    pub fn new(donnees: &'a Donnees, arguments: &'a Entree) -> Self {
        Self {
            donnees,
            arguments,
            lues: Vec::new(),
        }
    }

    /// The edition already read for the session of a file.
    pub fn deja_lue(&self, nom: &str) -> Option<&EditionCyclades> {
        let annee = self.annee(nom);
        self.lues
            .iter()
            .find(|(connue, _)| *connue == annee)
            .map(|(_, edition)| edition)
    }

    fn annee(&self, nom: &str) -> Option<i16> {
        let session = self
            .arguments
            .session
            .clone()
            .or_else(|| NomDeFichier::lire(nom).map(|nom| nom.session.to_owned()));
        session.as_deref().and_then(Session::annee_de)
    }

    /// The edition for the session of a file.
    ///
    /// # Errors
    /// No edition answers, or it is faulty.
    pub fn pour(&mut self, nom: &str) -> Result<&EditionCyclades, Erreur> {
        let annee = self.annee(nom);
        let connue = self.lues.iter().position(|(connue, _)| *connue == annee);
        let rang = if let Some(rang) = connue {
            rang
        } else {
            let id = self.arguments.edition.as_deref();
            let edition = editions::cyclades(self.donnees, id, annee).map_err(Erreur::usage)?;
            self.lues.push((annee, edition));
            self.lues.len() - 1
        };
        Ok(&self.lues[rang].1)
    }
}

/// A file opened with its edition, on its sheet of candidates when it is a workbook; what a person should
/// know of it goes to the error output.
///
/// # Errors
/// In this order: no edition answers, which stops everything; the file cannot be read, which is told.
pub fn ouvrir<'e>(
    chemin: &Path,
    editions: &'e mut Editions<'_>,
) -> Result<Result<(Fichier, &'e EditionCyclades), ErreurEntree>, Erreur> {
    let fichier = match Fichier::ouvrir(chemin) {
        Ok(fichier) => fichier,
        Err(erreur) => return Ok(Err(erreur)),
    };
    let feuille = editions.arguments.feuille.as_deref();
    let edition = editions.pour(fichier.nom())?;
    let lu = fichier.lire_la_feuille(edition, feuille);
    if let Ok(fichier) = &lu {
        if feuille.is_some() && fichier.tableau().is_none() && fichier.illisible().is_none() {
            sortie::avertir(&format!(
                "{} : --feuille est sans effet, ce n’est pas un classeur.",
                chemin.display()
            ));
        }
        for avis in fichier.avis() {
            sortie::avertir(&format!("{} : {avis}", chemin.display()));
        }
    }
    Ok(lu.map(|fichier| (fichier, edition)))
}

/// How to read, as the options say.
///
/// # Errors
/// An option has a value that does not exist.
pub fn options(arguments: &Entree) -> Result<Options, Erreur> {
    let examen = match &arguments.domaine {
        None => None,
        Some(nom) => Some(parametres::examen(nom)?),
    };
    if let Some(session) = &arguments.session
        && Session::annee_de(session).is_none()
    {
        return Err(Erreur::Usage(format!(
            "« {session} » n’est pas une session ; donnez à --session l’année (2024), ou l’année et le mois (2024-06)."
        )));
    }
    Ok(Options {
        examen,
        session: arguments.session.clone(),
        contexte: contexte(arguments)?,
        separateur: arguments
            .separateur
            .as_deref()
            .map(separateur)
            .transpose()?,
        encodage: arguments.encodage.as_deref().map(encodage).transpose()?,
        fils: arguments
            .fils
            .unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get)),
        ..Options::default()
    })
}

/// The shape of XML files, of the official XSD when it is given; what differs from the document goes to
/// the error output, a line each.
///
/// # Errors
/// The XSD cannot be followed, or no edition answers to compare it with.
pub fn structure(donnees: &Donnees, arguments: &Entree) -> Result<Option<StructureXml>, Erreur> {
    let Some(chemin) = &arguments.xsd else {
        return Ok(None);
    };
    let examen = (arguments.domaine.as_deref())
        .map(parametres::examen)
        .transpose()?;
    let annee = arguments.session.as_deref().and_then(Session::annee_de);
    let edition =
        editions::cyclades(donnees, arguments.edition.as_deref(), annee).map_err(Erreur::usage)?;
    let annee = annee.unwrap_or(edition.session_de_reference);
    let (structure, differences) =
        schema::lire_xsd(chemin, &edition, examen, annee).map_err(Erreur::usage)?;
    for difference in differences {
        sortie::avertir(&format!("{} : {difference}", chemin.display()));
    }
    Ok(Some(structure))
}

fn contexte(arguments: &Entree) -> Result<Contexte, Erreur> {
    let statut = match &arguments.statut_etablissement {
        None => None,
        Some(nom) => {
            let connus = StatutEtablissement::NOMS;
            let trouve = connus.iter().find(|(connu, _)| connu == nom);
            Some(trouve.map(|(_, statut)| *statut).ok_or_else(|| {
                Erreur::Usage(format!(
                    "« {nom} » n’est pas un statut ; donnez à --statut-etablissement l’un de {}.",
                    connus.map(|(connu, _)| connu).join(", ")
                ))
            })?)
        }
    };
    Ok(Contexte {
        controle_ine: arguments.controle_ine.then_some(true),
        etablissement_francais: arguments.etablissement_francais.then_some(true),
        statut,
    })
}

/// The separator of a name.
///
/// # Errors
/// It is none.
pub fn separateur(nom: &str) -> Result<u8, Erreur> {
    match nom {
        ";" | "point-virgule" => Ok(b';'),
        "," | "virgule" => Ok(b','),
        "\t" | "\\t" | "tabulation" | "tab" => Ok(b'\t'),
        "|" | "barre" => Ok(b'|'),
        autre => Err(Erreur::Usage(format!(
            "« {autre} » n’est pas un séparateur ; donnez à --separateur l’un de ; , | tabulation."
        ))),
    }
}

/// The encoding of a name.
///
/// # Errors
/// It is not known.
pub fn encodage(nom: &str) -> Result<Encodage, Erreur> {
    match nom.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Ok(Encodage::Utf8),
        "windows-1252" | "cp1252" | "latin1" | "iso-8859-1" => Ok(Encodage::Windows1252),
        "utf-16" | "utf-16le" | "utf16" => Ok(Encodage::Utf16Le),
        "utf-16be" => Ok(Encodage::Utf16Be),
        autre => Err(Erreur::Usage(format!(
            "« {autre} » n’est pas un encodage connu ; donnez à --encodage l’un de utf-8, windows-1252, utf-16le, utf-16be."
        ))),
    }
}
