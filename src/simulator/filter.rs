//! Which requests are meant: by method, and by path as text or as a JavaScript RegExp.

use regress::Regex;
use serde::{Deserialize, Serialize};

use super::refused::Refused;

/// As it crosses from JavaScript.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PathFilter {
    /// The whole path, with or without its query.
    Exact(String),
    /// A RegExp's source and flags, tried on the path with its query.
    Pattern { source: String, flags: String },
}

/// As `requests()` takes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RequestFilter {
    pub method: Option<String>,
    pub path: Option<PathFilter>,
}

#[derive(Debug)]
pub struct Matcher {
    method: Option<String>,
    path: Option<PathMatcher>,
}

#[derive(Debug)]
enum PathMatcher {
    Exact(String),
    Pattern(Box<Regex>),
}

impl Matcher {
    pub fn new(filter: RequestFilter) -> Result<Self, Refused> {
        let path = filter.path.map(compile).transpose()?;
        Ok(Self { method: filter.method.map(|method| method.to_ascii_uppercase()), path })
    }

    /// `path` is as it was sent, query included.
    pub fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(|wanted| wanted.matches(path))
    }
}

impl PathMatcher {
    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Exact(wanted) => path == wanted || path.split('?').next() == Some(wanted),
            Self::Pattern(regex) => regex.find(path).is_some(),
        }
    }
}

fn compile(filter: PathFilter) -> Result<PathMatcher, Refused> {
    match filter {
        PathFilter::Exact(path) => Ok(PathMatcher::Exact(path)),
        PathFilter::Pattern { source, flags } => {
            // g, y and d only matter where a search goes on; this one asks once.
            let flags: String = flags.chars().filter(|flag| !"gyd".contains(*flag)).collect();
            let regex = Regex::with_flags(&source, flags.as_str());
            let regex = regex.map_err(|cause| Refused::invalid(format!("on.path: {cause}")))?;
            Ok(PathMatcher::Pattern(Box::new(regex)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(path: PathFilter) -> Matcher {
        Matcher::new(RequestFilter { method: Some("get".into()), path: Some(path) }).unwrap()
    }

    #[test]
    fn a_text_is_the_whole_path_and_a_regexp_a_part() {
        let exact = matcher(PathFilter::Exact("/a/b".into()));
        assert!(exact.matches("GET", "/a/b"));
        assert!(exact.matches("GET", "/a/b?x=1"));
        assert!(!exact.matches("GET", "/a/b/c"));
        assert!(!exact.matches("PUT", "/a/b"));
        let pattern = matcher(PathFilter::Pattern { source: "/B\\?x=\\d$".into(), flags: "gi".into() });
        assert!(pattern.matches("GET", "/a/b?x=1"));
        assert!(!pattern.matches("GET", "/a/b"));
    }

    #[test]
    fn a_broken_regexp_is_refused() {
        let broken = PathFilter::Pattern { source: "(".into(), flags: String::new() };
        assert!(Matcher::new(RequestFilter { method: None, path: Some(broken) }).is_err());
    }
}
