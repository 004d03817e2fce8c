//! What the INSEE list suggests of a birth place: the code of a name or of a postcode, what took the place
//! of a former commune, where a commune is.

use guichet_nomenclatures::communes::{Commune, Communes, Etat, Nature};

use crate::correction::{Correction, Surete};

/// The name of the repair, as conditions give it.
pub const CORRECTION: &str = "commune";

/// The field that tells homonyms apart.
pub const DEPARTEMENT: &str = "depCOM_naissance";

/// The placeholders filled here.
pub const TROUS: [&str; 5] = [
    "aussi_code_postal",
    "commune_voisine",
    "nom_de_la_commune",
    "son_departement",
    "successeur",
];

/// The code to write instead of a value that is no code of today, if there is only one.
pub fn proposer(communes: &Communes, valeur: &str, departement: &str) -> Option<Correction> {
    let correction = |code: &str, surete| Correction {
        valeur: code.to_owned(),
        surete,
    };
    // The same code, written otherwise.
    let propre = valeur.trim().to_ascii_uppercase();
    if propre != valeur && communes.existe(&propre) {
        return Some(correction(&propre, Surete::Sure));
    }
    let a_confirmer = |code: &str| correction(code, Surete::AConfirmer);
    match communes.etat(valeur.as_bytes()) {
        Some(Etat::EnUsage) => None,
        // 75013 was a commune of the Seine, and is the postcode of an arrondissement: a person tells.
        Some(Etat::Ancien) if !autres_du_code_postal(communes, valeur).is_empty() => None,
        Some(Etat::Ancien) => communes.successeur(valeur).map(a_confirmer),
        Some(Etat::Inconnu) => {
            let du_lieu = du_departement(du_code_postal(communes, valeur), departement);
            seul(&du_lieu)
                .or_else(|| ville_a_arrondissements(communes, valeur).map(|ville| ville.code))
                .map(a_confirmer)
        }
        None if departement.is_empty() => None,
        None => seul(&communes.par_nom(valeur, Some(departement))).map(a_confirmer),
    }
}

/// What stands in place of a placeholder.
pub fn remplir(trou: &str, communes: &Communes, valeur: &str, departement: &str) -> String {
    match trou {
        "aussi_code_postal" => match autres_du_code_postal(communes, valeur).as_slice() {
            [] => String::new(),
            autres => format!(" ; c’est aussi un code postal : {}", citer(autres)),
        },
        "commune_voisine" => voisines(communes, valeur, departement),
        "nom_de_la_commune" => communes
            .nom(valeur)
            .map_or(String::new(), |nom| format!(" ({nom})")),
        "son_departement" => son_departement(communes, valeur),
        "successeur" => communes
            .successeur(valeur)
            .and_then(|code| communes.fiche(code.as_bytes()))
            .map_or(String::new(), |commune| {
                format!("{} ({})", commune.code, commune.nom)
            }),
        _ => String::new(),
    }
}

/// For a value that is no code: the communes that it may stand for, when there are several or elsewhere.
fn voisines(communes: &Communes, valeur: &str, departement: &str) -> String {
    if communes.etat(valeur.as_bytes()).is_some() {
        if let Some(ville) = ville_a_arrondissements(communes, valeur) {
            return format!(
                " ; {} a un code par arrondissement, et {} pour la ville entière",
                ville.nom, ville.code
            );
        }
        return match du_code_postal(communes, valeur).as_slice() {
            [] => String::new(),
            trouvees => format!(" ; c’est un code postal : {}", citer(trouvees)),
        };
    }
    let ici = communes.par_nom(valeur, Some(departement));
    let partout = communes.par_nom(valeur, None);
    match (seul(&ici), ici.as_slice(), partout.as_slice()) {
        (Some(_), ..) | (None, [], []) => String::new(),
        (None, [], ailleurs) if departement.is_empty() => {
            format!(" ; ce nom désigne {}", citer(ailleurs))
        }
        (None, [], ailleurs) => format!(
            " ; aucune commune du département n’a ce nom, ailleurs il désigne {}",
            citer(ailleurs)
        ),
        (None, homonymes, _) => format!(
            " ; plusieurs communes du département ont ce nom : {}",
            citer(homonymes)
        ),
    }
}

/// Where a commune is, was, or was under another code.
fn son_departement(communes: &Communes, valeur: &str) -> String {
    let Some(commune) = communes.fiche(valeur.as_bytes()) else {
        return String::new();
    };
    let actuel = en_trois(commune.departement);
    let d_alors = en_trois(prefixe(commune.code));
    let ici = if d_alors == actuel || prefixe(commune.code) == CORSE {
        format!(" : elle est du {actuel}")
    } else {
        format!(" : elle était du {d_alors}, elle est aujourd’hui du {actuel}")
    };
    // A vanished code of another department is that of the same commune, before its department was divided.
    let ancien = communes.anciens(commune.code).into_iter().find(|ancien| {
        let alors = prefixe(ancien.code);
        alors != CORSE && alors != prefixe(commune.code) && ancien.nom.is_empty()
    });
    ancien.map_or(ici.clone(), |ancien| {
        format!(
            "{ici}, après avoir été du {} sous le code {}",
            en_trois(prefixe(ancien.code)),
            ancien.code
        )
    })
}

/// Corsica, when it was one department: the files have no code for it.
const CORSE: &str = "20";

/// The department that a code begins with.
fn prefixe(code: &str) -> &str {
    let longueur = if code.starts_with("97") || code.starts_with("98") {
        3
    } else {
        2
    };
    code.get(..longueur).unwrap_or(code)
}

/// A department as the files write it.
fn en_trois(departement: &str) -> String {
    format!("{departement:0>3}")
}

/// The communes of a postcode; a city divided into arrondissements gives way to them.
fn du_code_postal<'c>(communes: &'c Communes, valeur: &str) -> Vec<Commune<'c>> {
    let mut trouvees = communes.par_code_postal(valeur);
    if trouvees
        .iter()
        .any(|commune| commune.nature == Nature::Arrondissement)
    {
        trouvees.retain(|commune| commune.nature == Nature::Arrondissement);
    }
    trouvees
}

/// The communes of a postcode that is also a former code, unless what replaced the code is among them.
fn autres_du_code_postal<'c>(communes: &'c Communes, valeur: &str) -> Vec<Commune<'c>> {
    let trouvees = du_code_postal(communes, valeur);
    let successeur = communes.successeur(valeur);
    if trouvees
        .iter()
        .any(|commune| Some(commune.code) == successeur)
    {
        return Vec::new();
    }
    trouvees
}

/// Those of the department, or all of them when none is.
fn du_departement<'c>(trouvees: Vec<Commune<'c>>, departement: &str) -> Vec<Commune<'c>> {
    let siennes: Vec<Commune<'c>> = trouvees
        .iter()
        .copied()
        .filter(|commune| guichet_nomenclatures::communes::est_du_departement(commune, departement))
        .collect();
    if siennes.is_empty() {
        trouvees
    } else {
        siennes
    }
}

/// The code of today that all of them lead to.
fn seul<'c>(trouvees: &[Commune<'c>]) -> Option<&'c str> {
    let code = trouvees.first()?.code_d_aujourd_hui();
    trouvees
        .iter()
        .all(|commune| commune.code_d_aujourd_hui() == code)
        .then_some(code)
}

/// `75000`, `13000`, `69000`: the city whose arrondissements share the beginning of the postcode.
fn ville_a_arrondissements<'c>(communes: &'c Communes, valeur: &str) -> Option<Commune<'c>> {
    let departement = valeur.strip_suffix("000")?;
    let premier = communes.par_code_postal(&format!("{departement}001"));
    premier
        .iter()
        .any(|commune| commune.nature == Nature::Arrondissement)
        .then(|| {
            premier
                .into_iter()
                .find(|commune| commune.nature == Nature::Commune)
        })
        .flatten()
}

/// « Bors (16052) et Bors (16053) », four at most.
fn citer(trouvees: &[Commune<'_>]) -> String {
    const MAX: usize = 4;
    let noms: Vec<String> = trouvees
        .iter()
        .take(MAX)
        .map(|commune| {
            let nom = Some(commune.nom).filter(|nom| !nom.is_empty());
            format!("{} ({})", nom.unwrap_or("une commune"), commune.code)
        })
        .collect();
    match (noms.as_slice(), trouvees.len().saturating_sub(MAX)) {
        ([], _) => String::new(),
        ([seule], _) => seule.clone(),
        (noms, reste @ 1..) => format!("{} et {reste} autres", noms.join(", ")),
        ([debut @ .., dernier], 0) => format!("{} et {dernier}", debut.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essai::communes;

    #[test]
    fn one_code_is_proposed_or_none() {
        use Surete::{AConfirmer, Sure};
        let communes = communes();
        let cas = [
            ("PARIS", "075", Some(("75056", AConfirmer))),
            ("Paris 13e", "075", Some(("75113", AConfirmer))),
            ("ST DENIS", "974", Some(("97411", AConfirmer))),
            // Querqueville is a delegated commune: the code of today is that of the new one.
            ("QUERQUEVILLE", "050", Some(("50129", AConfirmer))),
            ("BORS", "016", None),
            ("PARIS", "077", None),
            ("PARIS", "", None),
            ("59000", "059", Some(("59350", AConfirmer))),
            ("59000", "", Some(("59350", AConfirmer))),
            ("75000", "075", Some(("75056", AConfirmer))),
            ("13000", "013", Some(("13055", AConfirmer))),
            ("69000", "069", Some(("69123", AConfirmer))),
            ("01000", "001", None),
            ("01999", "001", None),
            ("50383", "050", Some(("50129", AConfirmer))),
            ("78585", "095", Some(("95585", AConfirmer))),
            // The postcode of the 13th arrondissement, and a former commune of the Seine.
            ("75013", "075", None),
            ("75113", "075", None),
            ("97199", "971", None),
            ("2a004", "02A", Some(("2A004", Sure))),
            ("75113 ", "075", Some(("75113", Sure))),
            ("2a999", "02A", None),
            ("1053", "001", None),
            ("", "001", None),
        ];
        for (valeur, departement, attendu) in cas {
            let proposee = proposer(&communes, valeur, departement);
            assert_eq!(
                proposee.as_ref().map(|c| (c.valeur.as_str(), c.surete)),
                attendu,
                "{valeur} {departement}"
            );
            // A person who said yes once is not asked again.
            if let Some(une) = proposee {
                assert_eq!(proposer(&communes, &une.valeur, departement), None);
            }
        }
    }

    #[test]
    fn sentences_tell_homonyms_successors_and_departments() {
        let communes = communes();
        let cas = [
            (
                "commune_voisine",
                "BORS",
                "016",
                " ; plusieurs communes du département ont ce nom : Bors (Canton de Tude-et-Lavalette) (16052) et Bors (Canton de Charente-Sud) (16053)",
            ),
            (
                "commune_voisine",
                "PARIS",
                "077",
                " ; aucune commune du département n’a ce nom, ailleurs il désigne Paris (75056)",
            ),
            (
                "commune_voisine",
                "AJACCIO",
                "",
                " ; ce nom désigne Ajaccio (2A004)",
            ),
            ("commune_voisine", "PARIS", "075", ""),
            ("commune_voisine", "VILLE INCONNUE", "075", ""),
            (
                "commune_voisine",
                "59000",
                "059",
                " ; c’est un code postal : Lille (59350)",
            ),
            (
                "commune_voisine",
                "69000",
                "069",
                " ; Lyon a un code par arrondissement, et 69123 pour la ville entière",
            ),
            ("commune_voisine", "01999", "001", ""),
            ("nom_de_la_commune", "77284", "075", " (Meaux)"),
            ("nom_de_la_commune", "50383", "050", ""),
            ("son_departement", "77284", "075", " : elle est du 077"),
            (
                "son_departement",
                "92020",
                "075",
                " : elle est du 092, après avoir été du 075 sous le code 75020",
            ),
            (
                "son_departement",
                "78585",
                "077",
                " : elle était du 078, elle est aujourd’hui du 095",
            ),
            ("son_departement", "2B033", "02A", " : elle est du 02B"),
            ("son_departement", "97123", "974", ""),
            (
                "successeur",
                "50383",
                "050",
                "50129 (Cherbourg-en-Cotentin)",
            ),
            (
                "aussi_code_postal",
                "75013",
                "075",
                " ; c’est aussi un code postal : Paris 13e Arrondissement (75113)",
            ),
            ("aussi_code_postal", "78585", "078", ""),
            ("autre", "75013", "075", ""),
        ];
        for (trou, valeur, departement, attendu) in cas {
            assert_eq!(
                remplir(trou, &communes, valeur, departement),
                attendu,
                "{trou} {valeur}"
            );
        }
        assert!(citer(&communes.par_nom("Saint-Martin", None)).contains(" autres"));
    }
}
