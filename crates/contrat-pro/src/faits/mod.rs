//! The facts derived from a dossier, and the readings of the text they follow.

pub(crate) mod certification;
pub(crate) mod delais;
pub(crate) mod fenetres;
pub(crate) mod mois;
pub(crate) mod montant;
mod table;

use guichet_instruction::dossier::ValeurDeChamp;
use guichet_instruction::{Choix, Dossier, Etabli};
use guichet_nomenclatures::identifiants::{self, Cle};
use guichet_socle::{Centimes, age};
use jiff::civil::Date;

use crate::edition::EditionContratPro;
use certification::Designation;
use fenetres::Presence;
use mois::{Comptage, Desordre, Duree, Mois, Suspension, Suspensions};

pub use table::{DERIVES, Fait, LECTURES, lecture};

/// Puts every derived fact.
pub fn etablir<'d>(
    edition: &'d EditionContratPro,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &mut Etabli<'d>,
) {
    let mut atelier = Atelier {
        edition,
        dossier,
        choix,
        etabli,
    };
    atelier.salarie();
    atelier.employeur();
    atelier.certification();
    atelier.demande();
    atelier.aide();
}

/// The dossier on the bench: what facts are made from, and where they go.
struct Atelier<'a, 'd> {
    edition: &'d EditionContratPro,
    dossier: &'d Dossier,
    choix: Choix,
    etabli: &'a mut Etabli<'d>,
}

impl<'d> Atelier<'_, 'd> {
    fn salarie(&mut self) {
        let champs = &self.edition.champs;
        let parametres = &self.edition.parametres;
        let Some(debut) = self.dossier.date(champs.date_debut) else {
            return;
        };
        if let Some(naissance) = self.dossier.date(champs.date_naissance) {
            let veille = self.choix.autre(lecture::VINGT_NEUF_FEVRIER);
            self.entier(Fait::Age, age::age_au(naissance, debut, veille));
            self.etabli.sensible(
                lecture::VINGT_NEUF_FEVRIER,
                age::depend_de_la_veille(naissance, debut),
            );
        }
        let mois = parametres.presence_fenetre_mois.valeur;
        let Some(ouverture) = fenetres::ouverture(debut, mois) else {
            return;
        };
        self.jour(Fait::PresenceFenetreDu, ouverture);
        let presence = match self.dossier.valeur(champs.derniere_presence) {
            ValeurDeChamp::Date(jour) => Presence::Jour(jour),
            ValeurDeChamp::Nulle => Presence::Jamais,
            _ => return,
        };
        let exclu = self.choix.autre(lecture::BORNE_DE_PRESENCE);
        match fenetres::presence_recente(presence, ouverture, debut, exclu) {
            Some(recente) => self.booleen(Fait::PresenceRecente, recente),
            None => self.etabli.insuffisants |= champs.derniere_presence.bit(),
        }
        self.etabli.sensible(
            lecture::BORNE_DE_PRESENCE,
            presence == Presence::Jour(ouverture),
        );
    }

    fn employeur(&mut self) {
        let champs = &self.edition.champs;
        let parametres = &self.edition.parametres;
        if let Some(siret) = self.dossier.texte(champs.siret) {
            let siren = identifiants::siren_du_siret(siret).map(identifiants::siren);
            self.booleen(Fait::CleSirenJuste, siren == Some(Cle::Juste));
            let juste = identifiants::siret(siret) == Cle::Juste;
            self.booleen(Fait::CleSiretJuste, juste);
        }
        let donnees = self.dossier.entier(champs.aides_annee).is_some();
        self.booleen(Fait::AidesAnneeDonnees, donnees);
        let Some(demande) = self.dossier.date(champs.date_demande) else {
            return;
        };
        let mois = parametres.licenciements_fenetre_mois.valeur;
        let Some(ouverture) = fenetres::ouverture(demande, mois) else {
            return;
        };
        self.jour(Fait::LicenciementsFenetreDu, ouverture);
        let Some(dates) = self.dossier.liste(champs.licenciements) else {
            return;
        };
        let exclues = self.choix.autre(lecture::BORNES_DES_LICENCIEMENTS);
        let trouves = fenetres::licenciements(dates, ouverture, demande, exclues);
        if let Some(jour) = trouves.dans_la_fenetre {
            self.jour(Fait::DernierLicenciement, jour);
        }
        if trouves.incomplets && trouves.dans_la_fenetre.is_none() {
            self.etabli.insuffisants |= champs.licenciements.bit();
        } else {
            let recent = trouves.dans_la_fenetre.is_some();
            self.booleen(Fait::LicenciementRecent, recent);
        }
        self.etabli
            .sensible(lecture::BORNES_DES_LICENCIEMENTS, trouves.sur_une_borne);
    }

    fn certification(&mut self) {
        let champs = &self.edition.champs;
        let rncp = self.dossier.texte(champs.rncp);
        let certifinfo = self.dossier.texte(champs.certifinfo);
        let liste = &self.edition.certifications;
        let designation = certification::designer(liste, rncp, certifinfo);
        if let Some(listee) = designation.est_listee() {
            self.booleen(Fait::CertificationListee, listee);
        }
        let contradictoire = designation == Designation::Contradictoire;
        if contradictoire {
            self.etabli.insuffisants |= champs.rncp.bit() | champs.certifinfo.bit();
        }
        self.booleen(Fait::CodesDUneCertification, !contradictoire);
    }

    fn demande(&mut self) {
        let champs = &self.edition.champs;
        for (fait, piece) in [
            (Fait::ContratCerfaFourni, champs.contrat_cerfa),
            (Fait::PriseEnChargeFournie, champs.prise_en_charge),
        ] {
            // A document that is not there is a missing fact, never a refusal.
            match self.dossier.booleen(piece) {
                Some(true) => self.booleen(fait, true),
                Some(false) => self.etabli.insuffisants |= piece.bit(),
                None => {}
            }
        }
        let debut = self.dossier.date(champs.date_debut);
        let demande = self.dossier.date(champs.date_demande);
        if let Some(demande) = demande {
            let avec_le_contrat = self.choix.autre(lecture::CONTRAT_COMMENCE_AVANT);
            let soumise = debut.filter(|_| avec_le_contrat).unwrap_or(demande);
            self.jour(Fait::DateSoumise, soumise.min(demande));
            let vigueur = self.edition.entree_en_vigueur;
            self.etabli.sensible(
                lecture::CONTRAT_COMMENCE_AVANT,
                debut.is_some_and(|debut| debut < vigueur),
            );
        }
        let Some(debut) = debut else { return };
        let mois = self.edition.parametres.demande_delai_mois.valeur;
        let lendemain = self.choix.autre(lecture::TRENTE_FEVRIER);
        if let Some(dernier) = delais::dernier_jour(debut, mois, lendemain) {
            self.jour(Fait::DemandeAuPlusTard, dernier.jour);
            self.etabli.sensible(
                lecture::TRENTE_FEVRIER,
                dernier.depend_de_la_lecture && demande.is_none_or(|jour| jour >= dernier.jour),
            );
        }
    }

    fn aide(&mut self) {
        let champs = &self.edition.champs;
        let debut = self.dossier.date(champs.date_debut);
        let fin = self.dossier.date(champs.date_fin);
        let (Some(debut), Some(fin)) = (debut, fin) else {
            return;
        };
        let rupture = self.dossier.date(champs.rupture);
        let duree = Duree::new(debut, fin, rupture);
        self.booleen(Fait::FinApresLeDebut, duree != Err(Desordre::Fin));
        if let Some(rupture) = rupture {
            self.booleen(Fait::RuptureApresLeDebut, debut <= rupture);
            self.booleen(Fait::RuptureAvantLaFin, rupture <= fin);
        }
        match duree {
            Ok(duree) => {
                self.echeances(&duree);
                self.montant(&duree);
            }
            Err(Desordre::Fin) => self.etabli.insuffisants |= champs.date_fin.bit(),
            Err(Desordre::Rupture) => self.etabli.insuffisants |= champs.rupture.bit(),
        }
    }

    fn echeances(&mut self, duree: &Duree) {
        let parametres = &self.edition.parametres;
        let civils = self.choix.autre(lecture::MOIS_CIVILS);
        let max = parametres.mois_aides_max.valeur;
        if let Some(jour) = delais::paiement_au_plus_tot(duree, max, civils) {
            self.jour(Fait::PaiementAuPlusTot, jour);
        }
        self.etabli
            .sensible(lecture::MOIS_CIVILS, duree.debut.day() != 1);
        let lendemain = self.choix.autre(lecture::TRENTE_FEVRIER);
        let mois = parametres.paiement_delai_mois.valeur;
        let Some(dernier) = delais::dernier_jour(duree.fin(), mois, lendemain) else {
            return;
        };
        self.jour(Fait::DemandePaiementAuPlusTard, dernier.jour);
        self.etabli
            .sensible(lecture::TRENTE_FEVRIER, dernier.depend_de_la_lecture);
        let champ = self.edition.champs.date_demande_paiement;
        if let Some(demande) = self.dossier.date(champ) {
            let dans_le_delai = demande <= dernier.jour;
            self.booleen(Fait::DemandePaiementDansLeDelai, dans_le_delai);
            self.etabli
                .sensible(lecture::PAIEMENT_DEMANDE_TARD, !dans_le_delai);
        }
    }

    fn montant(&mut self, duree: &Duree) {
        let champs = &self.edition.champs;
        let parametres = &self.edition.parametres;
        let Some(suspensions) = self.suspensions() else {
            return;
        };
        let max = parametres.mois_aides_max.valeur;
        let comptage = comptage(self.choix);
        let Some(compte) = mois::compter(duree, &suspensions, max, comptage) else {
            return;
        };
        self.entier(Fait::MoisDus, compte.dus());
        self.etabli
            .sensible(lecture::MOIS_PARTIEL_SUSPENDU, compte.perdus != 0);
        self.etabli.sensible(
            lecture::MOIS_COMMENCE,
            mois::depend_du_dernier_mois(duree, max),
        );
        let mut dehors = suspensions.filter(|s| !mois::est_dans_le_contrat(duree, *s));
        self.booleen(Fait::SuspensionsDansLeContrat, dehors.next().is_none());
        let Some(quotite) = self.dossier.fraction(champs.quotite) else {
            return;
        };
        let forfait = Centimes(parametres.forfait_mensuel.valeur);
        let euros = self.choix.autre(lecture::EUROS_ENTIERS);
        let Some(Centimes(montant)) = montant::montant(compte.dus(), forfait, quotite, euros)
        else {
            return;
        };
        self.entier(Fait::MontantCalcule, montant);
        self.etabli.sensible(
            lecture::EUROS_ENTIERS,
            montant::depend_de_l_arrondi(Centimes(montant)),
        );
        if let Some(recues) = self.dossier.entier(champs.de_minimis) {
            self.entier(Fait::DeMinimisAvecCetteAide, recues.saturating_add(montant));
        }
        let anterieures = self.dossier.entier(champs.aides_anterieures).unwrap_or(0);
        self.etabli
            .sensible(lecture::CONVENTION_TOUTES_ANNEES, anterieures > 0);
        let annee = self.dossier.entier(champs.aides_annee).unwrap_or(0);
        let mut cumul = annee.saturating_add(montant);
        if self.choix.autre(lecture::CONVENTION_TOUTES_ANNEES) {
            cumul = cumul.saturating_add(anterieures);
        }
        self.entier(Fait::CumulDesAides, cumul);
    }

    /// The suspensions without pay; none when one of them is not known.
    fn suspensions(&mut self) -> Option<impl Iterator<Item = Suspension> + Clone + use<'d>> {
        let champs = &self.edition.champs;
        let suspensions = Suspensions {
            debuts: self.dossier.liste(champs.suspensions_debut)?,
            fins: self.dossier.liste(champs.suspensions_fin)?,
            remunerees: self.dossier.liste(champs.suspensions_remuneree)?,
        };
        let mut connues = true;
        let mut dans_l_ordre = true;
        for suspension in suspensions.sans_salaire() {
            let Err(inconnue) = suspension else { continue };
            connues = false;
            let champ = match inconnue {
                mois::SuspensionInconnue::Debut => champs.suspensions_debut,
                mois::SuspensionInconnue::Fin => champs.suspensions_fin,
                mois::SuspensionInconnue::Remuneration => champs.suspensions_remuneree,
                mois::SuspensionInconnue::Inversee => {
                    dans_l_ordre = false;
                    champs.suspensions_fin
                }
            };
            self.etabli.insuffisants |= champ.bit();
        }
        self.booleen(Fait::SuspensionsDansLOrdre, dans_l_ordre);
        connues.then(|| suspensions.sans_salaire().filter_map(Result::ok))
    }

    fn booleen(&mut self, fait: Fait, vrai: bool) {
        let commun = &self.edition.commun;
        self.etabli.booleen(commun, fait as usize, Some(vrai));
    }

    fn entier(&mut self, fait: Fait, nombre: i64) {
        let commun = &self.edition.commun;
        self.etabli.entier(commun, fait as usize, Some(nombre));
    }

    fn jour(&mut self, fait: Fait, jour: Date) {
        let commun = &self.edition.commun;
        self.etabli.date(commun, fait as usize, Some(jour));
    }
}

/// How the readings chosen count months.
pub(crate) fn comptage(choix: Choix) -> Comptage {
    Comptage {
        acheves: choix.autre(lecture::MOIS_COMMENCE),
        civils: choix.autre(lecture::MOIS_CIVILS),
        entierement_suspendus: choix.autre(lecture::MOIS_PARTIEL_SUSPENDU),
    }
}

/// The contract and its months, when the dossier tells them.
pub(crate) fn mois_du_dossier(
    edition: &EditionContratPro,
    dossier: &Dossier,
) -> Option<(Duree, Mois)> {
    let champs = &edition.champs;
    let duree = Duree::new(
        dossier.date(champs.date_debut)?,
        dossier.date(champs.date_fin)?,
        dossier.date(champs.rupture),
    )
    .ok()?;
    let mut etabli = Etabli::inconnu();
    let suspensions = Atelier {
        edition,
        dossier,
        choix: Choix::RETENUES,
        etabli: &mut etabli,
    }
    .suspensions()?;
    let max = edition.parametres.mois_aides_max.valeur;
    let mois = mois::compter(&duree, &suspensions, max, Comptage::default())?;
    Some((duree, mois))
}
