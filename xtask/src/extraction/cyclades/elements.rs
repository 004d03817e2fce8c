//! The text of the document cut into elements.
//!
//! A table of the original page reaches the text in one of three shapes, sometimes two of them at once:
//! HTML inside a cell (`<tr> <td>131</td><td>SCOLAIRE</td> </tr>`), two cells (`131⇥SCOLAIRE`), or one
//! cell alone on its row (`⇥⇥⇥131 SCOLAIRE⇥⇥`). Page breaks repeat the header of the table.

use super::super::ErreurExtraction;

/// One thing the document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element<'a> {
    /// A row of the description of the fields begins: its name in the XML file, without `cyclades.`.
    Champ(&'a str),
    /// A heading of one of the lists at the end of the document.
    Titre(&'a str),
    /// Words.
    Texte(&'a str),
    /// A code and its label.
    Couple {
        /// The first cell.
        code: &'a str,
        /// The second one, trimmed.
        libelle: &'a str,
    },
}

/// An element and its line (from 1).
pub type Place<'a> = (usize, Element<'a>);

/// Cuts the whole text.
pub fn decouper(texte: &str) -> Result<Vec<Place<'_>>, ErreurExtraction> {
    let mut elements = Vec::new();
    for (rang, ligne) in texte.lines().enumerate() {
        decouper_ligne(rang + 1, ligne, &mut elements)?;
    }
    Ok(elements)
}

fn decouper_ligne<'a>(
    numero: usize,
    ligne: &'a str,
    elements: &mut Vec<Place<'a>>,
) -> Result<(), ErreurExtraction> {
    let cellules: Vec<&str> = ligne
        .split('\t')
        .map(str::trim)
        .filter(|cellule| !cellule.is_empty())
        .collect();
    if est_entete(&cellules) {
        return Ok(());
    }
    // The name of the field ends its row: it is told first, before what the row holds.
    for champ in cellules.iter().filter_map(|c| c.strip_prefix("cyclades.")) {
        elements.push((numero, Element::Champ(champ)));
    }
    if ligne.contains("<table") || ligne.contains("<p>") {
        // What follows the HTML on its row says the same again, flat.
        for cellule in cellules.iter().filter(|c| c.starts_with('<')) {
            decouper_html(numero, cellule, elements)?;
        }
        return Ok(());
    }
    match cellules.as_slice() {
        [] => {}
        [seule] if !ligne.contains('\t') && seule.starts_with("Liste des ") => {
            elements.push((numero, Element::Titre(seule)));
        }
        [seule] => {
            let couple = seule
                .split_once(' ')
                .filter(|(code, _)| ligne.starts_with('\t') && est_un_code(code));
            elements.push((
                numero,
                couple.map_or(Element::Texte(seule), |(code, libelle)| Element::Couple {
                    code,
                    libelle: libelle.trim(),
                }),
            ));
        }
        [code, libelle] if est_un_code(code) => {
            elements.push((numero, Element::Couple { code, libelle }));
        }
        plusieurs => elements.extend(
            plusieurs
                .iter()
                .map(|cellule| (numero, Element::Texte(cellule))),
        ),
    }
    Ok(())
}

/// The header of a table, which every page repeats.
fn est_entete(cellules: &[&str]) -> bool {
    match cellules {
        ["Code", second] => second.starts_with("Libellé"),
        [premiere, "Obligatoire", ..] => premiere.starts_with("Donnée"),
        _ => false,
    }
}

/// Whether a word has the shape of a code: two to sixteen ASCII digits and capital letters.
fn est_un_code(mot: &str) -> bool {
    (2..=16).contains(&mot.len())
        && mot
            .bytes()
            .all(|o| o.is_ascii_digit() || o.is_ascii_uppercase())
}

/// The sentences and the rows of two cells of a piece of HTML, in their order.
fn decouper_html<'a>(
    numero: usize,
    html: &'a str,
    elements: &mut Vec<Place<'a>>,
) -> Result<(), ErreurExtraction> {
    let mut reste = html;
    let mut rangee: Vec<&str> = Vec::new();
    let mut dans_une_table = false;
    while let Some(debut) = reste.find('<') {
        let (texte, suite) = reste.split_at(debut);
        let (balise, apres) = suite.split_once('>').ok_or_else(|| {
            ErreurExtraction::a_la_ligne(
                numero,
                "une balise HTML n’est pas fermée ; corrigez le texte.",
            )
        })?;
        let texte = texte.trim();
        match balise.split_whitespace().next().unwrap_or(balise) {
            "<table" => dans_une_table = true,
            "</table" => dans_une_table = false,
            "</td" => rangee.push(texte),
            "</tr" => {
                let [code, libelle] = rangee[..] else {
                    return Err(ErreurExtraction::a_la_ligne(
                        numero,
                        format!(
                            "une rangée HTML a {} cellules ; il en faut deux, code et libellé.",
                            rangee.len()
                        ),
                    ));
                };
                elements.push((numero, Element::Couple { code, libelle }));
                rangee.clear();
            }
            _ if !dans_une_table && !texte.is_empty() => {
                elements.push((numero, Element::Texte(texte)));
            }
            _ => {}
        }
        reste = apres;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn couple<'a>(code: &'a str, libelle: &'a str) -> Element<'a> {
        Element::Couple { code, libelle }
    }

    fn lus(texte: &str) -> Vec<Element<'_>> {
        decouper(texte)
            .unwrap()
            .into_iter()
            .map(|(_, element)| element)
            .collect()
    }

    #[test]
    fn each_shape_of_a_row_gives_its_pair() {
        let cas = [
            (
                "131\tSCOLAIRE BACPRO 2 ANS\t\t\t",
                couple("131", "SCOLAIRE BACPRO 2 ANS"),
            ),
            ("\t\t\t581 EX.SCOLAIRE\t\t", couple("581", "EX.SCOLAIRE")),
            ("\t10\tAgriculteurs\t\t", couple("10", "Agriculteurs")),
            ("02A\tCORSE DU SUD", couple("02A", "CORSE DU SUD")),
            (
                "3320M\tAccompagnant ep1,ep3",
                couple("3320M", "Accompagnant ep1,ep3"),
            ),
            ("581 EX.SCOLAIRE", Element::Texte("581 EX.SCOLAIRE")),
            (
                "Liste des pays du COG",
                Element::Titre("Liste des pays du COG"),
            ),
            (
                "Valeurs possibles pour le BP",
                Element::Texte("Valeurs possibles pour le BP"),
            ),
        ];
        for (ligne, attendu) in cas {
            assert_eq!(lus(ligne), [attendu], "{ligne}");
        }
    }

    #[test]
    fn an_html_cell_gives_its_sentences_and_pairs_and_hides_its_flat_copy() {
        let ligne = "Catégorie (code)\toui\t\t<p>Valeurs possibles pour le BCP :</p> <table border=\"1\"> <tr><td>131</td><td>SCOLAIRE</td></tr> <tr> <td>132</td> <td>APPRENTI</td> </tr> </table> <p>BP : non concerné</p>\t131\tSCOLAIRE\t132\tAPPRENTI\tcyclades.candidat.categorie\tcategorie";
        assert_eq!(
            lus(ligne),
            [
                Element::Champ("candidat.categorie"),
                Element::Texte("Valeurs possibles pour le BCP :"),
                couple("131", "SCOLAIRE"),
                couple("132", "APPRENTI"),
                Element::Texte("BP : non concerné"),
            ]
        );
    }

    #[test]
    fn a_page_break_leaves_nothing() {
        assert!(lus("\nDonnée (Code)\tObligatoire\tTaille\tDescription\tChamp XML\tChamp CSV\t\t\nCode\tLibellé spécialité\nCode\tLibellé\n\n").is_empty());
    }

    #[test]
    fn lines_of_the_table_of_contents_are_no_headings() {
        assert_eq!(
            lus("Liste des pays du COG\t19"),
            [
                Element::Texte("Liste des pays du COG"),
                Element::Texte("19")
            ]
        );
    }

    #[test]
    fn broken_html_is_an_error_with_its_line() {
        for ligne in ["\n<p>a</p", "\n<table><tr><td>1</td></tr></table>"] {
            assert_eq!(decouper(ligne).unwrap_err().ligne, Some(2), "{ligne}");
        }
    }
}
