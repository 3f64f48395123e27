//! AdamW: turns gradients into steps.

use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;

use crate::autograd::{Gradient, Kind, Parameter, Parameters};
use crate::kernels::adamw;
use crate::kernels::vector::sum_of_squares;
use crate::{Error, Result};

/// How many numbers one thread updates at a time. A vocabulary's table is half of a small model, so it must be split.
const CHUNK: usize = 1 << 16;

/// AdamW (Loshchilov & Hutter 2019, *Decoupled Weight Decay Regularization*): each number of a parameter is moved by
/// about the learning rate, against the running mean of its gradients divided by their running size. The formula is
/// at [`adamw::adamw`]; the defaults below are those of BERT and of PyTorch where they agree.
///
/// Matrices decay, biases and norms do not, as in BERT. Frozen parameters are not touched at all, and each of the others has
/// a learning rate of its own, a multiple of the common one.
#[derive(Clone, Debug)]
pub struct AdamW {
    /// β₁, how much of the mean of the gradients stays: 0.9.
    pub beta1: f64,
    /// β₂, how much of the mean of their squares stays: 0.999.
    pub beta2: f64,
    /// ε, keeps the division finite: 1e-8, as in PyTorch and in the published fine-tuning recipes. BERT's own code has 1e-6,
    /// but it also leaves out the bias correction, which this optimizer has.
    pub epsilon: f64,
    /// λ, the share of a matrix that decays in a step, times the learning rate: 0.01.
    pub weight_decay: f64,
    /// Finished updates.
    pub(super) step: usize,
    /// One slot a parameter, filled at its first gradient: a frozen encoder costs no memory here.
    pub(super) moments: Vec<Option<Moments>>,
}

/// What AdamW remembers of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moments {
    /// The running mean of the gradients, in the parameter's shape.
    pub first: Array2<f32>,
    /// The running mean of their squares.
    pub second: Array2<f32>,
    /// How many gradients are in the means. Counted for each parameter, since one may be thawed later than the others.
    pub updates: u32,
    /// Which rows may have means other than 0. Most words of a large vocabulary are in no training text: of their steps only
    /// the decay is left, and their means are neither read nor written, so that they take no memory.
    touched: Vec<bool>,
}

impl Moments {
    fn new(shape: (usize, usize)) -> Self {
        Self { first: Array2::zeros(shape), second: Array2::zeros(shape), updates: 0, touched: vec![false; shape.0] }
    }

    /// Those of a saved optimizer.
    pub fn restored(first: Array2<f32>, second: Array2<f32>, updates: u32) -> Self {
        let zero = |mean: ArrayView1<f32>| mean.iter().all(|&m| m == 0.0);
        let rows = first.rows().into_iter().zip(second.rows());
        let touched = rows.map(|(first, second)| !(zero(first) && zero(second))).collect();
        Self { first, second, updates, touched }
    }
}

impl Default for AdamW {
    fn default() -> Self {
        Self { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01, step: 0, moments: Vec::new() }
    }
}

impl AdamW {
    /// One step. `gradients[i]` belongs to the `i`-th of `parameters`; without a gradient a parameter stays as it is.
    /// Returns the norm of all gradients together. When it is above `clip_norm`, all of them are scaled down so that it is
    /// `clip_norm` (Pascanu et al. 2013): one freak batch then moves the weights no further than any other.
    ///
    /// The result has the same bits for any number of threads.
    ///
    /// # Errors
    /// [`Error::Diverged`] when the norm is not finite. No weight has changed then.
    ///
    /// # Panics
    /// When a gradient does not have its parameter's shape, row by row in memory.
    // ANCHOR: update
    pub fn update(
        &mut self,
        parameters: &mut Parameters,
        gradients: &[Option<Gradient>],
        learning_rate: f64,
        clip_norm: Option<f64>,
    ) -> Result<f64> {
        assert_eq!(gradients.len(), parameters.len(), "one slot a parameter");
        let norm = gradient_norm(parameters, gradients);
        if !norm.is_finite() {
            return Err(Error::Diverged { what: "the gradient norm", value: norm, step: self.step + 1, learning_rate });
        }
        // The 1e-6 is PyTorch's, and keeps a norm of 0 from dividing.
        let gradient_scale = clip_norm.map_or(1.0, |limit| (limit / (norm + 1e-6)).min(1.0));
        let common = adamw::AdamW {
            learning_rate,
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
            weight_decay: self.weight_decay,
            gradient_scale,
            step: 0, // counted by each parameter
        };
        self.moments.resize(parameters.len(), None);
        let list = parameters.as_mut_slice().par_iter_mut().zip(gradients).zip(&mut self.moments);
        list.for_each(|((parameter, gradient), moments)| {
            if let (Some(gradient), false) = (gradient, parameter.frozen) {
                let moments = moments.get_or_insert_with(|| Moments::new(parameter.value.dim()));
                update_one(parameter, gradient, moments, common);
            }
        });
        self.step += 1;
        Ok(norm)
    }
    // ANCHOR_END: update
}

/// √Σ g² over all gradients that will be used, in f64, summed parameter by parameter in order.
fn gradient_norm(parameters: &Parameters, gradients: &[Option<Gradient>]) -> f64 {
    let list: Vec<_> = parameters.iter().zip(gradients).collect();
    let squares: Vec<f64> = list
        .into_par_iter()
        .map(|(parameter, gradient)| match gradient {
            Some(gradient) if !parameter.frozen => sum_of_squares(row_major(gradient.numbers())),
            _ => 0.0,
        })
        .collect();
    squares.iter().sum::<f64>().sqrt()
}

/// Updates one parameter and its moments, in chunks of a fixed size; every number is on its own, so the threads that
/// happen to share the chunks do not change the result.
fn update_one(parameter: &mut Parameter, gradient: &Gradient, moments: &mut Moments, mut settings: adamw::AdamW) {
    let (shape, columns) = (parameter.value.dim(), parameter.value.ncols());
    moments.updates += 1;
    settings.step = moments.updates;
    settings.learning_rate *= parameter.rate;
    if parameter.kind == Kind::Vector {
        settings.weight_decay = 0.0;
    }
    let rows = (CHUNK / columns).max(1);
    let value = row_major_mut(&mut parameter.value).par_chunks_mut(rows * columns);
    let first = row_major_mut(&mut moments.first).par_chunks_mut(rows * columns);
    let second = row_major_mut(&mut moments.second).par_chunks_mut(rows * columns);
    let touched = moments.touched.par_chunks_mut(rows);
    let numbers = row_major(gradient.numbers());
    match gradient {
        Gradient::Dense(array) => {
            assert_eq!(array.dim(), shape, "the gradient of {}", parameter.name);
            let gradient = numbers.par_chunks(rows * columns);
            (value, gradient, first, second, touched).into_par_iter().for_each(|(value, g, first, second, touched)| {
                adamw::adamw(value, g, first, second, &settings);
                touched.fill(true);
            });
        }
        Gradient::Rows { ids, rows: array } => {
            assert_eq!(array.ncols(), columns, "the gradient of {}", parameter.name);
            let nothing = vec![0.0; columns];
            (value, first, second, touched).into_par_iter().enumerate().for_each(
                |(i, (value, first, second, touched))| {
                    let mut place = ids.partition_point(|&id| (id as usize) < i * rows);
                    for (row, touched) in touched.iter_mut().enumerate() {
                        let part = row * columns..(row + 1) * columns;
                        let (value, first, second) =
                            (&mut value[part.clone()], &mut first[part.clone()], &mut second[part]);
                        if ids.get(place).is_some_and(|&id| id as usize == i * rows + row) {
                            let g = &numbers[place * columns..(place + 1) * columns];
                            adamw::adamw(value, g, first, second, &settings);
                            *touched = true;
                            place += 1;
                        } else if *touched {
                            adamw::adamw(value, &nothing, first, second, &settings);
                        } else {
                            adamw::decay(value, &settings);
                        }
                    }
                },
            );
        }
    }
}

fn row_major(array: &Array2<f32>) -> &[f32] {
    array.as_slice().expect("gradients lie row by row")
}

fn row_major_mut(array: &mut Array2<f32>) -> &mut [f32] {
    array.as_slice_mut().expect("parameters lie row by row")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// A matrix and a bias.
    fn model() -> Parameters {
        let mut parameters = Parameters::new();
        parameters.add("weight", Kind::Matrix, array![[0.5, -1.25], [2.0, 0.125]]);
        parameters.add("bias", Kind::Vector, array![[0.75, -0.5]]);
        parameters
    }

    fn values(parameters: &Parameters) -> Vec<f32> {
        parameters.iter().flat_map(|p| p.value.iter().copied()).collect()
    }

    #[test]
    fn three_steps_agree_with_pytorch() {
        // torch 2.15, AdamW(lr, eps=1e-8, weight_decay=0.01 for the matrix and 0 for the bias)
        let steps = [
            (0.1, array![[0.1, -0.2], [0.3, 0.0]], Some(array![[1.0, -2.0]])),
            (0.05, array![[-0.4, 0.05], [0.2, 0.001]], None),
            (0.025, array![[0.25, -0.15], [-0.6, 0.8]], Some(array![[0.5, 0.25]])),
        ];
        let expected = [
            [0.39950001, -1.14874995, 1.89800000, 0.12487500, 0.65000004, -0.40000001],
            [0.42727542, -1.12470222, 1.84853339, 0.08760625, 0.65000004, -0.40000001],
            [0.42812949, -1.10768533, 1.85211051, 0.07159606, 0.62669557, -0.38568664],
        ];
        let (mut parameters, mut optimizer) = (model(), AdamW::default());
        for ((learning_rate, weight, bias), expected) in steps.into_iter().zip(expected) {
            optimizer
                .update(&mut parameters, &[Some(weight.into()), bias.map(Gradient::from)], learning_rate, None)
                .unwrap();
            for (found, expected) in values(&parameters).iter().zip(expected) {
                assert!((f64::from(*found) - expected).abs() < 3e-7, "found {found}, expected {expected}");
            }
        }
    }

    #[test]
    fn clipping_scales_all_gradients_by_one_factor() {
        // The norm of (3, 0, 0, 0) and (0, 4) together is 5; clipped to 1, the gradients are 0.6 and 0.8, of which the
        // means keep a tenth.
        let gradients = [array![[3.0, 0.0], [0.0, 0.0]], array![[0.0, 4.0]]].map(|g| Some(Gradient::Dense(g)));
        let first_means = |clip| {
            let mut optimizer = AdamW::default();
            assert_eq!(optimizer.update(&mut model(), &gradients, 0.1, clip).unwrap(), 5.0);
            [0, 1].map(|i| optimizer.moments[i].as_ref().unwrap().first.sum())
        };
        for (clip, expected) in [(Some(1.0), [0.06, 0.08]), (Some(5.1), [0.3, 0.4]), (None, [0.3, 0.4])] {
            for (found, expected) in first_means(clip).iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "clip {clip:?}: found {found}, expected {expected}");
            }
        }
    }

    #[test]
    fn a_parameter_may_have_a_rate_of_its_own() {
        let gradients = || vec![Some(array![[1.0, -2.0], [3.0, 4.0]].into()), Some(array![[5.0, 6.0]].into())];
        let [mut slow, mut reference] = [model(), model()];
        slow.as_mut_slice()[0].rate = 0.25;
        let mut optimizers = [AdamW::default(), AdamW::default()];
        optimizers[0].update(&mut slow, &gradients(), 0.1, None).unwrap();
        optimizers[1].update(&mut reference, &gradients(), 0.025, None).unwrap();
        assert_eq!(values(&slow)[..4], values(&reference)[..4], "the weight moves as with a quarter of the rate");
        assert_ne!(values(&slow)[4..], values(&reference)[4..], "the bias does not");
    }

    #[test]
    fn frozen_parameters_stay_bit_for_bit_and_cost_nothing() {
        let (mut parameters, mut optimizer) = (model(), AdamW::default());
        parameters.freeze(|p| p.name == "weight");
        let gradients = [array![[1e30, 1.0], [1.0, 1.0]], array![[3.0, 4.0]]].map(|g| Some(Gradient::Dense(g)));
        let norm = optimizer.update(&mut parameters, &gradients, 0.1, Some(1.0)).unwrap();
        assert_eq!(norm, 5.0, "a frozen parameter's gradient does not count");
        assert_eq!(values(&parameters)[..4], values(&model())[..4]);
        assert_ne!(values(&parameters)[4..], values(&model())[4..]);
        assert!(optimizer.moments[0].is_none());
    }

    #[test]
    fn a_gradient_that_is_not_finite_changes_nothing() {
        let (mut parameters, mut optimizer) = (model(), AdamW::default());
        for bad in [f32::NAN, f32::INFINITY] {
            let gradients = [array![[1.0, 1.0], [1.0, 1.0]], array![[bad, 0.0]]].map(|g| Some(Gradient::Dense(g)));
            let error = optimizer.update(&mut parameters, &gradients, 0.1, Some(1.0)).unwrap_err();
            assert!(matches!(error, Error::Diverged { what: "the gradient norm", step: 1, .. }), "{error}");
            assert_eq!(values(&parameters), values(&model()));
        }
    }

    #[test]
    fn rows_of_a_table_are_updated_as_the_whole_table_would_be() {
        let shape = (3000, 50); // several chunks
        let table = Array2::from_shape_fn(shape, |(i, j)| ((i * 7 + j) % 13) as f32 - 6.0);
        for ids in [vec![], vec![0], vec![2999], vec![0, 1, 5, 1309, 1310, 1311, 2620, 2998, 2999]] {
            let rows = Array2::from_shape_fn((ids.len(), 50), |(i, j)| (i * 3 + j) as f32 / 50.0 - 0.3);
            let sparse = Gradient::Rows { ids, rows };
            let dense = Gradient::Dense(sparse.to_dense(shape));
            let run = |gradient: Gradient| {
                let mut parameters = Parameters::new();
                parameters.add("table", Kind::Matrix, table.clone());
                let mut optimizer = AdamW::default();
                let nothing = Gradient::Rows { ids: vec![], rows: Array2::zeros((0, 50)) };
                for gradient in [&gradient, &gradient, &nothing] {
                    optimizer.update(&mut parameters, &[Some(gradient.clone())], 0.1, None).unwrap();
                }
                let moments = optimizer.moments.pop().flatten().unwrap();
                (values(&parameters), moments.first, moments.second)
            };
            assert_eq!(run(sparse), run(dense));
        }
    }

    #[test]
    fn the_number_of_threads_does_not_change_a_bit() {
        let run = |threads| {
            let shape = (3, CHUNK);
            let mut parameters = Parameters::new();
            parameters.add("table", Kind::Matrix, Array2::from_shape_fn(shape, |(i, j)| (i + j) as f32 * 1e-3));
            let gradient = Array2::from_shape_fn(shape, |(i, j)| ((i * 7 + j * 13) % 1001) as f32 - 500.0);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let norm = pool.install(|| {
                AdamW::default().update(&mut parameters, &[Some(gradient.into())], 0.1, Some(1.0)).unwrap()
            });
            (norm.to_bits(), values(&parameters))
        };
        assert_eq!(run(1), run(3));
    }
}
