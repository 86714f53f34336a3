//! What crosses to TypeScript, as its types: made from the structs that are serialised, and compared with `ts/types/crossed.ts`.

use std::path::Path;

use ts_rs::{Config, TS};

use crate::{close, doctor, guest, platform};

const FILE: &str = "ts/types/crossed.ts";
const HEAD: &str = "// Made by \"npm run types:make\" from what Rust serialises; not edited by hand.\n";

/// Everything that an answer or an event of the addon is made of, each type once.
fn declarations() -> String {
    let config = Config::new().with_large_int("number");
    let mut made = Vec::new();
    collect::<close::CloseReport>(&config, &mut made);
    collect::<close::Snapshot>(&config, &mut made);
    collect::<doctor::Report>(&config, &mut made);
    collect::<guest::event::Update>(&config, &mut made);
    collect::<guest::watched::View>(&config, &mut made);
    collect::<guest::testimony::Testimony>(&config, &mut made);
    collect::<platform::Step>(&config, &mut made);
    collect::<crate::error::Effect>(&config, &mut made);
    made.sort();
    made.dedup();
    format!("{HEAD}\n{}\n", made.join("\n\n"))
}

/// A type, and those that it names.
fn collect<T: TS + ?Sized + 'static>(config: &Config, made: &mut Vec<String>) {
    struct Inner<'a>(&'a Config, &'a mut Vec<String>);
    impl ts_rs::TypeVisitor for Inner<'_> {
        fn visit<T: TS + ?Sized + 'static>(&mut self) {
            collect::<T>(self.0, self.1);
        }
    }
    if T::output_path().is_some() {
        made.push(format!("export {}", T::decl(config)));
    }
    T::visit_dependencies(&mut Inner(config, made));
}

#[test]
fn the_types_of_typescript_are_those_of_rust() {
    let (file, made) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE), declarations());
    if std::env::var_os("TYPES_MAKE").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == made, "{FILE} is not what Rust serialises: npm run types:make makes it anew");
}
