//! What the tests of the forms share: decisions made by hand, one of each issue, and a way to write them.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use guichet::Donnees;
use guichet::instruction::{Bilan, Instruction};
use guichet::moteur::Commun;
use guichet::socle::constat::Valeur;
use guichet::socle::decision::{Avertissement, DeuxLectures, EtapeDeCalcul, Piste, Recu};
use guichet::socle::mot::Mot;
use guichet::socle::{Centimes, Constat, Decision, Issue, Resultat};

use super::{FormeDeDecisions, OptionsDeTexte, restitution_de_decisions};

/// The procedure with its embedded editions.
pub fn edition() -> Instruction {
    let donnees = Donnees::embarquees();
    Instruction::ouvrir(&donnees, "contrat-pro", None).unwrap()
}

/// Its last edition.
pub fn commun(instruction: &Instruction) -> &Commun {
    instruction.de_lecture().commun()
}

/// An output that can be read once the form is done with it.
#[derive(Clone, Default)]
pub struct Tampon(Arc<Mutex<Vec<u8>>>);

impl Tampon {
    /// What was written.
    pub fn octets(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Tampon {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A batch in a form.
pub fn rendre(forme: FormeDeDecisions, decisions: &[Decision], options: OptionsDeTexte) -> Vec<u8> {
    let instruction = edition();
    let tampon = Tampon::default();
    let mut bilan = Bilan::nouveau();
    {
        let mut restitution = restitution_de_decisions(forme, Box::new(tampon.clone()), options);
        for decision in decisions {
            bilan.ajouter(decision, &axes(decision));
            restitution
                .decision(commun(&instruction), decision)
                .unwrap();
        }
        restitution.fin(&bilan).unwrap();
    }
    tampon.octets()
}

/// The axes of the examples: two sectors for the first dossier.
fn axes(decision: &Decision) -> Vec<(&'static str, String)> {
    let secteurs: &[&str] = match decision.issue {
        Issue::Illisible => return Vec::new(),
        _ if decision.reference == "D-17" => &["CONSTRUCTION", "INDUSTRIE"],
        _ => &["INDUSTRIE"],
    };
    let departement = if decision.reference == "D-18" {
        "53"
    } else {
        "44"
    };
    let mut axes = vec![("departement", departement.to_owned())];
    axes.extend(secteurs.iter().map(|s| ("secteur", (*s).to_owned())));
    axes
}

/// A batch of one decision of each issue, with readings, missing facts and warnings.
pub fn decisions() -> Vec<Decision> {
    vec![
        favorable(),
        defavorable(),
        deux_montants(),
        deux_issues(),
        incomplete(),
        hors_champ(),
        illisible(),
        sans_somme(),
    ]
}

/// A decision with nothing in it but its answer.
pub fn decision(reference: &str, issue: Issue, montant: Option<i64>) -> Decision {
    let montant = montant.map_or(Valeur::Nul, Valeur::Entier);
    Decision {
        reference: reference.to_owned(),
        procedure: "contrat-pro".into(),
        edition: "2024-04-01".into(),
        issue,
        mots_d_issue: guichet::socle::MotsDIssue::Decision,
        champs: champs(&[("montant_centimes", montant)]),
        constats: Vec::new(),
        calcul: Vec::new(),
        lectures: Vec::new(),
        manque: Vec::new(),
        avertissements: Vec::new(),
        pistes: Vec::new(),
        recu: Recu {
            version: "0.1.0".into(),
            edition_sha256: "0123456789abcdef".repeat(4).into(),
            date_reference: "2024-11-15".parse().ok(),
        },
    }
}

fn champs(champs: &[(&'static str, Valeur)]) -> Vec<(Mot, Valeur)> {
    let champs = champs.iter();
    champs
        .map(|(nom, valeur)| ((*nom).into(), valeur.clone()))
        .collect()
}

fn suites() -> Vec<(Mot, Valeur)> {
    champs(&[
        ("montant_previsionnel_centimes", Valeur::Nul),
        ("instrument", Valeur::texte("arrete")),
        ("paiement_au_plus_tot", Valeur::texte("2025-10-01")),
        ("demande_paiement_au_plus_tard", Valeur::texte("2026-01-01")),
        (
            "reste_a_verifier",
            Valeur::Liste(vec![
                Valeur::texte("que l’entreprise ne dépasse pas son plafond d’aides de minimis"),
                Valeur::texte("que le salarié est encore dans l’établissement"),
            ]),
        ),
    ])
}

fn constat(
    regle: &'static str,
    resultat: Resultat,
    message: &'static str,
    source: &'static str,
) -> Constat {
    Constat {
        regle: regle.into(),
        nom: match regle {
            "CP-101" => "salarie-de-moins-de-trente-ans",
            "CP-102" => "salarie-sans-recherche-d-emploi",
            "CP-002" => "valeur-impossible",
            _ => "copie-du-contrat-absente",
        }
        .into(),
        resultat,
        message: message.into(),
        source: source.into(),
        faits: vec![("age_ans".into(), Valeur::Entier(42))],
    }
}

fn remplies() -> Vec<Constat> {
    vec![
        constat(
            "CP-101",
            Resultat::Rempli,
            "42 ans au 1er octobre 2024 ; il en faut 30.",
            "règlement, 2, 1er tiret",
        ),
        constat(
            "CP-102",
            Resultat::Rempli,
            "Le salarié était en recherche d’emploi avant le contrat.",
            "règlement, 2, 1er tiret",
        ),
    ]
}

fn etape(libelle: &str, montant: i64) -> EtapeDeCalcul {
    EtapeDeCalcul {
        libelle: libelle.to_owned(),
        montant_centimes: Centimes(montant),
        source: "règlement, 3".to_owned(),
    }
}

fn favorable() -> Decision {
    let mut decision = decision("D-17", Issue::Favorable, Some(600_000));
    decision.champs.extend(suites());
    decision.constats = remplies();
    decision.calcul = vec![
        etape("12 mois du contrat dans sa première année", 600_000),
        etape("12 mois × 500,00 € × 100 %", 600_000),
    ];
    decision.avertissements = vec![Avertissement {
        regle: "CP-501".into(),
        message: "Le total des aides déjà attribuées à l’établissement cette année n’est pas donné : il est compté pour 0,00 €. Donnez-le pour savoir si l’aide demande une convention.".to_owned(),
    }];
    decision
}

fn defavorable() -> Decision {
    let mut decision = decision("D-18", Issue::Defavorable, Some(0));
    decision.constats = vec![
        constat(
            "CP-101",
            Resultat::NonRempli,
            "29 ans au 1er octobre 2024 ; il en faut 30.",
            "règlement, 2, 1er tiret",
        ),
        constat(
            "CP-102",
            Resultat::NonRempli,
            "Le salarié n’était pas en recherche d’emploi avant le contrat.",
            "règlement, 2, 1er tiret",
        ),
        constat(
            "CP-401",
            Resultat::Rempli,
            "La copie du contrat (formulaire CERFA) est jointe.",
            "règlement, 2, 5e tiret",
        ),
    ];
    decision.pistes = vec![
        Piste {
            regle: "CP-101".into(),
            message: "Le 3 novembre 2024, le salarié aura 30 ans ; un contrat qui commence ce jour-là ou après remplit cette condition.".to_owned(),
            changements: champs(&[("contrat.date_debut", Valeur::texte("2024-11-03"))]),
            suffit: false,
        },
        Piste {
            regle: "CP-102".into(),
            message: "C’est un fait passé : rien ne peut plus le changer.".to_owned(),
            changements: Vec::new(),
            suffit: false,
        },
    ];
    decision
}

fn deux_montants() -> Decision {
    let mut decision = decision("D-19", Issue::AExaminer, Some(550_000));
    decision.champs.extend(suites());
    decision.constats = remplies();
    decision.calcul = vec![
        etape("12 mois × 500,00 € × 100 %", 600_000),
        etape(
            "moins 1 mois touché par une suspension sans rémunération",
            -50_000,
        ),
    ];
    decision.lectures = vec![
        DeuxLectures {
            id: "CP-07".into(),
            retenue: champs(&[("montant_centimes", Valeur::Entier(550_000))]),
            autre: champs(&[("montant_centimes", Valeur::Entier(600_000))]),
            question: "Une suspension sans rémunération prive d’aide « pour chaque mois considéré ». Que faire d’un mois suspendu en partie ?".into(),
        },
        DeuxLectures {
            id: "CP-02".into(),
            retenue: champs(&[("paiement_au_plus_tot", Valeur::texte("2025-10-15"))]),
            autre: champs(&[("paiement_au_plus_tot", Valeur::texte("2025-10-01"))]),
            question: "Un mois du contrat est-il un mois de date à date ou un mois civil ?".into(),
        },
    ];
    decision
}

fn deux_issues() -> Decision {
    let mut decision = decision("D-20", Issue::AExaminer, Some(0));
    decision.constats = vec![constat(
        "CP-101",
        Resultat::AExaminer,
        "29 ans au 28 février 2026 ; il en faut 30. Le texte porte deux lectures, qui diffèrent ici.",
        "règlement, 2, 1er tiret",
    )];
    decision.lectures = vec![DeuxLectures {
        id: "CP-11".into(),
        retenue: champs(&[
            ("issue", Valeur::texte("defavorable")),
            ("montant_centimes", Valeur::Entier(0)),
            ("instrument", Valeur::Nul),
        ]),
        autre: champs(&[
            ("issue", Valeur::texte("favorable")),
            ("montant_centimes", Valeur::Entier(411_429)),
            ("instrument", Valeur::texte("convention")),
        ]),
        question: "Une personne née un 29 février a-t-elle 30 ans le 28 février ou le 1er mars d’une année commune ?".into(),
    }];
    decision
}

fn incomplete() -> Decision {
    let mut decision = decision("D-21", Issue::Incomplet, None);
    decision.champs.extend(champs(&[(
        "montant_previsionnel_centimes",
        Valeur::Entier(480_000),
    )]));
    decision.manque = vec![
        "salarie.date_naissance".into(),
        "pieces.contrat_cerfa".into(),
    ];
    decision.constats = vec![
        constat(
            "CP-101",
            Resultat::Indetermine,
            "On ne peut pas répondre : il manque la date de naissance du salarié (salarie.date_naissance).",
            "règlement, 2, 1er tiret",
        ),
        constat(
            "CP-102",
            Resultat::Rempli,
            "Le salarié était en recherche d’emploi avant le contrat.",
            "règlement, 2, 1er tiret",
        ),
        constat(
            "CP-401",
            Resultat::Indetermine,
            "On ne peut pas répondre : il manque la copie du contrat (pieces.contrat_cerfa).",
            "règlement, 2, 5e tiret",
        ),
    ];
    decision
}

fn hors_champ() -> Decision {
    // A reference that a spreadsheet would compute, and that a terminal would obey.
    decision("=1+1\u{1b}[31m<b>;x", Issue::HorsChamp, None)
}

fn illisible() -> Decision {
    let mut decision = decision("dossiers.csv:7", Issue::Illisible, None);
    decision.champs.clear();
    decision.recu.date_reference = None;
    decision.constats = vec![
        constat(
            "CP-002",
            Resultat::NonRempli,
            "dossiers.csv, ligne 7, champ contrat.quotite : « -1 » n’est pas une quotité ; donnez une part entre 0 et 1.",
            "règlement, 2",
        ),
        constat(
            "CP-002",
            Resultat::NonRempli,
            "dossiers.csv, ligne 7, champ employeur.siret : « 1234567890123 » a 13 chiffres ; il en faut 14.",
            "règlement, 2",
        ),
    ];
    decision
}

fn sans_somme() -> Decision {
    let mut decision = decision("D-22", Issue::Favorable, Some(0));
    decision.champs.extend(suites());
    decision.constats = remplies();
    decision.calcul = vec![etape("rupture dans le premier mois : aucun mois dû", 0)];
    decision
}
