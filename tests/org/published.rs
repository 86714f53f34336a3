//! Compares bodies with the vendor's published models.

use std::sync::LazyLock;

use serde_json::Value;

use super::Answer;

/// Field names, types and enums of the published Platform API.
#[derive(Clone, Copy)]
pub struct Schema(&'static Value);

static PUBLISHED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fixtures/platform-schema.json")).unwrap());

impl Schema {
    pub fn load() -> Self {
        Self(&PUBLISHED)
    }

    pub fn operation(&self, method: &str, path: &str) -> &'static Value {
        let operations = self.0["operations"].as_array().unwrap();
        let found = operations.iter().find(|o| o["method"] == method && o["path"] == path);
        found.unwrap_or_else(|| panic!("{method} {path} is not in fixtures/platform-schema.json"))
    }

    /// Panics with the place of the first difference.
    pub fn check(&self, answer: &Answer, expected: &Value, label: &str) {
        match expected {
            Value::Null => assert_eq!(answer.body, "", "{label}: no body"),
            Value::String(name) if name == "string" => assert!(answer.json().is_string(), "{label}"),
            Value::String(name) => self.object(&answer.json(), name, label),
            inline => self.value(&answer.json(), inline, label),
        }
    }

    pub fn object(&self, value: &Value, name: &str, at: &str) {
        let definition = &self.0["definitions"][name];
        assert!(definition.is_object(), "{at}: no definition {name}");
        let fields = value.as_object().unwrap_or_else(|| panic!("{at}: {name} is an object, not {value}"));
        for required in definition["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(required.as_str().unwrap()), "{at}: {name} lacks {required}");
        }
        // Definitions without properties are not known here; `Empty` is known to have none.
        let open = definition.get("x-note").is_some() && definition.get("properties").is_none();
        for (field, value) in fields.iter().filter(|_| !open) {
            let known = definition["properties"].get(field);
            let known = known.unwrap_or_else(|| panic!("{at}.{field}: {name} has no such field"));
            self.value(value, known, &format!("{at}.{field}"));
        }
    }

    fn value(&self, value: &Value, kind: &Value, at: &str) {
        if let Some(reference) = kind["$ref"].as_str() {
            return self.object(value, reference.rsplit('/').next().unwrap(), at);
        }
        let fits = match kind["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            other => panic!("{at}: the schema has the type {other:?}"),
        };
        assert!(fits, "{at}: {value} is no {}", kind["type"]);
        if let Some(choices) = kind["enum"].as_array() {
            assert!(choices.contains(value), "{at}: {value} is none of {choices:?}");
        }
        if kind["format"] == "date-time" {
            let text = value.as_str().unwrap();
            assert!(text.len() == 24 && text.ends_with('Z'), "{at}: {text} is no ISO time in UTC");
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.value(item, &kind["items"], &format!("{at}[{index}]"));
        }
        if kind["additionalProperties"].is_object() {
            for (name, item) in value.as_object().into_iter().flatten() {
                self.value(item, &kind["additionalProperties"], &format!("{at}.{name}"));
            }
        }
    }
}
