//! Words that decisions repeat: the code of a rule, its name, its source.
//!
//! A decision holds a hundred of them, all from its edition. Copying them took more time than deciding; so
//! they are kept once for the life of the program, and decisions refer to them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A word of an edition or of the program; or one made for a single decision.
pub type Mot = Cow<'static, str>;

/// The words kept: each one once, so that an edition that is read again keeps nothing more.
static GRAVES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Keeps a word for the life of the program. For what an edition declares, which is bounded: never for
/// what a dossier says.
#[must_use]
pub fn graver(mot: &str) -> &'static str {
    let mut graves = GRAVES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(grave) = graves.get(mot) {
        return grave;
    }
    let grave: &'static str = Box::leak(mot.into());
    graves.insert(grave);
    grave
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_kept_once_however_often_it_is_read() {
        let premier = graver("CP-101, gravé deux fois");
        let second = graver(&String::from("CP-101, gravé deux fois"));
        assert_eq!(premier, second);
        assert!(std::ptr::eq(premier, second));
    }
}
