//! What an edition of a procedure holds besides its own reasoning, read and checked.

use std::collections::BTreeMap;

use guichet_nomenclatures::IndexCodes;
use guichet_socle::condition::{Condition, Conditions};
use guichet_socle::constat::Gravite;
use guichet_socle::erreur::plus_proche;
use guichet_socle::lecture::{Statut, registre};
use guichet_socle::programme::{
    Classes, Compilateur, Declarations, FaitDeclare, Instruction, Nature, Programme, numero_du_jour,
};
use guichet_socle::reference::Source;
use guichet_socle::texte::Texte;
use guichet_socle::{Centimes, Edition, ErreurEdition, Fichiers, Lecture, MotsDIssue};

use crate::dossier::{Dossier, Rang, Schema, TypeDeChamp, ValeurDeChamp};
use crate::etabli::{Etabli, NOMBRES_MAX};
use crate::mots::Mots;
use crate::phrases::Phrases;
use crate::places::declarer_les_faits;
use crate::reponse::ChampDeReponse;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unite {
    /// As it is.
    Nombre,
    /// Cents, shown as euros.
    Centimes,
}

impl Unite {
    /// A number as people read it.
    #[must_use]
    pub fn en_mots(self, nombre: i64) -> String {
        match self {
            Self::Centimes => Centimes(nombre).to_string(),
            Self::Nombre => nombre.to_string(),
        }
    }
}

/// A fact that a procedure derives from the fields of the dossier.
#[derive(Debug, Clone, Copy)]
pub struct FaitDerive<'a> {
    /// Its name in the conditions.
    pub nom: &'a str,
    /// What it is.
    pub nature: Nature,
    /// How it is shown, for a number.
    pub unite: Unite,
    /// What it means, in French: a noun with its article, or a clause for one that is true or false.
    pub sens: &'a str,
    /// The fields it is derived from.
    pub champs: &'a [&'a str],
}

/// What a procedure declares of itself.
pub struct Declaration<'a> {
    /// Its name (`contrat-pro`).
    pub procedure: &'static str,
    /// Prefix of its rules (`CP`).
    pub prefixe: &'a str,
    /// Its derived facts.
    pub derives: &'a [FaitDerive<'a>],
    /// The fields of its answer, in the order of the contract, with their words.
    pub reponse: &'static [ChampDeReponse],
    /// The entries of the register with two readings that its reasoning knows, a bit of `Choix` each.
    pub lectures: &'a [&'a str],
    /// What its issues are called.
    pub mots_d_issue: MotsDIssue,
    /// Its leads.
    pub pistes: &'a [&'a str],
    /// The lists that its conditions may name.
    pub listes: Vec<(String, IndexCodes)>,
    /// The parameters that its sentences may cite, already in words, as `parametre.nom`.
    pub parametres: BTreeMap<String, String>,
    /// The folders of data it rests on besides its own, for the receipt.
    pub autres_dossiers: &'a [&'a str],
}

/// A fact that conditions may speak of.
#[derive(Debug, Clone)]
pub struct Fait {
    /// As conditions know it.
    pub declare: FaitDeclare,
    /// How it is shown, for a number.
    pub unite: Unite,
    /// The field it is, when it is not derived.
    pub champ: Option<Rang>,
    /// The fields it rests on.
    pub champs: u64,
}

/// An edition: its dossier, its conditions compiled, the register.
#[derive(Debug, Clone)]
pub struct Commun {
    /// Name of the procedure.
    pub procedure: &'static str,
    /// Identity, validity, sources.
    pub edition: Edition,
    /// The fields of the dossier.
    pub schema: Schema,
    /// The fields of the answer, in the order of the contract, with their words.
    pub reponse: &'static [ChampDeReponse],
    /// What its issues are called.
    pub mots_d_issue: MotsDIssue,
    /// The rules.
    pub conditions: Conditions,
    /// The facts: those of the fields, then the derived ones.
    pub faits: Vec<Fait>,
    /// The entries with two readings that the reasoning knows, in the order of the bits of `Choix`.
    pub lectures: Vec<Lecture>,
    /// The whole register.
    pub registre: Vec<Lecture>,
    /// Parameters in words.
    pub parametres: BTreeMap<String, String>,
    /// SHA-256 of the files the decisions rest on.
    pub empreinte: String,
    /// The words that decisions repeat.
    pub mots: Mots,
    pub(crate) phrases: Phrases,
    programme: Programme<IndexCodes>,
    /// For each instruction, the facts its demand and its guards name.
    faits_des_jugees: Vec<Vec<usize>>,
    decisives: u64,
    dates_fixes: Vec<i64>,
    premiere_date_fixe: usize,
    premier_derive: usize,
    /// The fields that conditions name: only those are put for the program.
    poses: Vec<usize>,
    /// The fields whose absence leaves something unknown.
    obligatoires: u64,
    /// The facts, in the order of their names.
    par_nom: Vec<usize>,
    /// Whether a condition looks at the kinds or the number of the characters of a text.
    regarde_les_caracteres: bool,
}

impl Commun {
    /// Reads and checks what every procedure shares.
    ///
    /// # Errors
    /// Whatever is wrong in the data, with file and line.
    pub fn charger(
        fichiers: &Fichiers,
        edition: &Edition,
        declaration: Declaration<'_>,
    ) -> Result<Self, ErreurEdition> {
        let schema = Schema::lire(fichiers, edition)?;
        let conditions = Conditions::lire(fichiers, edition, declaration.prefixe)?;
        let faits = declarer_les_faits(&schema, declaration.derives)?;
        let registre = registre(fichiers)?;
        let lectures = a_deux_lectures(declaration.lectures, &registre)?;
        verifier_les_pistes(&conditions, declaration.pistes)?;
        verifier_les_lectures(&conditions, &registre)?;
        let declares: Vec<FaitDeclare> = faits.iter().map(|fait| fait.declare.clone()).collect();
        let mut rangs = BTreeMap::new();
        let mut listes = Vec::new();
        for (nom, liste) in declaration.listes {
            // Far fewer lists than 65,536.
            rangs.insert(nom, u16::try_from(listes.len()).unwrap_or(u16::MAX));
            listes.push(liste);
        }
        let classes = Classes::new();
        let declarations = Declarations {
            faits: &declares,
            classes: &classes,
            listes: &rangs,
        };
        let mut compilateur = Compilateur::new(&conditions, &declarations);
        let Jugees {
            instructions,
            faits: faits_des_jugees,
            decisives,
        } = compiler(&conditions, &faits, &mut compilateur)?;
        let (programme, dates_fixes) = compilateur.terminer(instructions, listes);
        let nombres = faits
            .iter()
            .filter(|fait| matches!(fait.declare.nature, Nature::Nombre | Nature::Date))
            .count();
        if nombres + dates_fixes.len() > NOMBRES_MAX {
            return Err(ErreurEdition::du_fichier(
                conditions.fichier.clone(),
                format!("une édition a au plus {NOMBRES_MAX} nombres et dates ; retirez-en."),
            ));
        }
        let premier_derive = schema.champs().len();
        let mut poses: Vec<usize> = faits_des_jugees.iter().flatten().copied().collect();
        poses.retain(|&fait| faits[fait].champ.is_some());
        poses.sort_unstable();
        poses.dedup();
        let champs = schema.champs().iter().enumerate();
        let obligatoires = champs
            .filter(|(_, champ)| !champ.facultatif)
            .fold(0, |bits, (place, _)| bits | 1 << place);
        let mut par_nom: Vec<usize> = (0..faits.len()).collect();
        par_nom.sort_by_key(|&fait| &faits[fait].declare.nom);
        let mut dossiers = vec![edition.dossier.as_str()];
        dossiers.extend(declaration.autres_dossiers);
        let empreinte = fichiers.empreinte(&dossiers);
        let mots = Mots::de(
            edition,
            &empreinte,
            &conditions,
            (&schema, &faits, &lectures),
        );
        let mut lu = Self {
            procedure: declaration.procedure,
            edition: edition.clone(),
            schema,
            reponse: declaration.reponse,
            mots_d_issue: declaration.mots_d_issue,
            faits,
            lectures,
            registre,
            parametres: declaration.parametres,
            mots,
            phrases: Phrases::default(),
            empreinte,
            programme,
            faits_des_jugees,
            decisives,
            dates_fixes,
            premiere_date_fixe: nombres,
            premier_derive,
            poses,
            obligatoires,
            par_nom,
            regarde_les_caracteres: conditions
                .conditions
                .iter()
                .filter_map(|condition| condition.exige.as_ref())
                .any(|exige| exige.get_ref().regarde_les_caracteres()),
            conditions,
        };
        lu.conditions
            .verifier_trous(&|condition| lu.trous_connus(condition))?;
        lu.phrases = Phrases::compiler(&lu);
        Ok(lu)
    }

    /// The rules that are judged, in the order of the bits of a verdict.
    pub fn jugees(&self) -> impl Iterator<Item = (usize, &Condition)> {
        self.programme
            .instructions
            .iter()
            .map(|instruction| usize::from(instruction.condition))
            .map(|rang| (rang, &self.conditions.conditions[rang]))
    }

    /// The facts that a judged rule speaks of.
    #[must_use]
    pub fn faits_de(&self, jugee: usize) -> &[usize] {
        &self.faits_des_jugees[jugee]
    }

    /// The judged rules that make the issue: the others only warn.
    #[must_use]
    pub fn decisives(&self) -> u64 {
        self.decisives
    }

    /// Where the document says what a rule demands.
    #[must_use]
    pub fn source(&self, condition: &Condition) -> Option<&Source> {
        self.edition.sources.get(condition.source.get_ref())
    }

    /// The rule of a code.
    #[must_use]
    pub fn condition(&self, code: &str) -> Option<&Condition> {
        let rang = self.conditions.rang(code)?;
        self.conditions.conditions.get(rang)
    }

    pub(crate) fn programme(&self) -> &Programme<IndexCodes> {
        &self.programme
    }

    #[inline]
    pub(crate) fn rang_du_derive(&self, fait: usize) -> u8 {
        self.faits[self.premier_derive + fait].declare.rang
    }

    /// The fields that are absent though their absence says nothing.
    #[must_use]
    #[inline]
    pub fn absents(&self, dossier: &Dossier) -> u64 {
        dossier.absents() & self.obligatoires
    }

    /// The rank of a fact by its name.
    #[must_use]
    pub fn rang_du_fait(&self, nom: &str) -> Option<usize> {
        let trouve = self
            .par_nom
            .binary_search_by(|&fait| self.faits[fait].declare.nom.as_str().cmp(nom));
        trouve.ok().map(|place| self.par_nom[place])
    }

    /// The fields that leave a judged rule unknown.
    pub(crate) fn manquants_de(&self, jugee: usize, dossier: &Dossier, etabli: &Etabli<'_>) -> u64 {
        let mut champs = 0;
        for &fait in &self.faits_des_jugees[jugee] {
            if !self.est_connu(fait, etabli) {
                champs |= self.faits[fait].champs;
            }
        }
        let absents = champs & self.absents(dossier);
        if absents != 0 {
            absents
        } else if champs & etabli.insuffisants != 0 {
            champs & etabli.insuffisants
        } else {
            champs
        }
    }

    /// Whether a judged rule has nothing to demand here: a guard says so, or a rule that must be met before
    /// it is not (`rates`).
    pub(crate) fn est_sans_objet(&self, jugee: usize, etabli: &Etabli<'_>, rates: u64) -> bool {
        let instruction = &self.programme.instructions[jugee];
        let faux = etabli.connus & !etabli.vrais;
        faux & instruction.si != 0
            || etabli.vrais & instruction.sauf != 0
            || rates & instruction.requis != 0
    }

    fn est_connu(&self, fait: usize, etabli: &Etabli<'_>) -> bool {
        let declare = &self.faits[fait].declare;
        let rang = usize::from(declare.rang);
        match declare.nature {
            Nature::Texte => !etabli.textes[rang].est_inconnu(),
            Nature::Nombre | Nature::Date => etabli.nombres[rang].is_some(),
            Nature::Booleen => etabli.connus & (1 << rang) != 0,
        }
    }

    /// Puts the fields that conditions name, and the fixed dates, where the program looks for them.
    #[inline]
    pub(crate) fn poser_les_champs<'d>(&'d self, dossier: &'d Dossier, etabli: &mut Etabli<'d>) {
        for &fait in &self.poses {
            let fait = &self.faits[fait];
            let Some(champ) = fait.champ else { continue };
            self.poser(fait, champ, dossier, etabli);
        }
        let fixes = self.premiere_date_fixe..self.premiere_date_fixe + self.dates_fixes.len();
        for (place, &date) in etabli.nombres[fixes].iter_mut().zip(&self.dates_fixes) {
            *place = Some(date);
        }
    }

    fn poser<'d>(
        &'d self,
        fait: &Fait,
        champ: Rang,
        dossier: &'d Dossier,
        etabli: &mut Etabli<'d>,
    ) {
        let rang = usize::from(fait.declare.rang);
        match dossier.valeur(champ) {
            ValeurDeChamp::Booleen(vrai) => {
                etabli.connus |= 1 << rang;
                etabli.vrais |= u64::from(vrai) << rang;
            }
            ValeurDeChamp::Entier(nombre) => etabli.nombres[rang] = Some(nombre),
            ValeurDeChamp::Date(jour) => etabli.nombres[rang] = Some(numero_du_jour(jour)),
            ValeurDeChamp::Choix(choix) => {
                if let TypeDeChamp::Choix(valeurs) = &self.schema.champ(champ).genre {
                    etabli.textes[rang] = self.texte(&valeurs[usize::from(choix)].code);
                }
            }
            valeur @ ValeurDeChamp::Texte { .. } => {
                if let Some(texte) = dossier.texte_de(valeur) {
                    etabli.textes[rang] = self.texte(texte);
                }
            }
            _ => {}
        }
    }

    /// A text as conditions see it: its characters are looked at only when a condition does.
    #[inline]
    pub(crate) fn texte<'d>(&self, texte: &'d str) -> Texte<'d> {
        if self.regarde_les_caracteres {
            Texte::new(texte)
        } else {
            Texte {
                octets: texte.as_bytes(),
                ..Texte::VIDE
            }
        }
    }

    /// The names that the sentence of a rule may cite.
    fn trous_connus(&self, _condition: &Condition) -> Vec<String> {
        let bornes = ["valeur", "min", "max", "borne", "du", "au", "constat"];
        let faits = self.faits.iter().map(|fait| fait.declare.nom.clone());
        let parametres = self.parametres.keys().map(|nom| format!("parametre.{nom}"));
        bornes
            .into_iter()
            .map(str::to_owned)
            .chain(faits)
            .chain(parametres)
            .collect()
    }
}

/// The judged rules, compiled.
struct Jugees {
    instructions: Vec<Instruction>,
    faits: Vec<Vec<usize>>,
    decisives: u64,
}

/// The rules that demand something, as instructions, in the order of their codes.
fn compiler(
    conditions: &Conditions,
    faits: &[Fait],
    compilateur: &mut Compilateur<'_>,
) -> Result<Jugees, ErreurEdition> {
    let mut instructions: Vec<Instruction> = Vec::new();
    let mut faits_des_jugees = Vec::new();
    let mut decisives = 0;
    for (rang, condition) in conditions.conditions.iter().enumerate() {
        let Some(exige) = &condition.exige else {
            continue;
        };
        if instructions.len() == 64 {
            return Err(conditions.erreur(
                condition.code.span().start,
                "une édition juge au plus 64 conditions ; retirez-en.",
            ));
        }
        let requis = condition.apres.iter().fold(0, |requis, avant| {
            let place = instructions.iter().position(|instruction| {
                let code = &conditions.conditions[usize::from(instruction.condition)].code;
                code.get_ref() == avant.get_ref()
            });
            place.map_or(requis, |place| requis | 1 << place)
        });
        let epreuve = compilateur.exigence(exige, None)?;
        if condition.gravite == Gravite::Erreur {
            decisives |= 1 << instructions.len();
        }
        instructions.push(Instruction {
            si: compilateur.garde(&condition.si)?,
            sauf: compilateur.garde(&condition.sauf)?,
            requis,
            epreuve,
            condition: u16::try_from(rang).unwrap_or(u16::MAX),
            champ: 0,
        });
        let gardes = condition.si.iter().chain(&condition.sauf);
        let noms = exige.get_ref().faits();
        faits_des_jugees.push(
            noms.into_iter()
                .chain(gardes.map(|garde| garde.get_ref().as_str()))
                .filter_map(|nom| faits.iter().position(|fait| fait.declare.nom == nom))
                .collect::<Vec<usize>>(),
        );
    }
    Ok(Jugees {
        instructions,
        faits: faits_des_jugees,
        decisives,
    })
}

/// A rule cites entries that exist: a reader who follows the citation finds it.
fn verifier_les_lectures(
    conditions: &Conditions,
    registre: &[Lecture],
) -> Result<(), ErreurEdition> {
    for condition in &conditions.conditions {
        for id in &condition.lectures {
            if registre.iter().any(|lecture| lecture.id == *id) {
                continue;
            }
            let debut = condition.code.span().start;
            let place = conditions
                .texte
                .get(debut..)
                .and_then(|reste| reste.find(&format!("\"{id}\"")));
            let connues = registre.iter().map(|lecture| lecture.id.as_str());
            let conseil = plus_proche(id, connues).map_or(String::new(), |proche| {
                format!(" Vouliez-vous dire « {proche} » ?")
            });
            return Err(conditions.erreur(
                debut + place.unwrap_or(0),
                format!(
                    "la lecture « {id} » n’est pas dans le registre ; ajoutez-la, ou corrigez son code.{conseil}"
                ),
            ));
        }
    }
    Ok(())
}

/// The entries of the register that the reasoning knows, each with its two readings.
fn a_deux_lectures(ids: &[&str], registre: &[Lecture]) -> Result<Vec<Lecture>, ErreurEdition> {
    let mut lectures = Vec::new();
    for id in ids {
        let trouvee = registre.iter().find(|lecture| lecture.id == *id);
        match trouvee {
            Some(lecture) if lecture.statut == Statut::DeuxLectures => {
                lectures.push(lecture.clone());
            }
            _ => {
                return Err(ErreurEdition::du_fichier(
                    "lectures",
                    format!(
                        "le registre n’a pas d’entrée « {id} » à deux lectures ; le programme en a besoin."
                    ),
                ));
            }
        }
    }
    Ok(lectures)
}

fn verifier_les_pistes(conditions: &Conditions, connues: &[&str]) -> Result<(), ErreurEdition> {
    for condition in &conditions.conditions {
        if let Some(piste) = &condition.piste
            && !connues.contains(&piste.get_ref().as_str())
        {
            return Err(conditions.erreur(
                piste.span().start,
                format!(
                    "la piste « {} » n’existe pas ; il y a : {}.",
                    piste.get_ref(),
                    connues.join(", ")
                ),
            ));
        }
    }
    Ok(())
}
