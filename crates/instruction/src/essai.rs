//! An invented regulation, small enough to be read at a glance: what the tests of the engine decide by.
//!
//! A gift of 100 € times a share, for adults who are registered, by a day, with a document. Its register has
//! one entry for each way in which a reading can matter.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use guichet_nomenclatures::IndexCodes;
use guichet_socle::constat::Valeur;
use guichet_socle::decision::{Avertissement, EtapeDeCalcul};
use guichet_socle::programme::Nature;
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers, Issue};
use jiff::civil::{Date, date};

use crate::commun::{Commun, Declaration, FaitDerive, Unite};
use crate::dossier::{Dossier, Origine, Rang, ValeurDeChamp};
use crate::etabli::{Choix, Etabli};
use crate::procedure::{Axes, Procedure, Proposition};

pub const DOSSIER: &str = "reglements/don/2024-01-01";

const EDITION: &str = r#"
titre = "Le don"
statut = "verifiee"
en_vigueur_du = "2024-01-01"
date_de_reference = "jour"
verifiee_le = "2026-11-21"
source = [ { cle = "regle", titre = "règle", section = "1" } ]
"#;

const CHAMPS: &str = r#"
champ = [
  { nom = "age", type = "entier", libelle = "l’âge", question = "?", exemple = "20" },
  { nom = "inscrit", type = "booleen", libelle = "l’inscription", question = "?", exemple = "oui" },
  { nom = "jour", type = "date", libelle = "le jour", question = "?", exemple = "2024-02-01" },
  { nom = "part", type = "fraction", libelle = "la part", question = "?", exemple = "1" },
  { nom = "piece", type = "booleen", libelle = "la pièce", question = "?", exemple = "oui" },
  { nom = "note", type = "texte", libelle = "la note", question = "?", exemple = "n", facultatif = true },
]
"#;

/// One condition a line, the keys of each in the order code, name, the rest.
pub const CONDITIONS: &str = r#"
[[condition]]
code = "DN-101"
nom = "mineur"
source = "regle"
exige = { est_vrai = { fait = "majeur" } }
phrase = "{age} ans."
remede = "Attendez."
piste = "attendre"

[[condition]]
code = "DN-102"
nom = "non-inscrit"
source = "regle"
exige = { est_vrai = { fait = "inscrit" } }
phrase = "Pas d’inscription."
remede = "Inscrivez-vous."

[[condition]]
code = "DN-103"
nom = "hors-delai"
source = "regle"
exige = { est_vrai = { fait = "a_temps" } }
phrase = "Demandé le {jour}."
remede = "Rien."

[[condition]]
code = "DN-104"
nom = "piece-absente"
source = "regle"
exige = { est_vrai = { fait = "piece_fournie" } }
phrase = "Pièce absente."
remede = "Joignez-la."

[[condition]]
code = "DN-501"
nom = "tres-age"
gravite = "avertissement"
source = "regle"
exige = { au_plus = { fait = "age", valeur = 100 } }
phrase = "{age} ans."
remede = "Vérifiez."
"#;

const REGISTRE: [(&str, bool); 7] = [
    ("DN-01", true),
    ("DN-02", true),
    ("DN-03", true),
    ("DN-04", true),
    ("DN-05", true),
    ("DN-06", true),
    ("DN-07", false),
];

const DERIVES: &[FaitDerive<'static>] = &[
    derive("majeur", &["age"]),
    derive("a_temps", &["jour"]),
    derive("piece_fournie", &["piece", "note"]),
];

const fn derive(nom: &'static str, champs: &'static [&'static str]) -> FaitDerive<'static> {
    FaitDerive {
        nom,
        nature: Nature::Booleen,
        unite: Unite::Nombre,
        sens: "un fait",
        champs,
    }
}

/// The bits of the register: of age at 18 or 17; until 1 March or the day after; rounded half up or down;
/// the act by letter or by notice, for a half; nothing at all; a copy as good as the document or not.
pub mod lecture {
    pub const AGE: u8 = 0;
    pub const DELAI: u8 = 1;
    pub const ARRONDI: u8 = 2;
    pub const ACTE: u8 = 3;
    pub const RIEN: u8 = 4;
    pub const COPIE: u8 = 5;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reponse {
    pub montant: Option<Centimes>,
    pub lettre: Option<bool>,
}

pub struct Don {
    pub commun: Commun,
    age: Rang,
    jour: Rang,
    part: Rang,
    piece: Rang,
    note: Rang,
}

pub fn fichiers() -> Fichiers {
    let mut fichiers = Fichiers::new();
    let mut registre = String::new();
    for (id, deux) in REGISTRE {
        let suite = if deux {
            "autre = \"a\"\nstatut = \"deux_lectures\""
        } else {
            "statut = \"sans_effet\""
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            registre,
            "[[lecture]]\nid = \"{id}\"\nquestion = \"q\"\nretenue = \"r\"\n{suite}"
        );
    }
    fichiers.ajouter("lectures/don.toml", registre);
    fichiers.ajouter(format!("{DOSSIER}/edition.toml"), EDITION);
    fichiers.ajouter(format!("{DOSSIER}/dossier.toml"), CHAMPS);
    fichiers.ajouter(format!("{DOSSIER}/conditions.toml"), CONDITIONS);
    fichiers
}

/// The edition of some conditions; the codes of the list are 44 and 49.
pub fn charger(conditions: &str, lectures: &'static [&'static str]) -> Result<Don, ErreurEdition> {
    let mut fichiers = fichiers();
    fichiers.ajouter(format!("{DOSSIER}/conditions.toml"), conditions.to_owned());
    let edition = Edition::lire(&fichiers, DOSSIER)?;
    let commun = Commun::charger(
        &fichiers,
        &edition,
        Declaration {
            procedure: "don",
            prefixe: "DN",
            derives: DERIVES,
            reponse: &[],
            lectures,
            mots_d_issue: guichet_socle::MotsDIssue::Decision,
            pistes: &["attendre"],
            listes: Vec::<(String, IndexCodes)>::new(),
            parametres: BTreeMap::from([("plafond".to_owned(), "100 €".to_owned())]),
            autres_dossiers: &[],
        },
    )?;
    let schema = &commun.schema;
    Ok(Don {
        age: schema.requis("age")?,
        jour: schema.requis("jour")?,
        part: schema.requis("part")?,
        piece: schema.requis("piece")?,
        note: schema.requis("note")?,
        commun,
    })
}

pub const LECTURES: &[&str] = &["DN-01", "DN-02", "DN-03", "DN-04", "DN-05", "DN-06"];

pub fn don() -> Don {
    charger(CONDITIONS, LECTURES).unwrap()
}

impl Don {
    /// A dossier in order, these fields over it; « absent » takes one away.
    pub fn dossier(&self, avec: &[(&str, &str)]) -> Dossier {
        let ordinaires = [
            ("age", "40"),
            ("inscrit", "true"),
            ("jour", "2024-02-01"),
            ("part", "1"),
            ("piece", "true"),
        ];
        let schema = &self.commun.schema;
        let mut dossier = Dossier::vide(schema.champs().len());
        for (nom, valeur) in ordinaires.iter().chain(avec) {
            let rang = schema.requis(nom).unwrap();
            let lue = match *valeur {
                "absent" => ValeurDeChamp::Absente,
                valeur => dossier
                    .lire_valeur(schema.champ(rang), valeur, Origine::Json)
                    .unwrap(),
            };
            dossier.poser(rang, lue);
        }
        dossier
    }
}

impl Procedure for Don {
    type Reponse = Reponse;

    fn commun(&self) -> &Commun {
        &self.commun
    }

    fn date_de_reference(&self, dossier: &Dossier) -> Option<Date> {
        dossier.date(self.jour)
    }

    fn etablir<'d>(&'d self, dossier: &'d Dossier, choix: Choix, etabli: &mut Etabli<'d>) {
        let age = dossier.entier(self.age);
        let majorite = if choix.autre(lecture::AGE) { 17 } else { 18 };
        etabli.booleen(&self.commun, 0, age.map(|age| age >= majorite));
        etabli.sensible(lecture::AGE, age == Some(17));
        let jour = dossier.date(self.jour);
        let dernier = date(2024, 3, if choix.autre(lecture::DELAI) { 2 } else { 1 });
        etabli.booleen(&self.commun, 1, jour.map(|jour| jour <= dernier));
        etabli.sensible(lecture::DELAI, jour == Some(date(2024, 3, 2)));
        let piece = dossier.booleen(self.piece);
        let copie = dossier.texte(self.note) == Some("copie");
        let refusee = copie && choix.autre(lecture::COPIE);
        let fournie = piece.filter(|fournie| *fournie).map(|_| !refusee);
        etabli.booleen(&self.commun, 2, fournie);
        etabli.sensible(lecture::COPIE, copie);
        if piece == Some(false) {
            etabli.insuffisants |= self.piece.bit();
        }
        let part = dossier
            .fraction(self.part)
            .map_or(1, guichet_socle::Fraction::denominateur);
        etabli.sensible(lecture::ARRONDI, part != 1);
        etabli.sensible(lecture::ACTE, part == 2);
        etabli.sensible(lecture::RIEN, true);
    }

    fn champs_du_calcul(&self) -> u64 {
        self.part.bit()
    }

    fn repondre(
        &self,
        dossier: &Dossier,
        choix: Choix,
        _etabli: &Etabli<'_>,
        issue: Issue,
    ) -> Reponse {
        let part = dossier.fraction(self.part);
        let montant = match issue {
            Issue::Favorable => part.map(|part| {
                let (haut, bas) = (i64::from(part.numerateur()), i64::from(part.denominateur()));
                let exact = 10_000 * haut;
                let plus = if choix.autre(lecture::ARRONDI) {
                    0
                } else {
                    bas
                };
                Centimes((exact * 2 + plus) / (bas * 2))
            }),
            Issue::Defavorable => Some(Centimes::ZERO),
            _ => None,
        };
        let demi = part.is_some_and(|part| part.denominateur() == 2);
        Reponse {
            montant,
            lettre: (issue == Issue::Favorable).then(|| demi && choix.autre(lecture::ACTE)),
        }
    }

    fn montant(&self, reponse: &Reponse) -> Option<Centimes> {
        reponse.montant
    }

    fn champs(&self, reponse: &Reponse, _issue: Issue) -> Vec<(&'static str, Valeur)> {
        let montant = reponse.montant.map_or(Valeur::Nul, |c| Valeur::Entier(c.0));
        let lettre = reponse.lettre.map_or(Valeur::Nul, Valeur::Booleen);
        vec![("montant_centimes", montant), ("lettre", lettre)]
    }

    fn calcul(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<EtapeDeCalcul> {
        Vec::new()
    }

    fn avertissements(&self, _dossier: &Dossier, _reponse: &Reponse) -> Vec<Avertissement> {
        Vec::new()
    }

    fn pistes(&self) -> &'static [&'static str] {
        &["attendre"]
    }

    fn piste(&self, _nom: &str, _dossier: &Dossier, _: &Etabli<'_>) -> Option<Proposition> {
        Some(Proposition {
            message: "À 18 ans.".to_owned(),
            changements: vec![(self.age, ValeurDeChamp::Entier(18))],
        })
    }

    fn axes<'d>(&'d self, _dossier: &'d Dossier) -> Axes<'d> {
        Vec::new()
    }
}
