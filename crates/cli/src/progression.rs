//! A progress bar for long files, on a terminal only.

use std::io::IsTerminal;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

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
