//! A whole edition of a regulation written as data, read and checked.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use guichet_instruction::commun::Declaration;
use guichet_instruction::{
    ChampDeReponse, Commun, FaitDerive, GenreDeReponse, Rang, Schema, Unite,
};
use guichet_socle::erreur::lire_toml;
use guichet_socle::mot::graver;
use guichet_socle::{Edition, ErreurEdition, Fichiers, MotsDIssue};
use serde::Deserialize;
use toml::Spanned;

use crate::calcul::{Etape, EtapeEcrite};
use crate::faits::{self, Formule, Recette};
use crate::fichier::Fichier;
use crate::listes::{self, Liste};
use crate::operande::{Genre, Noms};
use crate::parametres::Parametres;

/// `faits.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaitsEcrits {
    #[serde(default, rename = "fait")]
    faits: Vec<FaitEcrit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaitEcrit {
    nom: Spanned<String>,
    sens: String,
    #[serde(default)]
    unite: UniteEcrite,
    recette: Recette,
    /// What it is worth when nothing of what it rests on is given: for optional fields only.
    si_absent: Option<Spanned<i64>>,
    /// The entry of the register that this fact follows, and what it is under the other reading.
    lecture: Option<Spanned<String>>,
    autre: Option<Recette>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum UniteEcrite {
    #[default]
    Nombre,
    Centimes,
}

/// `calcul.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalculEcrit {
    /// Prefix of the rules (`EA`).
    prefixe: Spanned<String>,
    #[serde(default, rename = "etape")]
    etapes: Vec<EtapeEcrite>,
    /// The facts that the answer shows besides the amount.
    #[serde(default, rename = "reponse")]
    reponses: Vec<ReponseEcrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReponseEcrite {
    fait: Spanned<String>,
    libelle: String,
}

/// A fact ready to be derived.
#[derive(Debug, Clone)]
pub(crate) struct Fait {
    pub nom: String,
    pub genre: Genre,
    pub centimes: bool,
    pub formule: Formule,
    pub si_absent: Option<i64>,
    /// The bit of its entry of the register, and its formula under the other reading.
    pub autre: Option<(u8, Formule)>,
}

/// An edition ready to decide.
#[derive(Debug, Clone)]
pub struct EditionLibre {
    /// Dossier, conditions, register.
    pub commun: Commun,
    pub(crate) faits: Vec<Fait>,
    pub(crate) etapes: Vec<Etape>,
    pub(crate) listes: Vec<Liste>,
    /// The facts that the answer shows: name of the field, place of the fact.
    pub(crate) reponses: Vec<(&'static str, usize)>,
    pub(crate) du_calcul: u64,
    pub(crate) date_de_reference: Option<Rang>,
}

impl EditionLibre {
    /// Reads and checks the edition of a folder.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(
        fichiers: &Fichiers,
        edition: &Edition,
        procedure: &str,
    ) -> Result<Self, ErreurEdition> {
        let schema = Schema::lire(fichiers, edition)?;
        let parametres = Parametres::lire(fichiers, edition)?;
        let listes = listes::lire(fichiers, edition)?;
        let chemin = format!("{}/faits.toml", edition.dossier);
        let texte = fichiers.lire(&chemin).unwrap_or_default();
        let ecrits: FaitsEcrits = lire_toml(&chemin, texte)?;
        let mut lecteur = Lecteur {
            fichier: Fichier {
                chemin: &chemin,
                texte,
            },
            schema: &schema,
            parametres: &parametres,
            listes: &listes,
            connus: Vec::new(),
            lectures: Vec::new(),
        };
        let faits = ecrits
            .faits
            .iter()
            .map(|ecrit| lecteur.fait(ecrit))
            .collect::<Result<Vec<_>, _>>()?;
        let Lecteur {
            connus, lectures, ..
        } = lecteur;
        let chemin = format!("{}/calcul.toml", edition.dossier);
        let texte = fichiers.texte(&chemin)?;
        let calcul: CalculEcrit = lire_toml(&chemin, texte)?;
        let fichier = Fichier {
            chemin: &chemin,
            texte,
        };
        let noms = Noms {
            schema: &schema,
            faits: &connus,
            parametres: parametres.nombres(),
        };
        let etapes = etapes(&fichier, edition, &calcul.etapes, &noms)?;
        let (reponses, reponse) = reponses(&fichier, &calcul.reponses, &faits)?;
        let commun = declarer(
            fichiers,
            edition,
            &Declare {
                procedure,
                prefixe: calcul.prefixe.get_ref(),
                ecrits: &ecrits.faits,
                connus: &connus,
                schema: &schema,
                lectures: &lectures,
                reponse,
                parametres: parametres.en_mots(),
                listes: &listes,
            },
        )?;
        verifier_les_trous(&fichier, &calcul.etapes, &etapes, &commun)?;
        let date_de_reference = date_de_reference(edition, &schema)?;
        let facultatifs = schema.champs().iter().enumerate();
        let facultatifs: u64 = facultatifs
            .filter(|(_, champ)| champ.facultatif)
            .map(|(rang, _)| 1u64 << rang)
            .sum();
        let du_calcul = etapes.iter().fold(0, |bits, etape| bits | etape.champs) & !facultatifs;
        Ok(Self {
            commun,
            faits,
            etapes,
            listes,
            reponses,
            du_calcul,
            date_de_reference,
        })
    }
}

/// Facts while they are read, each knowing those above it.
struct Lecteur<'a> {
    fichier: Fichier<'a>,
    schema: &'a Schema,
    parametres: &'a Parametres,
    listes: &'a [Liste],
    connus: Vec<(String, Genre, u64)>,
    lectures: Vec<String>,
}

impl Lecteur<'_> {
    fn fait(&mut self, ecrit: &FaitEcrit) -> Result<Fait, ErreurEdition> {
        let nom = ecrit.nom.get_ref();
        let pris = self.schema.rang(nom).is_some() || self.connus.iter().any(|(n, ..)| n == nom);
        if pris {
            return Err(self.fichier.erreur(
                ecrit.nom.span().start,
                format!("« {nom} » est déjà un champ ou un fait ; donnez-lui un autre nom."),
            ));
        }
        let noms = Noms {
            schema: self.schema,
            faits: &self.connus,
            parametres: self.parametres.nombres(),
        };
        let compile = faits::compiler(&self.fichier, &ecrit.recette, &noms, self.listes)?;
        let mut champs = compile.champs;
        let autre = match (&ecrit.lecture, &ecrit.autre) {
            (Some(lecture), Some(autre)) => {
                let autre = faits::compiler(&self.fichier, autre, &noms, self.listes)?;
                if autre.genre != compile.genre {
                    return Err(self.fichier.erreur(
                        lecture.span().start,
                        format!("les deux lectures de « {nom} » ne donnent pas la même sorte de valeur ; accordez-les."),
                    ));
                }
                champs |= autre.champs;
                Some((self.lecture(lecture.get_ref()), autre.formule))
            }
            (None, None) => None,
            _ => {
                return Err(self.fichier.erreur(
                    ecrit.nom.span().start,
                    format!("« {nom} » a « lecture » sans « autre », ou l’inverse ; donnez les deux ou aucune."),
                ));
            }
        };
        if let Some(si_absent) = &ecrit.si_absent {
            self.verifier_le_defaut(nom, si_absent, champs)?;
        }
        self.connus.push((nom.clone(), compile.genre, champs));
        Ok(Fait {
            nom: nom.clone(),
            genre: compile.genre,
            centimes: ecrit.unite == UniteEcrite::Centimes,
            formule: compile.formule,
            si_absent: ecrit.si_absent.as_ref().map(|defaut| *defaut.get_ref()),
            autre,
        })
    }

    /// The bit of an entry of the register.
    fn lecture(&mut self, id: &str) -> u8 {
        let place = self.lectures.iter().position(|connue| connue == id);
        let place = place.unwrap_or_else(|| {
            self.lectures.push(id.to_owned());
            self.lectures.len() - 1
        });
        u8::try_from(place).unwrap_or(u8::MAX)
    }

    /// A default is for what may be left out: a missing fact is never taken as no.
    fn verifier_le_defaut(
        &self,
        nom: &str,
        si_absent: &Spanned<i64>,
        champs: u64,
    ) -> Result<(), ErreurEdition> {
        let exige = self
            .schema
            .champs()
            .iter()
            .enumerate()
            .find(|(rang, champ)| champs & (1 << rang) != 0 && !champ.facultatif);
        match exige {
            None => Ok(()),
            Some((_, champ)) => Err(self.fichier.erreur(
                si_absent.span().start,
                format!(
                    "« {nom} » repose sur « {} », qui n’est pas facultatif : son absence ne veut rien dire ; retirez « si_absent ».",
                    champ.nom
                ),
            )),
        }
    }
}

fn etapes(
    fichier: &Fichier<'_>,
    edition: &Edition,
    ecrites: &[EtapeEcrite],
    noms: &Noms<'_>,
) -> Result<Vec<Etape>, ErreurEdition> {
    ecrites
        .iter()
        .map(|ecrite| {
            let source = &ecrite.source;
            edition
                .source(source.get_ref())
                .map_err(|message| fichier.erreur(source.span().start, message))?;
            Etape::compiler(fichier, ecrite, noms)
        })
        .collect()
}

type Reponses = (Vec<(&'static str, usize)>, &'static [ChampDeReponse]);

/// The facts that the answer shows, and its fields in words.
fn reponses(
    fichier: &Fichier<'_>,
    ecrites: &[ReponseEcrite],
    faits: &[Fait],
) -> Result<Reponses, ErreurEdition> {
    let mut champs = vec![ChampDeReponse {
        nom: "montant_centimes",
        libelle: "Montant de l’aide",
        genre: GenreDeReponse::Montant,
    }];
    let mut places = Vec::new();
    for ecrite in ecrites {
        let nom = ecrite.fait.get_ref();
        let place = faits.iter().position(|fait| fait.nom == *nom);
        let place = place.ok_or_else(|| {
            let connus = faits.iter().map(|fait| fait.nom.clone());
            fichier.inconnu(ecrite.fait.span().start, nom, "fait", connus)
        })?;
        let fait = &faits[place];
        let nom = graver(nom);
        champs.push(ChampDeReponse {
            nom,
            libelle: graver(&ecrite.libelle),
            genre: match fait.genre {
                Genre::Nombre if fait.centimes => GenreDeReponse::Montant,
                Genre::Nombre => GenreDeReponse::Nombre,
                Genre::Date => GenreDeReponse::Date,
                Genre::Booleen => GenreDeReponse::Booleen,
                Genre::Texte | Genre::Liste => GenreDeReponse::Texte,
            },
        });
        places.push((nom, place));
    }
    Ok((places, graver_la_reponse(champs)))
}

/// Keeps the fields of an answer for the life of the program, once each: what an edition declares is bounded.
fn graver_la_reponse(champs: Vec<ChampDeReponse>) -> &'static [ChampDeReponse] {
    static GRAVEES: Mutex<Vec<&'static [ChampDeReponse]>> = Mutex::new(Vec::new());
    let mut gravees = GRAVEES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(grave) = gravees.iter().find(|grave| ***grave == *champs) {
        return grave;
    }
    let grave: &'static [ChampDeReponse] = champs.leak();
    gravees.push(grave);
    grave
}

/// What the engine is told of an edition.
struct Declare<'a> {
    procedure: &'a str,
    prefixe: &'a str,
    ecrits: &'a [FaitEcrit],
    connus: &'a [(String, Genre, u64)],
    schema: &'a Schema,
    lectures: &'a [String],
    reponse: &'static [ChampDeReponse],
    parametres: &'a BTreeMap<String, String>,
    listes: &'a [Liste],
}

fn declarer(
    fichiers: &Fichiers,
    edition: &Edition,
    declare: &Declare<'_>,
) -> Result<Commun, ErreurEdition> {
    let noms_des_champs: Vec<Vec<&str>> = declare
        .connus
        .iter()
        .map(|(_, _, champs)| {
            let declares = declare.schema.champs().iter().enumerate();
            declares
                .filter(|(rang, _)| champs & (1 << rang) != 0)
                .map(|(_, champ)| champ.nom.as_str())
                .collect()
        })
        .collect();
    let derives: Vec<FaitDerive<'_>> = declare
        .ecrits
        .iter()
        .zip(declare.connus)
        .zip(&noms_des_champs)
        .map(|((ecrit, (nom, genre, _)), champs)| FaitDerive {
            nom,
            nature: genre.nature(),
            unite: match ecrit.unite {
                UniteEcrite::Centimes => Unite::Centimes,
                UniteEcrite::Nombre => Unite::Nombre,
            },
            sens: &ecrit.sens,
            champs,
        })
        .collect();
    let lectures: Vec<&str> = declare.lectures.iter().map(String::as_str).collect();
    let listes = declare
        .listes
        .iter()
        .map(|liste| Ok((liste.nom.clone(), liste.index(edition)?)))
        .collect::<Result<Vec<_>, ErreurEdition>>()?;
    Commun::charger(
        fichiers,
        edition,
        Declaration {
            procedure: graver(declare.procedure),
            prefixe: declare.prefixe,
            derives: &derives,
            reponse: declare.reponse,
            lectures: &lectures,
            mots_d_issue: MotsDIssue::Decision,
            pistes: &[],
            listes,
            parametres: declare.parametres.clone(),
            autres_dossiers: &[],
        },
    )
}

/// The field whose day, or whose school year, chooses the edition.
fn date_de_reference(edition: &Edition, schema: &Schema) -> Result<Option<Rang>, ErreurEdition> {
    let nom = &edition.date_de_reference;
    match schema.rang(nom) {
        Some(rang) => Ok(Some(rang)),
        None => Err(ErreurEdition::du_fichier(
            format!("{}/edition.toml", edition.dossier),
            format!(
                "« date_de_reference » nomme « {nom} », qui n’est pas un champ de dossier.toml ; corrigez-le."
            ),
        )),
    }
}

/// The placeholders of a step are fields, facts or parameters.
fn verifier_les_trous(
    fichier: &Fichier<'_>,
    ecrites: &[EtapeEcrite],
    etapes: &[Etape],
    commun: &Commun,
) -> Result<(), ErreurEdition> {
    for (ecrite, etape) in ecrites.iter().zip(etapes) {
        for trou in etape.libelle.trous() {
            let parametre = trou.strip_prefix("parametre.");
            let connu = match parametre {
                Some(parametre) => commun.parametres.contains_key(parametre),
                None => commun.rang_du_fait(trou).is_some(),
            };
            if !connu {
                let connus = commun.faits.iter().map(|fait| fait.declare.nom.clone());
                let connus =
                    connus.chain(commun.parametres.keys().map(|p| format!("parametre.{p}")));
                let ou = ecrite.libelle.span().start;
                return Err(fichier.inconnu(ou, trou, "champ, fait ou paramètre", connus));
            }
        }
    }
    Ok(())
}
