//! The one place that reads the clock.

use guichet::procedure_cyclades::conversion::lire_moment;
use jiff::civil::DateTime;

use crate::erreur::Erreur;

/// Now, in the zone of the machine.
pub fn maintenant() -> DateTime {
    jiff::Zoned::now().datetime()
}

/// The moment of `--extraction`, if it was given: `15/11/2023 09:00`.
///
/// # Errors
/// It is no real day and hour.
pub fn extraction(texte: Option<&str>) -> Result<Option<DateTime>, Erreur> {
    texte
        .map(|texte| {
            lire_moment(texte).ok_or_else(|| {
                Erreur::Usage(format!(
                    "« {texte} » n’est pas un moment ; donnez à --extraction un jour et une heure réels, comme « 15/11/2023 09:00 »."
                ))
            })
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_moment_is_real_or_refused() {
        assert!(matches!(extraction(None), Ok(None)));
        let lu = extraction(Some("15/11/2023 09:00"));
        assert!(matches!(lu, Ok(Some(moment)) if moment == datetime(2023, 11, 15, 9, 0, 0, 0)));
        for texte in ["31/02/2023 09:00", "15/11/2023", "", "hier"] {
            assert!(extraction(Some(texte)).is_err(), "{texte}");
        }
    }
}
