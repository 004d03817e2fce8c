//! The fields of the dossier that the reasoning reads, found once by name.

use guichet_instruction::champs_du_dossier;

champs_du_dossier! {
    date_demande = "date_demande", "Day of the application.";
    date_demande_paiement = "date_demande_paiement", "Day of the payment request.";
    siret = "employeur.siret", "The establishment.";
    departement = "employeur.departement", "Its department.";
    a_jour = "employeur.a_jour_fiscal_social", "Whether its tax and social duties are up to date.";
    licenciements = "employeur.dates_licenciements_economiques", "Days of its economic layoffs.";
    aides_annee = "employeur.aides_annee_centimes", "Aids already granted this civil year.";
    de_minimis = "employeur.de_minimis_trois_ans_centimes", "De minimis aids over three years.";
    aides_anterieures = "employeur.aides_annees_anterieures_centimes", "Aids of the years before.";
    date_naissance = "salarie.date_naissance", "Birth of the employee.";
    derniere_presence = "salarie.derniere_presence_etablissement", "Last day in the establishment; null is never.";
    nature = "contrat.nature", "Kind of contract.";
    date_debut = "contrat.date_debut", "First day of the contract.";
    date_fin = "contrat.date_fin", "Last day of the contract, as planned.";
    quotite = "contrat.quotite", "Share of full time.";
    rncp = "contrat.certification.rncp", "RNCP code.";
    certifinfo = "contrat.certification.certifinfo", "CERTIFINFO code.";
    rupture = "contrat.rupture", "Last day of a contract that ended early.";
    suspensions_debut = "contrat.suspensions.debut", "First days of the suspensions.";
    suspensions_fin = "contrat.suspensions.fin", "Last days of the suspensions.";
    suspensions_remuneree = "contrat.suspensions.remuneree", "Whether each suspension is paid.";
    contrat_cerfa = "pieces.contrat_cerfa", "Copy of the contract.";
    prise_en_charge = "pieces.prise_en_charge_opco", "Decision of the OPCO.";
}
