//! The official name of a CSV file: `<nom>_<version>_<session>_<JJMMAAAAHHMM>.csv`, read from the right
//! because the first part may hold underscores (register CY-04). A workbook may bear the same name.

use jiff::civil::DateTime;

/// The extensions of the files that may bear such a name.
pub const EXTENSIONS: [&str; 6] = ["csv", "xlsx", "xlsm", "xlsb", "xls", "ods"];

/// The parts of a name that has the form; each may still be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NomDeFichier<'a> {
    /// Free part, which usually names the exam.
    pub nom: &'a str,
    /// `1.0`.
    pub version: &'a str,
    /// `2024` or `2024-06`.
    pub session: &'a str,
    /// `JJMMAAAAHHMM`.
    pub extraction: &'a str,
}

impl<'a> NomDeFichier<'a> {
    /// Cuts the base name of a file; `None` when it has not the form.
    #[must_use]
    pub fn lire(base: &'a str) -> Option<Self> {
        let (tronc, extension) = base.rsplit_once('.')?;
        if !EXTENSIONS.iter().any(|e| extension.eq_ignore_ascii_case(e)) {
            return None;
        }
        let mut morceaux = tronc.rsplitn(4, '_');
        let (extraction, session, version, nom) = (
            morceaux.next()?,
            morceaux.next()?,
            morceaux.next()?,
            morceaux.next()?,
        );
        (!nom.is_empty()).then_some(Self {
            nom,
            version,
            session,
            extraction,
        })
    }

    /// Whether the version has the form `chiffre.chiffre`.
    #[must_use]
    pub fn version_est_lisible(&self) -> bool {
        matches!(self.version.as_bytes(), [a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit())
    }

    /// The moment of extraction; `None` when it is not twelve digits or not a real date and time.
    #[must_use]
    pub fn extraction(&self) -> Option<DateTime> {
        let chiffres = self.extraction;
        if chiffres.len() != 12 || !chiffres.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let deux = |debut: usize| chiffres.get(debut..debut + 2)?.parse::<i8>().ok();
        let annee = chiffres.get(4..8)?.parse::<i16>().ok()?;
        DateTime::new(annee, deux(2)?, deux(0)?, deux(8)?, deux(10)?, 0, 0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_from_the_right() {
        let nom = NomDeFichier::lire("LYCEE_DU_PARC_CAP_1.0_2024-06_151120230900.csv").unwrap();
        assert_eq!(nom.nom, "LYCEE_DU_PARC_CAP");
        assert_eq!((nom.version, nom.session), ("1.0", "2024-06"));
        assert!(nom.extraction().is_some() && nom.version_est_lisible());
        // The document's own example: version 2.0, extraction long before the session.
        let exemple = NomDeFichier::lire("BCP2021_2.0_2021_301120170000.csv").unwrap();
        assert!(exemple.extraction().is_some() && exemple.version_est_lisible());
    }

    #[test]
    fn other_names_are_refused() {
        for base in [
            "CAP.csv",
            "CAP_1.0_2024-06.csv",
            "_1.0_2024_301120170000.csv",
            "a_b_c_d.txt",
            "",
            "a_1.0_2024_301120170000",
        ] {
            assert_eq!(NomDeFichier::lire(base), None, "{base}");
        }
    }

    #[test]
    fn an_extraction_is_a_real_moment() {
        let cas = [
            ("301120170000", true),
            ("290220240000", true),
            ("290220230000", false),
            ("311120230000", false),
            ("151120232400", false),
            ("151120232360", false),
            ("15112023090", false),
            ("1511202309000", false),
            ("15112023O900", false),
            ("+51120230900", false),
        ];
        for (extraction, attendu) in cas {
            let nom = NomDeFichier {
                nom: "CAP",
                version: "1.0",
                session: "2024",
                extraction,
            };
            assert_eq!(nom.extraction().is_some(), attendu, "{extraction}");
        }
    }
}
