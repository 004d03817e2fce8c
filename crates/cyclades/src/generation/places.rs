//! Where each value that the generator fills stands among the fields of an edition.

use guichet_socle::ErreurEdition;

use crate::champs::Champs;

macro_rules! places {
    ($($(#[$doc:meta])* $place:ident = $nom:literal;)*) => {
        /// Where each value stands among the fields of the edition.
        #[derive(Debug, Clone, Copy)]
        pub struct Places { $($(#[$doc])* pub $place: usize,)* }

        impl Places {
            /// Looks the fields up by name.
            ///
            /// # Errors
            /// The edition lacks one of them.
            pub fn lire(champs: &Champs, dossier: &str) -> Result<Self, ErreurEdition> {
                let place = |nom: &str| {
                    champs.rang(nom).map(usize::from).ok_or_else(|| {
                        ErreurEdition::du_fichier(
                            format!("{dossier}/champs.toml"),
                            format!("le champ « {nom} » manque : le générateur le remplit ; ajoutez-le."),
                        )
                    })
                };
                Ok(Self { $($place: place($nom)?,)* })
            }
        }
    };
}

places! {
    /// `M` or `F`.
    civilite = "civilite";
    /// Family name.
    nom_famille = "nom_famille";
    /// Name in use.
    nom_usage = "nom_usage";
    /// First names.
    prenoms = "prenoms";
    /// INE.
    ine = "INE";
    /// Country of birth.
    pays_naissance = "pays_naissance";
    /// Birth date.
    date_naissance = "date_naissance";
    /// Department of birth.
    departement = "depCOM_naissance";
    /// Birthplace.
    commune = "commune_naissance";
    /// Nationality.
    nationalite = "nationalite";
    /// Country of residence.
    pays = "pays";
    /// Address.
    adresse_1 = "adresse_1";
    /// Second line.
    adresse_2 = "adresse_2";
    /// Third line.
    adresse_3 = "adresse_3";
    /// Fourth line.
    adresse_4 = "adresse_4";
    /// Postcode.
    code_postal = "code_postal";
    /// Place.
    localite = "localite";
    /// Landline.
    telephone = "telephone";
    /// Mobile.
    telephone_mobile = "telephone_mobile";
    /// Mail.
    adresse_mail = "adresse_mail";
    /// Socio-professional category.
    categ_socio_pro = "categ_socio_pro";
    /// Establishment.
    etablissement = "etablissement";
    /// Class.
    division_classe = "division_classe";
    /// Speciality.
    serie = "serie";
    /// Teaching.
    enseignement = "enseignement";
    /// Category.
    categorie = "categorie";
    /// Language.
    langue_section_euro = "langue_section_euro";
}
