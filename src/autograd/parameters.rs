//! The numbers that training changes, each under the name it has in a published checkpoint.

use ndarray::Array2;

/// Points at one parameter in its [`Parameters`]. Layers hold these, never the numbers: the same layer can then be run
/// by several threads over one set of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParameterId(pub(crate) usize);

/// How a parameter is stored in a file, and whether it decays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A weight matrix or an embedding table, `[rows, columns]`. Weight decay applies.
    Matrix,
    /// A bias, or the gain or shift of a norm: `[columns]` in a file, `[1, columns]` in memory. Never decays.
    Vector,
}

/// One named tensor.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The published name, such as `bert.encoder.layer.0.attention.self.query.weight`.
    pub name: String,
    /// The numbers; a vector has one row.
    pub value: Array2<f32>,
    /// Matrix or vector.
    pub kind: Kind,
    /// A frozen parameter gets no gradient and is not updated.
    pub frozen: bool,
    /// Its learning rate, as a multiple of the optimizer's: 1, unless layers are to learn at different rates.
    pub rate: f64,
}

/// All parameters of a model, in the order in which its layers asked for them.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    list: Vec<Parameter>,
}

impl Parameters {
    /// No parameters yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tensor. Names are unique: two layers that want the same tensor share its [`ParameterId`].
    pub fn add(&mut self, name: impl Into<String>, kind: Kind, value: Array2<f32>) -> ParameterId {
        let name = name.into();
        debug_assert!(self.find(&name).is_none(), "two parameters named {name}");
        debug_assert!(kind == Kind::Matrix || value.nrows() == 1, "a vector has one row");
        self.list.push(Parameter { name, value, kind, frozen: false, rate: 1.0 });
        ParameterId(self.list.len() - 1)
    }

    /// The parameter of that name.
    pub fn find(&self, name: &str) -> Option<ParameterId> {
        self.list.iter().position(|p| p.name == name).map(ParameterId)
    }

    /// How many tensors there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many numbers there are, over all tensors.
    pub fn count(&self) -> usize {
        self.list.iter().map(|p| p.value.len()).sum()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Parameter> {
        self.list.iter()
    }

    /// All of them, in order, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [Parameter] {
        &mut self.list
    }

    /// Freezes the parameters for which `choose` is true, and thaws the others.
    pub fn freeze(&mut self, choose: impl Fn(&Parameter) -> bool) {
        for parameter in &mut self.list {
            parameter.frozen = choose(parameter);
        }
    }
}

impl std::ops::Index<ParameterId> for Parameters {
    type Output = Parameter;
    fn index(&self, id: ParameterId) -> &Parameter {
        &self.list[id.0]
    }
}

impl std::ops::IndexMut<ParameterId> for Parameters {
    fn index_mut(&mut self, id: ParameterId) -> &mut Parameter {
        &mut self.list[id.0]
    }
}
