//! A request, before it is sent.

use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

/// Whether sending a request twice could do something twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    Read,
    Write,
}

/// What a read's answer is at its outermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Object,
    List,
}

#[derive(Debug, Clone)]
pub struct Request {
    /// What it is for, in the words of errors and reports.
    pub name: &'static str,
    pub method: Method,
    /// Server-relative, made of literals and validated ids only.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Option<Value>,
    pub intent: Intent,
    pub shape: Shape,
    /// Any one of these is needed, as far as the vendor documents it.
    pub permissions: &'static [&'static str],
}

impl Request {
    pub fn read(name: &'static str, path: impl Into<String>) -> Self {
        Self {
            name,
            method: Method::GET,
            path: path.into(),
            query: Vec::new(),
            body: None,
            intent: Intent::Read,
            shape: Shape::Object,
            permissions: &[],
        }
    }

    pub fn write<B: Serialize>(
        name: &'static str,
        method: Method,
        path: impl Into<String>,
        body: &B,
    ) -> Self {
        let body = serde_json::to_value(body).expect("our own bodies are plain data");
        Self { method, body: Some(body), intent: Intent::Write, ..Self::read(name, path) }
    }

    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub const fn answers_a_list(mut self) -> Self {
        self.shape = Shape::List;
        self
    }

    #[must_use]
    pub const fn needs(mut self, permissions: &'static [&'static str]) -> Self {
        self.permissions = permissions;
        self
    }
}
