//! The gradient by finite differences, and that of a linear layer: exercises 1.5 and 1.6.

use super::{Answers, OURS, TOLERANCE, double, noise, quarters};
use finetune::course::{Checked, compare, row, trials};
use ndarray::{Array2, Axis};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

pub fn numerical_gradient(answers: &Answers) -> Checked {
    let loss = |x: &[f64]| x[0].powi(3) * x[1] + x[1] * x[2].exp() + 2.0 * x[2];
    let (x, h) = ([1.5, -0.5, 0.25], 0.05);
    let at = |moves: [f64; 3]| loss(&[x[0] + moves[0], x[1] + moves[1], x[2] + moves[2]]);
    let axis = |i: usize, h: f64| std::array::from_fn(|j| if i == j { h } else { 0.0 });
    let each = |slope: &dyn Fn(usize) -> f64| row(&[0, 1, 2].map(slope));
    let central = each(&|i| (at(axis(i, h)) - at(axis(i, -h))) / (2.0 * h));
    // Where an element is not put back, those before i are still at − h while i moves.
    let left = |i: usize, h_i: f64| std::array::from_fn(|j| if j < i { -h } else { axis(i, h_i)[j] });
    let left_below = each(&|i| (at(left(i, h)) - at(left(i, -h))) / (2.0 * h));
    let one_sided =
        "This is the one-sided difference. Taking both sides is far more exact: its error falls with h², not with h.";
    let drifting = "An element is not put back before the next one is moved: all others must be as they were.";
    let mistakes = [
        (each(&|i| (at(axis(i, h)) - at([0.0; 3])) / h), one_sided),
        (each(&|i| (at([0.0; 3]) - at(axis(i, -h))) / h), one_sided),
        (2.0 * &central, "Twice too large: the two points lie further apart than h."),
        (2.0 * h * &central, "The difference is not divided by the distance of the two points."),
        (h * h * &central, "You multiplied by h: a / 2 * h is (a / 2) · h. All of 2h is the divisor."),
        (-1.0 * &central, "The sign is wrong: which of the two points is taken from which?"),
        (
            4.0 * h * h * &central,
            "You multiplied by the distance of the two points. A slope is difference divided by distance.",
        ),
        (left_below, drifting),
        (
            each(&|_| (at([h; 3]) - at([-h; 3])) / (2.0 * h)),
            "All elements are moved at once. Move one, and leave the others where they are.",
        ),
    ];
    let found = (answers.numerical_gradient)(&loss, &x, h);
    compare("gradient", &row(&found), &central, 1e-9, &mistakes)?;
    let found = (answers.numerical_gradient)(&|x| x.iter().sum(), &[1.0; 7], 1e-3);
    compare("of Σ x: gradient", &row(&found), &Array2::ones((1, 7)), 1e-9, &[])?;
    let input = |rng: &mut ChaCha8Rng| -> (Vec<f64>, f64) {
        let length = rng.random_range(1..5);
        (row(&quarters(rng, 1, length).into_raw_vec_and_offset().0).into_iter().collect(), [0.5, 0.125][length % 2])
    };
    // Each element has a slope of its own, which depends on the next element.
    let loss = |x: &[f64]| -> f64 { (0..x.len()).map(|i| (i + 1) as f64 * x[i].powi(3) * x[(i + 1) % x.len()]).sum() };
    trials("1.5", input, |(x, h)| {
        let [found, expected] = [answers, &OURS].map(|answers| row(&(answers.numerical_gradient)(&loss, x, *h)));
        compare("of Σ (i + 1) x_i³ x_(i+1): gradient", &found, &expected, 1e-9, &[])
    })
}

pub fn linear_backward(answers: &Answers) -> Checked {
    // First everything is square, so that no mistake is only a matter of shapes; then nothing is.
    for (rows, inputs, outputs) in [(3, 3, 3), (4, 2, 3)] {
        let (x, weight, dy) = (noise(rows, inputs, 5), noise(outputs, inputs, 6), noise(rows, outputs, 7));
        let (dx, dweight, dbias) = (answers.linear_backward)(x.view(), weight.view(), dy.view());
        let (x, weight, dy) = (double(&x), double(&weight), double(&dy));
        let square = rows == inputs && inputs == outputs;
        let if_square = |product: &dyn Fn() -> Array2<f64>| if square { product() } else { Array2::zeros((0, 0)) };

        let mistakes = [(
            if_square(&|| dy.dot(&weight.t())),
            "dx sums over the wrong index of W: dx[r, i] = Σ_o dy[r, o] · W[o, i].",
        )];
        compare("dx", &dx, &dy.dot(&weight), TOLERANCE, &mistakes[..])?;

        let expected = dy.t().dot(&x);
        let mistakes = [
            (expected.t().to_owned(), "dweight is transposed: it has the shape of W, [outputs, inputs]."),
            (
                &expected / rows as f64,
                "dweight is a mean over the rows. A gradient is a sum: every row uses the same W, and each adds its share.",
            ),
            (
                if_square(&|| dy.dot(&x)),
                "dweight must sum over the rows: dweight[o, i] takes dy[r, o] and x[r, i] of the same row r.",
            ),
        ];
        compare("dweight", &dweight, &expected, TOLERANCE, &mistakes)?;

        let expected = dy.sum_axis(Axis(0)).insert_axis(Axis(0));
        let mistakes = [
            (
                &expected / rows as f64,
                "dbias is a mean over the rows. A gradient is a sum: every row uses the same b, and each adds its share.",
            ),
            (
                dy.sum_axis(Axis(1)).insert_axis(Axis(0)),
                "dbias is summed over the wrong axis: there is one number for each output.",
            ),
            (dy.row(0).to_owned().insert_axis(Axis(0)), "dbias is the first row of dy only. Every row uses b."),
        ];
        compare("dbias", &dbias.insert_axis(Axis(0)), &expected, TOLERANCE, &mistakes)?;
    }
    let input = |rng: &mut ChaCha8Rng| {
        let [rows, inputs, outputs] = [(); 3].map(|()| rng.random_range(1..4));
        [quarters(rng, rows, inputs), quarters(rng, outputs, inputs), quarters(rng, rows, outputs)]
    };
    trials("1.6", input, |[x, weight, dy]| {
        let [found, ours] =
            [answers, &OURS].map(|answers| (answers.linear_backward)(x.view(), weight.view(), dy.view()));
        compare("dx", &found.0, &double(&ours.0), TOLERANCE, &[])?;
        compare("dweight", &found.1, &double(&ours.1), TOLERANCE, &[])?;
        compare("dbias", &found.2.insert_axis(Axis(0)), &double(&ours.2.insert_axis(Axis(0))), TOLERANCE, &[])
    })
}
