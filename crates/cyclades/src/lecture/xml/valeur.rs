//! Values: references undone, line breaks made one, forbidden characters told.

use super::defaut::Cause;
use crate::lecture::encodage::Encodage;
use wide::u8x16;

/// Bytes that a value read as it stands cannot hold.
const ARRET: [bool; 256] = {
    let mut table = [false; 256];
    let mut octet = 0;
    while octet < 0x20 {
        table[octet] = !(octet == b'\t' as usize || octet == b'\n' as usize);
        octet += 1;
    }
    table[b'<' as usize] = true;
    table[b'&' as usize] = true;
    table
};

/// Where a value that can be taken as it stands ends: at the first `<`, `&`, carriage return or control
/// character.
#[inline]
#[must_use]
pub fn fin_de_valeur_nue(octets: &[u8], mut debut: usize) -> usize {
    while let Some(seize) = octets[debut..].first_chunk::<16>() {
        let seize = u8x16::new(*seize);
        // Tabulations and line feeds stop it too, and are looked at below.
        let arrets = seize.simd_eq(u8x16::splat(b'<'))
            | seize.simd_eq(u8x16::splat(b'&'))
            | seize.min(u8x16::splat(0x1f)).simd_eq(seize);
        let arrets = arrets.to_bitmask();
        if arrets == 0 {
            debut += 16;
            continue;
        }
        debut += arrets.trailing_zeros() as usize;
        if ARRET[usize::from(octets[debut])] {
            return debut;
        }
        debut += 1;
    }
    octets[debut..]
        .iter()
        .position(|&octet| ARRET[usize::from(octet)])
        .map_or(octets.len(), |rang| debut + rang)
}

/// Whether a text can be taken as it stands.
#[must_use]
pub fn est_nue(octets: &[u8]) -> bool {
    fin_de_valeur_nue(octets, 0) == octets.len()
}

/// Adds a text to a value, in the encoding of the file. `references` undoes them: not in a CDATA section.
/// `faute` gets what is not well formed, with its offsets in `octets`; a NUL is left to the rules of the
/// values.
pub fn decoder(
    encodage: Encodage,
    octets: &[u8],
    references: bool,
    sortie: &mut Vec<u8>,
    mut faute: impl FnMut(Cause, (usize, usize)),
) {
    let mut position = 0;
    while let Some(&octet) = octets.get(position) {
        let suivante = match octet {
            b'&' if references => reference(encodage, octets, position, sortie, &mut faute),
            b'\r' => {
                sortie.push(b'\n');
                position + 1 + usize::from(octets.get(position + 1) == Some(&b'\n'))
            }
            _ => {
                if octet != 0 && octet < 0x20 && !matches!(octet, b'\t' | b'\n') {
                    faute(Cause::CaractereInterdit, (position, position + 1));
                }
                sortie.push(octet);
                position + 1
            }
        };
        position = suivante;
    }
}

/// The reference at `debut`; gives the offset after it, or after its `&` when it is none.
fn reference(
    encodage: Encodage,
    octets: &[u8],
    debut: usize,
    sortie: &mut Vec<u8>,
    faute: &mut impl FnMut(Cause, (usize, usize)),
) -> usize {
    // No reference is longer.
    const LONGUEUR_MAX: usize = 32;
    let vue = &octets[debut + 1..octets.len().min(debut + 1 + LONGUEUR_MAX)];
    let fin = vue
        .iter()
        .position(|&o| !(o.is_ascii_alphanumeric() || matches!(o, b'#' | b'_' | b'-' | b'.')));
    let nom = match fin {
        Some(fin) if fin > 0 && vue[fin] == b';' => &vue[..fin],
        _ => {
            faute(Cause::EsperluetteIsolee, (debut, debut + 1));
            sortie.push(b'&');
            return debut + 1;
        }
    };
    let apres = debut + nom.len() + 2;
    let octet = match nom {
        b"amp" => b'&',
        b"lt" => b'<',
        b"gt" => b'>',
        b"quot" => b'"',
        b"apos" => b'\'',
        [b'#', chiffres @ ..] => {
            if !caractere(chiffres).is_some_and(|c| ecrire(encodage, c, sortie)) {
                faute(Cause::ReferenceImpossible, (debut, apres));
                sortie.extend_from_slice(&octets[debut..apres]);
            }
            return apres;
        }
        _ => {
            faute(Cause::EntiteInconnue, (debut, apres));
            sortie.extend_from_slice(&octets[debut..apres]);
            return apres;
        }
    };
    sortie.push(octet);
    apres
}

/// Whether the encoding of the file has this character, which is then written.
fn ecrire(encodage: Encodage, caractere: char, sortie: &mut Vec<u8>) -> bool {
    let mut tampon = [0; 4];
    let texte = &*caractere.encode_utf8(&mut tampon);
    if encodage == Encodage::Windows1252 {
        let (octets, _, manque) = encoding_rs::WINDOWS_1252.encode(texte);
        if !manque {
            sortie.extend_from_slice(&octets);
        }
        return !manque;
    }
    sortie.extend_from_slice(texte.as_bytes());
    true
}

fn caractere(chiffres: &[u8]) -> Option<char> {
    let texte = std::str::from_utf8(chiffres).ok()?;
    let (base, texte) = texte.strip_prefix('x').map_or((10, texte), |t| (16, t));
    // `from_str_radix` takes a sign.
    let nombre = texte
        .bytes()
        .all(|o| o.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(texte, base).ok())??;
    char::from_u32(nombre).filter(|c| crate::ecriture::xml::est_permis(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_value_ends_at_the_first_byte_that_is_not_text() {
        for longueur in 0..40 {
            for (octet, arrete) in [
                (b'<', true),
                (b'&', true),
                (b'\r', true),
                (0, true),
                (0x1f, true),
                (b'\t', false),
                (b'\n', false),
                (b' ', false),
                (0xff, false),
            ] {
                let mut octets = vec![b'a'; 40];
                octets[longueur] = octet;
                let attendu = if arrete { longueur } else { octets.len() };
                assert_eq!(fin_de_valeur_nue(&octets, 0), attendu, "{octet} {longueur}");
                assert_eq!(fin_de_valeur_nue(&octets, longueur), attendu);
                assert!(est_nue(&octets[..longueur]));
            }
        }
    }

    #[test]
    fn references_are_undone_and_nothing_else_is_expanded() {
        let cas: [(&str, &str, &[Cause]); 12] = [
            ("&lt;&amp;&gt;&quot;&apos;", "<&>\"'", &[]),
            ("&#233;&#xE9;&#10;", "éé\n", &[]),
            ("a & b", "a & b", &[Cause::EsperluetteIsolee]),
            ("a&", "a&", &[Cause::EsperluetteIsolee]),
            ("&;", "&;", &[Cause::EsperluetteIsolee]),
            ("&lol9;", "&lol9;", &[Cause::EntiteInconnue]),
            ("&#0;", "&#0;", &[Cause::ReferenceImpossible]),
            (
                "&#xD800;&#+5;&#x;",
                "&#xD800;&#+5;&#x;",
                &[
                    Cause::ReferenceImpossible,
                    Cause::EsperluetteIsolee,
                    Cause::ReferenceImpossible,
                ],
            ),
            ("a\r\nb\rc", "a\nb\nc", &[]),
            ("a\u{1}b", "a\u{1}b", &[Cause::CaractereInterdit]),
            ("a\0b", "a\0b", &[]),
            ("&amp;amp;", "&amp;", &[]),
        ];
        for (texte, attendu, fautes) in cas {
            let (mut sortie, mut trouvees) = (Vec::new(), Vec::new());
            decoder(
                Encodage::Utf8,
                texte.as_bytes(),
                true,
                &mut sortie,
                |cause, _| {
                    trouvees.push(cause);
                },
            );
            assert_eq!(String::from_utf8(sortie).unwrap(), attendu, "{texte}");
            assert_eq!(trouvees, fautes, "{texte}");
        }
        let mut sortie = Vec::new();
        decoder(
            Encodage::Utf8,
            b"&lt;",
            false,
            &mut sortie,
            |_, _| unreachable!(),
        );
        assert_eq!(sortie, b"&lt;");
        let (mut sortie, mut fautes) = (Vec::new(), 0);
        let texte = b"&#233;&#x141;";
        decoder(Encodage::Windows1252, texte, true, &mut sortie, |_, _| {
            fautes += 1;
        });
        assert_eq!((sortie.as_slice(), fautes), (&b"\xe9&#x141;"[..], 1));
    }
}
