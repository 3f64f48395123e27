//! Loops over slices of `f32`. One thread each.
