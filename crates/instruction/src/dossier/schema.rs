//! The fields of a dossier: names of the public contract, types, words for people.

use guichet_socle::erreur::{lire_toml, plus_proche};
use guichet_socle::motif::Motif;
use guichet_socle::{Edition, ErreurEdition, Fichiers};
use serde::Deserialize;
use toml::Spanned;

/// The most fields a dossier may have: a set of them fits in 64 bits.
pub const CHAMPS_MAX: usize = 64;

/// A field of a schema, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rang(pub u8);

impl Rang {
    /// The set that holds this field alone.
    #[must_use]
    pub fn bit(self) -> u64 {
        1 << self.0
    }
}

/// A value that a field of type `choix` may take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoixPossible {
    /// As the contract writes it.
    pub code: String,
    /// As people read it.
    pub libelle: String,
}

/// What a field holds.
#[derive(Debug, Clone)]
pub enum TypeDeChamp {
    /// Any text.
    Texte,
    /// A civil day.
    Date,
    /// True or false.
    Booleen,
    /// A whole number, between two bounds.
    Entier {
        /// Smallest accepted.
        min: i64,
        /// Greatest accepted.
        max: i64,
    },
    /// An amount in whole cents, between two bounds.
    Centimes {
        /// Smallest accepted.
        min: i64,
        /// Greatest accepted.
        max: i64,
    },
    /// A share above zero and at most one.
    Fraction,
    /// One of some values.
    Choix(Vec<ChoixPossible>),
    /// Fourteen digits; spaces are allowed.
    Siret,
    /// A department as the INSEE writes it: `44`, `2A`, `974`.
    Departement,
    /// A number that identifies, whose prefix and leading zeros say nothing (`RNCP37537`, `037537`).
    Numero {
        /// The prefix that may stand before it.
        prefixe: String,
    },
    /// A code of a given form.
    Code {
        /// The form, as the edition writes it.
        texte: String,
        /// The form, compiled.
        motif: Box<Motif>,
    },
}

/// A field.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the file, and says something by itself"
)]
pub struct Champ {
    /// Its name in the contract (`contrat.date_debut`).
    pub nom: String,
    /// What it holds.
    pub genre: TypeDeChamp,
    /// Whether it holds several values.
    pub liste: bool,
    /// The repeated record it is a part of (`contrat.suspensions`), if any; it is then a list.
    pub groupe: Option<String>,
    /// Whether each of these records holds several of its values: a list of lists.
    pub plusieurs: bool,
    /// Its name for people, with its article: « la date de début du contrat ».
    pub libelle: String,
    /// The question that asks for it.
    pub question: String,
    /// What helps to answer.
    pub aide: Option<String>,
    /// A value, as an example.
    pub exemple: String,
    /// What an explicit null says (« jamais »); none when null is the same as absent.
    pub nul: Option<String>,
    /// Whether its absence says something by itself: it is then never missing.
    pub facultatif: bool,
    /// The field that makes this one pointless to ask once it is known.
    pub sauf_si_connu: Option<String>,
    /// Whether an interview asks it after the others, and only when nothing refuses the dossier.
    pub en_dernier: bool,
}

impl Champ {
    /// Whether what is asked or written at once is a list: the field, or its part in each record.
    #[must_use]
    pub fn est_une_liste(&self) -> bool {
        self.plusieurs || self.liste && self.groupe.is_none()
    }
}

/// A repeated record, as an interview asks for it: once more, until there is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groupe {
    /// Its name (`contrat.suspensions`).
    pub nom: String,
    /// Its name for people, with its article: « les suspensions du contrat ».
    pub libelle: String,
    /// The question whether there is one at all, to answer by yes or no.
    pub question: String,
    /// The question whether there is another one.
    pub encore: String,
    /// What helps to answer.
    pub aide: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChampEcrit {
    nom: Spanned<String>,
    #[serde(rename = "type")]
    genre: Spanned<String>,
    #[serde(default)]
    liste: bool,
    groupe: Option<Spanned<String>>,
    libelle: String,
    question: String,
    aide: Option<String>,
    exemple: String,
    nul: Option<String>,
    #[serde(default)]
    facultatif: bool,
    sauf_si_connu: Option<Spanned<String>>,
    #[serde(default)]
    en_dernier: bool,
    min: Option<i64>,
    max: Option<i64>,
    prefixe: Option<String>,
    motif: Option<Spanned<String>>,
    #[serde(default)]
    valeurs: Vec<ChoixPossible>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDeChamps {
    #[serde(rename = "champ")]
    champs: Vec<ChampEcrit>,
    #[serde(rename = "groupe", default)]
    groupes: Vec<Groupe>,
}

/// The fields of a dossier, in the order of the contract.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Path in the data folder.
    pub fichier: String,
    champs: Vec<Champ>,
    groupes: Vec<Groupe>,
}

const TYPES: [&str; 11] = [
    "texte",
    "date",
    "booleen",
    "entier",
    "centimes",
    "fraction",
    "choix",
    "siret",
    "departement",
    "numero",
    "code",
];

impl Schema {
    /// Reads `dossier.toml` of an edition.
    ///
    /// # Errors
    /// The file is absent or faulty, a field stands twice, a type does not exist or lacks what it needs.
    pub fn lire(fichiers: &Fichiers, edition: &Edition) -> Result<Self, ErreurEdition> {
        let fichier = format!("{}/dossier.toml", edition.dossier);
        let texte = fichiers.texte(&fichier)?;
        let ecrits: FichierDeChamps = lire_toml(&fichier, texte)?;
        let erreur = |octet: usize, message: String| {
            ErreurEdition::a_l_octet(fichier.clone(), texte, octet, message)
        };
        verifier_les_renvois(&ecrits).map_err(|(octet, message)| erreur(octet, message))?;
        let mut champs: Vec<Champ> = Vec::with_capacity(ecrits.champs.len());
        for ecrit in ecrits.champs {
            let ici = ecrit.nom.span().start;
            let nom = ecrit.nom.get_ref().clone();
            if champs.iter().any(|champ| champ.nom == nom) {
                return Err(erreur(
                    ici,
                    format!("le champ « {nom} » est déclaré deux fois ; gardez-en un."),
                ));
            }
            if champs.len() == CHAMPS_MAX {
                return Err(erreur(
                    ici,
                    format!("un dossier a au plus {CHAMPS_MAX} champs ; retirez « {nom} »."),
                ));
            }
            if let Some(groupe) = &ecrit.groupe
                && nom
                    .strip_prefix(groupe.get_ref().as_str())
                    .is_none_or(|reste| !reste.starts_with('.'))
            {
                return Err(erreur(
                    groupe.span().start,
                    format!(
                        "le champ « {nom} » n’est pas de « {0} » ; appelez-le « {0}.… ».",
                        groupe.get_ref()
                    ),
                ));
            }
            let genre = genre(&ecrit).map_err(|(octet, message)| erreur(octet, message))?;
            champs.push(Champ {
                genre,
                liste: ecrit.liste || ecrit.groupe.is_some(),
                plusieurs: ecrit.liste && ecrit.groupe.is_some(),
                groupe: ecrit.groupe.map(Spanned::into_inner),
                libelle: ecrit.libelle,
                question: ecrit.question,
                aide: ecrit.aide,
                exemple: ecrit.exemple,
                nul: ecrit.nul,
                facultatif: ecrit.facultatif,
                sauf_si_connu: ecrit.sauf_si_connu.map(Spanned::into_inner),
                en_dernier: ecrit.en_dernier,
                nom,
            });
        }
        Ok(Self {
            fichier,
            champs,
            groupes: ecrits.groupes,
        })
    }

    /// The fields, in order.
    #[must_use]
    pub fn champs(&self) -> &[Champ] {
        &self.champs
    }

    /// How a repeated record is asked for, when the edition says it.
    #[must_use]
    pub fn groupe(&self, nom: &str) -> Option<&Groupe> {
        self.groupes.iter().find(|groupe| groupe.nom == nom)
    }

    /// The name for people of a field or of a repeated record.
    #[must_use]
    pub fn libelle(&self, nom: &str) -> Option<&str> {
        let champ = self.champs.iter().find(|champ| champ.nom == nom);
        champ
            .map(|champ| champ.libelle.as_str())
            .or_else(|| self.groupe(nom).map(|groupe| groupe.libelle.as_str()))
    }

    /// A field by its place.
    #[must_use]
    pub fn champ(&self, rang: Rang) -> &Champ {
        &self.champs[usize::from(rang.0)]
    }

    /// The place of a field.
    #[must_use]
    pub fn rang(&self, nom: &str) -> Option<Rang> {
        let place = self.champs.iter().position(|champ| champ.nom == nom)?;
        u8::try_from(place).ok().map(Rang)
    }

    /// The place of a field that the reasoning of a procedure needs.
    ///
    /// # Errors
    /// The edition does not declare it.
    pub fn requis(&self, nom: &str) -> Result<Rang, ErreurEdition> {
        self.rang(nom).ok_or_else(|| {
            ErreurEdition::du_fichier(
                self.fichier.clone(),
                format!("le champ « {nom} » manque, le programme en a besoin ; déclarez-le."),
            )
        })
    }

    /// The rank of a value of a field of type `choix`.
    #[must_use]
    pub fn valeur_du_choix(&self, rang: Rang, code: &str) -> Option<u8> {
        match &self.champ(rang).genre {
            TypeDeChamp::Choix(valeurs) => {
                let place = valeurs.iter().position(|valeur| valeur.code == code)?;
                u8::try_from(place).ok()
            }
            _ => None,
        }
    }

    /// The declared name nearest to an unknown one: that of a field that ends the same (`date_debut`), else
    /// one that differs by a few letters.
    #[must_use]
    pub fn proche(&self, inconnu: &str) -> Option<&str> {
        // Longer than any name: no slip of the fingers, and slow to compare.
        if inconnu.len() > 100 {
            return None;
        }
        let fin = |nom: &str| nom.rsplit('.').next().map(str::to_lowercase);
        let mut de_meme_fin = (self.champs.iter()).filter(|c| fin(&c.nom) == fin(inconnu));
        if let (Some(champ), None) = (de_meme_fin.next(), de_meme_fin.next()) {
            return Some(&champ.nom);
        }
        let ensembles = self.champs.iter().flat_map(|champ| {
            let points = champ.nom.match_indices('.');
            points.map(|(point, _)| &champ.nom[..point])
        });
        let noms = self.champs.iter().map(|c| c.nom.as_str());
        plus_proche(inconnu, noms.chain(ensembles))
    }

    /// Whether a name is the beginning of the name of some field (`contrat`, `contrat.suspensions`).
    #[must_use]
    pub fn est_un_ensemble(&self, nom: &str) -> bool {
        self.champs.iter().any(|champ| {
            champ
                .nom
                .strip_prefix(nom)
                .is_some_and(|reste| reste.starts_with('.'))
        })
    }
}

/// The fields and the records that others name.
fn verifier_les_renvois(ecrits: &FichierDeChamps) -> Result<(), (usize, String)> {
    for ecrit in &ecrits.champs {
        if let Some(autre) = &ecrit.sauf_si_connu
            && !(ecrits.champs.iter()).any(|champ| champ.nom.get_ref() == autre.get_ref())
        {
            return Err((
                autre.span().start,
                format!(
                    "« sauf_si_connu » nomme « {} », qui n’est pas un champ ; corrigez-le.",
                    autre.get_ref()
                ),
            ));
        }
        if let Some(groupe) = &ecrit.groupe
            && !(ecrits.groupes.iter()).any(|declare| declare.nom == *groupe.get_ref())
        {
            return Err((
                groupe.span().start,
                format!(
                    "le groupe « {} » n’est pas déclaré ; ajoutez [[groupe]] avec sa question.",
                    groupe.get_ref()
                ),
            ));
        }
    }
    Ok(())
}

fn genre(ecrit: &ChampEcrit) -> Result<TypeDeChamp, (usize, String)> {
    let ici = ecrit.genre.span().start;
    let bornes = |defaut: i64| {
        let (min, max) = (ecrit.min.unwrap_or(defaut), ecrit.max.unwrap_or(i64::MAX));
        (min <= max).then_some((min, max)).ok_or_else(|| {
            (
                ici,
                format!("aucun nombre n’est entre {min} et {max} ; échangez les bornes."),
            )
        })
    };
    match ecrit.genre.get_ref().as_str() {
        "texte" => Ok(TypeDeChamp::Texte),
        "date" => Ok(TypeDeChamp::Date),
        "booleen" => Ok(TypeDeChamp::Booleen),
        "entier" => bornes(i64::MIN).map(|(min, max)| TypeDeChamp::Entier { min, max }),
        "centimes" => bornes(0).map(|(min, max)| TypeDeChamp::Centimes { min, max }),
        "fraction" => Ok(TypeDeChamp::Fraction),
        "choix" if ecrit.valeurs.is_empty() => Err((
            ici,
            "un champ « choix » a besoin de « valeurs » ; donnez-les.".to_owned(),
        )),
        "choix" => Ok(TypeDeChamp::Choix(ecrit.valeurs.clone())),
        "siret" => Ok(TypeDeChamp::Siret),
        "departement" => Ok(TypeDeChamp::Departement),
        "numero" => Ok(TypeDeChamp::Numero {
            prefixe: ecrit.prefixe.clone().unwrap_or_default(),
        }),
        "code" => {
            let Some(motif) = &ecrit.motif else {
                return Err((
                    ici,
                    "un champ « code » a besoin d’un « motif » ; donnez-le.".to_owned(),
                ));
            };
            let compile = Motif::entier(motif.get_ref()).map_err(|erreur| {
                (
                    motif.span().start,
                    format!("« {} » n’est pas un motif : {erreur}", motif.get_ref()),
                )
            })?;
            Ok(TypeDeChamp::Code {
                texte: motif.get_ref().clone(),
                motif: Box::new(compile),
            })
        }
        autre => Err((
            ici,
            match plus_proche(autre, TYPES) {
                Some(proche) => {
                    format!("le type « {autre} » n’existe pas. Vouliez-vous dire « {proche} » ?")
                }
                None => format!(
                    "le type « {autre} » n’existe pas ; il y a : {}.",
                    TYPES.join(", ")
                ),
            },
        )),
    }
}
