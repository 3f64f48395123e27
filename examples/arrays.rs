//! What the exercises need of `ndarray`: `cargo run --example arrays`.

use ndarray::{Array1, Array2, Axis, array};

fn main() {
    // ANCHOR: arrays
    let x: Array2<f32> = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]; // [rows, columns]
    assert_eq!((x.nrows(), x.ncols()), (2, 3));
    assert_eq!(x[[1, 0]], 4.0); // row 1, column 0: both are counted from 0
    assert_eq!(x.row(0).sum(), 6.0); // a row; x.rows() goes through all of them
    assert_eq!(x.sum_axis(Axis(0)), array![5.0, 7.0, 9.0]); // over the rows: one number a column
    assert_eq!(x.dot(&x.t()), array![[14.0, 32.0], [32.0, 77.0]]); // a matrix product; t() is the transpose
    assert_eq!(x.mapv(|x| x * x)[[0, 2]], 9.0); // a function of every element
    assert_eq!((&x - 1.0)[[0, 0]], 0.0); // so do + - * /, with a number or with an array of the same shape

    let mut y = Array2::zeros((2, 3));
    y[[0, 1]] = 5.0;
    for mut row in y.rows_mut() {
        row += 1.0; // row.as_slice_mut().unwrap() is the row as &mut [f32]
    }
    assert_eq!(y, array![[1.0, 6.0, 1.0], [1.0, 1.0, 1.0]]);
    let list: Array1<f32> = y.row(0).to_owned(); // a copy of its own; an ArrayView2<f32> is an array lent to you
    assert_eq!(list.len(), 3);
    // ANCHOR_END: arrays
}
