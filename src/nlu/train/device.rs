//! What the encoder is taught on: the processor, or a CUDA device where this build has the feature `cuda` and there is one.

use crate::nlu::ModelError;
use candle_core::Device;
use std::str::FromStr;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// CUDA where it can be used, else the processor.
    Auto,
    Cpu,
    Cuda,
}

/// A device with a sentence's end on what it is and why: "on the CPU, because ...".
#[derive(Debug)]
pub struct Chosen {
    pub device: Device,
    pub told: String,
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda),
            other => Err(format!("{other} is none of auto, cpu and cuda")),
        }
    }
}

impl Wanted {
    /// The device; fails only where CUDA is asked for by name and cannot be had.
    pub fn device(self) -> Result<Chosen, ModelError> {
        let cpu = |why: String| Chosen { device: Device::Cpu, told: format!("on the CPU{why}") };
        match (self, cuda()) {
            (Self::Cpu, _) => Ok(cpu(String::new())),
            (_, Ok(device)) => Ok(Chosen { device, told: "on CUDA device 0".into() }),
            (Self::Auto, Err(why)) => Ok(cpu(format!(", because {why}"))),
            (Self::Cuda, Err(why)) => Err(ModelError::Device(why)),
        }
    }
}

/// The first CUDA device, or why there is none.
fn cuda() -> Result<Device, String> {
    if !cfg!(feature = "cuda") {
        return Err("this build lacks the feature cuda".into());
    }
    Device::new_cuda(0).map_err(|fault| format!("no CUDA device can be used: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_chosen_or_it_is_said_why_not() {
        let chosen = |word: &str| word.parse::<Wanted>().expect("a device").device();
        assert_eq!(chosen("cpu").expect("there is a CPU").told, "on the CPU");
        let (auto, cuda) = (chosen("auto").expect("there is always one"), chosen("cuda"));
        match cuda {
            Ok(cuda) => assert_eq!((auto.told, cuda.told), ("on CUDA device 0".into(), "on CUDA device 0".into())),
            Err(fault) => {
                assert!(auto.told.starts_with("on the CPU, because ") && auto.device.is_cpu(), "{}", auto.told);
                let fault = fault.to_string();
                assert!(fault.starts_with("failed to teach on CUDA: ") && auto.told.ends_with(&fault[25..]), "{fault}");
            }
        }
        assert!("gpu".parse::<Wanted>().expect_err("no such device").contains("auto, cpu and cuda"));
    }
}
