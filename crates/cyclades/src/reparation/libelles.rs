//! Repairs that the code lists tell: a label where a code is due, a diploma code, a closed speciality.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use guichet_nomenclatures::cyclades::{Domaine, ListesCyclades, Specialite};

use super::Situation;
use super::textes::{compacte, est_espace};
use crate::Examen;
use crate::controle::lieux;
use crate::correction::Correction;

/// Codes by folded label; nothing for a label that two codes share.
#[derive(Debug, Clone, Default)]
pub struct Libelles {
    pays: BTreeMap<String, Option<String>>,
    departements: BTreeMap<String, Option<String>>,
    /// Ranks of the specialities by folded label, in the order of the lists: made when first asked for.
    specialites: OnceLock<BTreeMap<String, Vec<(Domaine, usize)>>>,
}

impl Libelles {
    /// The labels of the lists, as printed and as repaired.
    #[must_use]
    pub fn des_listes(listes: &ListesCyclades) -> Self {
        let mut libelles = Self::default();
        for pays in listes.liste_pays() {
            for libelle in [&pays.libelle, &pays.libelle_repare] {
                ranger(&mut libelles.pays, libelle, pays.code.as_str());
            }
        }
        for departement in listes.departements() {
            for libelle in [&departement.libelle, &departement.libelle_repare] {
                let code = departement.code.as_str();
                ranger(&mut libelles.departements, libelle, code);
            }
        }
        libelles
    }

    /// The code of the country whose label a text is.
    #[must_use]
    pub fn pays(&self, libelle: &str) -> Option<&str> {
        self.pays.get(&plier(libelle))?.as_deref()
    }

    /// The code of the department whose label a text is.
    #[must_use]
    pub fn departement(&self, libelle: &str) -> Option<&str> {
        self.departements.get(&plier(libelle))?.as_deref()
    }

    /// The first speciality of some domains that is open and has the label of another. `listes` are those
    /// that the labels were made of.
    pub fn homonyme_ouvert<'l>(
        &self,
        listes: &'l ListesCyclades,
        fermee: &Specialite,
        domaines: impl IntoIterator<Item = Domaine>,
        annee: i16,
    ) -> Option<&'l Specialite> {
        let par_libelle = self.specialites.get_or_init(|| {
            let mut rangs: BTreeMap<String, Vec<(Domaine, usize)>> = BTreeMap::new();
            for domaine in Domaine::TOUS {
                for (rang, specialite) in listes.specialites(domaine).iter().enumerate() {
                    let libelle = plier(&specialite.libelle_repare);
                    rangs.entry(libelle).or_default().push((domaine, rang));
                }
            }
            rangs
        });
        let homonymes = par_libelle.get(&plier(&fermee.libelle_repare))?;
        domaines.into_iter().find_map(|voulu| {
            homonymes
                .iter()
                .filter(|(domaine, _)| *domaine == voulu)
                .filter_map(|&(domaine, rang)| listes.specialites(domaine).get(rang))
                .find(|autre| autre.code != fermee.code && autre.est_ouverte(annee))
        })
    }
}

fn ranger(codes: &mut BTreeMap<String, Option<String>>, libelle: &str, code: &str) {
    let place = codes
        .entry(plier(libelle))
        .or_insert_with(|| Some(code.to_owned()));
    if place.as_deref() != Some(code) {
        // Two codes share the label: it tells neither.
        *place = None;
    }
}

/// A label without its accents, its case, its spaces, its apostrophes and its hyphens.
#[must_use]
pub fn plier(libelle: &str) -> String {
    let mut plie = String::with_capacity(libelle.len());
    for c in libelle.chars().filter(|c| c.is_alphanumeric()) {
        for c in c.to_lowercase() {
            match c {
                'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => plie.push('a'),
                'ç' => plie.push('c'),
                'é' | 'è' | 'ê' | 'ë' => plie.push('e'),
                'î' | 'ï' | 'í' | 'ì' => plie.push('i'),
                'ñ' => plie.push('n'),
                'ô' | 'ö' | 'ó' | 'ò' | 'õ' => plie.push('o'),
                'ù' | 'û' | 'ü' | 'ú' => plie.push('u'),
                'ÿ' | 'ý' => plie.push('y'),
                'œ' => plie.push_str("oe"),
                'æ' => plie.push_str("ae"),
                autre => plie.push(autre),
            }
        }
    }
    plie
}

/// The code with its spaces taken off, if it is then a country's.
pub fn code_de_pays(s: &Situation<'_>) -> Option<Correction> {
    let code = compacte(s.valeur).to_ascii_uppercase();
    let connu = s.edition.listes.pays(code.as_bytes()).is_some()
        || code == s.edition.parametres.code_d_un_autre_pays.valeur;
    connu.then(|| Correction::sure(code))
}

pub fn pays_par_libelle(s: &Situation<'_>) -> Option<Correction> {
    s.edition.libelles.pays(s.valeur).map(Correction::sure)
}

pub fn departement_par_libelle(s: &Situation<'_>) -> Option<Correction> {
    s.edition
        .libelles
        .departement(s.valeur)
        .map(Correction::sure)
}

/// `50022137` to `22137` for a CAP (register X-02).
pub fn code_de_diplome(s: &Situation<'_>) -> Option<Correction> {
    let nu: String = s
        .valeur
        .chars()
        .filter(|&c| !est_espace(c) && !matches!(c, '.' | '-'))
        .collect();
    if nu.len() != 8 || !nu.bytes().take(3).all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let prefixes = &s.edition.parametres.prefixes_des_codes_de_diplome.valeur;
    let domaines = s.cadre.examen.map(Examen::domaines).unwrap_or_default();
    domaines.into_iter().find_map(|domaine| {
        let code = nu.strip_prefix(prefixes.get(domaine.code())?.as_str())?;
        s.edition.listes.specialite(domaine, code.as_bytes())?;
        Some(Correction::sure(code))
    })
}

/// The open speciality of the same label, in the same exam (register CY-46).
pub fn homonyme(s: &Situation<'_>) -> Option<Correction> {
    let annee = s.cadre.annee?;
    let domaines = s.cadre.examen.map(Examen::domaines).unwrap_or_default();
    let fermee = domaines
        .iter()
        .find_map(|&d| s.edition.listes.specialite(d, s.valeur.as_bytes()))?;
    s.edition
        .libelles
        .homonyme_ouvert(&s.edition.listes, fermee, [fermee.domaine], annee)
        .map(|autre| Correction::a_confirmer(autre.code.as_str()))
}

/// The INSEE code of a commune given by its name, its postcode or a code it no longer has.
pub fn commune(s: &Situation<'_>) -> Option<Correction> {
    let departement = s.lire(lieux::DEPARTEMENT);
    lieux::proposer(&s.edition.communes, s.valeur, &departement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_told_whatever_its_accents_its_case_and_its_signs() {
        for libelle in ["Côtes-d’Armor", "COTES D'ARMOR", "cotes d armor"] {
            assert_eq!(plier(libelle), "cotesdarmor", "{libelle}");
        }
        assert_eq!(plier("Œuvre"), "oeuvre");
        assert_ne!(plier("MAYOTTE"), plier("MAYOTTE (ANCIEN CODE)"));
    }

    #[test]
    fn a_label_that_two_codes_share_tells_neither() {
        let mut codes = BTreeMap::new();
        ranger(&mut codes, "CONGO", "312");
        ranger(&mut codes, "Congo", "312");
        assert_eq!(codes["congo"].as_deref(), Some("312"));
        ranger(&mut codes, "congo", "324");
        assert_eq!(codes["congo"], None);
        ranger(&mut codes, "congo", "312");
        assert_eq!(codes["congo"], None);
    }
}
