//! What runs the calls of a process.

use std::sync::Once;

use napi::bindgen_prelude::create_custom_tokio_runtime;
use tokio::runtime::Builder;

/// One thread does the work: calls wait for the network, and threads that hand tasks to each other take a fifth more CPU
/// for the same closes. What blocks has threads of its own.
pub fn begin() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        // Where it cannot be made, napi makes its own.
        if let Ok(runtime) = Builder::new_multi_thread().worker_threads(1).enable_all().build() {
            create_custom_tokio_runtime(runtime);
        }
    });
}
