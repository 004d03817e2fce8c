//! From a written value to a typed one: what a JSON string, a cell or an answer on a terminal says.

use guichet_socle::Fraction;
use guichet_socle::erreur::plus_proche;
use guichet_socle::fraction::FractionInvalide;
use guichet_socle::texte::Texte;
use jiff::civil::Date;

use super::schema::{Champ, TypeDeChamp};
use super::{Dossier, ValeurDeChamp};

/// Where a value was written: the contract is strict for programs, and people write as the French do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origine {
    /// A JSON string.
    Json,
    /// A cell of a table, or an answer typed by a person: `oui`, `01/10/2024` and `4 800` are read too.
    Personne,
}

/// A value that a field cannot take: the fact, then what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Faute(pub String);

impl Dossier {
    /// Reads one value of a field; a list is read element by element.
    ///
    /// # Errors
    /// The text is not a value of the field.
    pub fn lire_valeur(
        &mut self,
        champ: &Champ,
        ecrit: &str,
        origine: Origine,
    ) -> Result<ValeurDeChamp, Faute> {
        match &champ.genre {
            TypeDeChamp::Texte => Ok(self.garder_texte(ecrit)),
            TypeDeChamp::Date => date(ecrit, origine).map(ValeurDeChamp::Date),
            TypeDeChamp::Booleen => booleen(ecrit).map(ValeurDeChamp::Booleen),
            TypeDeChamp::Entier { min, max } => {
                entier(ecrit, *min, *max, origine).map(ValeurDeChamp::Entier)
            }
            TypeDeChamp::Centimes { min, max } => {
                centimes(ecrit, *min, *max, origine).map(ValeurDeChamp::Entier)
            }
            TypeDeChamp::Fraction => fraction(ecrit).map(ValeurDeChamp::Fraction),
            TypeDeChamp::Choix(valeurs) => {
                let rang = valeurs.iter().position(|valeur| valeur.code == ecrit);
                match rang.and_then(|rang| u8::try_from(rang).ok()) {
                    Some(rang) => Ok(ValeurDeChamp::Choix(rang)),
                    None => Err(choix_inconnu(
                        ecrit,
                        valeurs.iter().map(|valeur| valeur.code.as_str()),
                    )),
                }
            }
            TypeDeChamp::Siret => {
                let chiffres = siret(ecrit)?;
                Ok(self.garder_texte(&chiffres))
            }
            TypeDeChamp::Departement => {
                let code = departement(ecrit)?;
                Ok(self.garder_texte(&code))
            }
            TypeDeChamp::Numero { prefixe } => {
                let numero = numero(ecrit, prefixe)?;
                Ok(self.garder_texte(numero))
            }
            TypeDeChamp::Code { texte, motif } => {
                if motif.correspond(&Texte::new(ecrit)) {
                    Ok(self.garder_texte(ecrit))
                } else {
                    Err(Faute(format!(
                        "« {ecrit} » n’a pas la forme attendue ({texte}) ; écrivez par exemple « {} ».",
                        champ.exemple
                    )))
                }
            }
        }
    }
}

fn choix_inconnu<'a>(ecrit: &str, codes: impl Iterator<Item = &'a str> + Clone) -> Faute {
    Faute(match plus_proche(ecrit, codes.clone()) {
        Some(proche) => {
            format!("« {ecrit} » n’est pas une valeur admise. Vouliez-vous dire « {proche} » ?")
        }
        None => format!(
            "« {ecrit} » n’est pas une valeur admise ; choisissez parmi : {}.",
            codes.collect::<Vec<_>>().join(", ")
        ),
    })
}

/// `2024-10-01`; a person may also write `01/10/2024`.
fn date(ecrit: &str, origine: Origine) -> Result<Date, Faute> {
    let octets = ecrit.as_bytes();
    let parties = match (octets, origine) {
        ([a @ .., b'-', _, _, b'-', _, _], _) if a.len() == 4 => {
            Some((&ecrit[..4], &ecrit[5..7], &ecrit[8..10]))
        }
        ([_, _, b'/', _, _, b'/', a @ ..], Origine::Personne) if a.len() == 4 => {
            Some((&ecrit[6..10], &ecrit[3..5], &ecrit[..2]))
        }
        _ => None,
    };
    let nombres = parties.and_then(|(a, m, j)| {
        let chiffres = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        (chiffres(a) && chiffres(m) && chiffres(j)).then(|| (a.parse(), m.parse(), j.parse()))
    });
    let Some((Ok(annee), Ok(mois), Ok(jour))) = nombres else {
        let forme = match origine {
            Origine::Json => "AAAA-MM-JJ, par exemple 2024-10-01",
            Origine::Personne => "AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2024-10-01",
        };
        return Err(Faute(format!(
            "« {ecrit} » n’est pas une date ; écrivez {forme}."
        )));
    };
    Date::new(annee, mois, jour).map_err(|_| {
        let raison = match Date::new(annee, mois, 1) {
            Ok(premier) => format!("ce mois a {} jours", premier.days_in_month()),
            Err(_) if (1..=12).contains(&mois) => "l’année n’existe pas".to_owned(),
            Err(_) => "l’année a douze mois".to_owned(),
        };
        Faute(format!(
            "« {ecrit} » n’existe pas dans le calendrier : {raison} ; corrigez la date."
        ))
    })
}

fn booleen(ecrit: &str) -> Result<bool, Faute> {
    match ecrit.to_lowercase().as_str() {
        "true" | "vrai" | "oui" | "1" => Ok(true),
        "false" | "faux" | "non" | "0" => Ok(false),
        _ => Err(Faute(format!(
            "« {ecrit} » n’est ni vrai ni faux ; écrivez true ou false (oui ou non)."
        ))),
    }
}

fn entier(ecrit: &str, min: i64, max: i64, origine: Origine) -> Result<i64, Faute> {
    let net: std::borrow::Cow<'_, str> = match origine {
        Origine::Json => ecrit.into(),
        Origine::Personne => ecrit
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .collect::<String>()
            .into(),
    };
    let Ok(nombre) = net.parse::<i64>() else {
        return Err(Faute(format!(
            "« {ecrit} » n’est pas un nombre entier ; écrivez des chiffres seulement."
        )));
    };
    if nombre < min {
        return Err(Faute(format!(
            "{nombre} est trop petit ; il faut au moins {min}."
        )));
    }
    if nombre > max {
        return Err(Faute(format!(
            "{nombre} est trop grand ; il faut au plus {max}."
        )));
    }
    Ok(nombre)
}

/// Cents; a person may write euros with their decimals (`4 800,00 €`), never a bare decimal number.
fn centimes(ecrit: &str, min: i64, max: i64, origine: Origine) -> Result<i64, Faute> {
    if origine == Origine::Personne
        && let Some(euros) = ecrit.trim().strip_suffix('€')
    {
        let net: String = euros
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .collect();
        let (entiers, decimales) = net.split_once(',').unwrap_or((&net, "00"));
        if decimales.len() == 2 {
            return entier(&format!("{entiers}{decimales}"), min, max, Origine::Json)
                .map_err(|Faute(message)| Faute(format!("{message} (montant en centimes)")));
        }
    }
    entier(ecrit, min, max, origine).map_err(|Faute(message)| {
        Faute(format!(
            "{message} (montant en centimes : 6 000 € s’écrit 600000)"
        ))
    })
}

fn fraction(ecrit: &str) -> Result<Fraction, Faute> {
    match Fraction::lire(ecrit) {
        Ok(part) if part.numerateur() == 0 => Err(Faute(
            "une part nulle n’est pas une durée de travail ; écrivez par exemple 0.80 ou 28/35."
                .to_owned(),
        )),
        Ok(part) if part > Fraction::UN => Err(Faute(format!(
            "« {ecrit} » dépasse le temps complet, qui s’écrit 1 ; écrivez par exemple 0.80 ou 28/35."
        ))),
        Ok(part) => Ok(part),
        Err(erreur @ FractionInvalide::Forme) => {
            Err(Faute(format!("« {ecrit} » : {erreur} ; corrigez-le.")))
        }
        Err(erreur) => Err(Faute(format!(
            "« {ecrit} » : {erreur} ; écrivez par exemple 0.80 ou 28/35."
        ))),
    }
}

fn siret(ecrit: &str) -> Result<String, Faute> {
    let chiffres: String = ecrit
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    if !chiffres.bytes().all(|b| b.is_ascii_digit()) || chiffres.is_empty() {
        return Err(Faute(format!(
            "« {ecrit} » n’est pas un numéro SIRET ; écrivez ses 14 chiffres."
        )));
    }
    match chiffres.len() {
        14 => Ok(chiffres),
        13 => Err(Faute(format!(
            "le numéro SIRET « {ecrit} » a 13 chiffres au lieu de 14 ; un tableur a peut-être retiré un zéro au début : remettez-le."
        ))),
        9 => Err(Faute(format!(
            "« {ecrit} » a 9 chiffres : c’est le SIREN de l’entreprise ; donnez les 14 chiffres du SIRET de l’établissement."
        ))),
        n => Err(Faute(format!(
            "le numéro SIRET « {ecrit} » a {n} chiffres au lieu de 14 ; vérifiez-le."
        ))),
    }
}

/// `44`; `044` as CYCLADES writes it and `1` as a spreadsheet leaves it mean the same departments.
fn departement(ecrit: &str) -> Result<String, Faute> {
    let code = ecrit.trim().to_uppercase();
    let code = match code.as_bytes() {
        [_] => format!("0{code}"),
        [b'0', _, _] => code[1..].to_owned(),
        _ => code,
    };
    let connu = match code.as_bytes() {
        [b'2', b'A' | b'B'] => true,
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
            (1..=95).contains(&((a - b'0') * 10 + (b - b'0'))) && code != "20"
        }
        [b'9', b'7' | b'8', c] => c.is_ascii_digit(),
        _ => false,
    };
    if connu {
        Ok(code)
    } else {
        Err(Faute(format!(
            "« {ecrit} » n’est pas un département ; écrivez son numéro, par exemple 44 ou 2A."
        )))
    }
}

fn numero<'t>(ecrit: &'t str, prefixe: &str) -> Result<&'t str, Faute> {
    let net = ecrit.trim();
    let sans = match net.get(..prefixe.len()) {
        Some(debut) if debut.eq_ignore_ascii_case(prefixe) => net[prefixe.len()..].trim_start(),
        _ => net,
    };
    let chiffres = sans.trim_start_matches('0');
    if chiffres.is_empty() || !chiffres.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Faute(format!(
            "« {ecrit} » n’est pas un numéro {prefixe} ; écrivez ses chiffres, précédés ou non de {prefixe}."
        )));
    }
    Ok(chiffres)
}
