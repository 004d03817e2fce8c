//! Invented dossiers, realistic and various, that a seed decides: to try the program, never to test the law.
//!
//! The first dossiers go through every situation in order, and are named after it; the others are ordinary
//! more often than not. A share of them may get a fault of input, which makes them unreadable.

mod fautes;
mod situations;

use guichet_socle::hasard::Hasard;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::edition::EditionContratPro;

pub use fautes::FAUTES;
pub use situations::SITUATIONS;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demande {
    /// Number of dossiers.
    pub dossiers: u32,
    /// How many dossiers in a thousand get a fault.
    pub fautes_pour_mille: u32,
    /// The seed.
    pub graine: u64,
    /// Whether each dossier has its own keys, so that one of them can be mistyped; a table has columns.
    pub cles: bool,
}

/// A value as it is written in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saisie {
    /// A text, a date, a code, a share.
    Texte(String),
    /// True or false.
    Booleen(bool),
    /// A whole number, cents.
    Entier(i64),
    /// Null, for a field where it says something.
    Nulle,
    /// Several values.
    Liste(Vec<Saisie>),
}

/// A fault put in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FauteInjectee {
    /// What it is (`siret-de-13-chiffres`).
    pub nom: &'static str,
    /// The field, or the key, it is in.
    pub champ: String,
    /// The rule that is raised by the reading.
    pub regle: &'static str,
}

/// One invented dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierInvente {
    /// Its reference: rank and situation.
    pub reference: String,
    /// Its fields in the order of the contract; one that is not there is unknown.
    pub champs: Vec<(String, Saisie)>,
    /// Its fault, if it has one.
    pub faute: Option<FauteInjectee>,
}

/// Invents dossiers, one after the other.
pub fn generer(
    edition: &EditionContratPro,
    demande: &Demande,
) -> impl Iterator<Item = DossierInvente> {
    let codes = Codes::de(edition);
    let demande = *demande;
    (0..demande.dossiers).map(move |rang| {
        let mut hasard = Hasard::new(demande.graine, u64::from(rang));
        let situation = situations::choisir(&mut hasard, rang);
        let mut brouillon = Brouillon::ordinaire(&mut hasard, &codes);
        situation.poser(&mut brouillon, &mut hasard);
        let reference = format!("{:03}-{}", rang + 1, situation.nom());
        let mut invente = DossierInvente {
            champs: brouillon.champs(&reference),
            reference,
            faute: None,
        };
        if hasard.pour_mille(demande.fautes_pour_mille) {
            fautes::injecter(&mut invente, rang, demande.cles);
        }
        invente
    })
}

/// The codes of the annex.
struct Codes {
    rncp: Vec<String>,
    certifinfo: Vec<String>,
}

impl Codes {
    fn de(edition: &EditionContratPro) -> Self {
        let lignes = edition.certifications.lignes();
        let (rncp, certifinfo): (Vec<_>, Vec<_>) = lignes
            .iter()
            .partition(|ligne| edition.certifications.rncp(ligne.code.numero()).is_some());
        let numeros = |lignes: Vec<&guichet_nomenclatures::Certification>| {
            let numeros = lignes.iter().map(|ligne| ligne.code.numero().to_owned());
            numeros.collect()
        };
        Self {
            rncp: numeros(rncp),
            certifinfo: numeros(certifinfo),
        }
    }
}

/// A dossier before it is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the dossier"
)]
pub(super) struct Brouillon {
    date_demande: Option<Date>,
    date_demande_paiement: Option<Date>,
    siret: String,
    departement: &'static str,
    assujetti: Option<bool>,
    a_jour: bool,
    licenciements: Vec<Date>,
    aides_annee: i64,
    naissance: Option<Date>,
    demandeur_emploi: bool,
    derniere_presence: Option<Date>,
    nature: &'static str,
    debut: Date,
    fin: Date,
    quotite: &'static str,
    rncp: Option<String>,
    certifinfo: Option<String>,
    rupture: Option<Date>,
    suspensions: Vec<(Date, Date, bool)>,
    cerfa: bool,
    opco: bool,
    un_cqp: String,
}

impl Brouillon {
    /// A dossier that meets every condition: a contract of twelve months that begins a first of month.
    fn ordinaire(hasard: &mut Hasard, codes: &Codes) -> Self {
        let debut = mois_apres(date(2024, 5, 1), i64::from(hasard.sous(24)));
        let code = |hasard: &mut Hasard, codes: &[String]| {
            hasard.parmi(codes).cloned().unwrap_or_default()
        };
        let departements = ["44", "49", "53", "72", "85"];
        Self {
            date_demande: Some(jours_apres(debut, 5 + i64::from(hasard.sous(50)))),
            date_demande_paiement: None,
            siret: siret(hasard),
            departement: hasard.parmi(&departements).copied().unwrap_or("44"),
            assujetti: Some(true),
            a_jour: true,
            licenciements: Vec::new(),
            aides_annee: 0,
            naissance: Some(jours_apres(
                date(1964, 1, 1),
                i64::from(hasard.sous(10_900)),
            )),
            demandeur_emploi: true,
            derniere_presence: None,
            nature: "professionnalisation",
            debut,
            fin: veille(mois_apres(debut, 12)),
            quotite: "1",
            rncp: Some(code(hasard, &codes.rncp)),
            certifinfo: None,
            rupture: None,
            suspensions: Vec::new(),
            cerfa: true,
            opco: true,
            un_cqp: code(hasard, &codes.certifinfo),
        }
    }

    /// The fields, in the order of the contract.
    fn champs(self, reference: &str) -> Vec<(String, Saisie)> {
        let texte = |texte: &str| Some(Saisie::Texte(texte.to_owned()));
        let jour = |jour: Option<Date>| jour.map(|jour| Saisie::Texte(jour.to_string()));
        let oui = |oui: bool| Some(Saisie::Booleen(oui));
        let jours = |dates: Vec<Date>| {
            let dates = dates.iter().map(|jour| Saisie::Texte(jour.to_string()));
            Some(Saisie::Liste(dates.collect()))
        };
        let presence = self.derniere_presence;
        let (debuts, fins) = self.suspensions.iter().map(|s| (s.0, s.1)).unzip();
        let payees = self.suspensions.iter().map(|s| Saisie::Booleen(s.2));
        let payees = Some(Saisie::Liste(payees.collect()));
        let champs = [
            ("reference", texte(reference)),
            ("date_demande", jour(self.date_demande)),
            ("date_demande_paiement", jour(self.date_demande_paiement)),
            ("employeur.siret", texte(&self.siret)),
            ("employeur.departement", texte(self.departement)),
            (
                "employeur.assujetti_contribution",
                self.assujetti.and_then(oui),
            ),
            ("employeur.a_jour_fiscal_social", oui(self.a_jour)),
            (
                "employeur.dates_licenciements_economiques",
                jours(self.licenciements),
            ),
            (
                "employeur.aides_annee_centimes",
                Some(Saisie::Entier(self.aides_annee)),
            ),
            ("salarie.date_naissance", jour(self.naissance)),
            ("salarie.demandeur_emploi", oui(self.demandeur_emploi)),
            (
                "salarie.derniere_presence_etablissement",
                jour(presence).or(Some(Saisie::Nulle)),
            ),
            ("contrat.nature", texte(self.nature)),
            ("contrat.date_debut", jour(Some(self.debut))),
            ("contrat.date_fin", jour(Some(self.fin))),
            ("contrat.quotite", texte(self.quotite)),
            ("contrat.certification.rncp", self.rncp.map(Saisie::Texte)),
            (
                "contrat.certification.certifinfo",
                self.certifinfo.map(Saisie::Texte),
            ),
            ("contrat.rupture", jour(self.rupture)),
            ("contrat.suspensions.debut", jours(debuts)),
            ("contrat.suspensions.fin", jours(fins)),
            ("contrat.suspensions.remuneree", payees),
            ("pieces.contrat_cerfa", oui(self.cerfa)),
            ("pieces.prise_en_charge_opco", oui(self.opco)),
        ];
        let champs = champs.into_iter();
        champs
            .filter_map(|(nom, saisie)| Some((nom.to_owned(), saisie?)))
            .collect()
    }
}

/// The columns of a table of invented dossiers, in order.
pub const COLONNES: [&str; 24] = [
    "reference",
    "date_demande",
    "date_demande_paiement",
    "employeur.siret",
    "employeur.departement",
    "employeur.assujetti_contribution",
    "employeur.a_jour_fiscal_social",
    "employeur.dates_licenciements_economiques",
    "employeur.aides_annee_centimes",
    "salarie.date_naissance",
    "salarie.demandeur_emploi",
    "salarie.derniere_presence_etablissement",
    "contrat.nature",
    "contrat.date_debut",
    "contrat.date_fin",
    "contrat.quotite",
    "contrat.certification.rncp",
    "contrat.certification.certifinfo",
    "contrat.rupture",
    "contrat.suspensions.debut",
    "contrat.suspensions.fin",
    "contrat.suspensions.remuneree",
    "pieces.contrat_cerfa",
    "pieces.prise_en_charge_opco",
];

pub(super) fn jours_apres(jour: Date, jours: i64) -> Date {
    jour.saturating_add(jours.days())
}

pub(super) fn mois_apres(jour: Date, mois: i64) -> Date {
    jour.saturating_add(mois.months())
}

pub(super) fn veille(jour: Date) -> Date {
    jours_apres(jour, -1)
}

/// A SIRET whose two keys are right; chance alone says whether it exists.
fn siret(hasard: &mut Hasard) -> String {
    let siren = avec_cle(&format!(
        "{}{:07}",
        4 + hasard.sous(5),
        hasard.sous(10_000_000)
    ));
    avec_cle(&format!("{siren}{:04}", 1 + hasard.sous(4)))
}

/// The digits and their Luhn key.
fn avec_cle(chiffres: &str) -> String {
    let somme: u32 = chiffres
        .bytes()
        .rev()
        .enumerate()
        .map(|(rang, octet)| {
            let chiffre = u32::from(octet - b'0');
            match rang % 2 {
                0 if chiffre > 4 => chiffre * 2 - 9,
                0 => chiffre * 2,
                _ => chiffre,
            }
        })
        .sum();
    format!("{chiffres}{}", (10 - somme % 10) % 10)
}

#[cfg(test)]
mod tests;
