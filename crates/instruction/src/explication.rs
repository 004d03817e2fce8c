//! From a verdict to a decision that people read: every sentence is made here.

use guichet_socle::constat::{Gravite, Valeur};
use guichet_socle::decision::{Avertissement, DeuxLectures, Piste, Recu};
use guichet_socle::francais::date_en_toutes_lettres;
use guichet_socle::mot::Mot;
use guichet_socle::programme::Nature;
use guichet_socle::{Centimes, Constat, Decision, Issue, Resultat};

use crate::commun::{Commun, Fait};
use crate::dossier::{Dossier, Rang, Schema, TypeDeChamp, ValeurDeChamp};
use crate::etabli::{Etabli, jour_du_numero};
use crate::moteur::{Verdict, bits64, trancher, trancher_et_garder};
use crate::procedure::Procedure;

/// What is said of a value that is not known.
const INCONNU: &str = "(inconnu)";

/// How much of a decision is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etendue {
    /// Everything.
    Entiere,
    /// What a table has room for: neither the conditions that are met, nor the facts of the others, nor
    /// the computation. No text is built for what is not told.
    Motifs,
}

/// The whole decision on a dossier.
#[must_use]
pub fn expliquer<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    reference: &str,
    version: &'static str,
) -> Decision {
    expliquer_selon(procedure, dossier, (reference, version), Etendue::Entiere)
}

/// The decision on a dossier, as far as asked; with its reference, and the version for the receipt.
#[must_use]
pub fn expliquer_selon<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    (reference, version): (&str, &'static str),
    etendue: Etendue,
) -> Decision {
    let commun = procedure.commun();
    let (verdict, etabli) = trancher_et_garder(procedure, dossier);
    let voix = Voix {
        commun,
        dossier,
        etabli: &etabli,
        en_mots: &|nom| procedure.fait_en_mots(nom, dossier),
    };
    let mut constats = Vec::new();
    let mut avertissements = Vec::new();
    let rates = verdict.resultats.rates();
    let refus = matches!(verdict.issue, Issue::Defavorable | Issue::HorsChamp);
    for (jugee, (rang, condition)) in commun.jugees().enumerate() {
        if commun.est_sans_objet(jugee, &etabli, rates) {
            continue;
        }
        let mots = &commun.mots.regles[rang];
        let resultat = verdict.resultats.de(jugee);
        if condition.gravite == Gravite::Erreur {
            if etendue == Etendue::Entiere || resultat != Resultat::Rempli {
                let retenu = verdict.resultats.retenu(jugee);
                constats.push(voix.constat((jugee, rang), (resultat, retenu), etendue));
            }
        } else if matches!(resultat, Resultat::NonRempli | Resultat::AExaminer)
            && !(refus && condition.sauf_refus)
        {
            let phrase = voix.phrase(rang, Resultat::NonRempli);
            avertissements.push(Avertissement {
                regle: mots.code.into(),
                message: format!("{phrase} {}", condition.remede),
            });
        }
    }
    avertissements.extend(procedure.avertissements(dossier, &verdict.reponse));
    Decision {
        reference: reference.to_owned(),
        procedure: commun.procedure.into(),
        edition: commun.mots.edition.into(),
        issue: verdict.issue,
        mots_d_issue: commun.mots_d_issue,
        champs: nommes(procedure.champs(&verdict.reponse, verdict.issue)),
        constats,
        calcul: match etendue {
            Etendue::Entiere => procedure.calcul(dossier, &verdict.reponse),
            Etendue::Motifs => Vec::new(),
        },
        lectures: lectures(procedure, &verdict),
        manque: manque(commun, verdict.manquants),
        avertissements,
        pistes: pistes(procedure, dossier, &etabli, &verdict),
        recu: Recu {
            version: version.into(),
            edition_sha256: commun.mots.empreinte.into(),
            // Whoever keeps the decision for another dossier writes its own day.
            date_reference: dossier.a_part(|dossier| procedure.date_de_reference(dossier)),
        },
    }
}

/// The names of missing fields; those of a repeated record are the record, told once.
fn manque(commun: &Commun, champs: u64) -> Vec<Mot> {
    let mut noms: Vec<Mot> = Vec::new();
    for rang in bits64(champs) {
        let Some(&nom) = commun.mots.manques.get(rang) else {
            continue;
        };
        if noms.last().is_none_or(|dernier| dernier != nom) {
            noms.push(nom.into());
        }
    }
    noms
}

fn nommes(champs: Vec<(&'static str, Valeur)>) -> Vec<(Mot, Valeur)> {
    let champs = champs.into_iter();
    champs.map(|(nom, valeur)| (nom.into(), valeur)).collect()
}

/// Both sides of every reading that changes something: the fields of the answer that differ.
fn lectures<P: Procedure + ?Sized>(
    procedure: &P,
    verdict: &Verdict<P::Reponse>,
) -> Vec<DeuxLectures> {
    if verdict.autres.is_empty() {
        return Vec::new();
    }
    let mots = procedure.commun().mots_d_issue;
    let champs = |issue: Issue, reponse: &P::Reponse| {
        let mut champs = vec![(Mot::Borrowed("issue"), Valeur::fixe(mots.code(issue)))];
        champs.extend(nommes(procedure.champs(reponse, issue)));
        champs
    };
    let retenus = champs(verdict.issue_retenue, &verdict.reponse);
    let mut vues: Vec<DeuxLectures> = Vec::new();
    for autre in &verdict.autres {
        let (id, question) = procedure.commun().mots.lectures[usize::from(autre.lecture)];
        let autres = champs(autre.issue, &autre.reponse);
        let (retenue, autre) = retenus
            .iter()
            .zip(autres)
            .filter(|(retenu, autre)| **retenu != *autre)
            .map(|(retenu, autre)| (retenu.clone(), autre))
            .unzip();
        vues.push(DeuxLectures {
            id: id.into(),
            retenue,
            autre,
            question: question.into(),
        });
    }
    vues
}

/// What would make each failed condition met, tried on the dossier itself.
fn pistes<P: Procedure + ?Sized>(
    procedure: &P,
    dossier: &Dossier,
    etabli: &Etabli<'_>,
    verdict: &Verdict<P::Reponse>,
) -> Vec<Piste> {
    let commun = procedure.commun();
    let mut pistes = Vec::new();
    for (jugee, (rang, condition)) in commun.jugees().enumerate() {
        // A doubtful condition that the reading applied holds for met needs no lead.
        let echoue = verdict.resultats.retenu(jugee) == Resultat::NonRempli;
        let Some(nom) = condition.piste.as_ref().filter(|_| echoue) else {
            continue;
        };
        let Some(proposition) = procedure.piste(nom.get_ref(), dossier, etabli) else {
            continue;
        };
        let changements = &proposition.changements;
        let (suffit, changements) = if changements.is_empty() {
            (false, Vec::new())
        } else {
            dossier.essayer(changements, |change| {
                let nouvelle = |&(champ, _): &(Rang, ValeurDeChamp)| {
                    let nom = commun.mots.champs[usize::from(champ.0)];
                    (nom.into(), valeur_du_contrat(commun, change, champ))
                };
                let issue = trancher(procedure, change).issue;
                (
                    issue == Issue::Favorable,
                    changements.iter().map(nouvelle).collect(),
                )
            })
        };
        pistes.push(Piste {
            regle: commun.mots.regles[rang].code.into(),
            message: proposition.message,
            changements,
            suffit,
        });
    }
    pistes
}

/// What speaks of one dossier.
struct Voix<'a> {
    commun: &'a Commun,
    dossier: &'a Dossier,
    etabli: &'a Etabli<'a>,
    /// The words that the procedure has for a fact.
    en_mots: &'a dyn Fn(&str) -> Option<String>,
}

impl Voix<'_> {
    fn constat(
        &self,
        (jugee, rang): (usize, usize),
        (resultat, retenu): (Resultat, Resultat),
        etendue: Etendue,
    ) -> Constat {
        let message: Mot = match resultat {
            Resultat::Indetermine => self.manque(jugee).into(),
            // Both readings are in `lectures`; the sentence is that of the facts.
            Resultat::AExaminer => {
                let phrase = self.phrase(rang, retenu);
                format!("{phrase} Le texte porte deux lectures, qui diffèrent ici.").into()
            }
            connu => self.phrase(rang, connu),
        };
        let mots = &self.commun.mots.regles[rang];
        Constat {
            regle: mots.code.into(),
            nom: mots.nom.into(),
            resultat,
            message,
            source: mots.source.into(),
            faits: self
                .commun
                .faits_de(jugee)
                .iter()
                .filter(|_| etendue == Etendue::Entiere)
                .map(|&fait| {
                    let nom = self.commun.mots.faits[fait];
                    (nom.into(), self.valeur_du_fait(fait))
                })
                .collect(),
        }
    }

    /// What is missing to answer a condition, or does not say enough.
    fn manque(&self, jugee: usize) -> String {
        let champs = self.commun.manquants_de(jugee, self.dossier, self.etabli);
        let de = |ensemble: u64| {
            bits64(ensemble).filter_map(|place| {
                let champ = self.commun.schema.champs().get(place)?;
                Some((Rang(u8::try_from(place).ok()?), champ))
            })
        };
        let donnes: Vec<String> = de(champs & self.etabli.insuffisants)
            // A document said not to be there is missing, and so is what the computation turned out to need.
            .filter(|(rang, _)| {
                self.dossier.booleen(*rang).is_none() && !self.dossier.est_absent(*rang)
            })
            .map(|(rang, champ)| {
                let valeur = en_mots(self.commun, self.dossier, rang);
                format!("{} ({} : {valeur})", champ.libelle, champ.nom)
            })
            .collect();
        if !donnes.is_empty() {
            return format!(
                "On ne peut pas répondre ; vérifiez {}.",
                donnes.join(" et ")
            );
        }
        let noms: Vec<String> = de(champs)
            .map(|(_, champ)| format!("{} ({})", champ.libelle, champ.nom))
            .collect();
        // Several fields, none of which is required: one of them is enough.
        let et = if de(champs).all(|(_, champ)| champ.facultatif) {
            " ou "
        } else {
            " et "
        };
        format!("On ne peut pas répondre : il manque {}.", noms.join(et))
    }

    fn phrase(&self, rang: usize, resultat: Resultat) -> Mot {
        let phrase = self.commun.phrases.de(rang, resultat);
        phrase.dire(|nom, fait, sortie| self.remplir(nom, fait, sortie))
    }

    /// Fills a place of a sentence: in the words of the procedure, else with the fact of that name.
    fn remplir(&self, nom: &str, fait: Option<usize>, sortie: &mut String) {
        if let Some(mots) = (self.en_mots)(nom) {
            sortie.push_str(&mots);
            return;
        }
        match fait {
            Some(fait) => match self.commun.faits[fait].champ {
                Some(champ) => sortie.push_str(&en_mots(self.commun, self.dossier, champ)),
                None => self.ecrire_le_fait(fait, sortie),
            },
            None => sortie.push_str(nom),
        }
    }

    /// A derived fact as people read it.
    fn ecrire_le_fait(&self, fait: usize, sortie: &mut String) {
        let Fait { declare, unite, .. } = &self.commun.faits[fait];
        let rang = usize::from(declare.rang);
        let nombre = self.etabli.nombres.get(rang).copied().flatten();
        let bit = 1u64.checked_shl(u32::from(declare.rang)).unwrap_or(0);
        match (declare.nature, nombre) {
            (Nature::Texte, _) if !self.etabli.textes[rang].est_inconnu() => {
                sortie.push_str(&String::from_utf8_lossy(self.etabli.textes[rang].octets));
            }
            (Nature::Booleen, _) if self.etabli.connus & bit != 0 => {
                let vrai = self.etabli.vrais & bit != 0;
                sortie.push_str(if vrai { "oui" } else { "non" });
            }
            (Nature::Date, Some(numero)) => match jour_du_numero(numero) {
                Some(jour) => sortie.push_str(&date_en_toutes_lettres(jour)),
                None => sortie.push_str(INCONNU),
            },
            (Nature::Nombre, Some(nombre)) => sortie.push_str(&unite.en_mots(nombre)),
            _ => sortie.push_str(INCONNU),
        }
    }

    /// The value of a fact, as the answer keeps it.
    fn valeur_du_fait(&self, fait: usize) -> Valeur {
        let connu = &self.commun.faits[fait];
        if let Some(champ) = connu.champ {
            return valeur_du_contrat(self.commun, self.dossier, champ);
        }
        let rang = usize::from(connu.declare.rang);
        match connu.declare.nature {
            Nature::Texte if self.etabli.textes[rang].est_inconnu() => Valeur::Nul,
            Nature::Texte => {
                Valeur::texte(String::from_utf8_lossy(self.etabli.textes[rang].octets))
            }
            Nature::Nombre => self.etabli.nombres[rang].map_or(Valeur::Nul, Valeur::Entier),
            Nature::Date => self.etabli.nombres[rang].map_or(Valeur::Nul, |numero| {
                Valeur::texte(format!(
                    "{:04}-{:02}-{:02}",
                    numero / 10_000,
                    numero / 100 % 100,
                    numero % 100
                ))
            }),
            Nature::Booleen if self.etabli.connus & (1 << rang) == 0 => Valeur::Nul,
            Nature::Booleen => Valeur::Booleen(self.etabli.vrais & (1 << rang) != 0),
        }
    }
}

/// The value of a field as the contract writes it.
#[must_use]
pub fn valeur_du_contrat(commun: &Commun, dossier: &Dossier, champ: Rang) -> Valeur {
    ecrire_valeur(commun, dossier, champ, dossier.valeur(champ))
}

fn ecrire_valeur(commun: &Commun, dossier: &Dossier, champ: Rang, valeur: ValeurDeChamp) -> Valeur {
    match valeur {
        ValeurDeChamp::Absente | ValeurDeChamp::Nulle => Valeur::Nul,
        ValeurDeChamp::Booleen(vrai) => Valeur::Booleen(vrai),
        ValeurDeChamp::Entier(nombre) => Valeur::Entier(nombre),
        ValeurDeChamp::Date(jour) => Valeur::texte(jour.to_string()),
        ValeurDeChamp::Fraction(part) => {
            Valeur::texte(format!("{}/{}", part.numerateur(), part.denominateur()))
        }
        ValeurDeChamp::Texte { .. } => Valeur::texte(dossier.texte_de(valeur).unwrap_or_default()),
        ValeurDeChamp::Choix(rang) => match &commun.schema.champ(champ).genre {
            TypeDeChamp::Choix(valeurs) => Valeur::texte(&valeurs[usize::from(rang)].code),
            _ => Valeur::Nul,
        },
        ValeurDeChamp::Liste { .. } => Valeur::Liste(
            dossier
                .liste_de(valeur)
                .unwrap_or_default()
                .iter()
                .map(|&valeur| ecrire_valeur(commun, dossier, champ, valeur))
                .collect(),
        ),
    }
}

/// The value of a field as people read it.
#[must_use]
pub fn en_mots(commun: &Commun, dossier: &Dossier, champ: Rang) -> String {
    let declare = commun.schema.champ(champ);
    valeur_en_mots(&commun.schema, dossier, champ, dossier.valeur(champ)).unwrap_or_else(|| {
        declare
            .nul
            .clone()
            .filter(|_| dossier.est_nul(champ))
            .unwrap_or_else(|| INCONNU.to_owned())
    })
}

/// A value of a field as people read it; `None` when there is none.
#[must_use]
pub fn valeur_en_mots(
    schema: &Schema,
    dossier: &Dossier,
    champ: Rang,
    valeur: ValeurDeChamp,
) -> Option<String> {
    let genre = &schema.champ(champ).genre;
    Some(match valeur {
        ValeurDeChamp::Absente | ValeurDeChamp::Nulle => return None,
        ValeurDeChamp::Booleen(vrai) => if vrai { "oui" } else { "non" }.to_owned(),
        ValeurDeChamp::Entier(nombre) => match genre {
            TypeDeChamp::Centimes { .. } => Centimes(nombre).to_string(),
            _ => nombre.to_string(),
        },
        ValeurDeChamp::Date(jour) => date_en_toutes_lettres(jour),
        ValeurDeChamp::Fraction(part) => part.to_string(),
        ValeurDeChamp::Texte { .. } => dossier.texte_de(valeur)?.to_owned(),
        ValeurDeChamp::Choix(rang) => match genre {
            TypeDeChamp::Choix(valeurs) => valeurs.get(usize::from(rang))?.libelle.clone(),
            _ => return None,
        },
        ValeurDeChamp::Liste { .. } => {
            let valeurs = dossier.liste_de(valeur)?;
            if valeurs.is_empty() {
                return Some("aucune".to_owned());
            }
            // The values of a record stay together among those of the others.
            let listes = |v: &ValeurDeChamp| matches!(v, ValeurDeChamp::Liste { .. });
            let entre = if schema.champ(champ).plusieurs && !valeurs.iter().any(listes) {
                " + "
            } else {
                ", "
            };
            valeurs
                .iter()
                .filter_map(|&valeur| valeur_en_mots(schema, dossier, champ, valeur))
                .collect::<Vec<_>>()
                .join(entre)
        }
    })
}
