//! The facts that a procedure derives, declared as one table.

/// Declares `DERIVES`, the derived facts of a procedure, and `Fait`, their places in it:
/// `faits_derives! { Age = "age_ans", Nombre, Nombre, "l’âge…", ["salarie.date_naissance"]; }`
/// (place, name in the conditions, nature, unit, meaning, fields it rests on).
#[macro_export]
macro_rules! faits_derives {
    ($($place:ident = $nom:literal, $nature:ident, $unite:ident, $sens:literal, [$($champ:literal),*];)*) => {
        /// The derived facts; [`Fait`] names their places.
        pub const DERIVES: &[$crate::FaitDerive<'static>] = &[
            $($crate::FaitDerive {
                nom: $nom,
                nature: guichet_socle::programme::Nature::$nature,
                unite: $crate::Unite::$unite,
                sens: $sens,
                champs: &[$($champ),*],
            },)*
        ];

        /// The places of the derived facts in [`DERIVES`].
        #[derive(Debug, Clone, Copy)]
        pub enum Fait {
            $(#[doc = $sens] $place,)*
        }
    };
}
