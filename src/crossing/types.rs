//! The TypeScript types of all that crosses, in one file.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};

use super::{CallOptions, Counts, Crossed, Settled};
use crate::error::Kind;
use crate::{close, doctor, drift, guest, model, platform, recording, schedule, simulator};

const HEAD: &str = "// Generated from src/crossing by `npm run types:make`. Do not edit.\n";

struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    text: BTreeMap<String, String>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // What has no file of its own is TypeScript's: a number, a text, a list.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declared = format!("{docs}export {}\n", T::decl(&self.config));
            self.text.insert(T::ident(&self.config), declared);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn made() -> String {
    // Through serde_json a number up to 2^53 is a number in JavaScript, whichever type it has here.
    let config = Config::new().with_large_int("number");
    let mut types = Types { config, seen: HashSet::new(), text: BTreeMap::new() };
    types.visit::<Crossed<()>>();
    types.visit::<close::CloseReport>();
    types.visit::<model::snapshot::Snapshot>();
    types.visit::<Counts>();
    types.visit::<Settled>();
    types.visit::<platform::Step>();
    types.visit::<guest::event::Update>();
    types.visit::<guest::standing::Closure>();
    types.visit::<guest::testimony::Testimony>();
    types.visit::<doctor::Report>();
    types.visit::<drift::Report>();
    types.visit::<model::WrapupCode>();
    types.visit::<model::deployment::ConversationDisconnect>();
    types.visit::<simulator::Connection>();
    types.visit::<simulator::Entry>();
    types.visit::<recording::Merged>();
    types.visit::<schedule::Course>();
    types.visit::<schedule::KindFacts>();
    types.visit::<CallOptions>();
    types.visit::<close::CloseOptions>();
    types.visit::<close::CodesOf>();
    types.visit::<close::Probe>();
    types.visit::<platform::LookUp>();
    let codes: Vec<_> = Kind::ALL.iter().map(|kind| format!("\n  | \"{}\"", kind.code())).collect();
    let codes = format!(
        "/**\n * docs/errors.md says of each who produced it, whether it may have taken effect, and what to do.\n */\nexport type GenesysErrorCode ={};\n",
        codes.concat()
    );
    types.text.insert("GenesysErrorCode".into(), codes);
    let declared: Vec<_> = types.text.into_values().map(|text| format!("\n{text}")).collect();
    let lines: Vec<_> = declared.concat().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("{HEAD}{}", lines.concat())
}

/// Writes below `target`; `npm run types:make` copies it from there.
#[test]
fn what_is_committed_is_what_crosses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = made();
    std::fs::create_dir_all(root.join("target/types")).expect("a folder");
    std::fs::write(root.join("target/types/crossing.ts"), &made).expect("a file");
    let committed = std::fs::read_to_string(root.join("ts/types/crossing.ts")).unwrap_or_default();
    assert!(made == committed.replace("\r\n", "\n"), "ts/types/crossing.ts is old: npm run types:make");
}
