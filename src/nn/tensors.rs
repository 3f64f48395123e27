//! Weights in a file: `model.safetensors`, under the names that the rest of the world uses.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use half::{bf16, f16};
use ndarray::Array2;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, View};

use crate::autograd::{Kind, Parameter, Parameters};
use crate::files::write_atomically;
use crate::{Error, Result};

/// What did not match between a model and the file it was loaded from. Both are normal when a head is put on an encoder:
/// the new head is missing in the file, and the old head in the file is unused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadReport {
    /// Parameters of the model that the file does not hold, in the model's order. They keep their values.
    pub missing: Vec<String>,
    /// Tensors of the file that no parameter took, in alphabetical order.
    pub unused: Vec<String>,
}

impl LoadReport {
    /// Refuses a model of which the file in `folder` lacks a tensor, unless its name is one of those that are `optional`.
    ///
    /// # Errors
    /// [`Error::Tensor`] with the first such name, saying that `expected` was.
    pub fn require(self, folder: &Path, expected: &str, optional: impl Fn(&str) -> bool) -> Result<()> {
        match self.missing.into_iter().find(|name| !optional(name)) {
            Some(name) => {
                let (path, found) = (folder.join("model.safetensors"), "no such tensor".to_string());
                Err(Error::Tensor { path, name, found, expected: expected.into() })
            }
            None => Ok(()),
        }
    }
}

/// Writes all parameters to a safetensors file, whole or not at all, as 32-bit floats; a vector has one dimension there.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn save(parameters: &Parameters, path: &Path) -> Result<()> {
    let tensors = parameters.iter().map(|p| (&p.name, FileTensor { shape: file_shape(p), value: &p.value }));
    // `transformers` refuses a file that does not say for which library it was written; "pt" is PyTorch.
    let metadata = HashMap::from([("format".to_string(), "pt".to_string())]);
    let bytes = safetensors::serialize(tensors, Some(metadata))
        .map_err(|e| Error::format(path, None, e.to_string(), "tensors that fit in a file"))?;
    write_atomically(path, &bytes)
}

/// Fills these parameters, all or some of a model's, from a safetensors file of 32- or 16-bit floats. `base` is what
/// published files put before the names of the encoder, or leave out, depending on the model class that saved them:
/// `"bert."`. With it or without it, a name fits. The oldest files call the gain and shift of a norm `gamma` and `beta`;
/// these fit too.
///
/// # Errors
/// [`Error::Io`] and [`Error::Format`] when the file cannot be read or is damaged; [`Error::Tensor`] when a tensor has
/// another shape than its parameter, another type than a float, or holds a number that is not finite. After an error
/// `parameters` may be half loaded.
pub fn load<'p>(
    parameters: impl IntoIterator<Item = &'p mut Parameter>,
    path: &Path,
    base: &str,
) -> Result<LoadReport> {
    refuse_pickle(path)?;
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let file = SafeTensors::deserialize(&bytes)
        .map_err(|e| Error::format(path, None, e.to_string(), "a whole safetensors file"))?;
    let mut tensors: BTreeMap<String, TensorView> = file.tensors().into_iter().collect();
    let names: HashMap<String, String> = tensors.keys().map(|name| (plain_name(name, base), name.clone())).collect();

    let mut report = LoadReport::default();
    for parameter in parameters {
        // The very same name comes first: a file may hold both `bert.pooler.dense.weight` and `pooler.dense.weight`.
        let same_name = tensors.remove_entry(&parameter.name);
        let found = same_name.or_else(|| tensors.remove_entry(names.get(&plain_name(&parameter.name, base))?));
        match found {
            Some((name, tensor)) => read_tensor(path, &name, &tensor, parameter)?,
            None => report.missing.push(parameter.name.clone()),
        }
    }
    report.unused = tensors.into_keys().collect();
    Ok(report)
}

/// A name without what differs between files of the same model.
fn plain_name(name: &str, base: &str) -> String {
    let name = name.strip_prefix(base).unwrap_or(name);
    name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")
}

fn refuse_pickle(path: &Path) -> Result<()> {
    let pickle = path.with_file_name("pytorch_model.bin");
    if !path.exists() && pickle.exists() {
        let found = "a Python pickle, which can run any program when it is opened, so it is not opened here";
        let expected = "model.safetensors (in Python: `model.save_pretrained(folder, safe_serialization=True)`)";
        return Err(Error::format(&pickle, None, found, expected));
    }
    Ok(())
}

/// Copies a tensor of the file into a parameter of the same shape, after a look at every number.
fn read_tensor(path: &Path, name: &str, tensor: &TensorView, parameter: &mut Parameter) -> Result<()> {
    let refuse = |found: String, expected: String| {
        Err(Error::Tensor { path: path.to_path_buf(), name: name.to_string(), found, expected })
    };
    if tensor.shape() != file_shape(parameter) {
        return refuse(format!("shape {:?}", tensor.shape()), format!("shape {:?}", file_shape(parameter)));
    }
    let Some(numbers) = floats(tensor) else {
        return refuse(format!("type {}", tensor.dtype()), "type F32, F16 or BF16".to_string());
    };
    if let Some(i) = numbers.iter().position(|x| !x.is_finite()) {
        return refuse(format!("{} at index {i}", numbers[i]), "finite numbers".to_string());
    }
    parameter.value.iter_mut().zip(numbers).for_each(|(value, number)| *value = number);
    Ok(())
}

/// The numbers of a tensor, row by row; none if they are no floats.
pub(crate) fn floats(tensor: &TensorView) -> Option<Vec<f32>> {
    let pairs = || tensor.data().as_chunks::<2>().0.iter();
    match tensor.dtype() {
        Dtype::F32 => Some(tensor.data().as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect()),
        Dtype::F16 => Some(pairs().map(|&b| f16::from_le_bytes(b).to_f32()).collect()),
        Dtype::BF16 => Some(pairs().map(|&b| bf16::from_le_bytes(b).to_f32()).collect()),
        _ => None,
    }
}

/// A matrix as safetensors writes it.
pub(crate) struct FileTensor<'a> {
    /// Its dimensions in the file.
    pub shape: &'a [usize],
    /// Its numbers.
    pub value: &'a Array2<f32>,
}

impl View for FileTensor<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }
    fn shape(&self) -> &[usize] {
        self.shape
    }
    fn data(&self) -> Cow<'_, [u8]> {
        let mut bytes = Vec::with_capacity(self.data_len());
        self.value.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        bytes.into()
    }
    fn data_len(&self) -> usize {
        self.value.len() * size_of::<f32>()
    }
}

/// The dimensions of a parameter in a file: a vector is stored without its single row.
fn file_shape(parameter: &Parameter) -> &[usize] {
    match parameter.kind {
        Kind::Matrix => parameter.value.shape(),
        Kind::Vector => &parameter.value.shape()[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn model() -> Parameters {
        let mut parameters = Parameters::new();
        parameters.add("bert.layer.weight", Kind::Matrix, array![[1.0, -2.5], [3.0, 1e-30], [0.1, -0.0]]);
        parameters.add("bert.LayerNorm.weight", Kind::Vector, array![[7.0, 8.0]]);
        parameters.add("bert.LayerNorm.bias", Kind::Vector, array![[9.0, 10.0]]);
        parameters.add("classifier.bias", Kind::Vector, array![[0.5]]);
        parameters
    }

    /// The same names and shapes, and other numbers.
    fn blank() -> Parameters {
        let mut parameters = model();
        parameters.as_mut_slice().iter_mut().for_each(|p| p.value.fill(4.0));
        parameters
    }

    fn bits(parameters: &Parameters) -> Vec<u32> {
        parameters.iter().flat_map(|p| p.value.iter().map(|x| x.to_bits())).collect()
    }

    /// A file with these tensors.
    fn write(path: &Path, tensors: &[(&str, Dtype, &[usize], Vec<u8>)]) {
        let views = tensors
            .iter()
            .map(|(name, dtype, shape, data)| (*name, TensorView::new(*dtype, shape.to_vec(), data).unwrap()));
        fs::write(path, safetensors::serialize(views, None).unwrap()).unwrap();
    }

    fn bytes(numbers: &[f32]) -> Vec<u8> {
        numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
    }

    #[test]
    fn what_was_saved_comes_back_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model/model.safetensors");
        save(&model(), &path).unwrap();
        let mut loaded = blank();
        assert_eq!(load(loaded.as_mut_slice(), &path, "bert.").unwrap(), LoadReport::default());
        assert_eq!(bits(&loaded), bits(&model()));

        let first = fs::read(&path).unwrap();
        let (_, header) = SafeTensors::read_metadata(&first).unwrap();
        assert_eq!(header.info("bert.LayerNorm.bias").unwrap().shape, [2], "a vector has one dimension in a file");
        assert_eq!(header.metadata().as_ref().unwrap()["format"], "pt");
        save(&model(), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), first, "the same bytes every time");
    }

    #[test]
    fn other_names_of_the_same_tensor_fit_in_both_directions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        write(
            &path,
            &[
                ("layer.weight", Dtype::F32, &[3, 2], bytes(&[1.0, -2.5, 3.0, 1e-30, 0.1, -0.0])),
                ("bert.LayerNorm.gamma", Dtype::F32, &[2], bytes(&[7.0, 8.0])),
                ("LayerNorm.beta", Dtype::F32, &[2], bytes(&[9.0, 10.0])),
                ("cls.head", Dtype::F32, &[1], bytes(&[0.0])),
                ("bert.embeddings.position_ids", Dtype::I64, &[1], vec![0; 8]),
            ],
        );
        let mut loaded = blank();
        let report = load(loaded.as_mut_slice(), &path, "bert.").unwrap();
        assert_eq!(report.missing, ["classifier.bias"]);
        assert_eq!(report.unused, ["bert.embeddings.position_ids", "cls.head"]);
        assert_eq!(bits(&loaded)[..10], bits(&model())[..10]);
        assert_eq!(loaded.iter().last().unwrap().value, array![[4.0]], "missing: unchanged");

        save(&model(), &path).unwrap(); // with the prefix, into a model without it
        let mut encoder = Parameters::new();
        encoder.add("layer.weight", Kind::Matrix, Array2::zeros((3, 2)));
        assert_eq!(load(encoder.as_mut_slice(), &path, "bert.").unwrap().missing, [""; 0]);
        assert_eq!(bits(&encoder), bits(&model())[..6]);
    }

    #[test]
    fn reads_16_bit_floats() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        let half: Vec<u8> = [1.5, -0.25].iter().flat_map(|&x| f16::from_f32(x).to_le_bytes()).collect();
        let brain: Vec<u8> = [3.0, 1e30].iter().flat_map(|&x| bf16::from_f32(x).to_le_bytes()).collect();
        write(&path, &[("a", Dtype::F16, &[2], half), ("b", Dtype::BF16, &[1, 2], brain)]);
        let mut parameters = Parameters::new();
        let a = parameters.add("a", Kind::Vector, array![[0.0, 0.0]]);
        let b = parameters.add("b", Kind::Matrix, array![[0.0, 0.0]]);
        load(parameters.as_mut_slice(), &path, "bert.").unwrap();
        assert_eq!(parameters[a].value, array![[1.5, -0.25]]);
        assert_eq!(parameters[b].value, array![[3.0, bf16::from_f32(1e30).to_f32()]]);
    }

    #[test]
    fn a_tensor_that_does_not_fit_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        let name = "classifier.bias";
        let cases: [(Dtype, &[usize], Vec<u8>, &str); 4] = [
            (Dtype::F32, &[2], bytes(&[1.0, 2.0]), "found shape [2], expected shape [1]"),
            (Dtype::I64, &[1], vec![0; 8], "found type I64, expected type F32, F16 or BF16"),
            (Dtype::F32, &[1], bytes(&[f32::NAN]), "found NaN at index 0, expected finite numbers"),
            (Dtype::F32, &[1], bytes(&[f32::INFINITY]), "found inf at index 0, expected finite numbers"),
        ];
        for (dtype, shape, data, expected) in cases {
            write(&path, &[(name, dtype, shape, data)]);
            let message = load(model().as_mut_slice(), &path, "bert.").unwrap_err().to_string();
            assert!(message.contains(name) && message.ends_with(expected), "{message}");
        }
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        save(&model(), &path).unwrap();
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let error = load(model().as_mut_slice(), &path, "bert.").unwrap_err();
            assert!(matches!(error, Error::Format { .. }), "{length} bytes: {error}");
        }
        fs::write(&path, "<html>404: not found</html>").unwrap();
        assert!(matches!(load(model().as_mut_slice(), &path, "bert.").unwrap_err(), Error::Format { .. }));
    }

    #[test]
    fn a_pickle_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.safetensors");
        let message = load(model().as_mut_slice(), &path, "bert.").unwrap_err().to_string();
        assert!(message.starts_with("cannot read") && message.contains("model.safetensors"), "{message}");
        fs::write(folder.path().join("pytorch_model.bin"), "any").unwrap();
        let message = load(model().as_mut_slice(), &path, "bert.").unwrap_err().to_string();
        assert!(message.contains("pytorch_model.bin") && message.contains("can run any program"), "{message}");
    }
}
