//! From a written value to a typed one: what a JSON string, a cell or an answer on a terminal says.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use guichet_socle::Fraction;
use guichet_socle::erreur::plus_proche;
use guichet_socle::fraction::FractionInvalide;
use guichet_socle::texte::Texte;
use jiff::civil::Date;

use super::schema::{Champ, TypeDeChamp};
use super::{Dossier, ValeurDeChamp};

/// Characters of a faulty value that a message shows.
const MONTRES: usize = 60;

/// Where a value was written: the contract is strict for programs, and people write as the French do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origine {
    /// A JSON string, or the digits of a JSON number.
    Json,
    /// A cell of a table, or an answer typed by a person: `oui`, `01/10/2024` and `4 800` are read too.
    Personne,
}

/// A value that a field cannot take: the fact, then what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Faute(pub String);

/// A value as a message shows it: on one line, its beginning only when it is long.
#[must_use]
pub fn montrer(ecrit: &str) -> Cow<'_, str> {
    let tient = ecrit.len() <= MONTRES || ecrit.chars().nth(MONTRES).is_none();
    if ecrit.is_empty() {
        return "(vide)".into();
    }
    if tient && !ecrit.chars().any(char::is_control) {
        return ecrit.into();
    }
    let mut montre: String = ecrit
        .chars()
        .take(MONTRES)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if !tient {
        montre.push('…');
    }
    montre.into()
}

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
            TypeDeChamp::Texte => {
                sans_controle(ecrit)?;
                Ok(self.garder_texte(ecrit))
            }
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
            TypeDeChamp::Siret => Ok(self.garder_texte(&siret(ecrit)?)),
            TypeDeChamp::Departement => Ok(self.garder_texte(&departement(ecrit)?)),
            TypeDeChamp::Numero { prefixe } => {
                let numero = numero(ecrit, prefixe)?;
                Ok(self.garder_texte(numero))
            }
            TypeDeChamp::Code { texte, motif } => {
                if motif.correspond(&Texte::new(ecrit)) {
                    Ok(self.garder_texte(ecrit))
                } else {
                    Err(Faute(format!(
                        "« {} » n’a pas la forme attendue ({texte}) ; écrivez par exemple « {} ».",
                        montrer(ecrit),
                        champ.exemple
                    )))
                }
            }
        }
    }
}

/// A text goes to letters and workbooks, where a control character is a fault that nobody sees.
fn sans_controle(ecrit: &str) -> Result<(), Faute> {
    let interdit = |octet: u8| octet < b' ' && !matches!(octet, b'\t' | b'\n' | b'\r');
    // Every byte is looked at, without stopping: the compiler then looks at sixteen at once.
    if !(ecrit.bytes()).fold(false, |trouve, octet| trouve | interdit(octet)) {
        return Ok(());
    }
    match ecrit.bytes().find(|&octet| interdit(octet)) {
        None => Ok(()),
        Some(octet) => Err(Faute(format!(
            "« {} » contient un caractère invisible (U+{octet:04X}) ; retirez-le.",
            montrer(ecrit)
        ))),
    }
}

fn choix_inconnu<'a>(ecrit: &str, codes: impl Iterator<Item = &'a str> + Clone) -> Faute {
    let montre = montrer(ecrit);
    Faute(match plus_proche(&montre, codes.clone()) {
        Some(proche) => {
            format!("« {montre} » n’est pas une valeur admise. Vouliez-vous dire « {proche} » ?")
        }
        None => format!(
            "« {montre} » n’est pas une valeur admise ; choisissez parmi : {}.",
            codes.collect::<Vec<_>>().join(", ")
        ),
    })
}

/// `2024-10-01`; a person may also write `01/10/2024`.
fn date(ecrit: &str, origine: Origine) -> Result<Date, Faute> {
    let octets = ecrit.as_bytes();
    let parties = match octets {
        [annee @ .., b'-', _, _, b'-', _, _] if annee.len() == 4 => {
            Some((annee, &octets[5..7], &octets[8..]))
        }
        [_, _, b'/', _, _, b'/', annee @ ..] if annee.len() == 4 => {
            (origine == Origine::Personne).then_some((annee, &octets[3..5], &octets[..2]))
        }
        _ => None,
    };
    let nombres =
        parties.and_then(|(annee, mois, jour)| nombre(annee).zip(nombre(mois)).zip(nombre(jour)));
    let Some(((annee, mois), jour)) = nombres else {
        return Err(pas_une_date(ecrit, origine));
    };
    // Months and days of two digits fit.
    let (mois, jour) = (
        i8::try_from(mois).unwrap_or_default(),
        i8::try_from(jour).unwrap_or_default(),
    );
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

/// What a few digits are worth.
fn nombre(chiffres: &[u8]) -> Option<i16> {
    chiffres.iter().try_fold(0i16, |somme, octet| {
        octet
            .is_ascii_digit()
            .then(|| somme * 10 + i16::from(octet - b'0'))
    })
}

fn pas_une_date(ecrit: &str, origine: Origine) -> Faute {
    let montre = montrer(ecrit);
    let personne = origine == Origine::Personne;
    let conseil = match ecrit.get(..10) {
        Some(debut) if ecrit.len() > 10 && date(debut, origine).is_ok() => {
            format!("n’est pas une date seule ; écrivez « {debut} ».")
        }
        // What a spreadsheet keeps of a date whose cell is not formatted as one.
        _ if personne && ecrit.len() == 5 && nombre_long(ecrit) => {
            "est le nombre qu’un tableur garde d’une date ; donnez à la cellule le format de date."
                .to_owned()
        }
        _ if personne => {
            "n’est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2024-10-01."
                .to_owned()
        }
        _ => "n’est pas une date ; écrivez AAAA-MM-JJ, par exemple 2024-10-01.".to_owned(),
    };
    Faute(format!("« {montre} » {conseil}"))
}

fn nombre_long(ecrit: &str) -> bool {
    !ecrit.is_empty() && ecrit.bytes().all(|octet| octet.is_ascii_digit())
}

fn booleen(ecrit: &str) -> Result<bool, Faute> {
    const VRAIS: [&str; 4] = ["oui", "true", "vrai", "1"];
    const FAUX: [&str; 4] = ["non", "false", "faux", "0"];
    match ecrit {
        "oui" | "true" => return Ok(true),
        "non" | "false" => return Ok(false),
        _ => {}
    }
    let parmi = |mots: [&str; 4]| mots.iter().any(|mot| ecrit.eq_ignore_ascii_case(mot));
    if parmi(VRAIS) {
        Ok(true)
    } else if parmi(FAUX) {
        Ok(false)
    } else {
        Err(Faute(format!(
            "« {} » n’est ni vrai ni faux ; écrivez true ou false (oui ou non).",
            montrer(ecrit)
        )))
    }
}

/// Digits without the spaces that people put between them.
fn sans_espaces(ecrit: &str) -> Cow<'_, str> {
    let espace = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    if nombre_long(ecrit) {
        return ecrit.into();
    }
    if ecrit.contains(espace) {
        ecrit.chars().filter(|c| !espace(*c)).collect()
    } else {
        ecrit.into()
    }
}

fn entier(ecrit: &str, min: i64, max: i64, origine: Origine) -> Result<i64, Faute> {
    let net = match origine {
        Origine::Json => ecrit.into(),
        Origine::Personne => sans_espaces(ecrit),
    };
    let chiffres = net.strip_prefix('-').unwrap_or(&net);
    if !nombre_long(chiffres) {
        return Err(Faute(format!(
            "« {} » n’est pas un nombre entier ; écrivez des chiffres seulement.",
            montrer(ecrit)
        )));
    }
    // Beyond 64 bits a number is beyond the bounds, on the side of its sign.
    let trop = if net.starts_with('-') {
        i64::MIN
    } else {
        i64::MAX
    };
    let nombre = net.parse::<i64>();
    let montre = montrer(&net);
    match nombre.clone().unwrap_or(trop) {
        n if n < min || nombre.is_err() && n == i64::MIN => Err(Faute(format!(
            "{montre} est trop petit ; il faut au moins {min}."
        ))),
        n if n > max || nombre.is_err() => Err(Faute(format!(
            "{montre} est trop grand ; il faut au plus {max}."
        ))),
        n => Ok(n),
    }
}

/// Cents; a person may write euros with their decimals (`4 800,00 €`), never a bare decimal number.
fn centimes(ecrit: &str, min: i64, max: i64, origine: Origine) -> Result<i64, Faute> {
    if origine == Origine::Personne
        && let Some(euros) = ecrit.trim().strip_suffix('€')
    {
        let net = sans_espaces(euros);
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
    if ecrit == "1" {
        return Ok(Fraction::UN);
    }
    let montre = montrer(ecrit);
    match Fraction::lire(ecrit) {
        Ok(part) if part.numerateur() == 0 => Err(Faute(
            "une part nulle n’est pas une durée de travail ; écrivez par exemple 0.80 ou 28/35."
                .to_owned(),
        )),
        Ok(part) if part > Fraction::UN => Err(Faute(format!(
            "« {montre} » dépasse le temps complet, qui s’écrit 1 ; écrivez par exemple 0.80 ou 28/35."
        ))),
        Ok(part) => Ok(part),
        // It already says how to write one.
        Err(erreur @ FractionInvalide::Forme) => {
            Err(Faute(format!("« {montre} » : {erreur} ; corrigez-le.")))
        }
        Err(erreur) => Err(Faute(format!(
            "« {montre} » : {erreur} ; écrivez par exemple 0.80 ou 28/35."
        ))),
    }
}

fn siret(ecrit: &str) -> Result<Cow<'_, str>, Faute> {
    let chiffres = sans_espaces(ecrit);
    let montre = montrer(ecrit);
    if !nombre_long(&chiffres) {
        let abrege = chiffres.bytes().any(|octet| octet.is_ascii_digit())
            && chiffres
                .bytes()
                .all(|octet| octet.is_ascii_digit() || b"Ee+,.".contains(&octet));
        return Err(Faute(if abrege {
            format!(
                "« {montre} » est un numéro SIRET abrégé par un tableur ; mettez la cellule au format texte et écrivez les 14 chiffres."
            )
        } else {
            format!("« {montre} » n’est pas un numéro SIRET ; écrivez ses 14 chiffres.")
        }));
    }
    match chiffres.len() {
        14 => Ok(chiffres),
        13 => Err(Faute(format!(
            "le numéro SIRET « {montre} » a 13 chiffres au lieu de 14 ; un tableur a peut-être retiré un zéro au début : remettez-le."
        ))),
        9 => Err(Faute(format!(
            "« {montre} » a 9 chiffres : c’est le SIREN de l’entreprise ; donnez les 14 chiffres du SIRET de l’établissement."
        ))),
        n => Err(Faute(format!(
            "le numéro SIRET « {montre} » a {n} chiffres au lieu de 14 ; vérifiez-le."
        ))),
    }
}

/// `44`; `044` as CYCLADES writes it and `1` as a spreadsheet leaves it mean the same departments.
fn departement(ecrit: &str) -> Result<Cow<'_, str>, Faute> {
    let net = ecrit.trim();
    let code: Cow<'_, str> = match net.as_bytes() {
        [b'1'..=b'9'] => format!("0{net}").into(),
        [b'0', _, _] if net.is_ascii() => net[1..].into(),
        [b'2', b'a' | b'b'] => net.to_ascii_uppercase().into(),
        _ => net.into(),
    };
    let connu = match code.as_bytes() {
        [b'2', b'A' | b'B'] => true,
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
            let rang = (a - b'0') * 10 + (b - b'0');
            (1..=95).contains(&rang) && rang != 20
        }
        [b'9', b'7' | b'8', c] => c.is_ascii_digit(),
        _ => false,
    };
    if connu {
        Ok(code)
    } else {
        Err(Faute(format!(
            "« {} » n’est pas un département ; écrivez son numéro, par exemple 44 ou 2A.",
            montrer(ecrit)
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
    if nombre_long(chiffres) {
        Ok(chiffres)
    } else {
        Err(Faute(format!(
            "« {} » n’est pas un numéro {prefixe} ; écrivez ses chiffres, précédés ou non de {prefixe}.",
            montrer(ecrit)
        )))
    }
}
