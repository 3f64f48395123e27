//! Loops over slices of `f32`. One thread each; the training step runs one shard a thread.
//!
//! Each kernel is a plain loop with its formula above it, and comes with its backward pass. Three rules hold everywhere:
//!
//! - **Layout.** A matrix `[rows, columns]` is one contiguous slice, row after row.
//! - **Same bits.** A sum is always taken in the same order (see [`vector::sum`]), and multiplications and additions are
//!   fused where the code says so ([`gemm()`] and [`math`]) and nowhere else. So a kernel gives the same
//!   bits on every run and every CPU, as far as the system's `ln` and `powf` do, which two of them use.
//! - **Shapes are the caller's duty.** The tape checks them once, at the door of an operation. A kernel asserts what
//!   it relies on, and panics when a length does not fit.
//!
//! # How a plain loop becomes fast
//!
//! The compiler must build for the oldest x86-64, whose vectors hold 4 floats; the CPU that runs the book may have vectors
//! of 8 (AVX2) or 16 (AVX-512). [`vectorized`] compiles a loop once for each and picks at run time. For the compiler to
//! vectorise, a loop must have no branch, no call that is not inlined, and no sum whose order it would have to change:
//! hence the branch-free functions of [`math`], and the partial sums of [`vector`].

pub mod adamw;
pub mod attention;
pub mod cross_entropy;
pub mod dropout;
pub mod gelu;
pub mod gemm;
pub mod math;
pub mod norm;
pub mod random;
pub mod softmax;
pub mod tanh;
pub mod vector;

#[cfg(test)]
mod testing;

pub use gemm::gemm;

/// Runs a loop compiled for the widest vectors this CPU has: AVX-512, AVX2, or the target's own default.
///
/// The closure is compiled once for each, and *must* be inlined to gain anything. A long closure is not inlined
/// unless it says so, hence the attribute at every call:
///
/// ```
/// # let mut values = [1.0, 2.0, 3.0];
/// finetune::kernels::vectorized(
///     #[inline(always)]
///     || values.iter_mut().for_each(|v| *v *= 2.0),
/// );
/// # assert_eq!(values, [2.0, 4.0, 6.0]);
/// ```
#[inline(always)]
pub fn vectorized<R>(f: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(f)
}
