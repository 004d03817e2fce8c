//! The zeros that a spreadsheet takes off codes, believing them numbers: the commonest of real faults.

use guichet_nomenclatures::communes::Etat;

use super::Situation;
use super::textes::{compacte, en_chiffres};
use crate::correction::Correction;
use crate::faits;

/// Whether a code is in the list of departments.
fn est_un_departement(s: &Situation<'_>, code: &str) -> bool {
    s.edition.listes.departement(code.as_bytes()).is_some()
}

/// `75` to `075`, `2a` to `02A`, `02a` to `02A`: the same code, on three characters.
pub fn departement_sur_trois(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur).to_ascii_uppercase();
    let code = match nu.len() {
        2 => format!("0{nu}"),
        3 => nu,
        _ => return None,
    };
    est_un_departement(s, &code).then(|| Correction::sure(code))
}

/// `1` to `001`, unless the commune is of another department.
pub fn zero_du_departement(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur);
    if nu.len() != 1 || !en_chiffres(&nu) {
        return None;
    }
    let code = format!("00{nu}");
    let commune = s.lire("commune_naissance");
    let ailleurs = faits::autre_departement(code.as_bytes(), commune.as_bytes()) == Some(true);
    (!ailleurs && est_un_departement(s, &code)).then(|| Correction::a_confirmer(code))
}

/// `97` or `097` with a commune `97411` to `974`: the department was cut to two digits before.
pub fn departement_d_outre_mer(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur);
    let cut = nu.strip_prefix('0').unwrap_or(&nu);
    let commune = s.lire("commune_naissance");
    let commune = commune.trim();
    if !matches!(cut, "97" | "98") || commune.len() != 5 || !en_chiffres(commune) {
        return None;
    }
    let code = commune.get(..3).filter(|code| code.starts_with(cut))?;
    est_un_departement(s, code).then(|| Correction::a_confirmer(code))
}

/// `1053` to `01053`, unless the department is another one.
pub fn zero_de_la_commune(s: &Situation<'_>) -> Option<Correction> {
    let code = sur_cinq(&compacte(s.valeur))?;
    let departement = s.lire("depCOM_naissance");
    let ailleurs = faits::autre_departement(departement.as_bytes(), code.as_bytes()) == Some(true);
    let inconnue = s.edition.communes.etat(code.as_bytes()) == Some(Etat::Inconnu);
    (!ailleurs && !inconnue).then(|| Correction::a_confirmer(code))
}

/// `1100` to `01100`.
pub fn zero_du_code_postal(s: &Situation<'_>) -> Option<Correction> {
    sur_cinq(&compacte(s.valeur)).map(Correction::a_confirmer)
}

/// Four digits, the first of which is not a zero: no code of mainland France begins with two.
fn sur_cinq(valeur: &str) -> Option<String> {
    (valeur.len() == 4 && en_chiffres(valeur) && !valeur.starts_with('0'))
        .then(|| format!("0{valeur}"))
}

/// `750655E` to `0750655E`, if the letter is the key of the number so made.
pub fn zero_de_l_etablissement(s: &Situation<'_>) -> Option<Correction> {
    let nu = compacte(s.valeur).to_ascii_uppercase();
    let (chiffres, _) = nu.split_at_checked(6)?;
    let code = format!("0{nu}");
    (en_chiffres(chiffres) && faits::cle_fausse(code.as_bytes()) == Some(false))
        .then(|| Correction::a_confirmer(code))
}

/// Nine digits that begin as a French number does without its zero, for someone who lives in France: a
/// mobile begins with 6 or 7.
pub fn zero_du_telephone(s: &Situation<'_>) -> Option<Correction> {
    if s.valeur.len() != 9 || !en_chiffres(s.valeur) {
        return None;
    }
    let mobile = s.nom_du_champ() == "telephone_mobile";
    let plausible = match s.valeur.as_bytes().first() {
        Some(b'6' | b'7') => true,
        Some(b'1'..=b'5' | b'9') => !mobile,
        _ => false,
    };
    let en_france = s.lire("pays") == s.edition.parametres.code_de_la_france.valeur;
    (plausible && en_france).then(|| Correction::a_confirmer(format!("0{}", s.valeur)))
}
