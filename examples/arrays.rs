//! What the exercises need of `ndarray`: `cargo run --example arrays`.

use ndarray::{Array1, Array2, ArrayView2, Axis, array};

fn main() {
    // ANCHOR: arrays
    let x: Array2<f32> = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]; // [rows, columns]
    assert_eq!((x.nrows(), x.ncols()), (2, 3));
    assert_eq!(x[[1, 0]], 4.0); // row 1, column 0, counted from 0
    assert_eq!(x.row(0).sum(), 6.0); // x.rows() are all of them, one by one
    assert_eq!(x.sum_axis(Axis(0)), array![5.0, 7.0, 9.0]); // a number a column
    assert_eq!(x.dot(&x.t()), array![[14.0, 32.0], [32.0, 77.0]]); // x times xᵀ
    assert_eq!(x.mapv(|x| x * x)[[0, 2]], 9.0); // each element squared
    assert_eq!((&x - 1.0)[[0, 0]], 0.0); // or minus an array of this shape

    let mut y = Array2::zeros((2, 3));
    y[[0, 1]] = 5.0;
    for mut row in y.rows_mut() {
        row += 1.0; // row.as_slice_mut().unwrap() is a &mut [f32]
    }
    assert_eq!(y, array![[1.0, 6.0, 1.0], [1.0, 1.0, 1.0]]);

    let lent: ArrayView2<f32> = y.view(); // to read as if it were an array
    let copy: Array1<f32> = lent.row(0).to_owned(); // an array of its own
    assert_eq!(copy.len(), 3);
    // ANCHOR_END: arrays
}
