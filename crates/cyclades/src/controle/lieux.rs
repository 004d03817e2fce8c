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
            autres => format!(" ; c’est aussi un code postal, celui de {}", citer(autres)),
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
            trouvees => format!(" ; c’est le code postal de {}", citer(trouvees)),
        };
    }
    let ici = communes.par_nom(valeur, Some(departement));
    let partout = communes.par_nom(valeur, None);
    match (seul(&ici), ici.as_slice(), partout.as_slice()) {
        (Some(_), ..) | (None, [], []) => String::new(),
        (None, [], ailleurs) if departement.is_empty() => {
            format!(" ; ce nom est celui de {}", citer(ailleurs))
        }
        (None, [], ailleurs) => format!(
            " ; aucune commune du département ne porte ce nom, ailleurs c’est {}",
            citer(ailleurs)
        ),
        (None, homonymes, _) => format!(
            " ; plusieurs communes du département portent ce nom : {}",
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
    let mut phrase = if d_alors == actuel {
        format!(" : elle est du {actuel}")
    } else {
        format!(" : elle était du {d_alors}, elle est aujourd’hui du {actuel}")
    };
    let ancien = communes
        .anciens(commune.code)
        .into_iter()
        .find(|ancien| prefixe(ancien.code) != prefixe(commune.code) && ancien.nom.is_empty());
    if let Some(ancien) = ancien {
        phrase.push_str(&format!(
            ", après avoir été du {} sous le code {}",
            en_trois(prefixe(ancien.code)),
            ancien.code
        ));
    }
    phrase
}

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
