//! What is written before what comes ahead of it is known: a verdict, totals, a list of rules.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

/// A text put aside in an unnamed temporary file, so that its length costs no memory. Nothing is
/// created before the first byte.
#[derive(Debug, Default)]
pub struct Brouillon {
    fichier: Option<BufWriter<File>>,
}

impl Brouillon {
    /// Copies what was written, then forgets it.
    ///
    /// # Errors
    /// The temporary file cannot be read again, or `sortie` cannot be written.
    pub fn verser(&mut self, sortie: &mut dyn Write) -> io::Result<()> {
        let Some(tampon) = self.fichier.take() else {
            return Ok(());
        };
        let mut fichier = tampon
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        fichier.seek(SeekFrom::Start(0))?;
        io::copy(&mut fichier, sortie).map(|_| ())
    }
}

impl Write for Brouillon {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let fichier = match &mut self.fichier {
            Some(fichier) => fichier,
            vide => vide.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        fichier.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.fichier.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_comes_out_once_and_whole() {
        let mut brouillon = Brouillon::default();
        let mut lu = Vec::new();
        brouillon.verser(&mut lu).unwrap();
        assert_eq!(lu, b"");
        for _ in 0..10_000 {
            brouillon.write_all(b"0123456789").unwrap();
        }
        brouillon.verser(&mut lu).unwrap();
        assert_eq!(lu.len(), 100_000);
        brouillon.verser(&mut lu).unwrap();
        assert_eq!(lu.len(), 100_000);
    }
}
