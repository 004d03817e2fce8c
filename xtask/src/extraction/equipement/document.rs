//! One document: the specialities it declares, and the rows of its annex.
//!
//! The annex runs over several tables, of which only some have a header, and in an order that changes from
//! one document to the next: a row is told by its shape, never by what stands above it.

use std::collections::BTreeMap;

use super::super::ErreurExtraction;

/// What comes before the school year, in the title that every table of the annex repeats.
const TITRE: &str = "au titre de l'année scolaire ";

/// The levels, as printed; the two spellings of the last one are those of the two documents.
const NIVEAUX: [&str; 4] = ["POST BAC", "PRE BAC", "INFRA V.", "Infra V."];

/// What the headings of the specialities say, and the word that the project keeps.
const DOMAINES: [(&str, &str); 3] = [
    ("Domaines disciplinaires", "disciplinaires"),
    (
        "Domaines technico-professionnels de la production",
        "production",
    ),
    ("Domaines technico-professionnels des services", "services"),
];

/// How a limit begins in the document, and the word that the project keeps.
const LIMITES: [(&str, &str); 2] = [
    (
        "uniquement les 3ème prépa-métiers",
        "prepa_metiers_seulement",
    ),
    ("Hors ST2S", "hors_st2s"),
];

/// A course, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formation {
    /// `PRE BAC`, `POST BAC`, `INFRA V.`.
    pub niveau: String,
    /// A digit.
    pub niveau_regroupement: String,
    /// Three digits.
    pub specialite: String,
    /// Eight digits; the fourth to the sixth are those of the speciality.
    pub code_diplome: String,
    /// Kind of diploma.
    pub type_diplome: String,
    /// Label, verbatim.
    pub libelle: String,
    /// Label to show to people, when the printed one is damaged.
    pub libelle_repare: Option<String>,
}

impl Formation {
    /// The label to show to people.
    pub fn montre(&self) -> &str {
        self.libelle_repare.as_deref().unwrap_or(&self.libelle)
    }
}

/// A speciality, or a group of them, that the document declares eligible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialite {
    /// Two digits for a group, three for a speciality.
    pub code: String,
    /// Label, verbatim but for the limit that follows it.
    pub libelle: String,
    /// `groupe` or `specialite`.
    pub etendue: &'static str,
    /// Which heading it stands under.
    pub domaine: &'static str,
    /// What it leaves out, in a word; empty when nothing.
    pub limite: &'static str,
    /// What it leaves out, verbatim.
    pub mention: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// First year of the school year.
    pub annee: u16,
    /// In the order of the document.
    pub specialites: Vec<Specialite>,
    /// In the order of the document.
    pub formations: Vec<Formation>,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// No annex, two school years, no speciality, a row of an unknown shape, a code twice, a speciality that
    /// is not in its code.
    pub fn lire(texte: &str) -> Result<Self, ErreurExtraction> {
        let mut annee: Option<u16> = None;
        let mut domaine = None;
        let mut specialites: Vec<Specialite> = Vec::new();
        let mut formations: Vec<Formation> = Vec::new();
        let mut vus: BTreeMap<String, usize> = BTreeMap::new();
        for (rang, ligne) in texte.lines().enumerate() {
            let en_faute = |fait: String| ErreurExtraction::a_la_ligne(rang + 1, fait);
            if let Some((_, suite)) = ligne.split_once(TITRE).filter(|_| ligne.contains("Liste")) {
                let lue = premiere_annee(suite).map_err(en_faute)?;
                if annee.is_some_and(|autre| autre != lue) {
                    return Err(en_faute(format!(
                        "l’annexe change d’année scolaire : « {suite} »."
                    )));
                }
                annee = Some(lue);
            } else if ligne.starts_with('#') {
                domaine = DOMAINES
                    .iter()
                    .find(|(titre, _)| ligne.contains(titre))
                    .map(|(_, mot)| *mot);
            } else if let Some(domaine) = domaine.filter(|_| annee.is_none()) {
                specialites.extend(specialite(ligne, domaine).map_err(en_faute)?);
            } else if annee.is_some() && ligne.contains('\t') && !ligne.starts_with("Niveau\t") {
                let formation = formation(ligne).map_err(en_faute)?;
                if let Some(premiere) = vus.insert(formation.code_diplome.clone(), rang + 1) {
                    return Err(en_faute(format!(
                        "le code {} est déjà à la ligne {premiere}.",
                        formation.code_diplome
                    )));
                }
                formations.push(formation);
            }
        }
        let Some(annee) = annee.filter(|_| !formations.is_empty()) else {
            return Err(ErreurExtraction::generale(
                "le document n’a pas de liste de formations pour une année scolaire.",
            ));
        };
        if specialites.is_empty() {
            return Err(ErreurExtraction::generale(
                "le document ne déclare pas de spécialités.",
            ));
        }
        Ok(Self {
            annee,
            specialites,
            formations,
        })
    }

    /// `2021-2022`.
    pub fn annee_scolaire(&self) -> String {
        format!("{}-{}", self.annee, self.annee + 1)
    }

    /// The day the edition begins. The documents say « rentrée scolaire » without a day: it is the first of
    /// September.
    pub fn rentree(&self) -> String {
        format!("{}-09-01", self.annee)
    }
}

/// `2021-2022**` gives 2021.
fn premiere_annee(texte: &str) -> Result<u16, String> {
    let nette = texte.trim_end_matches('*').trim();
    let annees = nette
        .split_once('-')
        .and_then(|(une, autre)| Some((une.parse::<u16>().ok()?, autre.parse::<u16>().ok()?)));
    match annees {
        Some((une, autre)) if (2000..2100).contains(&une) && autre == une + 1 => Ok(une),
        _ => Err(format!("« {nette} » n’est pas une année scolaire.")),
    }
}

/// The speciality of a line that begins with its number; nothing for a line of text.
fn specialite(ligne: &str, domaine: &'static str) -> Result<Option<Specialite>, String> {
    let chiffres = ligne.bytes().take_while(u8::is_ascii_digit).count();
    if chiffres == 0 {
        return Ok(None);
    }
    let (code, reste) = ligne.split_at(chiffres);
    let imprime = [" - ", " – "]
        .into_iter()
        .find_map(|tiret| reste.strip_prefix(tiret))
        .ok_or_else(|| format!("« {ligne} » n’a pas de tiret après son numéro."))?;
    let etendue = match chiffres {
        2 => "groupe",
        3 => "specialite",
        _ => return Err(format!("« {code} » n’a ni deux ni trois chiffres.")),
    };
    let imprime = imprime.replace("<sup>", "").replace("</sup>", "");
    let entre_parentheses = imprime
        .strip_suffix(')')
        .and_then(|debut| debut.rsplit_once(" ("));
    let (libelle, mention) = match entre_parentheses {
        Some((libelle, mention)) if mention.starts_with("Hors ") => (libelle, mention),
        _ => imprime.split_once(" : ").unwrap_or((&imprime, "")),
    };
    let mention = mention.trim_end_matches('.');
    let limite = if mention.is_empty() {
        ""
    } else {
        LIMITES
            .iter()
            .find(|(debut, _)| mention.starts_with(debut))
            .map(|(_, mot)| *mot)
            .ok_or_else(|| {
                format!("« {mention} » n’est pas une limite connue ; ajoutez-la au lecteur.")
            })?
    };
    Ok(Some(Specialite {
        code: code.to_owned(),
        libelle: libelle.to_owned(),
        etendue,
        domaine,
        limite,
        mention: mention.to_owned(),
    }))
}

fn formation(ligne: &str) -> Result<Formation, String> {
    let cellules: Vec<&str> = ligne.split('\t').collect();
    let [
        niveau,
        regroupement,
        specialite,
        code,
        type_diplome,
        libelle,
    ] = cellules.as_slice()
    else {
        return Err(format!(
            "la ligne a {} cellules, il en faut 6.",
            cellules.len()
        ));
    };
    if !NIVEAUX.contains(niveau) {
        return Err(format!("« {niveau} » n’est pas un niveau."));
    }
    for (quoi, valeur, longueur) in [
        ("niveau de regroupement", regroupement, 1),
        ("spécialité", specialite, 3),
        ("code de diplôme", code, 8),
    ] {
        if valeur.len() != longueur || !valeur.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(format!(
                "« {valeur} » n’est pas un {quoi} à {longueur} chiffre(s)."
            ));
        }
    }
    if code.get(3..6) != Some(*specialite) {
        return Err(format!(
            "la spécialité {specialite} n’est pas celle du code {code}, quatrième au sixième chiffre (registre ARE-45)."
        ));
    }
    if type_diplome.trim().is_empty() || libelle.trim().is_empty() {
        return Err("le type de diplôme ou le libellé manque.".to_owned());
    }
    Ok(Formation {
        niveau: (*niveau).to_owned(),
        niveau_regroupement: (*regroupement).to_owned(),
        specialite: (*specialite).to_owned(),
        code_diplome: (*code).to_owned(),
        type_diplome: (*type_diplome).to_owned(),
        libelle: (*libelle).to_owned(),
        libelle_repare: None,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const ENTETE: &str =
        "Niveau\tNiveau regroupement\tSpécialité\tCode Diplôme\tType Diplôme\tLibellé Diplôme\n";

    /// A whole small document around some rows.
    pub(in super::super) fn document(annee: &str, lignes: &str) -> String {
        format!(
            "# Règlement\n\n### 1- Domaines disciplinaires\n\nLes spécialités :\n\n100 - Formations générales : uniquement les 3<sup>ème</sup> prépa-métiers, scolarisés dans ces établissements.\n\n### 2- Domaines technico-professionnels de la production\n\n23 - Génie civil, construction et bois\n\n### 3 – Domaines technico-professionnels des services\n\n331 – Santé (Hors ST2S)\n\n### Les bénéficiaires :\n\n93400 Saint-Ouen-sur-Seine\nIndice\tBase\n**Liste des filières éligibles au titre de l'année scolaire {annee}**\n\n{ENTETE}{lignes}"
        )
    }

    const MACON: &str = "PRE BAC\t5\t232\t50023217\tCAP\tMACON (CAP)\n";

    #[test]
    fn tables_without_a_header_are_read_and_the_last_line_may_have_no_end() {
        let autre = "**Liste des formations au titre de l'année scolaire 2023-2024**\n\nPOST BAC\t3\t200\t32020009\tBTS\tPRODUITS (BTS)\nInfra V.\t6\t100\t67010031\t3EME\t3EME";
        let lu = Document::lire(&document("2023-2024", &format!("{MACON}\n{autre}"))).unwrap();
        let lus: Vec<(&str, &str)> = lu
            .formations
            .iter()
            .map(|f| (f.niveau.as_str(), f.code_diplome.as_str()))
            .collect();
        assert_eq!(
            lus,
            [
                ("PRE BAC", "50023217"),
                ("POST BAC", "32020009"),
                ("Infra V.", "67010031")
            ]
        );
        assert_eq!(lu.annee_scolaire(), "2023-2024");
        assert_eq!(lu.rentree(), "2023-09-01");
    }

    #[test]
    fn a_group_has_two_digits_and_a_limit_leaves_the_label() {
        let cas = [
            (
                "20 - Spécialités pluri-technologiques de production",
                (
                    "20",
                    "groupe",
                    "Spécialités pluri-technologiques de production",
                    "",
                ),
            ),
            (
                "321 – Journalisme et communication (y compris communication graphique)",
                (
                    "321",
                    "specialite",
                    "Journalisme et communication (y compris communication graphique)",
                    "",
                ),
            ),
            (
                "331 – Santé (Hors ST2S)",
                ("331", "specialite", "Santé", "hors_st2s"),
            ),
        ];
        for (ligne, attendu) in cas {
            let lue = specialite(ligne, "services").unwrap().unwrap();
            assert_eq!(
                (
                    lue.code.as_str(),
                    lue.etendue,
                    lue.libelle.as_str(),
                    lue.limite
                ),
                attendu
            );
        }
        assert_eq!(specialite("Les spécialités éligibles :", "x"), Ok(None));
        for faute in [
            "331 Santé",
            "3310 – Santé",
            "331 – Santé (Hors ST3S)",
            "100 - A : sauf B",
        ] {
            assert!(specialite(faute, "services").is_err(), "{faute}");
        }
    }

    #[test]
    fn what_the_reader_does_not_know_stops_it_at_its_line() {
        let cas = [
            ("PRE BAC\t5\t232\t50023218\tCAP\n", "5 cellules"),
            ("PRE-BAC\t5\t232\t50023218\tCAP\tX\n", "« PRE-BAC »"),
            ("PRE BAC\tV\t232\t50023218\tCAP\tX\n", "« V »"),
            ("PRE BAC\t5\t23\t50023218\tCAP\tX\n", "« 23 »"),
            ("PRE BAC\t5\t232\t23218\tCAP\tX\n", "« 23218 »"),
            ("PRE BAC\t5\t233\t50023218\tCAP\tX\n", "ARE-45"),
            ("PRE BAC\t5\t232\t50023218\t\tX\n", "manque"),
            (MACON, "ligne 24"),
            ("Liste au titre de l'année scolaire 2022-2023\n", "change"),
            ("Liste au titre de l'année scolaire 2022\n", "« 2022 »"),
        ];
        for (ligne, message) in cas {
            let texte = document("2021-2022", &format!("{MACON}{ligne}"));
            let erreur = Document::lire(&texte).unwrap_err();
            assert_eq!(erreur.ligne, Some(25), "{erreur}");
            assert!(erreur.message.contains(message), "{erreur}");
        }
        assert!(Document::lire(&document("2021-2022", "")).is_err());
        let sans_specialites = document("2021-2022", MACON).replace("Domaines", "Métiers");
        assert!(Document::lire(&sans_specialites).is_err());
    }
}
