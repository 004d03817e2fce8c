//! The shape of an XML file: which element holds which, under what names, in what order.
//!
//! The ministry's XSD is not public: names, nesting and order are data of the edition (`xml.toml` and the
//! paths of `champs.toml`). Whoever has the official XSD replaces them by it.

use guichet_socle::erreur::lire_toml;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

use crate::champs::{Bloc, Champs};

/// The shape of a file: a root, a header, candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureXml {
    /// Namespace of every element, if there is one.
    pub espace: Option<String>,
    /// Name of the root.
    pub racine: String,
    /// Elements from the root (excluded) to the header block (included).
    pub entete: Vec<String>,
    /// Elements from the root (excluded) to the element of a candidate (included); only the last repeats.
    pub candidat: Vec<String>,
    /// The fields in the order they are written, those of the header first.
    pub champs: Vec<ChampXml>,
}

/// Where a field stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChampXml {
    /// Rank in the edition's fields.
    pub champ: u8,
    /// Its block.
    pub bloc: Bloc,
    /// Elements from that of the header, or of the candidate, (excluded) to the value's (included): one
    /// name, more if the official XSD nests blocks.
    pub chemin: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierXml {
    source: Spanned<String>,
    /// For the reader of the file and the tidy tests.
    #[serde(default, rename = "lectures")]
    _lectures: Vec<String>,
    espace: Option<String>,
    racine: String,
    #[serde(rename = "bloc")]
    blocs: Vec<BlocXml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlocXml {
    bloc: Bloc,
    element: Spanned<String>,
    #[serde(default)]
    repete: bool,
}

impl StructureXml {
    /// Reads `xml.toml` of an edition.
    ///
    /// # Errors
    /// A key is unknown, a block is missing or told twice, the blocks of a candidate are not one element,
    /// or the path of a field does not go through its block.
    pub fn lire(
        fichiers: &Fichiers,
        edition: &Edition,
        champs: &Champs,
    ) -> Result<Self, ErreurEdition> {
        let chemin = format!("{}/xml.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let lu: FichierXml = lire_toml(&chemin, texte)?;
        let erreur = |octet: usize, message: String| {
            ErreurEdition::a_l_octet(&chemin, texte, octet, message)
        };
        edition
            .source(lu.source.get_ref())
            .map_err(|message| erreur(lu.source.span().start, message))?;
        let element = |bloc: Bloc, repete: bool| {
            let mut du_bloc = lu.blocs.iter().filter(|b| b.bloc == bloc);
            match (du_bloc.next(), du_bloc.next()) {
                (Some(un), None) if un.repete == repete => Ok(un.element.get_ref().clone()),
                (Some(un), _) => Err(erreur(
                    un.element.span().start,
                    format!(
                        "le bloc « {} » est déclaré deux fois, ou « repete » y est faux ; corrigez-le.",
                        un.element.get_ref()
                    ),
                )),
                (None, _) => Err(ErreurEdition::du_fichier(
                    &chemin,
                    "un bloc manque parmi entete, candidat et candidature ; ajoutez-le.",
                )),
            }
        };
        let entete = element(Bloc::Entete, false)?;
        let candidat = element(Bloc::Candidat, true)?;
        if element(Bloc::Candidature, true)? != candidat {
            return Err(ErreurEdition::du_fichier(
                &chemin,
                "les blocs candidat et candidature ont des éléments différents ; donnez-leur le même.",
            ));
        }
        let mut places = Vec::with_capacity(champs.liste.len());
        for (champ, rang) in champs.liste.iter().zip(0u8..) {
            let bloc = if champ.bloc == Bloc::Entete {
                &entete
            } else {
                &candidat
            };
            let debut = format!("{}.{bloc}.", lu.racine);
            let Some(reste) = champ.xml.strip_prefix(&debut).filter(|r| !r.is_empty()) else {
                return Err(champs.erreur(
                    champ.source.span().start,
                    format!(
                        "le chemin XML « {} » ne passe pas par {debut} comme le dit xml.toml ; corrigez l’un des deux.",
                        champ.xml
                    ),
                ));
            };
            places.push(ChampXml {
                champ: rang,
                bloc: champ.bloc,
                chemin: reste.split('.').map(str::to_owned).collect(),
            });
        }
        places.sort_by_key(|place| place.bloc != Bloc::Entete);
        Ok(Self {
            espace: lu.espace,
            racine: lu.racine,
            entete: vec![entete],
            candidat: vec![candidat],
            champs: places,
        })
    }
}
