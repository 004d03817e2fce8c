//! The fields of the dossier that the reasoning reads, found once by name.

use guichet_instruction::champs_du_dossier;

champs_du_dossier! {
    annee_scolaire = "annee_scolaire", "School year of the grant.";
    uai = "etablissement.uai", "The establishment.";
    nature = "etablissement.nature", "Its kind.";
    academie = "etablissement.academie", "Its academy.";
    enquete_repondue = "etablissement.enquete_repondue", "Whether it answered the surveys.";
    code_diplome = "effectifs.code_diplome", "Code of each course.";
    specialite = "effectifs.specialite", "Its speciality.";
    niveau = "effectifs.niveau", "Its level.";
    libelle = "effectifs.libelle", "Its label.";
    type_diplome = "effectifs.type_diplome", "Its kind of diploma.";
    annee = "effectifs.annee", "Year of the course, from 1.";
    effectif = "effectifs.effectif", "Pupils.";
    statut = "effectifs.statut", "School pupils, apprentices, or under contract.";
    boursiers = "boursiers.nombre", "Scholars.";
    effectif_post_bac = "boursiers.effectif_post_bac", "Post-bac pupils.";
    effectif_etablissement = "boursiers.effectif_etablissement", "All the pupils.";
    reliquat_pre_bac = "reliquats.pre_bac_centimes", "Carried over, pre-bac.";
    reliquat_post_bac = "reliquats.post_bac_centimes", "Carried over, post-bac.";
    reliquat_prepa_metiers = "reliquats.prepa_metiers_centimes", "Carried over, 3e.";
}
