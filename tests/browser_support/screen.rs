//! The screens the tests look at: a laptop, a tablet and a phone, by day and by night.

use serde_json::{Value, json};

#[derive(Clone, Copy)]
pub struct Screen {
    width: u32,
    height: u32,
    scheme: Scheme,
}

#[derive(Clone, Copy, PartialEq)]
enum Scheme {
    Light,
    Dark,
}

impl Screen {
    pub fn laptop() -> Self {
        Self { width: 1440, height: 900, scheme: Scheme::Light }
    }

    /// The laptop with everything twice as large: half as much fits.
    pub fn laptop_enlarged() -> Self {
        Self { width: 720, height: 450, scheme: Scheme::Light }
    }

    pub fn tablet() -> Self {
        Self { width: 1024, height: 768, scheme: Scheme::Light }
    }

    pub fn phone() -> Self {
        Self { width: 390, height: 844, scheme: Scheme::Light }
    }

    pub fn by_night(self) -> Self {
        Self { scheme: Scheme::Dark, ..self }
    }

    pub fn is_phone(&self) -> bool {
        self.width < 600
    }

    /// How screenshots of it are named, such as `390x844-dark`.
    pub fn name(&self) -> String {
        let scheme = if self.scheme == Scheme::Dark { "dark" } else { "light" };
        format!("{}x{}-{scheme}", self.width, self.height)
    }

    /// The device that chromedriver pretends to be.
    pub fn device(&self) -> Value {
        json!({"deviceMetrics": {
            "width": self.width, "height": self.height, "pixelRatio": if self.is_phone() { 2 } else { 1 },
            "mobile": self.is_phone(), "touch": self.is_phone(),
        }})
    }

    /// The command-line switches of Chromium for this screen.
    pub fn switches(&self) -> Vec<String> {
        let mut switches = vec![format!("--window-size={},{}", self.width, self.height)];
        if self.scheme == Scheme::Dark {
            switches.push("--force-dark-mode".into());
        }
        switches
    }
}
