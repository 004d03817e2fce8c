//! How an edited value is written in place of the old one: the bytes to replace, and those that take their
//! place.

use crate::controle::parcours::{Candidat, Forme};
use crate::lecture::enregistrement::Decoupeur;

/// Offsets in the block.
pub type Place = (usize, usize);

/// A cell of a row, between quotes if the old one was, or if it must be.
pub fn en_csv(
    candidat: &Candidat<'_>,
    champ: u8,
    valeur: Vec<u8>,
    decoupeur: &Decoupeur,
) -> Option<(Place, Vec<u8>)> {
    let debut = candidat.debuts.de(champ);
    let octets = candidat.place.bloc.get(debut..)?;
    let entre_guillemets = octets.first() == Some(&b'"');
    let longueur = if entre_guillemets {
        longueur_entre_guillemets(octets)
    } else {
        candidat.valeurs.get(usize::from(champ))?.len()
    };
    let cellule = cellule(valeur, entre_guillemets, decoupeur);
    Some(((debut, debut + longueur), cellule))
}

/// The content of an element, in the form that it has; nothing for an element that is not there.
pub fn en_xml(candidat: &Candidat<'_>, champ: u8, valeur: &[u8]) -> Option<(Place, Vec<u8>)> {
    let element = candidat.elements.get(usize::from(champ))?;
    let place = (element.debut, element.fin);
    match element.forme {
        Forme::Absente => None,
        Forme::Texte | Forme::Melee => Some((place, texte(valeur))),
        Forme::Cdata => Some((place, section(valeur))),
        Forme::Fermee => {
            let balise = candidat.place.bloc.get(element.balise..element.debut)?;
            let sans = balise.strip_suffix(b"/>")?;
            let nom = sans.get(1..)?;
            let fin = nom.iter().position(u8::is_ascii_whitespace);
            let nom = &nom[..fin.unwrap_or(nom.len())];
            let valeur = texte(valeur);
            let ouvert = [b">", valeur.as_slice(), b"</", nom, b">"].concat();
            Some(((element.debut - 2, element.debut), ouvert))
        }
    }
}

/// A text, with references for the signs that would be read as something else.
fn texte(valeur: &[u8]) -> Vec<u8> {
    let mut texte = Vec::with_capacity(valeur.len());
    for octet in valeur {
        match octet {
            b'&' => texte.extend_from_slice(b"&amp;"),
            b'<' => texte.extend_from_slice(b"&lt;"),
            b'>' => texte.extend_from_slice(b"&gt;"),
            b'\r' => texte.extend_from_slice(b"&#13;"),
            autre => texte.push(*autre),
        }
    }
    texte
}

/// What stands in a CDATA section: its end cannot, and is cut between two sections.
fn section(valeur: &[u8]) -> Vec<u8> {
    let mut section = Vec::with_capacity(valeur.len());
    for octet in valeur {
        if *octet == b'>' && section.ends_with(b"]]") {
            section.extend_from_slice(b"]]><![CDATA[");
        }
        section.push(*octet);
    }
    section
}

/// The length of a cell that begins with a quote, both quotes included.
fn longueur_entre_guillemets(octets: &[u8]) -> usize {
    let mut position = 1;
    while let Some(guillemet) = memchr::memchr(b'"', octets.get(position..).unwrap_or_default()) {
        position += guillemet + 1;
        if octets.get(position) != Some(&b'"') {
            return position;
        }
        position += 1;
    }
    octets.len()
}

/// A value as it is written in a file: between quotes if the old one was, or if it must be.
fn cellule(valeur: Vec<u8>, entre_guillemets: bool, decoupeur: &Decoupeur) -> Vec<u8> {
    let a_proteger = memchr::memchr3(b'"', b'\n', b'\r', &valeur).is_some()
        || memchr::memchr(decoupeur.separateur(), &valeur).is_some();
    if !entre_guillemets && !a_proteger {
        return valeur;
    }
    let mut cellule = Vec::with_capacity(valeur.len() + 2);
    cellule.push(b'"');
    for octet in valeur {
        if octet == b'"' {
            cellule.push(b'"');
        }
        cellule.push(octet);
    }
    cellule.push(b'"');
    cellule
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controle::parcours::{Debuts, Element, Place as PlaceDuCandidat};

    /// What becomes of `avant` when the value of its only element is replaced.
    fn ecrire(avant: &str, element: Element, valeur: &str) -> Option<String> {
        let candidat = Candidat {
            valeurs: &[b""],
            vides: 0,
            debuts: Debuts::Lus(&[0]),
            sur_place: crate::plan::SurPlace::default(),
            place: PlaceDuCandidat {
                bloc: avant.as_bytes(),
                debut: 0,
                fin: avant.len(),
                ligne: 0,
                candidat: 0,
                colonne: 0,
            },
            texte_apres_guillemet: None,
            elements: &[element],
            anomalies: &[],
        };
        let ((debut, fin), octets) = en_xml(&candidat, 0, valeur.as_bytes())?;
        let ecrit = String::from_utf8(octets).unwrap();
        Some(format!("{}{ecrit}{}", &avant[..debut], &avant[fin..]))
    }

    #[test]
    fn a_value_is_written_in_the_form_of_its_element() {
        let element = |forme, debut, fin| Element {
            forme,
            balise: 0,
            debut,
            fin,
        };
        let cas = [
            (
                "<x>a</x>",
                element(Forme::Texte, 3, 4),
                "b&<>\r",
                "<x>b&amp;&lt;&gt;&#13;</x>",
            ),
            ("<x></x>", element(Forme::Texte, 3, 3), "b", "<x>b</x>"),
            ("<x/>", element(Forme::Fermee, 4, 4), "b&", "<x>b&amp;</x>"),
            (
                "<p:x a='1' />",
                element(Forme::Fermee, 13, 13),
                "b",
                "<p:x a='1' >b</p:x>",
            ),
            (
                "<x><![CDATA[a]]></x>",
                element(Forme::Cdata, 12, 13),
                "b&",
                "<x><![CDATA[b&]]></x>",
            ),
            (
                "<x><![CDATA[a]]></x>",
                element(Forme::Cdata, 12, 13),
                "]]>",
                "<x><![CDATA[]]]]><![CDATA[>]]></x>",
            ),
            (
                "<x>a<!-- c -->a</x>",
                element(Forme::Melee, 3, 15),
                "b",
                "<x>b</x>",
            ),
        ];
        for (avant, element, valeur, attendu) in cas {
            assert_eq!(ecrire(avant, element, valeur).as_deref(), Some(attendu));
        }
        assert_eq!(ecrire("<c></c>", Element::default(), "b"), None);
    }
}
