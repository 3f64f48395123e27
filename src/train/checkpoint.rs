//! A training run, put down on disk so that it can go on later as if it had never stopped.
//!
//! The file is a header of 24 bytes and a body. The body is a safetensors file like any other: the weights, AdamW's moments
//! and the best weights so far as tensors, and everything else as JSON in its metadata. The header is there to notice
//! damage, which safetensors does not:
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `FINETUNE` |
//! | 4 | version of the format |
//! | 4 | CRC-32 of the body |
//! | 8 | length of the body |

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use ndarray::Array2;
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AdamW, Moments};
use crate::autograd::Parameters;
use crate::files::write_parts;
use crate::nn::tensors::{FileTensor, floats};
use crate::{Error, Result};

const MAGIC: &[u8; 8] = b"FINETUNE";
const VERSION: u32 = 1;
const HEADER: usize = 24;

/// How far a training run is, apart from its weights and its optimizer. No generator is saved and no list of batches:
/// every random choice is a function of the seed and the step, so the step is the place in the data.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    /// Finished steps.
    pub step: usize,
    /// The best weights so far, where a run keeps them.
    pub best: Option<Parameters>,
    /// Whatever else the chapter must remember, such as finished rows and the best score.
    pub extra: Value,
}

/// The part of the file that is JSON.
#[derive(Serialize, Deserialize)]
struct State {
    step: usize,
    settings: Value,
    extra: Value,
    optimizer_step: usize,
    /// For each parameter by its index, how many gradients its moments have seen; none if it has no moments.
    updates: Vec<Option<u32>>,
    has_best: bool,
}

impl Checkpoint {
    /// Writes everything to one file, whole or not at all. `settings` are those that must be the same when the run goes on:
    /// the seed and the sizes, and not the number of threads.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file; the checkpoint that was there before is then still there.
    pub fn save(
        &self,
        path: &Path,
        settings: &impl Serialize,
        parameters: &Parameters,
        optimizer: &AdamW,
    ) -> Result<()> {
        let moments = |i: usize| optimizer.moments.get(i).and_then(Option::as_ref);
        let mut tensors = Vec::new();
        for (i, parameter) in parameters.iter().enumerate() {
            tensors.push((format!("weights.{}", parameter.name), &parameter.value));
            if let Some(moments) = moments(i) {
                tensors.push((format!("first.{}", parameter.name), &moments.first));
                tensors.push((format!("second.{}", parameter.name), &moments.second));
            }
        }
        for parameter in self.best.iter().flat_map(Parameters::iter) {
            tensors.push((format!("best.{}", parameter.name), &parameter.value));
        }
        let unfit = |reason: String| Error::Checkpoint { path: path.to_path_buf(), reason };
        let state = State {
            step: self.step,
            settings: serde_json::to_value(settings).map_err(|e| unfit(e.to_string()))?,
            extra: self.extra.clone(),
            optimizer_step: optimizer.step,
            updates: (0..parameters.len()).map(|i| moments(i).map(|m| m.updates)).collect(),
            has_best: self.best.is_some(),
        };
        let state = serde_json::to_string(&state).map_err(|e| unfit(e.to_string()))?;
        let tensors = tensors.into_iter().map(|(name, value)| (name, FileTensor { shape: value.shape(), value }));
        let body = safetensors::serialize(tensors, Some(HashMap::from([("state".to_string(), state)])))
            .map_err(|e| unfit(e.to_string()))?;
        write_parts(path, &[&header(&body), &body])
    }

    /// Reads what [`Checkpoint::save`] wrote: fills `parameters` and `optimizer` in place, which must be those of the same
    /// model, and returns the rest.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read. [`Error::Checkpoint`] when it is damaged, of another version, or was
    /// written with other settings or by another model; `parameters` and `optimizer` may be half filled only in the last
    /// case.
    pub fn load(
        path: &Path,
        settings: &impl Serialize,
        parameters: &mut Parameters,
        optimizer: &mut AdamW,
    ) -> Result<Checkpoint> {
        let bytes = fs::read(path).map_err(Error::io("read", path))?;
        read(&bytes, settings, parameters, optimizer)
            .map_err(|reason| Error::Checkpoint { path: path.to_path_buf(), reason })
    }
}

fn header(body: &[u8]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..16].copy_from_slice(&crc32fast::hash(body).to_le_bytes());
    header[16..].copy_from_slice(&(body.len() as u64).to_le_bytes());
    header
}

/// The body of an undamaged file of this version; otherwise the reason against it.
fn checked_body(bytes: &[u8]) -> Result<&[u8], String> {
    let Some((found, body)) = bytes.split_at_checked(HEADER) else {
        return Err(format!("it has {} bytes, less than the header of a checkpoint", bytes.len()));
    };
    let expected = header(body);
    if found[..8] != expected[..8] {
        return Err("it is not a checkpoint of this program".to_string());
    }
    if found[8..12] != expected[8..12] {
        return Err(format!("it is of another version than {VERSION}, the one this program reads"));
    }
    if found[16..] != expected[16..] {
        return Err(format!(
            "it is cut off or damaged: it goes on for {} bytes, which is not what it says",
            body.len()
        ));
    }
    if found != expected {
        return Err("it is damaged: its checksum does not fit its content".to_string());
    }
    Ok(body)
}

fn read(
    bytes: &[u8],
    settings: &impl Serialize,
    parameters: &mut Parameters,
    optimizer: &mut AdamW,
) -> Result<Checkpoint, String> {
    let body = checked_body(bytes)?;
    let (_, metadata) = SafeTensors::read_metadata(body).map_err(|e| e.to_string())?;
    let state = metadata.metadata().as_ref().and_then(|map| map.get("state")).ok_or("it holds no state")?;
    let state: State = serde_json::from_str(state).map_err(|e| e.to_string())?;
    let settings = serde_json::to_value(settings).map_err(|e| e.to_string())?;
    if let Some(difference) = difference("", &state.settings, &settings) {
        return Err(difference);
    }
    if state.updates.len() != parameters.len() {
        return Err(format!("it has {} parameters, but the model {}", state.updates.len(), parameters.len()));
    }
    let file = SafeTensors::deserialize(body).map_err(|e| e.to_string())?;
    let mut moments = Vec::new();
    for (parameter, updates) in parameters.as_mut_slice().iter_mut().zip(&state.updates) {
        let (name, shape) = (&parameter.name, parameter.value.dim());
        parameter.value = tensor(&file, &format!("weights.{name}"), shape)?;
        moments.push(match updates {
            Some(updates) => {
                let [first, second] = ["first", "second"].map(|mean| tensor(&file, &format!("{mean}.{name}"), shape));
                Some(Moments::restored(first?, second?, *updates))
            }
            None => None,
        });
    }
    (optimizer.step, optimizer.moments) = (state.optimizer_step, moments);
    let mut best = state.has_best.then(|| parameters.clone());
    for parameter in best.iter_mut().flat_map(Parameters::as_mut_slice) {
        parameter.value = tensor(&file, &format!("best.{}", parameter.name), parameter.value.dim())?;
    }
    Ok(Checkpoint { step: state.step, best, extra: state.extra })
}

fn tensor(file: &SafeTensors, name: &str, shape: (usize, usize)) -> Result<Array2<f32>, String> {
    let tensor = file.tensor(name).map_err(|e| e.to_string())?;
    if tensor.shape() != [shape.0, shape.1] {
        return Err(format!("tensor {name} has shape {:?}, but the model wants {shape:?}", tensor.shape()));
    }
    let numbers = floats(&tensor).ok_or_else(|| format!("tensor {name} holds no floats"))?;
    Array2::from_shape_vec(shape, numbers).map_err(|e| format!("tensor {name}: {e}"))
}

/// The first setting that is not the same, in words.
pub(crate) fn difference(name: &str, saved: &Value, now: &Value) -> Option<String> {
    if let (Value::Object(saved), Value::Object(now)) = (saved, now) {
        let keys = saved.keys().chain(now.keys().filter(|key| !saved.contains_key(*key)));
        return keys.into_iter().find_map(|key| {
            let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            difference(&name, saved.get(key).unwrap_or(&Value::Null), now.get(key).unwrap_or(&Value::Null))
        });
    }
    (saved != now).then(|| format!("setting `{name}` was {saved} when it was saved, and is {now} now"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autograd::Kind;
    use ndarray::array;
    use serde_json::json;

    fn model() -> Parameters {
        let mut parameters = Parameters::new();
        parameters.add("weight", Kind::Matrix, array![[0.5, -1.25], [2.0, 0.125]]);
        parameters.add("bias", Kind::Vector, array![[0.75, -0.5]]);
        parameters
    }

    fn settings() -> Value {
        json!({"seed": 7, "learning_rate": 0.1, "model": {"hidden": 64, "layers": 2}})
    }

    /// A training that has no end: step `t`'s gradient is a function of `t`.
    fn train(parameters: &mut Parameters, optimizer: &mut AdamW, steps: std::ops::Range<usize>) {
        for step in steps {
            let gradient = |p: &crate::autograd::Parameter| p.value.mapv(|x| x * 0.3 + (step as f32).sin()).into();
            let gradients: Vec<_> = parameters.iter().map(|p| (!p.frozen).then(|| gradient(p))).collect();
            optimizer.update(parameters, &gradients, 0.1, Some(1.0)).unwrap();
        }
    }

    /// A checkpoint after five steps, all of them with a frozen weight.
    fn save_some(path: &Path) -> (Checkpoint, Parameters, AdamW) {
        let (mut parameters, mut optimizer) = (model(), AdamW::default());
        parameters.freeze(|p| p.name == "weight");
        train(&mut parameters, &mut optimizer, 0..5);
        let checkpoint = Checkpoint { step: 5, best: Some(model()), extra: json!({"best_score": 0.1 + 0.2}) };
        checkpoint.save(path, &settings(), &parameters, &optimizer).unwrap();
        (checkpoint, parameters, optimizer)
    }

    fn assert_same(found: &Parameters, expected: &Parameters) {
        let values = |p: &Parameters| p.iter().map(|p| p.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(found), values(expected));
    }

    #[test]
    fn a_resumed_training_has_the_same_bits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoint/state");
        let (saved, mut parameters, mut optimizer) = save_some(&path);
        let (mut resumed, mut resumed_optimizer) = (model(), AdamW::default());
        let loaded = Checkpoint::load(&path, &settings(), &mut resumed, &mut resumed_optimizer).unwrap();
        assert_eq!((loaded.step, &loaded.extra), (saved.step, &saved.extra));
        assert_same(&loaded.best.unwrap(), &model());
        assert!(resumed_optimizer.moments[0].is_none(), "frozen: no moments");

        // Thawed now, so the two parameters have seen different numbers of gradients.
        parameters.freeze(|_| false);
        train(&mut parameters, &mut optimizer, 5..9);
        train(&mut resumed, &mut resumed_optimizer, 5..9);
        assert_same(&resumed, &parameters);
        assert_eq!(resumed_optimizer.moments, optimizer.moments);
        assert_eq!(resumed_optimizer.step, 9);
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        save_some(&path);
        let whole = fs::read(&path).unwrap();
        let attempt = |bytes: &[u8]| read(bytes, &settings(), &mut model(), &mut AdamW::default());
        assert!(attempt(&whole).is_ok());
        for i in 0..whole.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[i] ^= flip;
                assert!(attempt(&bytes).is_err(), "byte {i} flipped by {flip:#x}");
            }
            assert!(attempt(&whole[..i]).is_err(), "cut to {i} bytes");
        }
        assert!(attempt(&[&whole[..], b"x"].concat()).is_err(), "a byte too many");
    }

    /// What loading `path` with these settings and this model says.
    fn refusal(path: &Path, settings: &Value, mut parameters: Parameters) -> String {
        let error = Checkpoint::load(path, settings, &mut parameters, &mut AdamW::default()).unwrap_err();
        assert!(matches!(error, Error::Checkpoint { .. }), "{error}");
        error.to_string()
    }

    #[test]
    fn a_refusal_names_the_file_and_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        save_some(&path);
        let refuse = |settings: Value| refusal(&path, &settings, model());
        let message = refuse(json!({"seed": 8, "learning_rate": 0.1, "model": {"hidden": 64, "layers": 2}}));
        assert!(message.ends_with("state: cannot resume: setting `seed` was 7 when it was saved, and is 8 now"));
        let message = refuse(json!({"seed": 7, "learning_rate": 0.1, "model": {"hidden": 32, "layers": 2}}));
        assert!(message.contains("setting `model.hidden` was 64 when it was saved, and is 32 now"), "{message}");
        let message = refuse(json!({"seed": 7, "model": {"hidden": 64, "layers": 2}, "new": true}));
        assert!(message.contains("setting `learning_rate` was 0.1 when it was saved, and is null now"), "{message}");

        let mut other = Parameters::new();
        other.add("weight", Kind::Matrix, array![[0.0]]);
        assert!(refusal(&path, &settings(), other.clone()).contains("it has 2 parameters, but the model 1"));
        other.add("bias", Kind::Vector, array![[0.0, 0.0]]);
        assert!(refusal(&path, &settings(), other).contains("tensor weights.weight has shape [2, 2]"));

        let whole = fs::read(&path).unwrap();
        let cases: [(&[u8], &str); 4] = [
            (&[&whole[..8], &[2], &whole[9..]].concat(), "another version than 1"),
            (&whole[..whole.len() - 1], "cut off"),
            (&whole[..10], "10 bytes, less than the header"),
            (&[b'x'; 100], "not a checkpoint of this program"),
        ];
        for (bytes, reason) in cases {
            fs::write(&path, bytes).unwrap();
            let message = refuse(settings());
            assert!(message.contains("state: cannot resume: ") && message.contains(reason), "{message}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_full_disk_is_reported_and_keeps_the_old_checkpoint() {
        // A process that may write files of 8 KiB at most stands in for a full disk: this test starts itself in one.
        if std::env::var_os("FULL_DISK").is_none() {
            let test = "train::checkpoint::tests::a_full_disk_is_reported_and_keeps_the_old_checkpoint";
            let limited = "trap '' XFSZ; ulimit -f 16; exec \"$0\" --exact \"$1\""; // blocks of 512 bytes; errors, not signals
            let program = std::env::current_exe().unwrap();
            let mut run = std::process::Command::new("sh");
            run.args(["-c", limited]).arg(program).arg(test).env("FULL_DISK", "");
            let output = String::from_utf8(run.output().unwrap().stdout).unwrap();
            assert!(output.contains("1 passed"), "{output}");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let (checkpoint, ..) = save_some(&path);
        let old = fs::read(&path).unwrap();
        let mut large = Parameters::new();
        large.add("weight", Kind::Matrix, Array2::zeros((100, 100)));
        let message = checkpoint.save(&path, &settings(), &large, &AdamW::default()).unwrap_err().to_string();
        assert!(message.starts_with("cannot write") && message.contains("state: "), "{message}");
        assert_eq!(fs::read(&path).unwrap(), old);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
