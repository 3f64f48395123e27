//! Layer norm, forward and backward: exercises 1.3 and 1.7.

use super::{Answers, OURS, TOLERANCE, double, noise, quarters};
use finetune::course::{Checked, compare, row, trials};
use ndarray::{Array2, Axis, array};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What there is to get wrong in a layer norm.
#[derive(Clone, Copy)]
struct Norm {
    epsilon: f64,
    divisor: fn(f64) -> f64,
    /// From variance and epsilon to what the distance from the mean is multiplied by.
    q: fn(f64, f64) -> f64,
}

impl Norm {
    const RIGHT: Norm = Norm { epsilon: 0.1, divisor: |n| n, q: |v, epsilon| 1.0 / (v + epsilon).sqrt() };

    /// q of each row, `[rows, 1]`.
    fn scale(self, x: &Array2<f64>) -> Array2<f64> {
        let n = x.ncols() as f64;
        let variances = n * means(&centered(x).mapv(|x| x * x)) / (self.divisor)(n);
        variances.mapv(|variance| (self.q)(variance, self.epsilon))
    }

    fn normalize(self, x: &Array2<f64>) -> Array2<f64> {
        centered(x) * self.scale(x)
    }

    /// dx, given the gradient of what `normalize` gives.
    fn backward(self, x: &Array2<f64>, h: &Array2<f64>) -> Array2<f64> {
        let normalized = self.normalize(x);
        self.scale(x) * (h - &means(h) - &normalized * &means(&(h * &normalized)))
    }
}

/// The mean of each row, `[rows, 1]`.
fn means(x: &Array2<f64>) -> Array2<f64> {
    x.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1))
}

fn centered(x: &Array2<f64>) -> Array2<f64> {
    x - &means(x)
}

const GAIN: [f32; 5] = [0.5, -1.0, 2.0, 1.5, 1.0];
const BIAS: [f32; 5] = [0.3, 0.0, -0.2, 1.0, -1.0];

/// A row whose variance is 2: in `f32` the mean of the squares and the square of the mean are the same number.
const FAR: [f32; 5] = [10_000.0, 10_001.0, 10_002.0, 10_003.0, 10_004.0];
const FAR_WORDS: &str = "The variance is a difference of two large numbers, which loses all digits. Take the mean first, then the \
    squared distances from it.";

const EPSILON: &str = "epsilon is missing, or a number of your own stands in its place.";

/// x, gain, bias and epsilon.
fn some_rows(rng: &mut ChaCha8Rng) -> (Array2<f32>, Vec<f32>, Vec<f32>, f32) {
    let (rows, columns) = (rng.random_range(1..4), rng.random_range(1..6));
    let [gain, bias] = [(); 2].map(|()| quarters(rng, 1, columns).into_raw_vec_and_offset().0);
    (quarters(rng, rows, columns), gain, bias, [0.01, 0.1, 1.0][rng.random_range(0..3)])
}

pub fn layer_norm(answers: &Answers) -> Checked {
    let x = noise(3, 5, 1);
    let x64 = double(&x);
    let right = Norm::RIGHT;
    let finish = |normalized: Array2<f64>| normalized * row(&GAIN) + row(&BIAS);
    let with = |norm: Norm| finish(norm.normalize(&x64));
    let apart = &x64 - x64.mean().unwrap_or_default(); // from the mean of the whole matrix
    let whole = "The mean is one of the whole matrix. Each row has its own mean, and its own variance.";
    let [gain_by_row, bias_by_row] = [GAIN, BIAS].map(|list| row(&list[..3]).t().to_owned());
    let by_row = "gain is taken by row. It has one number for each column.";
    let down = right.normalize(&x64.t().to_owned()).t().to_owned();
    let mistakes = [
        (
            with(Norm { divisor: |n| n - 1.0, ..right }),
            "The variance is divided by n − 1. Layer norm uses the biased variance, a plain mean.",
        ),
        (with(Norm { divisor: |_| 1.0, ..right }), "The variance is the sum of the squares, not their mean."),
        (with(Norm { epsilon: 0.0, ..right }), EPSILON),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v.sqrt() + epsilon), ..right }),
            "epsilon is added to the root. It belongs under it.",
        ),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v + epsilon), ..right }),
            "You divided by the variance. The root is missing.",
        ),
        (finish(down), "You normalized the columns. Layer norm works on each row, that is, on each token alone."),
        (finish(centered(&x64)), "The mean is taken off, but the row is not divided by its standard deviation."),
        (right.normalize(&x64), "gain and bias are missing."),
        (right.normalize(&x64) * row(&GAIN), "The bias is missing."),
        ((right.normalize(&x64) + row(&BIAS)) * row(&GAIN), "The bias is added before the gain is applied."),
        (finish(&apart / (x64.var(0.0) + 0.1).sqrt()), whole),
        (finish(&apart / (means(&apart.mapv(|x| x * x)) + 0.1).mapv(f64::sqrt)), whole),
        (right.normalize(&x64) * &gain_by_row + &bias_by_row, by_row),
        (right.normalize(&x64) * &gain_by_row + row(&BIAS), by_row),
    ];
    let found = (answers.layer_norm)(x.view(), &GAIN, &BIAS, 0.1);
    compare("y", &found, &with(right), TOLERANCE, &mistakes)?;
    let constant = Array2::from_elem((1, 5), 3.0);
    let found = (answers.layer_norm)(constant.view(), &GAIN, &BIAS, 1e-5);
    compare("of a row of equal numbers: y", &found, &row(&BIAS), TOLERANCE, &[])?;
    let found = (answers.layer_norm)(array![FAR].view(), &GAIN, &BIAS, 0.1);
    compare("of the row 10000, 10001, …, 10004: y", &found, &finish(right.normalize(&row(&FAR))), 1e-2, &[])
        .map_err(|difference| format!("{FAR_WORDS}\n{difference}"))?;
    trials("1.3", some_rows, |(x, gain, bias, epsilon)| {
        let [found, expected] = [answers, &OURS].map(|answers| (answers.layer_norm)(x.view(), gain, bias, *epsilon));
        compare("y", &found, &double(&expected), TOLERANCE, &[])
    })
}

pub fn layer_norm_backward(answers: &Answers) -> Checked {
    let (x, dy) = (noise(3, 5, 8), noise(3, 5, 9));
    let (dx, dgain, dbias) = (answers.layer_norm_backward)(x.view(), &GAIN, 0.1, dy.view());
    let (x64, dy64) = (double(&x), double(&dy));
    let right = Norm::RIGHT;
    let (normalized, q) = (right.normalize(&x64), right.scale(&x64));
    let h = &dy64 * &row(&GAIN);
    let expected = right.backward(&x64, &h);
    let mistakes = [
        (right.backward(&x64, &dy64), "gain is missing in dx: h is dy times gain."),
        (&q * &h, "Both means are missing in dx: x_i also moves the mean and the variance of its row."),
        (
            &q * (&h - &means(&h)),
            "The last term of dx is missing, or it is 0: mean(h ŝ) is the mean of the products. x_i also moves the variance of its row.",
        ),
        (
            &q * (&h - &normalized * &means(&(&h * &normalized))),
            "The mean of h is missing in dx: x_i also moves the mean of its row.",
        ),
        (&expected / &q, "The factor q is missing in dx."),
        (
            &q * (&h - 5.0 * &means(&h) - 5.0 * &normalized * &means(&(&h * &normalized))),
            "The two means in dx are sums: divide by the number of columns.",
        ),
        (&q * (&h - &means(&h) - &x64 * &means(&(&h * &x64))), "dx uses x where the normalized ŝ belongs."),
        (Norm { epsilon: 0.0, ..right }.backward(&x64, &h), EPSILON),
        (
            Norm { divisor: |n| n - 1.0, ..right }.backward(&x64, &h),
            "The variance is divided by n − 1. Layer norm uses the biased variance, a plain mean.",
        ),
    ];
    compare("dx", &dx, &expected, TOLERANCE, &mistakes)?;

    let down = |a: Array2<f64>| a.sum_axis(Axis(0)).insert_axis(Axis(0));
    let expected = down(&dy64 * &normalized);
    let mistakes = [
        (&expected / 3.0, "dgain is a mean over the rows. A gradient is a sum: every row uses the same gain."),
        (down(&dy64 * &x64), "dgain uses x where the normalized ŝ belongs."),
        (down(&dy64 * &normalized / &q), "dgain uses x − m where ŝ belongs: the factor q is missing."),
        (down(&h * &normalized), "dgain uses h where dy belongs: gain is not part of its own gradient."),
        (down(dy64.clone()), "dgain is the sum of dy. That is dbias: gain is multiplied by ŝ."),
    ];
    compare("dgain", &dgain.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;
    let expected = down(dy64.clone());
    let mistakes = [
        (&expected / 3.0, "dbias is a mean over the rows. A gradient is a sum: every row uses the same bias."),
        (down(h), "dbias uses h where dy belongs: gain does not scale the bias."),
    ];
    compare("dbias", &dbias.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;

    let one = (answers.layer_norm_backward)(array![[3.0, 3.0]].view(), &[1.0, 1.0], 1e-2, array![[1.0, -1.0]].view()).0;
    compare("of a row of equal numbers: dx", &one, &array![[10.0, -10.0]], TOLERANCE, &[])?;
    let dy = dy.slice(ndarray::s![..1, ..]);
    let found = (answers.layer_norm_backward)(array![FAR].view(), &GAIN, 0.1, dy).0;
    let expected = right.backward(&row(&FAR), &(double(&dy.to_owned()) * row(&GAIN)));
    compare("of the row 10000, 10001, …, 10004: dx", &found, &expected, 1e-2, &[])
        .map_err(|difference| format!("{FAR_WORDS}\n{difference}"))?;
    let input = |rng: &mut ChaCha8Rng| {
        let (x, gain, _, epsilon) = some_rows(rng);
        let dy = quarters(rng, x.nrows(), x.ncols());
        (x, gain, epsilon, dy)
    };
    trials("1.7", input, |(x, gain, epsilon, dy)| {
        let [found, ours] =
            [answers, &OURS].map(|answers| (answers.layer_norm_backward)(x.view(), gain, *epsilon, dy.view()));
        compare("dx", &found.0, &double(&ours.0), TOLERANCE, &[])?;
        compare("dgain", &found.1.insert_axis(Axis(0)), &double(&ours.1.insert_axis(Axis(0))), TOLERANCE, &[])?;
        compare("dbias", &found.2.insert_axis(Axis(0)), &double(&ours.2.insert_axis(Axis(0))), TOLERANCE, &[])
    })
}
