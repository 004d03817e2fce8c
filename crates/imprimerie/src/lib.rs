//! A PDF from a Typst template and data: nothing of ours, no disk, no network, no font of the machine.
//!
//! The typesetter takes minutes to build. It is behind the feature `pdf`; without it, printing answers
//! [`ErreurDImpression::SansPdf`], so that nothing else in the program depends on how it was built.

#[cfg(feature = "pdf")]
mod monde;

/// Whether this program was built with the typesetter.
pub const DISPONIBLE: bool = cfg!(feature = "pdf");

/// A Typst template.
#[derive(Debug, Clone, Copy)]
pub struct Modele<'a> {
    /// Its name, as faults tell it: `page.typ`.
    pub nom: &'a str,
    /// Its text. The data are in `sys.inputs.donnees`, as JSON.
    pub texte: &'a str,
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurDImpression {
    /// The program was built without the typesetter.
    #[error(
        "Ce programme est compilé sans PDF ; demandez --format html, ou compilez-le avec : cargo build --release --features pdf."
    )]
    SansPdf,
    /// The template is faulty, or what it makes is not an accessible PDF.
    #[error("{modele}{} : {fait}", ligne.map_or(String::new(), |ligne| format!(", ligne {ligne}")))]
    Modele {
        /// Name of the template.
        modele: String,
        /// Line, from 1, when the fault has one.
        ligne: Option<usize>,
        /// The fault, in the words of the typesetter.
        fait: String,
    },
}

/// Prints an accessible PDF (tagged, PDF/UA-1). The same template and data give the same bytes.
///
/// # Errors
/// The program was built without the typesetter, or the template is faulty.
pub fn imprimer(modele: Modele<'_>, donnees: &str) -> Result<Vec<u8>, ErreurDImpression> {
    #[cfg(feature = "pdf")]
    return monde::imprimer(modele, donnees);
    #[cfg(not(feature = "pdf"))]
    {
        let _ = (modele, donnees);
        Err(ErreurDImpression::SansPdf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTETE: &str =
        "#set document(title: \"Essai\")\n#set text(lang: \"fr\")\n#set page(width: 10cm)\n";

    fn essai(corps: &str, donnees: &str) -> Result<Vec<u8>, ErreurDImpression> {
        let texte = format!("{ENTETE}{corps}");
        imprimer(
            Modele {
                nom: "essai.typ",
                texte: &texte,
            },
            donnees,
        )
    }

    #[cfg(not(feature = "pdf"))]
    #[test]
    fn without_the_typesetter_the_answer_says_how_to_have_it() {
        let erreur = essai("", "{}").unwrap_err();
        assert_eq!(erreur, ErreurDImpression::SansPdf);
        assert!(erreur.to_string().contains("--features pdf"), "{erreur}");
        const { assert!(!DISPONIBLE) };
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn data_are_printed_and_the_same_ones_give_the_same_bytes() {
        let corps = "#let d = json(bytes(sys.inputs.donnees))\nBonjour #d.nom";
        let pdf = essai(corps, r#"{"nom": "É*tage_"}"#).unwrap();
        assert!(pdf.starts_with(b"%PDF-1."));
        assert_eq!(pdf, essai(corps, r#"{"nom": "É*tage_"}"#).unwrap());
        assert_ne!(pdf, essai(corps, r#"{"nom": "Autre"}"#).unwrap());
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_fault_of_the_template_has_its_line() {
        for (corps, ligne, mot) in [
            ("\n#inconnue", Some(5), "inconnue"),
            ("#let x = (", Some(4), "unclosed"),
            ("#read(\"/etc/passwd\")", Some(4), "not found"),
            ("#import \"@preview/x:0.1.0\"", Some(4), "not found"),
        ] {
            match essai(corps, "{}").unwrap_err() {
                ErreurDImpression::Modele {
                    modele,
                    ligne: trouvee,
                    fait,
                } => {
                    assert_eq!((modele.as_str(), trouvee), ("essai.typ", ligne), "{fait}");
                    assert!(fait.contains(mot), "{fait}");
                }
                autre @ ErreurDImpression::SansPdf => panic!("{autre}"),
            }
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn what_would_not_be_accessible_is_refused() {
        let erreur = imprimer(
            Modele {
                nom: "sans-titre.typ",
                texte: "Bonjour",
            },
            "{}",
        )
        .unwrap_err();
        assert!(erreur.to_string().contains("title"), "{erreur}");
    }
}
