//! The one error of an extraction.

use std::fmt;

/// What does not fit, in French, with the line of the document (from 1) when it has one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ErreurExtraction {
    /// Line of the document.
    pub ligne: Option<usize>,
    /// The fact, then what to do.
    pub message: String,
}

impl ErreurExtraction {
    /// A fault without a place in the document.
    pub fn generale(message: impl Into<String>) -> Self {
        Self {
            ligne: None,
            message: message.into(),
        }
    }

    /// A fault at a line of the document.
    pub fn a_la_ligne(ligne: usize, message: impl Into<String>) -> Self {
        Self {
            ligne: Some(ligne),
            message: message.into(),
        }
    }
}

impl fmt::Display for ErreurExtraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ligne {
            Some(ligne) => write!(f, "document, ligne {ligne} : {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
