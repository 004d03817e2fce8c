//! A text as the search sees it: words in capitals, without accents nor signs.

use crate::lettres::aplatir;

/// Words that say little: they count for little, and never decide alone.
const MOTS_VIDES: [&str; 32] = [
    "A", "AU", "AUX", "AVEC", "CHEZ", "D", "DANS", "DE", "DES", "DU", "EN", "ES", "ET", "L", "LA",
    "LE", "LES", "LEUR", "LEURS", "N", "NE", "OPTION", "OU", "PAR", "POUR", "S", "SES", "SON",
    "SUR", "UN", "UNE", "Y",
];

/// What people shorten in the same way everywhere.
const ABREGES: [(&str, &str); 4] = [
    ("ST", "SAINT"),
    ("STE", "SAINTE"),
    ("STES", "SAINTES"),
    ("STS", "SAINTS"),
];

/// The words of a text, one after the other, separated by a space.
pub fn aplatir_texte(texte: &str, plat: &mut String) {
    plat.clear();
    for c in texte.chars() {
        aplatir(c, plat);
    }
}

/// The words of a text that is already flat.
pub fn mots(plat: &str) -> impl Iterator<Item = &str> {
    plat.split(' ').filter(|mot| !mot.is_empty()).map(|mot| {
        let abrege = ABREGES.iter().find(|(abrege, _)| *abrege == mot);
        abrege.map_or(mot, |(_, entier)| *entier)
    })
}

/// The words of a text, as people would type it.
pub fn mots_de(texte: &str) -> Vec<String> {
    let mut plat = String::new();
    aplatir_texte(texte, &mut plat);
    mots(&plat).map(str::to_owned).collect()
}

/// Whether a word says little.
pub fn est_vide(mot: &str) -> bool {
    MOTS_VIDES.binary_search(&mot).is_ok()
}

/// Whether a word is made of digits, but for a few letters: a code rather than a word.
pub fn est_chiffre(mot: &str) -> bool {
    mot.bytes().any(|octet| octet.is_ascii_digit())
}

/// Endings that change with the gender, the longest first, and the one they are compared by.
const FINS: [(&str, &str); 8] = [
    ("TRICE", "TEUR"),
    ("IERE", "IER"),
    ("EUSE", "EUR"),
    ("ENNE", "EN"),
    ("ERE", "ER"),
    ("NNE", "N"),
    ("EE", ""),
    ("AUX", "AL"),
];

/// A word without plural nor feminine, as far as its ending tells: `COIFFEUSES` is `COIFFEUR`.
pub fn racine(mot: &str) -> (&str, &'static str) {
    let singulier = match mot.strip_suffix('S') {
        Some(court) if court.len() > 3 => court,
        _ => mot,
    };
    for (fin, commune) in FINS {
        if let Some(debut) = singulier.strip_suffix(fin)
            && debut.len() > 2
        {
            return (debut, commune);
        }
    }
    match singulier.strip_suffix('E') {
        Some(court) if court.len() > 3 => (court, ""),
        _ => (singulier, ""),
    }
}

/// Whether two words differ only by gender or number.
pub fn de_meme_racine(un: &str, autre: &str) -> bool {
    let ((debut, fin), (autre_debut, autre_fin)) = (racine(un), racine(autre));
    debut.len() + fin.len() == autre_debut.len() + autre_fin.len()
        && debut
            .bytes()
            .chain(fin.bytes())
            .eq(autre_debut.bytes().chain(autre_fin.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_plain_words() {
        let cas = [
            ("Pâtissier-boulanger", "PATISSIER BOULANGER"),
            ("st Étienne-du-Bois", "SAINT ETIENNE DU BOIS"),
            ("Œuvre d’art, n° 3", "OEUVRE D ART N 3"),
            ("  ", ""),
        ];
        for (texte, attendu) in cas {
            assert_eq!(mots_de(texte).join(" "), attendu);
        }
    }

    #[test]
    fn gender_and_number_do_not_tell_words_apart() {
        for (un, autre, memes) in [
            ("COIFFEUSE", "COIFFEUR", true),
            ("COIFFEUSES", "COIFFEUR", true),
            ("BOULANGERE", "BOULANGER", true),
            ("TECHNICIENNES", "TECHNICIEN", true),
            ("CONDUCTRICE", "CONDUCTEUR", true),
            ("EMPLOYEE", "EMPLOYE", true),
            ("COUVREUR", "COUVREURS", true),
            ("INFIRMIERE", "INFIRMIER", true),
            ("COIFFURE", "COIFFEUR", false),
            ("MACON", "MACONNERIE", false),
            ("AIN", "AISNE", false),
            ("BUS", "BU", false),
        ] {
            assert_eq!(de_meme_racine(un, autre), memes, "{un} {autre}");
        }
    }

    #[test]
    fn the_table_is_sorted_for_halving() {
        assert!(MOTS_VIDES.is_sorted());
    }
}
