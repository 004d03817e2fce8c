//! The derived facts by name, and the readings they follow.

use guichet_instruction::faits_derives;

faits_derives! {
    Age = "age_ans", Nombre, Nombre,
        "l’âge du salarié au premier jour du contrat, en années révolues",
        ["salarie.date_naissance", "contrat.date_debut"];
    PresenceFenetreDu = "presence_fenetre_du", Date, Nombre,
        "le premier jour de la période où le salarié ne doit pas avoir fait partie de l’effectif",
        ["contrat.date_debut"];
    PresenceRecente = "presence_recente", Booleen, Nombre,
        "le salarié a fait partie de l’effectif dans les mois qui précèdent le début du contrat",
        ["salarie.derniere_presence_etablissement", "contrat.date_debut"];
    LicenciementsFenetreDu = "licenciements_fenetre_du", Date, Nombre,
        "le premier jour de la période où l’établissement ne doit pas avoir licencié",
        ["date_demande"];
    DernierLicenciement = "dernier_licenciement", Date, Nombre,
        "le dernier licenciement économique de cette période",
        ["employeur.dates_licenciements_economiques", "date_demande"];
    LicenciementRecent = "licenciement_recent", Booleen, Nombre,
        "l’établissement a licencié pour un motif économique dans les mois qui précèdent la demande",
        ["employeur.dates_licenciements_economiques", "date_demande"];
    CertificationListee = "certification_listee", Booleen, Nombre,
        "la certification préparée est sur la liste de la Région",
        ["contrat.certification.rncp", "contrat.certification.certifinfo"];
    CertificationCode = "certification_code", Texte, Nombre,
        "le code de la certification, avec le nom de son répertoire",
        ["contrat.certification.rncp", "contrat.certification.certifinfo"];
    CertificationIntitule = "certification_intitule", Texte, Nombre,
        "l’intitulé de la certification de la liste",
        ["contrat.certification.rncp", "contrat.certification.certifinfo"];
    CodesDUneCertification = "codes_d_une_certification", Booleen, Nombre,
        "les codes donnés ne désignent pas deux certifications de la liste",
        ["contrat.certification.rncp", "contrat.certification.certifinfo"];
    ContratCerfaFourni = "contrat_cerfa_fourni", Booleen, Nombre,
        "la copie du contrat est fournie",
        ["pieces.contrat_cerfa"];
    PriseEnChargeFournie = "prise_en_charge_fournie", Booleen, Nombre,
        "la copie de la décision de prise en charge est fournie",
        ["pieces.prise_en_charge_opco"];
    DateSoumise = "date_soumise", Date, Nombre,
        "la date que l’entrée en vigueur du règlement doit précéder",
        ["date_demande"];
    DemandeAuPlusTard = "demande_au_plus_tard", Date, Nombre,
        "le dernier jour pour déposer la demande",
        ["contrat.date_debut"];
    FinApresLeDebut = "fin_apres_le_debut", Booleen, Nombre,
        "la fin prévue du contrat n’est pas avant son début",
        ["contrat.date_debut", "contrat.date_fin"];
    RuptureApresLeDebut = "rupture_apres_le_debut", Booleen, Nombre,
        "la rupture n’est pas avant le début du contrat",
        ["contrat.date_debut", "contrat.rupture"];
    RuptureAvantLaFin = "rupture_avant_la_fin", Booleen, Nombre,
        "la rupture n’est pas après la fin prévue du contrat",
        ["contrat.date_fin", "contrat.rupture"];
    SuspensionsDansLOrdre = "suspensions_dans_l_ordre", Booleen, Nombre,
        "aucune suspension ne finit avant de commencer",
        ["contrat.suspensions.debut", "contrat.suspensions.fin"];
    SuspensionsDansLeContrat = "suspensions_dans_le_contrat", Booleen, Nombre,
        "chaque suspension sans rémunération a un jour dans le contrat",
        ["contrat.suspensions.debut", "contrat.suspensions.fin", "contrat.date_debut", "contrat.date_fin"];
    MoisDus = "mois_dus", Nombre, Nombre,
        "les mois de contrat pour lesquels l’aide est due",
        ["contrat.date_debut", "contrat.date_fin", "contrat.suspensions.debut"];
    MontantCalcule = "montant_calcule_centimes", Nombre, Centimes,
        "le montant de l’aide, si elle est accordée",
        ["contrat.date_debut", "contrat.date_fin", "contrat.quotite", "contrat.suspensions.debut"];
    CumulDesAides = "cumul_des_aides_centimes", Nombre, Centimes,
        "le total des aides de l’établissement, celle-ci comprise",
        ["employeur.aides_annee_centimes", "contrat.quotite"];
    PaiementAuPlusTot = "paiement_au_plus_tot", Date, Nombre,
        "le premier jour où l’aide peut être payée",
        ["contrat.date_debut", "contrat.date_fin"];
    DemandePaiementAuPlusTard = "demande_paiement_au_plus_tard", Date, Nombre,
        "le dernier jour pour demander le paiement",
        ["contrat.date_fin"];
    DemandePaiementDansLeDelai = "demande_paiement_dans_le_delai", Booleen, Nombre,
        "le paiement est demandé dans le délai",
        ["date_demande_paiement", "contrat.date_fin"];
    AidesAnneeDonnees = "aides_annee_donnees", Booleen, Nombre,
        "les aides déjà attribuées cette année civile sont données",
        ["employeur.aides_annee_centimes"];
    DeMinimisAvecCetteAide = "de_minimis_avec_cette_aide_centimes", Nombre, Centimes,
        "les aides de minimis sur trois ans, avec celle-ci",
        ["employeur.de_minimis_trois_ans_centimes", "contrat.quotite"];
    CleSirenJuste = "cle_siren_juste", Booleen, Nombre,
        "la clé de contrôle du SIREN est juste",
        ["employeur.siret"];
    CleSiretJuste = "cle_siret_juste", Booleen, Nombre,
        "la clé de contrôle du SIRET est juste",
        ["employeur.siret"];
}

/// The entries of the register with two readings, in the order of the bits of `Choix`.
pub const LECTURES: &[&str] = &[
    "CP-01", "CP-02", "CP-07", "CP-09", "CP-11", "CP-14", "CP-15", "CP-16", "CP-18", "CP-19",
    "CP-33",
];

/// Their places.
pub mod lecture {
    /// CP-01: a month that has begun counts; or only those that are over.
    pub const MOIS_COMMENCE: u8 = 0;
    /// CP-02: months from date to date; or those of the calendar.
    pub const MOIS_CIVILS: u8 = 1;
    /// CP-07: a month suspended in part is lost; or only one suspended as a whole.
    pub const MOIS_PARTIEL_SUSPENDU: u8 = 2;
    /// CP-09: to the nearest cent; or to the nearest euro.
    pub const EUROS_ENTIERS: u8 = 3;
    /// CP-11: a person born on 29 February comes of age on 1 March; or on 28 February.
    pub const VINGT_NEUF_FEVRIER: u8 = 4;
    /// CP-14: the first day of the window of presence is in it; or not.
    pub const BORNE_DE_PRESENCE: u8 = 5;
    /// CP-15: the bounds of the window of layoffs are in it; or not.
    pub const BORNES_DES_LICENCIEMENTS: u8 = 6;
    /// CP-16: a deadline on 30 February is the last day of the month; or 1 March.
    pub const TRENTE_FEVRIER: u8 = 7;
    /// CP-18: a late payment request loses nothing; or everything.
    pub const PAIEMENT_DEMANDE_TARD: u8 = 8;
    /// CP-19: the application alone must follow the entry into force; or the contract too.
    pub const CONTRAT_COMMENCE_AVANT: u8 = 9;
    /// CP-33: the aids of the year make an agreement; or those of all years.
    pub const CONVENTION_TOUTES_ANNEES: u8 = 10;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_that_of_its_entry() {
        let places = [
            (lecture::MOIS_COMMENCE, "CP-01"),
            (lecture::MOIS_CIVILS, "CP-02"),
            (lecture::MOIS_PARTIEL_SUSPENDU, "CP-07"),
            (lecture::EUROS_ENTIERS, "CP-09"),
            (lecture::VINGT_NEUF_FEVRIER, "CP-11"),
            (lecture::BORNE_DE_PRESENCE, "CP-14"),
            (lecture::BORNES_DES_LICENCIEMENTS, "CP-15"),
            (lecture::TRENTE_FEVRIER, "CP-16"),
            (lecture::PAIEMENT_DEMANDE_TARD, "CP-18"),
            (lecture::CONTRAT_COMMENCE_AVANT, "CP-19"),
            (lecture::CONVENTION_TOUTES_ANNEES, "CP-33"),
        ];
        assert_eq!(places.len(), LECTURES.len());
        for (place, id) in places {
            assert_eq!(LECTURES[usize::from(place)], id);
        }
    }
}
