//! Rows written as the project's CSV: commas, UTF-8 without BOM, one `\n` a line.

use super::ErreurExtraction;

/// The text of a table; every row has as many cells as the header.
pub fn ecrire<const N: usize>(
    entete: [&str; N],
    lignes: impl IntoIterator<Item = [String; N]>,
) -> Result<String, ErreurExtraction> {
    let mut sortie = csv::WriterBuilder::new().from_writer(Vec::new());
    let echec = |erreur: &dyn std::fmt::Display| {
        ErreurExtraction::generale(format!("la table ne peut pas être écrite : {erreur}"))
    };
    sortie.write_record(entete).map_err(|e| echec(&e))?;
    for ligne in lignes {
        sortie.write_record(&ligne).map_err(|e| echec(&e))?;
    }
    let octets = sortie.into_inner().map_err(|e| echec(&e))?;
    String::from_utf8(octets).map_err(|e| echec(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted_and_lines_end_with_a_line_feed() {
        let texte = ecrire(
            ["code", "libelle"],
            [
                ["319".to_owned(), "ACORES, MADERE".to_owned()],
                ["1".to_owned(), "routier \"marchandises\"".to_owned()],
            ],
        )
        .unwrap();
        assert_eq!(
            texte,
            "code,libelle\n319,\"ACORES, MADERE\"\n1,\"routier \"\"marchandises\"\"\"\n"
        );
    }
}
