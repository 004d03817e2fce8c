//! The code lists by the names that rules give them, each code with what people call it.

use std::collections::{BTreeMap, BTreeSet};

use guichet_nomenclatures::cyclades::{Domaine, Enseignement};

use crate::EditionCyclades;

/// The codes of the lists, by name, with what people call them; those of an exam only when it is known.
pub fn listes(
    edition: &EditionCyclades,
    domaines: &[Domaine],
) -> BTreeMap<String, Vec<(String, String)>> {
    let listes = &edition.listes;
    let autre = &edition.parametres.code_d_un_autre_pays.valeur;
    let pays: Vec<_> = (listes.liste_pays().iter())
        .map(|p| (p.code.to_string(), p.libelle_repare.clone()))
        .collect();
    let mut pays_ou_autre = pays.clone();
    pays_ou_autre.push((autre.clone(), "Autre pays".to_owned()));
    let departements = (listes.departements().iter())
        .map(|d| (d.code.to_string(), d.libelle_repare.clone()))
        .collect();
    let pcs = (listes.liste_pcs().iter())
        .map(|p| (p.code.to_string(), p.libelle.clone()))
        .collect();
    let langues = (listes.langues().iter())
        .map(|l| (l.code.to_string(), l.libelle.clone()))
        .collect();
    let mut toutes: BTreeMap<String, Vec<(String, String)>> = [
        ("pays", pays),
        ("pays_ou_autre", pays_ou_autre),
        ("departements", departements),
        ("pcs", pcs),
        ("langues", langues),
    ]
    .map(|(nom, codes)| (nom.to_owned(), codes))
    .into();
    if domaines.is_empty() {
        return toutes;
    }
    let enseignement = |e: &Enseignement| {
        let pour = e
            .specialite
            .map_or(String::new(), |s| format!(" (spécialité {s})"));
        (e.code.to_string(), format!("{}{pour}", e.libelle))
    };
    let par_domaine = [
        (
            "specialites",
            domaines
                .iter()
                .flat_map(|&d| listes.specialites(d))
                .map(|s| (s.code.to_string(), s.libelle_repare.clone()))
                .collect::<Vec<_>>(),
        ),
        (
            "enseignements",
            domaines
                .iter()
                .flat_map(|&d| listes.enseignements(d))
                .map(enseignement)
                .collect(),
        ),
        (
            "categories",
            domaines
                .iter()
                .flat_map(|&d| listes.categories(d))
                .map(|c| (c.code.to_string(), c.libelle.clone()))
                .collect(),
        ),
    ];
    for (nom, mut codes) in par_domaine {
        // MC3 and MC4 share their categories: a code is told once.
        let mut vus = BTreeSet::new();
        codes.retain(|(code, _)| vus.insert(code.clone()));
        toutes.insert(nom.to_owned(), codes);
    }
    toutes
}
