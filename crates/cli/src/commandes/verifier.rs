//! `guichet cyclades verifier`.

use std::io;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use guichet::cyclades::{Fichier, fichiers_de};
use guichet::procedure_cyclades::lecture::encodage::Encodage;
use guichet::procedure_cyclades::{
    Contexte, EditionCyclades, Options, Refus, Session, Source, StatutEtablissement, controler,
    nom_de_fichier::NomDeFichier,
};
use guichet::{Donnees, editions};
use guichet_restitution::controle::{Forme, Restitution, restitution};

use crate::arguments::{Format, Verifier};
use crate::erreur::Erreur;
use crate::{parametres, progression, sortie};

/// Runs the command: every file is seen, whatever happens to the others.
pub fn executer(donnees: &Donnees, arguments: &Verifier) -> Result<ExitCode, Erreur> {
    let options = options(arguments)?;
    let forme = match arguments.format {
        Format::Texte => Forme::Texte,
        Format::Json => Forme::Json,
        Format::Ndjson => Forme::Ndjson,
    };
    let mut restitution = restitution(forme, sortie::standard(), sortie::options_de_texte());
    let mut controle = Controle {
        donnees,
        arguments,
        options: Options {
            portee: restitution.portee(),
            extraits: restitution.veut_les_lignes(),
            ..options
        },
        editions: Vec::new(),
        erreurs: false,
        illisibles: false,
    };
    for chemin in &arguments.fichiers {
        match fichiers_de(chemin) {
            Ok(chemins) => {
                for chemin in chemins {
                    controle.fichier(&chemin, &mut *restitution)?;
                }
            }
            Err(erreur) => controle.signaler(&erreur.to_string()),
        }
    }
    restitution.fin()?;
    Ok(if controle.illisibles {
        ExitCode::from(2)
    } else if controle.erreurs {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

struct Controle<'a> {
    donnees: &'a Donnees,
    arguments: &'a Verifier,
    options: Options,
    /// Editions already read, by the year they were asked for.
    editions: Vec<(Option<i16>, EditionCyclades)>,
    erreurs: bool,
    illisibles: bool,
}

impl Controle<'_> {
    fn signaler(&mut self, message: &str) {
        self.illisibles = true;
        sortie::avertir(message);
    }

    fn fichier(&mut self, chemin: &Path, restitution: &mut dyn Restitution) -> Result<(), Erreur> {
        let fichier = match Fichier::ouvrir(chemin) {
            Ok(fichier) => fichier,
            Err(erreur) => {
                self.signaler(&erreur.to_string());
                return Ok(());
            }
        };
        let nom = fichier.nom().to_owned();
        let rang = self.edition(&nom)?;
        let edition = &self.editions[rang].1;
        let mut ecriture: io::Result<()> = Ok(());
        let resultat = progression::pendant(&fichier, &nom, || {
            controler(edition, &fichier, &self.options, &mut |constat| {
                if ecriture.is_ok() {
                    ecriture = restitution.constat(constat);
                }
            })
        });
        ecriture?;
        match resultat {
            Ok(rapport) => {
                self.erreurs |= edition.a_des_erreurs(&rapport.resume);
                restitution.fichier(&nom, edition, &rapport)?;
            }
            // The data are at fault, not the file: the others would be told the same.
            Err(Refus::Edition(erreur)) => return Err(Erreur::usage(erreur)),
            Err(refus) => {
                restitution.refus(&nom, &refus)?;
                let remede = match &refus {
                    Refus::Contenu(constat) => constat.remede.as_str(),
                    _ => "Vérifiez le fichier et les droits.",
                };
                self.signaler(&format!("{} : {refus} {remede}", chemin.display()));
            }
        }
        Ok(())
    }

    /// The edition for the session of a file.
    fn edition(&mut self, nom: &str) -> Result<usize, Erreur> {
        let session = self
            .options
            .session
            .clone()
            .or_else(|| NomDeFichier::lire(nom).map(|nom| nom.session.to_owned()));
        let annee = session.as_deref().and_then(Session::annee_de);
        if let Some(rang) = self
            .editions
            .iter()
            .position(|(connue, _)| *connue == annee)
        {
            return Ok(rang);
        }
        let edition = editions::cyclades(self.donnees, self.arguments.edition.as_deref(), annee)
            .map_err(Erreur::usage)?;
        self.editions.push((annee, edition));
        Ok(self.editions.len() - 1)
    }
}

fn options(arguments: &Verifier) -> Result<Options, Erreur> {
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

fn contexte(arguments: &Verifier) -> Result<Contexte, Erreur> {
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

fn separateur(nom: &str) -> Result<u8, Erreur> {
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

fn encodage(nom: &str) -> Result<Encodage, Erreur> {
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
