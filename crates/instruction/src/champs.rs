//! The fields that a procedure reads, found once by name.

/// Declares `Champs`, the places of the fields that the reasoning of a procedure reads, and how they are
/// found: `champs_du_dossier! { date_debut = "contrat.date_debut", "First day of the contract."; }`.
#[macro_export]
macro_rules! champs_du_dossier {
    ($($champ:ident = $nom:literal, $sens:literal;)*) => {
        /// The places of the fields in the dossier.
        #[derive(Debug, Clone, Copy)]
        pub struct Champs {
            $(#[doc = $sens] pub $champ: $crate::Rang,)*
        }

        impl Champs {
            /// Finds every field.
            ///
            /// # Errors
            /// The edition does not declare one of them.
            pub fn lire(schema: &$crate::Schema) -> Result<Self, guichet_socle::ErreurEdition> {
                Ok(Self { $($champ: schema.requis($nom)?,)* })
            }
        }
    };
}
