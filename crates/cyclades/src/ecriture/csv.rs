//! Writing CSV: quotes where they are needed, and nowhere else.

use std::io::{self, Write};

/// Writes a file as its candidates come, separated by semicolons, in UTF-8 without a byte order mark, each
/// row ended by a line feed.
pub struct EcritureCsv<W: Write> {
    sortie: W,
    /// Ranks of the fields, in the order of the columns.
    colonnes: Vec<u8>,
    tampon: Vec<u8>,
}

impl<W: Write> EcritureCsv<W> {
    /// What separates the columns.
    pub const SEPARATEUR: u8 = b';';
    const TAMPON: usize = 1 << 16;

    /// Writes the header: the names of the fields of `colonnes`, then other headings.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn nouvelle<'n>(
        sortie: W,
        colonnes: &[u8],
        noms: impl IntoIterator<Item = &'n str>,
    ) -> io::Result<Self> {
        let mut ecriture = Self {
            sortie,
            colonnes: colonnes.to_vec(),
            tampon: Vec::with_capacity(Self::TAMPON + 4096),
        };
        ecrire_ligne(&mut ecriture.tampon, noms, Self::SEPARATEUR);
        ecriture.vider_si_plein()?;
        Ok(ecriture)
    }

    /// Writes a candidate: its values by rank of field, then those of the other columns.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn candidat(&mut self, champs: &[&str], autres: &[&str]) -> io::Result<()> {
        let valeurs = self
            .colonnes
            .iter()
            .map(|&rang| champs.get(usize::from(rang)).copied().unwrap_or_default());
        ecrire_ligne(
            &mut self.tampon,
            valeurs.chain(autres.iter().copied()),
            Self::SEPARATEUR,
        );
        self.vider_si_plein()
    }

    fn vider_si_plein(&mut self) -> io::Result<()> {
        if self.tampon.len() >= Self::TAMPON {
            self.sortie.write_all(&self.tampon)?;
            self.tampon.clear();
        }
        Ok(())
    }

    /// Gives the output back, flushed.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn terminer(mut self) -> io::Result<W> {
        self.sortie.write_all(&self.tampon)?;
        self.sortie.flush()?;
        Ok(self.sortie)
    }
}

/// Writes a value as a cell: between quotes when it holds the separator, a quote or a line break.
pub fn ecrire_cellule(sortie: &mut Vec<u8>, valeur: &str, separateur: u8) {
    let octets = valeur.as_bytes();
    // Most values are short: a search made for long texts would cost more than it spares.
    let a_proteger = octets
        .iter()
        .any(|&octet| octet == separateur || matches!(octet, b'"' | b'\n' | b'\r'));
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
