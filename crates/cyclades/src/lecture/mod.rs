//! Reading a CSV file as schools really produce them: what it is, how it is written, where each value
//! stands.

pub mod blocs;
pub mod dialecte;
pub mod encodage;
pub mod enregistrement;
pub mod entete;
pub mod nature;
pub mod reperage;
pub mod xml;
