//! From `cas/*.toml` to cases, with file and line for whatever is wrong.

use std::collections::BTreeMap;

use guichet_socle::constat::Valeur;
use guichet_socle::erreur::{ligne_de, lire_toml, plus_proche};
use guichet_socle::{ErreurEdition, Fichiers, Issue, Resultat};
use serde::Deserialize;
use toml::{Spanned, Value};

use super::{Attendu, Cas, Catalogue};
use crate::commun::Commun;
use crate::dossier::{Dossier, Origine, Rang, ValeurDeChamp};

/// Values of fields, by name.
type Valeurs = BTreeMap<Spanned<String>, Spanned<Value>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordinaire {
    #[serde(default)]
    jamais_refusees: Vec<Spanned<String>>,
    #[serde(default)]
    jamais_sans_reponse: Vec<Spanned<String>>,
    #[serde(default)]
    nuls: Vec<Spanned<String>>,
    dossier: Valeurs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FichierDeCas {
    cas: Vec<Spanned<CasEcrit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasEcrit {
    titre: String,
    montre: Vec<Spanned<String>>,
    exemple: Option<Spanned<String>>,
    #[serde(default)]
    avec: Valeurs,
    #[serde(default)]
    sans: Vec<Spanned<String>>,
    #[serde(default)]
    nuls: Vec<Spanned<String>>,
    attendu: AttenduEcrit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttenduEcrit {
    issue: Spanned<String>,
    montant_centimes: Option<i64>,
    #[serde(default)]
    resultats: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    lectures: Vec<Spanned<String>>,
    #[serde(default)]
    manque: Vec<Spanned<String>>,
    #[serde(default)]
    avertissements: Vec<Spanned<String>>,
    #[serde(default)]
    champs: BTreeMap<String, Spanned<Value>>,
}

impl Catalogue {
    /// Reads the folder `cas/` of an edition: `ordinaire.toml`, and the cases of every other file.
    ///
    /// # Errors
    /// A file is absent or faulty; a field, a rule, an entry of the register, an issue does not exist; a
    /// value is not one of its field.
    pub fn lire(fichiers: &Fichiers, commun: &Commun) -> Result<Self, ErreurEdition> {
        let dossier = format!("{}/cas", commun.edition.dossier);
        let chemin = format!("{dossier}/ordinaire.toml");
        let lecteur = Lecteur {
            commun,
            chemin: &chemin,
            texte: fichiers.texte(&chemin)?,
        };
        let lu: Ordinaire = lire_toml(&chemin, lecteur.texte)?;
        let mut ordinaire = Dossier::vide(commun.schema.champs().len());
        lecteur.poser(&mut ordinaire, &lu.dossier)?;
        for nom in &lu.nuls {
            ordinaire.poser(lecteur.rang(nom)?, ValeurDeChamp::Nulle);
        }
        let jamais_refusees = lecteur.regles(&lu.jamais_refusees)?;
        let jamais_sans_reponse = lecteur.regles(&lu.jamais_sans_reponse)?;
        let mut cas = Vec::new();
        for (autre, texte) in fichiers.sous(&dossier) {
            if autre == chemin {
                continue;
            }
            let lecteur = Lecteur {
                commun,
                chemin: autre,
                texte,
            };
            let lu: FichierDeCas = lire_toml(autre, texte)?;
            for ecrit in lu.cas {
                cas.push(lecteur.cas(&ordinaire, ecrit)?);
            }
        }
        Ok(Self {
            cas,
            jamais_refusees,
            jamais_sans_reponse,
            ordinaire,
        })
    }
}

/// Reads one file, and places its errors.
struct Lecteur<'a> {
    commun: &'a Commun,
    chemin: &'a str,
    texte: &'a str,
}

impl Lecteur<'_> {
    fn erreur<T>(&self, mot: &Spanned<T>, message: impl Into<String>) -> ErreurEdition {
        ErreurEdition::a_l_octet(self.chemin, self.texte, mot.span().start, message)
    }

    fn cas(&self, ordinaire: &Dossier, ecrit: Spanned<CasEcrit>) -> Result<Cas, ErreurEdition> {
        let ligne = ligne_de(self.texte, ecrit.span().start);
        let ecrit = ecrit.into_inner();
        let mut dossier = ordinaire.clone();
        let mut changes = self.poser(&mut dossier, &ecrit.avec)?;
        for (noms, valeur) in [
            (&ecrit.sans, ValeurDeChamp::Absente),
            (&ecrit.nuls, ValeurDeChamp::Nulle),
        ] {
            for nom in noms {
                let rang = self.rang(nom)?;
                dossier.poser(rang, valeur);
                changes.push(rang);
            }
        }
        changes.sort_unstable();
        if let Some(double) = changes.windows(2).find(|paire| paire[0] == paire[1]) {
            return Err(ErreurEdition::a_la_ligne(
                self.chemin,
                ligne,
                format!(
                    "le champ « {} » est changé deux fois par ce cas ; gardez-en un.",
                    self.commun.schema.champ(double[0]).nom
                ),
            ));
        }
        if let Some(source) = &ecrit.exemple {
            self.commun
                .edition
                .source(source.get_ref())
                .map_err(|message| self.erreur(source, message))?;
        }
        Ok(Cas {
            titre: ecrit.titre,
            fichier: self.chemin.to_owned(),
            ligne,
            montre: ecrit
                .montre
                .iter()
                .map(|code| self.montre(code))
                .collect::<Result<_, _>>()?,
            exemple: ecrit.exemple.map(Spanned::into_inner),
            changes,
            attendu: self.attendu(ecrit.attendu)?,
            dossier,
        })
    }

    fn attendu(&self, ecrit: AttenduEcrit) -> Result<Attendu, ErreurEdition> {
        let mots = self.commun.mots_d_issue;
        let issue = mots.lire(ecrit.issue.get_ref()).ok_or_else(|| {
            self.erreur(
                &ecrit.issue,
                format!(
                    "« {} » n’est pas une issue ; il y a : {}.",
                    ecrit.issue.get_ref(),
                    Issue::TOUTES.map(|issue| mots.code(issue)).join(", ")
                ),
            )
        })?;
        let mut resultats = BTreeMap::new();
        for (regle, resultat) in &ecrit.resultats {
            self.regle(regle)?;
            resultats.insert(regle.get_ref().clone(), self.resultat(resultat)?);
        }
        let mut champs = BTreeMap::new();
        for (nom, valeur) in ecrit.champs {
            let lue = self.valeur_de_reponse(&valeur)?;
            champs.insert(nom, lue);
        }
        for id in &ecrit.lectures {
            self.lecture(id)?;
        }
        for nom in &ecrit.manque {
            // A repeated record is missing as a whole, under its own name.
            let champs = self.commun.schema.champs();
            let groupe = Some(nom.get_ref());
            if !champs.iter().any(|champ| champ.groupe.as_ref() == groupe) {
                self.rang(nom)?;
            }
        }
        Ok(Attendu {
            issue,
            montant_centimes: ecrit.montant_centimes,
            resultats,
            lectures: textes(ecrit.lectures),
            manque: textes(ecrit.manque),
            avertissements: self.regles(&ecrit.avertissements)?,
            champs,
        })
    }

    fn resultat(&self, ecrit: &Spanned<String>) -> Result<Resultat, ErreurEdition> {
        match ecrit.get_ref().as_str() {
            "rempli" => Ok(Resultat::Rempli),
            "non_rempli" => Ok(Resultat::NonRempli),
            "indetermine" => Ok(Resultat::Indetermine),
            "a_examiner" => Ok(Resultat::AExaminer),
            autre => Err(self.erreur(
                ecrit,
                format!("« {autre} » n’est pas un résultat ; il y a : rempli, non_rempli, indetermine, a_examiner."),
            )),
        }
    }

    /// A field of the answer; « nul » is null.
    fn valeur_de_reponse(&self, ecrit: &Spanned<Value>) -> Result<Valeur, ErreurEdition> {
        match ecrit.get_ref() {
            Value::Boolean(vrai) => Ok(Valeur::Booleen(*vrai)),
            Value::Integer(nombre) => Ok(Valeur::Entier(*nombre)),
            Value::String(texte) if texte == "nul" => Ok(Valeur::Nul),
            Value::String(texte) => Ok(Valeur::texte(texte)),
            _ => Err(self.erreur(
                ecrit,
                "un champ de la réponse attendue est un texte, un nombre entier, true ou false ; écrivez-le ainsi.",
            )),
        }
    }

    /// Gives a dossier the values written, and says which fields they are.
    fn poser(&self, dossier: &mut Dossier, valeurs: &Valeurs) -> Result<Vec<Rang>, ErreurEdition> {
        let mut rangs = Vec::new();
        for (nom, ecrit) in valeurs {
            let rang = self.rang(nom)?;
            let valeur = match ecrit.get_ref() {
                Value::Array(elements) => {
                    let lus = elements
                        .iter()
                        .map(|element| self.element(dossier, rang, ecrit, element))
                        .collect::<Result<Vec<_>, _>>()?;
                    dossier.garder_liste(&lus)
                }
                seule => self.valeur(dossier, rang, ecrit, seule)?,
            };
            let liste = matches!(valeur, ValeurDeChamp::Liste { .. });
            if liste != self.commun.schema.champ(rang).liste {
                let forme = if liste {
                    "une seule valeur"
                } else {
                    "une liste"
                };
                return Err(self.erreur(
                    ecrit,
                    format!(
                        "le champ « {} » est {forme} ; écrivez-le ainsi.",
                        nom.get_ref()
                    ),
                ));
            }
            dossier.poser(rang, valeur);
            rangs.push(rang);
        }
        Ok(rangs)
    }

    /// What a list holds: a value, or those of a record.
    fn element(
        &self,
        dossier: &mut Dossier,
        rang: Rang,
        ici: &Spanned<Value>,
        ecrit: &Value,
    ) -> Result<ValeurDeChamp, ErreurEdition> {
        match ecrit {
            // An element that no one knows is written so: TOML has no null.
            Value::String(texte) if texte == "?" => Ok(ValeurDeChamp::Absente),
            Value::Array(valeurs) if self.commun.schema.champ(rang).plusieurs => {
                let lues = valeurs
                    .iter()
                    .map(|valeur| self.valeur(dossier, rang, ici, valeur))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(dossier.garder_liste(&lues))
            }
            valeur if self.commun.schema.champ(rang).plusieurs => Err(self.erreur(
                ici,
                format!(
                    "le champ « {} » a plusieurs valeurs par ligne : {valeur} n’en est pas une liste ; écrivez [[…], […]].",
                    self.commun.schema.champ(rang).nom
                ),
            )),
            valeur => self.valeur(dossier, rang, ici, valeur),
        }
    }

    fn valeur(
        &self,
        dossier: &mut Dossier,
        rang: Rang,
        ici: &Spanned<Value>,
        ecrit: &Value,
    ) -> Result<ValeurDeChamp, ErreurEdition> {
        let texte = match ecrit {
            Value::String(texte) => texte.clone(),
            Value::Integer(nombre) => nombre.to_string(),
            Value::Boolean(vrai) => vrai.to_string(),
            _ => {
                return Err(self.erreur(
                    ici,
                    "une valeur est un texte, un nombre entier, true, false ou une liste de ceux-là ; écrivez-la ainsi.",
                ));
            }
        };
        let champ = self.commun.schema.champ(rang);
        dossier
            .lire_valeur(champ, &texte, Origine::Json)
            .map_err(|faute| self.erreur(ici, format!("{} : {faute}", champ.nom)))
    }

    fn rang(&self, nom: &Spanned<String>) -> Result<Rang, ErreurEdition> {
        let schema = &self.commun.schema;
        schema.rang(nom.get_ref()).ok_or_else(|| {
            let conseil = schema
                .proche(nom.get_ref())
                .map_or(String::new(), |p| format!(" Vouliez-vous dire « {p} » ?"));
            self.erreur(
                nom,
                format!(
                    "le champ « {} » n’existe pas dans dossier.toml ; corrigez-le.{conseil}",
                    nom.get_ref()
                ),
            )
        })
    }

    fn regles(&self, codes: &[Spanned<String>]) -> Result<Vec<String>, ErreurEdition> {
        codes
            .iter()
            .map(|code| self.regle(code).map(|()| code.get_ref().clone()))
            .collect()
    }

    fn regle(&self, code: &Spanned<String>) -> Result<(), ErreurEdition> {
        match self.commun.condition(code.get_ref()) {
            Some(_) => Ok(()),
            None => Err(self.inconnu(code, "règle de conditions.toml")),
        }
    }

    fn lecture(&self, id: &Spanned<String>) -> Result<(), ErreurEdition> {
        if self.commun.registre.iter().any(|l| l.id == *id.get_ref()) {
            Ok(())
        } else {
            Err(self.inconnu(id, "entrée du registre"))
        }
    }

    fn montre(&self, code: &Spanned<String>) -> Result<String, ErreurEdition> {
        self.regle(code)
            .or_else(|_| self.lecture(code))
            .map_err(|_| self.inconnu(code, "règle, ni une entrée du registre"))?;
        Ok(code.get_ref().clone())
    }

    fn inconnu(&self, code: &Spanned<String>, quoi: &str) -> ErreurEdition {
        let regles = self.commun.conditions.conditions.iter();
        let connus = regles
            .map(|condition| condition.code.get_ref().as_str())
            .chain(self.commun.registre.iter().map(|l| l.id.as_str()));
        let conseil = plus_proche(code.get_ref(), connus)
            .map_or(String::new(), |p| format!(" Vouliez-vous dire « {p} » ?"));
        self.erreur(
            code,
            format!(
                "« {} » n’est pas une {quoi} ; corrigez le code.{conseil}",
                code.get_ref()
            ),
        )
    }
}

fn textes(ecrits: Vec<Spanned<String>>) -> Vec<String> {
    ecrits.into_iter().map(Spanned::into_inner).collect()
}
