//! The fields of the request that the reasoning reads, found once by name.

use guichet_instruction::champs_du_dossier;

champs_du_dossier! {
    date_reception = "date_reception", "Day the request was received.";
    nationalite = "nationalite", "Nationality, by INSEE or ISO code.";
    code_rome = "code_rome", "Job.";
    region = "region", "Region of the workplace.";
    departement = "departement", "Department of the workplace.";
    demande = "demande", "Kind of request.";
    activite = "activite", "Activity, for the jobs limited to fishing.";
    accord_ratifie = "accord_bilateral_ratifie", "Whether the bilateral agreement is ratified.";
    en_cours = "instruction_en_cours_a_la_publication", "Whether it was pending at publication.";
    arretes_publies = "arretes_publies", "Whether the orders are published.";
    seule_liste = "fonde_sur_la_seule_liste", "Whether the approval rests on the list alone.";
    initiale_rome = "initiale.code_rome", "Job of the first permit.";
    initiale_employeur = "initiale.employeur", "Employer of the first permit.";
    initiale_remuneration = "initiale.remuneration_centimes", "Pay of the first permit.";
    employeur = "employeur", "Employer now.";
    remuneration = "remuneration_centimes", "Pay now.";
}
