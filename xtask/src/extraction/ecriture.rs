//! The rebuilt files against the folder of data: written, or only compared.

use std::fmt::Write as _;
use std::path::Path;

use super::{ErreurExtraction, FichierExtrait};

/// The text of a file, which must be UTF-8.
pub fn lire(chemin: &Path) -> Result<String, ErreurExtraction> {
    std::fs::read_to_string(chemin).map_err(|erreur| {
        ErreurExtraction::generale(format!(
            "« {} » ne peut pas être lu : {erreur} ; vérifiez le chemin, et que c’est un texte en UTF-8.",
            chemin.display()
        ))
    })
}

/// Writes every file, and says how many rows each holds.
pub fn ecrire(donnees: &Path, fichiers: &[FichierExtrait]) -> Result<String, ErreurExtraction> {
    let mut compte_rendu = String::new();
    for fichier in fichiers {
        let chemin = donnees.join(&fichier.chemin);
        let dossier = chemin.parent().unwrap_or(donnees);
        std::fs::create_dir_all(dossier)
            .and_then(|()| std::fs::write(&chemin, &fichier.texte))
            .map_err(|erreur| {
                ErreurExtraction::generale(format!(
                    "« {} » ne peut pas être écrit : {erreur}.",
                    chemin.display()
                ))
            })?;
        // Writing to a String cannot fail.
        let _ = writeln!(
            compte_rendu,
            "{} : {} lignes écrites.",
            fichier.chemin, fichier.lignes
        );
    }
    Ok(compte_rendu)
}

/// Compares every file, and names each one that differs with its first differing line.
pub fn verifier(donnees: &Path, fichiers: &[FichierExtrait]) -> Result<String, ErreurExtraction> {
    let mut ecarts = String::new();
    for fichier in fichiers {
        let ecart = match lire(&donnees.join(&fichier.chemin)) {
            Ok(projet) => premier_ecart(&projet, &fichier.texte)
                .map(|ecart| format!("{}:{ecart}", fichier.chemin)),
            Err(erreur) => Some(erreur.to_string()),
        };
        if let Some(ecart) = ecart {
            let _ = writeln!(ecarts, "{ecart}");
        }
    }
    if ecarts.is_empty() {
        let lignes: usize = fichiers.iter().map(|f| f.lignes).sum();
        Ok(format!(
            "Les {} tables ({lignes} lignes) sont celles du document.",
            fichiers.len()
        ))
    } else {
        Err(ErreurExtraction::generale(ecarts.trim_end()))
    }
}

/// The first line (from 1) where two texts differ, with both versions of it.
fn premier_ecart(projet: &str, document: &str) -> Option<String> {
    if projet == document {
        return None;
    }
    let mut du_projet = projet.split('\n');
    let mut du_document = document.split('\n');
    let mut ligne = 1;
    loop {
        match (du_projet.next(), du_document.next()) {
            (Some(a), Some(b)) if a == b => ligne += 1,
            (a, b) => {
                let citer = |texte: Option<&str>| {
                    texte.map_or("rien".to_owned(), |texte| format!("« {texte} »"))
                };
                return Some(format!(
                    "{ligne} : la table dit {}, le document donne {}.",
                    citer(a),
                    citer(b)
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_told_with_its_line_and_both_sides() {
        let cas = [
            ("a\nb\n", "a\nb\n", None),
            (
                "a\nb\n",
                "a\nc\n",
                Some("2 : la table dit « b », le document donne « c »."),
            ),
            (
                "a\n",
                "a\nc\n",
                Some("2 : la table dit «  », le document donne « c »."),
            ),
            (
                "a",
                "a\n",
                Some("2 : la table dit rien, le document donne «  »."),
            ),
            (
                "a\r\n",
                "a\n",
                Some("1 : la table dit « a\r », le document donne « a »."),
            ),
        ];
        for (projet, document, attendu) in cas {
            assert_eq!(premier_ecart(projet, document).as_deref(), attendu);
        }
    }

    #[test]
    fn what_was_written_is_verified_and_a_changed_table_is_refused() {
        let dossier = std::env::temp_dir().join(format!("xtask-ecriture-{}", std::process::id()));
        let fichiers = [FichierExtrait {
            chemin: "x/2023-09-29/codes.csv".to_owned(),
            texte: "code\n1\n".to_owned(),
            lignes: 1,
        }];
        assert!(verifier(&dossier, &fichiers).is_err());
        ecrire(&dossier, &fichiers).unwrap();
        assert_eq!(
            verifier(&dossier, &fichiers).unwrap(),
            "Les 1 tables (1 lignes) sont celles du document."
        );
        std::fs::write(dossier.join(&fichiers[0].chemin), "code\n2\n").unwrap();
        let erreur = verifier(&dossier, &fichiers).unwrap_err();
        assert!(erreur.message.starts_with("x/2023-09-29/codes.csv:2 : "));
        std::fs::remove_dir_all(&dossier).unwrap();
    }
}
