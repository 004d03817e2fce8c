//! Reads a CSV file with the `csv` crate and counts its rows and fields: the peer of the bench, which
//! checks nothing.
//!
//! `cargo run --release -p guichet-cyclades --example lecture_brute -- FICHIER`

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(chemin) = std::env::args_os().nth(1) else {
        return dire(
            &mut std::io::stderr(),
            "usage: lecture_brute FICHIER",
            ExitCode::from(2),
        );
    };
    match compter(chemin.as_ref()) {
        Ok((lignes, champs)) => {
            let compte = format!("{lignes} lignes, {champs} champs");
            dire(&mut std::io::stdout(), &compte, ExitCode::SUCCESS)
        }
        Err(erreur) => dire(
            &mut std::io::stderr(),
            &erreur.to_string(),
            ExitCode::from(2),
        ),
    }
}

fn compter(chemin: &std::path::Path) -> csv::Result<(u64, u64)> {
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_path(chemin)?;
    let mut ligne = csv::ByteRecord::new();
    let (mut lignes, mut champs) = (0, 0);
    while lecteur.read_byte_record(&mut ligne)? {
        lignes += 1;
        champs += ligne.len() as u64;
    }
    Ok((lignes, champs))
}

fn dire(sortie: &mut dyn Write, phrase: &str, statut: ExitCode) -> ExitCode {
    match writeln!(sortie, "{phrase}") {
        Ok(()) => statut,
        Err(_) => ExitCode::FAILURE,
    }
}
