//! Writing CSV: quotes where they are needed, and nowhere else.

/// Writes a value as a cell: between quotes when it holds the separator, a quote or a line break.
pub fn ecrire_cellule(sortie: &mut Vec<u8>, valeur: &str, separateur: u8) {
    let octets = valeur.as_bytes();
    let a_proteger = memchr::memchr3(b'"', b'\n', b'\r', octets).is_some()
        || memchr::memchr(separateur, octets).is_some();
    if !a_proteger {
        sortie.extend_from_slice(octets);
        return;
    }
    sortie.push(b'"');
    for &octet in octets {
        if octet == b'"' {
            sortie.push(b'"');
        }
        sortie.push(octet);
    }
    sortie.push(b'"');
}

/// Writes a row and its line break.
pub fn ecrire_ligne<'v>(
    sortie: &mut Vec<u8>,
    valeurs: impl IntoIterator<Item = &'v str>,
    separateur: u8,
) {
    for (rang, valeur) in valeurs.into_iter().enumerate() {
        if rang > 0 {
            sortie.push(separateur);
        }
        ecrire_cellule(sortie, valeur, separateur);
    }
    sortie.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        let cas: [(&str, &str); 7] = [
            ("LE GOFF", "LE GOFF"),
            ("", ""),
            ("a,b", "a,b"),
            ("a;b", "\"a;b\""),
            ("5\" de pipe", "\"5\"\" de pipe\""),
            ("a\nb", "\"a\nb\""),
            (" é ", " é "),
        ];
        for (valeur, attendu) in cas {
            let mut sortie = Vec::new();
            ecrire_cellule(&mut sortie, valeur, b';');
            assert_eq!(String::from_utf8(sortie).unwrap(), attendu);
        }
        let mut sortie = Vec::new();
        ecrire_ligne(&mut sortie, ["a;b", "", "c"], b';');
        assert_eq!(sortie, b"\"a;b\";;c\n");
    }
}
