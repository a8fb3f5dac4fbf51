//! The whole way from a message to its being found, on both engines.
