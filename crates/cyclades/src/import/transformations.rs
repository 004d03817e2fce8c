//! What may be done to a value on its way to a field: a closed list of names.

use guichet_socle::erreur::plus_proche;
use jiff::civil::date as jour_civil;

use super::libelles::{Libelles, Recherche};
use crate::correction::{Correction, Surete};
use crate::reparation::{self, Situation};
use crate::{EditionCyclades, Examen, plan};

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obtenu {
    /// The value, sure.
    Tel(String),
    /// The value, and why someone should look at it.
    Incertain(String, String),
    /// None: why.
    Impossible(String),
}

/// What the values already found of the candidate say to the next ones.
#[derive(Debug, Clone, Default)]
pub struct DejaSu {
    /// Country of birth.
    pub pays_naissance: String,
    /// Department of birth.
    pub departement: String,
    /// Country of residence.
    pub pays: String,
}

/// What transformations look into.
pub struct Cadre<'a> {
    /// The edition.
    pub edition: &'a EditionCyclades,
    /// The exam.
    pub examen: Examen,
    /// The labels.
    pub libelles: &'a Libelles,
}

/// The transformations that are repairs of one value, known by the same name to the rules.
const CORRECTIONS: [&str; 9] = [
    "apostrophe-droite",
    "civilite",
    "espaces-au-bord",
    "espaces-doubles",
    "ine",
    "majuscules",
    "sans-espaces",
    "telephone",
    "virgules-entre-prenoms",
];

/// The others.
const PROPRES: [&str; 13] = [
    "code-postal-du-cp-ville",
    "commune",
    "date",
    "departement",
    "libelle",
    "nom-du-nom-prenom",
    "pays",
    "prenoms-du-nom-prenom",
    "specialite",
    "ville-du-cp-ville",
    "zero-de-l-uai",
    "zero-du-code-postal",
    "zero-du-telephone",
];

/// Every name, in order.
#[must_use]
pub fn noms() -> Vec<&'static str> {
    let mut noms: Vec<_> = CORRECTIONS.into_iter().chain(PROPRES).collect();
    noms.sort_unstable();
    noms
}

/// Checks that a transformation exists.
///
/// # Errors
/// It does not: the nearest one is told.
pub fn verifier(nom: &str) -> Result<(), String> {
    let noms = noms();
    if noms.contains(&nom) {
        return Ok(());
    }
    let conseil = plus_proche(nom, noms.iter().copied()).map_or_else(
        || format!("il y a : {}.", noms.join(", ")),
        |proche| format!("vouliez-vous dire « {proche} » ?"),
    );
    Err(format!(
        "la transformation « {nom} » n’existe pas ; {conseil}"
    ))
}

/// Applies a transformation to a value that is not empty.
#[must_use]
pub fn appliquer(nom: &str, champ: &str, valeur: &str, cadre: &Cadre<'_>, su: &DejaSu) -> Obtenu {
    match nom {
        "date" => date(valeur),
        "departement" => departement(valeur, cadre, su),
        "pays" => pays(valeur, champ, cadre),
        "commune" => commune(valeur, cadre, su),
        "specialite" => specialite(valeur, cadre),
        "libelle" => libelle(valeur, champ, cadre),
        "zero-du-code-postal" => zero_du_code_postal(valeur, cadre, su),
        "zero-du-telephone" => zero_du_telephone(valeur),
        "zero-de-l-uai" => zero_de_l_uai(valeur),
        "code-postal-du-cp-ville" => cp_ville(valeur, est_en_france(&su.pays, cadre)).0,
        "ville-du-cp-ville" => cp_ville(valeur, est_en_france(&su.pays, cadre)).1,
        "nom-du-nom-prenom" => nom_prenom(valeur).0,
        "prenoms-du-nom-prenom" => nom_prenom(valeur).1,
        autre => {
            let corrige = reparer(autre, valeur, cadre.edition)
                .map_or_else(|| valeur.to_owned(), |c| c.valeur);
            conforme(autre, valeur, corrige)
        }
    }
}

/// What a repair makes of a value, the rest of the row unknown.
#[must_use]
pub fn reparer(nom: &str, valeur: &str, edition: &EditionCyclades) -> Option<Correction> {
    let situation = Situation {
        edition,
        cadre: &plan::Cadre::default(),
        champ: 0,
        valeur,
        autre: &|_| None,
    };
    reparation::proposer(nom, &situation)
}

/// A repair that leaves a value of another form could not read it.
fn conforme(nom: &str, valeur: &str, corrige: String) -> Obtenu {
    let bonne = match nom {
        "civilite" => matches!(corrige.as_str(), "M" | "F"),
        "telephone" => {
            let chiffres = corrige.strip_prefix('+').unwrap_or(&corrige);
            !chiffres.is_empty() && chiffres.bytes().all(|o| o.is_ascii_digit())
        }
        _ => true,
    };
    if bonne {
        return Obtenu::Tel(corrige);
    }
    Obtenu::Impossible(match nom {
        "civilite" => format!("“{valeur}” ne dit ni M ni F"),
        _ => format!("“{valeur}” n’est pas un numéro de téléphone"),
    })
}

/// The days that a spreadsheet counts from, and the numbers that are the birth date of someone alive.
const JOURS_DU_TABLEUR: std::ops::RangeInclusive<i64> = 7_000..=60_000;

/// A date as people, programs and spreadsheets write it, to JJ/MM/AAAA.
#[must_use]
pub fn date(valeur: &str) -> Obtenu {
    let impossible = || Obtenu::Impossible(format!("“{valeur}” n’est pas une date"));
    // « 2006-03-05T00:00:00 », « 05/03/2006 00:00 »: the hour of a birth is of no use.
    let jour = valeur
        .split(['T', ' '])
        .next()
        .unwrap_or_default()
        .trim_end_matches(".0");
    if crate::faits::jour(jour.as_bytes()).is_some() {
        return Obtenu::Tel(jour.to_owned());
    }
    if let Some(corrigee) = reparation::recrire_la_date(jour) {
        return Obtenu::Tel(corrigee);
    }
    let Some(nombre) = jour
        .parse::<i64>()
        .ok()
        .filter(|nombre| JOURS_DU_TABLEUR.contains(nombre))
    else {
        return impossible();
    };
    // The day before the first of March 1900 is one that never was: beyond it the count is right.
    let Ok(jour) = jour_civil(1899, 12, 30).checked_add(jiff::Span::new().days(nombre)) else {
        return impossible();
    };
    let corrigee = format!("{:02}/{:02}/{:04}", jour.day(), jour.month(), jour.year());
    Obtenu::Incertain(
        corrigee.clone(),
        format!("“{valeur}” est un nombre de tableur : lu comme le {corrigee}"),
    )
}

fn france<'c>(cadre: &'c Cadre<'_>) -> &'c str {
    &cadre.edition.parametres.code_de_la_france.valeur
}

fn est_en_france(pays: &str, cadre: &Cadre<'_>) -> bool {
    pays.is_empty() || pays == france(cadre)
}

fn departement(valeur: &str, cadre: &Cadre<'_>, su: &DejaSu) -> Obtenu {
    if !est_en_france(&su.pays_naissance, cadre) {
        return Obtenu::Tel(valeur.to_owned());
    }
    let connu = |code: &str| cadre.edition.listes.departement(code.as_bytes()).is_some();
    if connu(valeur) {
        return Obtenu::Tel(valeur.to_owned());
    }
    let corrige = ["departement-sur-trois", "zero-du-departement"]
        .into_iter()
        .find_map(|nom| reparer(nom, valeur, cadre.edition));
    if let Some(corrige) = corrige
        && connu(&corrige.valeur)
    {
        return if corrige.surete == Surete::Sure {
            Obtenu::Tel(corrige.valeur)
        } else {
            let pourquoi = format!("“{valeur}” lu comme {}", corrige.valeur);
            Obtenu::Incertain(corrige.valeur, pourquoi)
        };
    }
    match cadre.libelles.departement(valeur) {
        Recherche::Un(code) => Obtenu::Tel(code),
        autre => sans_code(valeur, "le département", &autre),
    }
}

fn pays(valeur: &str, champ: &str, cadre: &Cadre<'_>) -> Obtenu {
    let autre_pays = &cadre.edition.parametres.code_d_un_autre_pays.valeur;
    if cadre.edition.listes.pays(valeur.as_bytes()).is_some()
        || (valeur == autre_pays && champ != "pays")
    {
        return Obtenu::Tel(valeur.to_owned());
    }
    match cadre.libelles.pays(valeur) {
        Recherche::Un(code) => Obtenu::Tel(code),
        autre => sans_code(valeur, "le pays", &autre),
    }
}

fn est_un_code_insee(valeur: &str) -> bool {
    let octets = valeur.as_bytes();
    octets.len() == 5
        && octets[2..].iter().all(u8::is_ascii_digit)
        && (octets[..2].iter().all(u8::is_ascii_digit) || matches!(&octets[..2], b"2A" | b"2B"))
}

fn quatre_chiffres(valeur: &str) -> bool {
    valeur.len() == 4 && valeur.bytes().all(|o| o.is_ascii_digit())
}

fn commune(valeur: &str, cadre: &Cadre<'_>, su: &DejaSu) -> Obtenu {
    if !est_en_france(&su.pays_naissance, cadre) || est_un_code_insee(valeur) {
        return Obtenu::Tel(valeur.to_owned());
    }
    if quatre_chiffres(valeur) {
        return zero_perdu(valeur);
    }
    match Libelles::commune(cadre.edition, valeur, &su.departement) {
        Recherche::Un(code) => Obtenu::Tel(code),
        Recherche::Plusieurs(codes) => Obtenu::Impossible(format!(
            "“{valeur}” est le nom de plusieurs communes ({}) : il faut le département",
            codes.join(", ")
        )),
        Recherche::Aucun(_) if su.departement.is_empty() => {
            Obtenu::Impossible(format!("“{valeur}” n’est le nom d’aucune commune"))
        }
        Recherche::Aucun(_) => Obtenu::Impossible(format!(
            "“{valeur}” n’est pas une commune du département {}",
            su.departement
        )),
    }
}

/// The department of a commune given by its INSEE code, as the document writes it.
#[must_use]
pub fn departement_de(commune: &str, cadre: &Cadre<'_>) -> Option<String> {
    if !est_un_code_insee(commune) {
        return None;
    }
    let code = match commune.get(..2)? {
        "97" | "98" => commune.get(..3)?.to_owned(),
        deux => format!("0{deux}"),
    };
    let connu = cadre.edition.listes.departement(code.as_bytes()).is_some();
    connu.then_some(code)
}

fn zero_perdu(valeur: &str) -> Obtenu {
    Obtenu::Incertain(
        format!("0{valeur}"),
        format!("“{valeur}” a perdu son zéro de tête : lu comme 0{valeur}"),
    )
}

fn zero_du_code_postal(valeur: &str, cadre: &Cadre<'_>, su: &DejaSu) -> Obtenu {
    if est_en_france(&su.pays, cadre) && quatre_chiffres(valeur) {
        return zero_perdu(valeur);
    }
    Obtenu::Tel(valeur.to_owned())
}

/// Nine digits where ten are due, the first of them that of a French zone.
fn zero_du_telephone(valeur: &str) -> Obtenu {
    let neuf = valeur.len() == 9 && valeur.bytes().all(|o| o.is_ascii_digit());
    if neuf && !valeur.starts_with('0') {
        return zero_perdu(valeur);
    }
    Obtenu::Tel(valeur.to_owned())
}

fn zero_de_l_uai(valeur: &str) -> Obtenu {
    let Some((chiffres, lettre)) = valeur.split_at_checked(6) else {
        return Obtenu::Tel(valeur.to_owned());
    };
    let abrege = chiffres.bytes().all(|o| o.is_ascii_digit())
        && lettre.len() == 1
        && lettre.bytes().all(|o| o.is_ascii_uppercase());
    if abrege {
        return zero_perdu(valeur);
    }
    Obtenu::Tel(valeur.to_owned())
}

fn specialite(valeur: &str, cadre: &Cadre<'_>) -> Obtenu {
    let connue = cadre.examen.domaines().iter().any(|&d| {
        cadre
            .edition
            .listes
            .specialite(d, valeur.as_bytes())
            .is_some()
    });
    if connue {
        return Obtenu::Tel(valeur.to_owned());
    }
    match cadre.libelles.specialite(valeur) {
        Recherche::Un(code) => Obtenu::Tel(code),
        autre => sans_code(valeur, "la spécialité", &autre),
    }
}

fn libelle(valeur: &str, champ: &str, cadre: &Cadre<'_>) -> Obtenu {
    let listes = &cadre.edition.listes;
    let octets = valeur.as_bytes();
    let domaines = cadre.examen.domaines();
    let (connu, quoi) = match champ {
        "categorie" => (
            domaines
                .iter()
                .any(|&d| listes.categorie(d, octets).is_some()),
            "la catégorie",
        ),
        "enseignement" => (
            domaines
                .iter()
                .any(|&d| listes.enseignement(d, octets).is_some()),
            "l’enseignement",
        ),
        "langue_section_euro" => (listes.langue(octets).is_some(), "la langue"),
        "categ_socio_pro" => (
            listes.pcs(octets).is_some(),
            "la catégorie socio-professionnelle",
        ),
        // No list: there is no code to look for.
        _ => (true, ""),
    };
    if connu {
        return Obtenu::Tel(valeur.to_owned());
    }
    match cadre.libelles.du_champ(champ, valeur) {
        Recherche::Un(code) => Obtenu::Tel(code),
        autre => sans_code(valeur, quoi, &autre),
    }
}

fn sans_code(valeur: &str, quoi: &str, recherche: &Recherche) -> Obtenu {
    let suite = match recherche {
        Recherche::Plusieurs(codes) => {
            format!(" : plusieurs codes ont ce libellé ({})", codes.join(", "))
        }
        Recherche::Aucun(proches) if !proches.is_empty() => {
            format!(" ; le plus proche : {}", proches.join(" ; "))
        }
        _ => String::new(),
    };
    Obtenu::Impossible(format!("“{valeur}” ne donne pas {quoi}{suite}"))
}

/// « 44000 NANTES », its zero lost or not: the postcode, and the place. Abroad a postcode is a first word
/// with a digit, and there may be none.
fn cp_ville(valeur: &str, en_france: bool) -> (Obtenu, Obtenu) {
    let (code, ville) = valeur.split_once(' ').unwrap_or((valeur, ""));
    let ville = ville.trim();
    let bon = if en_france {
        matches!(code.len(), 4 | 5) && code.bytes().all(|o| o.is_ascii_digit())
    } else {
        code.bytes().any(|o| o.is_ascii_digit())
    };
    if bon && !ville.is_empty() {
        return (Obtenu::Tel(code.to_owned()), Obtenu::Tel(ville.to_owned()));
    }
    if !en_france && !bon {
        return (Obtenu::Tel(String::new()), Obtenu::Tel(valeur.to_owned()));
    }
    let impossible = Obtenu::Impossible(format!(
        "“{valeur}” n’est pas un code postal suivi d’une localité"
    ));
    (impossible.clone(), impossible)
}

/// « LE GOFF Anne Zoé »: the words in capitals are the name, the next ones the first names.
fn nom_prenom(valeur: &str) -> (Obtenu, Obtenu) {
    let mots: Vec<&str> = valeur.split_whitespace().collect();
    let en_capitales =
        |mot: &&str| mot.chars().any(char::is_alphabetic) && !mot.chars().any(char::is_lowercase);
    let nom = mots.iter().take_while(|mot| en_capitales(mot)).count();
    if nom == 0 || nom == mots.len() {
        let impossible = Obtenu::Impossible(format!(
            "“{valeur}” ne dit pas où finit le nom : il faudrait le nom en capitales, puis les prénoms"
        ));
        return (impossible.clone(), impossible);
    }
    (
        Obtenu::Tel(mots[..nom].join(" ")),
        Obtenu::Tel(mots[nom..].join(" ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tel(valeur: &str) -> Obtenu {
        Obtenu::Tel(valeur.to_owned())
    }

    fn incertain(obtenu: &Obtenu) -> Option<&str> {
        match obtenu {
            Obtenu::Incertain(valeur, _) => Some(valeur),
            _ => None,
        }
    }

    #[test]
    fn dates_are_read_as_they_come() {
        for (valeur, attendue) in [
            ("05/03/2006", "05/03/2006"),
            ("5/3/2006", "05/03/2006"),
            ("2006-03-05", "05/03/2006"),
            ("2006-03-05T00:00:00", "05/03/2006"),
            ("05/03/2006 00:00", "05/03/2006"),
        ] {
            assert_eq!(date(valeur), tel(attendue), "{valeur}");
        }
        for (valeur, attendue) in [
            ("38781", "05/03/2006"),
            ("38781.0", "05/03/2006"),
            ("7000", "01/03/1919"),
        ] {
            assert_eq!(incertain(&date(valeur)), Some(attendue), "{valeur}");
        }
        for valeur in [
            "6999",
            "60001",
            "31/02/2006",
            "05/03/06",
            "mars 2006",
            "",
            "é",
        ] {
            assert!(matches!(date(valeur), Obtenu::Impossible(_)), "{valeur}");
        }
    }

    #[test]
    fn a_joined_cell_is_cut_where_it_says_so_only() {
        assert_eq!(
            cp_ville("44000 NANTES", true),
            (tel("44000"), tel("NANTES"))
        );
        assert_eq!(
            cp_ville("1000 BOURG EN BRESSE", true).1,
            tel("BOURG EN BRESSE")
        );
        for valeur in ["NANTES 44000", "44000", "440000 X", ""] {
            assert!(
                matches!(cp_ville(valeur, true).0, Obtenu::Impossible(_)),
                "{valeur}"
            );
        }
        assert_eq!(
            cp_ville("325000 Wenzhou", false),
            (tel("325000"), tel("Wenzhou"))
        );
        assert_eq!(cp_ville("Alger", false), (tel(""), tel("Alger")));
        assert_eq!(
            nom_prenom("LE GOFF Anne-Laure Zoé"),
            (tel("LE GOFF"), tel("Anne-Laure Zoé"))
        );
        for valeur in ["Le Goff Anne", "LE GOFF", ""] {
            assert!(
                matches!(nom_prenom(valeur).0, Obtenu::Impossible(_)),
                "{valeur}"
            );
        }
    }

    #[test]
    fn a_lost_zero_is_given_back_and_told() {
        for (valeur, attendu) in [
            ("612345678", Some("0612345678")),
            ("0612345678", None),
            ("061234567", None),
        ] {
            assert_eq!(incertain(&zero_du_telephone(valeur)), attendu, "{valeur}");
        }
        for (valeur, attendu) in [
            ("750655E", Some("0750655E")),
            ("0750655E", None),
            ("750655", None),
            ("é50655E", None),
        ] {
            assert_eq!(incertain(&zero_de_l_uai(valeur)), attendu, "{valeur}");
        }
    }

    #[test]
    fn the_vocabulary_is_closed_and_the_nearest_name_is_told() {
        for nom in noms() {
            assert_eq!(verifier(nom), Ok(()));
        }
        for nom in CORRECTIONS {
            assert!(reparation::par_nom(nom).is_some(), "{nom}");
        }
        assert!(
            verifier("telephones")
                .unwrap_err()
                .contains("« telephone »")
        );
        assert!(verifier("xyz").unwrap_err().contains("il y a"));
    }
}
