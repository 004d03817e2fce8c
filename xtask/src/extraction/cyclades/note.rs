//! The note of sessions that ends the label of a speciality: « (1^ère session 2024) ».

/// A label, and what its note says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Annotation {
    /// The label, without the note.
    pub libelle: String,
    /// The note without its parentheses, as printed, superscripts flattened (`1ère session 2024`).
    pub mention: Option<String>,
    /// First session open to the speciality.
    pub premiere_session: Option<u16>,
    /// Last session, catch-up sessions included.
    pub derniere_session: Option<u16>,
}

/// Separates a label from its note.
///
/// # Errors
/// The label ends with words about sessions that are not one of the known notes.
pub fn separer(imprime: &str) -> Result<Annotation, String> {
    let sans_note = || Annotation {
        libelle: imprime.to_owned(),
        ..Annotation::default()
    };
    let Some((libelle, interieur)) = imprime
        .strip_suffix(')')
        .and_then(|debut| debut.rsplit_once('('))
    else {
        return if parle_de_session(imprime) {
            Err(inconnue(imprime))
        } else {
            Ok(sans_note())
        };
    };
    if !parle_de_session(interieur) {
        return Ok(sans_note());
    }
    let mention = aplatir_exposants(interieur);
    let annee = |debut: &str| {
        mention
            .strip_prefix(debut)
            .filter(|annee| annee.len() == 4)
            .and_then(|annee| annee.parse::<u16>().ok())
    };
    let premiere_session = annee("1ère session ").or_else(|| annee("première session "));
    let derniere_session = annee("dernière session ").or_else(|| annee("fin du rattrapage "));
    if premiere_session.is_none() && derniere_session.is_none() {
        return Err(inconnue(interieur));
    }
    Ok(Annotation {
        libelle: libelle.trim_end().to_owned(),
        mention: Some(mention),
        premiere_session,
        derniere_session,
    })
}

fn parle_de_session(texte: &str) -> bool {
    texte.contains("session") || texte.contains("rattrapage")
}

fn inconnue(texte: &str) -> String {
    format!(
        "« {texte} » parle de session sans être une note connue ; ajoutez cette forme au lecteur."
    )
}

/// `1 ^{ère}` becomes `1ère`.
fn aplatir_exposants(texte: &str) -> String {
    let mut plat = String::with_capacity(texte.len());
    let mut reste = texte;
    while let Some((avant, apres)) = reste.split_once("^{") {
        let Some((exposant, suite)) = apres.split_once('}') else {
            break;
        };
        plat.push_str(avant.trim_end());
        plat.push_str(exposant);
        reste = suite;
    }
    plat.push_str(reste);
    plat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wording_of_the_note_is_read() {
        let cas = [
            (
                "Commerce (dernière session 2021)",
                "Commerce",
                "dernière session 2021",
                None,
                Some(2021),
            ),
            (
                "Maçon (1 ^{ère} session 2023)",
                "Maçon",
                "1ère session 2023",
                Some(2023),
                None,
            ),
            (
                "Énergies(1^{ère} session 2024)",
                "Énergies",
                "1ère session 2024",
                Some(2024),
                None,
            ),
            (
                "Métallier (1ère session 2023)",
                "Métallier",
                "1ère session 2023",
                Some(2023),
                None,
            ),
            (
                "Accueil (première session 2022)",
                "Accueil",
                "première session 2022",
                Some(2022),
                None,
            ),
            (
                "Lutherie (fin du rattrapage 2023)",
                "Lutherie",
                "fin du rattrapage 2023",
                None,
                Some(2023),
            ),
            (
                "Vente (prospection - négociation) (dernière session 2021)",
                "Vente (prospection - négociation)",
                "dernière session 2021",
                None,
                Some(2021),
            ),
        ];
        for (imprime, libelle, mention, premiere, derniere) in cas {
            let lue = separer(imprime).unwrap();
            assert_eq!(
                (
                    lue.libelle.as_str(),
                    lue.mention.as_deref(),
                    lue.premiere_session,
                    lue.derniere_session
                ),
                (libelle, Some(mention), premiere, derniere),
                "{imprime}"
            );
        }
    }

    #[test]
    fn other_parentheses_belong_to_the_label() {
        for imprime in [
            "Armurerie (fabrication et réparation)",
            "Électricien(ne)",
            "Cuisine",
            "a) b",
        ] {
            let lue = separer(imprime).unwrap();
            assert_eq!((lue.libelle.as_str(), lue.mention), (imprime, None));
        }
    }

    #[test]
    fn an_unknown_note_about_sessions_is_refused() {
        for imprime in [
            "Commerce (session 2021)",
            "Commerce (dernière session 21)",
            "Commerce (dernière session 2021 et rattrapage 2022)",
            "Commerce, dernière session 2021",
        ] {
            assert!(separer(imprime).is_err(), "{imprime}");
        }
    }
}
