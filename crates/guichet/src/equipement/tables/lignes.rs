//! The rows of the four tables, one by one.

use guichet_cyclades::reparation::plier;
use guichet_instruction::dossier::{Faute, Origine, TypeDeChamp, ValeurDeChamp, montrer};
use guichet_instruction::{Dossier, Rang};
use guichet_socle::constat::Gravite;

use super::brouillon::{Brouillon, Donnee, LigneDEffectif};
use super::carnet::{Ici, regle};
use super::colonnes::{COLONNE_ANNEE_SCOLAIRE, COLONNE_UAI, Entete, Table};
use super::valeurs::{self, Code, Uai};
use super::{AnneeScolaire, Atelier, Compte, EditionEquipement};

/// Reads values as the fields of a dossier take them.
pub struct Lecteur<'e> {
    /// The edition.
    pub edition: &'e EditionEquipement,
    /// The school year of the region.
    pub annee: AnneeScolaire,
    essai: Dossier,
}

impl<'e> Lecteur<'e> {
    pub fn new(edition: &'e EditionEquipement, annee: AnneeScolaire) -> Self {
        Self {
            edition,
            annee,
            essai: Dossier::vide(edition.commun.schema.champs().len()),
        }
    }

    /// Reads a value of a field as people write it.
    pub fn valeur(&mut self, champ: Rang, texte: &str) -> Result<ValeurDeChamp, String> {
        let champ = self.edition.commun.schema.champ(champ);
        if let TypeDeChamp::Choix(possibles) = &champ.genre {
            let plie = plier(texte);
            let rang = possibles
                .iter()
                .position(|p| plier(&p.code) == plie || plier(&p.libelle) == plie);
            if let Some(rang) = rang.and_then(|rang| u8::try_from(rang).ok()) {
                return Ok(ValeurDeChamp::Choix(rang));
            }
        }
        self.essai.vider();
        let lue = self.essai.lire_valeur(champ, texte, Origine::Personne);
        lue.map_err(|Faute(message)| message)
    }
}

/// A row, and where it stands.
pub(super) struct Rangee<'r> {
    pub table: Table,
    pub entete: &'r Entete,
    pub ligne: u64,
    cellules: &'r [String],
}

impl<'r> Rangee<'r> {
    pub fn texte(&self, colonne: usize) -> &'r str {
        self.entete.texte(self.cellules, colonne)
    }

    pub fn ici<'u>(&self, uai: Option<&'u str>) -> Ici<'u> {
        Ici {
            table: self.table,
            ligne: Some(self.ligne),
            uai,
        }
    }

    pub fn nom(&self, colonne: usize) -> &'static str {
        self.table.colonnes()[colonne].nom
    }
}

impl Atelier<'_> {
    /// Reads a row of a table.
    pub fn rangee(
        &mut self,
        table: Table,
        entete: &Entete,
        ligne: u64,
        rangee: Result<&[String], &str>,
        compte: &mut Compte,
    ) {
        let ici = Ici {
            table,
            ligne: Some(ligne),
            uai: None,
        };
        let cellules = match rangee {
            Ok(cellules) => cellules,
            Err(message) => {
                let message = format!("Cette ligne ne se lit pas : {message}");
                self.carnet
                    .dire(ici, None, regle::LIGNE, Gravite::Erreur, message);
                return;
            }
        };
        let en_trop = cellules.iter().skip(entete.largeur);
        if en_trop.into_iter().any(|texte| !texte.trim().is_empty()) {
            let message = format!(
                "Cette ligne a {} cellules pour {} titres, elle n’est pas lue ; mettez entre guillemets le texte qui contient un séparateur.",
                cellules.len(),
                entete.largeur
            );
            self.carnet
                .dire(ici, None, regle::LIGNE, Gravite::Erreur, message);
            return;
        }
        let rangee = Rangee {
            table,
            entete,
            ligne,
            cellules,
        };
        if !self.est_de_l_annee(&rangee, compte) {
            return;
        }
        if table == Table::Etablissements {
            self.etablissement(&rangee);
            return;
        }
        let Some(place) = self.joindre(&rangee) else {
            return;
        };
        match table {
            Table::Etablissements => {}
            Table::Effectifs => self.effectif(&rangee, place),
            Table::Boursiers => self.boursiers(&rangee, place),
            Table::Reliquats => self.reliquats(&rangee, place),
        }
    }

    /// Whether a row is of the school year of the region; a row that does not say it is.
    fn est_de_l_annee(&mut self, rangee: &Rangee<'_>, compte: &mut Compte) -> bool {
        let texte = rangee.texte(COLONNE_ANNEE_SCOLAIRE);
        if texte.is_empty() {
            return true;
        }
        let net: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
        let annee = self.lecteur.annee;
        let lue = AnneeScolaire::lire(&net.replace(['/', '–'], "-"));
        if lue == Some(annee) {
            return true;
        }
        let montre = montrer(texte);
        let (regle, message) = match lue {
            Some(autre) => {
                let vues = compte.autre_annee.get_or_insert((0, autre.to_string()));
                vues.0 += 1;
                (
                    regle::ANNEE,
                    format!(
                        "Cette ligne est de {autre}, les dotations sont celles de {annee} : elle n’est pas comptée ; donnez les lignes de {annee}."
                    ),
                )
            }
            None => (
                regle::VALEUR,
                format!(
                    "« {montre} » n’est pas une année scolaire, la ligne n’est pas comptée ; écrivez {annee}."
                ),
            ),
        };
        let nom = rangee.nom(COLONNE_ANNEE_SCOLAIRE);
        let ici = rangee.ici(None);
        self.carnet
            .dire(ici, Some(nom), regle, Gravite::Erreur, message);
        false
    }

    /// The establishment that a row joins.
    fn joindre(&mut self, rangee: &Rangee<'_>) -> Option<usize> {
        let ecrit = rangee.texte(COLONNE_UAI);
        let lu = Uai::lire(ecrit);
        let (uai, attendu) = match &lu {
            Uai::Juste(uai) | Uai::ZeroPerdu(uai) => (uai, None),
            Uai::CleFausse { uai, attendu } => (uai, Some(attendu)),
            Uai::AutreForme => {
                self.mauvaise_forme(rangee, ecrit);
                return None;
            }
        };
        let nom = Some(rangee.nom(COLONNE_UAI));
        if let Some(&place) = self.par_uai.get(uai) {
            if let Uai::ZeroPerdu(uai) = &lu {
                let message = zero_perdu(ecrit, uai);
                let ici = rangee.ici(Some(uai));
                self.carnet
                    .dire(ici, nom, regle::TABLEUR, Gravite::Avertissement, message);
            }
            return Some(place);
        }
        let (regle, message) = match attendu {
            Some(attendu) if self.par_uai.contains_key(attendu) => (
                regle::CLE_UAI,
                format!(
                    "La lettre du numéro UAI {uai} n’est pas celle de ses sept chiffres, la ligne n’est pas comptée. Vouliez-vous dire {attendu} ?"
                ),
            ),
            Some(_) => (
                regle::CLE_UAI,
                format!(
                    "La lettre du numéro UAI {uai} n’est pas celle de ses sept chiffres, et aucun établissement n’a ce numéro : la ligne n’est pas comptée ; corrigez-le."
                ),
            ),
            None => (
                regle::SANS_ETABLISSEMENT,
                format!(
                    "La table des établissements n’a pas le numéro UAI {uai}, la ligne n’est pas comptée ; ajoutez l’établissement, ou corrigez le numéro."
                ),
            ),
        };
        let ici = rangee.ici(None);
        self.carnet.dire(ici, nom, regle, Gravite::Erreur, message);
        None
    }

    fn mauvaise_forme(&mut self, rangee: &Rangee<'_>, ecrit: &str) {
        let message = if ecrit.is_empty() {
            "Le numéro UAI manque, la ligne ne se rapporte à aucun établissement ; complétez-la."
                .to_owned()
        } else {
            format!(
                "« {} » n’est pas un numéro UAI ; écrivez ses sept chiffres et sa lettre.",
                montrer(ecrit)
            )
        };
        let nom = Some(rangee.nom(COLONNE_UAI));
        let ici = rangee.ici(None);
        self.carnet
            .dire(ici, nom, regle::FORME_UAI, Gravite::Erreur, message);
    }

    fn etablissement(&mut self, rangee: &Rangee<'_>) {
        const NOM: usize = 2;
        const NATURE: usize = 3;
        const ENQUETE: usize = 4;
        const ACADEMIE: usize = 5;
        let ecrit = rangee.texte(COLONNE_UAI);
        let champ = Some(rangee.nom(COLONNE_UAI));
        let lu = Uai::lire(ecrit);
        let uai = match &lu {
            Uai::Juste(uai) | Uai::ZeroPerdu(uai) | Uai::CleFausse { uai, .. } => Some(uai.clone()),
            Uai::AutreForme => None,
        };
        let deja = uai.as_ref().and_then(|uai| self.par_uai.get(uai)).copied();
        match &lu {
            Uai::Juste(_) => {}
            Uai::ZeroPerdu(uai) => {
                let message = zero_perdu(ecrit, uai);
                let ici = rangee.ici(Some(uai));
                self.carnet
                    .dire(ici, champ, regle::TABLEUR, Gravite::Avertissement, message);
            }
            Uai::CleFausse { uai, attendu } => {
                let message = format!(
                    "La lettre du numéro UAI {uai} n’est pas celle de ses sept chiffres ({attendu}) ; vérifiez le numéro : un chiffre ou la lettre est mal saisi."
                );
                let ici = rangee.ici(Some(uai));
                self.carnet
                    .dire(ici, champ, regle::CLE_UAI, Gravite::Avertissement, message);
            }
            Uai::AutreForme => self.mauvaise_forme(rangee, ecrit),
        }
        let champs = &self.lecteur.edition.champs;
        let (nature, enquete) = (champs.nature, champs.enquete_repondue);
        let ici = rangee.ici(uai.as_deref());
        let nature = match self.requise(rangee, ici, NATURE, nature) {
            Some(ValeurDeChamp::Choix(rang)) => Some(rang),
            _ => None,
        };
        let enquete = match self.requise(rangee, ici, ENQUETE, enquete) {
            Some(ValeurDeChamp::Booleen(repondue)) => Some(repondue),
            _ => None,
        };
        let neuf = Brouillon {
            ligne: rangee.ligne,
            ecrit: ecrit.to_owned(),
            nom: rangee.texte(NOM).to_owned(),
            academie: rangee.texte(ACADEMIE).to_owned(),
            nature,
            enquete,
            uai,
            ..Brouillon::default()
        };
        if let Some(place) = deja {
            self.encore(rangee, place, &neuf);
            return;
        }
        if let Some(uai) = &neuf.uai {
            self.par_uai.insert(uai.clone(), self.etablissements.len());
        }
        self.etablissements.push(neuf);
    }

    /// A second row of an establishment: where the two differ, neither is believed.
    fn encore(&mut self, rangee: &Rangee<'_>, place: usize, neuf: &Brouillon) {
        let connu = &mut self.etablissements[place];
        let meme = connu.nature == neuf.nature && connu.enquete == neuf.enquete;
        let (gravite, message) = if meme {
            (
                Gravite::Avertissement,
                format!(
                    "L’établissement est déjà à la ligne {} : cette ligne n’est pas lue ; retirez-la.",
                    connu.ligne
                ),
            )
        } else {
            if connu.nature != neuf.nature {
                connu.nature = None;
            }
            if connu.enquete != neuf.enquete {
                connu.enquete = None;
            }
            (
                Gravite::Erreur,
                format!(
                    "L’établissement est déjà à la ligne {}, qui dit autre chose : ce qui diffère n’est pas retenu ; gardez une seule des deux lignes.",
                    connu.ligne
                ),
            )
        };
        let uai = connu.uai.clone();
        let ici = rangee.ici(uai.as_deref());
        let nom = Some(rangee.nom(COLONNE_UAI));
        self.carnet.dire(ici, nom, regle::DOUBLE, gravite, message);
    }

    fn effectif(&mut self, rangee: &Rangee<'_>, place: usize) {
        const CODE: usize = 2;
        const LIBELLE: usize = 3;
        const SPECIALITE: usize = 4;
        const NIVEAU: usize = 5;
        const TYPE: usize = 6;
        const ANNEE: usize = 7;
        const EFFECTIF: usize = 8;
        const STATUT: usize = 9;
        let champs = self.lecteur.edition.champs;
        let uai = self.etablissements[place].uai.clone();
        let ici = rangee.ici(uai.as_deref());
        let texte = |colonne| Some(rangee.texte(colonne).to_owned()).filter(|t| !t.is_empty());
        let mut lue = LigneDEffectif {
            ligne: rangee.ligne,
            libelle: texte(LIBELLE),
            type_diplome: texte(TYPE),
            annee: nombre(self.requise(rangee, ici, ANNEE, champs.annee)),
            effectif: nombre(self.requise(rangee, ici, EFFECTIF, champs.effectif)),
            statut: choisi(self.requise(rangee, ici, STATUT, champs.statut)),
            ..LigneDEffectif::default()
        };
        if texte(SPECIALITE).is_some()
            && let Some(ValeurDeChamp::Texte { .. }) =
                self.requise(rangee, ici, SPECIALITE, champs.specialite)
        {
            lue.specialite = texte(SPECIALITE);
        }
        if texte(NIVEAU).is_some() {
            lue.niveau = choisi(self.requise(rangee, ici, NIVEAU, champs.niveau));
        }
        let nom = Some(rangee.nom(CODE));
        match texte(CODE).map(|ecrit| (Code::lire(&ecrit), ecrit)) {
            None if lue.specialite.is_some() && lue.niveau.is_some() && lue.libelle.is_some() => {}
            None => {
                let message = "Le code de la formation manque ; écrivez-le, ou donnez le niveau, la spécialité et le libellé.";
                self.carnet
                    .dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
            }
            Some((Code::Juste(code), _)) => lue.code = Some(code),
            Some((Code::DuTableur(code), ecrit)) => {
                let message = format!(
                    "Un tableur a écrit le code « {} », il est lu {code} ; mettez la colonne au format texte.",
                    montrer(&ecrit)
                );
                self.carnet
                    .dire(ici, nom, regle::TABLEUR, Gravite::Avertissement, message);
                lue.code = Some(code);
            }
            Some((Code::Illisible(message), _)) => {
                // What describes the course besides does not stand for a code that was lost.
                lue.niveau = None;
                let message = majuscule(&message);
                self.carnet
                    .dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
            }
        }
        let jumelle = lue
            .empreinte()
            .and_then(|empreinte| self.effectifs_vus.insert((place, empreinte), rangee.ligne));
        if let Some(jumelle) = jumelle {
            let message = format!(
                "Cette ligne dit comme la ligne {jumelle} ; les deux sont comptées, comme deux groupes de la même formation : retirez-en une si c’est la même."
            );
            self.carnet
                .dire(ici, None, regle::DOUBLE, Gravite::Avertissement, message);
        }
        self.etablissements[place].effectifs.push(lue);
    }

    /// A value that is optional in its table.
    pub(super) fn donnee(
        &mut self,
        rangee: &Rangee<'_>,
        ici: Ici<'_>,
        colonne: usize,
        champ: Rang,
    ) -> Donnee<i64> {
        if rangee.texte(colonne).is_empty() {
            return Donnee::Absente;
        }
        match self.requise(rangee, ici, colonne, champ) {
            Some(ValeurDeChamp::Entier(nombre)) => Donnee::Connue(nombre),
            _ => Donnee::Fautive,
        }
    }

    /// The value of a column; what is wrong with it is told.
    pub(super) fn requise(
        &mut self,
        rangee: &Rangee<'_>,
        ici: Ici<'_>,
        colonne: usize,
        champ: Rang,
    ) -> Option<ValeurDeChamp> {
        let ecrit = rangee.texte(colonne);
        let nom = rangee.nom(colonne);
        let genre = &self.lecteur.edition.commun.schema.champ(champ).genre;
        let lue = if ecrit.is_empty() {
            Err(format!("la colonne « {nom} » est vide ; complétez-la."))
        } else if matches!(genre, TypeDeChamp::Entier { .. }) {
            self.lecteur.valeur(champ, &valeurs::entier(ecrit))
        } else {
            self.lecteur.valeur(champ, ecrit)
        };
        match lue {
            Ok(valeur) => Some(valeur),
            Err(message) => {
                let message = majuscule(&message);
                self.carnet
                    .dire(ici, Some(nom), regle::VALEUR, Gravite::Erreur, message);
                None
            }
        }
    }
}

fn zero_perdu(ecrit: &str, uai: &str) -> String {
    format!(
        "Le numéro UAI « {} » a perdu son premier zéro, il est lu {uai} ; mettez la colonne au format texte.",
        montrer(ecrit)
    )
}

fn nombre(valeur: Option<ValeurDeChamp>) -> Option<i64> {
    match valeur {
        Some(ValeurDeChamp::Entier(nombre)) => Some(nombre),
        _ => None,
    }
}

fn choisi(valeur: Option<ValeurDeChamp>) -> Option<u8> {
    match valeur {
        Some(ValeurDeChamp::Choix(rang)) => Some(rang),
        _ => None,
    }
}

pub(super) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |premiere| {
        premiere.to_uppercase().chain(lettres).collect()
    })
}
