//! When a demand applies, after its words.

use guichet_socle::vocabulaire::mots::Lexique;
use toml::Spanned;

/// « , pour BCP et ARI, quand le pays de naissance est 100 ».
pub(super) fn circonstances(
    domaines: &[Spanned<String>],
    si: &[Spanned<String>],
    sauf: &[Spanned<String>],
    lexique: &dyn Lexique,
) -> String {
    let mut mots = String::new();
    if !domaines.is_empty() {
        let noms: Vec<&str> = domaines
            .iter()
            .map(|domaine| domaine.get_ref().as_str())
            .collect();
        mots.push_str(", pour ");
        mots.push_str(&liste_et(&noms));
    }
    for fait in si {
        mots.push_str(", quand ");
        mots.push_str(&lexique.fait(fait.get_ref()));
    }
    for fait in sauf {
        mots.push_str(", sauf quand ");
        mots.push_str(&lexique.fait(fait.get_ref()));
    }
    mots
}

/// « BCP, MC4 et CAP ».
fn liste_et(noms: &[&str]) -> String {
    match noms {
        [] => String::new(),
        [seul] => (*seul).to_owned(),
        [debut @ .., dernier] => format!("{} et {dernier}", debut.join(", ")),
    }
}
