//! A decided dossier in the words of a letter: what templates see.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Commun, Dossier};
use guichet_nomenclatures::contrat_pro::Certification;
use guichet_socle::constat::{Constat, Valeur};
use guichet_socle::decision::EtapeDeCalcul;
use guichet_socle::francais::date_en_toutes_lettres;
use guichet_socle::{Centimes, Decision, Resultat};
use jiff::civil::Date;
use serde::Serialize;

use super::montant::Montant;

/// A decided dossier. No name of a person or of a company is in it: the dossier has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vue {
    /// The dossier's own reference.
    pub reference: String,
    /// Code of the issue: `favorable`, `defavorable`, `incomplet`.
    pub issue: &'static str,
    /// The establishment, its digits in groups; empty when unknown.
    pub siret: String,
    /// Its department; empty when unknown.
    pub departement: String,
    /// Day of the application, in words; empty when unknown.
    pub date_demande: String,
    /// Civil year of the application, by which aids are added up; empty when unknown.
    pub annee: String,
    /// The aids of that year that the dossier declares besides this one; none when it declares none.
    pub autres_aides: Option<Montant>,
    /// First day of the contract, in words; empty when unknown.
    pub debut: String,
    /// Last day of the contract as planned, in words; empty when unknown.
    pub fin: String,
    /// Last day of a contract that ended early, in words; empty when it did not.
    pub rupture: String,
    /// Share of full time: « 80 % »; empty when unknown.
    pub quotite: String,
    /// « RNCP 37537 », « CERTIFINFO 114320 »; empty when unknown.
    pub certification: String,
    /// Title of the certification, repaired; empty when the regulation does not list it.
    pub intitule: String,
    /// What is granted; none when nothing is decided.
    pub montant: Option<Montant>,
    /// `arrete` or `convention`; empty when the issue is not favourable.
    pub instrument: String,
    /// First day of the payment, in words; empty when there is none.
    pub paiement_au_plus_tot: String,
    /// Last day of the payment request, in words; empty when there is none.
    pub demande_paiement_au_plus_tard: String,
    /// The computation, step by step.
    pub calcul: Vec<Etape>,
    /// The conditions that are not met.
    pub motifs: Vec<Motif>,
    /// What is missing.
    pub manques: Vec<Manque>,
    /// What would make a condition met.
    pub pistes: Vec<String>,
    /// Edition applied.
    pub edition: String,
    /// « Guichet 0.1.0, édition 2024-04-01, empreinte 0a1b2c3d ».
    pub recu: String,
    #[serde(skip)]
    pub(super) centimes: Option<Centimes>,
}

/// A step of the computation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Etape {
    /// « 12 mois × 500 € × 100 % ».
    pub libelle: String,
    /// In figures.
    pub montant: String,
    /// Where the document says so.
    pub source: String,
}

/// A condition that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Motif {
    /// Code of the rule.
    pub regle: String,
    /// The fact with its value.
    pub message: String,
    /// What the regulation asks for.
    pub remede: String,
    /// Where the document says so.
    pub source: String,
}

/// A missing fact or document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manque {
    /// Name of the field in the dossier.
    pub champ: String,
    /// « la copie du contrat (formulaire CERFA) ».
    pub libelle: String,
}

impl Vue {
    /// A decision and its dossier, read with the edition that decided it; `certification` is what the
    /// dossier designates in the list of the regulation.
    #[must_use]
    pub fn nouvelle(
        commun: &Commun,
        dossier: &Dossier,
        decision: &Decision,
        certification: Option<&Certification>,
    ) -> Self {
        let lu = |nom| champ_du_dossier(commun, dossier, nom);
        let repondu = |nom| champ_de_la_reponse(decision, nom);
        let centimes = decision.montant();
        Self {
            reference: decision.reference.clone(),
            issue: decision.issue.code(),
            siret: siret_groupe(&lu("employeur.siret")),
            departement: lu("employeur.departement"),
            date_demande: lu("date_demande"),
            debut: lu("contrat.date_debut"),
            fin: lu("contrat.date_fin"),
            rupture: lu("contrat.rupture"),
            quotite: lu("contrat.quotite"),
            annee: jour_de_la_demande(commun, dossier)
                .map_or_else(String::new, |jour| jour.year().to_string()),
            autres_aides: autres_aides(commun, dossier),
            intitule: certification.map_or_else(String::new, |c| c.titre().to_owned()),
            certification: code_de_certification(
                &lu("contrat.certification.rncp"),
                &lu("contrat.certification.certifinfo"),
            ),
            montant: centimes.map(Montant::de),
            centimes,
            instrument: repondu("instrument"),
            paiement_au_plus_tot: repondu("paiement_au_plus_tot"),
            demande_paiement_au_plus_tard: repondu("demande_paiement_au_plus_tard"),
            calcul: decision.calcul.iter().map(Etape::de).collect(),
            motifs: motifs(commun, decision),
            manques: decision
                .manque
                .iter()
                .map(|nom| Manque::de(commun, nom))
                .collect(),
            pistes: decision
                .pistes
                .iter()
                .map(|piste| piste.message.clone())
                .collect(),
            edition: decision.edition.to_string(),
            recu: recu(decision),
        }
    }
}

impl Etape {
    /// A step of a decision.
    pub(crate) fn de(etape: &EtapeDeCalcul) -> Self {
        Self {
            libelle: etape.libelle.clone(),
            montant: etape.montant_centimes.to_string(),
            source: etape.source.clone(),
        }
    }
}

impl Motif {
    /// A condition that is not met, with the remedy of its rule.
    pub(crate) fn de(commun: &Commun, constat: &Constat) -> Self {
        Self {
            regle: constat.regle.to_string(),
            message: constat.message.to_string(),
            remede: commun
                .condition(&constat.regle)
                .map(|condition| condition.remede.clone())
                .unwrap_or_default(),
            source: constat.source.to_string(),
        }
    }
}

impl Manque {
    /// A missing field of a dossier, in words.
    pub(crate) fn de(commun: &Commun, nom: &str) -> Self {
        Self {
            champ: nom.to_owned(),
            libelle: commun.schema.rang(nom).map_or_else(
                || nom.to_owned(),
                |rang| commun.schema.champ(rang).libelle.clone(),
            ),
        }
    }
}

/// « Guichet 0.1.0, édition 2024-04-01, empreinte 0a1b2c3d ».
pub(crate) fn recu(decision: &Decision) -> String {
    format!(
        "Guichet {}, édition {}, empreinte {}",
        decision.recu.version,
        decision.edition,
        decision.recu.edition_sha256.get(..12).unwrap_or_default()
    )
}

fn jour_de_la_demande(commun: &Commun, dossier: &Dossier) -> Option<Date> {
    dossier.date(commun.schema.rang("date_demande")?)
}

fn autres_aides(commun: &Commun, dossier: &Dossier) -> Option<Montant> {
    let rang = commun.schema.rang("employeur.aides_annee_centimes")?;
    match dossier.valeur(rang) {
        ValeurDeChamp::Entier(centimes) if centimes > 0 => Some(Montant::de(Centimes(centimes))),
        _ => None,
    }
}

fn motifs(commun: &Commun, decision: &Decision) -> Vec<Motif> {
    decision
        .constats
        .iter()
        .filter(|constat| constat.resultat == Resultat::NonRempli)
        .map(|constat| Motif::de(commun, constat))
        .collect()
}

/// The value of a field in words; empty when it is absent, or is no single value.
fn champ_du_dossier(commun: &Commun, dossier: &Dossier, nom: &str) -> String {
    let Some(rang) = commun.schema.rang(nom) else {
        return String::new();
    };
    match dossier.valeur(rang) {
        ValeurDeChamp::Date(jour) => date_en_toutes_lettres(jour),
        ValeurDeChamp::Fraction(part) => part.to_string(),
        ValeurDeChamp::Entier(nombre) => nombre.to_string(),
        valeur => dossier.texte_de(valeur).unwrap_or_default().to_owned(),
    }
}

/// A field of the answer in words: its days as people write them.
fn champ_de_la_reponse(decision: &Decision, nom: &str) -> String {
    match decision.champ(nom) {
        Some(Valeur::Texte(texte)) => texte
            .parse::<Date>()
            .map_or_else(|_| texte.to_string(), date_en_toutes_lettres),
        _ => String::new(),
    }
}

fn code_de_certification(rncp: &str, certifinfo: &str) -> String {
    let numero = |code: &str, prefixe: &str| {
        let chiffres = code.trim_start_matches(prefixe).trim();
        format!("{prefixe}\u{a0}{chiffres}")
    };
    match (rncp, certifinfo) {
        ("", "") => String::new(),
        ("", code) => numero(code, "CERTIFINFO"),
        (code, _) => numero(code, "RNCP"),
    }
}

/// « 123 456 789 00012 »; anything else as it is.
fn siret_groupe(siret: &str) -> String {
    let chiffres = siret.len() == 14 && siret.bytes().all(|b| b.is_ascii_digit());
    match (
        siret.get(..3),
        siret.get(3..6),
        siret.get(6..9),
        siret.get(9..),
    ) {
        (Some(a), Some(b), Some(c), Some(d)) if chiffres => {
            format!("{a}\u{a0}{b}\u{a0}{c}\u{a0}{d}")
        }
        _ => siret.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_to_be_read() {
        assert_eq!(
            siret_groupe("12345678200010"),
            "123\u{a0}456\u{a0}782\u{a0}00010"
        );
        assert_eq!(siret_groupe("1234"), "1234");
        assert_eq!(siret_groupe("1234567890123é"), "1234567890123é");
        assert_eq!(code_de_certification("RNCP37537", ""), "RNCP\u{a0}37537");
        assert_eq!(code_de_certification("37537", "1"), "RNCP\u{a0}37537");
        assert_eq!(
            code_de_certification("", "114320"),
            "CERTIFINFO\u{a0}114320"
        );
        assert_eq!(code_de_certification("", ""), "");
    }
}
