//! A cell of a table that people open in a spreadsheet.

/// A cell: harmless in a spreadsheet, quoted when it must be.
pub fn ecrire_cellule(cellule: &str, rangee: &mut String) {
    let a_proteger = matches!(
        cellule.as_bytes().first(),
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\'')
    );
    let protection = if a_proteger { "'" } else { "" };
    let speciaux = |octet: u8| matches!(octet, b';' | b'"' | b'\n' | b'\r');
    // Every byte is looked at, without stopping: the compiler then looks at sixteen at once.
    let special = (cellule.bytes()).fold(false, |trouve, octet| trouve | speciaux(octet));
    let a_citer = special || cellule.starts_with(' ') || cellule.ends_with(' ');
    if a_citer {
        rangee.push('"');
        rangee.push_str(protection);
        rangee.push_str(&cellule.replace('"', "\"\""));
        rangee.push('"');
    } else {
        rangee.push_str(protection);
        rangee.push_str(cellule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_harmless_and_its_exact_value_can_be_had_again() {
        let cas = [
            ("7500", "7500"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+33612345678", "'+33612345678"),
            ("-", "'-"),
            ("@SOMME(A1)", "'@SOMME(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("'a", "''a"),
            ("L'ÎLE", "L'ÎLE"),
            ("a;b", "\"a;b\""),
            ("dit \"x\"", "\"dit \"\"x\"\"\""),
            ("a\nb", "\"a\nb\""),
            (" a", "\" a\""),
        ];
        for (valeur, attendu) in cas {
            let mut rangee = String::new();
            ecrire_cellule(valeur, &mut rangee);
            assert_eq!(rangee, attendu, "{valeur:?}");
        }
    }
}
