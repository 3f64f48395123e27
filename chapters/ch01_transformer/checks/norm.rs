//! Layer norm, forward and backward: exercises 1.3 and 1.7.

use super::{Answers, TOLERANCE, double, noise};
use finetune::course::{Checked, compare, row};
use ndarray::{Array2, Axis, array};

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

    fn normalize(self, x: &Array2<f64>) -> Array2<f64> {
        let mut y = x.clone();
        for mut row in y.rows_mut() {
            let n = row.len() as f64;
            row -= row.sum() / n;
            let variance = row.mapv(|x| x * x).sum() / (self.divisor)(n);
            row *= (self.q)(variance, self.epsilon);
        }
        y
    }
}

const GAIN: [f32; 5] = [0.5, -1.0, 2.0, 1.5, 1.0];
const BIAS: [f32; 5] = [0.3, 0.0, -0.2, 1.0, -1.0];

pub fn layer_norm(answers: &Answers) -> Checked {
    let x = noise(3, 5, 1);
    let x64 = double(&x);
    let right = Norm::RIGHT;
    let finish = |normalized: Array2<f64>| normalized * row(&GAIN) + row(&BIAS);
    let with = |norm: Norm| finish(norm.normalize(&x64));
    let centered = &x64 - &x64.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    let down = right.normalize(&x64.t().to_owned()).t().to_owned();
    let mistakes = [
        (
            with(Norm { divisor: |n| n - 1.0, ..right }),
            "The variance is divided by n − 1. Layer norm uses the biased variance, a plain mean.",
        ),
        (with(Norm { divisor: |_| 1.0, ..right }), "The variance is the sum of the squares, not their mean."),
        (with(Norm { epsilon: 0.0, ..right }), "epsilon is missing."),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v.sqrt() + epsilon), ..right }),
            "epsilon is added to the root. It belongs under it.",
        ),
        (
            with(Norm { q: |v, epsilon| 1.0 / (v + epsilon), ..right }),
            "You divided by the variance. The root is missing.",
        ),
        (finish(down), "You normalized the columns. Layer norm works on each row, that is, on each token alone."),
        (finish(centered), "The mean is taken off, but the row is not divided by its standard deviation."),
        (right.normalize(&x64), "gain and bias are missing."),
        (right.normalize(&x64) * row(&GAIN), "The bias is missing."),
        ((right.normalize(&x64) + row(&BIAS)) * row(&GAIN), "The bias is added before the gain is applied."),
    ];
    let found = (answers.layer_norm)(x.view(), &GAIN, &BIAS, 0.1);
    compare("y", &found, &with(right), TOLERANCE, &mistakes)?;
    let constant = Array2::from_elem((1, 5), 3.0);
    let found = (answers.layer_norm)(constant.view(), &GAIN, &BIAS, 1e-5);
    compare("of a row of equal numbers: y", &found, &row(&BIAS), TOLERANCE, &[])
}

pub fn layer_norm_backward(answers: &Answers) -> Checked {
    let (x, dy) = (noise(3, 5, 8), noise(3, 5, 9));
    let (dx, dgain, dbias) = (answers.layer_norm_backward)(x.view(), &GAIN, 0.1, dy.view());
    let (x64, dy64) = (double(&x), double(&dy));
    let normalized = Norm::RIGHT.normalize(&x64);
    let mean = |a: &Array2<f64>| a.mean_axis(Axis(1)).unwrap_or_default().insert_axis(Axis(1));
    let q = (x64.map_axis(Axis(1), |row| row.var(0.0)) + 0.1).mapv(|v| 1.0 / v.sqrt()).insert_axis(Axis(1));
    let h = &dy64 * &row(&GAIN);
    let whole = |h: &Array2<f64>| &q * (h - &mean(h) - &normalized * &mean(&(h * &normalized)));
    let mistakes = [
        (whole(&dy64), "gain is missing in dx: h is dy times gain."),
        (&q * &h, "Both means are missing in dx: x_i also moves the mean and the variance of its row."),
        (&q * (&h - &mean(&h)), "The last term of dx is missing: x_i also moves the variance of its row."),
        (
            &q * (&h - &normalized * &mean(&(&h * &normalized))),
            "The mean of h is missing in dx: x_i also moves the mean of its row.",
        ),
        (whole(&h) / &q, "The factor q is missing in dx."),
        (
            &q * (&h - 5.0 * &mean(&h) - 5.0 * &normalized * &mean(&(&h * &normalized))),
            "The two means in dx are sums: divide by the number of columns.",
        ),
        (&q * (&h - &mean(&h) - &x64 * &mean(&(&h * &x64))), "dx uses x where the normalized ŝ belongs."),
    ];
    compare("dx", &dx, &whole(&h), TOLERANCE, &mistakes)?;

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
    compare("of a row of equal numbers: dx", &one, &array![[10.0, -10.0]], TOLERANCE, &[])
}
