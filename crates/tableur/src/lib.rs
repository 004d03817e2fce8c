//! Spreadsheets in and out, as rows of texts: what a school saves, read back as the codes it meant.
