//! What a converted file begins with: its official name and its header, from all that tells them.

use jiff::civil::DateTime;

use super::{Annonce, Demande, Erreur};
use crate::controle::preparation::Prete;
use crate::nom_de_fichier::NomDeFichier;
use crate::{EditionCyclades, Examen, Options, Session, Source};

/// Name and header: the options first, then the header of the file, its name, the edition, the clock.
pub(super) fn annoncer(
    edition: &EditionCyclades,
    source: &dyn Source,
    options: &Options,
    demande: &Demande,
    prete: &Prete,
) -> Result<Annonce, Erreur> {
    let fichier = source.nom();
    let nom = NomDeFichier::lire(fichier);
    let dans_l_entete = |champ: &str| {
        let rang = edition.champs.rang(champ)?;
        if let Some(xml) = &prete.xml {
            let valeur = xml.entete.iter().find(|(r, _)| *r == rang);
            return valeur.map(|(_, v)| v.clone()).filter(|v| !v.is_empty());
        }
        let (_, octets) = prete.premiere_entete.iter().find(|(r, _)| *r == rang)?;
        let texte = prete.encodage.texte(octets).into_owned();
        (!texte.is_empty()).then_some(texte)
    };
    let version = dans_l_entete("Version")
        .or_else(|| nom.map(|nom| nom.version.to_owned()))
        .unwrap_or_else(|| edition.parametres.version.valeur.clone());
    let lisible = NomDeFichier {
        nom: "",
        version: &version,
        session: "",
        extraction: "",
    };
    if !lisible.version_est_lisible() {
        return Err(Erreur::Entete {
            valeur: version,
            attendu: "une version de la forme 1.0",
            remede: "corrigez-la dans le fichier ou dans son nom.",
        });
    }
    let session = options
        .session
        .clone()
        .or_else(|| dans_l_entete("annee_session"))
        .or_else(|| nom.map(|nom| nom.session.to_owned()))
        .ok_or(Erreur::SansSession)?;
    if Session::lire(&session).is_none() {
        return Err(Erreur::Entete {
            valeur: session,
            attendu: "une session de la forme 2024 ou 2024-06",
            remede: "donnez-la avec --session.",
        });
    }
    let extraction = match (demande.extraction, dans_l_entete("date_heure_export"), nom) {
        (Some(moment), ..) => moment,
        (None, Some(texte), _) => lire_moment(&texte).ok_or(Erreur::Entete {
            valeur: texte,
            attendu: "un moment d’export de la forme JJ/MM/AAAA HH:mm",
            remede: "donnez-le avec --extraction.",
        })?,
        (None, None, Some(nom)) => nom.extraction().ok_or_else(|| Erreur::Entete {
            valeur: nom.extraction.to_owned(),
            attendu: "un moment d’extraction de la forme JJMMAAAAHHMM",
            remede: "donnez-le avec --extraction.",
        })?,
        (None, None, None) => demande.maintenant,
    };
    let examen = prete.cadre.examen;
    let debut = nom.map_or_else(|| tronc(fichier), |nom| nom.nom.to_owned());
    let debut = match examen {
        Some(examen) if debut.is_empty() => examen.to_string(),
        Some(examen) if Examen::dans_un_nom(&debut).is_none() => format!("{examen}-{debut}"),
        _ if debut.is_empty() => "import".to_owned(),
        _ => debut,
    };
    let mut entete = vec![None; edition.champs.liste.len()];
    let mut poser = |champ: &str, valeur: &str| {
        let rang = edition.champs.rang(champ).map(usize::from);
        if let Some(place) = rang.and_then(|rang| entete.get_mut(rang)) {
            *place = Some(valeur.to_owned());
        }
    };
    poser("Version", &version);
    poser("annee_session", &session);
    poser("date_heure_export", &dire_moment(extraction));
    Ok(Annonce {
        nom: format!("{debut}_{version}_{session}_{}", chiffres(extraction)),
        examen,
        entete,
        colonnes: Vec::new(),
        autres: Vec::new(),
    })
}

/// A base name without its extension, with the signs that any system accepts in a name.
fn tronc(fichier: &str) -> String {
    let tronc = fichier.rsplit_once('.').map_or(fichier, |(tronc, _)| tronc);
    let permis = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let propre: String = tronc
        .chars()
        .map(|c| if permis(c) { c } else { '-' })
        .collect();
    propre.trim_matches(['-', '.', '_']).to_owned()
}

fn chiffres(moment: DateTime) -> String {
    format!(
        "{:02}{:02}{:04}{:02}{:02}",
        moment.day(),
        moment.month(),
        moment.year(),
        moment.hour(),
        moment.minute()
    )
}

/// `JJ/MM/AAAA HH:mm`.
fn dire_moment(moment: DateTime) -> String {
    format!(
        "{:02}/{:02}/{:04} {:02}:{:02}",
        moment.day(),
        moment.month(),
        moment.year(),
        moment.hour(),
        moment.minute()
    )
}

/// Reads `JJ/MM/AAAA HH:mm`.
#[must_use]
pub fn lire_moment(texte: &str) -> Option<DateTime> {
    let forme = |(place, octet): (usize, u8)| match place {
        2 | 5 => octet == b'/',
        10 => octet == b' ',
        13 => octet == b':',
        _ => octet.is_ascii_digit(),
    };
    if texte.len() != 16 || !texte.bytes().enumerate().all(forme) {
        return None;
    }
    let deux = |debut: usize| texte.get(debut..debut + 2)?.parse::<i8>().ok();
    let annee = texte.get(6..10)?.parse().ok()?;
    DateTime::new(annee, deux(3)?, deux(0)?, deux(11)?, deux(14)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_said() {
        let cas = [
            ("15/11/2023 09:00", Some("151120230900")),
            ("31/12/2023 23:59", Some("311220232359")),
            ("31/11/2023 09:00", None),
            ("15/11/2023 24:00", None),
            ("15-11-2023 09:00", None),
            ("15/11/2023", None),
            ("15/11/2023 9:00", None),
            ("", None),
        ];
        for (texte, attendu) in cas {
            let moment = lire_moment(texte);
            assert_eq!(moment.map(chiffres).as_deref(), attendu, "{texte}");
            if let Some(moment) = moment {
                assert_eq!(dire_moment(moment), texte);
            }
        }
    }

    #[test]
    fn a_name_keeps_only_what_any_system_accepts() {
        let cas = [
            ("export du 12.xlsx", "export-du-12"),
            ("Élèves: CAP?.csv", "Élèves--CAP"),
            ("-", ""),
            ("a.b.csv", "a.b"),
        ];
        for (nom, attendu) in cas {
            assert_eq!(tronc(nom), attendu, "{nom}");
        }
    }
}
