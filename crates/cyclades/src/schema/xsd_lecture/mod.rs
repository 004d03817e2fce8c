//! The official XSD, for whoever has it: names, nesting and order to read and write files with, and what
//! differs from the document.

mod arbre;
mod differences;
mod modele;

use std::collections::{BTreeMap, BTreeSet};

use guichet_socle::ErreurEdition;

use super::{Schema, xsd};
use crate::champs::Bloc;
use crate::structure::{ChampXml, StructureXml};
use crate::{EditionCyclades, Examen};
use arbre::Arbre;
pub use arbre::OCTETS_MAX;
pub use differences::Difference;
use modele::{Contenu, Modele, Particule, TypeSimple};

/// Why an XSD gives no structure.
#[derive(Debug, thiserror::Error)]
pub enum ErreurXsd {
    /// It is not XML.
    #[error("ce n’est pas un XML bien formé ({0}) ; vérifiez que le fichier est entier.")]
    Xml(String),
    /// It has a DTD.
    #[error("il contient une DTD (<!DOCTYPE), que Guichet refuse ; retirez-la.")]
    Dtd,
    /// It is too large, too deep, or unfolds into too many elements.
    #[error("il est trop grand ou trop profond pour un schéma de candidats ; vérifiez le fichier.")]
    TropGrand,
    /// It is XML, but no XSD.
    #[error(
        "ce n’est pas un XSD : la racine n’est pas xs:schema ; donnez le fichier .xsd du domaine."
    )]
    PasUnXsd,
    /// It needs another file.
    #[error(
        "il renvoie à un autre fichier (« {0} »), que Guichet n’ouvre pas ; réunissez les deux en un seul XSD."
    )]
    AutreFichier(String),
    /// It cites a name that it does not define.
    #[error("il cite « {0} » sans le définir ; vérifiez que le fichier est entier.")]
    NomInconnu(String),
    /// A definition holds itself.
    #[error(
        "« {0} » y est défini par lui-même, ce qu’un fichier de candidats n’a pas ; vérifiez le fichier."
    )]
    Recursif(String),
    /// No element holds fields of the document.
    #[error(
        "aucun de ses éléments ne contient de champ du document ; vérifiez que c’est le XSD de l’import EXAPRO."
    )]
    SansChamp,
    /// No element that repeats holds fields.
    #[error(
        "aucun élément qui se répète (maxOccurs) n’y contient de champ de candidat ; vérifiez le fichier."
    )]
    SansCandidat,
    /// The edition it is compared with is faulty.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
}

/// A value of the file, by the field of the document it is.
struct Feuille {
    champ: u8,
    chemin: Vec<String>,
    obligatoire: bool,
    simple: TypeSimple,
}

/// What an XSD says, in our words.
struct Lu {
    structure: StructureXml,
    feuilles: BTreeMap<u8, Feuille>,
    inconnus: Vec<(String, bool)>,
    repetitions: Vec<String>,
    non_qualifie: bool,
}

/// Reads an XSD; what differs from that of the edition, for an exam and the year of a session, is told
/// besides. Without an exam the lists that hang on it are not compared.
///
/// # Errors
/// It is no XSD, needs another file, or describes no file of candidates.
pub fn lire_xsd(
    octets: &[u8],
    edition: &EditionCyclades,
    examen: Option<Examen>,
    annee: i16,
) -> Result<(StructureXml, Vec<Difference>), ErreurXsd> {
    let leur = lire(octets, edition)?;
    let schema = Schema::new(edition, examen, annee)?;
    let notre = lire(xsd::ecrire(&schema).as_bytes(), edition)?;
    let differences = comparer(&leur, &notre, edition);
    Ok((leur.structure, differences))
}

fn lire(octets: &[u8], edition: &EditionCyclades) -> Result<Lu, ErreurXsd> {
    let arbre = Arbre::lire(octets)?;
    let racines = Modele::new(&arbre)?.racines()?;
    // The root is the element that holds the most; others are parts of it, cited by name.
    let racine = racines
        .into_iter()
        .map(|racine| (compter(&racine, edition), racine))
        .filter(|(compte, _)| *compte > 0)
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .ok_or(ErreurXsd::SansChamp)?
        .1;
    let chemin_candidat =
        candidat(&racine, edition, &mut Vec::new()).ok_or(ErreurXsd::SansCandidat)?;
    let mut recolte = Recolte {
        edition,
        candidat: &chemin_candidat,
        feuilles: Vec::new(),
        inconnus: Vec::new(),
        repetitions: Vec::new(),
    };
    if let Contenu::Blocs(blocs) = &racine.contenu {
        recolte.blocs(blocs, &mut Vec::new(), true);
    }
    let Recolte {
        feuilles,
        inconnus,
        repetitions,
        ..
    } = recolte;
    let bloc = |champ: u8| edition.champs.liste[usize::from(champ)].bloc;
    let entete = feuilles
        .iter()
        .filter(|f| bloc(f.champ) == Bloc::Entete)
        .map(|f| &f.chemin[..f.chemin.len() - 1])
        .reduce(commun)
        .map(<[String]>::to_vec);
    let base = |champ: u8| {
        if bloc(champ) == Bloc::Entete {
            entete.as_ref().map_or(0, Vec::len)
        } else {
            chemin_candidat.len()
        }
    };
    let mut champs: Vec<ChampXml> = feuilles
        .iter()
        .map(|feuille| ChampXml {
            champ: feuille.champ,
            bloc: bloc(feuille.champ),
            chemin: feuille.chemin[base(feuille.champ)..].to_vec(),
        })
        .collect();
    champs.sort_by_key(|champ| champ.bloc != Bloc::Entete);
    let espace = arbre
        .racine
        .attribut("targetNamespace")
        .filter(|e| !e.is_empty())
        .map(str::to_owned);
    Ok(Lu {
        non_qualifie: espace.is_some()
            && arbre.racine.attribut("elementFormDefault") != Some("qualified"),
        structure: StructureXml {
            espace,
            racine: racine.nom.clone(),
            entete: entete.unwrap_or_else(|| edition.xml.entete.clone()),
            candidat: chemin_candidat,
            champs,
        },
        feuilles: feuilles.into_iter().map(|f| (f.champ, f)).collect(),
        inconnus,
        repetitions,
    })
}

fn commun<'c>(a: &'c [String], b: &'c [String]) -> &'c [String] {
    let longueur = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    &a[..longueur]
}

/// The field that an element is: by its name in XML, by that of the column, then but for case.
fn champ_de(nom: &str, edition: &EditionCyclades) -> Option<u8> {
    let xml = |chemin: &'_ str| chemin.rsplit('.').next().unwrap_or_default().to_owned();
    let liste = &edition.champs.liste;
    liste
        .iter()
        .position(|c| xml(&c.xml) == nom)
        .or_else(|| liste.iter().position(|c| c.nom == nom))
        .or_else(|| {
            liste.iter().position(|c| {
                c.nom.eq_ignore_ascii_case(nom) || xml(&c.xml).eq_ignore_ascii_case(nom)
            })
        })
        .and_then(|rang| u8::try_from(rang).ok())
}

fn compter(particule: &Particule, edition: &EditionCyclades) -> usize {
    match &particule.contenu {
        Contenu::Valeur(_) => usize::from(champ_de(&particule.nom, edition).is_some()),
        Contenu::Blocs(blocs) => blocs.iter().map(|b| compter(b, edition)).sum(),
    }
}

/// The path, from the root excluded, of the outermost element that repeats and holds the most fields.
fn candidat(
    particule: &Particule,
    edition: &EditionCyclades,
    chemin: &mut Vec<String>,
) -> Option<Vec<String>> {
    let Contenu::Blocs(blocs) = &particule.contenu else {
        return None;
    };
    let mut meilleur: Option<(usize, Vec<String>)> = None;
    for bloc in blocs {
        if matches!(bloc.contenu, Contenu::Valeur(_)) {
            continue;
        }
        chemin.push(bloc.nom.clone());
        let trouve = if bloc.repete && compter(bloc, edition) > 0 {
            Some(chemin.clone())
        } else {
            candidat(bloc, edition, chemin)
        };
        chemin.pop();
        let compte = compter(bloc, edition);
        if let Some(trouve) = trouve
            && meilleur.as_ref().is_none_or(|(avant, _)| compte > *avant)
        {
            meilleur = Some((compte, trouve));
        }
    }
    meilleur.map(|(_, chemin)| chemin)
}

/// Goes through a root and gathers its values.
struct Recolte<'a> {
    edition: &'a EditionCyclades,
    candidat: &'a [String],
    feuilles: Vec<Feuille>,
    inconnus: Vec<(String, bool)>,
    repetitions: Vec<String>,
}

impl Recolte<'_> {
    /// `obligatoire`: everything around, from the block of the candidate or the root, must be there.
    fn blocs(&mut self, blocs: &[Particule], chemin: &mut Vec<String>, obligatoire: bool) {
        for bloc in blocs {
            chemin.push(bloc.nom.clone());
            let est_candidat = chemin == self.candidat;
            let requis = est_candidat || obligatoire && bloc.obligatoire;
            let dans = chemin.len() > self.candidat.len() && chemin.starts_with(self.candidat);
            if bloc.repete && dans {
                self.repetitions.push(chemin.join("/"));
            }
            match &bloc.contenu {
                Contenu::Blocs(blocs) => self.blocs(blocs, chemin, requis),
                Contenu::Valeur(simple) => self.valeur(&bloc.nom, chemin, requis, dans, simple),
            }
            chemin.pop();
        }
    }

    fn valeur(
        &mut self,
        nom: &str,
        chemin: &[String],
        obligatoire: bool,
        dans: bool,
        simple: &TypeSimple,
    ) {
        // A field of a candidate stands in a candidate, one of the header does not.
        let champ = champ_de(nom, self.edition).filter(|&champ| {
            let entete = self.edition.champs.liste[usize::from(champ)].bloc == Bloc::Entete;
            entete != dans && self.feuilles.iter().all(|f| f.champ != champ)
        });
        match champ {
            Some(champ) => self.feuilles.push(Feuille {
                champ,
                chemin: chemin.to_vec(),
                obligatoire,
                simple: simple.clone(),
            }),
            None => self.inconnus.push((chemin.join("/"), obligatoire)),
        }
    }
}

fn comparer(leur: &Lu, notre: &Lu, edition: &EditionCyclades) -> Vec<Difference> {
    let (eux, nous) = (&leur.structure, &notre.structure);
    let mut differences = Vec::new();
    if eux.racine != nous.racine {
        differences.push(Difference::Racine {
            leur: eux.racine.clone(),
            notre: nous.racine.clone(),
        });
    }
    if eux.espace != nous.espace {
        differences.push(Difference::Espace {
            leur: eux.espace.clone(),
            notre: nous.espace.clone(),
        });
    }
    if leur.non_qualifie {
        differences.push(Difference::EspaceNonQualifie);
    }
    let depuis = |racine: &str, chemin: &[String]| {
        std::iter::once(racine)
            .chain(chemin.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("/")
    };
    if eux.entete != nous.entete {
        differences.push(Difference::Entete {
            leur: depuis(&eux.racine, &eux.entete),
            notre: depuis(&nous.racine, &nous.entete),
        });
    }
    if eux.candidat != nous.candidat {
        differences.push(Difference::Candidat {
            leur: depuis(&eux.racine, &eux.candidat),
            notre: depuis(&nous.racine, &nous.candidat),
        });
    }
    let repetitions = leur.repetitions.iter().cloned();
    differences.extend(repetitions.map(|chemin| Difference::Repetition { chemin }));
    for (chemin, obligatoire) in &leur.inconnus {
        differences.push(Difference::ElementInconnu {
            chemin: depuis(&eux.racine, std::slice::from_ref(chemin)),
            obligatoire: *obligatoire,
        });
    }
    let nom = |champ: u8| edition.champs.liste[usize::from(champ)].nom.clone();
    differences.extend(ordre(eux, nous).map(|(leur, notre)| Difference::Ordre {
        leur: nom(leur),
        notre: nom(notre),
    }));
    for place in &nous.champs {
        let champ = nom(place.champ);
        let Some(sien) = eux.champs.iter().find(|c| c.champ == place.champ) else {
            differences.push(Difference::ChampAbsent { champ });
            continue;
        };
        if sien.chemin != place.chemin {
            differences.push(Difference::Place {
                champ: champ.clone(),
                leur: sien.chemin.join("/"),
                notre: place.chemin.join("/"),
            });
        }
        if let (Some(leur), Some(notre)) = (
            leur.feuilles.get(&place.champ),
            notre.feuilles.get(&place.champ),
        ) {
            valeurs(champ, leur, notre, &mut differences);
        }
    }
    differences
}

/// The first fields where the orders part, among those that both have.
fn ordre(eux: &StructureXml, nous: &StructureXml) -> Option<(u8, u8)> {
    let communs = |de: &StructureXml, dans: &StructureXml| -> Vec<u8> {
        de.champs
            .iter()
            .map(|c| c.champ)
            .filter(|c| dans.champs.iter().any(|autre| autre.champ == *c))
            .collect()
    };
    communs(eux, nous)
        .into_iter()
        .zip(communs(nous, eux))
        .find(|(a, b)| a != b)
}

/// What is demanded of a value: told when theirs says something that ours does not.
fn valeurs(champ: String, leur: &Feuille, notre: &Feuille, differences: &mut Vec<Difference>) {
    if leur.obligatoire != notre.obligatoire {
        differences.push(Difference::Obligation {
            champ: champ.clone(),
            leur: leur.obligatoire,
        });
    }
    let (leur, notre) = (&leur.simple, &notre.simple);
    if let Some(max) = leur.max
        && leur.max != notre.max
    {
        differences.push(Difference::Longueur {
            champ: champ.clone(),
            leur: max,
            notre: notre.max,
        });
    }
    if !leur.motifs.is_empty() && leur.motifs != notre.motifs {
        let ensemble = |motifs: &BTreeSet<String>| {
            let motifs: Vec<&str> = motifs.iter().map(String::as_str).collect();
            motifs.join("|")
        };
        differences.push(Difference::Motif {
            champ: champ.clone(),
            leur: ensemble(&leur.motifs),
            notre: ensemble(&notre.motifs),
        });
    }
    if !leur.codes.is_empty() && !notre.codes.is_empty() && leur.codes != notre.codes {
        differences.push(Difference::Codes {
            champ,
            en_plus: leur.codes.difference(&notre.codes).cloned().collect(),
            en_moins: notre.codes.difference(&leur.codes).cloned().collect(),
        });
    }
}
