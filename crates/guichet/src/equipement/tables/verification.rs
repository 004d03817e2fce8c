//! What an establishment lacks, or says that cannot be together, once its four tables are read.

use guichet_aide_equipement::Dispositif;
use guichet_aide_equipement::dotation::comptes::{Comptes, compter};
use guichet_instruction::dossier::TypeDeChamp;
use guichet_instruction::{Choix, Dossier};
use guichet_socle::constat::Gravite;

use super::EditionEquipement;
use super::brouillon::{Brouillon, Donnee};
use super::carnet::{Carnet, Ici, regle};
use super::colonnes::Table;

/// Writes down what is wrong with an establishment as a whole. `vides` are the tables without rows: what
/// they lack is told once.
pub fn verifier(
    edition: &EditionEquipement,
    brouillon: &Brouillon,
    dossier: &Dossier,
    vides: [bool; 4],
    carnet: &mut Carnet,
) {
    let comptes = compter(edition, dossier, Choix::RETENUES).unwrap_or_default();
    let controle = Controle {
        edition,
        brouillon,
        comptes: &comptes,
        vides,
    };
    controle.college(carnet);
    controle.premieres_annees(carnet);
    // Whatever the tables say of it, an establishment that the aid leaves out gets nothing.
    if brouillon.uai.is_some()
        && edition.nature_couverte(dossier) != Some(false)
        && brouillon.enquete != Some(false)
    {
        controle.absences(carnet);
    }
}

struct Controle<'a> {
    edition: &'a EditionEquipement,
    brouillon: &'a Brouillon,
    comptes: &'a Comptes,
    vides: [bool; 4],
}

impl Controle<'_> {
    fn ici(&self, table: Table, ligne: u64) -> Ici<'_> {
        Ici {
            table,
            ligne: Some(ligne),
            uai: self.brouillon.uai.as_deref(),
        }
    }

    /// An establishment that a table should have.
    fn absences(&self, carnet: &mut Carnet) {
        if self.brouillon.effectifs.is_empty() {
            self.absent(
                Table::Effectifs,
                "ses effectifs ne sont pas connus ; ajoutez une ligne par formation",
                carnet,
            );
            return;
        }
        if self.eleves(Dispositif::PostBac) > 0 {
            match self.brouillon.boursiers {
                None => self.absent(
                    Table::Boursiers,
                    "il a des élèves post-bac, et leur taux de boursiers n’est pas connu ; ajoutez sa ligne",
                    carnet,
                ),
                Some(boursiers) => {
                    for (nom, donnee) in [
                        ("nombre", boursiers.nombre),
                        ("effectif_post_bac", boursiers.post_bac),
                    ] {
                        if donnee == Donnee::Absente {
                            let message = format!(
                                "La colonne « {nom} » est vide, et l’établissement a des élèves post-bac ; complétez-la."
                            );
                            let ici = self.ici(Table::Boursiers, boursiers.ligne);
                            carnet.dire(ici, Some(nom), regle::VALEUR, Gravite::Erreur, message);
                        }
                    }
                }
            }
        }
        let lignes = Dispositif::TOUS.into_iter().filter(|d| self.eleves(*d) > 0);
        let Some(reliquats) = self.brouillon.reliquats else {
            if lignes.count() > 0 {
                self.absent(
                    Table::Reliquats,
                    "son reliquat n’est pas connu ; ajoutez sa ligne, avec 0 s’il n’en a pas",
                    carnet,
                );
            }
            return;
        };
        for dispositif in lignes {
            if reliquats.centimes[dispositif as usize] == Donnee::Absente {
                let message = format!(
                    "Le reliquat {} n’est pas donné, et l’établissement a des élèves de cette ligne ; écrivez 0 s’il n’y en a pas.",
                    dispositif.libelle()
                );
                let ici = self.ici(Table::Reliquats, reliquats.ligne);
                let nom = Some(dispositif.code());
                carnet.dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
            }
        }
    }

    fn absent(&self, table: Table, suite: &str, carnet: &mut Carnet) {
        if self.vides[table as usize] {
            return;
        }
        let uai = self.brouillon.uai.as_deref().unwrap_or_default();
        let message = format!(
            "La {} n’a pas l’établissement {uai} : {suite}.",
            table.libelle()
        );
        let ici = Ici {
            table,
            ligne: None,
            uai: Some(uai),
        };
        carnet.dire(ici, None, regle::ABSENT, Gravite::Erreur, message);
    }

    fn eleves(&self, dispositif: Dispositif) -> i64 {
        self.comptes.par_ligne[dispositif as usize]
    }

    /// Pupils of the first year of a set of courses.
    fn premiere_annee(&self, post_bac_seulement: bool) -> i64 {
        self.brouillon
            .effectifs
            .iter()
            .zip(&self.comptes.cours)
            .filter(|(ligne, cours)| {
                ligne.annee == Some(1)
                    && ligne.statut == Some(self.edition.scolaire())
                    && (!post_bac_seulement
                        || cours.eligibilite.dispositif == Some(Dispositif::PostBac))
            })
            .filter_map(|(ligne, _)| ligne.effectif)
            .fold(0, i64::saturating_add)
    }

    /// More pupils in the first years than in the establishment.
    fn premieres_annees(&self, carnet: &mut Carnet) {
        let Some(boursiers) = self.brouillon.boursiers else {
            return;
        };
        for (nom, donnee, eleves, lesquels) in [
            (
                "effectif_post_bac",
                boursiers.post_bac,
                self.premiere_annee(true),
                "élèves post-bac",
            ),
            (
                "effectif_etablissement",
                boursiers.etablissement,
                self.premiere_annee(false),
                "élèves",
            ),
        ] {
            if let Donnee::Connue(effectif) = donnee
                && eleves > effectif
            {
                let message = format!(
                    "{eleves} {lesquels} de première année dans la table des effectifs, pour {effectif} en tout ici : c’est impossible ; corrigez l’un des deux."
                );
                let ici = self.ici(Table::Boursiers, boursiers.ligne);
                carnet.dire(
                    ici,
                    Some(nom),
                    regle::COMPTES,
                    Gravite::Avertissement,
                    message,
                );
            }
        }
    }

    /// A college has 3e prépa-métiers, and the aid does not cover it.
    fn college(&self, carnet: &mut Carnet) {
        let schema = &self.edition.commun.schema;
        let TypeDeChamp::Choix(natures) = &schema.champ(self.edition.champs.nature).genre else {
            return;
        };
        let nature = self.brouillon.nature.map(usize::from);
        let college = nature
            .and_then(|rang| natures.get(rang))
            .is_some_and(|nature| nature.code == "college");
        if !college {
            return;
        }
        let premiere = self
            .brouillon
            .effectifs
            .iter()
            .zip(&self.comptes.cours)
            .find(|(ligne, cours)| {
                cours.eligibilite.dispositif == Some(Dispositif::PrepaMetiers)
                    && ligne.effectif > Some(0)
            });
        if let Some((ligne, _)) = premiere {
            let ici = self.ici(Table::Effectifs, ligne.ligne);
            let message = "Une 3e prépa-métiers est recensée dans un collège, que l’aide ne couvre pas : ses élèves ne sont pas comptés ; vérifiez la nature de l’établissement.";
            carnet.dire(ici, None, regle::COLLEGE, Gravite::Avertissement, message);
        }
    }
}
