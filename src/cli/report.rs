//! A report as a readable table, or as exactly one JSON object.

use serde_json::{Map, Value};

#[derive(Default)]
pub struct Report {
    values: Map<String, Value>,
}

impl Report {
    pub fn count(&mut self, key: &str, value: usize) {
        self.values.insert(key.into(), value.into());
    }

    /// Rounded to four decimals.
    pub fn figure(&mut self, key: &str, value: f64) {
        self.values.insert(key.into(), ((value * 1e4).round() / 1e4).into());
    }

    pub fn rows(&mut self, key: &str, rows: Vec<Value>) {
        self.values.insert(key.into(), rows.into());
    }

    /// A count or a figure that was put in.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.values.get(key)?.as_f64()
    }

    /// One row a name.
    pub fn object(&mut self, key: &str, rows: Map<String, Value>) {
        self.values.insert(key.into(), Value::Object(rows));
    }

    pub fn print(&self, as_json: bool) {
        if as_json {
            println!("{}", Value::Object(self.values.clone()));
            return;
        }
        for (key, value) in &self.values {
            match value {
                Value::Array(rows) => {
                    println!("\n{key}");
                    rows.iter().for_each(|row| println!("  {}", line(row)));
                }
                Value::Object(rows) => {
                    println!("\n{key}");
                    rows.iter().for_each(|(name, row)| println!("  {name:<20} {}", line(row)));
                }
                value => println!("{key:<20} {value}"),
            }
        }
    }
}

fn line(row: &Value) -> String {
    let Value::Object(fields) = row else { return row.to_string() };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    fields.iter().map(|(key, value)| format!("{key} {}", text(value))).collect::<Vec<_>>().join("   ")
}
