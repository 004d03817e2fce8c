//! What a file really is, from its first bytes, whatever its name says.

/// How XML is named.
const XML: &str = "un fichier XML";

/// Whether the first bytes are those of XML, and not of a web page.
#[must_use]
pub fn est_xml(tete: &[u8]) -> bool {
    !tete.starts_with(b"PK")
        && !tete.starts_with(b"%PDF")
        && balisage(tete) == Some(XML)
        && commence_par_un_chevron(tete)
}

/// What the first bytes of a file that is not CSV show; `None` when nothing says it is not text.
#[must_use]
pub fn autre_type(tete: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 14] = [
        (b"%PDF-", "un document PDF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "un ancien classeur ou document Office (XLS, DOC)",
        ),
        (b"{\\rtf", "un document RTF"),
        (b"\x89PNG", "une image PNG"),
        (b"\xff\xd8\xff", "une image JPEG"),
        (b"GIF8", "une image GIF"),
        (b"\x1f\x8b", "une archive GZIP"),
        (b"7z\xbc\xaf\x27\x1c", "une archive 7-Zip"),
        (b"Rar!", "une archive RAR"),
        (b"\x28\xb5\x2f\xfd", "une archive Zstandard"),
        (b"BZh", "une archive BZIP2"),
        (b"\x7fELF", "un programme"),
        (b"MZ\x90", "un programme"),
        (b"SQLite format 3", "une base SQLite"),
    ];
    if let Some(&(_, nom)) = SIGNATURES
        .iter()
        .find(|(signature, _)| tete.starts_with(signature))
    {
        return Some(nom);
    }
    if tete.starts_with(b"PK\x03\x04") || tete.starts_with(b"PK\x05\x06") {
        return Some(archive_zip(tete));
    }
    // Noise may begin with what looks like a tag.
    match balisage(tete) {
        None | Some(XML) if est_binaire(tete) => Some("un fichier binaire"),
        autre => autre,
    }
}

/// Spreadsheets and word documents are ZIP archives that name their parts in clear.
fn archive_zip(tete: &[u8]) -> &'static str {
    let contient = |mot: &[u8]| memchr::memmem::find(tete, mot).is_some();
    if contient(b"opendocument.spreadsheet") {
        "un classeur LibreOffice (ODS)"
    } else if contient(b"opendocument") {
        "un document LibreOffice"
    } else if contient(b"xl/") {
        "un classeur Excel (XLSX)"
    } else if contient(b"word/") {
        "un document Word (DOCX)"
    } else if contient(b"[Content_Types].xml") {
        "un document Office (XLSX, DOCX ou PPTX)"
    } else {
        "une archive ZIP"
    }
}

fn balisage(tete: &[u8]) -> Option<&'static str> {
    let debut = texte_ascii(tete);
    let debut = debut.trim_start();
    if debut.starts_with("<?xml") {
        return Some(if debut.contains("<html") {
            "une page HTML"
        } else {
            XML
        });
    }
    let commence = |balise: &str| {
        debut
            .get(..balise.len())
            .is_some_and(|tete| tete.eq_ignore_ascii_case(balise))
    };
    if ["<!doctype html", "<html", "<head", "<table", "<body"]
        .into_iter()
        .any(commence)
    {
        return Some("une page HTML");
    }
    // No column begins so.
    if debut.strip_prefix('<').is_some_and(|suite| {
        suite.starts_with(|c: char| c.is_ascii_alphabetic() || "!?_".contains(c))
    }) {
        return Some(XML);
    }
    let apres = debut.strip_prefix(['{', '[']).map(str::trim_start);
    if apres.is_some_and(|apres| apres.starts_with(['"', '{', '['])) {
        return Some("un fichier JSON");
    }
    None
}

/// Noise may hold what looks like a tag, but not at its very beginning.
fn commence_par_un_chevron(tete: &[u8]) -> bool {
    let marque = super::encodage::marque(tete).map_or(0, |(_, longueur)| longueur);
    tete[marque..]
        .iter()
        .find(|octet| **octet != 0 && !octet.is_ascii_whitespace())
        == Some(&b'<')
}

/// The ASCII of the first bytes, a byte order mark and the zeros of UTF-16 skipped.
fn texte_ascii(tete: &[u8]) -> String {
    tete.iter()
        .take(2048)
        .filter(|o| (1..128).contains(*o))
        .map(|&o| char::from(o))
        .collect()
}

/// Text holds few control characters; UTF-16 is told before this is asked.
fn est_binaire(tete: &[u8]) -> bool {
    if super::encodage::marque(tete).is_some() || super::encodage::semble_utf16(tete).is_some() {
        return false;
    }
    let echantillon = &tete[..tete.len().min(4096)];
    let suspects = echantillon
        .iter()
        .filter(|&&o| o < 0x20 && !matches!(o, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a))
        .count();
    // A stray NUL is a fault of a field; a tenth of control characters is another kind of file.
    suspects * 10 > echantillon.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_type_is_said_by_its_name() {
        let cas: [(&[u8], Option<&str>); 15] = [
            (b"%PDF-1.7\n", Some("PDF")),
            (
                b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
                Some("XLSX"),
            ),
            (
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                Some("ODS"),
            ),
            (b"PK\x03\x04a.txt", Some("ZIP")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("XLS")),
            (
                b"\xef\xbb\xbf<?xml version=\"1.0\"?><cyclades>",
                Some("XML"),
            ),
            (b"<!DOCTYPE html><html>", Some("HTML")),
            (b"  <table><tr>", Some("HTML")),
            (b"[{\"civilite\":\"M\"}]", Some("JSON")),
            (b"{\n  \"candidats\": []", Some("JSON")),
            (b"\x00\x00\x00\x00\x00", Some("binaire")),
            (b"civilite;nom_famille\nM;\x00A\n", None),
            (b"civilite;nom_famille\r\n", None),
            (b"\xff\xfec\x00i\x00v\x00", None),
            (b"", None),
        ];
        for (tete, attendu) in cas {
            let dit = autre_type(tete);
            match attendu {
                None => assert_eq!(dit, None, "{tete:?}"),
                Some(mot) => assert!(dit.is_some_and(|d| d.contains(mot)), "{tete:?} {dit:?}"),
            }
        }
    }
}
