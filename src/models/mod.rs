//! Published architectures.
