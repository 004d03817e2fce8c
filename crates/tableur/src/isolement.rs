//! The readers of old formats index bytes they trust: a spoilt workbook makes some of them panic. It is
//! an error like another, and nothing of it is printed.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::Erreur;

thread_local! {
    static ISOLE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader on bytes that nobody vouches for.
pub fn isoler<T>(lecture: impl FnOnce() -> T) -> Result<T, Erreur> {
    static CROCHET: Once = Once::new();
    CROCHET.call_once(|| {
        let precedent = panic::take_hook();
        panic::set_hook(Box::new(move |infos| {
            if !ISOLE.get() {
                precedent(infos);
            }
        }));
    });
    let avant = ISOLE.replace(true);
    let resultat = panic::catch_unwind(AssertUnwindSafe(lecture));
    ISOLE.set(avant);
    resultat.map_err(|_| Erreur::Abime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_next_reading_goes_on() {
        let octets: [u8; 0] = [];
        assert!(matches!(
            isoler(|| octets[std::hint::black_box(3)]),
            Err(Erreur::Abime)
        ));
        assert_eq!(isoler(|| 7).unwrap(), 7);
    }
}
