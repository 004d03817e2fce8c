//! The repairs in words.

/// What a repair does, by the name that conditions give it.
pub fn en_mots(nom: &str) -> &'static str {
    match nom {
        "apostrophe-droite" => "l’apostrophe typographique devient l’apostrophe droite",
        "civilite" => "Monsieur, Madame et leurs abréviations deviennent M ou F",
        "code-de-pays" => "les espaces autour du code sont retirées",
        "commune" => {
            "le nom, le code postal, l’ancien code ou le code sans son zéro devient le code INSEE"
        }
        "date" => "la date est récrite sous la forme JJ/MM/AAAA",
        "departement-sur-trois" => "un zéro est ajouté devant le numéro",
        "espaces-au-bord" => "les espaces du bord sont retirées",
        "espaces-doubles" => "deux espaces à suivre n’en font plus qu’une",
        "ine" => "les espaces sont retirées, les lettres mises en majuscules",
        "mail-sans-espaces" => "l’espace avant le @ est retirée",
        "majuscules" => "les lettres sont mises en majuscules",
        "sans-espaces" => "les espaces sont retirées",
        "telephone" => "les espaces, points et tirets sont retirés",
        "virgules-entre-prenoms" => "la virgule entre deux prénoms devient une espace",
        "zero-perdu" => "le zéro perdu est remis devant",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_repair_is_said() {
        for nom in guichet_cyclades::correction::noms() {
            assert!(!en_mots(nom).is_empty(), "{nom}");
        }
    }
}
