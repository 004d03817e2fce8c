//! Cases of a whole file: its name, its bytes, and the rules found anywhere in it.
//!
//! The text of a case may hold, between braces: `entete`, the header; `candidat` and `candidat2`, the
//! row of an ordinary candidate, followed if need be by values, `champ=valeur|champ=valeur`; `octet:E9`, a byte; `3*x`, a
//! repetition. In XML: `xml_debut`, up to the first candidate; `xml_candidat` and `xml_candidat2`, an
//! element; `xml_fin`, the end.

use guichet_socle::ErreurEdition;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use toml::Spanned;

use super::{ContexteLu, Lecteur, Ordinaires, session_usuelle};
use crate::champs::Bloc;
use crate::controle::entre_fichiers::{Controle, signaler_doublons};
use crate::controle::{Octets, Options, Refus, controler};
use crate::ecriture::csv::ecrire_cellule;
use crate::ecriture::xml::EcritureXml;
use crate::{Constat, Contexte, EditionCyclades, Examen};

/// A file, how it is checked, and what is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasDeFichier {
    /// Code of the rule it illustrates.
    pub regle: String,
    /// What it shows, in French.
    pub titre: String,
    /// Name of the file.
    pub nom: String,
    /// Its bytes.
    pub octets: Vec<u8>,
    /// A file checked before it, whose candidates it may hold too: its name and its bytes.
    pub avant: Option<(String, Vec<u8>)>,
    /// What the check is told.
    pub options: OptionsDuCas,
    /// The rules found, at least once each.
    pub trouve: BTreeSet<String>,
}

/// What the check of a file is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptionsDuCas {
    /// The exam.
    pub examen: Option<Examen>,
    /// The session.
    pub session: Option<String>,
    /// The separator.
    pub separateur: Option<u8>,
    /// The context.
    pub contexte: Contexte,
}

impl CasDeFichier {
    /// Checks the file of the case, with the one before it if there is one: its findings.
    ///
    /// # Errors
    /// The edition is faulty.
    pub fn rejouer(&self, edition: &EditionCyclades) -> Result<Vec<Constat>, Refus> {
        let options = Options {
            examen: self.options.examen,
            session: self.options.session.clone(),
            separateur: self.options.separateur,
            contexte: self.options.contexte,
            garder_les_cles: self.avant.is_some(),
            ..Options::default()
        };
        let mut constats = Vec::new();
        let mut cles = Vec::new();
        let avant = self.avant.as_ref().map(|(nom, octets)| (nom, octets));
        let fichiers: Vec<Octets<'_>> = avant
            .into_iter()
            .chain([(&self.nom, &self.octets)])
            .map(|(nom, octets)| Octets { nom, octets })
            .collect();
        for fichier in &fichiers {
            constats.clear();
            let resultat = controler(edition, fichier, &options, &mut |c| constats.push(c));
            match resultat {
                Ok(rapport) => cles.extend(rapport.cles),
                Err(Refus::Contenu(constat)) => constats.push(*constat),
                Err(autre) => return Err(autre),
            }
        }
        let compares: Vec<Controle<'_>> = fichiers
            .iter()
            .zip(&cles)
            .map(|(fichier, cles)| Controle {
                edition,
                source: fichier,
                nom: fichier.nom,
                cles,
            })
            .collect();
        if compares.len() > 1 {
            signaler_doublons(&compares, &options, &mut |c| constats.push(c))?;
        }
        Ok(constats)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CasLu {
    regle: Spanned<String>,
    titre: String,
    /// The exam of the rows; by default the one that the name of the file says.
    domaine: Option<Spanned<String>>,
    nom: Spanned<String>,
    texte: Option<Spanned<String>>,
    octets_hex: Option<Spanned<String>>,
    /// A file checked before this one.
    avant: Option<AutreLu>,
    encodage: Option<Spanned<String>>,
    /// What the rows are written with.
    separateur: Option<Spanned<String>>,
    #[serde(default)]
    options: OptionsLues,
    trouve: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AutreLu {
    nom: Spanned<String>,
    texte: Spanned<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionsLues {
    domaine: Option<Spanned<String>>,
    session: Option<String>,
    separateur: Option<Spanned<String>>,
    #[serde(default)]
    contexte: ContexteLu,
}

impl Lecteur<'_> {
    pub(super) fn cas_de_fichier(
        &self,
        lu: CasLu,
        ordinaires: &Ordinaires,
    ) -> Result<CasDeFichier, ErreurEdition> {
        self.condition(&lu.regle)?;
        for regle in &lu.trouve {
            self.condition(regle)?;
        }
        let separateur = self.separateur(lu.separateur.as_ref())?.unwrap_or(b';');
        let developper = |nom: &Spanned<String>, texte: &Spanned<String>| {
            let examen = match &lu.domaine {
                Some(nom) => Some(self.examen(nom)?),
                None => Examen::dans_un_nom(nom.get_ref()),
            };
            let rangees = Rangees {
                edition: self.edition,
                ordinaires,
                examen,
                separateur,
            };
            rangees
                .developper(texte.get_ref())
                .map_err(|message| self.erreur(texte, message))
        };
        let avant = match &lu.avant {
            None => None,
            Some(autre) => Some((
                autre.nom.get_ref().clone(),
                developper(&autre.nom, &autre.texte)?,
            )),
        };
        let octets = match (&lu.texte, &lu.octets_hex) {
            (Some(texte), None) => {
                self.encoder(developper(&lu.nom, texte)?, lu.encodage.as_ref())?
            }
            (None, Some(hexa)) => hexadecimal(hexa.get_ref()).ok_or_else(|| {
                self.erreur(
                    hexa,
                    "ces octets ne sont pas des paires de chiffres hexadécimaux.",
                )
            })?,
            _ => {
                return Err(self.erreur(
                    &lu.nom,
                    "un cas de fichier a « texte » ou « octets_hex », et un seul des deux.",
                ));
            }
        };
        Ok(CasDeFichier {
            options: OptionsDuCas {
                examen: lu
                    .options
                    .domaine
                    .as_ref()
                    .map(|nom| self.examen(nom))
                    .transpose()?,
                session: lu.options.session,
                separateur: self.separateur(lu.options.separateur.as_ref())?,
                contexte: self.contexte(&lu.options.contexte)?,
            },
            regle: lu.regle.into_inner(),
            titre: lu.titre,
            nom: lu.nom.into_inner(),
            octets,
            avant,
            trouve: lu.trouve.into_iter().map(Spanned::into_inner).collect(),
        })
    }

    fn separateur(&self, lu: Option<&Spanned<String>>) -> Result<Option<u8>, ErreurEdition> {
        lu.map(|lu| match lu.get_ref().as_bytes() {
            &[octet] => Ok(octet),
            _ => Err(self.erreur(lu, "un séparateur est un seul caractère ASCII.")),
        })
        .transpose()
    }

    fn encoder(
        &self,
        octets: Vec<u8>,
        encodage: Option<&Spanned<String>>,
    ) -> Result<Vec<u8>, ErreurEdition> {
        let Some(encodage) = encodage else {
            return Ok(octets);
        };
        let texte = String::from_utf8(octets).map_err(|_| {
            self.erreur(
                encodage,
                "un texte à encoder ne peut pas contenir d’octets bruts.",
            )
        })?;
        match encodage.get_ref().as_str() {
            "windows-1252" => match encoding_rs::WINDOWS_1252.encode(&texte) {
                (octets, _, false) => Ok(octets.into_owned()),
                _ => Err(self.erreur(
                    encodage,
                    "un caractère du texte n’existe pas en Windows-1252.",
                )),
            },
            "utf-16le" => Ok(texte.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            "utf-16be" => Ok(texte.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            autre => Err(self.erreur(
                encodage,
                format!(
                    "« {autre} » n’est pas un encodage ; il y a windows-1252, utf-16le, utf-16be."
                ),
            )),
        }
    }
}

fn hexadecimal(texte: &str) -> Option<Vec<u8>> {
    let chiffres: Vec<u8> = texte.bytes().filter(|o| !o.is_ascii_whitespace()).collect();
    chiffres
        .chunks(2)
        .map(|paire| {
            u8::from_str_radix(std::str::from_utf8(paire).ok()?, 16)
                .ok()
                .filter(|_| paire.len() == 2)
        })
        .collect()
}

/// What the braces of a text stand for.
struct Rangees<'a> {
    edition: &'a EditionCyclades,
    ordinaires: &'a Ordinaires,
    examen: Option<Examen>,
    separateur: u8,
}

impl Rangees<'_> {
    fn developper(&self, texte: &str) -> Result<Vec<u8>, String> {
        let mut octets = Vec::new();
        let mut reste = texte;
        while let Some((avant, suite)) = reste.split_once('{') {
            octets.extend_from_slice(avant.as_bytes());
            let (trou, apres) = suite
                .split_once('}')
                .ok_or("une accolade ouverte n’est pas fermée.")?;
            self.remplir(trou, &mut octets)?;
            reste = apres;
        }
        octets.extend_from_slice(reste.as_bytes());
        Ok(octets)
    }

    fn remplir(&self, trou: &str, octets: &mut Vec<u8>) -> Result<(), String> {
        if trou == "entete" {
            let noms: Vec<&str> = self.colonnes().map(|rang| self.nom(rang)).collect();
            self.rangee(&noms, octets);
        } else if let Some(hexa) = trou.strip_prefix("octet:") {
            octets.extend(
                hexadecimal(hexa).ok_or_else(|| format!("« {hexa} » n’est pas un octet."))?,
            );
        } else if let Some((nombre, motif)) = trou.split_once('*') {
            let nombre: usize = nombre
                .parse()
                .map_err(|_| format!("« {nombre} » n’est pas un nombre de fois."))?;
            octets.extend(motif.as_bytes().repeat(nombre));
        } else {
            let (qui, valeurs) = trou.split_once(' ').unwrap_or((trou, ""));
            let examen = self
                .examen
                .ok_or("l’examen n’est pas dans le nom ; ajoutez « domaine ».")?;
            let mut candidat = match qui {
                "xml_debut" | "xml_fin" | "candidat" | "xml_candidat" => {
                    self.ordinaires.premier(examen)
                }
                "candidat2" | "xml_candidat2" => self.ordinaires.second(examen),
                autre => return Err(format!("« {{{autre}}} » n’est pas connu.")),
            };
            for (champ, valeur) in valeurs.split('|').filter_map(|v| v.split_once('=')) {
                let rang = self.edition.champs.rang(champ);
                let place = rang.and_then(|rang| candidat.get_mut(usize::from(rang)));
                valeur.clone_into(
                    place.ok_or_else(|| format!("le champ « {champ} » n’existe pas."))?,
                );
            }
            if qui.starts_with("xml_") {
                let morceau = self.xml(qui, examen, &candidat);
                octets.extend(morceau.map_err(|erreur| erreur.to_string())?);
                return Ok(());
            }
            let cellules: Vec<&str> = self
                .colonnes()
                .filter_map(|rang| candidat.get(rang).map(String::as_str))
                .collect();
            self.rangee(&cellules, octets);
        }
        Ok(())
    }

    /// A part of an XML file of one candidate.
    fn xml(&self, partie: &str, examen: Examen, candidat: &[String]) -> io::Result<Vec<u8>> {
        let structure = &self.edition.xml;
        let session = session_usuelle(self.edition, examen).to_string();
        let entete = |rang: u8| {
            let champ = self.edition.champs.liste.get(usize::from(rang))?;
            Some(if champ.nom == "annee_session" {
                session.clone()
            } else {
                champ.exemple.clone()
            })
        };
        let ecriture = || EcritureXml::nouvelle(Vec::new(), structure, &entete);
        let vide = ecriture()?.terminer()?;
        let fin = memchr::memmem::rfind(&vide, b"</").unwrap_or(vide.len());
        if partie == "xml_debut" {
            return Ok(vide[..fin].to_vec());
        }
        if partie == "xml_fin" {
            return Ok(vide[fin..].to_vec());
        }
        let valeurs: Vec<&str> = candidat.iter().map(String::as_str).collect();
        let mut plein = ecriture()?;
        plein.candidat(&valeurs)?;
        let plein = plein.terminer()?;
        Ok(plein[fin..plein.len() - (vide.len() - fin)].to_vec())
    }

    /// Ranks of the columns that a file has: those of the candidate and of the candidature.
    fn colonnes(&self) -> impl Iterator<Item = usize> {
        let champs = self.edition.champs.liste.iter().enumerate();
        champs
            .filter(|(_, champ)| champ.bloc != Bloc::Entete)
            .map(|(rang, _)| rang)
    }

    fn nom(&self, rang: usize) -> &str {
        self.edition
            .champs
            .liste
            .get(rang)
            .map_or("", |champ| &champ.nom)
    }

    fn rangee(&self, cellules: &[&str], octets: &mut Vec<u8>) {
        for (rang, cellule) in cellules.iter().enumerate() {
            if rang > 0 {
                octets.push(self.separateur);
            }
            ecrire_cellule(octets, cellule, self.separateur);
        }
    }
}
