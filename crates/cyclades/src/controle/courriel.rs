//! Why a mail address is not one.

/// What is wrong with an address that the document refuses.
pub fn defaut_de_mail(valeur: &str) -> String {
    let arobases = valeur.matches('@').count();
    if arobases == 0 {
        return "il n’y a pas de @".to_owned();
    }
    if arobases > 1 {
        return format!("il y a {arobases} @ au lieu d’un");
    }
    let (avant, apres) = valeur.split_once('@').unwrap_or((valeur, ""));
    if avant.is_empty() {
        return "il n’y a rien avant le @".to_owned();
    }
    if !valeur.is_ascii() {
        return "elle contient une lettre accentuée ou un signe hors de l’ASCII".to_owned();
    }
    if !apres.contains('.') {
        return "il manque un point après le @".to_owned();
    }
    if apres
        .split('.')
        .any(|etiquette| etiquette.starts_with('-') || etiquette.ends_with('-'))
    {
        return "un tiret est au début ou à la fin d’une partie du domaine".to_owned();
    }
    if apres.split('.').any(str::is_empty) {
        return "une partie du domaine est vide".to_owned();
    }
    "elle contient un caractère que le document n’admet pas".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_address_is_told_why() {
        let cas = [
            ("a.b", "pas de @"),
            ("a@b@c.fr", "2 @"),
            ("@b.fr", "rien avant"),
            ("é@b.fr", "accentuée"),
            ("a@b", "point"),
            ("a@-b.fr", "tiret"),
            ("a@b..fr", "vide"),
            ("a(b@c.fr", "caractère"),
        ];
        for (valeur, mot) in cas {
            assert!(defaut_de_mail(valeur).contains(mot), "{valeur}");
        }
    }
}
