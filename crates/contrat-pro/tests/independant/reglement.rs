//! The regulation and its register, read once more: plain Rust, nothing of the engine's nor of its facts.

use std::collections::BTreeSet;

use crate::calendrier::{Jour, MoisVecu, jour, parcourir};

/// A dossier, as the contract names its fields; `None` is unknown.
#[derive(Debug, Clone, Default)]
pub struct Demande {
    pub date_demande: Option<Jour>,
    pub date_demande_paiement: Option<Jour>,
    pub siret: Option<&'static str>,
    pub departement: Option<&'static str>,
    pub assujetti: Option<bool>,
    pub a_jour: Option<bool>,
    pub licenciements: Option<Vec<Jour>>,
    pub aides_annee: Option<i64>,
    pub aides_anterieures: Option<i64>,
    pub naissance: Option<Jour>,
    pub demandeur_emploi: Option<bool>,
    /// `Some(None)` is never.
    pub derniere_presence: Option<Option<Jour>>,
    pub nature: Option<&'static str>,
    pub debut: Option<Jour>,
    pub fin: Option<Jour>,
    pub quotite: Option<(i64, i64)>,
    pub rncp: Option<&'static str>,
    pub certifinfo: Option<&'static str>,
    pub rupture: Option<Jour>,
    /// First day, last day, paid.
    pub suspensions: Option<Vec<(Jour, Jour, bool)>>,
    pub cerfa: Option<bool>,
    pub opco: Option<bool>,
}

/// The entries with two readings, in the order of the register.
pub const LECTURES: [&str; 11] = [
    "CP-01", "CP-02", "CP-07", "CP-09", "CP-11", "CP-14", "CP-15", "CP-16", "CP-18", "CP-19",
    "CP-33",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issue {
    Favorable,
    Defavorable,
    Incomplet,
    AExaminer,
}

/// The answer besides the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reponse {
    pub montant: Option<i64>,
    pub previsionnel: Option<i64>,
    pub instrument: Option<&'static str>,
    pub paiement: Option<Jour>,
    pub au_plus_tard: Option<Jour>,
    pub dans_le_delai: Option<bool>,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jugement {
    pub issue: Issue,
    pub reponse: Reponse,
    pub non_remplies: BTreeSet<&'static str>,
    pub indeterminees: BTreeSet<&'static str>,
    pub douteuses: BTreeSet<&'static str>,
    pub manque: BTreeSet<&'static str>,
    pub lectures: Vec<&'static str>,
}

/// Which entries are read the other way.
type Autres = BTreeSet<&'static str>;

/// One reading of the whole dossier.
struct Lue {
    issue: Issue,
    reponse: Reponse,
    non_remplies: BTreeSet<&'static str>,
    indeterminees: BTreeSet<&'static str>,
    manque: BTreeSet<&'static str>,
}

/// Decides, reading every entry both ways.
pub fn juger(demande: &Demande, listes: &Listes) -> Jugement {
    let vecu = demande.vecu();
    let lire = |autres: Autres| lire(demande, listes, vecu.as_ref(), &autres);
    let retenue = lire(Autres::new());
    let vues: Vec<(&'static str, Lue)> = LECTURES
        .into_iter()
        .map(|id| (id, lire(Autres::from([id]))))
        .collect();
    let mut douteuses = BTreeSet::new();
    for (_, vue) in &vues {
        douteuses.extend(vue.non_remplies.symmetric_difference(&retenue.non_remplies));
        douteuses.extend(
            vue.indeterminees
                .symmetric_difference(&retenue.indeterminees),
        );
    }
    let mut jugement = Jugement {
        issue: retenue.issue,
        reponse: retenue.reponse.clone(),
        non_remplies: retenue.non_remplies.clone(),
        indeterminees: retenue.indeterminees.clone(),
        douteuses: BTreeSet::new(),
        manque: retenue.manque.clone(),
        lectures: Vec::new(),
    };
    if retenue
        .non_remplies
        .iter()
        .any(|code| !douteuses.contains(code))
    {
        return jugement;
    }
    if retenue.issue == Issue::Incomplet {
        jugement.lectures = vues
            .iter()
            .filter(|(_, vue)| vue.issue == Issue::Incomplet && vue.reponse != retenue.reponse)
            .map(|(id, _)| *id)
            .collect();
        return jugement;
    }
    let change = |vue: &Lue| vue.issue != retenue.issue;
    let mut montants_differents = false;
    for (id, vue) in &vues {
        if change(vue) || vue.reponse != retenue.reponse {
            jugement.lectures.push(id);
            montants_differents |= vue.reponse.montant != retenue.reponse.montant;
        }
    }
    jugement.issue = retenue.issue;
    if vues.iter().any(|(_, vue)| change(vue)) || montants_differents {
        jugement.issue = Issue::AExaminer;
    } else if retenue.issue == Issue::Defavorable {
        // Each failure hangs on its own entry: read together the other way, they may all be lifted.
        let ensemble: Autres = vues
            .iter()
            .filter(|(_, vue)| !retenue.non_remplies.is_subset(&vue.non_remplies))
            .map(|(id, _)| *id)
            .collect();
        if lire(ensemble.clone()).issue != retenue.issue {
            jugement.issue = Issue::AExaminer;
            jugement.lectures = ensemble.into_iter().collect();
        }
    }
    for code in &douteuses {
        jugement.non_remplies.remove(code);
        jugement.indeterminees.remove(code);
    }
    jugement.douteuses = douteuses;
    jugement
}

/// The codes of the annex.
pub struct Listes {
    pub rncp: BTreeSet<&'static str>,
    pub certifinfo: BTreeSet<&'static str>,
}

/// The days of a contract that follow one another, walked.
struct Vecu {
    debut: Jour,
    effective: Jour,
    rompu: bool,
    mois: [[MoisVecu; 12]; 2],
    suspensions_connues: bool,
}

impl Demande {
    fn vecu(&self) -> Option<Vecu> {
        let (debut, prevue) = (self.debut?, self.fin?);
        // An end after the planned one is no early end.
        let rompu = self.rupture.is_some_and(|rupture| rupture < prevue);
        let effective = self.rupture.filter(|_| rompu).unwrap_or(prevue);
        if prevue < debut || self.rupture.is_some_and(|rupture| rupture < debut) {
            return None;
        }
        let sans_salaire: Option<Vec<(Jour, Jour)>> = self.suspensions.as_ref().map(|toutes| {
            let sans = toutes.iter().filter(|(_, _, payee)| !payee);
            sans.map(|(du, au, _)| (*du, *au)).collect()
        });
        let suspensions_connues = sans_salaire
            .as_ref()
            .is_some_and(|toutes| toutes.iter().all(|(du, au)| du <= au));
        let connues = sans_salaire.filter(|_| suspensions_connues);
        Some(Vecu {
            debut,
            effective,
            rompu,
            mois: parcourir(debut, prevue, effective, &connues.unwrap_or_default()),
            suspensions_connues,
        })
    }
}

impl Vecu {
    /// The months that are due.
    fn dus(&self, autres: &Autres) -> i64 {
        let mois = &self.mois[usize::from(autres.contains("CP-02"))];
        if self.rompu && mois[0].finit {
            return 0;
        }
        let compte = |mois: &&MoisVecu| {
            // The month of an early end is due as a whole (CP-03): only the planned end leaves a part.
            let prevu = if autres.contains("CP-01") && !self.rompu {
                mois.prevus == mois.jours
            } else {
                mois.prevus > 0
            };
            let perdu = if autres.contains("CP-07") {
                mois.suspendus == mois.vecus
            } else {
                mois.suspendus > 0
            };
            prevu && mois.vecus > 0 && !perdu
        };
        i64::try_from(mois.iter().filter(compte).count()).unwrap()
    }
}

fn lire(demande: &Demande, listes: &Listes, vecu: Option<&Vecu>, autres: &Autres) -> Lue {
    let mut lue = Lue {
        issue: Issue::Favorable,
        reponse: Reponse {
            montant: None,
            previsionnel: None,
            instrument: None,
            paiement: None,
            au_plus_tard: None,
            dans_le_delai: None,
        },
        non_remplies: BTreeSet::new(),
        indeterminees: BTreeSet::new(),
        manque: BTreeSet::new(),
    };
    lue.conditions(demande, listes, autres);
    lue.manque_au_calcul(demande, vecu);
    lue.issue = if !lue.non_remplies.is_empty() {
        Issue::Defavorable
    } else if lue.indeterminees.is_empty() && lue.manque.is_empty() {
        Issue::Favorable
    } else {
        Issue::Incomplet
    };
    lue.repondre(demande, vecu, autres);
    lue
}

impl Lue {
    fn condition(&mut self, code: &'static str, reponse: Result<bool, &[&'static str]>) {
        match reponse {
            Ok(true) => {}
            Ok(false) => {
                self.non_remplies.insert(code);
            }
            Err(manque) => {
                self.indeterminees.insert(code);
                self.manque.extend(manque);
            }
        }
    }

    fn conditions(&mut self, demande: &Demande, listes: &Listes, autres: &Autres) {
        const NAISSANCE: &str = "salarie.date_naissance";
        const PRESENCE: &str = "salarie.derniere_presence_etablissement";
        const DEBUT: &str = "contrat.date_debut";
        const DEMANDE: &str = "date_demande";
        const LICENCIEMENTS: &str = "employeur.dates_licenciements_economiques";
        const CODES: [&str; 2] = [
            "contrat.certification.rncp",
            "contrat.certification.certifinfo",
        ];
        let autre = |id: &str| autres.contains(id);
        let absents = |faits: &[(&'static str, bool)]| -> Vec<&'static str> {
            faits
                .iter()
                .filter(|(_, la)| !la)
                .map(|(nom, _)| *nom)
                .collect()
        };

        let age = match (demande.naissance, demande.debut) {
            (Some(naissance), Some(debut)) => {
                Ok(debut.anniversaires_depuis(naissance, autre("CP-11")) >= 30)
            }
            (n, d) => Err(absents(&[(NAISSANCE, n.is_some()), (DEBUT, d.is_some())])),
        };
        self.condition(
            "CP-101",
            age.as_ref().map(|oui| *oui).map_err(Vec::as_slice),
        );

        let emploi = demande
            .demandeur_emploi
            .ok_or(&["salarie.demandeur_emploi"][..]);
        self.condition("CP-102", emploi);

        let presence = match (demande.derniere_presence, demande.debut) {
            (Some(None), Some(_)) => Ok(true),
            // The last presence before the contract cannot be within it.
            (Some(Some(dernier)), Some(debut)) if dernier >= debut => Err(vec![PRESENCE]),
            (Some(Some(dernier)), Some(debut)) => {
                let ouverture = debut.il_y_a_des_mois(6);
                Ok(dernier < ouverture || dernier == ouverture && autre("CP-14"))
            }
            (p, d) => Err(absents(&[(PRESENCE, p.is_some()), (DEBUT, d.is_some())])),
        };
        self.condition(
            "CP-103",
            presence.as_ref().map(|oui| *oui).map_err(Vec::as_slice),
        );

        let region = demande
            .departement
            .map(|code| ["44", "49", "53", "72", "85"].contains(&code))
            .ok_or(&["employeur.departement"][..]);
        self.condition("CP-201", region);
        let assujetti = demande
            .assujetti
            .ok_or(&["employeur.assujetti_contribution"][..]);
        self.condition("CP-202", assujetti);
        let a_jour = demande
            .a_jour
            .ok_or(&["employeur.a_jour_fiscal_social"][..]);
        self.condition("CP-203", a_jour);

        let licenciements = match (&demande.licenciements, demande.date_demande) {
            (Some(dates), Some(jour)) => {
                let ouverture = jour.il_y_a_des_mois(6);
                let dedans = |date: &Jour| {
                    let borne = *date == ouverture || *date == jour;
                    ouverture <= *date && *date <= jour && !(borne && autre("CP-15"))
                };
                Ok(!dates.iter().any(dedans))
            }
            (l, d) => Err(absents(&[
                (LICENCIEMENTS, l.is_some()),
                (DEMANDE, d.is_some()),
            ])),
        };
        self.condition(
            "CP-204",
            licenciements
                .as_ref()
                .map(|oui| *oui)
                .map_err(Vec::as_slice),
        );

        let nature = demande
            .nature
            .map(|nature| nature == "professionnalisation")
            .ok_or(&["contrat.nature"][..]);
        self.condition("CP-301", nature);
        let rncp = demande.rncp.map(|code| listes.rncp.contains(code));
        let certifinfo = demande
            .certifinfo
            .map(|code| listes.certifinfo.contains(code));
        let certification = match (rncp, certifinfo) {
            // No code, or two certifications: the dossier does not say which one.
            (None, None) | (Some(true), Some(true)) => Err(&CODES[..]),
            (rncp, certifinfo) => Ok(rncp == Some(true) || certifinfo == Some(true)),
        };
        self.condition("CP-302", certification);

        let piece = |fournie: Option<bool>| fournie.filter(|oui| *oui);
        self.condition(
            "CP-401",
            piece(demande.cerfa).ok_or(&["pieces.contrat_cerfa"][..]),
        );
        self.condition(
            "CP-402",
            piece(demande.opco).ok_or(&["pieces.prise_en_charge_opco"][..]),
        );

        let delai = match (demande.date_demande, demande.debut) {
            (Some(jour), Some(debut)) => Ok(jour <= trois_mois_apres(debut, autre("CP-16"))),
            (j, d) => Err(absents(&[(DEMANDE, j.is_some()), (DEBUT, d.is_some())])),
        };
        self.condition(
            "CP-403",
            delai.as_ref().map(|oui| *oui).map_err(Vec::as_slice),
        );
        let vigueur = jour(2024, 4, 1);
        let contrat_aussi = autre("CP-19") && demande.debut.is_some_and(|debut| debut < vigueur);
        let en_vigueur = demande
            .date_demande
            .map(|jour| jour >= vigueur && !contrat_aussi)
            .ok_or(&[DEMANDE][..]);
        self.condition("CP-404", en_vigueur);
    }

    fn manque_au_calcul(&mut self, demande: &Demande, vecu: Option<&Vecu>) {
        for (nom, la) in [
            ("employeur.siret", demande.siret.is_some()),
            ("contrat.date_debut", demande.debut.is_some()),
            ("contrat.date_fin", demande.fin.is_some()),
            ("contrat.quotite", demande.quotite.is_some()),
            ("contrat.suspensions", demande.suspensions.is_some()),
        ] {
            if !la {
                self.manque.insert(nom);
            }
        }
        if let (Some(debut), Some(fin)) = (demande.debut, demande.fin) {
            if fin < debut {
                self.manque.insert("contrat.date_fin");
            } else if demande.rupture.is_some_and(|rupture| rupture < debut) {
                self.manque.insert("contrat.rupture");
            }
        }
        let inversees = demande.suspensions.is_some();
        if vecu.is_some_and(|vecu| !vecu.suspensions_connues) && inversees {
            self.manque.insert("contrat.suspensions");
        }
    }

    fn repondre(&mut self, demande: &Demande, vecu: Option<&Vecu>, autres: &Autres) {
        if self.issue == Issue::Defavorable {
            self.reponse.montant = Some(0);
            return;
        }
        let (Some(vecu), Some((haut, bas))) = (vecu, demande.quotite) else {
            return;
        };
        if !vecu.suspensions_connues {
            return;
        }
        let exact = vecu.dus(autres) * 50_000 * haut;
        let unite = if autres.contains("CP-09") { 100 } else { 1 };
        let mut montant = (2 * exact + bas * unite) / (2 * bas * unite) * unite;
        let au_plus_tard = trois_mois_apres(vecu.effective, autres.contains("CP-16"));
        let dans_le_delai = demande
            .date_demande_paiement
            .map(|jour| jour <= au_plus_tard);
        // What is only foreseen was not lost yet by a late payment request.
        if self.issue == Issue::Incomplet {
            self.reponse.previsionnel = Some(montant);
            return;
        }
        if dans_le_delai == Some(false) && autres.contains("CP-18") {
            montant = 0;
        }
        let anterieures = demande
            .aides_anterieures
            .filter(|_| autres.contains("CP-33"));
        let cumul = demande.aides_annee.unwrap_or(0) + montant + anterieures.unwrap_or(0);
        let mois = &vecu.mois[usize::from(autres.contains("CP-02"))];
        let douzieme = mois[11].dernier.unwrap();
        self.reponse = Reponse {
            montant: Some(montant),
            previsionnel: None,
            instrument: Some(if cumul > 2_300_000 {
                "convention"
            } else {
                "arrete"
            }),
            paiement: Some(douzieme.min(vecu.effective).max(vecu.debut).lendemain()),
            au_plus_tard: Some(au_plus_tard),
            dans_le_delai,
        };
    }
}

/// The last day of a delay of three months; the day after the end of the month that lacks the day, if so
/// read.
fn trois_mois_apres(depuis: Jour, le_lendemain: bool) -> Jour {
    let (dernier, manque) = depuis.dans_des_mois(3);
    if manque && le_lendemain {
        dernier.lendemain()
    } else {
        dernier
    }
}
