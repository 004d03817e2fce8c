//! What people and addresses are made from, read once for a file.

/// A French commune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code.
    pub insee: &'static str,
    /// Postcode.
    pub code_postal: &'static str,
    /// Name.
    pub nom: &'static str,
    /// Department, by its code of three characters.
    pub departement: String,
}

/// A town abroad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ville {
    /// Country.
    pub pays: &'static str,
    /// Name.
    pub nom: &'static str,
    /// Postcode, without its spaces; empty where there is none.
    pub code_postal: &'static str,
}

/// First names of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prenoms {
    /// As written in the file.
    pub texte: String,
    /// The first one, as a mail address writes it.
    pub courriel: String,
    /// `M` or `F`.
    pub civilite: &'static str,
}

/// A family name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nom {
    /// As written in the file.
    pub texte: String,
    /// As a mail address writes it.
    pub courriel: String,
}

/// Everything, each list without two entries alike.
#[derive(Debug, Clone)]
pub struct Listes {
    /// French communes.
    pub communes: Vec<Commune>,
    /// Towns abroad.
    pub etranger: Vec<Ville>,
    /// Streets.
    pub rues: Vec<&'static str>,
    /// Second lines of addresses.
    pub complements: Vec<&'static str>,
    /// First names.
    pub prenoms: Vec<Prenoms>,
    /// Family names, simple then double.
    pub noms: Vec<Nom>,
}

impl Listes {
    /// Reads the lists.
    #[must_use]
    pub fn lire() -> Self {
        let mut prenoms = des_prenoms("F", include_str!("listes/prenoms_f.txt"));
        prenoms.extend(des_prenoms("M", include_str!("listes/prenoms_m.txt")));
        Self {
            communes: include_str!("listes/communes.txt")
                .lines()
                .filter_map(commune)
                .collect(),
            etranger: include_str!("listes/etranger.txt")
                .lines()
                .filter_map(ville)
                .collect(),
            rues: include_str!("listes/rues.txt").lines().collect(),
            complements: include_str!("listes/complements.txt").lines().collect(),
            prenoms,
            noms: des_noms(include_str!("listes/noms.txt")),
        }
    }
}

fn commune(ligne: &'static str) -> Option<Commune> {
    let mut morceaux = ligne.split(';');
    let (insee, code_postal, nom) = (morceaux.next()?, morceaux.next()?, morceaux.next()?);
    let departement = match insee.get(..2)? {
        "97" | "98" => insee.get(..3)?.to_owned(),
        deux => format!("0{deux}"),
    };
    Some(Commune {
        insee,
        code_postal,
        nom,
        departement,
    })
}

fn ville(ligne: &'static str) -> Option<Ville> {
    let mut morceaux = ligne.split(';');
    Some(Ville {
        pays: morceaux.next()?,
        nom: morceaux.next()?,
        code_postal: morceaux.next()?,
    })
}

/// Each first name alone, twice with a second one, once with two others.
fn des_prenoms(civilite: &'static str, lignes: &'static str) -> Vec<Prenoms> {
    let simples: Vec<&str> = lignes.lines().collect();
    let autre = |rang: usize, pas: usize| simples[(rang + pas) % simples.len()];
    let mut prenoms = Vec::with_capacity(simples.len() * 4);
    for (rang, premier) in simples.iter().enumerate() {
        let textes = [
            (*premier).to_owned(),
            format!("{premier} {}", autre(rang, 41)),
            format!("{premier} {}", autre(rang, 67)),
            format!("{premier} {} {}", autre(rang, 17), autre(rang, 89)),
        ];
        prenoms.extend(textes.map(|texte| Prenoms {
            texte,
            courriel: courriel(premier),
            civilite,
        }));
    }
    prenoms
}

/// The names, then a hundred double names in the three ways they are written.
fn des_noms(lignes: &'static str) -> Vec<Nom> {
    const DOUBLES: usize = 100;
    let simples: Vec<&str> = lignes.lines().collect();
    let nus: Vec<&str> = simples
        .iter()
        .copied()
        .filter(|nom| nom.chars().all(char::is_alphabetic))
        .collect();
    let doubles = (0..DOUBLES).map(|rang| {
        let (premier, second) = (nus[rang * 3 % nus.len()], nus[(rang * 5 + 37) % nus.len()]);
        let lien = ["-", "-", " ", "--"][rang % 4];
        format!("{premier}{lien}{second}")
    });
    simples
        .iter()
        .map(|nom| (*nom).to_owned())
        .chain(doubles)
        .map(|texte| Nom {
            courriel: courriel(&texte),
            texte,
        })
        .collect()
}

/// The ASCII letters of a name in lower case, its accents removed, its spaces and signs forgotten.
fn courriel(texte: &str) -> String {
    texte
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            'a'..='z' => Some(c),
            'à' | 'â' | 'ä' | 'ã' => Some('a'),
            'ç' => Some('c'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'î' | 'ï' => Some('i'),
            'ô' | 'ö' => Some('o'),
            'ù' | 'û' | 'ü' => Some('u'),
            'ÿ' => Some('y'),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_nomenclatures::communes::est_du_departement;
    use std::collections::BTreeSet;

    #[test]
    fn no_list_holds_two_entries_that_a_check_could_liken() {
        let listes = Listes::lire();
        let lettres = |texte: &str| courriel(texte);
        let noms: BTreeSet<String> = listes.noms.iter().map(|n| n.texte.to_uppercase()).collect();
        assert_eq!(noms.len(), listes.noms.len());
        let simples: BTreeSet<String> = listes.noms[..listes.noms.len() - 100]
            .iter()
            .map(|n| lettres(&n.texte))
            .collect();
        assert_eq!(simples.len(), listes.noms.len() - 100);
        let prenoms: BTreeSet<String> = listes.prenoms.iter().map(|p| lettres(&p.texte)).collect();
        assert_eq!(prenoms.len(), listes.prenoms.len());
        let lieux: BTreeSet<&str> = (listes.communes.iter().map(|c| c.insee))
            .chain(listes.etranger.iter().map(|v| v.nom))
            .collect();
        assert_eq!(lieux.len(), listes.communes.len() + listes.etranger.len());
    }

    #[test]
    fn lists_are_long_enough_to_look_like_a_country() {
        let listes = Listes::lire();
        assert!(listes.communes.len() >= 300, "{}", listes.communes.len());
        assert!(listes.noms.len() >= 500 && listes.prenoms.len() >= 1000);
        let departements: BTreeSet<&str> = listes
            .communes
            .iter()
            .map(|c| c.departement.as_str())
            .collect();
        for departement in ["001", "02A", "02B", "075", "971", "974", "976", "987"] {
            assert!(departements.contains(departement), "{departement}");
        }
        assert!(departements.len() > 100, "{}", departements.len());
    }

    #[test]
    fn the_communes_are_those_of_the_insee_list() {
        let listees = crate::essai::communes();
        for commune in Listes::lire().communes {
            let fiche = listees.fiche(commune.insee.as_bytes()).unwrap();
            assert_eq!((fiche.nom, fiche.successeur), (commune.nom, None));
            assert!(
                est_du_departement(&fiche, &commune.departement),
                "{fiche:?}"
            );
            let mut postaux = fiche.codes_postaux();
            assert!(postaux.any(|code| code == commune.code_postal), "{fiche:?}");
        }
    }

    #[test]
    fn every_text_fits_its_field() {
        let listes = Listes::lire();
        assert!(listes.prenoms.iter().all(|p| p.texte.chars().count() <= 40));
        // « 199 ter » stands before the street.
        assert!(listes.rues.iter().all(|rue| rue.chars().count() + 8 <= 38));
        assert!(
            listes
                .complements
                .iter()
                .all(|ligne| ligne.chars().count() <= 38)
        );
        assert!(listes.noms.iter().all(|nom| !nom.courriel.is_empty()));
    }
}
