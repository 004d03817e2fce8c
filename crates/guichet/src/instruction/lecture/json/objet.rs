//! One JSON object becomes one dossier, in one reading: every fault of a value is told, and the first of
//! the syntax ends it.

use std::borrow::Cow;

use guichet_instruction::dossier::{Champ, Faute, Origine, TypeDeChamp, ValeurDeChamp, montrer};
use guichet_instruction::{Dossier, Rang};

use super::jetons::{Jetons, Syntaxe};
use crate::instruction::lecture::plan::{Cible, Plan, chercher};
use crate::instruction::{FauteDeDossier, SorteDeFaute};

/// A fault, and the byte of the text where it stands.
pub type FauteALOctet = (usize, FauteDeDossier);

/// What reads objects, one after the other, with buffers that serve again.
#[derive(Default)]
pub struct Objet {
    /// The faults of the last one.
    pub fautes: Vec<FauteALOctet>,
    /// The values of the list being read.
    elements: Vec<ValeurDeChamp>,
    /// The records of the group being read, one row after the other.
    lignes: Vec<ValeurDeChamp>,
    /// The fields given so far.
    donnes: u64,
}

impl Objet {
    /// Reads an object at the beginning of a text; gives the byte after it, or nothing when the syntax is
    /// wrong, which is then the last fault.
    pub fn lire(&mut self, plan: &Plan<'_>, dossier: &mut Dossier, texte: &str) -> Option<usize> {
        self.fautes.clear();
        self.donnes = 0;
        let mut lecture = Lecture {
            plan,
            dossier,
            jetons: Jetons::de(texte),
            objet: self,
        };
        let lu = lecture.dossier();
        let fin = lecture.jetons.octet;
        match lu {
            Ok(()) => Some(fin),
            Err(syntaxe) => {
                self.fautes.push(mal_forme(syntaxe));
                None
            }
        }
    }
}

fn mal_forme(Syntaxe { octet, message }: Syntaxe) -> FauteALOctet {
    (
        octet,
        FauteDeDossier::sans_champ(SorteDeFaute::MalForme, message),
    )
}

/// Reads the repeated record of a group from the JSON array that a cell holds.
pub fn groupe_dans_une_cellule(
    plan: &Plan<'_>,
    groupe: usize,
    dossier: &mut Dossier,
    texte: &str,
) -> Vec<FauteDeDossier> {
    let mut objet = Objet::default();
    let mut lecture = Lecture {
        plan,
        dossier,
        jetons: Jetons::de(texte),
        objet: &mut objet,
    };
    let nom = &plan.groupes[groupe].nom;
    let lu = lecture.groupe(groupe).and_then(|()| {
        let reste = lecture.jetons.voir();
        reste.map_or(Ok(()), |_| {
            Err(lecture.jetons.attendu("la fin de la cellule"))
        })
    });
    if let Err(Syntaxe { message, .. }) = lu {
        let faute = FauteDeDossier::du_champ(SorteDeFaute::MalForme, nom, message);
        objet.fautes.push((0, faute));
    }
    objet.fautes.into_iter().map(|(_, faute)| faute).collect()
}

struct Lecture<'l, 'p, 't> {
    plan: &'l Plan<'p>,
    dossier: &'l mut Dossier,
    jetons: Jetons<'t>,
    objet: &'l mut Objet,
}

impl Lecture<'_, '_, '_> {
    fn dossier(&mut self) -> Result<(), Syntaxe> {
        if !self.jetons.avaler(b'{') {
            return Err(self.jetons.attendu("un objet JSON, entre accolades"));
        }
        self.ensemble(0)
    }

    /// The keys of a part, after its brace.
    fn ensemble(&mut self, ici: usize) -> Result<(), Syntaxe> {
        let (mut attendu, mut vus) = (0, 0u64);
        if self.jetons.avaler(b'}') {
            return Ok(());
        }
        loop {
            self.jetons.voir();
            let ou = self.jetons.octet;
            let cle = self.jetons.cle()?;
            match self.plan.trouver(ici, &cle, attendu) {
                Some((rang, cible)) => {
                    attendu = rang + 1;
                    let bit = 1u64.checked_shl(u32::try_from(rang).unwrap_or(u32::MAX));
                    let bit = bit.unwrap_or_default();
                    if vus & bit != 0 && matches!(cible, Cible::Ensemble(_)) {
                        self.en_double(ou, &self.entier(ici, &cle));
                        self.jetons.passer()?;
                    } else {
                        vus |= bit;
                        self.cible(ou, cible)?;
                    }
                }
                None => self.autre_cle(ou, ici, &cle)?,
            }
            if !self.jetons.continuer(b'}')? {
                return Ok(());
            }
        }
    }

    /// The whole name of a key.
    fn entier(&self, ensemble: usize, cle: &str) -> String {
        match self.plan.ensembles[ensemble].nom.as_str() {
            "" => cle.to_owned(),
            nom => format!("{nom}.{cle}"),
        }
    }

    /// A key with points (`employeur.siret`), or one that no field has.
    #[cold]
    fn autre_cle(&mut self, ou: usize, ici: usize, cle: &str) -> Result<(), Syntaxe> {
        let nom = self.entier(ici, cle);
        let montre = montrer(&nom).into_owned();
        match self.plan.par_nom(&nom).filter(|_| cle.contains('.')) {
            Some(Cible::Champ(rang)) if self.plan.schema.champ(rang).groupe.is_some() => {
                let groupe = self.plan.schema.champ(rang).groupe.clone();
                let message = format!(
                    "le champ « {montre} » ne s’écrit pas à part en JSON ; mettez-le dans les objets de la liste « {} ».",
                    groupe.unwrap_or_default()
                );
                self.faute(ou, SorteDeFaute::ChampInconnu, &montre, message);
                self.jetons.passer()
            }
            Some(cible) => self.cible(ou, cible),
            None => {
                let conseil = self.plan.inconnu(&nom);
                let message = format!("le champ « {montre} » n’existe pas{conseil}");
                self.faute(ou, SorteDeFaute::ChampInconnu, &montre, message);
                self.jetons.passer()
            }
        }
    }

    fn cible(&mut self, ou: usize, cible: Cible) -> Result<(), Syntaxe> {
        let bits = match cible {
            Cible::Champ(rang) => rang.bit(),
            Cible::Groupe(groupe) => {
                let cles = &self.plan.groupes[groupe].cles;
                cles.iter().fold(0, |bits, (_, rang)| bits | rang.bit())
            }
            Cible::Ensemble(ensemble) => return self.sous_ensemble(ensemble),
        };
        if self.objet.donnes & bits != 0 {
            let nom = match cible {
                Cible::Champ(rang) => &self.plan.schema.champ(rang).nom,
                Cible::Groupe(place) | Cible::Ensemble(place) => &self.plan.groupes[place].nom,
            };
            let nom = nom.clone();
            self.en_double(ou, &nom);
            return self.jetons.passer();
        }
        self.objet.donnes |= bits;
        match cible {
            Cible::Groupe(groupe) => self.groupe(groupe),
            Cible::Champ(rang) => {
                let champ = self.plan.schema.champ(rang);
                let valeur = self.valeur_ou_liste(champ, &|| champ.nom.clone())?;
                self.dossier.poser(rang, valeur);
                Ok(())
            }
            Cible::Ensemble(_) => Ok(()),
        }
    }

    fn sous_ensemble(&mut self, ensemble: usize) -> Result<(), Syntaxe> {
        match self.jetons.voir() {
            Some(b'{') => {
                self.jetons.octet += 1;
                self.ensemble(ensemble)
            }
            Some(b'n') => self.jetons.mot("null"),
            _ => {
                let nom = self.plan.ensembles[ensemble].nom.clone();
                let message = format!(
                    "{} est écrit là où il faut un objet ; écrivez {{…}} avec les champs de « {nom} ».",
                    self.nature()
                );
                self.pas_ici(&nom, message)
            }
        }
    }

    /// What the next value is, for a message.
    fn nature(&mut self) -> &'static str {
        match self.jetons.voir() {
            Some(b'{') => "un objet",
            Some(b'[') => "une liste",
            Some(b'"') => "un texte",
            Some(b't' | b'f') => "un booléen",
            Some(b'n') => "null",
            _ => "un nombre",
        }
    }

    /// What a field holds, by itself or in one record.
    #[inline]
    fn valeur_ou_liste(
        &mut self,
        champ: &Champ,
        nom: &dyn Fn() -> String,
    ) -> Result<ValeurDeChamp, Syntaxe> {
        if champ.est_une_liste() {
            self.liste(champ, nom)
        } else {
            self.valeur(champ, nom)
        }
    }

    fn liste(&mut self, champ: &Champ, nom: &dyn Fn() -> String) -> Result<ValeurDeChamp, Syntaxe> {
        match self.jetons.voir() {
            Some(b'[') => self.jetons.octet += 1,
            Some(b'n') => {
                self.jetons.mot("null")?;
                return Ok(ValeurDeChamp::Absente);
            }
            _ => {
                let message = format!(
                    "{} est écrit là où il faut une liste ; écrivez [\"{}\"], ou [] s’il n’y en a aucun.",
                    self.nature(),
                    champ.exemple
                );
                self.pas_ici(&nom(), message)?;
                return Ok(ValeurDeChamp::Absente);
            }
        }
        self.objet.elements.clear();
        let mut vide = self.jetons.avaler(b']');
        while !vide {
            let rang = self.objet.elements.len() + 1;
            let nom = || format!("{}[{rang}]", nom());
            let element = if self.jetons.voir() == Some(b'n') {
                self.jetons.mot("null")?;
                self.impossible(
                    &nom(),
                    "null n’est pas une valeur d’une liste ; retirez-le.".to_owned(),
                );
                ValeurDeChamp::Absente
            } else {
                self.valeur(champ, &nom)?
            };
            self.objet.elements.push(element);
            vide = !self.jetons.continuer(b']')?;
        }
        Ok(self.dossier.garder_liste(&self.objet.elements))
    }

    /// A repeated record: parallel lists, an absent element where an object says nothing.
    fn groupe(&mut self, groupe: usize) -> Result<(), Syntaxe> {
        let plan = self.plan;
        let groupe = &plan.groupes[groupe];
        match self.jetons.voir() {
            Some(b'[') => self.jetons.octet += 1,
            Some(b'n') => return self.jetons.mot("null"),
            _ => {
                let message = format!(
                    "{} est écrit là où il faut une liste d’objets ; écrivez [{{…}}], ou [] s’il n’y en a aucun.",
                    self.nature()
                );
                return self.pas_ici(&groupe.nom, message);
            }
        }
        let largeur = groupe.cles.len();
        // One row after the other; the lists are their columns.
        self.objet.lignes.clear();
        let mut nombre = 0;
        let mut vide = self.jetons.avaler(b']');
        while !vide {
            nombre += 1;
            let base = self.objet.lignes.len();
            self.objet
                .lignes
                .resize(base + largeur, ValeurDeChamp::Absente);
            let prefixe = || format!("{}[{nombre}]", groupe.nom);
            if self.jetons.avaler(b'{') {
                self.element(&groupe.cles, base, &prefixe)?;
            } else {
                let message = format!(
                    "{} est écrit là où il faut un objet ; écrivez {{…}}.",
                    self.nature()
                );
                self.pas_ici(&prefixe(), message)?;
            }
            vide = !self.jetons.continuer(b']')?;
        }
        let lignes = std::mem::take(&mut self.objet.lignes);
        for (colonne, (_, rang)) in groupe.cles.iter().enumerate() {
            let valeurs = lignes.iter().skip(colonne).step_by(largeur).copied();
            let liste = self.dossier.garder_suite(valeurs);
            self.dossier.poser(*rang, liste);
        }
        self.objet.lignes = lignes;
        Ok(())
    }

    fn element(
        &mut self,
        cles: &[(String, Rang)],
        base: usize,
        prefixe: &dyn Fn() -> String,
    ) -> Result<(), Syntaxe> {
        let (mut attendu, mut vus) = (0, 0u64);
        if self.jetons.avaler(b'}') {
            return Ok(());
        }
        loop {
            self.jetons.voir();
            let ou = self.jetons.octet;
            let cle = self.jetons.cle()?;
            let nom = || format!("{}.{}", prefixe(), montrer(&cle));
            match chercher(cles, &cle, attendu) {
                Some((place, rang)) if vus & rang.bit() == 0 => {
                    attendu = place + 1;
                    vus |= rang.bit();
                    let champ = self.plan.schema.champ(rang);
                    self.objet.lignes[base + place] = self.valeur_ou_liste(champ, &nom)?;
                }
                Some(_) => {
                    self.en_double(ou, &nom());
                    self.jetons.passer()?;
                }
                None => {
                    let proche = guichet_socle::erreur::plus_proche(
                        &montrer(&cle),
                        cles.iter().map(|(cle, _)| cle.as_str()),
                    );
                    let conseil = proche.map_or_else(
                        || " ; retirez-le, ou corrigez son nom.".to_owned(),
                        |proche| format!(". Vouliez-vous dire « {proche} » ?"),
                    );
                    let message = format!("le champ « {} » n’existe pas{conseil}", nom());
                    self.faute(ou, SorteDeFaute::ChampInconnu, &nom(), message);
                    self.jetons.passer()?;
                }
            }
            if !self.jetons.continuer(b'}')? {
                return Ok(());
            }
        }
    }

    /// One value of a field; a wrong one is told, and absent.
    #[inline]
    fn valeur(
        &mut self,
        champ: &Champ,
        nom: &dyn Fn() -> String,
    ) -> Result<ValeurDeChamp, Syntaxe> {
        let signe = self.jetons.voir();
        let ou = self.jetons.octet;
        let lu = match signe {
            Some(b'"') => {
                let texte = self.jetons.chaine()?;
                self.texte(champ, &texte)
            }
            Some(b'-' | b'0'..=b'9') => {
                let nombre = self.jetons.nombre()?;
                self.nombre(champ, nombre)
            }
            Some(b't' | b'f') => {
                let vrai = signe == Some(b't');
                let mot = if vrai { "true" } else { "false" };
                self.jetons.mot(mot)?;
                if matches!(champ.genre, TypeDeChamp::Booleen) {
                    Ok(ValeurDeChamp::Booleen(vrai))
                } else {
                    Err(Faute(format!(
                        "{mot} est un booléen ; écrivez par exemple {}.",
                        exemple(champ)
                    )))
                }
            }
            Some(b'n') => {
                self.jetons.mot("null")?;
                return Ok(if champ.nul.is_some() {
                    ValeurDeChamp::Nulle
                } else {
                    ValeurDeChamp::Absente
                });
            }
            Some(b'{' | b'[') => {
                let message = format!(
                    "{} est écrit là où il faut une valeur ; écrivez par exemple {}.",
                    self.nature(),
                    exemple(champ)
                );
                self.jetons.passer()?;
                Err(Faute(message))
            }
            _ => return Err(self.jetons.attendu("une valeur")),
        };
        Ok(lu.unwrap_or_else(|Faute(message)| {
            self.faute(ou, SorteDeFaute::ValeurImpossible, &nom(), message);
            ValeurDeChamp::Absente
        }))
    }

    #[inline]
    fn texte(&mut self, champ: &Champ, texte: &str) -> Result<ValeurDeChamp, Faute> {
        let montre = || montrer(texte);
        match champ.genre {
            TypeDeChamp::Booleen => Err(Faute(format!(
                "« {} » est un texte ; écrivez true ou false, sans guillemets.",
                montre()
            ))),
            TypeDeChamp::Entier { .. } | TypeDeChamp::Centimes { .. } => Err(Faute(format!(
                "« {} » est un texte ; écrivez le nombre sans guillemets, par exemple {}.",
                montre(),
                champ.exemple
            ))),
            _ => self.dossier.lire_valeur(champ, texte, Origine::Json),
        }
    }

    fn nombre(&mut self, champ: &Champ, nombre: &str) -> Result<ValeurDeChamp, Faute> {
        let montre = || montrer(nombre);
        match champ.genre {
            TypeDeChamp::Booleen => Err(Faute(format!(
                "{} est un nombre ; écrivez true ou false.",
                montre()
            ))),
            TypeDeChamp::Entier { .. } | TypeDeChamp::Centimes { .. } | TypeDeChamp::Fraction => {
                self.dossier.lire_valeur(champ, nombre, Origine::Json)
            }
            _ => Err(Faute(format!(
                "{0} est un nombre ; écrivez-le entre guillemets, par exemple {1}.",
                montre(),
                exemple(champ)
            ))),
        }
    }

    fn en_double(&mut self, ou: usize, nom: &str) {
        let message = format!("le champ « {nom} » est donné deux fois ; gardez une seule valeur.");
        self.faute(ou, SorteDeFaute::ChampEnDouble, nom, message);
    }

    /// Goes past a value of another shape than the one expected.
    fn pas_ici(&mut self, nom: &str, message: String) -> Result<(), Syntaxe> {
        let ou = self.jetons.octet;
        // What is no value at all is told by the syntax alone.
        self.jetons.passer()?;
        self.faute(ou, SorteDeFaute::ValeurImpossible, nom, message);
        Ok(())
    }

    fn impossible(&mut self, nom: &str, message: String) {
        let ou = self.jetons.octet;
        self.faute(ou, SorteDeFaute::ValeurImpossible, nom, message);
    }

    #[cold]
    fn faute(&mut self, ou: usize, sorte: SorteDeFaute, nom: &str, message: String) {
        let faute = FauteDeDossier::du_champ(sorte, nom, message);
        self.objet.fautes.push((ou, faute));
    }
}

/// The example of a field, as JSON writes it.
fn exemple(champ: &Champ) -> Cow<'_, str> {
    match champ.genre {
        TypeDeChamp::Booleen => "true".into(),
        TypeDeChamp::Entier { .. } | TypeDeChamp::Centimes { .. } => champ.exemple.as_str().into(),
        _ => format!("\"{}\"", champ.exemple).into(),
    }
}
