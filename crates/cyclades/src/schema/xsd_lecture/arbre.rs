//! The text of an XSD as a small tree: the elements of XSD, their attributes, and nothing else.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::ErreurXsd;
use crate::schema::xsd::ESPACE;

/// The official schemas hold a few hundred kilobytes; what is larger is something else.
pub const OCTETS_MAX: usize = 8 << 20;
const PROFONDEUR_MAX: usize = 64;
const NOEUDS_MAX: usize = 200_000;

/// An element of XSD.
#[derive(Debug, Clone, Default)]
pub struct Noeud {
    /// Its name, without prefix.
    pub nom: String,
    attributs: Vec<(String, String)>,
    /// The elements of XSD in it.
    pub enfants: Vec<Noeud>,
}

impl Noeud {
    /// An attribute without prefix.
    pub fn attribut(&self, nom: &str) -> Option<&str> {
        self.attributs
            .iter()
            .find(|(n, _)| n == nom)
            .map(|(_, valeur)| valeur.as_str())
    }

    /// Its children of some names.
    pub fn de(&self, noms: &'static [&'static str]) -> impl Iterator<Item = &Noeud> {
        self.enfants
            .iter()
            .filter(move |n| noms.contains(&n.nom.as_str()))
    }
}

/// The schema, and the prefixes of its text.
pub struct Arbre {
    /// The element `schema`.
    pub racine: Noeud,
    prefixes: BTreeMap<String, String>,
}

impl Arbre {
    /// The local name of a qualified one, unless it is of XSD itself.
    pub fn local<'n>(&self, nom: &'n str) -> Option<&'n str> {
        let (prefixe, local) = nom.trim().split_once(':').unwrap_or(("", nom.trim()));
        let de_xsd = self.prefixes.get(prefixe).is_some_and(|uri| uri == ESPACE);
        (!de_xsd).then_some(local)
    }

    /// Reads the text.
    ///
    /// # Errors
    /// It is not XML, has a DTD, is too large or too deep, or is no XSD.
    pub fn lire(octets: &[u8]) -> Result<Self, ErreurXsd> {
        if octets.len() > OCTETS_MAX {
            return Err(ErreurXsd::TropGrand);
        }
        let texte = match std::str::from_utf8(octets) {
            Ok(texte) => texte.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(octets).0,
        };
        let texte = texte.strip_prefix('\u{feff}').unwrap_or(&texte);
        let mut lecteur = NsReader::from_str(texte);
        let mut prefixes = BTreeMap::new();
        let mut ouverts: Vec<Noeud> = vec![Noeud::default()];
        let mut noeuds = 0;
        loop {
            let (espace, evenement) = lecteur
                .read_resolved_event()
                .map_err(|erreur| ErreurXsd::Xml(erreur.to_string()))?;
            let de_xsd = match &espace {
                ResolveResult::Bound(espace) => texte_de(espace.0) == ESPACE,
                _ => false,
            };
            match evenement {
                Event::DocType(_) => return Err(ErreurXsd::Dtd),
                Event::Start(debut) => {
                    ouverts.push(noeud(&debut, de_xsd, &mut prefixes)?);
                    noeuds += 1;
                    if ouverts.len() > PROFONDEUR_MAX || noeuds > NOEUDS_MAX {
                        return Err(ErreurXsd::TropGrand);
                    }
                }
                Event::Empty(debut) => {
                    let noeud = noeud(&debut, de_xsd, &mut prefixes)?;
                    fermer(&mut ouverts, noeud);
                    noeuds += 1;
                    if noeuds > NOEUDS_MAX {
                        return Err(ErreurXsd::TropGrand);
                    }
                }
                Event::End(_) => {
                    if let Some(noeud) = ouverts.pop() {
                        fermer(&mut ouverts, noeud);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        // What is still open was never closed.
        let [document] = ouverts.as_slice() else {
            return Err(ErreurXsd::Xml("le texte s’arrête avant la fin".to_owned()));
        };
        match document.enfants.as_slice() {
            [racine] if racine.nom == "schema" => Ok(Self {
                racine: racine.clone(),
                prefixes,
            }),
            _ => Err(ErreurXsd::PasUnXsd),
        }
    }
}

/// Elements that are not of XSD, as those of a documentation, are left out.
fn fermer(ouverts: &mut [Noeud], noeud: Noeud) {
    if let Some(parent) = ouverts.last_mut()
        && !noeud.nom.is_empty()
    {
        parent.enfants.push(noeud);
    }
}

fn noeud(
    debut: &BytesStart<'_>,
    de_xsd: bool,
    prefixes: &mut BTreeMap<String, String>,
) -> Result<Noeud, ErreurXsd> {
    let mut attributs = Vec::new();
    for attribut in debut.attributes() {
        let attribut = attribut.map_err(|erreur| ErreurXsd::Xml(erreur.to_string()))?;
        let nom = texte_de(attribut.key.0);
        let valeur = attribut
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|erreur| ErreurXsd::Xml(erreur.to_string()))?
            .into_owned();
        match nom.strip_prefix("xmlns") {
            Some("") => drop(prefixes.entry(String::new()).or_insert(valeur)),
            Some(suite) if suite.starts_with(':') => {
                prefixes.entry(suite[1..].to_owned()).or_insert(valeur);
            }
            _ if !nom.contains(':') => attributs.push((nom, valeur)),
            _ => {}
        }
    }
    Ok(Noeud {
        nom: if de_xsd {
            texte_de(debut.local_name().into_inner())
        } else {
            String::new()
        },
        attributs,
        enfants: Vec::new(),
    })
}

fn texte_de(octets: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(octets.as_ref()).into_owned()
}
