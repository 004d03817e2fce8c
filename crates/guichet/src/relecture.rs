//! A temporary file read by several readers at once.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Mutex;

/// The file itself, from its beginning, for the one who reads it alone.
///
/// # Errors
/// The system gives no second handle.
pub fn copie(fichier: &Mutex<File>) -> io::Result<File> {
    let garde = fichier
        .lock()
        .map_err(|_| io::Error::other("lecture interrompue"))?;
    let mut copie = garde.try_clone()?;
    copie.seek(SeekFrom::Start(0))?;
    Ok(copie)
}

/// A reading of a file put aside, which another one may go along with: each has its own place.
#[derive(Debug)]
pub struct DepuisLeDebut<'a> {
    fichier: &'a Mutex<File>,
    position: u64,
}

impl<'a> DepuisLeDebut<'a> {
    /// From the first byte.
    pub fn de(fichier: &'a Mutex<File>) -> Self {
        Self {
            fichier,
            position: 0,
        }
    }
}

impl Read for DepuisLeDebut<'_> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let mut fichier = self
            .fichier
            .lock()
            .map_err(|_| io::Error::other("lecture interrompue"))?;
        fichier.seek(SeekFrom::Start(self.position))?;
        let lus = fichier.read(tampon)?;
        self.position += lus as u64;
        Ok(lus)
    }
}
