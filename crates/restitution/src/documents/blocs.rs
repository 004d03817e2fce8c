//! The words of a document, in Markdown, cut into the few kinds of blocks that a page lays out.

use std::mem::take;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// A piece of text of one look.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "templates ask each by its name"
)]
pub struct Segment {
    /// The words.
    pub texte: String,
    /// Bold.
    pub gras: bool,
    /// Italic.
    pub italique: bool,
    /// A blank that a person fills in.
    pub a_completer: bool,
    /// A line break, without words.
    pub saut: bool,
}

/// Words in a row.
pub type Texte = Vec<Segment>;

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Bloc {
    /// A heading below that of the document.
    Titre {
        /// 2 or 3.
        niveau: u8,
        /// Its words.
        texte: Texte,
    },
    /// A paragraph.
    Paragraphe {
        /// Its words.
        texte: Texte,
    },
    /// A list.
    Liste {
        /// Whether its elements have numbers.
        numerotee: bool,
        /// Its elements.
        elements: Vec<Texte>,
    },
    /// A table.
    Tableau {
        /// The names of its columns.
        entete: Vec<Texte>,
        /// Which columns are set to the right: figures.
        droite: Vec<bool>,
        /// Its rows, each as long as the header.
        lignes: Vec<Vec<Texte>>,
    },
}

/// The words of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corps {
    /// The heading of the document: its only `#`.
    pub titre: String,
    /// The rest.
    pub blocs: Vec<Bloc>,
}

/// Cuts Markdown into blocks.
///
/// # Errors
/// In French, what a document cannot hold: HTML, an image, a heading that is missing or said twice.
pub fn decouper(markdown: &str) -> Result<Corps, String> {
    let mut lecteur = Lecteur::default();
    for evenement in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        lecteur.lire(evenement)?;
    }
    let titre = lecteur.titre.ok_or(
        "le texte n’a pas de titre ; commencez-le par une ligne « # » et l’objet du document",
    )?;
    Ok(Corps {
        titre,
        blocs: lecteur.blocs,
    })
}

#[derive(Default)]
struct Lecteur {
    titre: Option<String>,
    blocs: Vec<Bloc>,
    segments: Texte,
    gras: usize,
    italique: usize,
    /// The lists that are open: only the first one is kept, the others flow into its elements.
    listes: usize,
    numerotee: bool,
    elements: Vec<Texte>,
    entete: Vec<Texte>,
    droite: Vec<bool>,
    ligne: Vec<Texte>,
    lignes: Vec<Vec<Texte>>,
}

impl Lecteur {
    fn lire(&mut self, evenement: Event<'_>) -> Result<(), String> {
        match evenement {
            Event::Start(Tag::Image { .. }) => {
                return Err(
                    "une image ne se met pas dans un texte ; mettez-la dans page.html et page.typ"
                        .to_owned(),
                );
            }
            Event::Start(balise) => self.ouvrir(&balise),
            Event::End(fin) => self.fermer(fin)?,
            Event::Text(texte) => self.ajouter(&texte, false),
            Event::Code(texte) => self.ajouter(&texte, true),
            Event::SoftBreak => self.ajouter(" ", false),
            Event::HardBreak => self.segments.push(Segment {
                saut: true,
                ..Segment::default()
            }),
            Event::Html(html) | Event::InlineHtml(html) => {
                return Err(format!(
                    "« {} » est du HTML ; écrivez ce texte en Markdown, et la mise en page dans page.html et page.typ",
                    html.trim()
                ));
            }
            _ => {}
        }
        Ok(())
    }

    fn ouvrir(&mut self, balise: &Tag<'_>) {
        match balise {
            Tag::Strong => self.gras += 1,
            Tag::Emphasis => self.italique += 1,
            Tag::List(numero) => {
                if self.listes == 0 {
                    self.numerotee = numero.is_some();
                }
                self.listes += 1;
            }
            Tag::Table(alignements) => {
                self.droite = alignements
                    .iter()
                    .map(|alignement| *alignement == Alignment::Right)
                    .collect();
            }
            _ => {}
        }
    }

    fn fermer(&mut self, fin: TagEnd) -> Result<(), String> {
        match fin {
            TagEnd::Strong => self.gras -= 1,
            TagEnd::Emphasis => self.italique -= 1,
            TagEnd::Heading(HeadingLevel::H1) => {
                let titre: String = take(&mut self.segments)
                    .into_iter()
                    .map(|segment| segment.texte)
                    .collect();
                if self.titre.replace(titre).is_some() {
                    return Err(
                        "le texte a deux titres ; gardez un seul « # », et des « ## » dessous"
                            .to_owned(),
                    );
                }
            }
            TagEnd::Heading(niveau) => {
                let texte = take(&mut self.segments);
                let niveau = if niveau == HeadingLevel::H2 { 2 } else { 3 };
                self.blocs.push(Bloc::Titre { niveau, texte });
            }
            TagEnd::Paragraph | TagEnd::CodeBlock if self.listes == 0 => {
                let texte = take(&mut self.segments);
                if !texte.is_empty() {
                    self.blocs.push(Bloc::Paragraphe { texte });
                }
            }
            TagEnd::Item => {
                let element = take(&mut self.segments);
                if !element.is_empty() {
                    self.elements.push(element);
                }
            }
            TagEnd::List(_) => {
                self.listes -= 1;
                if self.listes == 0 {
                    self.blocs.push(Bloc::Liste {
                        numerotee: self.numerotee,
                        elements: take(&mut self.elements),
                    });
                }
            }
            TagEnd::TableCell => {
                let cellule = take(&mut self.segments);
                self.ligne.push(cellule);
            }
            TagEnd::TableHead => self.entete = take(&mut self.ligne),
            TagEnd::TableRow => {
                let ligne = take(&mut self.ligne);
                self.lignes.push(ligne);
            }
            TagEnd::Table => self.blocs.push(Bloc::Tableau {
                entete: take(&mut self.entete),
                droite: take(&mut self.droite),
                lignes: take(&mut self.lignes),
            }),
            _ => {}
        }
        Ok(())
    }

    fn ajouter(&mut self, texte: &str, a_completer: bool) {
        let segment = Segment {
            texte: texte.to_owned(),
            gras: self.gras > 0,
            italique: self.italique > 0,
            a_completer,
            saut: false,
        };
        match self.segments.last_mut() {
            Some(dernier)
                if !dernier.saut
                    && (dernier.gras, dernier.italique, dernier.a_completer)
                        == (segment.gras, segment.italique, a_completer) =>
            {
                dernier.texte.push_str(texte);
            }
            _ => self.segments.push(segment),
        }
    }
}

/// A value as Markdown that says exactly it, whatever it holds.
#[must_use]
pub fn echapper(valeur: &str) -> String {
    let mut sur = String::with_capacity(valeur.len() + 8);
    for c in valeur.trim().chars() {
        match c {
            // A table is cut at its bars before its escapes are read: these two need another way.
            '\\' => sur.push_str("&#92;"),
            '|' => sur.push_str("&#124;"),
            _ => {
                if c.is_ascii_punctuation() {
                    sur.push('\\');
                }
                sur.push(if c.is_control() { ' ' } else { c });
            }
        }
    }
    sur
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mots(texte: &[Segment]) -> String {
        texte.iter().map(|segment| segment.texte.as_str()).collect()
    }

    #[test]
    fn the_blocks_of_a_letter_are_told_apart() {
        let corps = decouper(
            "# Objet\n\nUn **gras** et\nla suite.\\\nAprès.\n\n## Titre\n\n- a\n- b `[à compléter : date]`\n\n1. un\n\n|A|B|\n|:-|-:|\n|x|1|\n|y||\n",
        )
        .unwrap();
        assert_eq!(corps.titre, "Objet");
        insta::assert_json_snapshot!(corps.blocs);
    }

    #[test]
    fn a_value_is_printed_as_it_is_whatever_it_holds() {
        let valeurs = [
            "*a* _b_ **c** `d`",
            "<b>x</b> &amp; &#42;",
            "| cellule | autre |",
            "1. un",
            "# titre",
            "- point",
            "[lien](http://x) ![i](j)",
            "fin\\",
            "\\| \\\\|",
            "deux\n\nlignes",
            "« [à compléter : x] »",
            "https://exemple.fr",
        ];
        for valeur in valeurs {
            let attendu = valeur.replace('\n', " ");
            let corps = decouper(&format!("# T\n\n{}\n", echapper(valeur))).unwrap();
            let [Bloc::Paragraphe { texte }] = corps.blocs.as_slice() else {
                panic!("{valeur} : {:?}", corps.blocs);
            };
            assert_eq!(mots(texte), attendu);
            let table = format!("# T\n\n|A|B|\n|-|-|\n|{}|fin|\n", echapper(valeur));
            let corps = decouper(&table).unwrap();
            let [Bloc::Tableau { lignes, .. }] = corps.blocs.as_slice() else {
                panic!("{valeur} : {:?}", corps.blocs);
            };
            assert_eq!(mots(&lignes[0][0]), attendu);
            assert_eq!(mots(&lignes[0][1]), "fin", "{valeur}");
        }
    }

    #[test]
    fn what_a_document_cannot_hold_is_told() {
        let cas = [
            ("texte", "titre"),
            ("# a\n\n# b", "deux titres"),
            ("# a\n\n<b>x</b>", "HTML"),
            ("# a\n\n![i](j)", "image"),
        ];
        for (markdown, mot) in cas {
            let faute = decouper(markdown).unwrap_err();
            assert!(faute.contains(mot), "{faute}");
        }
    }
}
