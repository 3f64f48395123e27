//! Where parameters start.

use crate::autograd::{Kind, ParameterId, Parameters};
use crate::data::rng;
use ndarray::Array2;
use ndarray_rand::RandomExt;
use ndarray_rand::rand_distr::Normal;

/// Adds parameters to a model, each with its starting value.
///
/// The random numbers of a tensor depend on the seed and on its *name*, not on the tensors before it: a classifier put
/// on an encoder leaves the encoder's start unchanged.
#[derive(Debug)]
pub struct Init<'p> {
    parameters: &'p mut Parameters,
    seed: u64,
    deviation: f32,
}

impl<'p> Init<'p> {
    /// Weights are drawn from a normal distribution of mean 0 and the given standard deviation (0.02 in BERT: small
    /// enough that the first logits are all about alike, and the first loss is that of a fair guess).
    pub fn new(parameters: &'p mut Parameters, seed: u64, deviation: f32) -> Self {
        Self { parameters, seed, deviation }
    }

    /// A weight matrix or embedding table `[rows, columns]`.
    pub fn matrix(&mut self, name: String, rows: usize, columns: usize) -> ParameterId {
        let mut rng = rng(self.seed, &name, 0);
        let value = match Normal::new(0.0, self.deviation) {
            Ok(normal) => Array2::random_using((rows, columns), normal, &mut rng),
            Err(_) => Array2::zeros((rows, columns)), // a deviation that is not a number: checked where settings are read
        };
        self.parameters.add(name, Kind::Matrix, value)
    }

    /// A bias: starts at 0.
    pub fn zeros(&mut self, name: String, columns: usize) -> ParameterId {
        self.parameters.add(name, Kind::Vector, Array2::zeros((1, columns)))
    }

    /// The gain of a norm: starts at 1.
    pub fn ones(&mut self, name: String, columns: usize) -> ParameterId {
        self.parameters.add(name, Kind::Vector, Array2::ones((1, columns)))
    }
}
