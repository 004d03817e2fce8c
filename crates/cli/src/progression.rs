//! A progress bar for long files, on a terminal only.

use std::io::IsTerminal;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use guichet::cyclades::Fichier;
use indicatif::{ProgressBar, ProgressStyle};

/// A file is long from this size on: below, it is read before a bar could be seen.
const LONG: u64 = 20 << 20;

/// Does some work on a file while a bar shows how much of it has been read.
pub fn pendant<T>(fichier: &Fichier, nom: &str, travail: impl FnOnce() -> T) -> T {
    if fichier.taille() < LONG || !std::io::stderr().is_terminal() {
        return travail();
    }
    let barre = ProgressBar::new(fichier.taille());
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
    {
        barre.set_style(style);
    }
    barre.set_message(nom.to_owned());
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
/// The clock is not read for each dossier.
const PAS: u64 = 256;

/// How many dossiers were decided, shown once it has lasted over a second.
pub struct Compteur {
    nom: String,
    depuis: Instant,
    nombre: u64,
    muet: bool,
    barre: Option<ProgressBar>,
}

impl Compteur {
    /// None yet; silent when the decisions themselves show on the terminal.
    pub fn nouveau(nom: &str, a_l_ecran: bool) -> Self {
        Self {
            nom: nom.to_owned(),
            depuis: Instant::now(),
            nombre: 0,
            muet: a_l_ecran || !std::io::stderr().is_terminal(),
            barre: None,
        }
    }

    /// One more.
    pub fn avancer(&mut self) {
        self.nombre += 1;
        if self.muet || !self.nombre.is_multiple_of(PAS) {
            return;
        }
        if let Some(barre) = &self.barre {
            barre.set_position(self.nombre);
        } else if self.depuis.elapsed() > PATIENCE {
            let barre = ProgressBar::new_spinner();
            let style = "{spinner} {msg} : {human_pos} dossiers, {per_sec}, {elapsed}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                barre.set_style(style);
            }
            barre.set_message(self.nom.clone());
            self.barre = Some(barre);
        }
    }
}

impl Drop for Compteur {
    fn drop(&mut self) {
        if let Some(barre) = &self.barre {
            barre.finish_and_clear();
        }
    }
}
