//! Whatever is given to whatever command: an answer, one clear line of error, nothing half-written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a failure is a failed test"
)]

mod commun;

use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use commun::{Reponse, exemples, lancer, texte};
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Stands for a personal value: it may never be on the error output.
const SECRET: &str = "DUPONT-SECRET";

/// What a command may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attendu {
    /// It cannot be read: a line of error, the status 2, and nothing written.
    Refus,
    /// It can be read as candidates, however bad.
    Lu,
}
use Attendu::{Lu, Refus};

fn demo() -> Vec<u8> {
    fs::read(exemples("demo").join("CAP_1.0_2024-06_161120230900.csv")).unwrap()
}

fn demo_xml() -> String {
    let dossier = tempfile::tempdir().unwrap();
    let source = exemples("demo").join("CAP_1.0_2024-06_161120230900.csv");
    let options = ["--vers", "xml", "--sortie", texte(dossier.path())];
    let debut = ["cyclades", "convertir", texte(&source)];
    let reponse = lancer(debut.iter().chain(&options));
    assert_eq!(reponse.statut, 0, "{}", reponse.erreurs);
    let entree = fs::read_dir(dossier.path()).unwrap().next().unwrap();
    fs::read_to_string(entree.unwrap().path()).unwrap()
}

fn classeur() -> Vec<u8> {
    let mut classeur = Workbook::new();
    let feuille = classeur.add_worksheet();
    let csv = String::from_utf8(demo()).unwrap();
    for (ligne, texte) in (0u32..).zip(csv.lines()) {
        for (colonne, valeur) in (0u16..).zip(texte.split(';')) {
            feuille.write_string(ligne, colonne, valeur).unwrap();
        }
    }
    classeur.save_to_buffer().unwrap()
}

fn archive(parties: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, octets) in parties {
        archive
            .start_file(*nom, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(octets).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook whose only sheet is this XML.
fn xlsx(feuilles: &str, feuille: &[u8]) -> Vec<u8> {
    let classeur = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{feuilles}</sheets></workbook>"
    );
    let liens = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", classeur.as_bytes()),
        ("xl/_rels/workbook.xml.rels", liens.as_bytes()),
        ("xl/worksheets/sheet1.xml", feuille),
    ])
}

fn ods(contenu: &str) -> Vec<u8> {
    archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", contenu.as_bytes()),
    ])
}

/// Half a million rows of a thousand cells in a few bytes.
fn ods_repete() -> Vec<u8> {
    ods(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"90000\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"1000\"><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
    )
}

/// The container of old Office files, with what its streams are named.
fn ole(flux: &str) -> Vec<u8> {
    let mut octets = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    octets.resize(2048, 0);
    octets.extend(flux.encode_utf16().flat_map(u16::to_le_bytes));
    octets.resize(4096, 0);
    octets
}

fn bombe() -> Vec<u8> {
    let feuille = vec![b' '; 100 << 20];
    xlsx("<sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/>", &feuille)
}

fn contenu_fausse() -> Vec<u8> {
    let mut octets = classeur();
    // The check sums of the parts stand in their local headers and in the directory.
    let mut debut = 0;
    while let Some(place) = octets[debut..].windows(4).position(|o| o == b"PK\x01\x02") {
        octets[debut + place + 16] ^= 0xff;
        debut += place + 4;
    }
    octets
}

fn bruit() -> Vec<u8> {
    let mut etat = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(|| {
        etat ^= etat << 13;
        etat ^= etat >> 7;
        etat ^= etat << 17;
        etat.to_le_bytes()[3]
    })
    .take(100_000)
    .collect()
}

/// The inputs: a name, its bytes, what to expect of it.
fn entrees() -> Vec<(&'static str, Vec<u8>, Attendu)> {
    let xml = demo_xml();
    let sain = classeur();
    let mut rires = "<!DOCTYPE l [<!ENTITY a \"ha\">".to_owned();
    for (nom, avant) in ('b'..='k').zip('a'..='j') {
        rires += "<!ENTITY ";
        rires.push(nom);
        rires += " \"";
        rires += &format!("&{avant};").repeat(10);
        rires += "\">";
    }
    rires.push_str("]><l>&k;</l>");
    let externe = xml.replacen(
        "?>",
        "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        1,
    );
    let nom = externe.find("<NOM").or(externe.find("<nom_famille>"));
    let externe = match nom.and_then(|n| externe[n..].find('>').map(|f| n + f + 1)) {
        Some(place) => format!("{}&e;{}", &externe[..place], &externe[place..]),
        None => panic!("no name in {xml}"),
    };
    let profond = format!("<?xml version=\"1.0\"?>{}{SECRET}", "<a>".repeat(100_000));
    let mut longue = demo();
    longue.extend(SECRET.bytes());
    longue.resize(longue.len() + (100 << 20), b'x');
    let utf16: Vec<u8> = String::from_utf8(demo())
        .unwrap()
        .trim_start_matches('\u{feff}')
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        ("vide.csv", Vec::new(), Refus),
        ("blanc.csv", b" \r\n\n \t\n".to_vec(), Refus),
        (
            "document.pdf",
            format!("%PDF-1.7\n{SECRET}").into_bytes(),
            Refus,
        ),
        (
            "image.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            Refus,
        ),
        (
            "reponse.json",
            format!("{{\"nom\": \"{SECRET}\"}}").into_bytes(),
            Refus,
        ),
        (
            "page.html",
            format!("<!DOCTYPE html><html><body>{SECRET}</body></html>").into_bytes(),
            Refus,
        ),
        ("archive.zip", archive(&[("a.txt", b"a")]), Refus),
        (
            "lettre.docx",
            archive(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", b"<d/>"),
            ]),
            Refus,
        ),
        ("protege.xlsx", ole("EncryptedPackage"), Refus),
        ("coupe.xlsx", sain[..sain.len() / 2].to_vec(), Refus),
        ("fausse.xlsx", contenu_fausse(), Refus),
        ("sans-feuille.xlsx", xlsx("", b"<worksheet/>"), Refus),
        ("bombe.xlsx", bombe(), Refus),
        ("abime.xls", ole("Workbook"), Refus),
        ("repete.ods", ods_repete(), Refus),
        ("rires.xml", rires.into_bytes(), Refus),
        ("externe.xml", externe.into_bytes(), Lu),
        ("profond.xml", profond.into_bytes(), Refus),
        (
            "sans-fin.xml",
            xml.as_bytes()[..xml.len() * 2 / 3].to_vec(),
            Lu,
        ),
        (
            "autre.xml",
            format!("<?xml version=\"1.0\"?><note><a>{SECRET}</a></note>").into_bytes(),
            Refus,
        ),
        ("longue.csv", longue, Lu),
        ("bruit.csv", bruit(), Refus),
        ("utf16.csv", utf16, Lu),
    ]
}

const COMMANDES: [&str; 5] = ["verifier", "ndjson", "convertir", "corriger", "preparer"];

/// Runs a command on a file, its results going to a folder.
fn executer(commande: &str, fichier: &Path, sortie: &Path) -> Reponse {
    let (fichier, dossier) = (texte(fichier), texte(sortie));
    let copie = sortie.join("copie.csv");
    let examen = ["--domaine", "CAP", "--session", "2024-06"];
    let mut arguments = match commande {
        "verifier" => vec!["verifier", fichier],
        "ndjson" => vec!["verifier", fichier, "--format", "ndjson"],
        "convertir" => vec!["convertir", fichier, "--vers", "xlsx", "--sortie", dossier],
        "corriger" => vec!["corriger", fichier, "--sortie", texte(&copie)],
        _ => vec!["preparer", fichier, "--sortie", dossier],
    };
    arguments.insert(0, "cyclades");
    arguments.extend(examen);
    lancer(arguments)
}

fn contenu(dossier: &Path) -> Vec<PathBuf> {
    let Ok(entrees) = fs::read_dir(dossier) else {
        return Vec::new();
    };
    entrees.map(|entree| entree.unwrap().path()).collect()
}

/// What no line for a person holds.
const TECHNIQUE: [&str; 12] = [
    "panicked",
    "RUST_BACKTRACE",
    "os error",
    "Error",
    "error",
    "Err(",
    "Some(",
    "None",
    "No such",
    "Invalid",
    "invalid",
    "unexpected",
];

fn juger(quoi: &str, reponse: &Reponse, nom: &str) -> Result<(), String> {
    let erreurs = &reponse.erreurs;
    let dire = |faute: &str| {
        let debut: String = erreurs.chars().take(600).collect();
        Err(format!(
            "{quoi} : {faute} (statut {})\n    {debut}",
            reponse.statut
        ))
    };
    if !(0..=2).contains(&reponse.statut) {
        return dire("ends badly");
    }
    if let Some(mot) = TECHNIQUE.iter().find(|mot| erreurs.contains(**mot)) {
        return dire(&format!("tells « {mot} »"));
    }
    if erreurs.contains(SECRET) || erreurs.contains("root:") || reponse.sortie.contains("root:") {
        return dire("tells a value");
    }
    if reponse.statut != 2 {
        return Ok(());
    }
    let lignes: Vec<&str> = erreurs.lines().collect();
    let [ligne] = lignes[..] else {
        return dire("is not told in one line");
    };
    if !ligne.contains(nom) {
        return dire("does not name the file");
    }
    if !ligne.ends_with('.') || ligne.chars().count() > 600 {
        return dire("is no sentence");
    }
    Ok(())
}

fn eprouver(fichier: &Path, attendu: Attendu, fautes: &mut Vec<String>) {
    let nom = fichier.file_name().unwrap().to_str().unwrap();
    for commande in COMMANDES {
        let dossier = tempfile::tempdir().unwrap();
        let sortie = dossier.path().join("sortie");
        fs::create_dir(&sortie).unwrap();
        let reponse = executer(commande, fichier, &sortie);
        let quoi = format!("{nom}, {commande}");
        fautes.extend(juger(&quoi, &reponse, nom).err());
        if attendu == Refus && reponse.statut != 2 {
            fautes.push(format!(
                "{quoi} : status {}\n{}",
                reponse.statut, reponse.sortie
            ));
        }
        let ecrits = contenu(&sortie);
        if reponse.statut == 2 && !ecrits.is_empty() {
            fautes.push(format!("{quoi} : wrote {ecrits:?}"));
        }
    }
}

#[test]
fn whatever_the_file_and_the_command_the_answer_is_clear() {
    let dossier = tempfile::tempdir().unwrap();
    let mut fautes = Vec::new();
    for (nom, octets, attendu) in entrees() {
        let chemin = dossier.path().join(nom);
        fs::write(&chemin, octets).unwrap();
        eprouver(&chemin, attendu, &mut fautes);
        fs::remove_file(&chemin).unwrap();
    }
    eprouver(&dossier.path().join("absent.csv"), Refus, &mut fautes);
    let vide = dossier.path().join("dossier-vide");
    fs::create_dir(&vide).unwrap();
    eprouver(&vide, Refus, &mut fautes);
    if cfg!(unix) {
        eprouver(Path::new("/dev/null"), Refus, &mut fautes);
    }
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
}

#[test]
fn a_file_of_two_gigabytes_of_nothing_is_refused_by_its_beginning() {
    let dossier = tempfile::tempdir().unwrap();
    let mut fautes = Vec::new();
    for nom in ["nul.csv", "nul.xml", "nul.xlsx"] {
        let chemin = dossier.path().join(nom);
        File::create(&chemin).unwrap().set_len(2 << 30).unwrap();
        eprouver(&chemin, Refus, &mut fautes);
    }
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
}

#[test]
fn an_output_that_cannot_be_is_told_in_one_line() {
    let dossier = tempfile::tempdir().unwrap();
    let entree = exemples("demo").join("CAP_1.0_2024-06_151120230900.csv");
    let entree = texte(&entree);
    let fichier = dossier.path().join("un-fichier");
    fs::write(&fichier, "à garder").unwrap();
    let sous = dossier.path().join("un-dossier");
    fs::create_dir(&sous).unwrap();
    let absent = dossier.path().join("absent").join("rapport.html");
    let examen = ["--domaine", "CAP", "--session", "2024-06"];
    let (f, d, a) = (texte(&fichier), texte(&sous), texte(&absent));
    let cas: [(&str, Vec<&str>, &str); 7] = [
        (
            "verifier in a folder",
            vec!["verifier", entree, "--format", "html", "--sortie", d],
            d,
        ),
        (
            "verifier over a file",
            vec!["verifier", entree, "--format", "html", "--sortie", f],
            f,
        ),
        (
            "verifier nowhere",
            vec!["verifier", entree, "--format", "html", "--sortie", a],
            a,
        ),
        (
            "convertir in a file",
            vec!["convertir", entree, "--vers", "xml", "--sortie", f],
            f,
        ),
        (
            "corriger over a file",
            vec!["corriger", entree, "--sortie", f],
            f,
        ),
        (
            "corriger nowhere",
            vec!["corriger", entree, "--sortie", a],
            a,
        ),
        (
            "preparer in a file",
            vec!["preparer", entree, "--sortie", f],
            f,
        ),
    ];
    let mut fautes = Vec::new();
    for (quoi, arguments, chemin) in cas {
        let debut = std::iter::once("cyclades").chain(arguments);
        let reponse = lancer(debut.chain(examen));
        fautes.extend(juger(quoi, &reponse, chemin).err());
        if reponse.statut != 2 {
            fautes.push(format!("{quoi} : {}", reponse.statut));
        }
    }
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
    assert_eq!(fs::read_to_string(&fichier).unwrap(), "à garder");
    assert_eq!(contenu(&sous), [] as [PathBuf; 0]);
    assert_eq!(contenu(dossier.path()).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_in_one_line() {
    use std::os::unix::fs::PermissionsExt as _;

    let dossier = tempfile::tempdir().unwrap();
    fs::set_permissions(dossier.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if File::create(dossier.path().join("essai")).is_ok() {
        println!("Sans objet : ce compte écrit partout (root).");
        return;
    }
    let entree = exemples("demo").join("CAP_1.0_2024-06_151120230900.csv");
    let mut fautes = Vec::new();
    for commande in &COMMANDES[2..] {
        let reponse = executer(commande, &entree, dossier.path());
        fautes.extend(juger(commande, &reponse, texte(dossier.path())).err());
        assert_eq!(reponse.statut, 2, "{commande}");
    }
    fs::set_permissions(dossier.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
}

#[test]
fn a_sheet_asked_of_a_file_without_any_is_told_and_does_not_stop() {
    let entree = exemples("demo").join("CAP_1.0_2024-06_161120230900.csv");
    let reponse = lancer(["cyclades", "verifier", texte(&entree), "--feuille", "A"]);
    assert_eq!(reponse.statut, 0);
    assert_eq!(reponse.erreurs.lines().count(), 1);
    assert!(
        reponse.erreurs.contains("--feuille est sans effet"),
        "{}",
        reponse.erreurs
    );
}
