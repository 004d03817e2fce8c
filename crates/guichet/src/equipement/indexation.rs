//! The amounts of the next school year, from two indices: the answer in the envelope of a decision.

#[cfg(test)]
mod tests;

use guichet_aide_equipement::indexation::{
    Decimal, DecimalInvalide, ErreurDIndexation, Forfait, ForfaitIndexe, Indexation, indexer,
};
use guichet_aide_equipement::{AnneeScolaire, EditionEquipement, PROCEDURE, ReglesDIndexation};
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul, Recu};
use guichet_socle::edition::{Couverture, HorsCouverture, StatutEdition};
use guichet_socle::mot::Mot;
use guichet_socle::{Centimes, Constat, Decision, ErreurEdition, Issue, MotsDIssue, Resultat};

use crate::instruction::{ErreurDInstruction, designee};
use crate::{Donnees, VERSION};

/// The rules that the answer cites.
const EVOLUTION: &str = "AE-801";
const ARRONDI: &str = "AE-802";
const HORS_DOCUMENT: &str = "AE-803";

/// What is asked: texts as a person types them.
#[derive(Debug, Clone, Default)]
pub struct DemandeDIndexation {
    /// The edition, or the school year, whose amounts are raised; none for the last edition.
    pub edition: Option<String>,
    /// The index of December n-2.
    pub indice_precedent: String,
    /// The index of December n-1.
    pub indice: String,
    /// The amounts in euros; none for those of the edition.
    pub forfaits: Vec<String>,
}

/// Why nothing is indexed.
#[derive(Debug, thiserror::Error)]
pub enum RefusDIndexation {
    /// The data are faulty.
    #[error("{0}")]
    Edition(#[from] ErreurEdition),
    /// An edition cannot be read.
    #[error("{0}")]
    Instruction(#[from] ErreurDInstruction),
    /// No edition has the amounts, and none are given.
    #[error(
        "{hors} Donnez les montants de {annee} par --forfait, en euros : --forfait 142 --forfait 51."
    )]
    SansMontants {
        /// The editions that exist.
        hors: HorsCouverture,
        /// The school year asked for.
        annee: AnneeScolaire,
    },
    /// The edition asked for is neither a school year nor an edition.
    #[error("{hors} Une année scolaire s’écrit 2022-2023.")]
    Inconnue {
        /// The editions that exist.
        hors: HorsCouverture,
    },
    /// A figure is none.
    #[error("{option} : « {texte} » {raison}.")]
    Chiffre {
        /// The option that gives it.
        option: &'static str,
        /// What was written.
        texte: String,
        /// What is wrong with it.
        raison: String,
    },
    /// The figures give nothing.
    #[error("L’indexation ne se calcule pas : {0}.")]
    Calcul(#[from] ErreurDIndexation),
    /// No edition says how amounts are indexed.
    #[error(
        "Aucune édition de « equipement » ne dit comment les montants s’indexent ; ajoutez [indexation] à parametres.toml."
    )]
    SansRegles,
}

/// Amounts indexed: the figures, and the answer that tells them.
#[derive(Debug, Clone)]
pub struct IndexationVue {
    /// The figures.
    pub indexation: Indexation,
    /// The school year whose amounts are raised.
    pub base: AnneeScolaire,
    /// The school year of the new amounts.
    pub annee: AnneeScolaire,
    /// The index, as INSEE names it.
    pub identifiant: String,
    /// The month of the indices, with its year: the older, the newer.
    pub mois: [String; 2],
    /// What an amount is rounded to: « l’euro le plus proche ».
    pub unite: String,
    /// The answer, in the envelope of the contract.
    pub decision: Decision,
}

/// The amounts of an edition that follow the index, in the order of its parameters.
fn forfaits_de(edition: &EditionEquipement) -> Vec<Forfait> {
    let parametres = &edition.regles.parametres;
    [
        ("forfait_eleve", Some(&parametres.forfait_eleve)),
        (
            "forfait_prepa_metiers",
            Some(&parametres.forfait_prepa_metiers),
        ),
        ("forfait_concours", parametres.forfait_concours.as_ref()),
    ]
    .into_iter()
    .filter_map(|(nom, parametre)| {
        Some(Forfait {
            parametre: Some(nom),
            ancien: Centimes(parametre?.valeur),
        })
    })
    .collect()
}

/// Indexes amounts.
///
/// # Errors
/// A figure is none, the edition does not exist and no amount is given, or the data are faulty.
pub fn indexer_les_forfaits(
    donnees: &Donnees,
    demande: &DemandeDIndexation,
) -> Result<IndexationVue, RefusDIndexation> {
    let indice_precedent = lire("--indice-precedent", &demande.indice_precedent)?;
    let indice = lire("--indice", &demande.indice)?;
    for (option, texte, lu) in [
        (
            "--indice-precedent",
            &demande.indice_precedent,
            indice_precedent,
        ),
        ("--indice", &demande.indice, indice),
    ] {
        if lu.est_nul() {
            return Err(chiffre(
                option,
                texte,
                "est nul ; un indice des prix ne l’est jamais",
            ));
        }
    }
    let donnes = demande
        .forfaits
        .iter()
        .map(|texte| lire_un_forfait(texte))
        .collect::<Result<Vec<_>, _>>()?;
    let base = Base::trouver(donnees, demande.edition.as_deref(), donnes.is_empty())?;
    let publies = base.edition.as_ref().map(forfaits_de).unwrap_or_default();
    let forfaits = if donnes.is_empty() {
        publies.clone()
    } else {
        donnes
    };
    let annee = base.annee.suivante();
    let applique = qui_indexe(donnees, annee)?;
    let Some(regles) = &applique.regles.parametres.indexation else {
        return Err(RefusDIndexation::SansRegles);
    };
    let indexation = indexer(regles, indice_precedent, indice, &forfaits)?;
    let mut vue = IndexationVue {
        base: base.annee,
        annee,
        identifiant: regles.indice.valeur.clone(),
        mois: mois(regles, annee),
        unite: unite(regles.unite_d_arrondi.valeur),
        decision: vide(&applique, annee),
        indexation,
    };
    vue.repondre(&applique, regles);
    vue.avertir(&applique, &base, &publies);
    Ok(vue)
}

/// Where the amounts of the year before come from.
struct Base {
    annee: AnneeScolaire,
    edition: Option<EditionEquipement>,
}

impl Base {
    fn trouver(
        donnees: &Donnees,
        demandee: Option<&str>,
        sans_forfait: bool,
    ) -> Result<Self, RefusDIndexation> {
        let fichiers = donnees.fichiers();
        let couverture = Couverture::lire(fichiers, guichet_aide_equipement::DOSSIER)?;
        let trouvee = match demandee {
            Some(id) => designee(&couverture, id),
            None => couverture
                .editions()
                .iter()
                .rfind(|edition| edition.statut == StatutEdition::Verifiee)
                .map_or_else(|| couverture.par_id(""), Ok),
        };
        let annee = demandee.and_then(AnneeScolaire::lire);
        match (trouvee, annee) {
            (Ok(edition), annee) => Ok(Self {
                annee: annee.unwrap_or_else(|| AnneeScolaire::qui_commence(edition.periode.du)),
                edition: Some(EditionEquipement::charger(fichiers, edition)?),
            }),
            (Err(hors), Some(annee)) if sans_forfait => {
                Err(RefusDIndexation::SansMontants { hors, annee })
            }
            (Err(_), Some(annee)) => Ok(Self {
                annee,
                edition: None,
            }),
            (Err(hors), None) => Err(RefusDIndexation::Inconnue { hors }),
        }
    }
}

/// The edition whose rules index the amounts of a year: that of the year, else the last one before it that
/// has rules, else the first one that has.
fn qui_indexe(
    donnees: &Donnees,
    annee: AnneeScolaire,
) -> Result<EditionEquipement, RefusDIndexation> {
    let premier_jour = annee.premier_jour();
    let mut trouvee = None;
    for edition in super::editions(donnees)? {
        let verifiee = edition.commun.edition.statut == StatutEdition::Verifiee;
        if !verifiee || edition.regles.parametres.indexation.is_none() {
            continue;
        }
        let commencee = premier_jour >= Some(edition.commun.edition.periode.du);
        if trouvee.is_none() || commencee {
            trouvee = Some(edition);
        }
    }
    trouvee.ok_or(RefusDIndexation::SansRegles)
}

fn chiffre(option: &'static str, texte: &str, raison: &str) -> RefusDIndexation {
    RefusDIndexation::Chiffre {
        option,
        texte: texte.to_owned(),
        raison: raison.to_owned(),
    }
}

fn lire(option: &'static str, texte: &str) -> Result<Decimal, RefusDIndexation> {
    Decimal::lire(texte)
        .map_err(|raison: DecimalInvalide| chiffre(option, texte, &raison.to_string()))
}

/// An amount in euros, as a person types it; `option` is what gave it.
///
/// # Errors
/// It is no amount, or is below a cent.
pub fn lire_des_euros(option: &'static str, texte: &str) -> Result<Centimes, RefusDIndexation> {
    let euros = lire(option, texte.trim().trim_end_matches('€'))?;
    let Some(centimes) = euros.en_centimes() else {
        return Err(chiffre(
            option,
            texte,
            "a plus de deux décimales ; donnez des euros et des centimes",
        ));
    };
    if centimes == 0 {
        return Err(chiffre(
            option,
            texte,
            "est nul ; donnez un montant en euros",
        ));
    }
    Ok(Centimes(centimes))
}

fn lire_un_forfait(texte: &str) -> Result<Forfait, RefusDIndexation> {
    Ok(Forfait {
        parametre: None,
        ancien: lire_des_euros("--forfait", texte)?,
    })
}

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The months of the two indices: of the year before the school year, after that of the year before (ARE-33).
fn mois(regles: &ReglesDIndexation, annee: AnneeScolaire) -> [String; 2] {
    let rang = usize::try_from(regles.mois.valeur - 1).unwrap_or_default();
    let nom = MOIS.get(rang).copied().unwrap_or_default();
    [annee.precedente().precedente(), annee.precedente()].map(|annee| {
        let debut = annee.premier_jour().map_or(0, jiff::civil::Date::year);
        format!("{nom} {debut}")
    })
}

fn unite(centimes: i64) -> String {
    match centimes {
        1 => "le centime le plus proche".to_owned(),
        100 => "l’euro le plus proche".to_owned(),
        autre => format!("le multiple de {} le plus proche", Centimes(autre)),
    }
}

fn vide(edition: &EditionEquipement, annee: AnneeScolaire) -> Decision {
    let commun = &edition.commun;
    Decision {
        reference: format!("indexation-{annee}"),
        procedure: PROCEDURE.into(),
        edition: Mot::Owned(commun.edition.id.clone()),
        issue: Issue::Favorable,
        mots_d_issue: MotsDIssue::Decision,
        champs: Vec::new(),
        constats: Vec::new(),
        calcul: Vec::new(),
        lectures: Vec::new(),
        manque: Vec::new(),
        avertissements: Vec::new(),
        pistes: Vec::new(),
        recu: Recu {
            version: VERSION.into(),
            edition_sha256: Mot::Owned(commun.empreinte.clone()),
            date_reference: annee.premier_jour(),
        },
    }
}

/// The name and the remedy of a rule that the edition declares.
fn regle(edition: &EditionEquipement, code: &str) -> (Mot, String) {
    let conditions = &edition.commun.conditions.conditions;
    let trouvee = conditions.iter().find(|c| *c.code.get_ref() == code);
    trouvee.map_or((Mot::Borrowed(""), String::new()), |condition| {
        (Mot::Owned(condition.nom.clone()), condition.remede.clone())
    })
}

impl IndexationVue {
    /// The sentence of the change: « passe de 107,4 (décembre 2021) à 114,18 (décembre 2022), soit 6,31 % ».
    #[must_use]
    pub fn evolution(&self) -> String {
        let Indexation {
            indice_precedent,
            indice,
            taux,
            taux_detaille,
            gele,
            ..
        } = &self.indexation;
        let [avant, apres] = &self.mois;
        let fait = format!(
            "L’indice {} passe de {} ({avant}) à {} ({apres}), soit {} % ({} % avant l’arrondi du taux)",
            self.identifiant,
            indice_precedent.en_francais(),
            indice.en_francais(),
            taux.en_francais(),
            taux_detaille.en_francais(),
        );
        if *gele {
            format!(
                "{fait} : l’évolution est inférieure à zéro, les montants de l’année précédente sont reconduits."
            )
        } else {
            format!("{fait}.")
        }
    }

    fn repondre(&mut self, edition: &EditionEquipement, regles: &ReglesDIndexation) {
        let indexation = &self.indexation;
        let decision = &mut self.decision;
        decision.champs = vec![
            (
                "annee_scolaire".into(),
                Valeur::texte(self.annee.to_string()),
            ),
            (
                "indice_insee".into(),
                Valeur::texte(self.identifiant.clone()),
            ),
            (
                "indice_precedent".into(),
                Valeur::texte(indexation.indice_precedent.to_string()),
            ),
            (
                "indice".into(),
                Valeur::texte(indexation.indice.to_string()),
            ),
            (
                "taux_pourcent".into(),
                Valeur::texte(indexation.taux.to_string()),
            ),
            (
                "taux_avant_arrondi".into(),
                Valeur::texte(indexation.taux_detaille.to_string()),
            ),
            ("reconduits".into(), Valeur::Booleen(indexation.gele)),
            (
                "forfaits".into(),
                Valeur::Liste(indexation.forfaits.iter().map(en_valeur).collect()),
            ),
        ];
        decision.calcul = indexation
            .forfaits
            .iter()
            .map(|forfait| EtapeDeCalcul {
                libelle: libelle(forfait, indexation, &self.unite),
                montant_centimes: forfait.nouveau,
                source: edition
                    .regles
                    .source(regles.unite_d_arrondi.source.get_ref()),
            })
            .collect();
        let (nom, _) = regle(edition, EVOLUTION);
        let constat = Constat {
            regle: EVOLUTION.into(),
            nom,
            resultat: Resultat::Rempli,
            message: Mot::Owned(self.evolution()),
            source: Mot::Owned(edition.regles.source(regles.indice.source.get_ref())),
            faits: vec![
                (
                    "indice_precedent".into(),
                    Valeur::texte(indexation.indice_precedent.to_string()),
                ),
                (
                    "indice".into(),
                    Valeur::texte(indexation.indice.to_string()),
                ),
            ],
        };
        self.decision.constats.push(constat);
    }

    fn avertir(&mut self, edition: &EditionEquipement, base: &Base, publies: &[Forfait]) {
        let forfaits = &self.indexation.forfaits;
        let mut messages: Vec<(&'static str, String)> = Vec::new();
        if !self.indexation.gele && forfaits.iter().any(|f| f.inferieur != f.superieur) {
            messages.push((
                ARRONDI,
                format!(
                    "L’arrondi du montant n’est écrit nulle part : {}, la moitié vers le haut, se déduit des montants publiés.",
                    self.unite
                ),
            ));
        }
        let etrangers: Vec<String> = forfaits
            .iter()
            .filter(|f| !publies.iter().any(|publie| publie.ancien == f.ancien))
            .map(|f| f.ancien.to_string())
            .collect();
        if !etrangers.is_empty() {
            let etrangers = etrangers.join(", ");
            messages.push((
                HORS_DOCUMENT,
                match &base.edition {
                    None => format!(
                        "Aucun document ne donne les montants de {} ; vous donnez : {etrangers}.",
                        base.annee
                    ),
                    Some(autre) => format!(
                        "L’édition {} n’a pas ces montants, que vous donnez : {etrangers}.",
                        autre.commun.edition.id
                    ),
                },
            ));
        }
        for (code, fait) in messages {
            let (_, remede) = regle(edition, code);
            self.decision.avertissements.push(Avertissement {
                regle: code.into(),
                message: format!("{fait} {remede}").trim_end().to_owned(),
            });
        }
    }
}

/// An amount as the contract writes it, and the other roundings.
fn en_valeur(forfait: &ForfaitIndexe) -> Valeur {
    let centimes = |Centimes(centimes): Centimes| Valeur::Entier(centimes);
    let champs = [
        (
            "parametre",
            forfait.parametre.map_or(Valeur::Nul, Valeur::fixe),
        ),
        ("ancien_centimes", centimes(forfait.ancien)),
        (
            "exact",
            Valeur::texte(Decimal::new(forfait.au_centime.0, 2).to_string()),
        ),
        (
            "produit",
            Valeur::texte(forfait.produit.sans_zeros().to_string()),
        ),
        ("nouveau_centimes", centimes(forfait.nouveau)),
        (
            "arrondis",
            Valeur::Objet(vec![
                (
                    "au_plus_proche_centimes".to_owned(),
                    centimes(forfait.nouveau),
                ),
                ("inferieur_centimes".to_owned(), centimes(forfait.inferieur)),
                ("superieur_centimes".to_owned(), centimes(forfait.superieur)),
                (
                    "au_centime_centimes".to_owned(),
                    centimes(forfait.au_centime),
                ),
            ]),
        ),
    ];
    Valeur::Objet(
        champs
            .into_iter()
            .map(|(nom, valeur)| (nom.to_owned(), valeur))
            .collect(),
    )
}

/// « 142,00 € × 1,0631 = 150,9602 €, à l’euro le plus proche ».
fn libelle(forfait: &ForfaitIndexe, indexation: &Indexation, unite: &str) -> String {
    if indexation.gele {
        return format!("{}, reconduit", forfait.ancien);
    }
    let taux = indexation.taux;
    let coefficient = Decimal::new(
        10i64.pow(taux.decimales()) * 100 + taux.unites(),
        taux.decimales() + 2,
    );
    let a = unite
        .strip_prefix("le ")
        .map_or_else(|| format!("à {unite}"), |reste| format!("au {reste}"));
    format!(
        "{} × {} = {} €, arrondi {a}",
        forfait.ancien,
        coefficient.en_francais(),
        forfait.produit.sans_zeros().en_francais(),
    )
}
