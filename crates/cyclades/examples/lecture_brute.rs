//! Reads a CSV file with the `csv` crate, or an XML file with `quick-xml`, and counts what it meets: the
//! peer of the bench, which checks nothing.
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
    let chemin = std::path::Path::new(&chemin);
    let compte = if chemin.extension().is_some_and(|ext| ext == "xml") {
        evenements(chemin).map(|nombre| format!("{nombre} évènements"))
    } else {
        compter(chemin)
            .map(|(lignes, champs)| format!("{lignes} lignes, {champs} champs"))
            .map_err(Into::into)
    };
    match compte {
        Ok(compte) => dire(&mut std::io::stdout(), &compte, ExitCode::SUCCESS),
        Err(erreur) => dire(
            &mut std::io::stderr(),
            &erreur.to_string(),
            ExitCode::from(2),
        ),
    }
}

fn evenements(chemin: &std::path::Path) -> Result<u64, Box<dyn std::error::Error>> {
    let fichier = std::io::BufReader::with_capacity(1 << 18, std::fs::File::open(chemin)?);
    let mut lecteur = quick_xml::Reader::from_reader(fichier);
    let (mut tampon, mut nombre) = (Vec::new(), 0);
    while !matches!(
        lecteur.read_event_into(&mut tampon)?,
        quick_xml::events::Event::Eof
    ) {
        nombre += 1;
        tampon.clear();
    }
    Ok(nombre)
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
