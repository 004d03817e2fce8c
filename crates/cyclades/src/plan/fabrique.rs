//! Compiling a plan: the constraints of the fields and the rules that name them become instructions.

use std::collections::{BTreeMap, BTreeSet};

use guichet_nomenclatures::cyclades::{Domaine, ListesCyclades};
use guichet_nomenclatures::index::IndexCodes;
use guichet_socle::ErreurEdition;
use guichet_socle::caracteres::union;
use guichet_socle::programme::{Compilateur, Epreuve, Instruction};
use toml::Spanned;

use super::Groupes;
use crate::EditionCyclades;
use crate::champs::{Cas, Champs};

/// Turns what the edition says of a field into instructions, for some exams.
pub(super) struct Fabrique<'a, 'b> {
    pub(super) edition: &'a EditionCyclades,
    pub(super) compilateur: Compilateur<'b>,
    pub(super) domaines: &'a [Domaine],
}

impl Fabrique<'_, '_> {
    /// The instructions of a field: its declared constraints and the rules that name it, by code.
    pub(super) fn champ(
        &mut self,
        rang: usize,
        instructions: &mut Vec<Instruction>,
    ) -> Result<Groupes, ErreurEdition> {
        let champ = u8::try_from(rang).map_err(|_| trop(&self.edition.edition.dossier))?;
        let mut siennes = self.declarees(champ)?;
        siennes.extend(self.nommees(champ)?);
        siennes.sort_by_key(|instruction| instruction.condition);
        let (vides, renseignees): (Vec<_>, Vec<_>) = siennes
            .into_iter()
            .partition(|i| matches!(i.epreuve, Epreuve::Renseigne(texte) if texte == champ));
        let debut = instructions.len();
        instructions.extend(vides);
        let milieu = instructions.len();
        instructions.extend(self.avec_requis(renseignees)?);
        Ok(Groupes {
            si_vide: debut..milieu,
            si_renseigne: milieu..instructions.len(),
        })
    }

    /// Gives each instruction the mask of those it comes after, within its group.
    fn avec_requis(&self, mut groupe: Vec<Instruction>) -> Result<Vec<Instruction>, ErreurEdition> {
        if groupe.len() > 64 {
            return Err(trop(&self.edition.edition.dossier));
        }
        for rang in 0..groupe.len() {
            let condition =
                &self.edition.conditions.conditions[usize::from(groupe[rang].condition)];
            groupe[rang].requis = groupe[..rang]
                .iter()
                .enumerate()
                .filter(|(_, autre)| {
                    let code = self.edition.conditions.conditions[usize::from(autre.condition)]
                        .code
                        .get_ref();
                    condition.apres.iter().any(|avant| avant.get_ref() == code)
                })
                .fold(0, |masque, (bit, _)| masque | 1 << bit);
        }
        Ok(groupe)
    }

    fn concerne(&self, domaines: &[Spanned<String>]) -> bool {
        domaines.is_empty()
            || domaines
                .iter()
                .any(|d| self.domaines.iter().any(|s| s.code() == d.get_ref()))
    }

    /// The constraints of `champs.toml`.
    fn declarees(&mut self, champ: u8) -> Result<Vec<Instruction>, ErreurEdition> {
        let edition = self.edition;
        let declare = &edition.champs.liste[usize::from(champ)];
        let mut siennes = Vec::new();
        for cas in &declare.cas {
            if !self.concerne(&cas.domaines) {
                continue;
            }
            for (contrainte, epreuve) in self.epreuves_du_cas(cas, champ)? {
                let code = edition.champs.regle(declare, cas, contrainte)?;
                let condition = edition.conditions.rang(code.get_ref()).ok_or_else(|| {
                    edition.champs.erreur(
                        code.span().start,
                        format!(
                            "la règle {} n’existe pas dans conditions.toml.",
                            code.get_ref()
                        ),
                    )
                })?;
                siennes.push(Instruction {
                    si: self.garde(&cas.si)?,
                    sauf: self.garde(&cas.sauf)?,
                    requis: 0,
                    epreuve,
                    condition: u16::try_from(condition)
                        .map_err(|_| trop(&edition.edition.dossier))?,
                    champ,
                });
            }
        }
        Ok(siennes)
    }

    fn garde(&self, noms: &[Spanned<String>]) -> Result<u64, ErreurEdition> {
        self.compilateur.garde(noms).map_err(|erreur| {
            // The guard stands in champs.toml, not in the conditions the compiler knows of.
            let octet = noms.first().map_or(0, |nom| nom.span().start);
            self.edition.champs.erreur(octet, erreur.message)
        })
    }

    fn epreuves_du_cas(
        &mut self,
        cas: &Cas,
        texte: u8,
    ) -> Result<Vec<(&'static str, Epreuve)>, ErreurEdition> {
        let champs: &Champs = &self.edition.champs;
        let situe = |nom: &Spanned<String>| {
            let octet = nom.span().start;
            move |message: String| champs.erreur(octet, message)
        };
        let mut epreuves = Vec::new();
        if cas.obligatoire {
            epreuves.push(("obligatoire", Epreuve::Renseigne(texte)));
        }
        if let Some(max) = cas.longueur_max {
            epreuves.push(("longueur_max", Epreuve::Longueur { texte, min: 0, max }));
        }
        if let Some(nom) = &cas.caracteres {
            let permis = self.compilateur.classe(nom.get_ref()).map_err(situe(nom))?
                | union(&cas.sortes_laissees);
            epreuves.push(("caracteres", Epreuve::Caracteres { texte, permis }));
        }
        if let Some(nom) = &cas.motif {
            let motif = self
                .compilateur
                .motif(nom.get_ref(), true)
                .map_err(situe(nom))?;
            epreuves.push(("motif", Epreuve::Motif { texte, motif }));
        }
        if let Some(nom) = &cas.liste {
            let liste = self.compilateur.liste(nom.get_ref()).map_err(situe(nom))?;
            // Without an exam, a list that hangs on it is unknown: nothing can be said.
            if !(self.domaines.is_empty() && PAR_DOMAINE.contains(&nom.get_ref().as_str())) {
                epreuves.push(("liste", Epreuve::DansListe { texte, liste }));
            }
        }
        Ok(epreuves)
    }

    /// The rules of `conditions.toml` that name the field and say what they demand.
    fn nommees(&mut self, champ: u8) -> Result<Vec<Instruction>, ErreurEdition> {
        let edition = self.edition;
        let nom = &edition.champs.liste[usize::from(champ)].nom;
        let mut siennes = Vec::new();
        for (condition, rang) in edition.conditions.conditions.iter().zip(0u16..) {
            let Some(exige) = &condition.exige else {
                continue;
            };
            if !condition.champs.iter().any(|c| c.get_ref() == nom)
                || !self.concerne(&condition.domaines)
            {
                continue;
            }
            siennes.push(Instruction {
                si: self.compilateur.garde(&condition.si)?,
                sauf: self.compilateur.garde(&condition.sauf)?,
                requis: 0,
                epreuve: self.compilateur.exigence(exige, Some(champ))?,
                condition: rang,
                champ,
            });
        }
        Ok(siennes)
    }
}

pub(super) fn trop(dossier: &str) -> ErreurEdition {
    ErreurEdition::du_fichier(
        dossier,
        "cette édition a trop de champs ou de règles pour un seul champ.",
    )
}

/// The lists that differ from one exam to another.
pub const PAR_DOMAINE: [&str; 3] = ["specialites", "enseignements", "categories"];

/// Codes already checked by the loading of their list: an error here would be a code too long to index.
pub(super) fn indexer<'a>(
    codes: impl IntoIterator<Item = &'a str>,
) -> Result<IndexCodes, ErreurEdition> {
    IndexCodes::new(codes.into_iter().zip(0u32..))
        .map_err(|erreur| ErreurEdition::du_fichier("nomenclatures/cyclades", erreur.to_string()))
}

pub(super) fn listes_de_codes(
    listes: &ListesCyclades,
    autre_pays: &str,
    domaines: &[Domaine],
) -> Result<(Vec<IndexCodes>, BTreeMap<String, u16>), ErreurEdition> {
    let pays = || listes.liste_pays().iter().map(|p| p.code.as_str());
    let specialites = domaines
        .iter()
        .flat_map(|&d| listes.specialites(d))
        .map(|s| s.code.as_str());
    let enseignements = domaines
        .iter()
        .flat_map(|&d| listes.enseignements(d))
        .map(|e| e.code.as_str());
    let categories = domaines
        .iter()
        .flat_map(|&d| listes.categories(d))
        .map(|c| c.code.as_str());
    let codes: [(&str, BTreeSet<&str>); 8] = [
        ("pays", pays().collect()),
        ("pays_ou_autre", pays().chain([autre_pays]).collect()),
        (
            "departements",
            listes
                .departements()
                .iter()
                .map(|d| d.code.as_str())
                .collect(),
        ),
        (
            "pcs",
            listes.liste_pcs().iter().map(|p| p.code.as_str()).collect(),
        ),
        (
            "langues",
            listes.langues().iter().map(|l| l.code.as_str()).collect(),
        ),
        ("specialites", specialites.collect()),
        ("enseignements", enseignements.collect()),
        ("categories", categories.collect()),
    ];
    let mut index = Vec::with_capacity(codes.len());
    let mut rangs = BTreeMap::new();
    for ((nom, codes), rang) in codes.into_iter().zip(0u16..) {
        index.push(indexer(codes)?);
        rangs.insert(nom.to_owned(), rang);
    }
    Ok((index, rangs))
}

/// Compiles the edition for every exam and checks what compiling alone does not see: the fields that
/// rules name, their domains, and the demands whose kind this procedure gives no fact for.
///
/// # Errors
/// Whatever is wrong, with file and line.
pub fn verifier(edition: &EditionCyclades) -> Result<(), ErreurEdition> {
    for condition in &edition.conditions.conditions {
        for champ in &condition.champs {
            if edition.champs.rang(champ.get_ref()).is_none() {
                return Err(edition.conditions.erreur(
                    champ.span().start,
                    format!(
                        "le champ « {} » n’existe pas dans champs.toml.",
                        champ.get_ref()
                    ),
                ));
            }
        }
        for domaine in &condition.domaines {
            crate::champs::domaine_connu(domaine.get_ref())
                .map_err(|message| edition.conditions.erreur(domaine.span().start, message))?;
        }
        if let Some(exige) = &condition.exige
            && condition.champs.is_empty()
        {
            return Err(edition.conditions.erreur(
                exige.span().start,
                format!(
                    "{} exige quelque chose sans dire de quel champ ; ajoutez champs = [\"…\"].",
                    condition.code.get_ref()
                ),
            ));
        }
    }
    Ok(())
}
