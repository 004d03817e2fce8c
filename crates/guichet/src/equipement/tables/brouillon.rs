//! What the tables say of one establishment, before it is a dossier.

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Dossier, Rang};

use super::super::region::Etablissement;
use super::{AnneeScolaire, EditionEquipement};

/// What a cell gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Donnee<T> {
    /// Nothing is written.
    #[default]
    Absente,
    /// What is written cannot be used, and a finding says so.
    Fautive,
    /// A value.
    Connue(T),
}

impl<T> Donnee<T> {
    /// The value.
    pub fn connue(self) -> Option<T> {
        match self {
            Self::Connue(valeur) => Some(valeur),
            _ => None,
        }
    }
}

/// A row of the table of headcounts.
#[derive(Debug, Clone, Default)]
pub struct LigneDEffectif {
    /// Its line.
    pub ligne: u64,
    /// Code of the course.
    pub code: Option<String>,
    /// Its speciality.
    pub specialite: Option<String>,
    /// Its level, by the rank of the value of the field.
    pub niveau: Option<u8>,
    /// Its label.
    pub libelle: Option<String>,
    /// Its kind of diploma.
    pub type_diplome: Option<String>,
    /// Year of the course.
    pub annee: Option<i64>,
    /// Pupils.
    pub effectif: Option<i64>,
    /// Their status, by the rank of the value of the field.
    pub statut: Option<u8>,
}

impl LigneDEffectif {
    /// What two rows that say the same thing share, the number of pupils included; nothing for a row that
    /// lacks something.
    pub fn empreinte(&self) -> Option<String> {
        let (annee, effectif, statut) = (self.annee?, self.effectif?, self.statut?);
        let cours = match &self.code {
            Some(code) => code.clone(),
            None => format!("{:?}{:?}{:?}", self.specialite, self.niveau, self.libelle),
        };
        Some(format!("{cours};{annee};{effectif};{statut}"))
    }
}

/// A row of the table of scholars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LigneDeBoursiers {
    /// Its line.
    pub ligne: u64,
    /// Scholars.
    pub nombre: Donnee<i64>,
    /// Post-bac pupils.
    pub post_bac: Donnee<i64>,
    /// All the pupils.
    pub etablissement: Donnee<i64>,
}

/// A row of the table of carry-overs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LigneDeReliquats {
    /// Its line.
    pub ligne: u64,
    /// Cents, in the order of the three lines of the grant.
    pub centimes: [Donnee<i64>; 3],
}

/// What a row says in a field of texts.
type TexteDeLigne = fn(&LigneDEffectif) -> Option<&str>;
/// What a row says in another field.
type ValeurDeLigne = fn(&LigneDEffectif) -> ValeurDeChamp;

/// An establishment being put together.
#[derive(Debug, Clone, Default)]
pub struct Brouillon {
    /// Its line in its table.
    pub ligne: u64,
    /// Its UAI, as it joins the other tables; none when it has not the shape of one.
    pub uai: Option<String>,
    /// As written, when it is no UAI.
    pub ecrit: String,
    /// Its name.
    pub nom: String,
    /// Its academy.
    pub academie: String,
    /// Its kind, by the rank of the value of the field.
    pub nature: Option<u8>,
    /// Whether it answered the surveys.
    pub enquete: Option<bool>,
    /// Its headcounts.
    pub effectifs: Vec<LigneDEffectif>,
    /// Its scholars.
    pub boursiers: Option<LigneDeBoursiers>,
    /// Its carry-overs.
    pub reliquats: Option<LigneDeReliquats>,
}

impl Brouillon {
    /// The establishment, with the dossier of its grant. `fichier` names the one that has no UAI.
    pub fn dossier(
        &self,
        edition: &EditionEquipement,
        annee: AnneeScolaire,
        fichier: &str,
    ) -> Etablissement {
        let schema = &edition.commun.schema;
        let champs = &edition.champs;
        let mut dossier = Dossier::vide(schema.champs().len());
        let reference = self
            .uai
            .clone()
            .unwrap_or_else(|| format!("{fichier}:{}", self.ligne));
        let texte = |dossier: &mut Dossier, champ: Option<Rang>, texte: &str| {
            if let Some(champ) = champ.filter(|_| !texte.is_empty()) {
                let valeur = dossier.garder_texte(texte);
                dossier.poser(champ, valeur);
            }
        };
        texte(&mut dossier, schema.rang("reference"), &reference);
        texte(
            &mut dossier,
            Some(champs.annee_scolaire),
            &annee.to_string(),
        );
        let uai = self.uai.as_deref().unwrap_or_default();
        texte(&mut dossier, Some(champs.uai), uai);
        texte(&mut dossier, schema.rang("etablissement.nom"), &self.nom);
        texte(&mut dossier, Some(champs.academie), &self.academie);
        if let Some(nature) = self.nature {
            dossier.poser(champs.nature, ValeurDeChamp::Choix(nature));
        }
        if let Some(enquete) = self.enquete {
            dossier.poser(champs.enquete_repondue, ValeurDeChamp::Booleen(enquete));
        }
        if !self.effectifs.is_empty() {
            self.poser_les_effectifs(edition, &mut dossier);
        }
        let boursiers = self.boursiers.unwrap_or_default();
        let reliquats = self.reliquats.unwrap_or_default().centimes;
        for (champ, donnee) in [
            (champs.boursiers, boursiers.nombre),
            (champs.effectif_post_bac, boursiers.post_bac),
            (champs.effectif_etablissement, boursiers.etablissement),
            (champs.reliquat_pre_bac, reliquats[0]),
            (champs.reliquat_post_bac, reliquats[1]),
            (champs.reliquat_prepa_metiers, reliquats[2]),
        ] {
            if let Donnee::Connue(nombre) = donnee {
                dossier.poser(champ, ValeurDeChamp::Entier(nombre));
            }
        }
        Etablissement {
            uai: self.uai.clone().unwrap_or_else(|| self.ecrit.clone()),
            nom: self.nom.clone(),
            academie: self.academie.clone(),
            dossier,
        }
    }

    fn poser_les_effectifs(&self, edition: &EditionEquipement, dossier: &mut Dossier) {
        let champs = &edition.champs;
        let textes: [(Rang, TexteDeLigne); 4] = [
            (champs.code_diplome, |l| l.code.as_deref()),
            (champs.specialite, |l| l.specialite.as_deref()),
            (champs.libelle, |l| l.libelle.as_deref()),
            (champs.type_diplome, |l| l.type_diplome.as_deref()),
        ];
        for (champ, lire) in textes {
            let valeurs: Vec<ValeurDeChamp> = self
                .effectifs
                .iter()
                .map(|ligne| match lire(ligne) {
                    Some(texte) => dossier.garder_texte(texte),
                    None => ValeurDeChamp::Absente,
                })
                .collect();
            poser(dossier, champ, &valeurs);
        }
        let autres: [(Rang, ValeurDeLigne); 4] = [
            (champs.niveau, |l| choix(l.niveau)),
            (champs.annee, |l| nombre(l.annee)),
            (champs.effectif, |l| nombre(l.effectif)),
            (champs.statut, |l| choix(l.statut)),
        ];
        for (champ, lire) in autres {
            let valeurs: Vec<ValeurDeChamp> = self.effectifs.iter().map(lire).collect();
            poser(dossier, champ, &valeurs);
        }
    }
}

fn poser(dossier: &mut Dossier, champ: Rang, valeurs: &[ValeurDeChamp]) {
    let liste = dossier.garder_liste(valeurs);
    dossier.poser(champ, liste);
}

fn choix(rang: Option<u8>) -> ValeurDeChamp {
    rang.map_or(ValeurDeChamp::Absente, ValeurDeChamp::Choix)
}

fn nombre(nombre: Option<i64>) -> ValeurDeChamp {
    nombre.map_or(ValeurDeChamp::Absente, ValeurDeChamp::Entier)
}
