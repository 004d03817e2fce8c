//! Reads a CSV file with the `csv` crate, or JSON lines with `serde_json`, and counts what it meets: the peer
//! of the bench, which decides nothing.
//!
//! `cargo run --release -p guichet --example lecture_brute_dossiers -- FICHIER`

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::de::IgnoredAny;

fn main() -> ExitCode {
    let Some(chemin) = std::env::args_os().nth(1) else {
        let _ = writeln!(std::io::stderr(), "usage: lecture_brute_dossiers FICHIER");
        return ExitCode::from(2);
    };
    let chemin = Path::new(&chemin);
    let compte = if chemin.extension().is_some_and(|ext| ext == "ndjson") {
        objets(chemin)
    } else {
        lignes(chemin)
    };
    match compte {
        Ok(nombre) => {
            let _ = writeln!(std::io::stdout(), "{nombre} dossiers");
            ExitCode::SUCCESS
        }
        Err(erreur) => {
            let _ = writeln!(std::io::stderr(), "{erreur}");
            ExitCode::from(2)
        }
    }
}

/// The rows of a table, as records of bytes.
fn lignes(chemin: &Path) -> Result<u64, Box<dyn Error>> {
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_path(chemin)?;
    let mut ligne = csv::ByteRecord::new();
    let mut nombre = 0;
    while lecteur.read_byte_record(&mut ligne)? {
        nombre += 1;
    }
    Ok(nombre)
}

/// The objects of JSON lines, checked and not kept.
fn objets(chemin: &Path) -> Result<u64, Box<dyn Error>> {
    let mut fichier = BufReader::with_capacity(1 << 18, File::open(chemin)?);
    let mut ligne = Vec::new();
    let mut nombre = 0;
    while fichier.read_until(b'\n', &mut ligne)? > 0 {
        let _: IgnoredAny = serde_json::from_slice(&ligne)?;
        nombre += 1;
        ligne.clear();
    }
    Ok(nombre)
}
