//! The facts derived from a candidate's row: what the conditions speak of besides the fields themselves.

use guichet_nomenclatures::communes::{self, Communes, Etat};
use guichet_nomenclatures::cyclades::{Domaine, ListesCyclades, Specialite};
use guichet_socle::programme::{FaitDeclare, Nature};
use jiff::civil::{Date, DateTime};

use crate::champs::Champs;

/// A boolean fact: the rank is its bit.
macro_rules! booleens {
    ($($(#[$doc:meta])* $nom:ident = $bit:literal, $texte:literal, $sens:literal;)*) => {
        /// Bits of the boolean facts.
        pub mod bit {
            $($(#[$doc])* pub const $nom: u64 = 1 << $bit;)*
        }
        const BOOLEENS: &[(&str, u8, &str)] = &[$(($texte, $bit, $sens),)*];
    };
}

booleens! {
    /// Born in France.
    NAISSANCE_EN_FRANCE = 0, "naissance_en_france", "le pays de naissance est 100";
    /// Lives in France.
    RESIDENCE_EN_FRANCE = 1, "residence_en_france", "le pays de résidence est 100";
    /// Takes the European section.
    SECTION_EUROPEENNE = 2, "section_europeenne", "l’enseignement est EURO";
    /// Must have an INE.
    INE_EXIGE = 3, "ine_exige", "contrôle INE coché, ou candidat scolaire (catégorie 1xx) d’un établissement en France, public ou privé sous contrat";
    /// The session is of the year whose lists the edition holds.
    SESSION_DE_L_EDITION = 4, "session_de_l_edition", "l’année de la session est celle des listes de l’édition";
    /// The export date is real.
    DATE_HEURE_EXPORT_REELLE = 5, "date_heure_export_reelle", "la date et l’heure d’export existent";
    /// The birth date is real.
    DATE_NAISSANCE_REELLE = 6, "date_naissance_reelle", "la date de naissance existe dans le calendrier";
    /// The key letter of the UAI is not that of its number.
    CLE_D_UAI_FAUSSE = 7, "cle_d_uai_fausse", "la lettre-clé n’est pas celle des sept chiffres (reste par 23)";
    /// The speciality is closed for the session.
    SPECIALITE_FERMEE = 8, "specialite_fermee", "la session suit la dernière de la spécialité, ou la fermeture de son code";
    /// The speciality is not open yet.
    SPECIALITE_PAS_ENCORE_OUVERTE = 9, "specialite_pas_encore_ouverte", "la session précède la première de la spécialité";
    /// Only candidates who sit again.
    SPECIALITE_EN_RATTRAPAGE = 10, "specialite_en_rattrapage", "la session est celle de la fin du rattrapage";
    /// The baccalaureate it leads to has had its last session.
    SPECIALITE_CLOSE_AU_BACCALAUREAT = 11, "specialite_close_au_baccalaureat", "la dernière session du baccalauréat de même code est passée";
    /// The speciality has teachings of its own.
    SPECIALITE_A_ENSEIGNEMENT = 12, "specialite_a_enseignement", "des enseignements sont listés pour cette spécialité";
    /// The exam or the speciality has no teaching.
    ENSEIGNEMENT_NON_CONCERNE = 13, "enseignement_non_concerne", "aucun enseignement n’est listé pour l’examen, ou pour la spécialité";
    /// The teaching is listed for another speciality.
    ENSEIGNEMENT_D_UNE_AUTRE_SPECIALITE = 14, "enseignement_d_une_autre_specialite", "l’enseignement est listé pour une autre spécialité";
    /// The commune neither is nor was in the department.
    COMMUNE_D_UN_AUTRE_DEPARTEMENT = 15, "commune_d_un_autre_departement", "le code INSEE ne commence pas par le département donné, et la commune n’y est pas aujourd’hui";
    /// The INSEE list lacks the code, and no known gap explains it.
    COMMUNE_INCONNUE = 16, "commune_inconnue", "la liste des communes de l’INSEE n’a pas ce code, et aucune de ses lacunes connues ne l’explique";
    /// Another code has replaced this one.
    COMMUNE_ANCIENNE = 17, "commune_ancienne", "un autre code INSEE a remplacé celui de la commune";
}

/// Rank of the birth day among the numbers.
pub const JOUR_DE_NAISSANCE: usize = 0;
/// Rank of the first day after the session.
pub const FIN_DE_SESSION: usize = 1;
/// How many numbers there are.
pub const NOMBRES: usize = 2;

/// Every fact of the procedure: the fields, then the derived ones.
#[must_use]
pub fn declares(champs: &Champs) -> Vec<FaitDeclare> {
    let textes = champs
        .liste
        .iter()
        .zip(0u8..)
        .map(|(champ, rang)| FaitDeclare {
            nom: champ.nom.clone(),
            nature: Nature::Texte,
            rang,
            sens: champ.libelle.clone(),
        });
    let booleens = BOOLEENS.iter().map(|&(nom, rang, sens)| FaitDeclare {
        nom: nom.to_owned(),
        nature: Nature::Booleen,
        rang,
        sens: sens.to_owned(),
    });
    let dates = [
        ("jour_de_naissance", 0, "le jour de naissance"),
        (
            "fin_de_session",
            1,
            "le premier jour après le mois, ou l’année, de la session",
        ),
    ]
    .into_iter()
    .map(|(nom, rang, sens)| FaitDeclare {
        nom: nom.to_owned(),
        nature: Nature::Date,
        rang,
        sens: sens.to_owned(),
    });
    textes.chain(booleens).chain(dates).collect()
}

/// Where the facts find the fields they derive from; a field that an edition lacks is never read.
#[derive(Debug, Clone, Copy)]
pub struct Reperes {
    /// Session, in a file that has a column for it.
    pub annee_session: Option<u8>,
    /// Export date.
    pub date_heure_export: Option<u8>,
    /// INE.
    pub ine: Option<u8>,
    /// Family name.
    pub nom_famille: Option<u8>,
    /// First names.
    pub prenoms: Option<u8>,
    /// Country of birth.
    pub pays_naissance: Option<u8>,
    /// Birth date.
    pub date_naissance: Option<u8>,
    /// Department of birth.
    pub departement: Option<u8>,
    /// Place of birth.
    pub commune: Option<u8>,
    /// Country of residence.
    pub pays: Option<u8>,
    /// Establishment.
    pub etablissement: Option<u8>,
    /// Speciality.
    pub serie: Option<u8>,
    /// Teaching.
    pub enseignement: Option<u8>,
    /// Category.
    pub categorie: Option<u8>,
}

impl Reperes {
    /// Looks the fields up by name.
    #[must_use]
    pub fn des_champs(champs: &Champs) -> Self {
        Self {
            annee_session: champs.rang("annee_session"),
            date_heure_export: champs.rang("date_heure_export"),
            ine: champs.rang("INE"),
            nom_famille: champs.rang("nom_famille"),
            prenoms: champs.rang("prenoms"),
            pays_naissance: champs.rang("pays_naissance"),
            date_naissance: champs.rang("date_naissance"),
            departement: champs.rang("depCOM_naissance"),
            commune: champs.rang("commune_naissance"),
            pays: champs.rang("pays"),
            etablissement: champs.rang("etablissement"),
            serie: champs.rang("serie"),
            enseignement: champs.rang("enseignement"),
            categorie: champs.rang("categorie"),
        }
    }
}

/// The bytes of a field, empty when the edition has no such field.
#[inline]
#[must_use]
pub fn octets<'a>(valeurs: &[&'a [u8]], rang: Option<u8>) -> &'a [u8] {
    rang.and_then(|rang| valeurs.get(usize::from(rang)).copied())
        .unwrap_or_default()
}

/// Booleans true and booleans known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bits {
    /// True.
    pub vrais: u64,
    /// Known.
    pub connus: u64,
}

impl Bits {
    /// Puts a known value.
    #[inline]
    pub fn poser(&mut self, bit: u64, vrai: bool) {
        self.connus |= bit;
        if vrai {
            self.vrais |= bit;
        }
    }

    /// Puts a value that may be unknown.
    #[inline]
    pub fn poser_si_connu(&mut self, bit: u64, valeur: Option<bool>) {
        if let Some(vrai) = valeur {
            self.poser(bit, vrai);
        }
    }

    /// Both sets of facts.
    #[inline]
    #[must_use]
    pub fn avec(self, autres: Self) -> Self {
        Self {
            vrais: self.vrais | autres.vrais,
            connus: self.connus | autres.connus,
        }
    }
}

/// The day of `JJ/MM/AAAA`, if it has the form and is real.
#[inline]
#[must_use]
pub fn jour(octets: &[u8]) -> Option<Date> {
    let &[j1, j2, b'/', m1, m2, b'/', a1, a2, a3, a4] = octets else {
        return None;
    };
    Date::new(quatre(a1, a2, a3, a4)?, deux(m1, m2)?, deux(j1, j2)?).ok()
}

/// The moment of `JJ/MM/AAAA HH:mm`, if it has the form and is real.
#[must_use]
pub fn moment(octets: &[u8]) -> Option<DateTime> {
    let (debut, fin) = octets.split_at_checked(10)?;
    let &[b' ', h1, h2, b':', n1, n2] = fin else {
        return None;
    };
    let jour = jour(debut)?;
    DateTime::new(
        jour.year(),
        jour.month(),
        jour.day(),
        deux(h1, h2)?,
        deux(n1, n2)?,
        0,
        0,
    )
    .ok()
}

#[inline]
fn chiffre(octet: u8) -> Option<i8> {
    // A digit fits in an i8.
    if octet.is_ascii_digit() {
        i8::try_from(octet - b'0').ok()
    } else {
        None
    }
}

#[inline]
fn deux(a: u8, b: u8) -> Option<i8> {
    Some(chiffre(a)? * 10 + chiffre(b)?)
}

#[inline]
fn quatre(a: u8, b: u8, c: u8, d: u8) -> Option<i16> {
    Some(i16::from(deux(a, b)?) * 100 + i16::from(deux(c, d)?))
}

/// The key letter of a UAI's seven digits; `None` when they are not seven digits.
#[inline]
#[must_use]
pub fn cle_d_uai(chiffres: &[u8]) -> Option<u8> {
    const LETTRES: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    if chiffres.len() != 7 || !chiffres.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let nombre = chiffres
        .iter()
        .fold(0usize, |n, &c| n * 10 + usize::from(c - b'0'));
    LETTRES.get(nombre % 23).copied()
}

/// Whether the key of a well-formed UAI is wrong; `None` when the value is not of that form.
#[inline]
#[must_use]
pub fn cle_fausse(etablissement: &[u8]) -> Option<bool> {
    let (&cle, chiffres) = etablissement.split_last()?;
    if !cle.is_ascii_uppercase() {
        return None;
    }
    cle_d_uai(chiffres).map(|attendue| attendue != cle)
}

/// Whether an INSEE code belongs to another department than the one given; `None` when either has
/// not the form that would tell (register CY-22: `02A` is `2A`, `001` is `01`; the old Corsican `20` is
/// both).
#[inline]
#[must_use]
pub fn autre_departement(departement: &[u8], commune: &[u8]) -> Option<bool> {
    if commune.len() != 5 {
        return None;
    }
    match departement {
        [b'0', b'2', lettre @ (b'A' | b'B')] => {
            Some(!(commune.starts_with(&[b'2', *lettre]) || commune.starts_with(b"20")))
        }
        [b'0', dizaine @ b'0'..=b'9', unite @ b'0'..=b'9'] => {
            Some(!commune.starts_with(&[*dizaine, *unite]))
        }
        // Mayotte has two department codes, and its communes had two prefixes.
        b"976" | b"985" => Some(!(commune.starts_with(b"976") || commune.starts_with(b"985"))),
        [b'9', b'0'..=b'9', b'0'..=b'9'] => Some(!commune.starts_with(departement)),
        _ => None,
    }
}

/// What the INSEE list says of a birth place in France. The list is not the document's: it only founds
/// warnings (register CY-22).
#[inline]
pub fn de_la_commune(
    listees: &Communes,
    departement: &[u8],
    commune: &[u8],
    naissance: Option<Date>,
    bits: &mut Bits,
) {
    if let Some(etat) = listees.etat(commune) {
        let inconnue = etat == Etat::Inconnu && !listees.est_une_lacune(commune, naissance);
        bits.poser(bit::COMMUNE_INCONNUE, inconnue);
        bits.poser(bit::COMMUNE_ANCIENNE, etat == Etat::Ancien);
    }
    let ailleurs = autre_departement(departement, commune)
        .map(|ailleurs| ailleurs && !y_est_aujourd_hui(listees, departement, commune));
    bits.poser_si_connu(bit::COMMUNE_D_UN_AUTRE_DEPARTEMENT, ailleurs);
}

/// Whether a commune whose code begins otherwise is in the department today: Sarcelles was `78585`.
fn y_est_aujourd_hui(listees: &Communes, departement: &[u8], commune: &[u8]) -> bool {
    std::str::from_utf8(departement).is_ok_and(|departement| {
        listees
            .fiche(commune)
            .is_some_and(|fiche| communes::est_du_departement(&fiche, departement))
    })
}

/// What a speciality says of itself for a session: computed once for each, not for each candidate.
#[must_use]
pub fn bits_de_specialite(
    specialite: &Specialite,
    annee: Option<i16>,
    listes: &ListesCyclades,
) -> Bits {
    let mut bits = Bits::default();
    let domaine = specialite.domaine;
    let code = specialite.code.to_string();
    if let Some(annee) = annee {
        let rattrapage = est_un_rattrapage(specialite);
        let derniere = specialite.derniere_session;
        bits.poser(
            bit::SPECIALITE_FERMEE,
            derniere.is_some_and(|derniere| annee > derniere)
                || specialite
                    .fermee_a_partir_de
                    .is_some_and(|fermee| annee >= fermee),
        );
        bits.poser(
            bit::SPECIALITE_PAS_ENCORE_OUVERTE,
            specialite
                .premiere_session
                .is_some_and(|premiere| annee < premiere),
        );
        bits.poser(
            bit::SPECIALITE_EN_RATTRAPAGE,
            rattrapage && derniere == Some(annee),
        );
        let au_baccalaureat = listes.specialite(Domaine::Bcp, code.as_bytes());
        bits.poser(
            bit::SPECIALITE_CLOSE_AU_BACCALAUREAT,
            domaine == Domaine::Ari
                && au_baccalaureat
                    .and_then(|bac| bac.derniere_session)
                    .is_some_and(|derniere| annee > derniere)
                && specialite
                    .fermee_a_partir_de
                    .is_none_or(|fermee| annee < fermee),
        );
    }
    let propre = listes
        .enseignements(domaine)
        .iter()
        .any(|enseignement| enseignement.specialite == Some(specialite.code));
    bits.poser(bit::SPECIALITE_A_ENSEIGNEMENT, propre);
    let generaux = listes
        .enseignements(domaine)
        .iter()
        .any(|e| e.specialite.is_none());
    bits.poser(bit::ENSEIGNEMENT_NON_CONCERNE, !propre && !generaux);
    bits
}

/// Whether the last session of a speciality is only for those who sit again.
#[must_use]
pub fn est_un_rattrapage(specialite: &Specialite) -> bool {
    specialite
        .mention
        .as_deref()
        .is_some_and(|mention| mention.contains("rattrapage"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_of_the_form_and_real() {
        let cas: [(&str, bool); 8] = [
            ("29/02/2024", true),
            ("29/02/2023", false),
            ("31/12/1999", true),
            ("00/01/2000", false),
            ("01/13/2000", false),
            ("1/01/2000", false),
            ("01-01-2000", false),
            ("", false),
        ];
        for (texte, attendu) in cas {
            assert_eq!(jour(texte.as_bytes()).is_some(), attendu, "{texte}");
        }
        assert!(moment(b"15/11/2023 09:00").is_some());
        assert!(moment(b"15/11/2023 24:00").is_none());
        assert!(moment(b"15/11/2023").is_none());
    }

    #[test]
    fn the_key_of_a_uai_is_the_remainder_by_23() {
        assert_eq!(cle_fausse(b"0750655E"), Some(false));
        assert_eq!(cle_fausse(b"0750655F"), Some(true));
        assert_eq!(cle_fausse(b"0000000A"), Some(false));
        for inconnu in ["0750655e", "075065E", "12345678", "", "A"] {
            assert_eq!(cle_fausse(inconnu.as_bytes()), None, "{inconnu}");
        }
    }

    #[test]
    fn the_insee_list_says_what_a_birth_place_is() {
        const INCONNUE: u64 = bit::COMMUNE_INCONNUE;
        const ANCIENNE: u64 = bit::COMMUNE_ANCIENNE;
        const AILLEURS: u64 = bit::COMMUNE_D_UN_AUTRE_DEPARTEMENT;
        const TOUS: u64 = INCONNUE | ANCIENNE | AILLEURS;
        let listees = crate::essai::communes();
        let cas = [
            ("075", "75113", "", 0, TOUS),
            ("075", "77284", "", AILLEURS, TOUS),
            ("078", "78585", "", ANCIENNE, TOUS),
            ("095", "78585", "", ANCIENNE, TOUS),
            ("077", "78585", "", ANCIENNE | AILLEURS, TOUS),
            ("02A", "20004", "", ANCIENNE, TOUS),
            // Moved to the Loire-Atlantique, its former department still fits.
            ("049", "49144", "", ANCIENNE, TOUS),
            ("044", "49144", "", ANCIENNE, TOUS),
            ("001", "01999", "", INCONNUE, TOUS),
            ("069", "01999", "", INCONNUE | AILLEURS, TOUS),
            ("985", "98511", "", 0, TOUS),
            ("092", "92352", "01/01/1950", 0, TOUS),
            ("092", "92352", "01/01/2006", INCONNUE, TOUS),
            ("75", "75113", "", 0, INCONNUE | ANCIENNE),
            ("\u{e9}", "75113", "", 0, INCONNUE | ANCIENNE),
            ("075", "PARIS", "", AILLEURS, AILLEURS),
            ("075", "7511", "", 0, 0),
        ];
        for (departement, commune, naissance, vrais, connus) in cas {
            let mut bits = Bits::default();
            de_la_commune(
                &listees,
                departement.as_bytes(),
                commune.as_bytes(),
                jour(naissance.as_bytes()),
                &mut bits,
            );
            assert_eq!(bits, Bits { vrais, connus }, "{departement} {commune}");
        }
    }

    #[test]
    fn the_department_of_a_commune_is_its_prefix() {
        let cas = [
            ("075", "75113", Some(false)),
            ("075", "77113", Some(true)),
            ("001", "01053", Some(false)),
            ("02A", "2A004", Some(false)),
            ("02A", "2B033", Some(true)),
            ("02B", "20033", Some(false)),
            ("974", "97411", Some(false)),
            ("974", "97311", Some(true)),
            ("985", "97608", Some(false)),
            ("976", "98508", Some(false)),
            ("75", "75113", None),
            ("02a", "2A004", None),
            ("075", "7511", None),
        ];
        for (departement, commune, attendu) in cas {
            assert_eq!(
                autre_departement(departement.as_bytes(), commune.as_bytes()),
                attendu,
                "{departement} {commune}"
            );
        }
    }
}
