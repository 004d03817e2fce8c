//! The same invented candidates as school software exports them: its headings, labels where the document
//! wants codes, and what spreadsheets do to numbers.

use super::candidat::Fabrique;
use super::listes::Listes;
use super::{Demande, Erreur, verifier_la_session};
use crate::{EditionCyclades, Examen};

/// The software that an export imitates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// The national pupil base: labels, addresses of the legal representatives.
    Siecle,
    /// An invented attendance program, saved as a workbook: lost zeros, numbers for dates.
    VieScolaire,
    /// An invented program of a training centre: English headings, ISO dates.
    Cfa,
}

/// A cell of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cellule {
    /// A text.
    Texte(String),
    /// A number, as a spreadsheet keeps it: without its leading zeros.
    Nombre(i64),
}

/// The headings and the rows of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportInvente {
    /// Headings.
    pub colonnes: Vec<&'static str>,
    /// Rows.
    pub lignes: Vec<Vec<Cellule>>,
}

impl Forme {
    /// Every form by its name.
    pub const NOMS: [(&'static str, Self); 3] = [
        ("siecle", Self::Siecle),
        ("vie-scolaire", Self::VieScolaire),
        ("cfa", Self::Cfa),
    ];

    /// Its headings.
    #[must_use]
    pub fn colonnes(self) -> Vec<&'static str> {
        match self {
            Self::Siecle => vec![
                "Sexe",
                "Pays Nat.",
                "Nom de famille",
                "Prénom",
                "Prénom 2",
                "Prénom 3",
                "Date Naissance",
                "Doublement",
                "Id National",
                "Date Entrée",
                "Ville Naiss. Etrangère",
                "Commune Naiss.",
                "Pays Naiss.",
                "Code Régime",
                "Lib. Régime",
                "Lib. MEF",
                "Lib. Structure",
                "Lien Parenté Repr. Lég. ",
                "Nom de famille Repr. Lég. ",
                "Prénom Repr. Lég. ",
                "Ligne Adresse 1 Repr. Lég. ",
                "Ligne Adresse 2 Repr. Lég. ",
                "Ligne Adresse 3 Repr. Lég. ",
                "Ligne Adresse 4 Repr. Lég. ",
                "Lib. Postal Repr. Lég. ",
                "Code Postal Repr. Lég. ",
                "Code Département Repr. Lég. ",
                "Commune Etrangère Repr. Lég. ",
                "Pays Repr. Lég. ",
                "Tél. Personnel Repr. Lég. ",
                "Tél. Portable Repr. Lég. ",
                "Email Repr. Lég. ",
                "Lien Parenté Autre Repr. Lég. ",
                "Ligne Adresse 1 Autre Repr. Lég. ",
                "Lib. Postal Autre Repr. Lég. ",
                "Code Postal Autre Repr. Lég. ",
                "Pays Autre Repr. Lég. ",
                "Tél. Personnel Autre Repr. Lég. ",
                "Tél. Portable Autre Repr. Lég. ",
                "Email Autre Repr. Lég. ",
            ],
            Self::VieScolaire => vec![
                "NOM",
                "PRENOM",
                "PRENOM 2",
                "SEXE",
                "NE(E) LE",
                "CODE COMMUNE NAISS",
                "DEPT NAISS",
                "PAYS NAISS",
                "NATIONALITE",
                "N° INE",
                "REGIME",
                "CLASSE",
                "TEL PORTABLE",
                "MAIL",
                "ADR1",
                "ADR2",
                "CP",
                "VILLE",
                "PAYS",
                "RNE",
                "SPECIALITE",
                "STATUT",
                "PCS",
            ],
            Self::Cfa => vec![
                "Last name",
                "First name",
                "Gender",
                "Birth date",
                "Birth place",
                "Birth department",
                "Birth country",
                "Nationality",
                "National ID",
                "Street",
                "Postcode / city",
                "Country",
                "Mobile phone",
                "Email address",
                "School code",
                "Group",
                "Course",
                "Status",
                "Employer name",
                "Employer phone",
            ],
        }
    }
}

/// Invents the rows of an export.
///
/// # Errors
/// The demand cannot be met.
#[expect(
    clippy::too_many_lines,
    reason = "one row of each software, cell by cell"
)]
pub fn inventer(
    edition: &EditionCyclades,
    demande: &Demande,
    forme: Forme,
) -> Result<ExportInvente, Erreur> {
    verifier_la_session(edition, demande)?;
    let fabrique = Fabrique::new(edition, demande)?;
    let places = fabrique.places();
    let listes = Listes::lire();
    let mut valeurs = vec![String::new(); edition.champs.liste.len()];
    let mut lignes = Vec::new();
    for rang in 0..demande.candidats {
        fabrique.remplir(rang, true, &mut valeurs);
        // Where someone was born in France, the commune's own department says so.
        let commune = listes
            .communes
            .iter()
            .find(|commune| commune.insee == valeurs[places.commune]);
        let traduction = Traduction {
            edition,
            examen: demande.examen,
            rang,
        };
        let v = |place: usize| valeurs[place].as_str();
        let lieu = commune.map_or(v(places.commune), |commune| commune.nom);
        let (prenom, suite) = v(places.prenoms)
            .split_once(' ')
            .unwrap_or((v(places.prenoms), ""));
        let (deuxieme, troisieme) = suite.split_once(' ').unwrap_or((suite, ""));
        lignes.push(match forme {
            Forme::Siecle => {
                // One in four has only the other representative's address.
                let autre = rang % 4 == 3;
                let de = |place: usize| if autre { "" } else { v(place) };
                let second = |place: usize| if autre { v(place) } else { "" };
                let etranger = v(places.pays) != "100";
                let pays = traduction.pays(v(places.pays));
                [
                    v(places.civilite),
                    &traduction.pays(v(places.nationalite)),
                    v(places.nom_famille),
                    prenom,
                    deuxieme,
                    troisieme,
                    v(places.date_naissance),
                    "N",
                    v(places.ine),
                    "01/09/2022",
                    if commune.is_none() { lieu } else { "" },
                    if commune.is_some() { lieu } else { "" },
                    &traduction.pays(v(places.pays_naissance)),
                    "2",
                    "DP DAN",
                    &traduction.mef(v(places.serie)),
                    v(places.division_classe),
                    if autre { "" } else { "MERE" },
                    v(places.nom_famille),
                    "Claude",
                    de(places.adresse_1),
                    de(places.adresse_2),
                    de(places.adresse_3),
                    de(places.adresse_4),
                    if etranger { "" } else { de(places.localite) },
                    de(places.code_postal),
                    "",
                    if etranger { de(places.localite) } else { "" },
                    if autre { "" } else { &pays },
                    &espacer(de(places.telephone)),
                    &espacer(de(places.telephone_mobile)),
                    de(places.adresse_mail),
                    if autre { "PERE" } else { "" },
                    second(places.adresse_1),
                    second(places.localite),
                    second(places.code_postal),
                    if autre { &pays } else { "" },
                    &espacer(second(places.telephone)),
                    &espacer(second(places.telephone_mobile)),
                    second(places.adresse_mail),
                ]
                .map(|texte| Cellule::Texte(texte.to_owned()))
                .to_vec()
            }
            Forme::VieScolaire => vec![
                texte(v(places.nom_famille)),
                texte(prenom),
                texte(suite),
                texte(if v(places.civilite) == "F" {
                    "Mme"
                } else {
                    "M."
                }),
                date_de_tableur(v(places.date_naissance), rang),
                chiffres(v(places.commune)),
                chiffres(v(places.departement)),
                chiffres(v(places.pays_naissance)),
                chiffres(v(places.nationalite)),
                texte(&v(places.ine).to_lowercase()),
                texte("DP"),
                texte(v(places.division_classe)),
                telephone_de_tableur(v(places.telephone_mobile), rang),
                texte(v(places.adresse_mail)),
                texte(v(places.adresse_1)),
                texte(v(places.adresse_2)),
                chiffres(v(places.code_postal)),
                texte(v(places.localite)),
                chiffres(v(places.pays)),
                texte(
                    v(places.etablissement)
                        .strip_prefix('0')
                        .unwrap_or(v(places.etablissement)),
                ),
                chiffres(v(places.serie)),
                texte(&traduction.categorie(v(places.categorie))),
                chiffres(v(places.categ_socio_pro)),
            ],
            Forme::Cfa => vec![
                texte(v(places.nom_famille)),
                texte(&v(places.prenoms).replace(' ', ", ")),
                texte(v(places.civilite)),
                texte(&iso(v(places.date_naissance))),
                texte(v(places.commune)),
                texte(court(v(places.departement))),
                texte(&traduction.pays(v(places.pays_naissance))),
                texte(&traduction.pays(v(places.nationalite))),
                texte(v(places.ine)),
                texte(v(places.adresse_1)),
                texte(&format!("{} {}", v(places.code_postal), v(places.localite))),
                texte(&traduction.pays(v(places.pays))),
                texte(&espacer(v(places.telephone_mobile))),
                texte(v(places.adresse_mail)),
                texte(v(places.etablissement)),
                texte(v(places.division_classe)),
                texte(&traduction.specialite(v(places.serie))),
                texte(&traduction.categorie(v(places.categorie))),
                texte("Atelier inventé"),
                texte("01 99 00 00 00"),
            ],
        });
    }
    Ok(ExportInvente {
        colonnes: forme.colonnes(),
        lignes,
    })
}

/// Codes back to labels.
struct Traduction<'a> {
    edition: &'a EditionCyclades,
    examen: Examen,
    rang: u32,
}

impl Traduction<'_> {
    fn pays(&self, code: &str) -> String {
        let listes = &self.edition.listes;
        listes
            .pays(code.as_bytes())
            .map_or_else(|| code.to_owned(), |pays| pays.libelle_repare.clone())
    }

    fn specialite(&self, code: &str) -> String {
        let listes = &self.edition.listes;
        let mut domaines = self.examen.domaines().into_iter();
        domaines
            .find_map(|d| listes.specialite(d, code.as_bytes()))
            .map_or_else(|| code.to_owned(), |s| s.libelle_repare.clone())
    }

    fn categorie(&self, code: &str) -> String {
        let listes = &self.edition.listes;
        let mut domaines = self.examen.domaines().into_iter();
        domaines
            .find_map(|d| listes.categorie(d, code.as_bytes()))
            .map_or_else(|| code.to_owned(), |c| c.libelle.clone())
    }

    /// The label of a course, as the base writes it: capitals without accents, after the year.
    fn mef(&self, code: &str) -> String {
        let libelle = crate::import::noms::normaliser(&self.specialite(code)).to_uppercase();
        let annee = if self.rang.is_multiple_of(2) {
            "2CAP2"
        } else {
            "TLE"
        };
        format!("{annee} {libelle}")
    }
}

fn texte(valeur: &str) -> Cellule {
    Cellule::Texte(valeur.to_owned())
}

/// What a spreadsheet keeps of a code of digits: a number, its zeros lost.
fn chiffres(valeur: &str) -> Cellule {
    let seuls = !valeur.is_empty() && valeur.bytes().all(|octet| octet.is_ascii_digit());
    match valeur.parse() {
        Ok(nombre) if seuls => Cellule::Nombre(nombre),
        _ => texte(valeur),
    }
}

/// `0612345678` as people type it.
fn espacer(numero: &str) -> String {
    if numero.len() != 10 || !numero.is_ascii() {
        return numero.to_owned();
    }
    let paires: Vec<&str> = (0..5)
        .filter_map(|n| numero.get(2 * n..2 * n + 2))
        .collect();
    paires.join(" ")
}

fn telephone_de_tableur(numero: &str, rang: u32) -> Cellule {
    match rang % 3 {
        0 => texte(&espacer(numero)),
        1 => chiffres(numero),
        _ => texte(&espacer(numero).replace(' ', ".")),
    }
}

fn morceaux(date: &str) -> Option<(i16, i8, i8)> {
    let mut parties = date.split('/');
    let (jour, mois, annee) = (parties.next()?, parties.next()?, parties.next()?);
    Some((annee.parse().ok()?, mois.parse().ok()?, jour.parse().ok()?))
}

fn iso(date: &str) -> String {
    morceaux(date).map_or_else(
        || date.to_owned(),
        |(annee, mois, jour)| format!("{annee:04}-{mois:02}-{jour:02}"),
    )
}

/// A date typed in three ways in the same column.
fn date_de_tableur(date: &str, rang: u32) -> Cellule {
    let Some((annee, mois, jour)) = morceaux(date) else {
        return texte(date);
    };
    match rang % 3 {
        0 => texte(date),
        1 => texte(&format!("{jour}/{mois}/{annee}")),
        _ => jours_du_tableur(annee, mois, jour).map_or_else(|| texte(date), Cellule::Nombre),
    }
}

fn jours_du_tableur(annee: i16, mois: i8, jour: i8) -> Option<i64> {
    let date = jiff::civil::Date::new(annee, mois, jour).ok()?;
    let ecart = date - jiff::civil::date(1899, 12, 30);
    Some(i64::from(ecart.get_days()))
}

/// `075` as most people write it.
fn court(departement: &str) -> &str {
    match departement.strip_prefix('0') {
        Some(reste) if reste.len() == 2 => reste,
        _ => departement,
    }
}
