//! The tape: values in the order they were computed, and how each one passes its gradient back.

use super::gradients::{Share, accumulate, scatter};
use super::{AttentionWeights, Buffers, Gradients, ParameterId, Parameters};
use ndarray::{Array2, ArrayView2};

/// A value on a tape: every value is a matrix of `f32`, a scalar is `[1, 1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var(usize);

/// Names the random numbers that dropout draws: the same key gives the same mask, whichever thread draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropoutKey {
    /// The run's seed.
    pub seed: u64,
    /// The optimizer step.
    pub step: u64,
    /// Which shard of the batch.
    pub shard: u64,
}

// ANCHOR: operation
/// One recorded operation.
pub trait Operation {
    /// Given this operation's `output` and the loss's gradient with respect to it, adds to each input its share.
    /// Takes the gradient's memory: pass it on where it can be reused, else recycle it.
    fn backward(self: Box<Self>, output: &Array2<f32>, gradient: Array2<f32>, tape: &mut Backward<'_>);
}
// ANCHOR_END: operation

enum Value {
    /// Computed by this forward pass.
    Computed(Array2<f32>),
    /// A parameter, read where it is: never copied, however many tapes use it.
    Parameter(ParameterId),
}

struct Node {
    value: Value,
    needs_gradient: bool,
    operation: Option<Box<dyn Operation>>,
}

/// Records a forward pass, then runs it backward.
pub struct Tape<'p> {
    parameters: &'p Parameters,
    buffers: &'p Buffers,
    nodes: Vec<Node>,
    records: bool,
    dropout: Option<DropoutKey>,
    attention: Option<Vec<AttentionWeights>>,
}

impl<'p> Tape<'p> {
    /// A tape that records for a backward pass, without dropout.
    pub fn new(parameters: &'p Parameters, buffers: &'p Buffers) -> Self {
        Self { parameters, buffers, nodes: Vec::new(), records: true, dropout: None, attention: None }
    }

    /// A tape for training: records, and dropout is on.
    pub fn training(parameters: &'p Parameters, buffers: &'p Buffers, key: DropoutKey) -> Self {
        let mut tape = Self::new(parameters, buffers);
        tape.dropout = Some(key);
        tape
    }

    /// A tape that only computes: nothing is recorded for a backward pass, and dropout is off.
    pub fn evaluation(parameters: &'p Parameters, buffers: &'p Buffers) -> Self {
        let mut tape = Self::new(parameters, buffers);
        tape.records = false;
        tape
    }

    /// From now on every attention operation also keeps its weights, for [`Tape::attention_weights`].
    pub fn record_attention(&mut self) {
        self.attention = Some(Vec::new());
    }

    /// The weights of every attention operation so far, in the order they ran (for an encoder: one a layer).
    pub fn attention_weights(&self) -> &[AttentionWeights] {
        self.attention.as_deref().unwrap_or_default()
    }

    /// The value of `var`.
    pub fn value(&self, var: Var) -> ArrayView2<'_, f32> {
        value(&self.nodes, self.parameters, var)
    }

    /// A parameter as a value. Using one twice (tied weights) costs nothing: both uses add to one gradient.
    pub fn parameter(&mut self, id: ParameterId) -> Var {
        let needs_gradient = self.records && !self.parameters[id].frozen;
        self.push_node(Node { value: Value::Parameter(id), needs_gradient, operation: None })
    }

    /// A value that no gradient is wanted for.
    pub fn constant(&mut self, value: Array2<f32>) -> Var {
        self.push_node(Node { value: Value::Computed(value), needs_gradient: false, operation: None })
    }

    /// Marks a place on the tape for [`Tape::release_since`].
    pub fn mark(&self) -> usize {
        self.nodes.len()
    }

    /// Gives back the memory of every value computed since `mark` but `keep`, unless they are needed for a backward
    /// pass. An encoder calls it after each layer, so that evaluation needs the memory of one layer, not of all.
    pub fn release_since(&mut self, mark: usize, keep: Var) {
        for (index, node) in self.nodes.iter_mut().enumerate().skip(mark) {
            if let (false, Value::Computed(array)) = (self.records || index == keep.0, &mut node.value) {
                self.buffers.recycle(std::mem::take(array));
            }
        }
    }

    /// Runs the tape backward from the scalar `loss`, and adds the gradient of every parameter to `gradients`, in the place
    /// of this tape's shard. The tape is used up.
    pub fn backward(self, loss: Var, gradients: &Gradients) {
        let mut one = self.buffers.take(1, 1);
        one.fill(1.0);
        self.backward_from(loss, one, gradients);
    }

    /// Runs the tape backward from `output`, given the gradient of the loss with respect to it.
    // ANCHOR: backward
    pub fn backward_from(mut self, output: Var, upstream: Array2<f32>, gradients: &Gradients) {
        assert_eq!(self.value(output).dim(), upstream.dim(), "the upstream gradient has the output's shape");
        let mut slots: Vec<Option<Array2<f32>>> = (0..self.nodes.len()).map(|_| None).collect();
        let mut shares: Vec<Share> = (0..self.parameters.len()).map(|_| Share::default()).collect();
        slots[output.0] = Some(upstream);
        // From the last node to the first: when a node's turn comes, all that use it have added their share.
        while let (Some(node), Some(slot)) = (self.nodes.pop(), slots.pop()) {
            let value = match node.value {
                Value::Computed(value) => value,
                Value::Parameter(id) => {
                    self.hand_in(id, &mut shares, gradients);
                    continue;
                }
            };
            if let (Some(operation), Some(gradient)) = (node.operation, slot) {
                let (nodes, parameters, buffers) = (self.nodes.as_slice(), self.parameters, self.buffers);
                let mut tape = Backward { nodes, parameters, buffers, slots: &mut slots, shares: &mut shares };
                operation.backward(&value, gradient, &mut tape);
            }
            self.buffers.recycle(value); // nothing before this node needs it: the next gradient may have its memory
        }
    }
    // ANCHOR_END: backward

    /// Memory for an output `[rows, columns]`; the operation writes every element.
    pub(super) fn buffer(&self, rows: usize, columns: usize) -> Array2<f32> {
        self.buffers.take(rows, columns)
    }

    /// Gives memory back.
    pub(super) fn recycle(&self, array: Array2<f32>) {
        self.buffers.recycle(array);
    }

    // ANCHOR: push
    /// Puts an operation's result on the tape. The operation itself is kept only if some input wants a gradient.
    pub(super) fn push(&mut self, value: Array2<f32>, inputs: &[Var], operation: impl Operation + 'static) -> Var {
        let needs_gradient = inputs.iter().any(|&v| self.nodes[v.0].needs_gradient);
        let operation = needs_gradient.then(|| Box::new(operation) as Box<dyn Operation>);
        self.push_node(Node { value: Value::Computed(value), needs_gradient, operation })
    }
    // ANCHOR_END: push

    /// The stream of random numbers for dropout in the next operation, or `None` when dropout is off.
    pub(super) fn dropout_stream(&self) -> Option<crate::kernels::random::Stream> {
        let DropoutKey { seed, step, shard } = self.dropout?;
        Some(crate::kernels::random::Stream::new(seed, step, shard, self.nodes.len() as u64))
    }

    /// Gives away what was found for a parameter, unless it is used further down the tape, too.
    fn hand_in(&self, id: ParameterId, shares: &mut [Share], gradients: &Gradients) {
        let again = |node: &Node| matches!(node.value, Value::Parameter(other) if other == id);
        if !self.nodes.iter().any(again) {
            let shard = self.dropout.map_or(0, |key| key.shard as usize);
            gradients.hand_in(id, shard, std::mem::take(&mut shares[id.0]), self.buffers);
        }
    }

    /// Where attention weights are kept, when they are wanted.
    pub(super) fn attention_record(&mut self) -> Option<&mut Vec<AttentionWeights>> {
        self.attention.as_mut()
    }

    fn push_node(&mut self, node: Node) -> Var {
        self.nodes.push(node);
        Var(self.nodes.len() - 1)
    }
}

impl Drop for Tape<'_> {
    fn drop(&mut self) {
        for node in self.nodes.drain(..) {
            if let Value::Computed(array) = node.value {
                self.buffers.recycle(array);
            }
        }
    }
}

/// The tape as an operation sees it on the way back: the values before it, and the gradients so far.
pub struct Backward<'t> {
    nodes: &'t [Node],
    parameters: &'t Parameters,
    buffers: &'t Buffers,
    slots: &'t mut Vec<Option<Array2<f32>>>,
    shares: &'t mut [Share],
}

impl<'t> Backward<'t> {
    /// The value of an input.
    pub fn value(&self, var: Var) -> ArrayView2<'t, f32> {
        value(self.nodes, self.parameters, var)
    }

    /// Whether anybody wants the gradient of `var`; if not, the work can be saved.
    pub fn wants(&self, var: Var) -> bool {
        self.nodes[var.0].needs_gradient
    }

    /// Adds `gradient` to the gradient of `var`. (The sum over all its uses is the multivariate chain rule.)
    pub fn add(&mut self, var: Var, gradient: Array2<f32>) {
        match self.nodes[var.0] {
            Node { needs_gradient: false, .. } => self.buffers.recycle(gradient),
            Node { value: Value::Parameter(id), .. } => self.shares[id.0].add_dense(gradient, self.buffers),
            _ => accumulate(&mut self.slots[var.0], gradient, self.buffers),
        }
    }

    /// Adds row `i` of `gradient` to row `ids[i]` of the gradient of `table`.
    pub fn add_rows(&mut self, table: Var, ids: Vec<u32>, gradient: Array2<f32>) {
        match self.nodes[table.0] {
            Node { needs_gradient: false, .. } => self.buffers.recycle(gradient),
            Node { value: Value::Parameter(id), .. } => self.shares[id.0].add_rows(ids, gradient),
            _ => {
                let (rows, columns) = self.value(table).dim();
                let mut dense = self.buffers.zeros(rows, columns);
                scatter(&mut dense, ids.iter().map(|&id| id as usize), &gradient);
                self.buffers.recycle(gradient);
                self.add(table, dense);
            }
        }
    }

    /// Memory `[rows, columns]` with stale contents: the operation writes every element.
    pub fn buffer(&self, rows: usize, columns: usize) -> Array2<f32> {
        self.buffers.take(rows, columns)
    }

    /// Memory `[rows, columns]`, all 0.
    pub fn zeros(&self, rows: usize, columns: usize) -> Array2<f32> {
        self.buffers.zeros(rows, columns)
    }

    /// A copy of `array`.
    pub fn copy(&self, array: &Array2<f32>) -> Array2<f32> {
        self.buffers.copy(array)
    }

    /// Gives memory back.
    pub fn recycle(&self, array: Array2<f32>) {
        self.buffers.recycle(array);
    }
}

/// The elements of a value, row by row. Every value on a tape is contiguous: it comes from a buffer.
pub(super) fn slice<'a>(array: &'a ArrayView2<'_, f32>) -> &'a [f32] {
    array.as_slice().expect("values on a tape are contiguous")
}

/// The same, to be written.
pub(super) fn slice_mut(array: &mut Array2<f32>) -> &mut [f32] {
    array.as_slice_mut().expect("a buffer is contiguous")
}

fn value<'a>(nodes: &'a [Node], parameters: &'a Parameters, var: Var) -> ArrayView2<'a, f32> {
    match &nodes[var.0].value {
        Value::Computed(array) => array.view(),
        Value::Parameter(id) => parameters[*id].value.view(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::Kind;
    use ndarray::array;

    #[test]
    fn a_value_used_twice_gets_both_gradients() {
        let mut parameters = Parameters::new();
        let w = parameters.add("w", Kind::Matrix, array![[3.0]]);
        let buffers = Buffers::new();
        let mut tape = Tape::new(&parameters, &buffers);
        let x = tape.parameter(w);
        let twice = tape.add(x, x); // 2w
        let y = tape.linear(twice, x, None); // 2w · w = 2w²
        assert_eq!(tape.value(y)[[0, 0]], 18.0);
        let gradients = Gradients::new(&parameters);
        tape.backward(y, &gradients);
        let gradients = gradients.finish(&buffers);
        assert_eq!(gradients[0].as_ref().map(|g| g.numbers()[[0, 0]]), Some(12.0)); // 4w
    }

    #[test]
    fn a_frozen_parameter_gets_no_gradient_and_evaluation_records_nothing() {
        let mut parameters = Parameters::new();
        let w = parameters.add("w", Kind::Matrix, array![[3.0]]);
        parameters.freeze(|p| p.name == "w");
        let buffers = Buffers::new();
        let mut tape = Tape::new(&parameters, &buffers);
        let x = tape.parameter(w);
        let y = tape.add(x, x);
        assert!(tape.nodes.iter().all(|node| node.operation.is_none()));
        let gradients = Gradients::new(&parameters);
        tape.backward(y, &gradients);
        assert!(gradients.finish(&buffers)[0].is_none());

        parameters.freeze(|_| false);
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let x = tape.parameter(w);
        tape.add(x, x);
        assert!(tape.nodes.iter().all(|node| node.operation.is_none()));
    }

    #[test]
    fn evaluation_releases_all_but_what_is_kept() {
        let (parameters, buffers) = (Parameters::new(), Buffers::new());
        let mut tape = Tape::evaluation(&parameters, &buffers);
        let x = tape.constant(array![[1.0, 2.0]]);
        let mark = tape.mark();
        let y = tape.add(x, x);
        let z = tape.add(y, x);
        tape.release_since(mark, z);
        assert_eq!(tape.value(y).len(), 0);
        assert_eq!(tape.value(z), array![[3.0, 6.0]]);
        assert_eq!(tape.value(x), array![[1.0, 2.0]]);
    }
}
