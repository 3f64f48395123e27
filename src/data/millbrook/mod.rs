//! Millbrook: a small invented town, and the generator that writes its newspaper and its reviews.
