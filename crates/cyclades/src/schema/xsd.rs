//! A schema as an XSD 1.0: the shape of the file, and a simple type by field.

use std::fmt::Write as _;

use super::{Forme, FormeDeTexte, Gabarit, Schema};
use crate::champs::Bloc;
use crate::structure::ChampXml;

/// Namespace of XSD itself.
pub const ESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// Name of the type of a value that is absent.
const VIDE: &str = "vide";

/// Writes the XSD of a schema.
#[must_use]
pub fn ecrire(schema: &Schema<'_>) -> String {
    let structure = &schema.edition.xml;
    let types = Types::de(schema);
    let mut sortie = Sortie::default();
    sortie.brut("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let mut racine = format!("xs:schema xmlns:xs=\"{ESPACE}\" elementFormDefault=\"qualified\"");
    if let Some(espace) = &structure.espace {
        let espace = attribut(espace);
        let _ = write!(racine, " xmlns:e=\"{espace}\" targetNamespace=\"{espace}\"");
    }
    sortie.dans(&racine, |s| {
        s.documentation(&en_tete(schema));
        s.brut("<!-- Deux candidats de même INE ne sont pas refusés (ni xs:key ni xs:unique) : le document n’en dit rien, et Guichet en fait un avertissement. -->");
        s.dans(&format!("xs:element name=\"{}\"", attribut(&structure.racine)), |s| {
            s.dans("xs:complexType", |s| {
                s.dans("xs:sequence", |s| racine_et_blocs(s, schema, &types));
            });
        });
        types.ecrire(s, schema);
    });
    sortie.0
}

fn en_tete(schema: &Schema<'_>) -> Vec<String> {
    let edition = &schema.edition.edition;
    vec![
        format!("Fichier d’inscription CYCLADES : {}.", schema.pour()),
        format!(
            "D’après : {} (édition {}).",
            edition.titre, edition.id
        ),
        "Ce schéma n’est pas celui du ministère, qui n’est pas public : les noms et l’ordre sont ceux du document.".to_owned(),
        "Il dit les contraintes de format et de liste ; les conditions entre deux champs, que XSD 1.0 ne sait pas dire, sont dans la documentation de chaque champ, et « guichet cyclades verifier » les contrôle.".to_owned(),
    ]
}

/// The header block, then the candidates.
fn racine_et_blocs(s: &mut Sortie, schema: &Schema<'_>, types: &Types) {
    let structure = &schema.edition.xml;
    let places = |entete: bool| -> Vec<&ChampXml> {
        structure
            .champs
            .iter()
            .filter(|place| (place.bloc == Bloc::Entete) == entete)
            .collect()
    };
    enveloppe(s, &structure.entete, "", &mut |s| {
        bloc(s, schema, types, &places(true), 0);
    });
    enveloppe(
        s,
        &structure.candidat,
        " minOccurs=\"0\" maxOccurs=\"unbounded\"",
        &mut |s| bloc(s, schema, types, &places(false), 0),
    );
}

/// Elements within one another; the occurrences are those of the last one.
fn enveloppe(
    s: &mut Sortie,
    chemin: &[String],
    occurrences: &str,
    dedans: &mut dyn FnMut(&mut Sortie),
) {
    let Some((nom, suite)) = chemin.split_first() else {
        dedans(s);
        return;
    };
    let siennes = if suite.is_empty() { occurrences } else { "" };
    s.dans(
        &format!("xs:element name=\"{}\"{siennes}", attribut(nom)),
        |s| {
            s.dans("xs:complexType", |s| {
                s.dans("xs:sequence", |s| enveloppe(s, suite, occurrences, dedans));
            });
        },
    );
}

/// The fields of a block; those that share the beginning of their path are in the same element.
fn bloc(
    s: &mut Sortie,
    schema: &Schema<'_>,
    types: &Types,
    places: &[&ChampXml],
    profondeur: usize,
) {
    let mut restent = places.to_vec();
    while let Some(place) = restent.first().copied() {
        let Some(nom) = place.chemin.get(profondeur) else {
            restent.remove(0);
            continue;
        };
        let (siens, autres): (Vec<_>, Vec<_>) = restent
            .into_iter()
            .partition(|autre| autre.chemin.get(profondeur) == Some(nom));
        restent = autres;
        let obligatoire = siens
            .iter()
            .any(|p| gabarit(schema, p).is_some_and(|g| g.obligatoire));
        let min = if obligatoire { "" } else { " minOccurs=\"0\"" };
        let nom = attribut(nom);
        if place.chemin.len() > profondeur + 1 {
            s.dans(&format!("xs:element name=\"{nom}\"{min}"), |s| {
                s.dans("xs:complexType", |s| {
                    s.dans("xs:sequence", |s| {
                        bloc(s, schema, types, &siens, profondeur + 1);
                    });
                });
            });
        } else if let Some(gabarit) = gabarit(schema, place) {
            let type_ = types.nom(schema, gabarit);
            s.dans(
                &format!("xs:element name=\"{nom}\" type=\"{type_}\"{min}"),
                |s| {
                    s.documentation(&gabarit.documentation.lignes());
                },
            );
        }
    }
}

fn gabarit<'s>(schema: &'s Schema<'_>, place: &ChampXml) -> Option<&'s Gabarit> {
    schema.champs.get(usize::from(place.champ))
}

/// The simple types: fields of which the same is demanded share one, named after the first of them.
struct Types {
    /// By field, the field whose type it has.
    modeles: Vec<usize>,
}

impl Types {
    fn de(schema: &Schema<'_>) -> Self {
        let pareils =
            |a: &Gabarit, b: &Gabarit| (a.obligatoire, &a.formes) == (b.obligatoire, &b.formes);
        Self {
            modeles: schema
                .champs
                .iter()
                .enumerate()
                .map(|(rang, champ)| {
                    schema.champs[..rang]
                        .iter()
                        .position(|avant| pareils(avant, champ))
                        .unwrap_or(rang)
                })
                .collect(),
        }
    }

    /// The name of the type of a field, as another element cites it.
    fn nom(&self, schema: &Schema<'_>, gabarit: &Gabarit) -> String {
        let modele = self
            .modeles
            .get(usize::from(gabarit.champ))
            .copied()
            .unwrap_or(0);
        let prefixe = if schema.edition.xml.espace.is_some() {
            "e:"
        } else {
            ""
        };
        format!(
            "{prefixe}{}",
            attribut(&schema.edition.champs.liste[modele].nom)
        )
    }

    fn ecrire(&self, s: &mut Sortie, schema: &Schema<'_>) {
        s.dans(&format!("xs:simpleType name=\"{VIDE}\""), |s| {
            s.dans("xs:restriction base=\"xs:string\"", |s| {
                s.seul("xs:maxLength value=\"0\"");
            });
        });
        for (rang, champ) in schema.champs.iter().enumerate() {
            if self.modeles[rang] == rang {
                let nom = attribut(&schema.edition.champs.liste[rang].nom);
                s.dans(&format!("xs:simpleType name=\"{nom}\""), |s| {
                    un_type(s, schema, champ);
                });
            }
        }
    }
}

fn un_type(s: &mut Sortie, schema: &Schema<'_>, gabarit: &Gabarit) {
    let prefixe = if schema.edition.xml.espace.is_some() {
        "e:"
    } else {
        ""
    };
    match (gabarit.obligatoire, gabarit.formes.as_slice()) {
        (true, [forme]) => une_forme(s, forme),
        (_, []) => s.dans(&format!("xs:restriction base=\"{prefixe}{VIDE}\""), |_| {}),
        (obligatoire, formes) => {
            let vide = if obligatoire {
                String::new()
            } else {
                format!(" memberTypes=\"{prefixe}{VIDE}\"")
            };
            s.dans(&format!("xs:union{vide}"), |s| {
                for forme in formes {
                    s.dans("xs:simpleType", |s| une_forme(s, forme));
                }
            });
        }
    }
}

fn une_forme(s: &mut Sortie, forme: &Forme) {
    // xs:string keeps spaces as they are: one at the beginning is a fault.
    s.dans("xs:restriction base=\"xs:string\"", |s| match forme {
        Forme::Codes(codes) => {
            for (code, libelle) in codes {
                s.dans(
                    &format!("xs:enumeration value=\"{}\"", attribut(code)),
                    |s| {
                        s.documentation(std::slice::from_ref(libelle));
                    },
                );
            }
        }
        Forme::Texte(texte) => texte_(s, texte),
    });
}

fn texte_(s: &mut Sortie, texte: &FormeDeTexte) {
    if texte.min > 0 {
        s.seul(&format!("xs:minLength value=\"{}\"", texte.min));
    }
    if let Some(max) = texte.max {
        s.seul(&format!("xs:maxLength value=\"{max}\""));
    }
    if let Some(motif) = texte.motif(&permis_en_xml) {
        s.seul(&format!("xs:pattern value=\"{}\"", attribut(&motif)));
    }
}

/// The characters of XML 1.0: the others can stand neither in a file nor in its schema.
fn permis_en_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{1_0000}'..)
}

/// A text between double quotes. Rare characters are told by number, to be seen.
fn attribut(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len());
    for c in texte.chars() {
        match c {
            '&' => sortie.push_str("&amp;"),
            '<' => sortie.push_str("&lt;"),
            '>' => sortie.push_str("&gt;"),
            '"' => sortie.push_str("&quot;"),
            ' '..='~' | '\u{c0}'..='\u{17f}' | '’' | '«' | '»' | '°' => sortie.push(c),
            _ => drop(write!(sortie, "&#x{:X};", u32::from(c))),
        }
    }
    sortie
}

/// The text under construction, a line an element.
#[derive(Default)]
struct Sortie(String, usize);

impl Sortie {
    fn brut(&mut self, ligne: &str) {
        for _ in 0..self.1 {
            self.0.push_str("  ");
        }
        self.0.push_str(ligne);
        self.0.push('\n');
    }

    fn seul(&mut self, balise: &str) {
        self.brut(&format!("<{balise}/>"));
    }

    fn dans(&mut self, balise: &str, dedans: impl FnOnce(&mut Self)) {
        let nom = balise.split(' ').next().unwrap_or_default();
        self.brut(&format!("<{balise}>"));
        let debut = self.0.len();
        self.1 += 1;
        dedans(self);
        self.1 -= 1;
        if self.0.len() == debut {
            self.0.truncate(debut - 2);
            self.0.push_str("/>\n");
        } else {
            self.brut(&format!("</{nom}>"));
        }
    }

    fn documentation(&mut self, lignes: &[String]) {
        self.dans("xs:annotation", |s| {
            for ligne in lignes {
                s.brut(&format!(
                    "<xs:documentation xml:lang=\"fr\">{}</xs:documentation>",
                    texte(ligne)
                ));
            }
        });
    }
}

fn texte(texte: &str) -> String {
    texte
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
