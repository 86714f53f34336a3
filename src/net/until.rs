//! Waiting until something that others change is as it is wanted.

use tokio::sync::Notify;

/// Looks now and whenever `changed` is told. The caller bounds the time.
pub async fn until<T>(changed: &Notify, fits: impl Fn() -> Option<T>) -> T {
    loop {
        let told = changed.notified();
        tokio::pin!(told);
        // Registered before looking, so that nothing is missed in between.
        told.as_mut().enable();
        if let Some(found) = fits() {
            return found;
        }
        told.await;
    }
}
