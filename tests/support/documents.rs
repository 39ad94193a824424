//! Whatever the server says in any test is held against `docs/openapi.json` and `docs/asyncapi.json`: the frame or the
//! answer must be documented, and so must each of its fields.

use serde_json::Value;
use std::sync::LazyLock;

static OPENAPI: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../docs/openapi.json")));
static ASYNCAPI: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../docs/asyncapi.json")));

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("the document is JSON")
}

/// Panics where the server's frame on the socket of that path is not a documented one.
pub fn check_frame(path: &str, frame: &Value) {
    let channels = ASYNCAPI["channels"].as_object().expect("channels");
    let (_, channel) = channels.iter().find(|(_, channel)| channel["address"] == path).expect("a documented socket");
    let kind = frame["type"].as_str().unwrap_or_else(|| panic!("a frame has a type: {frame}"));
    let message = &channel["messages"][&format!("server.{kind}")];
    assert!(message.is_object(), "docs/asyncapi.json knows no frame {kind} of {path}: {frame}");
    if let Err(fault) = fits(frame, &message["payload"]) {
        panic!("docs/asyncapi.json says otherwise of {kind} on {path}: {fault}\n{frame}");
    }
}

/// Panics where the answer is not a documented one. What is no route, or no method of it, is not looked at.
pub fn check_answer(method: &str, path: &str, status: u16, kind: Option<&str>, body: &str) {
    let path = path.split('?').next().expect("a path");
    let paths = OPENAPI["paths"].as_object().expect("paths");
    let like = |template: &str| {
        let (given, known) = (path.split('/'), template.split('/'));
        given.clone().count() == known.clone().count()
            && given.zip(known).all(|(given, known)| given == known || known.starts_with('{'))
    };
    let Some((template, route)) = paths.iter().find(|(template, _)| like(template)) else { return };
    let operation = &route[method.to_lowercase()];
    // A head that is too long is refused before anybody looks at the path.
    if operation.is_null() || status == 431 {
        return;
    }
    let said = resolved(&operation["responses"][status.to_string()]);
    assert!(said.is_object(), "docs/openapi.json knows no {status} of {method} {template}: {body}");
    let Some(content) = said["content"].as_object() else {
        assert!(body.is_empty(), "docs/openapi.json knows no body of a {status} of {method} {template}: {body}");
        return;
    };
    let kind = kind.unwrap_or_default().split(';').next().expect("a type");
    let known = content.get(kind);
    let known = known.unwrap_or_else(|| panic!("docs/openapi.json knows no {kind} of {method} {template}, {status}"));
    if kind == "application/json" {
        let value: Value = serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"));
        if let Err(fault) = fits(&value, &known["schema"]) {
            panic!("docs/openapi.json says otherwise of {method} {template}, {status}: {fault}\n{body}");
        }
    }
}

/// What a reference stands for; those to a file are to `openapi.json`, and schemas of both look alike.
fn resolved(schema: &Value) -> &Value {
    let Some(reference) = schema["$ref"].as_str() else { return schema };
    let (_, path) = reference.split_once('#').expect("a reference has a path");
    OPENAPI.pointer(path).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

/// The part of JSON Schema that the documents use. Fields that are not named do not fit, unless it says that they do.
fn fits(value: &Value, schema: &Value) -> Result<(), String> {
    let schema = resolved(schema);
    if let Some(ways) = schema["oneOf"].as_array() {
        let faults: Vec<String> = ways.iter().filter_map(|way| fits(value, way).err()).collect();
        return match faults.len() + 1 == ways.len() {
            true => Ok(()),
            false => Err(format!("not exactly one fits: {}", faults.join("; "))),
        };
    }
    let is = |kind: &str| match kind {
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("no type: {other}"),
    };
    let one_of = |kinds: &Value| match kinds {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if !one_of(&schema["type"]) {
        return Err(format!("{value} is not {}", schema["type"]));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        return Err(format!("{value} is not {}", schema["const"]));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        return Err(format!("{value} is none of {}", schema["enum"]));
    }
    if let (Some(items), Some(of)) = (value.as_array(), schema.get("items")) {
        items.iter().try_for_each(|item| fits(item, of))?;
    }
    let Some(fields) = value.as_object() else { return Ok(()) };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        fields.get(name).ok_or_else(|| format!("{name} is missing"))?;
    }
    for (name, field) in fields {
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(known), _) => fits(field, known).map_err(|fault| format!("{name}: {fault}"))?,
            (None, Value::Bool(true)) => {}
            (None, Value::Object(_)) => fits(field, &schema["additionalProperties"])?,
            (None, _) => return Err(format!("{name} is not documented")),
        }
    }
    Ok(())
}
