//! The codes of the older list that a code of the newer one seems to have replaced.
//!
//! No document states a replacement. What follows only compares labels, within the same speciality and the
//! same level: a link by the diploma itself would need the order that created it, which is not there. A code
//! without such a label has no successor here, even where people of the trade know one.

use std::collections::BTreeSet;

use super::document::Formation;

/// On what every replacement rests.
pub const FONDEMENT: &str = "rapprochement par intitulé";

/// The labels are the same, accents, case, signs and the last brackets set aside.
const IDENTIQUE: &str = "intitule_identique";
/// Every word that counts of one label is in the other one, and the kind of diploma is the same.
const CONTENU: &str = "intitule_contenu";

/// Words that say nothing of a trade.
const VIDES: [&str; 14] = [
    "DE", "DES", "DU", "LA", "LE", "LES", "ET", "OU", "EN", "AU", "AUX", "PAR", "POUR", "OPTION",
];

/// A code and the one that seems to have replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remplacement {
    /// A code of the older list only.
    pub ancien: String,
    /// A code of the newer list only.
    pub nouveau: String,
    /// How it was found.
    pub critere: &'static str,
    /// The columns where the two rows differ, apart from the code and the label.
    pub ecarts: Vec<&'static str>,
}

/// The replacements, in the order of the older list. A code has one successor at most; several codes may have
/// the same one.
pub fn chercher(anciennes: &[Formation], nouvelles: &[Formation]) -> Vec<Remplacement> {
    let codes = |liste: &[Formation]| -> BTreeSet<String> {
        liste.iter().map(|f| f.code_diplome.clone()).collect()
    };
    let (connus, gardes) = (codes(anciennes), codes(nouvelles));
    let parties: Vec<&Formation> = anciennes
        .iter()
        .filter(|f| !gardes.contains(&f.code_diplome))
        .collect();
    let venues: Vec<&Formation> = nouvelles
        .iter()
        .filter(|f| !connus.contains(&f.code_diplome))
        .collect();
    parties
        .into_iter()
        .filter_map(|ancienne| {
            let (nouvelle, critere) = seule(&venues, |venue| identiques(ancienne, venue))
                .map(|trouvee| (trouvee, IDENTIQUE))
                .or_else(|| {
                    seule(&venues, |venue| contenus(ancienne, venue))
                        .map(|trouvee| (trouvee, CONTENU))
                })?;
            Some(Remplacement {
                ancien: ancienne.code_diplome.clone(),
                nouveau: nouvelle.code_diplome.clone(),
                critere,
                ecarts: ecarts(ancienne, nouvelle),
            })
        })
        .collect()
}

/// The only one that fits: two of them say nothing.
fn seule<'f>(
    parmi: &[&'f Formation],
    convient: impl Fn(&Formation) -> bool,
) -> Option<&'f Formation> {
    let mut trouvees = parmi.iter().copied().filter(|f| convient(f));
    trouvees.next().filter(|_| trouvees.next().is_none())
}

fn voisines(une: &Formation, autre: &Formation) -> bool {
    une.specialite == autre.specialite && une.niveau.eq_ignore_ascii_case(&autre.niveau)
}

fn identiques(une: &Formation, autre: &Formation) -> bool {
    voisines(une, autre) && mots(une.montre()) == mots(autre.montre())
}

fn contenus(une: &Formation, autre: &Formation) -> bool {
    let (les_uns, les_autres) = (mots_qui_comptent(une), mots_qui_comptent(autre));
    voisines(une, autre)
        && une.type_diplome == autre.type_diplome
        && !les_uns.is_empty()
        && !les_autres.is_empty()
        && (les_uns.is_subset(&les_autres) || les_autres.is_subset(&les_uns))
}

fn ecarts(une: &Formation, autre: &Formation) -> Vec<&'static str> {
    let mut ecarts = Vec::new();
    if une.niveau_regroupement != autre.niveau_regroupement {
        ecarts.push("niveau_regroupement");
    }
    if une.type_diplome != autre.type_diplome {
        ecarts.push("type_diplome");
    }
    ecarts
}

/// The words of a label in order, without its last brackets (`(BAC PRO)`), which say the kind of diploma.
fn mots(libelle: &str) -> Vec<String> {
    let debut = match libelle.trim_end().strip_suffix(')') {
        Some(debut) => debut.rsplit_once('(').map_or(debut, |(debut, _)| debut),
        None => libelle,
    };
    debut
        .split(|c: char| !c.is_alphanumeric())
        .filter(|mot| !mot.is_empty())
        .map(|mot| mot.to_uppercase().chars().map(sans_accent).collect())
        .collect()
}

/// The words without articles, single letters or the mark of the plural.
fn mots_qui_comptent(formation: &Formation) -> BTreeSet<String> {
    mots(formation.montre())
        .into_iter()
        .filter(|mot| mot.len() > 1 && !VIDES.contains(&mot.as_str()))
        .map(|mot| match mot.strip_suffix('S') {
            Some(singulier) if singulier.len() > 2 => singulier.to_owned(),
            _ => mot,
        })
        .collect()
}

fn sans_accent(lettre: char) -> char {
    match lettre {
        'À' | 'Â' | 'Ä' => 'A',
        'Ç' => 'C',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Î' | 'Ï' => 'I',
        'Ô' | 'Ö' => 'O',
        'Ù' | 'Û' | 'Ü' => 'U',
        autre => autre,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formation(code: &str, type_diplome: &str, libelle: &str) -> Formation {
        Formation {
            niveau: "PRE BAC".to_owned(),
            niveau_regroupement: code[..1].to_owned(),
            specialite: code[3..6].to_owned(),
            code_diplome: code.to_owned(),
            type_diplome: type_diplome.to_owned(),
            libelle: libelle.to_owned(),
            libelle_repare: None,
        }
    }

    /// Rows `(code, label)`.
    type Rangees = &'static [(&'static str, &'static str)];

    /// `ancien>nouveau` and the first letter of the rule.
    fn en_bref(anciennes: Rangees, nouvelles: Rangees) -> Vec<String> {
        let liste = |rangees: Rangees| -> Vec<Formation> {
            rangees
                .iter()
                .map(|(code, libelle)| formation(code, "CAP", libelle))
                .collect()
        };
        chercher(&liste(anciennes), &liste(nouvelles))
            .into_iter()
            .map(|r| format!("{}>{} {}", r.ancien, r.nouveau, &r.critere[9..10]))
            .collect()
    }

    const MACON: (&str, &str) = ("50023217", "MACON (CAP)");

    #[test]
    fn only_a_label_of_the_same_speciality_links_two_codes() {
        let cas: [(Rangees, Rangees, &[&str]); 9] = [
            (
                &[MACON],
                &[("50023224", "MAÇON (CAP)")],
                &["50023217>50023224 i"],
            ),
            (&[MACON], &[("50023317", "MACON (CAP)")], &[]),
            (&[MACON], &[("50023224", "COUVREUR (CAP)")], &[]),
            // A code that stays is replaced by nothing, and replaces nothing.
            (&[MACON], &[MACON, ("50023224", "MACON (CAP)")], &[]),
            (
                &[MACON, ("50023224", "MACON")],
                &[("50023224", "MACON")],
                &[],
            ),
            // Two that fit say nothing.
            (
                &[MACON],
                &[("50023224", "MACON"), ("50023225", "MACON")],
                &[],
            ),
            (
                &[("50024005", "METIER DU PRESSING (CAP)")],
                &[
                    (
                        "50024007",
                        "METIERS DES TEXTILES, OPTION A : BLANCHISSERIE (CAP)",
                    ),
                    (
                        "50024008",
                        "METIERS DES TEXTILES, OPTION B : PRESSING (CAP)",
                    ),
                ],
                &["50024005>50024008 c"],
            ),
            (
                &[
                    ("40025217", "MAINTENANCE DES MATERIELS"),
                    ("40025218", "MAINTENANCE DES VEHICULES"),
                ],
                &[("40025222", "MAINTENANCE DES MATERIELS ET DES VEHICULES")],
                &["40025217>40025222 c", "40025218>40025222 c"],
            ),
            // Words in common are not enough.
            (
                &[("50023002", "MAINTENANCE DE BATIMENTS DE COLLECTIVITES")],
                &[(
                    "50023006",
                    "INTERVENTION EN MAINTENANCE TECHNIQUE DES BATIMENTS",
                )],
                &[],
            ),
        ];
        for (avant, apres, attendu) in cas {
            assert_eq!(en_bref(avant, apres), attendu, "{avant:?} {apres:?}");
        }
    }

    #[test]
    fn another_kind_of_diploma_needs_the_same_label_and_is_told() {
        let chercher = |libelle: &str| {
            chercher(
                &[formation("32233109", "BTS", "IMAGERIE MEDICALE - (DTS)")],
                &[formation("26033107", "PREPARATION", libelle)],
            )
        };
        let trouves = chercher("IMAGERIE MEDICALE - (DTS)");
        assert_eq!(trouves[0].ecarts, ["niveau_regroupement", "type_diplome"]);
        assert!(chercher("IMAGERIE - (DTS)").is_empty());
    }
}
