//! Prepares the link step of a Node addon; nothing is downloaded or generated here.

fn main() {
    napi_build::setup();
}
