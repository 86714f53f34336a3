//! What runs for one gate, until that gate or its door ends.

use std::future::Future;

use tokio_util::sync::CancellationToken;

pub struct Running(CancellationToken);

impl Running {
    pub const fn until(shutdown: CancellationToken) -> Self {
        Self(shutdown)
    }

    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.0.clone().run_until_cancelled_owned(work));
    }
}
