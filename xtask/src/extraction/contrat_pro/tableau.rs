//! The rows of the annex: five cells separated by tabs, under a header that every page repeats.

use std::collections::BTreeMap;

use super::super::ErreurExtraction;

/// The sectors, in the spelling that the project keeps.
const SECTEURS: [&str; 8] = [
    "COHESION SOCIALE",
    "COMMERCE",
    "CONSTRUCTION",
    "COOPERATION AGRICOLE, AGRICULTURE, PECHE, INDUSTRIE AGROALIMENTAIRE ET TERRITOIRES",
    "SANTE",
    "SERVICES A FORTE INTENSITE DE MAIN D'ŒUVRE",
    "SERVICES NUMERIQUES FINANCIERS ET CONSEIL",
    "TOURISME, SPORT, CULTURE, INDUSTRIES CREATIVES, MEDIAS, COMMUNICATION, TELECOMMUNICATION, LOISIRS ET DIVERTISSEMENT",
];

/// The first cell of the header.
const TITRE: &str = "Intitulé de la certification";

/// What comes before the day of entry into force.
const VIGUEUR: &str = "entre en vigueur à compter du ";

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A certification, as printed but for the sectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ligne {
    /// Title, verbatim.
    pub intitule: String,
    /// The digit of « Niveau 3 »; empty when no level is printed.
    pub niveau: String,
    /// RNCP code, or nothing.
    pub code_rncp: String,
    /// CERTIFINFO code, or nothing.
    pub code_certifinfo: String,
    /// The sectors, each in its one spelling.
    pub secteurs: Vec<&'static str>,
    /// The cell of the sectors, verbatim.
    pub secteurs_imprimes: String,
}

/// The annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tableau {
    /// First day in force of the regulation, `AAAA-MM-JJ`.
    pub en_vigueur_du: String,
    /// Its rows, in the order of the document.
    pub lignes: Vec<Ligne>,
}

impl Tableau {
    /// Reads the document.
    ///
    /// # Errors
    /// No annex, no day of entry into force, a row of an unknown shape, a code twice.
    pub fn lire(texte: &str) -> Result<Self, ErreurExtraction> {
        let mut en_vigueur_du = None;
        let mut dans_l_annexe = false;
        let mut lignes: Vec<Ligne> = Vec::new();
        let mut vus: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (rang, texte) in texte.lines().enumerate() {
            let numero = rang + 1;
            if let Some((_, suite)) = texte.split_once(VIGUEUR) {
                en_vigueur_du = Some(jour(suite).ok_or_else(|| {
                    ErreurExtraction::a_la_ligne(
                        numero,
                        format!("« {texte} » ne donne pas de jour d’entrée en vigueur."),
                    )
                })?);
            }
            let cellules: Vec<&str> = texte.split('\t').collect();
            if cellules[0] == TITRE {
                verifier_l_entete(&cellules)
                    .map_err(|fait| ErreurExtraction::a_la_ligne(numero, fait))?;
                dans_l_annexe = true;
                continue;
            }
            if !dans_l_annexe || texte.trim().is_empty() {
                continue;
            }
            let ligne =
                lire_ligne(&cellules).map_err(|fait| ErreurExtraction::a_la_ligne(numero, fait))?;
            let codes = (ligne.code_rncp.clone(), ligne.code_certifinfo.clone());
            if let Some(premiere) = vus.insert(codes, numero) {
                return Err(ErreurExtraction::a_la_ligne(
                    numero,
                    format!(
                        "le code {}{} est déjà à la ligne {premiere}.",
                        ligne.code_rncp, ligne.code_certifinfo
                    ),
                ));
            }
            lignes.push(ligne);
        }
        if lignes.is_empty() {
            return Err(ErreurExtraction::generale(
                "le document n’a pas de tableau des certifications.",
            ));
        }
        Ok(Self {
            en_vigueur_du: en_vigueur_du.ok_or_else(|| {
                ErreurExtraction::generale("le document ne dit pas quand il entre en vigueur.")
            })?,
            lignes,
        })
    }
}

/// The first page prints « CERTINFO », the next ones « CERTIFINFO ».
fn verifier_l_entete(cellules: &[&str]) -> Result<(), String> {
    const DEBUTS: [&[&str]; 5] = [
        &[TITRE],
        &["Niveau de la certification RNCP"],
        &["Code RNCP"],
        &["Code CERTINFO", "Code CERTIFINFO"],
        &["Certification proposée à la Région par le(s) secteur(s)"],
    ];
    let conforme = cellules.len() == DEBUTS.len()
        && cellules
            .iter()
            .zip(DEBUTS)
            .all(|(cellule, debuts)| debuts.iter().any(|debut| cellule.starts_with(debut)));
    if conforme {
        Ok(())
    } else {
        Err("l’en-tête du tableau n’a pas les cinq colonnes attendues.".to_owned())
    }
}

fn lire_ligne(cellules: &[&str]) -> Result<Ligne, String> {
    let [intitule, niveau, code_rncp, code_certifinfo, secteurs] = cellules else {
        return Err(format!(
            "la ligne a {} cellules, il en faut 5.",
            cellules.len()
        ));
    };
    if intitule.is_empty() {
        return Err("l’intitulé manque.".to_owned());
    }
    if code_rncp.is_empty() == code_certifinfo.is_empty() {
        return Err(
            "la ligne doit avoir un code RNCP ou un code CERTIFINFO, et un seul.".to_owned(),
        );
    }
    for code in [code_rncp, code_certifinfo] {
        if code.starts_with('0') || !code.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(format!("« {code} » n’est pas un code."));
        }
    }
    let niveau = match niveau.strip_prefix("Niveau ") {
        Some(chiffre) if matches!(chiffre, "3" | "4" | "5" | "6" | "7" | "8") => chiffre,
        None if niveau.is_empty() => "",
        _ => return Err(format!("« {niveau} » n’est pas un niveau.")),
    };
    Ok(Ligne {
        intitule: (*intitule).to_owned(),
        niveau: niveau.to_owned(),
        code_rncp: (*code_rncp).to_owned(),
        code_certifinfo: (*code_certifinfo).to_owned(),
        // The names of sectors hold commas, and titles may hold « / »: only this cell is cut, and only there.
        secteurs: secteurs
            .split(" / ")
            .map(secteur)
            .collect::<Result<_, _>>()?,
        secteurs_imprimes: (*secteurs).to_owned(),
    })
}

/// The one spelling of a sector: some pages print « OEUVRE », others « ŒUVRE ».
fn secteur(imprime: &str) -> Result<&'static str, String> {
    let unifie = imprime.replace("OEUVRE", "ŒUVRE");
    SECTEURS
        .into_iter()
        .find(|connu| *connu == unifie)
        .ok_or_else(|| format!("« {imprime} » n’est pas un secteur connu ; ajoutez-le au lecteur."))
}

/// `1^{er} avril 2024.` becomes `2024-04-01`.
fn jour(texte: &str) -> Option<String> {
    let mut mots = texte
        .split(|c: char| c.is_whitespace() || c == '.')
        .filter(|mot| !mot.is_empty());
    let jour: u8 = mots.next()?.trim_end_matches("^{er}").parse().ok()?;
    let mois = mots.next()?;
    let mois = MOIS.iter().position(|connu| *connu == mois)? + 1;
    let annee: u16 = mots.next()?.parse().ok()?;
    ((1..=31).contains(&jour) && annee >= 2000).then(|| format!("{annee}-{mois:02}-{jour:02}"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const PREMIER: &str = "Intitulé de la certification\tNiveau de la certification RNCP\tCode RNCP\tCode CERTINFO [pour les CQP]\tCertification proposée à la Région par le(s) secteur(s) :\n";

    /// A whole small document around some rows.
    pub(in super::super) fn document(lignes: &str) -> String {
        format!(
            "Règlement / annexe\n\nCe règlement entre en vigueur à compter du 1^{{er}} avril 2024.\n\n{PREMIER}{lignes}"
        )
    }

    #[test]
    fn pages_repeat_their_header_and_titles_may_hold_the_separator() {
        let suivant = PREMIER.replace("CERTINFO", "CERTIFINFO");
        let texte = document(&format!(
            "MC - DESSERTS / CS - DESSERTS\tNiveau 3\t37380\t\tSERVICES A FORTE INTENSITE DE MAIN D'OEUVRE\n\n{suivant}COMPTABLE EN PME/TPE\tNiveau 4\t738\t\tSANTE / TOURISME, SPORT, CULTURE, INDUSTRIES CREATIVES, MEDIAS, COMMUNICATION, TELECOMMUNICATION, LOISIRS ET DIVERTISSEMENT\n"
        ));
        let tableau = Tableau::lire(&texte).unwrap();
        assert_eq!(tableau.en_vigueur_du, "2024-04-01");
        let lus: Vec<_> = tableau
            .lignes
            .iter()
            .map(|l| (l.intitule.as_str(), l.niveau.as_str(), l.secteurs.len()))
            .collect();
        assert_eq!(
            lus,
            [
                ("MC - DESSERTS / CS - DESSERTS", "3", 1),
                ("COMPTABLE EN PME/TPE", "4", 2)
            ]
        );
        assert_eq!(tableau.lignes[0].secteurs[0], SECTEURS[5]);
        assert_eq!(
            tableau.lignes[0].secteurs_imprimes,
            "SERVICES A FORTE INTENSITE DE MAIN D'OEUVRE"
        );
    }

    #[test]
    fn what_the_reader_does_not_know_stops_it_at_its_line() {
        let bonne = "A\tNiveau 3\t1\t\tSANTE\n";
        let cas = [
            ("A\tNiveau 3\t2\t\n", "4 cellules"),
            ("A / B\n", "1 cellules"),
            ("\tNiveau 3\t2\t\tSANTE\n", "intitulé"),
            ("A\tNiveau 3\t2\t3\tSANTE\n", "un seul"),
            ("A\tNiveau 3\t\t\tSANTE\n", "un seul"),
            ("A\tNiveau 3\t02\t\tSANTE\n", "« 02 »"),
            ("A\tNiveau 3\tRNCP2\t\tSANTE\n", "« RNCP2 »"),
            ("A\tniveau 3\t2\t\tSANTE\n", "« niveau 3 »"),
            ("A\tNiveau 9\t2\t\tSANTE\n", "« Niveau 9 »"),
            ("A\tNiveau 3\t2\t\tSANTÉ\n", "« SANTÉ »"),
            ("A\tNiveau 3\t2\t\tSANTE/COMMERCE\n", "« SANTE/COMMERCE »"),
            (bonne, "ligne 6"),
            ("Intitulé de la certification\tCode\n", "cinq colonnes"),
        ];
        for (ligne, message) in cas {
            let erreur = Tableau::lire(&document(&format!("{bonne}{ligne}"))).unwrap_err();
            assert_eq!(erreur.ligne, Some(7), "{erreur}");
            assert!(erreur.message.contains(message), "{erreur}");
        }
        assert!(Tableau::lire(&document("")).is_err());
        let sans_date = document(bonne).replace("entre en vigueur", "vaut");
        assert!(Tableau::lire(&sans_date).is_err());
    }

    #[test]
    fn the_day_of_entry_into_force_is_read_in_words() {
        let cas = [
            ("1^{er} avril 2024.", Some("2024-04-01")),
            ("15 décembre 2025", Some("2025-12-15")),
            ("avril 2024", None),
            ("32 avril 2024", None),
            ("1er avril", None),
        ];
        for (texte, attendu) in cas {
            assert_eq!(jour(texte).as_deref(), attendu, "{texte}");
        }
    }
}
