//! The rows of scholars and of carry-overs: one an establishment.

use guichet_instruction::Rang;
use guichet_instruction::dossier::{ValeurDeChamp, montrer};
use guichet_socle::constat::Gravite;

use super::Atelier;
use super::brouillon::{Donnee, LigneDeBoursiers, LigneDeReliquats};
use super::carnet::{Ici, regle};
use super::colonnes::{COLONNE_UAI, Entete, Table};
use super::lignes::{Rangee, majuscule};
use super::valeurs;

/// Places of the columns of cents and of euros of the three lines.
const CENTIMES: [usize; 3] = [2, 3, 4];
const EUROS: [usize; 3] = [5, 6, 7];

/// The lines whose carry-over has no column at all.
pub fn reliquats_sans_colonne(entete: &Entete) -> impl Iterator<Item = &'static str> {
    CENTIMES
        .into_iter()
        .zip(EUROS)
        .filter(|(centimes, euros)| !entete.a(*centimes) && !entete.a(*euros))
        .map(|(_, euros)| Table::Reliquats.colonnes()[euros].nom)
}

impl Atelier<'_> {
    /// Reads a row of scholars.
    pub(super) fn boursiers(&mut self, rangee: &Rangee<'_>, place: usize) {
        const NOMBRE: usize = 2;
        const POST_BAC: usize = 3;
        const ETABLISSEMENT: usize = 4;
        let champs = self.lecteur.edition.champs;
        let uai = self.etablissements[place].uai.clone();
        let ici = rangee.ici(uai.as_deref());
        let mut lue = LigneDeBoursiers {
            ligne: rangee.ligne,
            nombre: self.donnee(rangee, ici, NOMBRE, champs.boursiers),
            post_bac: self.donnee(rangee, ici, POST_BAC, champs.effectif_post_bac),
            etablissement: self.donnee(rangee, ici, ETABLISSEMENT, champs.effectif_etablissement),
        };
        if let (Some(nombre), Some(post_bac)) = (lue.nombre.connue(), lue.post_bac.connue())
            && nombre > post_bac
        {
            let message = format!(
                "{nombre} boursiers pour {post_bac} élèves post-bac : c’est impossible, le taux ne se calcule pas ; corrigez l’un des deux."
            );
            let nom = Some(rangee.nom(NOMBRE));
            self.carnet
                .dire(ici, nom, regle::COMPTES, Gravite::Erreur, message);
        }
        let connus = self.etablissements[place].boursiers;
        if let Some(connus) = connus {
            let meme = LigneDeBoursiers {
                ligne: connus.ligne,
                ..lue
            } == connus;
            self.deux_fois(rangee, ici, connus.ligne, meme);
            if meme {
                return;
            }
            lue = LigneDeBoursiers {
                nombre: Donnee::Fautive,
                post_bac: Donnee::Fautive,
                etablissement: Donnee::Fautive,
                ..lue
            };
        }
        self.etablissements[place].boursiers = Some(lue);
    }

    /// Reads a row of carry-overs.
    pub(super) fn reliquats(&mut self, rangee: &Rangee<'_>, place: usize) {
        let champs = &self.lecteur.edition.champs;
        let rangs = [
            champs.reliquat_pre_bac,
            champs.reliquat_post_bac,
            champs.reliquat_prepa_metiers,
        ];
        let uai = self.etablissements[place].uai.clone();
        let ici = rangee.ici(uai.as_deref());
        let mut lue = LigneDeReliquats {
            ligne: rangee.ligne,
            ..LigneDeReliquats::default()
        };
        for (rang, champ) in rangs.into_iter().enumerate() {
            lue.centimes[rang] = self.reliquat(rangee, ici, rang, champ);
        }
        if let Some(connus) = self.etablissements[place].reliquats {
            let meme = lue.centimes == connus.centimes;
            self.deux_fois(rangee, ici, connus.ligne, meme);
            if meme {
                return;
            }
            lue.centimes = [Donnee::Fautive; 3];
        }
        self.etablissements[place].reliquats = Some(lue);
    }

    /// The carry-over of a line, from its column of cents or from its column of euros.
    fn reliquat(
        &mut self,
        rangee: &Rangee<'_>,
        ici: Ici<'_>,
        rang: usize,
        champ: Rang,
    ) -> Donnee<i64> {
        let (centimes, euros) = (CENTIMES[rang], EUROS[rang]);
        if !rangee.entete.a(centimes) && !rangee.entete.a(euros) {
            return Donnee::Fautive;
        }
        let (colonne, ecrit) = match (rangee.texte(centimes), rangee.texte(euros)) {
            ("", "") => return Donnee::Absente,
            ("", ecrit) => (euros, ecrit),
            (ecrit, "") => (centimes, ecrit),
            _ => {
                let message = "Le reliquat est donné en centimes et en euros : aucun des deux n’est retenu ; gardez-en un.";
                let nom = Some(rangee.nom(euros));
                self.carnet
                    .dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
                return Donnee::Fautive;
            }
        };
        let nom = Some(rangee.nom(colonne));
        let texte = if colonne == euros {
            let Some(centimes) = valeurs::euros(ecrit) else {
                let message = format!(
                    "« {} » n’est pas un montant en euros ; écrivez par exemple 1 234,50.",
                    montrer(ecrit)
                );
                self.carnet
                    .dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
                return Donnee::Fautive;
            };
            centimes.to_string()
        } else {
            valeurs::entier(ecrit)
        };
        if texte.starts_with('-') && texte[1..].bytes().all(|octet| octet.is_ascii_digit()) {
            let message = format!(
                "Le reliquat « {} » est négatif : ce qui reste d’une année ne peut pas l’être, il n’est pas retenu ; corrigez-le, ou écrivez 0.",
                montrer(ecrit)
            );
            self.carnet
                .dire(ici, nom, regle::RELIQUAT_NEGATIF, Gravite::Erreur, message);
            return Donnee::Fautive;
        }
        match self.lecteur.valeur(champ, &texte) {
            Ok(ValeurDeChamp::Entier(centimes)) => Donnee::Connue(centimes),
            Ok(_) => Donnee::Fautive,
            Err(message) => {
                let message = majuscule(&message);
                self.carnet
                    .dire(ici, nom, regle::VALEUR, Gravite::Erreur, message);
                Donnee::Fautive
            }
        }
    }

    fn deux_fois(&mut self, rangee: &Rangee<'_>, ici: Ici<'_>, ligne: u64, meme: bool) {
        let (gravite, message) = if meme {
            (
                Gravite::Avertissement,
                format!(
                    "L’établissement est déjà à la ligne {ligne}, qui dit de même : cette ligne n’est pas lue ; retirez-la."
                ),
            )
        } else {
            (
                Gravite::Erreur,
                format!(
                    "L’établissement est déjà à la ligne {ligne}, qui dit autre chose : aucune des deux n’est retenue ; gardez-en une."
                ),
            )
        };
        let nom = Some(rangee.nom(COLONNE_UAI));
        self.carnet.dire(ici, nom, regle::DOUBLE, gravite, message);
    }
}
