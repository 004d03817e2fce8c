//! What an XSD says of a file: elements within elements, with their types, whatever the way it is told
//! (global or local, named types, groups, extensions).

use std::collections::BTreeSet;

use super::ErreurXsd;
use super::arbre::{Arbre, Noeud};

/// More elements than this, once every name is followed, is not a file of candidates.
const ELEMENTS_MAX: usize = 20_000;
const PROFONDEUR_MAX: usize = 48;

/// An element where it may stand.
#[derive(Debug, Clone)]
pub struct Particule {
    /// Its name.
    pub nom: String,
    /// It must be there when what holds it is.
    pub obligatoire: bool,
    /// It may be there several times.
    pub repete: bool,
    /// What it holds.
    pub contenu: Contenu,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub enum Contenu {
    /// A value.
    Valeur(TypeSimple),
    /// Elements.
    Blocs(Vec<Particule>),
}

/// The constraints of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeSimple {
    /// Most characters.
    pub max: Option<u32>,
    /// The codes that are listed.
    pub codes: BTreeSet<String>,
    /// The patterns.
    pub motifs: BTreeSet<String>,
}

/// Follows the names of a schema.
pub struct Modele<'a> {
    arbre: &'a Arbre,
    elements: usize,
    /// Definitions being followed: one within itself would never end.
    pile: Vec<(&'static str, String)>,
}

const GROUPES: &[&str] = &["sequence", "all", "choice", "group"];

impl<'a> Modele<'a> {
    /// Starts on a schema.
    ///
    /// # Errors
    /// It needs another file.
    pub fn new(arbre: &'a Arbre) -> Result<Self, ErreurXsd> {
        if let Some(autre) = arbre.racine.de(&["include", "import", "redefine"]).next() {
            return Err(ErreurXsd::AutreFichier(
                autre
                    .attribut("schemaLocation")
                    .or_else(|| autre.attribut("namespace"))
                    .unwrap_or("sans nom")
                    .to_owned(),
            ));
        }
        Ok(Self {
            arbre,
            elements: 0,
            pile: Vec::new(),
        })
    }

    /// The global elements, each with what it holds.
    ///
    /// # Errors
    /// A name is unknown, or a definition holds itself.
    pub fn racines(&mut self) -> Result<Vec<Particule>, ErreurXsd> {
        let arbre = self.arbre;
        arbre
            .racine
            .de(&["element"])
            .map(|element| self.element(element))
            .collect()
    }

    fn global(&self, sorte: &'static str, nom: &str) -> Result<&'a Noeud, ErreurXsd> {
        self.arbre
            .racine
            .enfants
            .iter()
            .find(|n| n.nom == sorte && n.attribut("name") == Some(nom))
            .ok_or_else(|| ErreurXsd::NomInconnu(nom.to_owned()))
    }

    /// Follows a name, once.
    fn suivre<T>(
        &mut self,
        sorte: &'static str,
        nom: &str,
        faire: impl FnOnce(&mut Self, &'a Noeud) -> Result<T, ErreurXsd>,
    ) -> Result<T, ErreurXsd> {
        let noeud = self.global(sorte, nom)?;
        let cle = (sorte, nom.to_owned());
        if self.pile.contains(&cle) || self.pile.len() > PROFONDEUR_MAX {
            return Err(ErreurXsd::Recursif(nom.to_owned()));
        }
        self.pile.push(cle);
        let fait = faire(self, noeud);
        self.pile.pop();
        fait
    }

    fn element(&mut self, element: &'a Noeud) -> Result<Particule, ErreurXsd> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            return Err(ErreurXsd::TropGrand);
        }
        let (obligatoire, repete) = occurrences(element);
        if let Some(nom) = element.attribut("ref") {
            let local = nom.rsplit(':').next().unwrap_or(nom);
            let cite = self.suivre("element", local, Self::element)?;
            return Ok(Particule {
                obligatoire,
                repete,
                ..cite
            });
        }
        Ok(Particule {
            nom: element.attribut("name").unwrap_or_default().to_owned(),
            obligatoire,
            repete,
            contenu: self.contenu(element)?,
        })
    }

    fn contenu(&mut self, element: &'a Noeud) -> Result<Contenu, ErreurXsd> {
        if let Some(nom) = element.attribut("type") {
            let Some(local) = self.arbre.local(nom) else {
                return Ok(Contenu::Valeur(TypeSimple::default()));
            };
            return match self.global("complexType", local) {
                Ok(_) => self.suivre("complexType", local, Self::complexe),
                Err(_) => self
                    .suivre("simpleType", local, Self::simple)
                    .map(Contenu::Valeur),
            };
        }
        if let Some(complexe) = element.de(&["complexType"]).next() {
            return self.complexe(complexe);
        }
        match element.de(&["simpleType"]).next() {
            Some(simple) => self.simple(simple).map(Contenu::Valeur),
            None => Ok(Contenu::Valeur(TypeSimple::default())),
        }
    }

    fn complexe(&mut self, noeud: &'a Noeud) -> Result<Contenu, ErreurXsd> {
        let derive = |contenu: &'a Noeud| contenu.de(&["extension", "restriction"]).next();
        if let Some(simple) = noeud.de(&["simpleContent"]).next() {
            let Some(derive) = derive(simple) else {
                return Ok(Contenu::Valeur(TypeSimple::default()));
            };
            let base = self.base(derive)?;
            return Ok(Contenu::Valeur(facettes(base, derive)));
        }
        let Some(complexe) = noeud.de(&["complexContent"]).next() else {
            return Ok(Contenu::Blocs(self.groupes(noeud)?));
        };
        let Some(derive) = derive(complexe) else {
            return Ok(Contenu::Blocs(Vec::new()));
        };
        let mut blocs = Vec::new();
        if derive.nom == "extension"
            && let Some(base) = derive.attribut("base").and_then(|b| self.arbre.local(b))
            && let Contenu::Blocs(siens) = self.suivre("complexType", base, Self::complexe)?
        {
            blocs = siens;
        }
        blocs.extend(self.groupes(derive)?);
        Ok(Contenu::Blocs(blocs))
    }

    /// The elements of every group that stands in a node.
    fn groupes(&mut self, noeud: &'a Noeud) -> Result<Vec<Particule>, ErreurXsd> {
        let mut blocs = Vec::new();
        for groupe in noeud.de(GROUPES) {
            blocs.extend(self.groupe(groupe)?);
        }
        Ok(blocs)
    }

    fn groupe(&mut self, groupe: &'a Noeud) -> Result<Vec<Particule>, ErreurXsd> {
        let (obligatoire, repete) = occurrences(groupe);
        let mut blocs = Vec::new();
        if let Some(nom) = groupe.attribut("ref") {
            let local = nom.rsplit(':').next().unwrap_or(nom);
            blocs = self.suivre("group", local, Self::groupes)?;
        }
        for enfant in &groupe.enfants {
            match enfant.nom.as_str() {
                "element" => blocs.push(self.element(enfant)?),
                nom if GROUPES.contains(&nom) => blocs.extend(self.groupe(enfant)?),
                _ => {}
            }
        }
        for bloc in &mut blocs {
            bloc.obligatoire &= obligatoire && groupe.nom != "choice";
            bloc.repete |= repete;
        }
        Ok(blocs)
    }

    /// The type that a restriction or an extension starts from.
    fn base(&mut self, noeud: &'a Noeud) -> Result<TypeSimple, ErreurXsd> {
        if let Some(simple) = noeud.de(&["simpleType"]).next() {
            return self.simple(simple);
        }
        match noeud.attribut("base").and_then(|b| self.arbre.local(b)) {
            Some(nom) if self.global("simpleType", nom).is_ok() => {
                self.suivre("simpleType", nom, Self::simple)
            }
            Some(nom) => match self.suivre("complexType", nom, Self::complexe)? {
                Contenu::Valeur(simple) => Ok(simple),
                Contenu::Blocs(_) => Ok(TypeSimple::default()),
            },
            None => Ok(TypeSimple::default()),
        }
    }

    fn simple(&mut self, noeud: &'a Noeud) -> Result<TypeSimple, ErreurXsd> {
        if let Some(restriction) = noeud.de(&["restriction"]).next() {
            let base = self.base(restriction)?;
            return Ok(facettes(base, restriction));
        }
        let Some(union) = noeud.de(&["union"]).next() else {
            return Ok(TypeSimple::default());
        };
        let mut membres = Vec::new();
        for nom in union
            .attribut("memberTypes")
            .unwrap_or_default()
            .split_whitespace()
        {
            membres.push(match self.arbre.local(nom) {
                Some(local) => self.suivre("simpleType", local, Self::simple)?,
                None => TypeSimple::default(),
            });
        }
        for membre in union.de(&["simpleType"]) {
            membres.push(self.simple(membre)?);
        }
        // A type that only the empty text has says that the element may be empty, nothing of a value.
        membres.retain(|membre| membre.max != Some(0));
        let mut uni = membres.pop().unwrap_or(TypeSimple {
            max: Some(0),
            ..TypeSimple::default()
        });
        for membre in membres {
            uni.max = uni.max.zip(membre.max).map(|(a, b)| a.max(b));
            uni.codes.extend(membre.codes);
            uni.motifs.extend(membre.motifs);
        }
        Ok(uni)
    }
}

/// At least once, and more than once.
fn occurrences(noeud: &Noeud) -> (bool, bool) {
    (
        noeud
            .attribut("minOccurs")
            .is_none_or(|min| min.trim() != "0"),
        !matches!(
            noeud.attribut("maxOccurs").map(str::trim),
            None | Some("0" | "1")
        ),
    )
}

/// The facets of a restriction over those of its base.
fn facettes(base: TypeSimple, restriction: &Noeud) -> TypeSimple {
    let valeurs = |nom: &'static str| {
        restriction
            .enfants
            .iter()
            .filter(move |n| n.nom == nom)
            .filter_map(|n| n.attribut("value"))
            .map(str::to_owned)
    };
    let mut simple = base;
    let codes: BTreeSet<String> = valeurs("enumeration").collect();
    if !codes.is_empty() {
        let plus_long = codes.iter().map(|c| c.chars().count()).max().unwrap_or(0);
        simple.max = u32::try_from(plus_long).ok();
        simple.codes = codes;
    }
    simple.motifs.extend(valeurs("pattern"));
    for max in valeurs("maxLength").chain(valeurs("length")) {
        if let Ok(max) = max.trim().parse::<u32>() {
            simple.max = Some(simple.max.map_or(max, |avant| avant.min(max)));
        }
    }
    simple
}
