//! A cell of a table that people open in a spreadsheet.

/// A cell: harmless in a spreadsheet, quoted when it must be.
pub fn ecrire_cellule(cellule: &str, rangee: &mut String) {
    let a_proteger = cellule.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    let protection = if a_proteger { "'" } else { "" };
    let a_citer = cellule.contains([';', '"', '\n', '\r'])
        || cellule.starts_with(' ')
        || cellule.ends_with(' ');
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
