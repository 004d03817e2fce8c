//! A cell, as the text its author meant.

use calamine::{Data, DataRef, ExcelDateTime};

use crate::format::FormatDeCode;

/// What a cell holds; the texts are as a file of candidates wants them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cellule {
    /// Nothing.
    #[default]
    Vide,
    /// A text, its line breaks as `\n`.
    Texte(String),
    /// A number: its digits, never an exponent; under a format of code, as it is shown.
    Nombre(String),
    /// A date `JJ/MM/AAAA`, with `HH:mm` if it has a time; or a time alone.
    Date(String),
    /// `VRAI` or `FAUX`.
    Booleen(bool),
    /// A formula that fails: `#N/A`…
    Erreur(String),
}

impl Cellule {
    /// The text of the cell; empty for an empty one.
    #[must_use]
    pub fn texte(&self) -> &str {
        match self {
            Self::Vide => "",
            Self::Texte(texte) | Self::Nombre(texte) | Self::Date(texte) | Self::Erreur(texte) => {
                texte
            }
            Self::Booleen(true) => "VRAI",
            Self::Booleen(false) => "FAUX",
        }
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn est_vide(&self) -> bool {
        self.texte().is_empty()
    }

    pub(crate) fn de_reference(valeur: DataRef<'_>, format: Option<&FormatDeCode>) -> Self {
        match valeur {
            DataRef::Float(nombre) => Self::nombre(nombre, format),
            DataRef::Int(nombre) => Self::entier(nombre, format),
            DataRef::SharedString(texte) => Self::texte_de(texte),
            DataRef::String(texte) => Self::texte_de(&texte),
            autre => Self::de(autre.into()),
        }
    }

    pub(crate) fn de(valeur: Data) -> Self {
        match valeur {
            Data::Empty => Self::Vide,
            Data::String(texte) => Self::texte_de(&texte),
            Data::Float(nombre) => Self::nombre(nombre, None),
            Data::Int(nombre) => Self::entier(nombre, None),
            Data::Bool(valeur) => Self::Booleen(valeur),
            Data::DateTime(moment) => Self::Date(moment_serie(moment)),
            Data::DateTimeIso(texte) => Self::Date(moment_iso(&texte).unwrap_or(texte)),
            Data::DurationIso(texte) => Self::Date(duree_iso(&texte).unwrap_or(texte)),
            Data::Error(erreur) => Self::Erreur(erreur.to_string()),
        }
    }

    fn texte_de(texte: &str) -> Self {
        if texte.is_empty() {
            Self::Vide
        } else if texte.contains('\r') {
            Self::Texte(texte.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Self::Texte(texte.to_owned())
        }
    }

    fn entier(nombre: i64, format: Option<&FormatDeCode>) -> Self {
        let chiffres = nombre.to_string();
        match format {
            Some(format) if nombre >= 0 => Self::Nombre(format.appliquer(&chiffres)),
            _ => Self::Nombre(chiffres),
        }
    }

    fn nombre(nombre: f64, format: Option<&FormatDeCode>) -> Self {
        let texte = quinze_chiffres(nombre);
        match format {
            Some(format) if texte.bytes().all(|octet| octet.is_ascii_digit()) => {
                Self::Nombre(format.appliquer(&texte))
            }
            _ => Self::Nombre(texte),
        }
    }
}

/// A number with the fifteen digits that spreadsheets keep, without exponent nor useless decimals.
fn quinze_chiffres(nombre: f64) -> String {
    let arrondi = format!("{nombre:.14e}").parse().unwrap_or(nombre);
    // The sign of a zero means nothing.
    if arrondi == 0.0 {
        return "0".to_owned();
    }
    arrondi.to_string()
}

/// A moment counted in days: to the minute, as files of candidates say it.
fn moment_serie(moment: ExcelDateTime) -> String {
    const MINUTES: f64 = 1440.0;
    let minutes = (moment.as_f64() * MINUTES).round();
    if moment.is_duration() {
        return format!(
            "{}:{:02.0}",
            (minutes / 60.0).trunc(),
            (minutes % 60.0).abs()
        );
    }
    // Rounded to the nearest minute first: 09:29:59.999 is 09:30.
    let arrondi = minutes / MINUTES + 1e-9;
    let (annee, mois, jour, heure, minute, ..) = if (arrondi - moment.as_f64()).abs() < 1e-3 {
        moment_de(arrondi, moment)
    } else {
        moment.to_ymd_hms_milli()
    };
    let heure = format!("{heure:02}:{minute:02}");
    if (0.0..1.0).contains(&moment.as_f64()) && minutes > 0.0 {
        return heure;
    }
    let date = format!("{jour:02}/{mois:02}/{annee:04}");
    if heure == "00:00" {
        date
    } else {
        format!("{date} {heure}")
    }
}

type Parties = (u16, u8, u8, u8, u8, u8, u16);

fn moment_de(valeur: f64, modele: ExcelDateTime) -> Parties {
    // The library does not tell its epoch: the same day in both tells it.
    let genre = calamine::ExcelDateTimeType::DateTime;
    let moderne = ExcelDateTime::new(modele.as_f64(), genre, false);
    let en_1904 = moderne.to_ymd_hms_milli() != modele.to_ymd_hms_milli();
    ExcelDateTime::new(valeur, genre, en_1904).to_ymd_hms_milli()
}

/// `2006-05-12` or `2006-05-12T10:30:00` as `12/05/2006 10:30`.
fn moment_iso(texte: &str) -> Option<String> {
    let (date, heure) = match texte.split_once('T') {
        Some((date, heure)) => (date, Some(heure)),
        None => (texte, None),
    };
    let mut parties = date.split('-');
    let (annee, mois, jour) = (parties.next()?, parties.next()?, parties.next()?);
    let chiffres =
        |mot: &str, nombre| mot.len() == nombre && mot.bytes().all(|b| b.is_ascii_digit());
    if parties.next().is_some() || !chiffres(annee, 4) || !chiffres(mois, 2) || !chiffres(jour, 2) {
        return None;
    }
    let date = format!("{jour}/{mois}/{annee}");
    match heure.and_then(|heure| heure.get(..5)) {
        Some(heure) if heure != "00:00" => Some(format!("{date} {heure}")),
        _ => Some(date),
    }
}

/// `PT10H30M00S` as `10:30`.
fn duree_iso(texte: &str) -> Option<String> {
    let (heures, reste) = texte.strip_prefix("PT")?.split_once('H')?;
    let (minutes, _) = reste.split_once('M')?;
    let (heures, minutes): (u32, u32) = (heures.parse().ok()?, minutes.parse().ok()?);
    Some(format!("{heures:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn a_number_keeps_its_digits_and_gains_none() {
        let cas = [
            (7500.0, "7500"),
            (100.0, "100"),
            (100_000.0, "100000"),
            (639_980_001.0, "639980001"),
            (1e15, "1000000000000000"),
            (0.1 + 0.2, "0.3"),
            (12.5, "12.5"),
            (-3.0, "-3"),
            (-0.0, "0"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e-7, "0.0000001"),
        ];
        for (nombre, attendu) in cas {
            assert_eq!(Cellule::nombre(nombre, None).texte(), attendu, "{nombre:e}");
        }
        let code = FormatDeCode::lire("00000");
        let cas = [(7500.0, "07500"), (7500.5, "7500.5"), (-1.0, "-1")];
        for (nombre, attendu) in cas {
            let cellule = Cellule::nombre(nombre, code.as_ref());
            assert_eq!(cellule.texte(), attendu);
        }
        assert_eq!(Cellule::entier(-75, code.as_ref()).texte(), "-75");
    }

    #[test]
    fn a_moment_is_told_to_the_minute() {
        let date = |valeur, en_1904| {
            moment_serie(ExcelDateTime::new(
                valeur,
                ExcelDateTimeType::DateTime,
                en_1904,
            ))
        };
        let cas = [
            (38_849.0, false, "12/05/2006"),
            (38_849.0 - 1462.0, true, "12/05/2006"),
            (38_849.437_5, false, "12/05/2006 10:30"),
            (38_849.437_499_999, false, "12/05/2006 10:30"),
            (38_849.999_999_99, false, "13/05/2006"),
            (0.437_5, false, "10:30"),
            (1.0, false, "01/01/1900"),
            (61.0, false, "01/03/1900"),
        ];
        for (valeur, en_1904, attendu) in cas {
            assert_eq!(date(valeur, en_1904), attendu, "{valeur}");
        }
        let duree = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment_serie(duree), "36:00");
    }

    #[test]
    fn iso_moments_are_turned_round() {
        let cas = [
            ("2006-05-12", "12/05/2006"),
            ("2006-05-12T10:30:00", "12/05/2006 10:30"),
            ("2006-05-12T00:00:00", "12/05/2006"),
            ("hier", "hier"),
            ("2006-5-12", "2006-5-12"),
        ];
        for (iso, attendu) in cas {
            let lue = Cellule::de(Data::DateTimeIso(iso.to_owned()));
            assert_eq!(lue.texte(), attendu);
        }
        let duree = Cellule::de(Data::DurationIso("PT09H05M00S".to_owned()));
        assert_eq!(duree.texte(), "09:05");
    }

    #[test]
    fn other_cells_are_texts_as_a_french_spreadsheet_shows_them() {
        let cas = [
            (Data::Empty, ""),
            (Data::Bool(true), "VRAI"),
            (Data::Bool(false), "FAUX"),
            (Data::Error(calamine::CellErrorType::NA), "#N/A"),
            (Data::String("a\r\nb\rc".to_owned()), "a\nb\nc"),
            (Data::String(" 0750 ".to_owned()), " 0750 "),
        ];
        for (valeur, attendu) in cas {
            assert_eq!(Cellule::de(valeur).texte(), attendu);
        }
    }
}
