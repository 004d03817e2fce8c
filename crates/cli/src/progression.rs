//! A progress bar for long files, on a terminal only.

use std::io::{self, IsTerminal, Read};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use guichet::cyclades::Fichier;
use indicatif::{ProgressBar, ProgressStyle};

/// A file is long from this size on: below, it is read before a bar could be seen.
const LONG: u64 = 20 << 20;

/// Does some work on a file while a bar shows how much of it has been read.
pub fn pendant<T>(fichier: &Fichier, nom: &str, travail: impl FnOnce() -> T) -> T {
    if fichier.taille() < LONG || !io::stderr().is_terminal() {
        return travail();
    }
    let barre = barre(nom, fichier.taille());
    let (fini, attendre) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let barre = &barre;
        scope.spawn(move || {
            // The sender is dropped when the work is done: the wait then ends at once.
            while attendre.recv_timeout(Duration::from_millis(100))
                == Err(mpsc::RecvTimeoutError::Timeout)
            {
                barre.set_position(fichier.lus());
            }
            barre.finish_and_clear();
        });
        let resultat = travail();
        drop(fini);
        resultat
    })
}

/// How long some work lasts before a bar is worth showing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A file being read, with a bar once it has lasted over a second.
pub struct Suivi<R> {
    flux: R,
    nom: String,
    taille: u64,
    lus: u64,
    depuis: Instant,
    muet: bool,
    barre: Option<ProgressBar>,
}

impl<R: Read> Suivi<R> {
    /// Nothing read yet of so many bytes; silent when the decisions themselves show on the terminal.
    pub fn nouveau(flux: R, nom: &str, taille: u64, a_l_ecran: bool) -> Self {
        Self {
            flux,
            nom: nom.to_owned(),
            taille,
            lus: 0,
            depuis: Instant::now(),
            muet: a_l_ecran || !io::stderr().is_terminal(),
            barre: None,
        }
    }

    fn montrer(&mut self) {
        if let Some(barre) = &self.barre {
            barre.set_position(self.lus);
        } else if self.depuis.elapsed() > PATIENCE {
            self.barre = Some(barre(&self.nom, self.taille));
        }
    }
}

impl<R: Read> Read for Suivi<R> {
    fn read(&mut self, octets: &mut [u8]) -> io::Result<usize> {
        let lus = self.flux.read(octets)?;
        if !self.muet {
            self.lus += lus as u64;
            self.montrer();
        }
        Ok(lus)
    }
}

impl<R> Drop for Suivi<R> {
    fn drop(&mut self) {
        if let Some(barre) = &self.barre {
            barre.finish_and_clear();
        }
    }
}

fn barre(nom: &str, taille: u64) -> ProgressBar {
    let barre = ProgressBar::new(taille);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
    {
        barre.set_style(style);
    }
    barre.set_message(nom.to_owned());
    barre
}
