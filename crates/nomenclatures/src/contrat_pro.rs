//! The certifications that the aid to the professionalisation contract accepts, by their code.
//!
//! A row has one code, RNCP or CERTIFINFO: two name spaces, never compared. The code identifies, the title
//! never does: the same title stands under several codes.

mod titres;

use std::collections::BTreeSet;

use guichet_socle::{ErreurEdition, Fichiers};

use crate::code::{CodeCertifinfo, CodeRncp};
use crate::index::IndexCodes;
use crate::liste::{Ligne, Liste, RACINE};

/// The name of the list in the contract.
pub const NOM: &str = "contrat-pro/certifications";

/// What separates the sectors of a cell.
const SEPARATEUR: char = '|';

/// The code of a certification, in its own name space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeDeCertification {
    /// In the national directory.
    Rncp(CodeRncp),
    /// In CERTIFINFO, for a branch certificate that is not in the national directory.
    Certifinfo(CodeCertifinfo),
}

impl CodeDeCertification {
    /// The name of its name space: `RNCP` or `CERTIFINFO`.
    #[must_use]
    pub fn repertoire(&self) -> &'static str {
        match self {
            Self::Rncp(_) => "RNCP",
            Self::Certifinfo(_) => "CERTIFINFO",
        }
    }

    /// Its digits.
    #[must_use]
    pub fn numero(&self) -> &str {
        match self {
            Self::Rncp(code) => code.as_str(),
            Self::Certifinfo(code) => code.as_str(),
        }
    }
}

/// `RNCP 37537`, `CERTIFINFO 114320`.
impl std::fmt::Display for CodeDeCertification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.repertoire(), self.numero())
    }
}

/// A certification of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certification {
    /// Its code.
    pub code: CodeDeCertification,
    /// Its title as printed, faults included.
    pub intitule: String,
    /// Its title to show to people, when the printed one is damaged.
    pub intitule_repare: Option<String>,
    /// Its level, from 3 to 7; none for a certificate that is not in the national directory.
    pub niveau: Option<u8>,
    /// The sectors that proposed it, in the order of the document.
    pub secteurs: Vec<String>,
}

impl Certification {
    /// Its title to show to people.
    #[must_use]
    pub fn titre(&self) -> &str {
        self.intitule_repare.as_deref().unwrap_or(&self.intitule)
    }
}

/// What a number that is not listed may have meant. Never applied: someone has to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions<'a> {
    /// The certification of this very number in the other name space.
    pub autre_repertoire: Option<&'a Certification>,
    /// Those of the same name space one slip away (a digit changed, added or forgotten, or two
    /// neighbours swapped), in the order of the document. The list is dense: there may be several.
    pub a_un_chiffre: Vec<&'a Certification>,
}

/// One edition of the list.
#[derive(Debug, Clone)]
pub struct Certifications {
    liste: Liste,
    lignes: Vec<Certification>,
    rncp: IndexCodes,
    certifinfo: IndexCodes,
    /// The beginnings that say a kind of diploma, as [`titres::nature`] gives them.
    natures: BTreeSet<String>,
}

impl Certifications {
    /// Loads an edition of the list, named by its date (`2024-04-01`).
    ///
    /// # Errors
    /// The list is absent or faulty, a row does not have exactly one code, or a code stands twice.
    pub fn charger(fichiers: &Fichiers, date: &str) -> Result<Self, ErreurEdition> {
        let liste = Liste::charger(fichiers, &format!("{RACINE}/{NOM}/{date}"))?;
        let lecteur = Lecteur::new(&liste)?;
        let lignes = liste
            .lignes()
            .map(|ligne| lecteur.lire(&ligne))
            .collect::<Result<Vec<_>, _>>()?;
        let index = |repertoire: &str| {
            let codes = lignes
                .iter()
                .zip(0..)
                .filter(|(ligne, _)| ligne.code.repertoire() == repertoire)
                .map(|(ligne, rang)| (ligne.code.numero(), rang));
            IndexCodes::new(codes)
                .map_err(|erreur| ErreurEdition::du_fichier(liste.chemin(), erreur.to_string()))
        };
        let (rncp, certifinfo) = (index("RNCP")?, index("CERTIFINFO")?);
        Ok(Self {
            natures: titres::natures(lignes.iter().map(Certification::titre)),
            liste,
            lignes,
            rncp,
            certifinfo,
        })
    }

    /// The certification of an RNCP code, whose leading zeros may have been removed or added.
    #[must_use]
    pub fn rncp(&self, numero: &str) -> Option<&Certification> {
        self.a_l_index(&self.rncp, numero)
    }

    /// The certification of a CERTIFINFO code, whose leading zeros may have been removed or added.
    #[must_use]
    pub fn certifinfo(&self, numero: &str) -> Option<&Certification> {
        self.a_l_index(&self.certifinfo, numero)
    }

    /// The listed RNCP codes, each with the rank of its row.
    #[must_use]
    pub fn index_rncp(&self) -> &IndexCodes {
        &self.rncp
    }

    /// The listed CERTIFINFO codes, each with the rank of its row.
    #[must_use]
    pub fn index_certifinfo(&self) -> &IndexCodes {
        &self.certifinfo
    }

    /// The certifications, in the order of the document.
    #[must_use]
    pub fn lignes(&self) -> &[Certification] {
        &self.lignes
    }

    /// The list itself, with its edition and all its columns.
    #[must_use]
    pub fn liste(&self) -> &Liste {
        &self.liste
    }

    /// The certifications that go by a title, whatever their kind of diploma (`CAP - MAÇON` and
    /// `BREVET PROFESSIONNEL (BP) - MAÇON`), case, accents and signs set aside.
    ///
    /// A certification is among its own homonyms.
    #[must_use]
    pub fn homonymes(&self, titre: &str) -> Vec<&Certification> {
        let cherche = titres::nu(titre, &self.natures);
        if cherche.is_empty() {
            return Vec::new();
        }
        self.lignes
            .iter()
            .filter(|ligne| titres::nu(ligne.titre(), &self.natures) == cherche)
            .collect()
    }

    /// What an RNCP number that is not listed may have meant.
    #[must_use]
    pub fn suggerer_rncp(&self, numero: &str) -> Suggestions<'_> {
        self.suggerer("RNCP", numero, self.certifinfo(numero))
    }

    /// What a CERTIFINFO number that is not listed may have meant.
    #[must_use]
    pub fn suggerer_certifinfo(&self, numero: &str) -> Suggestions<'_> {
        self.suggerer("CERTIFINFO", numero, self.rncp(numero))
    }

    fn suggerer<'a>(
        &'a self,
        repertoire: &str,
        numero: &str,
        autre_repertoire: Option<&'a Certification>,
    ) -> Suggestions<'a> {
        let numero = sans_zeros(numero);
        Suggestions {
            autre_repertoire,
            a_un_chiffre: self
                .lignes
                .iter()
                .filter(|ligne| ligne.code.repertoire() == repertoire)
                .filter(|ligne| a_un_chiffre(numero.as_bytes(), ligne.code.numero().as_bytes()))
                .collect(),
        }
    }

    fn a_l_index(&self, index: &IndexCodes, numero: &str) -> Option<&Certification> {
        self.lignes
            .get(index.chercher(sans_zeros(numero).as_bytes())? as usize)
    }
}

/// The ranks of the columns, found once.
struct Lecteur {
    intitule: usize,
    niveau: usize,
    code_rncp: usize,
    code_certifinfo: usize,
    secteurs: usize,
    intitule_repare: usize,
}

impl Lecteur {
    fn new(liste: &Liste) -> Result<Self, ErreurEdition> {
        Ok(Self {
            intitule: liste.colonne_requise("intitule")?,
            niveau: liste.colonne_requise("niveau")?,
            code_rncp: liste.colonne_requise("code_rncp")?,
            code_certifinfo: liste.colonne_requise("code_certifinfo")?,
            secteurs: liste.colonne_requise("secteurs")?,
            intitule_repare: liste.colonne_requise("intitule_repare")?,
        })
    }

    fn lire(&self, ligne: &Ligne<'_>) -> Result<Certification, ErreurEdition> {
        let rncp = ligne.cellule(self.code_rncp);
        let certifinfo = ligne.cellule(self.code_certifinfo);
        let code = match (rncp.is_empty(), certifinfo.is_empty()) {
            (false, true) => CodeDeCertification::Rncp(
                rncp.parse()
                    .map_err(|erreur| ligne.erreur(self.code_rncp, erreur))?,
            ),
            (true, false) => CodeDeCertification::Certifinfo(
                certifinfo
                    .parse()
                    .map_err(|erreur| ligne.erreur(self.code_certifinfo, erreur))?,
            ),
            (true, true) => {
                return Err(ligne.erreur(
                    self.code_rncp,
                    "la ligne n’a pas de code ; donnez son code RNCP, ou son code CERTIFINFO.",
                ));
            }
            (false, false) => {
                return Err(ligne.erreur(
                    self.code_certifinfo,
                    "la ligne a deux codes ; gardez le code RNCP ou le code CERTIFINFO.",
                ));
            }
        };
        let niveau = match ligne.cellule(self.niveau) {
            "" => None,
            chiffre => Some(chiffre.parse().map_err(|_| {
                ligne.erreur(
                    self.niveau,
                    format!("« {chiffre} » n’est pas un niveau ; écrivez un chiffre."),
                )
            })?),
        };
        let secteurs: Vec<String> = ligne
            .cellule(self.secteurs)
            .split(SEPARATEUR)
            .map(str::to_owned)
            .collect();
        if secteurs
            .iter()
            .any(|secteur| secteur.trim() != secteur || secteur.is_empty())
        {
            return Err(ligne.erreur(
                self.secteurs,
                format!("un secteur est vide ou a une espace à un bord ; séparez-les par {SEPARATEUR} seulement."),
            ));
        }
        let repare = ligne.cellule(self.intitule_repare);
        Ok(Certification {
            code,
            intitule: ligne.cellule(self.intitule).to_owned(),
            intitule_repare: (!repare.is_empty()).then(|| repare.to_owned()),
            niveau,
            secteurs,
        })
    }
}

fn sans_zeros(numero: &str) -> &str {
    numero.trim_start_matches('0')
}

/// Whether one slip of the hand makes a number of another.
fn a_un_chiffre(ecrit: &[u8], liste: &[u8]) -> bool {
    let commun = ecrit
        .iter()
        .zip(liste)
        .take_while(|(ecrit, liste)| ecrit == liste)
        .count();
    match (&ecrit[commun..], &liste[commun..]) {
        ([un, deux, reste @ ..], [premier, second, suite @ ..])
            if un == second && deux == premier && reste == suite =>
        {
            true
        }
        ([_, reste @ ..], [_, suite @ ..]) if reste == suite => true,
        ([_, reste @ ..], suite) if reste == suite => true,
        (reste, [_, suite @ ..]) => reste == suite,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
