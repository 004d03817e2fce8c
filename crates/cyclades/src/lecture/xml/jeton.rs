//! Cutting bytes into markup and text: no state, no copy, and no byte that stops it.

use super::ATTRIBUTS_MAX;
use super::defaut::Cause;

/// A kind of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Text up to the next `<`.
    Texte,
    /// `<nom …>`.
    Ouvrante,
    /// `<nom …/>`.
    Vide,
    /// `</nom>`.
    Fermante,
    /// `<!-- … -->`.
    Commentaire,
    /// `<![CDATA[ … ]]>`.
    Cdata,
    /// `<? … ?>`.
    Instruction,
    /// `<!DOCTYPE` and other `<!…`: where it ends is not looked for.
    Declaration,
    /// Markup that is not well formed.
    Faute(Cause),
    /// What begins here does not end in these bytes.
    Inacheve,
}

/// A piece, by its offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jeton {
    /// What it is.
    pub genre: Genre,
    /// Where it begins.
    pub debut: usize,
    /// After its end.
    pub fin: usize,
    /// The name of an element; the content of a CDATA section.
    pub nom: (usize, usize),
}

/// White space of XML.
#[inline]
#[must_use]
pub fn est_blanc(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a byte may begin a name; those above ASCII are all taken.
fn commence_un_nom(octet: u8) -> bool {
    octet.is_ascii_alphabetic() || matches!(octet, b'_' | b':') || octet >= 0x80
}

fn est_d_un_nom(octet: u8) -> bool {
    commence_un_nom(octet) || octet.is_ascii_digit() || matches!(octet, b'-' | b'.')
}

/// The special sections, by what begins and ends them.
pub const SECTIONS: [(&[u8], &[u8], Genre); 3] = [
    (b"<!--", b"-->", Genre::Commentaire),
    (b"<![CDATA[", b"]]>", Genre::Cdata),
    (b"<?", b"?>", Genre::Instruction),
];

/// The piece that begins at `debut`, which is before the end.
#[must_use]
pub fn lire(octets: &[u8], debut: usize) -> Jeton {
    let jeton = |genre, fin, nom| Jeton {
        genre,
        debut,
        fin,
        nom,
    };
    let reste = &octets[debut..];
    if reste.first() != Some(&b'<') {
        let fin = memchr::memchr(b'<', reste).map_or(octets.len(), |rang| debut + rang);
        return jeton(Genre::Texte, fin, (debut, fin));
    }
    for (ouvrant, fermant, genre) in SECTIONS {
        if reste.starts_with(ouvrant) {
            let contenu = debut + ouvrant.len();
            return match memchr::memmem::find(&octets[contenu..], fermant) {
                Some(rang) => jeton(
                    genre,
                    contenu + rang + fermant.len(),
                    (contenu, contenu + rang),
                ),
                None => jeton(Genre::Inacheve, octets.len(), (debut, contenu)),
            };
        }
        if reste.len() < ouvrant.len() && ouvrant.starts_with(reste) {
            return jeton(Genre::Inacheve, octets.len(), (debut, octets.len()));
        }
    }
    match reste.get(1) {
        None => jeton(Genre::Inacheve, octets.len(), (debut, debut + 1)),
        Some(b'!') => jeton(Genre::Declaration, debut + 2, (debut, debut + 2)),
        Some(b'/') => fermante(octets, debut),
        Some(&octet) if commence_un_nom(octet) => ouvrante(octets, debut),
        Some(_) => jeton(
            Genre::Faute(Cause::ChevronIsole),
            debut + 1,
            (debut, debut + 1),
        ),
    }
}

fn fin_de_nom(octets: &[u8], debut: usize) -> usize {
    octets[debut..]
        .iter()
        .position(|&o| !est_d_un_nom(o))
        .map_or(octets.len(), |rang| debut + rang)
}

fn passer_les_blancs(octets: &[u8], debut: usize) -> usize {
    octets[debut..]
        .iter()
        .position(|&o| !est_blanc(o))
        .map_or(octets.len(), |rang| debut + rang)
}

fn fermante(octets: &[u8], debut: usize) -> Jeton {
    let fin_du_nom = fin_de_nom(octets, debut + 2);
    let fin = passer_les_blancs(octets, fin_du_nom);
    let nom = (debut + 2, fin_du_nom);
    let (genre, fin) = match octets.get(fin) {
        Some(b'>') if fin_du_nom > debut + 2 => (Genre::Fermante, fin + 1),
        Some(_) => (Genre::Faute(Cause::BaliseNonFermee), fin),
        None => (Genre::Inacheve, fin),
    };
    Jeton {
        genre,
        debut,
        fin,
        nom,
    }
}

fn ouvrante(octets: &[u8], debut: usize) -> Jeton {
    let fin_du_nom = fin_de_nom(octets, debut + 1);
    let nom = (debut + 1, fin_du_nom);
    let mut guillemet = None;
    let mut position = fin_du_nom;
    let (genre, fin) = loop {
        let Some(&octet) = octets.get(position) else {
            break (Genre::Inacheve, position);
        };
        match (octet, guillemet) {
            // No `<` can stand in a tag, even in a value: what was opened here is not closed.
            (b'<', _) => break (Genre::Faute(Cause::BaliseNonFermee), position),
            (b'"' | b'\'', None) => guillemet = Some(octet),
            (_, Some(ouvert)) if octet == ouvert => guillemet = None,
            (b'>', None) if octets[position - 1] == b'/' && position > fin_du_nom => {
                break (Genre::Vide, position + 1);
            }
            (b'>', None) => break (Genre::Ouvrante, position + 1),
            _ => {}
        }
        position += 1;
    };
    Jeton {
        genre,
        debut,
        fin,
        nom,
    }
}

/// An attribute: its name and its value, between the quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribut {
    /// Offsets of its name.
    pub nom: (usize, usize),
    /// Offsets of its value.
    pub valeur: (usize, usize),
}

/// What the attributes of a tag are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attributs {
    /// All were given.
    Lus,
    /// One is not well written, here.
    MalEcrits(usize),
    /// More than `ATTRIBUTS_MAX`, the first beyond being here.
    TropNombreux(usize),
}

/// Goes through the attributes of an opening tag.
pub fn attributs(octets: &[u8], jeton: &Jeton, mut voir: impl FnMut(Attribut)) -> Attributs {
    let fin = jeton.fin - if jeton.genre == Genre::Vide { 2 } else { 1 };
    let octets = &octets[..fin];
    let mut position = jeton.nom.1;
    let mut nombre = 0;
    let mut noms = [(0, 0); ATTRIBUTS_MAX];
    loop {
        let debut = passer_les_blancs(octets, position);
        if debut >= fin {
            return Attributs::Lus;
        }
        let fin_du_nom = fin_de_nom(octets, debut);
        let egal = passer_les_blancs(octets, fin_du_nom);
        let valeur = passer_les_blancs(octets, (egal + 1).min(fin));
        let guillemet = octets.get(valeur).copied().unwrap_or_default();
        let ecrit = debut > position
            && fin_du_nom > debut
            && octets.get(egal) == Some(&b'=')
            && matches!(guillemet, b'"' | b'\'');
        let fermant = ecrit
            .then(|| memchr::memchr(guillemet, &octets[valeur + 1..]))
            .flatten();
        let deja = |nom: &(usize, usize)| octets[nom.0..nom.1] == octets[debut..fin_du_nom];
        let Some(longueur) = fermant.filter(|_| !noms[..nombre].iter().any(deja)) else {
            return Attributs::MalEcrits(debut);
        };
        let Some(place) = noms.get_mut(nombre) else {
            return Attributs::TropNombreux(debut);
        };
        *place = (debut, fin_du_nom);
        nombre += 1;
        voir(Attribut {
            nom: (debut, fin_du_nom),
            valeur: (valeur + 1, valeur + 1 + longueur),
        });
        position = valeur + longueur + 2;
    }
}

/// A name without its prefix.
#[must_use]
pub fn local(nom: &[u8]) -> &[u8] {
    memchr::memchr(b':', nom).map_or(nom, |rang| &nom[rang + 1..])
}

/// The prefix of a name, empty without one.
#[must_use]
pub fn prefixe(nom: &[u8]) -> &[u8] {
    memchr::memchr(b':', nom).map_or(b"", |rang| &nom[..rang])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genres(texte: &str) -> Vec<(Genre, &str)> {
        let octets = texte.as_bytes();
        let (mut position, mut lus) = (0, Vec::new());
        while position < octets.len() {
            let jeton = lire(octets, position);
            assert!(jeton.fin > position, "{texte}");
            lus.push((jeton.genre, &texte[jeton.nom.0..jeton.nom.1]));
            position = jeton.fin;
        }
        lus
    }

    #[test]
    fn markup_and_text_are_told_apart() {
        use Genre::*;
        let cas: [(&str, &[(Genre, &str)]); 12] = [
            (
                "<a>b</a >",
                &[(Ouvrante, "a"), (Texte, "b"), (Fermante, "a")],
            ),
            ("<a x=\">\" y='/'/>", &[(Vide, "a")]),
            ("<a/ >", &[(Ouvrante, "a")]),
            (
                "<!-- <a> --><?p <b>?>",
                &[(Commentaire, " <a> "), (Instruction, "p <b>")],
            ),
            ("<![CDATA[a]]b]]>", &[(Cdata, "a]]b")]),
            ("<![CDATA[a", &[(Inacheve, "<![CDATA[")]),
            ("<!DO", &[(Declaration, "<!"), (Texte, "DO")]),
            (
                "<a <b>",
                &[(Faute(Cause::BaliseNonFermee), "a"), (Ouvrante, "b")],
            ),
            (
                "a < b",
                &[
                    (Texte, "a "),
                    (Faute(Cause::ChevronIsole), "<"),
                    (Texte, " b"),
                ],
            ),
            ("<a b", &[(Inacheve, "a")]),
            ("<!-", &[(Inacheve, "<!-")]),
            (
                "</ a>",
                &[(Faute(Cause::BaliseNonFermee), ""), (Texte, "a>")],
            ),
        ];
        for (texte, attendu) in cas {
            assert_eq!(genres(texte), attendu, "{texte}");
        }
    }

    #[test]
    fn attributes_are_read_bounded_and_never_twice() {
        let lire_tout = |texte: &str| {
            let jeton = lire(texte.as_bytes(), 0);
            let mut lus = Vec::new();
            let issue = attributs(texte.as_bytes(), &jeton, |a| {
                lus.push((
                    texte[a.nom.0..a.nom.1].to_owned(),
                    texte[a.valeur.0..a.valeur.1].to_owned(),
                ));
            });
            (lus, issue)
        };
        let paire = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            lire_tout("<a x = '1' n:y=\"2'\" />"),
            (vec![paire("x", "1"), paire("n:y", "2'")], Attributs::Lus)
        );
        for texte in [
            "<a x>",
            "<a x=1>",
            "<a x='1'y='2'>",
            "<a x='1' x='2'>",
            "<a ='1'>",
        ] {
            assert!(
                matches!(lire_tout(texte).1, Attributs::MalEcrits(_)),
                "{texte}"
            );
        }
        let nombreux = |nombre: usize| {
            let tous: String = (0..nombre).map(|n| format!(" a{n}=''")).collect();
            lire_tout(&format!("<a{tous}>")).1
        };
        assert_eq!(nombreux(ATTRIBUTS_MAX), Attributs::Lus);
        assert!(matches!(
            nombreux(ATTRIBUTS_MAX + 1),
            Attributs::TropNombreux(_)
        ));
    }
}
