//! Prepares the link step of a Node addon; nothing is downloaded or generated here.

use std::env::var;

/// What runs until a client is made, side by side: Linux maps whatever lies around a page that is touched.
/// Made by `npm run order`.
const ORDER: &str = "src/addon/order.ld";

fn main() {
    napi_build::setup();
    println!("cargo:rerun-if-changed={ORDER}");
    let is = |name: &str, wanted: &str| var(name).is_ok_and(|value| value == wanted);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("PROFILE", "release") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-T,{}/{ORDER}", env!("CARGO_MANIFEST_DIR"));
    }
}
