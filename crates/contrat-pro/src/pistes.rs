//! What would make a condition met: the smallest change, or why there is none.
//!
//! A fact of the past is told as such: no one is advised to change what was.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Dossier, Proposition, Rang};
use guichet_nomenclatures::contrat_pro::Certification;
use guichet_socle::francais::date_en_toutes_lettres as en_lettres;
use guichet_socle::vocabulaire::Exigence;
use jiff::civil::Date;

use crate::edition::EditionContratPro;
use crate::faits::delais::dernier_jour;
use crate::faits::fenetres::{licenciements, ouverture};
use crate::faits::{DERIVES, Fait};
use guichet_socle::age::jour_des;
use guichet_socle::calendrier::mois_plus_tard;

/// The names of the leads.
pub const PISTES: [&str; 11] = [
    "debut-a-l-age-requis",
    "recherche-d-emploi-passee",
    "debut-apres-la-presence",
    "departement-constate",
    "assujettissement-constate",
    "mise-a-jour-fiscale-et-sociale",
    "demande-apres-les-licenciements",
    "nature-constatee",
    "code-a-verifier",
    "delai-passe",
    "demande-a-l-entree-en-vigueur",
];

/// The most codes near a code that is not listed: a list of them helps no one.
const PROCHES_MAX: usize = 3;

/// What would make a condition met, by the name of its lead.
#[must_use]
pub fn piste(edition: &EditionContratPro, nom: &str, dossier: &Dossier) -> Option<Proposition> {
    let guide = Guide { edition, dossier };
    match nom {
        "debut-a-l-age-requis" => guide.debut_a_l_age_requis(),
        "recherche-d-emploi-passee" => Some(constat(
            "La situation du salarié avant le contrat est un fait passé : rien ne la change pour ce dossier.",
        )),
        "debut-apres-la-presence" => guide.debut_apres_la_presence(),
        "departement-constate" => Some(constat(
            "Le département est celui de l’établissement du SIRET : l’aide revient au seul établissement qui signe le contrat.",
        )),
        "assujettissement-constate" => Some(constat(
            "L’assujettissement de l’établissement dépend de la loi : rien ne le change pour ce dossier.",
        )),
        "mise-a-jour-fiscale-et-sociale" => Some(guide.mise_a_jour()),
        "demande-apres-les-licenciements" => guide.demande_apres_les_licenciements(),
        "nature-constatee" => Some(constat(
            "La nature d’un contrat signé est un fait : seul un contrat de professionnalisation qui prépare à une certification de la liste est aidé.",
        )),
        "code-a-verifier" => Some(guide.code_a_verifier()),
        "delai-passe" => guide.delai_passe(),
        "demande-a-l-entree-en-vigueur" => guide.demande_a_l_entree_en_vigueur(),
        _ => None,
    }
}

/// A lead that changes nothing.
fn constat(message: impl Into<String>) -> Proposition {
    Proposition {
        message: message.into(),
        changements: Vec::new(),
    }
}

struct Guide<'a> {
    edition: &'a EditionContratPro,
    dossier: &'a Dossier,
}

impl Guide<'_> {
    fn debut_a_l_age_requis(&self) -> Option<Proposition> {
        let champs = &self.edition.champs;
        let ans = self.age_requis()?;
        let jour = jour_des(self.dossier.date(champs.date_naissance)?, ans)?;
        let date = en_lettres(jour);
        Some(self.reporter_le_debut(
            jour,
            format!(
                "Le {date}, le salarié aura {ans} ans ; un contrat qui commence ce jour-là ou après remplit cette condition."
            ),
        ))
    }

    fn debut_apres_la_presence(&self) -> Option<Proposition> {
        let champs = &self.edition.champs;
        let presence = self.dossier.date(champs.derniere_presence)?;
        let mois = self.edition.parametres.presence_fenetre_mois.valeur;
        let jour = premier_jour_degage(presence, mois)?;
        Some(self.reporter_le_debut(
            jour,
            format!(
                "À compter du {}, la dernière présence du {} est hors de la période ; un contrat qui commence ce jour-là ou après remplit cette condition.",
                en_lettres(jour),
                en_lettres(presence)
            ),
        ))
    }

    /// A contract that is to begin can begin later; one that has begun cannot.
    fn reporter_le_debut(&self, jour: Date, message: String) -> Proposition {
        let champs = &self.edition.champs;
        let debut = self.dossier.date(champs.date_debut);
        let demande = self.dossier.date(champs.date_demande);
        match (debut, demande) {
            (Some(debut), Some(demande)) if debut <= demande => constat(format!(
                "{message} Celui-ci a commencé le {} : son début ne se change plus.",
                en_lettres(debut)
            )),
            _ => proposer(message, champs.date_debut, ValeurDeChamp::Date(jour)),
        }
    }

    fn mise_a_jour(&self) -> Proposition {
        let limite = self
            .dernier_jour_pour_demander()
            .map_or(String::new(), |jour| {
                format!(", au plus tard le {}", en_lettres(jour))
            });
        proposer(
            format!(
                "Régulariser la situation fiscale et sociale avant de demander l’aide{limite}, remplit cette condition."
            ),
            self.edition.champs.a_jour,
            ValeurDeChamp::Booleen(true),
        )
    }

    fn demande_apres_les_licenciements(&self) -> Option<Proposition> {
        let champs = &self.edition.champs;
        let mois = self.edition.parametres.licenciements_fenetre_mois.valeur;
        let dates = self.dossier.liste(champs.licenciements)?;
        let mut jour = self.dossier.date(champs.date_demande)?;
        // Each turn goes past one layoff at least.
        while let Some(licenciement) =
            licenciements(dates, ouverture(jour, mois)?, jour, false).dans_la_fenetre
        {
            jour = premier_jour_degage(licenciement, mois)?;
        }
        Some(self.reporter_la_demande(
            jour,
            &format!(
                "À compter du {}, aucun licenciement économique n’est plus dans la période",
                en_lettres(jour)
            ),
        ))
    }

    fn demande_a_l_entree_en_vigueur(&self) -> Option<Proposition> {
        let demande = self.dossier.date(self.edition.champs.date_demande)?;
        let vigueur = self.edition.entree_en_vigueur;
        if vigueur <= demande {
            return Some(constat(
                "Le contrat a commencé avant l’entrée en vigueur du règlement : c’est un fait passé.",
            ));
        }
        Some(self.reporter_la_demande(
            vigueur,
            &format!("Le règlement entre en vigueur le {}", en_lettres(vigueur)),
        ))
    }

    /// An application may come later, while the deadline is not over.
    fn reporter_la_demande(&self, jour: Date, message: &str) -> Proposition {
        match self.dernier_jour_pour_demander() {
            Some(limite) if limite < jour => constat(format!(
                "{message} ; pour ce contrat, la demande devait être déposée au plus tard le {} : il n’est pas possible d’attendre.",
                en_lettres(limite)
            )),
            _ => proposer(
                format!(
                    "{message} ; une demande déposée ce jour-là ou après remplit cette condition."
                ),
                self.edition.champs.date_demande,
                ValeurDeChamp::Date(jour),
            ),
        }
    }

    fn delai_passe(&self) -> Option<Proposition> {
        let limite = self.dernier_jour_pour_demander()?;
        Some(constat(format!(
            "Pour ce contrat, la demande devait être déposée au plus tard le {} : c’est un fait passé.",
            en_lettres(limite)
        )))
    }

    /// No other certification is advised: only what a slip of the hand may have hidden.
    fn code_a_verifier(&self) -> Proposition {
        let champs = &self.edition.champs;
        let liste = &self.edition.certifications;
        let rncp = self.dossier.texte(champs.rncp);
        let certifinfo = self.dossier.texte(champs.certifinfo);
        let mut proches: Vec<&Certification> = Vec::new();
        for suggestions in [
            rncp.map(|code| liste.suggerer_rncp(code)),
            certifinfo.map(|code| liste.suggerer_certifinfo(code)),
        ]
        .into_iter()
        .flatten()
        {
            proches.extend(suggestions.autre_repertoire);
            proches.extend(suggestions.a_un_chiffre);
        }
        let proches: Vec<String> = proches
            .into_iter()
            .take(PROCHES_MAX)
            .map(|proche| format!("{} ({})", proche.code, proche.titre()))
            .collect();
        let liste = if proches.is_empty() {
            String::new()
        } else {
            format!(" La liste a des codes proches : {}.", proches.join(" ; "))
        };
        constat(format!(
            "Vérifiez le code de la certification sur le contrat.{liste} Un code qui succède à un code de la liste, ou qui porte le même intitulé, n’y est pas pour autant."
        ))
    }

    fn dernier_jour_pour_demander(&self) -> Option<Date> {
        let debut = self.dossier.date(self.edition.champs.date_debut)?;
        let mois = self.edition.parametres.demande_delai_mois.valeur;
        Some(dernier_jour(debut, mois, false)?.jour)
    }

    /// The age that the edition demands.
    fn age_requis(&self) -> Option<i64> {
        let nom = DERIVES[Fait::Age as usize].nom;
        let conditions = self.edition.commun.conditions.conditions.iter();
        conditions
            .filter_map(|condition| condition.exige.as_ref())
            .find_map(|exige| match exige.get_ref() {
                Exigence::AuMoins(seuil)
                    if seuil
                        .fait
                        .as_ref()
                        .is_some_and(|fait| fait.get_ref() == nom) =>
                {
                    Some(seuil.valeur)
                }
                _ => None,
            })
    }
}

fn proposer(message: String, champ: Rang, valeur: ValeurDeChamp) -> Proposition {
    Proposition {
        message,
        changements: vec![(champ, valeur)],
    }
}

/// The first day whose window of months before it begins after a day.
fn premier_jour_degage(jour: Date, mois: i64) -> Option<Date> {
    let mut degage = mois_plus_tard(jour, mois)?.jour;
    // At the end of a month, several days have the same window: four turns at most.
    while ouverture(degage, mois)? <= jour {
        degage = degage.tomorrow().ok()?;
    }
    Some(degage)
}
