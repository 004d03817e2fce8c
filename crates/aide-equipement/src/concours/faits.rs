//! The facts derived from a request: its figures against those of the edition.

use guichet_instruction::{Dossier, Etabli, faits_derives};

use super::EditionConcours;

faits_derives! {
    AnneeDonnee = "annee_scolaire_donnee", Booleen, Nombre,
        "l’année scolaire est donnée",
        ["annee_scolaire"];
    AnneeAidee = "annee_aidee", Booleen, Nombre,
        "l’élève est dans l’année de classe préparatoire que l’aide couvre",
        ["annee_cpge"];
    SousLePlafond = "quotient_sous_le_plafond", Booleen, Nombre,
        "le quotient familial ne dépasse pas le plafond",
        ["quotient_familial_centimes"];
    DansLaLimite = "concours_dans_la_limite", Booleen, Nombre,
        "les concours ne sont pas plus nombreux que l’aide n’en paie",
        ["nombre_concours"];
}

/// Puts every derived fact. The ceiling is included (ARE-37).
pub fn etablir<'d>(edition: &'d EditionConcours, dossier: &'d Dossier, etabli: &mut Etabli<'d>) {
    let (champs, figures) = (&edition.champs, &edition.figures);
    let annee = dossier.entier(champs.annee_cpge);
    let quotient = dossier.entier(champs.quotient);
    let nombre = dossier.entier(champs.nombre);
    let faits = [
        (
            Fait::AnneeDonnee,
            Some(dossier.texte(champs.annee_scolaire).is_some()),
        ),
        (Fait::AnneeAidee, annee.map(|annee| annee == figures.annee)),
        (
            Fait::SousLePlafond,
            quotient.map(|quotient| quotient <= figures.quotient_max),
        ),
        (
            Fait::DansLaLimite,
            nombre.map(|nombre| nombre <= figures.max),
        ),
    ];
    for (fait, vrai) in faits {
        etabli.booleen(&edition.commun, fait as usize, vrai);
    }
}
